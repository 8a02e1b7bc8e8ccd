package org.panjika.sandbox.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.SystemTest;
import org.panjika.sandbox.SampleState;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpMethod;

@SystemTest
class SandboxHttpTest {

    private static final String CLOCK = "/api/v1/sandbox/clock";

    @Autowired
    TestRestTemplate http;

    @Test
    @DisplayName("anybody may see who the sample people are, and log in as any of them")
    void castIsPublic() {
        var cast = http.getForObject("/api/v1/sandbox/cast", JsonNode.class);
        assertThat(cast).hasSizeGreaterThan(30).allSatisfy(person -> {
            assertThat(person.get("login").asText()).isNotEmpty();
            assertThat(person.get("name").asText()).isNotEmpty();
            assertThat(person.get("roles")).isNotEmpty();
        });
        var teacher = cast.get(1);
        assertThat(teacher.get("institution").asText()).isEqualTo("99020100401");
        assertThat(http.withBasicAuth(
                                teacher.get("login").asText(),
                                teacher.get("password").asText())
                        .getForEntity("/api/v1/me", JsonNode.class)
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("the clock is for everybody who is logged in, and for nobody else")
    void clock() {
        assertThat(http.getForEntity(CLOCK, JsonNode.class).getStatusCode().value())
                .isEqualTo(401);
        assertThat(http.exchange(CLOCK, HttpMethod.PUT, body("2000-01-01T00:00:00+05:30"), JsonNode.class)
                        .getStatusCode()
                        .value())
                .isEqualTo(401);
        var reading = teacher().getForObject(CLOCK, JsonNode.class);
        assertThat(reading.get("zone").asText()).isEqualTo("Asia/Kolkata");
        assertThat(OffsetDateTime.parse(reading.get("instant").asText())
                        .getOffset()
                        .getId())
                .isEqualTo("+05:30");
    }

    @Test
    @DisplayName("backwards: clock-backwards in the caller's language; without a time: a field error")
    void refusals() {
        var backwards = teacher().exchange(CLOCK, HttpMethod.PUT, body("2000-01-01T00:00:00+05:30"), JsonNode.class);
        assertThat(backwards.getStatusCode().value()).isEqualTo(422);
        assertThat(backwards.getBody().get("type").asText()).isEqualTo("urn:panjika:problem:clock-backwards");
        assertThat(backwards.getBody().get("detail").asText()).doesNotContain("{now}");
        assertThat(teacher()
                        .exchange(CLOCK, HttpMethod.PUT, new HttpEntity<>(Map.of()), JsonNode.class)
                        .getBody()
                        .get("errors")
                        .get(0)
                        .get("field")
                        .asText())
                .isEqualTo("instant");
    }

    private TestRestTemplate teacher() {
        return http.withBasicAuth("teacher.br", SampleState.PASSWORD);
    }

    private static HttpEntity<Map<String, Object>> body(String instant) {
        return new HttpEntity<>(Map.of("instant", instant));
    }
}
