package org.panjika.oversight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.panjika.Calls.line;
import static org.panjika.Calls.problem;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.Browser;
import org.panjika.Calls;
import org.panjika.SystemTest;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.attendance.DayOpening;
import org.panjika.attendance.Monitoring.Deadline;
import org.panjika.attendance.jdbc.MonitoringTable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@SystemTest
@DisplayName("Every officer sees who kept the entry deadline of 14:00 and the closing of 17:00 (RJ-5, RJ-6)")
class DeadlineBoardTest {

    private static final LocalDate DAY = LocalDate.of(2026, 12, 15);

    @Autowired
    Calls calls;

    @Autowired
    TestState state;

    @Autowired
    TestClock clock;

    @Autowired
    DayOpening opening;

    @Autowired
    MonitoringTable monitoring;

    @Autowired
    JdbcClient jdbc;

    @LocalServerPort
    int port;

    TestState.Block block;
    String filled;
    String late;
    String filledHead;
    String lateHead;
    String officer;

    /** One school fills its roll in the morning, the other has not begun at noon; a third has nobody. */
    @BeforeEach
    void aBlockWithThreeSchools() {
        clock.set(DAY, "12:00");
        block = state.block("RJ");
        state.workingDay(block.directorate(), DAY);
        filled = state.school(block.block());
        late = state.school(block.block());
        state.school(block.block());
        filledHead = state.holder("HEAD", filled);
        lateHead = state.holder("HEAD", late);
        state.staff(late);
        officer = state.holder("HEAD", block.district());
        opening.open(DAY);
        fill(filled, filledHead, "PRESENT", "PRESENT");
    }

    @Test
    @DisplayName("at 13:59:59.999 what is incomplete is open with a millisecond left; at 14:00:00.000 it is missed")
    void entry() {
        clock.set(DAY, "13:59:59.999");
        assertThat(entry(block.block()))
                .containsEntry("due", "2026-12-15T14:00:00+05:30")
                .containsEntry("institutions", 2)
                .containsEntry("met", 1)
                .containsEntry("open", 1)
                .containsEntry("missed", 0)
                .containsEntry("timeLeft", "PT0.001S");
        clock.set(DAY, "14:00:00.000");
        assertThat(entry(block.block()))
                .containsEntry("met", 1)
                .containsEntry("open", 0)
                .containsEntry("missed", 1)
                .containsEntry("timeLeft", "PT0S");
        assertThat(closing(block.block())).containsEntry("open", 1).containsEntry("timeLeft", "PT3H");
    }

    @Test
    @DisplayName("at 16:59:59.999 there is a millisecond to close; at 17:00:00.000 the closing is missed")
    void closing() {
        clock.set(DAY, "16:59:59.999");
        assertThat(closing(block.block())).containsEntry("open", 1).containsEntry("missed", 0);
        assertThat(closing(block.block())).containsEntry("timeLeft", "PT0.001S");
        clock.set(DAY, "17:00:00.000");
        assertThat(closing(block.block())).containsEntry("open", 0).containsEntry("missed", 1);
        assertThat(closing(block.block())).containsEntry("timeLeft", "PT0S");
    }

    @Test
    @DisplayName("what was found at the deadline stays: who catches up at 15:00 has missed 14:00 and kept 17:00")
    void caughtUp() {
        clock.set(DAY, "14:00");
        found("ENTRY", "14:00", block.block(), 2, late);
        clock.set(DAY, "15:00");
        assertThat(closing(block.block())).containsEntry("met", 1).containsEntry("open", 1);
        fillLate("PRESENT", "PRESENT");
        assertThat(entry(block.block())).containsEntry("missed", 1).containsEntry("met", 1);
        assertThat(closing(block.block())).containsEntry("met", 2).containsEntry("open", 0);
        clock.set(DAY, "17:00");
        found("CLOSING", "17:00", block.block(), 2);
        assertThat(closing(block.block())).containsEntry("met", 2).containsEntry("missed", 0);
    }

    @Test
    @DisplayName("who was complete at the deadline has kept it, though a line falls back to UNMARKED afterwards")
    void fallsBack() {
        clock.set(DAY, "14:00");
        found("ENTRY", "14:00", block.block(), 2, late);
        jdbc.sql("update attendance_day set afternoon = 'UNMARKED' where day = ? and institution_id = "
                        + "(select id from institution where code = ?)")
                .params(DAY, filled)
                .update();
        assertThat(entry(block.block())).containsEntry("met", 1).containsEntry("missed", 1);
        assertThat(closing(block.block())).containsEntry("met", 0).containsEntry("open", 2);
    }

    @Test
    @DisplayName(
            "until the deadline has been looked at in an office, incomplete now is missed; offices do not wait for another")
    void notLookedAtYet() {
        clock.set(DAY, "14:00");
        found("ENTRY", "14:00", block.district(), 1);
        assertThat(entry(block.block())).containsEntry("missed", 1);
        fillLate("PRESENT", "PRESENT");
        assertThat(entry(block.block())).containsEntry("missed", 0).containsEntry("met", 2);
    }

    @Test
    @DisplayName("a technical fault declared after the deadline excuses who missed it (C15)")
    void excused() {
        clock.set(DAY, "14:00");
        found("ENTRY", "14:00", block.block(), 2, late);
        technical(late);
        excuse(UUID.randomUUID(), true);
        clock.set(DAY, "15:00");
        assertThat(entry(block.block()))
                .containsEntry("met", 1)
                .containsEntry("missed", 0)
                .containsEntry("excused", 1)
                .containsEntry("open", 0);
    }

    @Test
    @DisplayName(
            "what a fault has excused stays excused when its sessions are settled, until the fault is taken back (C15)")
    void staysExcused() {
        clock.set(DAY, "14:00");
        found("ENTRY", "14:00", block.block(), 2, late);
        var fault = UUID.randomUUID();
        excuse(fault, true);
        fillLate("PRESENT", "PRESENT");
        assertThat(entry(block.block())).containsEntry("missed", 0).containsEntry("excused", 1);
        excuse(fault, false);
        assertThat(entry(block.block())).containsEntry("missed", 1).containsEntry("excused", 0);
    }

    private void excuse(UUID fault, boolean excused) {
        jdbc.sql(
                        """
                        insert into attendance_deadline_excuse (recorded_at, recorded_by, day, institution_id, kind, fault_id, excused)
                        select ?::timestamptz, 'somebody', ?, id, 'ENTRY', ?, ? from institution where code = ?
                        """)
                .params(clock.instant().toString(), DAY, fault, excused, late)
                .update();
    }

    @Test
    @DisplayName("the columns add up to the institutions, in each row, in the total and from level to level")
    void addsUp() {
        for (var time : List.of("08:00", "12:00", "13:59:59.999", "14:00", "17:00", "23:00")) {
            clock.set(DAY, time);
            var below = answer(officer, block.block());
            var above = answer(officer, block.district());
            for (var answer : List.of(below, above)) {
                for (var deadline : List.of("entry", "closing")) {
                    var total = deadline(total(answer), deadline);
                    Stream.concat(Stream.of(total), rows(answer).stream().map(r -> deadline(r, deadline)))
                            .forEach(d -> assertThat(
                                            sum(d, "met") + sum(d, "missed") + sum(d, "excused") + sum(d, "open"))
                                    .as(time + d)
                                    .isEqualTo(sum(d, "institutions")));
                    for (var part : List.of("institutions", "met", "missed", "excused", "open")) {
                        assertThat(rows(answer).stream()
                                        .mapToInt(r -> sum(deadline(r, deadline), part))
                                        .sum())
                                .isEqualTo(sum(total, part));
                        assertThat(sum(deadline(row(above, block.block()), deadline), part))
                                .isEqualTo(sum(deadline(total(below), deadline), part));
                    }
                }
            }
        }
    }

    @Test
    @DisplayName(
            "who is put under another block after the deadline has missed it there; nobody expected any more was found all the same")
    void movedAfterwards() {
        clock.set(DAY, "14:00");
        found("ENTRY", "14:00", block.block(), 2, late);
        var other = state.blockUnder(block.district());
        found("ENTRY", "14:00", other, 0);
        state.move(late, other);
        opening.open(DAY);
        assertThat(entry(block.block())).containsEntry("institutions", 1).containsEntry("missed", 0);
        assertThat(entry(other)).containsEntry("institutions", 1).containsEntry("missed", 1);
        var rows = answer(officer, block.district());
        assertThat(deadline(row(rows, other), "entry")).containsEntry("met", 0).containsEntry("missed", 1);
        assertThat(deadline(row(rows, block.block()), "entry"))
                .containsEntry("met", 1)
                .containsEntry("missed", 0);
        jdbc.sql(
                        "delete from attendance_day where day = ? and institution_id = (select id from institution where code = ?)")
                .params(DAY, late)
                .update();
        assertThat(entry(other))
                .containsEntry("institutions", 1)
                .containsEntry("met", 0)
                .containsEntry("missed", 1);
    }

    @Test
    @DisplayName(
            "who was found missing and is then put under a block that has not looked yet is missed once, here and there")
    void movedBefore() {
        clock.set(DAY, "14:00");
        found("ENTRY", "14:00", block.block(), 2, late);
        var other = state.blockUnder(block.district());
        state.move(late, other);
        opening.open(DAY);
        assertThat(entry(other))
                .containsEntry("institutions", 1)
                .containsEntry("met", 0)
                .containsEntry("missed", 1);
        monitoring.record(Deadline.ENTRY, other, DAY, instant(DAY, "14:00"), clock.instant());
        assertThat(entry(other))
                .containsEntry("institutions", 1)
                .containsEntry("met", 0)
                .containsEntry("missed", 1);
        assertThat(trend(officer, block.district())).containsExactly(day(DAY, 2, 1, 0, 0));
    }

    @Test
    @DisplayName(
            "a block's board names each of its schools, those of a cluster too, worst first, with how many are missing")
    void schools() {
        var nodal = filled;
        var elementary = state.school(nodal);
        state.staff(elementary);
        opening.open(DAY);
        var rows = rows(answer(officer, block.block()));
        assertThat(rows).extracting(r -> r.get("code")).startsWith(late, elementary, filled);
        assertThat(rows).extracting(r -> r.get("missing")).startsWith(2, 1, 0);
        assertThat(rows(answer(filledHead, nodal)))
                .extracting(r -> r.get("code"))
                .containsExactly(elementary, nodal);
    }

    @Test
    @DisplayName(
            "who is not expected before the afternoon is open in the morning, and nobody expected is not concerned")
    void notBegun() {
        clock.set(DAY, "08:00");
        assertThat(entry(block.block())).containsEntry("open", 2).containsEntry("met", 0);
        var empty = rows(answer(officer, block.block())).stream()
                .filter(r -> sum(deadline(r, "entry"), "institutions") == 0)
                .findFirst()
                .orElseThrow();
        assertThat(deadline(empty, "entry")).doesNotContainKey("due");
    }

    @Test
    @DisplayName("where shifts differ, due is the next deadline and lastDue the last (C10)")
    void secondShift() {
        jdbc.sql("update institution_day set entry_due = entry_due + interval '90 minutes' where day = ? and "
                        + "institution_id = (select id from institution where code = ?)")
                .params(DAY, late)
                .update();
        assertThat(entry(block.block()))
                .containsEntry("due", "2026-12-15T14:00:00+05:30")
                .containsEntry("lastDue", "2026-12-15T15:30:00+05:30");
        clock.set(DAY, "14:00");
        assertThat(entry(block.block()))
                .containsEntry("due", "2026-12-15T15:30:00+05:30")
                .containsEntry("timeLeft", "PT1H30M")
                .containsEntry("open", 1)
                .containsEntry("missed", 0);
    }

    @Test
    @DisplayName("the trend tells what was found at each deadline, for the block, all above it and the school itself")
    void trend() {
        var yesterday = DAY.minusDays(1);
        state.workingDay(block.directorate(), yesterday);
        opening.open(yesterday);
        found(yesterday, "ENTRY", "14:00", block.block(), 2, late);
        found(yesterday, "CLOSING", "17:00", block.block(), 2);
        found(DAY.minusDays(29), "ENTRY", "14:00", block.block(), 4, late, filled);
        found(DAY.minusDays(30), "ENTRY", "14:00", block.block(), 4, late);
        for (var office : List.of(block.block(), block.district())) {
            assertThat(trend(officer, office))
                    .containsExactly(day(DAY.minusDays(29), 4, 2, 0, 0), day(yesterday, 2, 1, 2, 0));
        }
        assertThat(trend(lateHead, late)).containsExactly(day(yesterday, 1, 1, 1, 0));
        assertThat(trend(filledHead, filled)).containsExactly(day(yesterday, 1, 0, 1, 0));
    }

    @Test
    @DisplayName(
            "an office's own roll is supervised from above: its trend counts it where its parent's deadline was looked at (C11)")
    void ownRoll() {
        var clerk = state.staff(block.block());
        opening.open(DAY);
        clock.set(DAY, "14:00");
        found("ENTRY", "14:00", block.block(), 2);
        found("ENTRY", "14:00", block.district(), 1, block.block());
        assertThat(clerk).isNotEmpty();
        assertThat(trend(officer, block.district())).containsExactly(day(DAY, 3, 1, 0, 0));
        assertThat(trend(officer, block.block())).containsExactly(day(DAY, 3, 1, 0, 0));
    }

    @Test
    @DisplayName("nobody sees above the highest seat held, nor beside it; who holds none sees nothing (UP-5)")
    void scope() {
        assertThat(answer(lateHead, null)).containsEntry("under", late);
        assertThat(problem(calls.get(lateHead, "/oversight/deadlines?under=" + filled)))
                .isEqualTo("404 not-found");
        assertThat(problem(calls.get(officer, "/oversight/deadlines?under=" + block.directorate())))
                .isEqualTo("404 not-found");
        assertThat(problem(calls.get(state.staff(late), "/oversight/deadlines")))
                .isEqualTo("403 not-allowed");
        assertThat(problem(calls.get(officer, "/oversight/deadlines?day=2019-01-01")))
                .isEqualTo("404 not-found");
    }

    @Test
    @DisplayName(
            "Prometheus reads the same figures of each district, with the token of the settings or an administrator's")
    void metrics() {
        clock.set(DAY, "14:00:30");
        var district =
                deadline(row(answer(state.holder("HEAD", block.directorate()), null), block.district()), "entry");
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            var read = scrape("Bearer " + SystemTest.METRICS_TOKEN);
            for (var standing : List.of("met", "missed", "excused", "open")) {
                assertThat(read)
                        .contains("panjika_deadline_institutions{deadline=\"entry\",district=\"" + block.district()
                                + "\",standing=\"" + standing + "\"} " + sum(district, standing) + ".0");
            }
            assertThat(read).doesNotContain(late);
        });
        assertThat(scrape(Browser.basic(state.administrator(), TestState.PASSWORD)))
                .contains(block.district());
    }

    @Test
    @DisplayName("metrics stay shut to everybody else: 401 without login or with a wrong token, 403 to an officer")
    void metricsShut() {
        assertThat(status(null)).isEqualTo(401);
        assertThat(status("Bearer ")).isEqualTo(401);
        assertThat(status("Bearer " + SystemTest.METRICS_TOKEN + "x")).isEqualTo(401);
        assertThat(status(Browser.basic(officer, TestState.PASSWORD))).isEqualTo(403);
        var browser = new Browser(port);
        assertThat(browser.send(browser.request("/api/v1/me")
                                .header("Authorization", "Bearer " + SystemTest.METRICS_TOKEN))
                        .statusCode())
                .as("the token of metrics opens nothing else")
                .isEqualTo(401);
    }

    private String scrape(String authorization) {
        var browser = new Browser(port);
        var answer = browser.send(browser.request("/actuator/prometheus").header("Authorization", authorization));
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private int status(String authorization) {
        var browser = new Browser(port);
        var request = browser.request("/actuator/prometheus");
        if (authorization != null) request.header("Authorization", authorization);
        return browser.send(request).statusCode();
    }

    private void fill(String school, String head, String forenoon, String afternoon) {
        var answer = calls.roll(head, school, DAY, List.of(line(head, forenoon, afternoon)));
        assertThat(answer.getStatusCode().value()).isEqualTo(200);
    }

    /** Everybody at the late school. */
    private void fillLate(String forenoon, String afternoon) {
        var lines = jdbc
                .sql("select s.employee_code from attendance_day a join staff s on s.id = a.staff_id"
                        + " join institution i on i.id = a.institution_id where a.day = ? and i.code = ?")
                .params(DAY, late)
                .query(String.class)
                .list()
                .stream()
                .map(code -> line(code, forenoon, afternoon))
                .toList();
        assertThat(calls.roll(lateHead, late, DAY, lines).getStatusCode().value())
                .isEqualTo(200);
    }

    private void technical(String school) {
        jdbc.sql(
                        "update attendance_day set forenoon = 'TECHNICAL', afternoon = 'TECHNICAL' where day = ? and institution_id = "
                                + "(select id from institution where code = ?)")
                .params(DAY, school)
                .update();
    }

    private void found(String kind, String due, String office, int institutions, String... missed) {
        found(DAY, kind, due, office, institutions, missed);
    }

    /** What the step at the deadline writes. */
    private void found(LocalDate day, String kind, String due, String office, int institutions, String... missed) {
        var at = java.sql.Timestamp.from(instant(day, due));
        jdbc.sql(
                        """
                        insert into attendance_deadline (day, office_id, kind, due, path, recorded_at, recorded_by, institutions, missed)
                        select ?, id, ?, ?, path, ?, 'test', ?, ? from institution where code = ?
                        """)
                .params(day, kind, at, at, institutions, missed.length, office)
                .update();
        for (var school : missed) {
            jdbc.sql(
                            """
                            insert into attendance_deadline_missed (day, institution_id, path, kind, office_id, due, recorded_at,
                                   recorded_by, expected, recorded)
                            select ?, i.id, i.path, ?, o.id, ?, ?, 'test', 2, 0 from institution i, institution o where i.code = ? and o.code = ?
                            """)
                    .params(day, kind, at, at, school, office)
                    .update();
        }
    }

    private Instant instant(LocalDate day, String time) {
        return day.atTime(LocalTime.parse(time)).atZone(clock.getZone()).toInstant();
    }

    private static Map<String, Object> day(LocalDate day, int entry, int entryMissed, int closing, int closingMissed) {
        return Map.of(
                "day",
                day.toString(),
                "entry",
                Map.of("institutions", entry, "missed", entryMissed),
                "closing",
                Map.of("institutions", closing, "missed", closingMissed));
    }

    private Map<String, Object> entry(String under) {
        return deadline(total(answer(officer, under)), "entry");
    }

    private Map<String, Object> closing(String under) {
        return deadline(total(answer(officer, under)), "closing");
    }

    private Map<String, Object> answer(String login, String under) {
        var answer = calls.get(login, "/oversight/deadlines?day=" + DAY + (under == null ? "" : "&under=" + under));
        assertThat(answer.getStatusCode().value()).isEqualTo(200);
        return answer.getBody();
    }

    private List<Map<String, Object>> trend(String login, String under) {
        return list(answer(login, under), "trend");
    }

    private static List<Map<String, Object>> rows(Map<String, Object> answer) {
        return list(answer, "items");
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Map<String, Object> answer, String field) {
        return (List<Map<String, Object>>) answer.get(field);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> total(Map<String, Object> answer) {
        return (Map<String, Object>) answer.get("total");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> deadline(Map<String, Object> row, String kind) {
        return (Map<String, Object>) row.get(kind);
    }

    private static int sum(Map<String, Object> deadline, String part) {
        return (Integer) deadline.get(part);
    }

    private static Map<String, Object> row(Map<String, Object> answer, String code) {
        return rows(answer).stream()
                .filter(r -> r.get("code").equals(code))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @DisplayName("one teacher's fault does not hide that the school missed the deadline with all others unmarked (C15)")
    void oneTap() {
        jdbc.sql(
                        "update attendance_day set forenoon = 'TECHNICAL', afternoon = 'TECHNICAL' where day = ? and staff_id ="
                                + " (select id from staff where employee_code = ?)")
                .params(DAY, lateHead)
                .update();
        clock.set(DAY, "14:00");
        assertThat(entry(block.block()))
                .as("before anybody has looked")
                .containsEntry("missed", 1)
                .containsEntry("excused", 0);
        found("ENTRY", "14:00", block.block(), 2, late);
        assertThat(entry(block.block())).containsEntry("missed", 1).containsEntry("excused", 0);
    }

    @Test
    @DisplayName("metrics follow within seconds, though the sandbox's clock stands still")
    void metricsFollow() {
        clock.set(DAY, "12:30");
        var open = "panjika_deadline_institutions{deadline=\"entry\",district=\"" + block.district()
                + "\",standing=\"open\"} ";
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                        scrape("Bearer " + SystemTest.METRICS_TOKEN))
                .contains(open + "2.0"));
        fillLate("PRESENT", "PRESENT");
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                        scrape("Bearer " + SystemTest.METRICS_TOKEN))
                .contains(open + "1.0"));
    }
}
