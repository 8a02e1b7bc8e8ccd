package org.panjika.attendance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.Browser;
import org.panjika.SystemTest;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@SystemTest
@DisplayName("The pages of head and officer")
class RegisterPageTest {

    private static final LocalDate DAY = LocalDate.of(2026, 12, 10);

    @Autowired
    TestState state;

    @Autowired
    TestClock clock;

    @Autowired
    DayOpening opening;

    @Autowired
    JdbcClient jdbc;

    @LocalServerPort
    int port;

    TestState.Block block;
    String school;
    String head;
    String teacher;
    String page;

    @BeforeEach
    void aRajasthanSchool() {
        clock.set(DAY, "11:00");
        block = state.block("RJ");
        state.workingDay(block.directorate(), DAY);
        school = state.school(block.block());
        head = state.holder("HEAD", school);
        teacher = state.staff(school);
        opening.open(DAY);
        page = "/institutions/" + school + "/attendance/" + DAY;
    }

    @Test
    @DisplayName("the in-charge fills the roll in one screen: all others present, look through, save (RJ-1)")
    void fillTheRoll() {
        var browser = Browser.loggedIn(port, head, TestState.PASSWORD);
        assertThat(browser.get(page).body()).contains("Staff " + teacher).contains("name=\"FORENOON." + teacher);
        var form = roll("TOUR", "UNMARKED", "to the block office, by order 7");
        form.put("step", "all-present");
        var filled = browser.post(page, form);
        assertThat(selected(filled.body(), "FORENOON." + teacher)).isEqualTo("TOUR");
        assertThat(selected(filled.body(), "AFTERNOON." + teacher)).isEqualTo("PRESENT");
        assertThat(selected(filled.body(), "FORENOON." + head)).isEqualTo("PRESENT");
        assertThat(forenoon(teacher)).as("nothing is saved yet").isEqualTo("UNMARKED");
        form = roll("TOUR", "PRESENT", "to the block office, by order 7");
        form.put("step", "review");
        assertThat(browser.post(page, form).body())
                .contains("Nothing is saved yet")
                .contains("value=\"save\"");
        assertThat(forenoon(teacher)).isEqualTo("UNMARKED");
        form.put("step", "save");
        var saved = browser.post(page, form);
        assertThat(saved.statusCode()).isEqualTo(302);
        assertThat(forenoon(teacher)).isEqualTo("TOUR");
        assertThat(browser.get(page).body()).contains("to the block office, by order 7");
    }

    @Test
    @DisplayName("a designation that is known is said in the reader's language, another keeps the words of the list")
    void designations() {
        jdbc.sql(
                        "update staff set designation = case employee_code when ? then 'Yoga Instructor' else 'Head Teacher' end"
                                + " where employee_code in (?, ?)")
                .params(teacher, teacher, head)
                .update();
        var browser = Browser.loggedIn(port, head, TestState.PASSWORD);
        assertThat(browser.get(page).body()).contains("Head Teacher", "Yoga Instructor");
        browser.post("/language", Map.of("lang", "hi"));
        assertThat(browser.get(page).body())
                .contains("प्रधानाध्यापक", "Yoga Instructor")
                .doesNotContain("Head Teacher");
        for (var asked : List.of("/me", page)) {
            assertThat(browser.get("/api/v1" + asked).body())
                    .as("programs are told in the language they ask for")
                    .contains("\"designation\":\"प्रधानाध्यापक\"");
        }
    }

    @Test
    @DisplayName("what is refused is said, and what was typed is still there")
    void errorsKeepTheInput() {
        var browser = Browser.loggedIn(port, head, TestState.PASSWORD);
        var form = roll("TOUR", "ABSENT", "x".repeat(501));
        form.put("step", "save");
        var answer = browser.post(page, form);
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("This is too long").contains("x".repeat(501));
        assertThat(selected(answer.body(), "AFTERNOON." + teacher)).isEqualTo("ABSENT");
        assertThat(forenoon(teacher)).isEqualTo("UNMARKED");
    }

    @Test
    @DisplayName(
            "whose mark in doubt waits for whom: a teacher's for the head, the head's own for the office above (C4)")
    void whoConfirms() {
        state.holder("HEAD", block.block());
        var office = "CBEO " + block.block();
        assertThat(Browser.loggedIn(port, teacher, TestState.PASSWORD)
                        .get("/mark")
                        .body())
                .contains("waits for the head to confirm it", "without a duty order the head confirms")
                .doesNotContain(office, "{decider}");
        assertThat(Browser.loggedIn(port, head, TestState.PASSWORD).get("/mark").body())
                .contains("waits for " + office + " to confirm it", "without a duty order " + office + " confirms")
                .doesNotContain("the head", "your head", "{decider}");
    }

    @Test
    @DisplayName("after closing there is nothing to fill, only the sheet (C10)")
    void closed() {
        clock.set(DAY, "17:00");
        var browser = Browser.loggedIn(port, head, TestState.PASSWORD);
        assertThat(browser.get(page).body()).contains("The day is closed").doesNotContain("<select");
        var form = roll("TOUR", "ABSENT", "");
        form.put("step", "save");
        var answer = browser.post(page, form);
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("correction");
    }

    @Test
    @DisplayName("in Hindi the register is in Hindi, with words for every status and no key left over")
    void hindi() {
        var browser = Browser.loggedIn(port, head, TestState.PASSWORD);
        browser.post("/language", Map.of("lang", "hi"));
        for (var path : new String[] {page, "/school-admin", "/oversight/completeness"}) {
            var body = browser.get(path).body();
            assertThat(body).contains("lang=\"hi\"").doesNotContain("??");
        }
        assertThat(browser.get(page).body())
                .contains("उपस्थिति पंजिका")
                .contains("पूर्वाह्न")
                .contains("अनुपस्थित");
    }

    @Test
    @DisplayName("School Admin lists the colleagues, and leads to the camera where marks are used (BR-6)")
    void schoolAdmin() {
        state.set(school, "attendanceMode", "MARKS_AND_ROLL");
        opening.open(DAY);
        var body = Browser.loggedIn(port, head, TestState.PASSWORD)
                .get("/school-admin")
                .body();
        assertThat(body)
                .contains("Staff " + teacher)
                .contains("/mark?for=" + teacher)
                .doesNotContain("for=" + head);
    }

    @Test
    @DisplayName(
            "the block officer sees the school, its bar and the way to its sheet; no step leads above the block (UP-5)")
    void completeness() {
        var browser = Browser.loggedIn(port, state.holder("HEAD", block.block()), TestState.PASSWORD);
        var body = browser.get("/oversight/completeness").body();
        assertThat(body)
                .contains("SCHOOL " + school)
                .contains(page)
                .contains("<progress")
                .contains("hx-trigger=\"every 30s\"")
                .doesNotContain(block.district());
        var part = browser.send(browser.request("/oversight/completeness")
                        .header("Accept", "text/html")
                        .header("HX-Request", "true"))
                .body();
        assertThat(part.strip())
                .startsWith("<section")
                .contains("SCHOOL " + school)
                .doesNotContain("<html");
    }

    @Test
    @DisplayName("master data: 304 while nothing has changed, another version when somebody joins (BR-7)")
    void masterData() {
        var browser = new Browser(port);
        var first = browser.send(master(browser));
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.body())
                .contains(school)
                .contains(teacher)
                .contains("\"geofenceRadiusMetres\":500")
                .contains("\"leaveTypes\":[{\"code\":\"CL\"");
        var tag = first.headers().firstValue("ETag").orElseThrow();
        var same = browser.send(master(browser).header("If-None-Match", tag));
        assertThat(same.statusCode()).isEqualTo(304);
        state.staff(school);
        var changed = browser.send(master(browser).header("If-None-Match", tag));
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.headers().firstValue("ETag").orElseThrow()).isNotEqualTo(tag);
    }

    @Test
    @DisplayName("a board left open over midnight is read anew as a whole")
    void midnight() {
        var browser = Browser.loggedIn(port, state.holder("HEAD", block.block()), TestState.PASSWORD);
        for (var board : new String[] {"/oversight/completeness", "/oversight/deadlines"}) {
            clock.set(DAY, "23:59");
            assertThat(browser.get(board).body()).contains("shown=" + DAY);
            var poll = board + "?shown=" + DAY;
            assertThat(part(browser, poll).headers().firstValue("HX-Refresh")).isEmpty();
            opening.open(DAY.plusDays(1));
            clock.set(DAY.plusDays(1), "00:00");
            assertThat(part(browser, poll).headers().firstValue("HX-Refresh")).contains("true");
            clock.set(DAY, "23:59");
        }
    }

    private static HttpResponse<String> part(Browser browser, String path) {
        return browser.send(browser.request(path).header("Accept", "text/html").header("HX-Request", "true"));
    }

    @Test
    @DisplayName("who heads several institutions goes from register to register; before the first one nothing leads on")
    void severalRegisters() {
        var other = state.school(block.block());
        state.charge(head, "HEAD", other);
        opening.open(DAY);
        var browser = Browser.loggedIn(port, head, TestState.PASSWORD);
        assertThat(browser.get(page).body())
                .contains("/institutions/" + other + "/attendance/" + DAY)
                .doesNotContain("rel=\"prev\"");
        opening.open(DAY.minusDays(1));
        assertThat(browser.get(page).body()).contains("rel=\"prev\"");
    }

    private HttpRequest.Builder master(Browser browser) {
        return browser.request("/api/v1/attendance/master-data")
                .header("Authorization", Browser.basic(head, TestState.PASSWORD));
    }

    private Map<String, String> roll(String forenoon, String afternoon, String remark) {
        return new HashMap<>(Map.of(
                "FORENOON." + teacher, forenoon, "AFTERNOON." + teacher, afternoon, "remark." + teacher, remark));
    }

    private static String selected(String body, String name) {
        var select = body.substring(body.indexOf("name=\"" + name + "\""));
        return select.substring(0, select.indexOf("</select>"))
                .replaceAll("(?s).*<option value=\"(\\w+)\" selected.*", "$1");
    }

    private String forenoon(String employeeCode) {
        return state.forenoon(employeeCode, DAY);
    }
}
