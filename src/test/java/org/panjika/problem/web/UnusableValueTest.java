package org.panjika.problem.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.panjika.Browser;
import org.panjika.SystemTest;
import org.panjika.TestState;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@SystemTest
@DisplayName("a value that nothing can be done with is the caller's mistake, not a failure")
class UnusableValueTest {

    @LocalServerPort
    int port;

    @Autowired
    TestState state;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/institutions?q=%00",
                "/oversight/deadlines?day=tomorrow",
                "/oversight/completeness?day=2026-02-30",
            })
    @DisplayName("in an address")
    void asked(String path) {
        var browser =
                Browser.loggedIn(port, state.holder("HEAD", state.block("BR").block()), TestState.PASSWORD);
        assertThat(browser.get(path).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "institutions?kind=FOO|kind|SCHOOL",
                "corrections?state=FOO|state|WITHDRAWN",
                "oversight/completeness?day=FOO|day|invalid",
                "corrections/quota?institution=X|month|invalid"
            })
    @DisplayName("behind the question mark: 400 names the word's place, and the words known there")
    void askedFor(String path, String name, String said) {
        var officer =
                Browser.loggedIn(port, state.holder("HEAD", state.block("BR").block()), TestState.PASSWORD);
        var answer = officer.get("/api/v1/" + path);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"field\":\"" + name + "\"", "\"" + said + "\"");
    }

    @Test
    @DisplayName("in a form")
    void sent() {
        var school = state.school(state.block("BR").block());
        var head = Browser.loggedIn(port, state.holder("HEAD", school), TestState.PASSWORD);
        var order = Map.of(
                "employeeCode", state.staff(school),
                "place", "Census office",
                "from", "2027-01-11",
                "to", "2027-01-12",
                "weekdays", "9",
                "orderNumber", "1");
        assertThat(head.post("/institutions/" + school + "/duty-orders", order).statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"attendance/+294277-01", "leave/balances?on=%2B10000-01-01"})
    @DisplayName("in an address, of a day that the database has and no clock shows")
    void farAway(String what) {
        var teacher = state.staff(state.school(state.block("BR").block()));
        var browser = Browser.loggedIn(port, teacher, TestState.PASSWORD);
        assertThat(browser.get("/api/v1/staff/" + teacher + "/" + what).statusCode())
                .isEqualTo(400);
    }

    @Test
    @DisplayName("beyond the calendar")
    void beyond() {
        var school = state.school(state.block("BR").block());
        var teacher = Browser.loggedIn(port, state.staff(school), TestState.PASSWORD);
        var fault = teacher.send(teacher.request("/api/v1/faults")
                .header("X-CSRF-TOKEN", teacher.csrf())
                .header("Content-Type", "application/json")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(
                        """
                                {"id": "%s", "kind": "CLAIM", "scope": {"institution": "%s"},
                                 "from": "2026-12-01", "to": "+999999999-12-31"}
                                """
                                .formatted(java.util.UUID.randomUUID(), school))));
        assertThat(fault.statusCode()).isBetween(400, 499);
    }
}
