package org.panjika.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.Browser;
import org.panjika.Calls;
import org.panjika.SystemTest;
import org.panjika.TestState;
import org.panjika.organisation.StaffList;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@SystemTest
@DisplayName("People are told what they should know")
class NoticesTest {

    @Autowired
    Notices notices;

    @Autowired
    StaffList staff;

    @Autowired
    TestState state;

    @Autowired
    Calls calls;

    @LocalServerPort
    int port;

    String school;
    String teacher;
    String colleague;

    @BeforeEach
    void aSchool() {
        school = state.school(state.block("BR").block());
        teacher = state.staff(school);
        colleague = state.staff(school);
    }

    @Test
    @DisplayName(
            "a notice is unread until its person opens it, and leads where it is about; the count stands in the navigation")
    void opened() {
        tell(teacher, 1);
        var browser = Browser.loggedIn(port, teacher, TestState.PASSWORD);
        var page = browser.get("/notices").body();
        assertThat(page)
                .contains("class=\"count\">1<")
                .contains("letter unread")
                .contains("test-notice");
        var number = items(teacher).get(0).get("number");
        var opened = browser.post("/notices/" + number + "/read", Map.of());
        assertThat(opened.statusCode()).isEqualTo(302);
        assertThat(opened.headers().firstValue("Location"))
                .hasValueSatisfying(l -> assertThat(l).endsWith("/mark"));
        assertThat(browser.get("/notices").body())
                .doesNotContain("class=\"count\"")
                .doesNotContain("letter unread");
        assertThat(items(teacher).get(0)).containsEntry("read", true);
    }

    @Test
    @DisplayName("nobody reads or opens another's notice")
    void private_() {
        tell(teacher, 1);
        var number = items(teacher).get(0).get("number");
        assertThat(items(colleague)).isEmpty();
        var browser = Browser.loggedIn(port, colleague, TestState.PASSWORD);
        assertThat(browser.post("/notices/" + number + "/read", Map.of()).statusCode())
                .isEqualTo(404);
        browser.post("/notices/read", Map.of("upTo", String.valueOf(number)));
        assertThat(items(teacher).get(0)).containsEntry("read", false);
    }

    @Test
    @DisplayName("the newest come first, page after page; what has been shown is read at once")
    void pages() {
        tell(teacher, 60);
        var first = calls.get(teacher, "/notices?limit=50").getBody();
        assertThat(first).containsEntry("unread", 60);
        assertThat(list(first))
                .hasSize(50)
                .isSortedAccordingTo((a, b) ->
                        Long.compare(((Number) b.get("number")).longValue(), ((Number) a.get("number")).longValue()));
        var second = calls.get(teacher, "/notices?limit=50&after=" + first.get("next"))
                .getBody();
        assertThat(list(second)).hasSize(10);
        assertThat(second).containsEntry("next", null);
        var browser = Browser.loggedIn(port, teacher, TestState.PASSWORD);
        assertThat(browser.get("/notices").body()).contains("Earlier");
        browser.post(
                "/notices/read",
                Map.of("upTo", String.valueOf(list(first).get(0).get("number"))));
        assertThat(calls.get(teacher, "/notices").getBody()).containsEntry("unread", 0);
    }

    @Test
    @DisplayName("a notice leads to a page of this application, nowhere else")
    void noOtherPlace() {
        assertThatThrownBy(() -> new Notice(1, "x", Map.of(), "https://example.org/"))
                .hasMessageContaining("path");
        assertThatThrownBy(() -> new Notice(1, "x", Map.of(), "//example.org/")).hasMessageContaining("path");
    }

    private void tell(String employeeCode, int count) {
        var id = staff.find(employeeCode).orElseThrow().id();
        notices.tell(LongStream.range(0, count)
                .mapToObj(n -> new Notice(
                        id,
                        "test-notice",
                        Map.of(
                                "n", n,
                                "day", LocalDate.of(2026, 12, 7),
                                "school", Map.of("en", "School", "hi", "विद्यालय")),
                        "/mark"))
                .toList());
    }

    private List<Map<String, Object>> items(String login) {
        return list(calls.get(login, "/notices").getBody());
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Map<String, Object> answer) {
        return (List<Map<String, Object>>) answer.get("items");
    }
}
