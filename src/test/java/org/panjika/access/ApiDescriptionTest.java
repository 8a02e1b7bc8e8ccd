package org.panjika.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.Browser;
import org.panjika.SystemTest;
import org.panjika.TestState;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@SystemTest
@DisplayName("The description of the HTTP interface")
class ApiDescriptionTest {

    private static final String DESCRIPTION = "/v3/api-docs";

    @LocalServerPort
    int port;

    @Autowired
    TestState state;

    @Autowired
    Tokens tokens;

    @Autowired
    ObjectMapper json;

    String teacher;

    @BeforeEach
    void teacher() {
        teacher = state.staff(state.school(state.block("BR").block()));
    }

    @Test
    @DisplayName(
            "is read by programs with token or password, and by people in their session; a stranger gets 401 as a problem")
    void whoReads() {
        for (var login : List.of(
                "Bearer " + tokens.issue(teacher, "test").token(), Browser.basic(teacher, TestState.PASSWORD))) {
            assertThat(read(login).path("paths").path("/api/v1/me").path("get").isObject())
                    .isTrue();
        }
        assertThat(Browser.loggedIn(port, teacher, TestState.PASSWORD)
                        .get(DESCRIPTION)
                        .statusCode())
                .isEqualTo(200);
        var browser = new Browser(port);
        var stranger = browser.send(browser.request(DESCRIPTION));
        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(stranger.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @Test
    @DisplayName("names the ways in, and of every call how it succeeds and how it is refused")
    void complete() {
        var api = read(Browser.basic(teacher, TestState.PASSWORD));
        assertThat(api.at("/components/securitySchemes/token/scheme").asText()).isEqualTo("bearer");
        assertThat(api.at("/components/securitySchemes/password/scheme").asText())
                .isEqualTo("basic");
        assertThat(api.path("security").findValues("token")).hasSize(1);
        assertThat(api.at("/components/schemas/Problem/properties/detail").isObject())
                .isTrue();
        var taken = api.path("paths").path("/api/v1/imports/{kind}").path("post");
        assertThat(taken.at("/requestBody/content/multipart~1form-data/schema/properties/file/format")
                        .asText())
                .as("a list is handed over as a part")
                .isEqualTo("binary");
        assertThat(taken.path("parameters").findValuesAsText("name")).doesNotContain("file");
        var lacking = new ArrayList<String>();
        api.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(call -> {
                    var answers = call.getValue().path("responses");
                    if (names(answers).stream().noneMatch(status -> status.startsWith("2"))
                            || !List.of("400", "401", "403", "404", "422").stream()
                                    .allMatch(status ->
                                            answers.path(status).path("content").has("application/problem+json"))) {
                        lacking.add(call.getKey() + " " + path.getKey());
                    }
                }));
        assertThat(lacking).isEmpty();
        assertThat(names(api.at("/paths/~1api~1v1~1attendance~1marks/post/responses")))
                .contains("200", "201", "409", "413", "415");
        var receipt = api.at(
                        "/paths/~1api~1v1~1attendance~1marks/post/responses/201/content/application~1json/schema/$ref")
                .asText();
        assertThat(names(api.at(receipt.substring(1) + "/properties")))
                .contains("receipt", "verdict", "distanceMetres");
        assertThat(names(api.at("/paths/~1api~1v1~1attendance~1marks~1{id}~1contest/post/responses")))
                .contains("202")
                .doesNotContain("200", "201");
        assertThat(api.at("/paths/~1api~1v1~1me/get/responses/200/content").has("application/json"))
                .isTrue();
        assertThat(api.at("/paths/~1api~1v1~1institutions.csv/get/responses/200/content")
                        .has("text/csv"))
                .isTrue();
    }

    private static List<String> names(JsonNode object) {
        return StreamSupport.stream(((Iterable<String>) object::fieldNames).spliterator(), false)
                .toList();
    }

    private JsonNode read(String login) {
        var browser = new Browser(port);
        var answer = browser.send(browser.request(DESCRIPTION).header("Authorization", login));
        assertThat(answer.statusCode()).isEqualTo(200);
        try {
            return json.readTree(answer.body());
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
