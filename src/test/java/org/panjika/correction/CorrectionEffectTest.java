package org.panjika.correction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.panjika.Calls.line;
import static org.panjika.Calls.problem;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.panjika.Browser;
import org.panjika.Calls;
import org.panjika.SystemTest;
import org.panjika.Tasklist;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.attendance.DayOpening;
import org.panjika.attendance.Rebuild;
import org.panjika.correction.CorrectionScene.Cluster;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@SystemTest
@DisplayName("What a correction does to the register, and what it may not (C6, C12)")
class CorrectionEffectTest {

    /** A Wednesday; every day of the next two weeks is a working day. */
    private static final LocalDate DAY = LocalDate.of(2027, 7, 7);

    private static final String CHANGED = "The day has changed since this was asked";

    @Autowired
    TestState state;

    @Autowired
    CorrectionScene scene;

    @Autowired
    Calls calls;

    @Autowired
    Tasklist tasklist;

    @Autowired
    TestClock clock;

    @Autowired
    DayOpening opening;

    @Autowired
    Rebuild rebuild;

    @Autowired
    JdbcClient jdbc;

    @LocalServerPort
    int port;

    Cluster school;

    @BeforeEach
    void aSchool() {
        clock.set(DAY, "11:00");
        school = scene.cluster(state.blockAtWork("RJ", DAY, 14));
        opening.open(DAY);
        clock.set(DAY.plusDays(1), "10:00");
    }

    private Map<String, Object> asked(Map<String, String> line) {
        return CorrectionScene.accepted(scene.ask(school.head(), scene.asking(school.school(), DAY, List.of(line))));
    }

    private static Map<String, String> forenoon(String employeeCode, String status) {
        return Map.of("employeeCode", employeeCode, "forenoon", status);
    }

    @Test
    @DisplayName("a second correction of one session supersedes the first, and leaves what that said about the other; a"
            + " rebuild reads the same, and the counters follow")
    void second() {
        asked(line(school.teacher(), "PRESENT", "TOUR"));
        assertThat(tasklist.decide(school.peeo(), "approve")).isEqualTo(204);
        asked(forenoon(school.teacher(), "DUTY"));
        assertThat(tasklist.decide(school.peeo(), "approve")).isEqualTo(204);
        assertThat(state.reads(school.teacher(), DAY)).isEqualTo("DUTY TOUR");
        assertThat(jdbc.sql(
                                """
                                select e.forenoon || ' ' || e.afternoon || coalesce(' supersedes '
                                         || (select b.forenoon from day_entry b where b.entry_no = e.supersedes), '')
                                  from day_entry e join staff s on s.id = e.staff_id
                                 where s.employee_code = ? and e.source = 'CORRECTION' order by e.entry_no
                                """)
                        .param(school.teacher())
                        .query(String.class)
                        .list())
                .containsExactly("PRESENT TOUR", "DUTY TOUR supersedes PRESENT");
        assertThat(counters()).isEqualTo("1 1 0 0 1");
        rebuild.day(DAY);
        assertThat(state.reads(school.teacher(), DAY)).isEqualTo("DUTY TOUR");
        assertThat(counters()).isEqualTo("1 1 0 0 1");
        assertThat(scene.slots(school.school(), "PEEO")).isEqualTo(2);
    }

    /** People expected more than in UNMARKED: forenoon duty, afternoon tour, present in each, and people. */
    private String counters() {
        return jdbc.sql(
                        """
                        select concat_ws(' ', forenoon_duty, afternoon_tour, forenoon_present, afternoon_present,
                               (forenoon_duty + forenoon_present + forenoon_absent + forenoon_tour))
                          from institution_day x join institution i on i.id = x.institution_id
                         where i.code = ? and x.day = ?
                        """)
                .params(school.school(), DAY)
                .query(String.class)
                .single();
    }

    @Test
    @DisplayName("RJ-11: completeness of the closed day follows the correction")
    void completeness() {
        var before = calls.get(school.head(), "/institutions/" + school.school() + "/attendance/" + DAY);
        assertThat(before.getBody()).containsEntry("complete", false);
        var lines = List.of(
                line(school.teacher(), "PRESENT", "PRESENT"),
                line(school.colleague(), "ABSENT", "TOUR"),
                line(school.head(), "PRESENT", "PRESENT"));
        CorrectionScene.accepted(scene.ask(school.head(), scene.asking(school.school(), DAY, lines)));
        assertThat(tasklist.decide(school.peeo(), "approve")).isEqualTo(204);
        var after = calls.get(school.head(), "/institutions/" + school.school() + "/attendance/" + DAY);
        assertThat(after.getBody()).containsEntry("complete", true);
    }

    @Test
    @DisplayName(
            "C6: leave that was granted is not a correction's to change; granted since it was asked, the decision is"
                    + " refused, the task stays and nothing is written")
    void leave() {
        entry(school.colleague(), "LEAVE", "LEAVE", "LEAVE");
        var refused = scene.ask(school.head(), school.school(), DAY, school.colleague());
        assertThat(problem(refused)).isEqualTo("422 invalid-fields");
        assertThat(refused.getBody().get("errors").toString()).contains("lines[0].forenoon", "leave-granted");
        overtakenBy("LEAVE", "LEAVE");
    }

    @Test
    @DisplayName(
            "C6, C15: a session a fault covers is settled with the fault, also if it was declared since it was asked")
    void technical() {
        entry(school.colleague(), "FAULT", "TECHNICAL", "TECHNICAL");
        var refused = scene.ask(school.head(), school.school(), DAY, school.colleague());
        assertThat(refused.getBody().get("errors").toString()).contains("settled-with-the-fault");
        overtakenBy("FAULT", "TECHNICAL");
    }

    @Test
    @DisplayName(
            "what reads otherwise than when it was asked is not overwritten unseen, and what already reads so takes no slot")
    void readsOtherwise() {
        overtakenBy("ROLL", "ABSENT");
        opening.open(DAY.plusDays(1));
        clock.set(DAY.plusDays(2), "10:00");
        var later = DAY.plusDays(1);
        var again = scene.asked(school.head(), school.school(), later, school.colleague());
        entry(school.colleague(), later, "ROLL", "PRESENT", "PRESENT");
        assertThat(tasklist.decide(school.peeo(), "approve")).isEqualTo(409);
        assertThat(scene.state(school.head(), again)).isEqualTo("PENDING");
        assertThat(scene.slots(school.school(), "PEEO")).isZero();
    }

    @Test
    @DisplayName(
            "who decides sees, in Tasklist and on our page, what the day has come to read since it was asked, and that it"
                    + " is to be returned; what reads so already, and who is expected there no more; otherwise nothing of it")
    void whatItReadsNow() {
        var lines = List.of(line(school.teacher(), "PRESENT", "TOUR"), line(school.colleague(), "PRESENT", "PRESENT"));
        CorrectionScene.accepted(scene.ask(school.head(), scene.asking(school.school(), DAY, lines)));
        assertThat(form()).contains("Not marked").doesNotContain("reads now", CHANGED, "nobody expects");
        assertThat(page()).contains("Not marked").doesNotContain("reads now", CHANGED);
        entry(school.teacher(), "ROLL", "PRESENT", "UNMARKED");
        for (var seen : List.of(form(), page())) {
            assertThat(seen).containsOnlyOnce("reads now: Present").doesNotContain(CHANGED);
        }
        entry(school.teacher(), "LEAVE", "UNMARKED", "LEAVE");
        for (var seen : List.of(form(), page())) {
            assertThat(seen).contains("reads now: On leave", CHANGED);
        }
        assertThat(tasklist.decide(school.peeo(), "approve")).isEqualTo(409);
        state.deputeOffPortal(school.colleague(), "Census office");
        opening.open(DAY);
        for (var seen : List.of(form(), page())) {
            assertThat(seen).contains("reads now: nobody expects the person here", CHANGED);
        }
        assertThat(tasklist.decide(school.peeo(), "approve")).isEqualTo(409);
    }

    private String form() {
        return tasklist.form(school.peeo(), tasklist.one(school.peeo())).toString();
    }

    private String page() {
        return Browser.loggedIn(port, school.peeo(), TestState.PASSWORD)
                .get("/corrections/decide?institution=" + school.school())
                .body();
    }

    @Test
    @DisplayName("C12: who joins joins, though leave granted since then has overtaken what was asked first")
    void joinsAnOvertakenRequest() {
        var request = asked(line(school.teacher(), "PRESENT", "PRESENT"));
        entry(school.teacher(), "LEAVE", "LEAVE", "LEAVE");
        var joined = calls.post(
                school.head(),
                "/corrections/" + request.get("id") + "/join",
                Map.of("lines", List.of(line(school.colleague(), "PRESENT", "PRESENT"))));
        assertThat(joined.getBody()).containsEntry("version", 2);
        assertThat(joined.getBody().get("lines").toString())
                .contains(school.colleague())
                .doesNotContain(school.teacher());
        assertThat(scene.path(school.head(), request)).containsExactly("PEEO null", "PEEO null");
        assertThat(tasklist.decide(school.peeo(), "approve")).isEqualTo(204);
        assertThat(scene.path(school.head(), request))
                .as("who decided what was joined")
                .containsExactly("PEEO null", "PEEO APPROVED");
        assertThat(state.reads(school.colleague(), DAY)).isEqualTo("PRESENT PRESENT");
        assertThat(state.reads(school.teacher(), DAY)).isEqualTo("LEAVE LEAVE");
    }

    private void overtakenBy(String source, String status) {
        var request = asked(line(school.teacher(), "PRESENT", "PRESENT"));
        entry(school.teacher(), source, status, status);
        var before = scene.written(school.school());
        assertThat(tasklist.decide(school.peeo(), "approve")).isEqualTo(409);
        assertThat(tasklist.of(school.peeo())).hasSize(1);
        assertThat(scene.written(school.school())).isEqualTo(before);
        assertThat(scene.slots(school.school(), "PEEO")).isZero();
        assertThat(state.reads(school.teacher(), DAY)).isEqualTo(status + " " + status);
        assertThat(tasklist.decide(school.peeo(), "return", "The day has changed"))
                .isEqualTo(204);
        assertThat(scene.state(school.head(), request)).isEqualTo("RETURNED");
    }

    private void entry(String employeeCode, String source, String forenoon, String afternoon) {
        entry(employeeCode, DAY, source, forenoon, afternoon);
    }

    /** What another room says about a person's day. */
    private void entry(String employeeCode, LocalDate day, String source, String forenoon, String afternoon) {
        jdbc.sql(
                        """
                        insert into day_entry (recorded_at, recorded_by, day, staff_id, institution_id, source, forenoon,
                               afternoon, leave_type, request_id, fault_id)
                        select :at::timestamptz, 'another room', d.day, d.staff_id, d.institution_id, :source,
                               :forenoon::session_status, :afternoon::session_status,
                               case :source when 'LEAVE' then 'CL' end, case :source when 'LEAVE' then gen_random_uuid() end,
                               case :source when 'FAULT' then gen_random_uuid() end
                          from attendance_day d join staff s on s.id = d.staff_id
                         where s.employee_code = :code and d.day = :day
                        """)
                .param("at", clock.instant().toString())
                .param("source", source)
                .param("forenoon", forenoon)
                .param("afternoon", afternoon)
                .param("code", employeeCode)
                .param("day", day)
                .update();
        rebuild.day(day);
    }

    @Test
    @DisplayName("C7: a session that waits for a mark to be confirmed is decided with the mark")
    void toBeConfirmed() {
        clock.set(DAY.plusDays(1), "09:35");
        state.set(school.school(), "attendanceMode", "MARKS_AND_ROLL");
        opening.open(DAY.plusDays(1));
        var mark = Calls.ownMark("IN", clock.instant());
        assertThat(calls.send(school.teacher(), mark).getBody()).containsEntry("verdict", "TO_BE_CONFIRMED");
        clock.set(DAY.plusDays(1), "18:00");
        var refused = scene.ask(school.head(), school.school(), DAY.plusDays(1), school.teacher());
        assertThat(refused.getBody().get("errors").toString()).contains("decided-with-the-mark");
    }

    @Test
    @DisplayName("C14: half a day has no afternoon to correct, a holiday no day")
    void calendar() {
        var half = DAY.plusDays(1);
        jdbc.sql("update calendar_day set day_kind = 'HALF' where from_day = ? and area_id ="
                        + " (select id from institution where code = ?)")
                .params(half, school.offices().directorate())
                .update();
        opening.open(half);
        clock.set(half, "18:00");
        var refused = scene.ask(school.head(), school.school(), half, school.teacher());
        assertThat(refused.getBody().get("errors").toString()).contains("lines[0].afternoon", "no-session");
        var forenoon = scene.ask(
                school.head(), scene.asking(school.school(), half, List.of(forenoon(school.teacher(), "PRESENT"))));
        assertThat(CorrectionScene.accepted(forenoon)).containsEntry("authority", "PEEO");
        var holiday = DAY.plusDays(2);
        jdbc.sql("update calendar_day set day_kind = 'HOLIDAY' where from_day = ? and area_id ="
                        + " (select id from institution where code = ?)")
                .params(holiday, school.offices().directorate())
                .update();
        clock.set(holiday, "10:00");
        opening.open(holiday);
        clock.set(holiday, "18:00");
        var nothing = scene.ask(school.head(), school.school(), holiday, school.teacher());
        assertThat(problem(nothing)).isEqualTo("422 not-a-working-day");
        assertThat(nothing.getBody().get("detail").toString()).contains("nothing can be corrected");
    }

    @Test
    @DisplayName(
            "C5: who works at two schools that day is corrected at each for the session worked there; off the portal at"
                    + " none")
    void placesOfWork() {
        var other = state.elementarySchool(school.nodal());
        var otherHead = state.holder("HEAD", other);
        jdbc.sql("insert into deputation (staff_id, institution_id, during, session) select s.id, i.id,"
                        + " '[2020-01-01,)', 'AFTERNOON' from staff s, institution i"
                        + " where s.employee_code = ? and i.code = ?")
                .params(school.teacher(), other)
                .update();
        state.deputeOffPortal(school.colleague(), "Census office");
        opening.open(DAY);
        assertThat(scene.ask(school.head(), school.school(), DAY, school.teacher())
                        .getBody()
                        .get("errors")
                        .toString())
                .contains("lines[0].afternoon", "no-session");
        assertThat(scene.ask(school.head(), school.school(), DAY, school.colleague())
                        .getBody()
                        .get("errors")
                        .toString())
                .contains("not-expected-here");
        asked(forenoon(school.teacher(), "PRESENT"));
        CorrectionScene.accepted(scene.ask(
                otherHead,
                scene.asking(other, DAY, List.of(Map.of("employeeCode", school.teacher(), "afternoon", "TOUR")))));
        for (var task : tasklist.of(school.peeo())) {
            assertThat(tasklist.decide(school.peeo(), task, "approve")).isEqualTo(204);
        }
        var reads = List.of("PRESENT HOLIDAY", "HOLIDAY TOUR");
        assertThat(lines(school.teacher())).containsExactlyInAnyOrderElementsOf(reads);
        rebuild.day(DAY);
        assertThat(lines(school.teacher())).containsExactlyInAnyOrderElementsOf(reads);
    }

    private List<String> lines(String employeeCode) {
        return jdbc.sql("select forenoon || ' ' || afternoon from attendance_day d join staff s on s.id = d.staff_id"
                        + " where s.employee_code = ? and d.day = ?")
                .params(employeeCode, DAY)
                .query(String.class)
                .list();
    }

    @Test
    @DisplayName("who is transferred while it waits is corrected where the day was worked")
    void transferred() {
        var request = asked(line(school.teacher(), "PRESENT", "PRESENT"));
        var elsewhere = state.school(school.offices().block());
        jdbc.sql("update posting set during = daterange(lower(during), ?) where staff_id ="
                        + " (select id from staff where employee_code = ?)")
                .params(DAY.plusDays(1), school.teacher())
                .update();
        jdbc.sql("insert into posting (staff_id, institution_id, during) select s.id, i.id, daterange(?, null)"
                        + " from staff s, institution i where s.employee_code = ? and i.code = ?")
                .params(DAY.plusDays(1), school.teacher(), elsewhere)
                .update();
        opening.open(DAY.plusDays(1));
        assertThat(tasklist.decide(school.peeo(), "approve")).isEqualTo(204);
        assertThat(scene.state(school.head(), request)).isEqualTo("APPROVED");
        assertThat(state.reads(school.teacher(), DAY)).isEqualTo("PRESENT PRESENT");
    }

    @ParameterizedTest(name = "{0} = {1}: {2}")
    @DisplayName("bad input is answered in words, and nothing is written")
    @CsvSource({
        "id, x, 400 bad-request",
        "id, , 422 invalid-fields",
        "institution, NOWHERE, 404 not-found",
        "institution, NUL, 400 bad-request",
        "institution, , 422 invalid-fields",
        "day, 2027-02-30, 400 bad-request",
        "day, tomorrow, 400 bad-request",
        "day, 2027-07-09, 422 day-in-future",
        "day, 2027-07-08, 409 day-not-closed",
        "day, 1947-08-15, 404 no-register",
        "day, 0001-01-01, 404 no-register",
        "day, -5000-01-01, 404 no-register|400 bad-request",
        "day, -999999999-01-01, 404 no-register|400 bad-request",
        "day, +999999999-12-31, 422 day-in-future",
        "day, +5000000-01-01, 422 day-in-future",
        "day, , 422 invalid-fields",
        "kind, WHIM, 400 bad-request",
        "reason, NUL, 400 bad-request",
        "reason, BLANK, 422 invalid-fields",
        "reason, LONG, 422 invalid-fields",
        "reason, , 422 invalid-fields",
        "attachments, x, 400 bad-request",
        "attachments, NUL, 400 bad-request"
    })
    void badInput(String field, String value, String expected) {
        var asking = scene.asking(school.school(), DAY, List.of(line(school.teacher(), "PRESENT", "PRESENT")));
        asking.put(field, value == null ? null : worded(value));
        var before = scene.written(school.school());
        assertThat(expected.split("\\|")).contains(problem(scene.ask(school.head(), asking)));
        assertThat(scene.written(school.school())).isEqualTo(before);
    }

    private static String worded(String value) {
        return switch (value) {
            case "NUL" -> "a\0b";
            case "BLANK" -> " \t\u2003";
            case "LONG" -> "x".repeat(1_001);
            default -> value;
        };
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @DisplayName("a line that cannot be asked for is named, and nothing is written")
    @CsvSource({
        "7, PRESENT, PRESENT, not-expected-here",
        "NUL, PRESENT, PRESENT, not-expected-here",
        "teacher, LEAVE, PRESENT, not-for-correction",
        "teacher, HOLIDAY, PRESENT, not-for-correction",
        "teacher, TECHNICAL, PRESENT, not-for-correction",
        "teacher, UNMARKED, UNMARKED, nothing-changed",
        "teacher, , , nothing-changed"
    })
    void badLines(String who, String forenoon, String afternoon, String code) {
        var line = new HashMap<String, String>();
        line.put("employeeCode", who.equals("teacher") ? school.teacher() : worded(who));
        line.put("forenoon", forenoon);
        line.put("afternoon", afternoon);
        var before = scene.written(school.school());
        var refused = scene.ask(school.head(), scene.asking(school.school(), DAY, List.of(line)));
        assertThat(problem(refused)).isEqualTo("422 invalid-fields");
        assertThat(refused.getBody().get("errors").toString()).contains(code, "lines[0]");
        assertThat(scene.written(school.school())).isEqualTo(before);
    }

    @Test
    @DisplayName("501 lines, no line, the same person twice, a sixth scan: refused, and nothing is written")
    void howMany() {
        var before = scene.written(school.school());
        var line = line(school.teacher(), "PRESENT", "PRESENT");
        var many = IntStream.range(0, 501)
                .mapToObj(i -> line("7" + i, "PRESENT", "PRESENT"))
                .toList();
        for (var lines : List.of(many, List.<Map<String, String>>of(), List.of(line, line))) {
            assertThat(problem(scene.ask(school.head(), scene.asking(school.school(), DAY, lines))))
                    .isEqualTo("422 invalid-fields");
        }
        var asking = scene.asking(school.school(), DAY, List.of(line));
        asking.put("attachments", List.of("1", "2", "3", "4", "5", "6"));
        assertThat(problem(scene.ask(school.head(), asking))).isEqualTo("422 invalid-fields");
        asking.put("attachments", List.of("a\0b"));
        assertThat(problem(scene.ask(school.head(), asking))).isEqualTo("422 invalid-fields");
        assertThat(scene.written(school.school())).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/corrections?limit=x",
                "/corrections?after=x",
                "/corrections?state=ODD",
                "/corrections/x",
                "/corrections/quota?institution=A&month=2027-13",
                "/corrections/quota?month=2027-03"
            })
    @DisplayName("a question that cannot be understood is a bad request")
    void badQuestions(String path) {
        assertThat(calls.get(school.head(), path).getStatusCode().value()).isEqualTo(400);
    }

    @Test
    @DisplayName("an absurd month has no slots; of others' requests nothing is known")
    void others() {
        var quota = "/corrections/quota?institution=" + school.school() + "&month=";
        assertThat(calls.get(school.head(), quota + "+999999999-12")
                        .getStatusCode()
                        .value())
                .isIn(200, 400);
        var request = asked(line(school.teacher(), "PRESENT", "PRESENT"));
        var stranger = state.holder("HEAD", state.school(state.block("RJ").block()));
        for (var path : List.of("", "/withdraw", "/join", "/resubmit")) {
            var answer = path.isEmpty()
                    ? calls.get(stranger, "/corrections/" + request.get("id"))
                    : calls.post(
                            stranger,
                            "/corrections/" + request.get("id") + path,
                            Map.of("reason", "x", "lines", List.of(line("7", "PRESENT", "PRESENT"))));
            assertThat(problem(answer)).isEqualTo("404 not-found");
        }
        assertThat(problem(calls.get(school.head(), "/corrections/" + UUID.randomUUID())))
                .isEqualTo("404 not-found");
    }

    @Test
    @DisplayName("a remark that no database can hold, or that is too long, is refused, and the task stays")
    void remarks() {
        var request = asked(line(school.teacher(), "PRESENT", "PRESENT"));
        var before = scene.written(school.school());
        for (var remark : List.of("a\0b", "x".repeat(1_001), " \u2003")) {
            assertThat(tasklist.decide(school.peeo(), tasklist.one(school.peeo()), "reject", remark))
                    .as("%s…", remark.substring(0, 2))
                    .isBetween(400, 499);
        }
        assertThat(scene.written(school.school())).isEqualTo(before);
        assertThat(tasklist.decide(school.peeo(), "reject", "x".repeat(1_000))).isEqualTo(204);
        assertThat(scene.state(school.head(), request)).isEqualTo("REJECTED");
    }
}
