package org.panjika.attendance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.panjika.Calls.line;
import static org.panjika.Calls.lineOf;
import static org.panjika.Calls.problem;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.panjika.Calls;
import org.panjika.SystemTest;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.access.Callers;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;

@SystemTest
@DisplayName("The in-charge enters the roll (RJ-1)")
class RollEntryTest {

    private static final LocalDate DAY = LocalDate.of(2026, 12, 3);

    @Autowired
    TestState state;

    @Autowired
    Calls calls;

    @Autowired
    TestClock clock;

    @Autowired
    DayOpening opening;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Callers callers;

    TestState.Block block;
    String school;
    String head;
    String first;
    String second;
    String officer;

    @BeforeEach
    void aRajasthanSchool() {
        clock.set(DAY, "11:00");
        block = state.blockAtWork("RJ", DAY);
        school = state.school(block.block());
        head = state.holder("HEAD", school);
        first = state.staff(school);
        second = state.staff(school);
        officer = state.holder("HEAD", block.block());
        opening.open(DAY);
    }

    @Test
    @DisplayName("the whole institution at once; the answer is the register as it reads then")
    void wholeSchool() {
        var answer = calls.roll(
                head,
                school,
                DAY,
                List.of(
                        line(head, "PRESENT", "PRESENT"),
                        line(first, "PRESENT", "LEAVE"),
                        line(second, "TOUR", "DUTY")));
        assertThat(answer.getStatusCode().value()).isEqualTo(200);
        assertThat(answer.getBody())
                .containsEntry("institution", school)
                .containsEntry("workingDay", true)
                .containsEntry("expected", 3)
                .containsEntry("recorded", 3)
                .containsEntry("complete", true)
                .containsEntry("closed", false);
        assertThat(lineOf(answer, first))
                .containsEntry("forenoon", "PRESENT")
                .containsEntry("afternoon", "LEAVE")
                .containsEntry("source", "ROLL");
        assertThat(calls.get(officer, "/institutions/" + school + "/attendance/" + DAY)
                        .getBody())
                .isEqualTo(answer.getBody());
    }

    @Test
    @DisplayName("a word that is none: the words are named that a roll may say, not all that a register reads")
    void unknownWord() {
        var answer = calls.roll(head, school, DAY, List.of(line(first, "HERE", "PRESENT")));
        assertThat(problem(answer)).isEqualTo("400 bad-request");
        assertThat(answer.getBody().get("errors").toString())
                .contains("field=lines[0].forenoon", "allowed=[PRESENT, ABSENT, TOUR, LEAVE, DUTY, UNMARKED]");
    }

    @Test
    @DisplayName("the in-charge's own line is flagged SELF_ENTERED, the others' are not (C4)")
    void selfEntered() {
        var answer = calls.roll(
                head, school, DAY, List.of(line(head, "PRESENT", "PRESENT"), line(first, "PRESENT", "PRESENT")));
        assertThat(lineOf(answer, head)).containsEntry("flags", List.of("SELF_ENTERED"));
        assertThat(lineOf(answer, first)).containsEntry("flags", List.of());
    }

    @Test
    @DisplayName("an entry is changed by a later one that names it, and taken back by UNMARKED")
    void changedAndTakenBack() {
        calls.roll(head, school, DAY, List.of(line(first, "ABSENT", "ABSENT")));
        calls.roll(head, school, DAY, List.of(line(first, "PRESENT", "ABSENT")));
        var answer = calls.roll(head, school, DAY, List.of(line(first, "UNMARKED", "ABSENT")));
        assertThat(lineOf(answer, first)).containsEntry("forenoon", "UNMARKED").containsEntry("afternoon", "ABSENT");
        assertThat(entries(first)).isEqualTo(3);
        assertThat(jdbc.sql("select count(*) from day_entry e join staff s on s.id = e.staff_id"
                                + " where s.employee_code = ? and e.supersedes is null")
                        .param(first)
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    @DisplayName("the same roll again writes nothing; a session left out stays as it is")
    void again() {
        calls.roll(head, school, DAY, List.of(line(first, "ABSENT", "LEAVE")));
        calls.roll(head, school, DAY, List.of(line(first, "ABSENT", "LEAVE"), line(second, "UNMARKED", "UNMARKED")));
        assertThat(entries(first)).isEqualTo(1);
        assertThat(entries(second)).isZero();
        var answer = calls.roll(head, school, DAY, List.of(Map.of("employeeCode", first, "forenoon", "DUTY")));
        assertThat(lineOf(answer, first)).containsEntry("forenoon", "DUTY").containsEntry("afternoon", "LEAVE");
    }

    @Test
    @DisplayName("all or nothing: one line of a stranger, and nobody's line is written")
    void allOrNothing() {
        var stranger = state.staff(state.school(block.block()));
        opening.open(DAY);
        var answer = calls.roll(
                head,
                school,
                DAY,
                List.of(
                        line(first, "PRESENT", "PRESENT"),
                        line(stranger, "ABSENT", "ABSENT"),
                        line("nobody", "ABSENT", "ABSENT")));
        assertThat(problem(answer)).isEqualTo("422 invalid-fields");
        assertThat(answer.getBody().get("errors").toString())
                .contains("lines[1].employeeCode")
                .contains("lines[2].employeeCode");
        assertThat(entries(first)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TECHNICAL", "HOLIDAY", "TO_BE_CONFIRMED"})
    @DisplayName("what is not for the in-charge to say is refused")
    void notForTheRoll(String status) {
        assertThat(problem(calls.roll(head, school, DAY, List.of(line(first, status, "PRESENT")))))
                .isEqualTo("422 invalid-fields");
    }

    @Nested
    @DisplayName("who and when")
    class WhoAndWhen {

        @Test
        @DisplayName("a teacher is told no, an officer above may look but not write, a stranger finds nothing")
        void whoMay() {
            var roll = List.of(line(first, "PRESENT", "PRESENT"));
            var stranger = state.holder("HEAD", state.school(state.block("RJ").block()));
            assertThat(problem(calls.roll(first, school, DAY, roll))).isEqualTo("403 not-allowed");
            assertThat(problem(calls.roll(officer, school, DAY, roll))).isEqualTo("403 not-allowed");
            assertThat(problem(calls.roll(stranger, school, DAY, roll))).isEqualTo("404 not-found");
            assertThat(problem(calls.roll(head, "77000", DAY, roll))).isEqualTo("404 not-found");
        }

        @Test
        @DisplayName("where nobody heads the school, the office above fills its roll (C4)")
        void vacantSeat() {
            var vacant = state.school(block.block());
            var teacher = state.staff(vacant);
            opening.open(DAY);
            var answer = calls.roll(officer, vacant, DAY, List.of(line(teacher, "PRESENT", "PRESENT")));
            assertThat(lineOf(answer, teacher))
                    .containsEntry("forenoon", "PRESENT")
                    .containsEntry("flags", List.of());
        }

        @Test
        @DisplayName("at 16:59 the roll is open, at 17:00 the day is closed; so is yesterday (C10)")
        void closing() {
            var roll = List.of(line(first, "PRESENT", "PRESENT"));
            clock.set(DAY, "16:59");
            assertThat(calls.roll(head, school, DAY, roll).getStatusCode().value())
                    .isEqualTo(200);
            clock.set(DAY, "17:00");
            assertThat(problem(calls.roll(head, school, DAY, roll))).isEqualTo("409 day-closed");
            assertThat(problem(calls.roll(head, school, DAY.minusDays(1), roll)))
                    .isEqualTo("409 day-closed");
        }

        @Test
        @DisplayName("not for tomorrow, and not on a holiday")
        void notYet() {
            var roll = List.of(line(first, "PRESENT", "PRESENT"));
            assertThat(problem(calls.roll(head, school, DAY.plusDays(1), roll))).isEqualTo("422 day-in-future");
            var holiday = DAY.plusDays(2);
            state.holiday(school, holiday);
            clock.set(holiday, "11:00");
            opening.open(holiday);
            assertThat(problem(calls.roll(head, school, holiday, roll))).isEqualTo("422 not-a-working-day");
        }
    }

    @Nested
    @DisplayName("beside marks (C6)")
    class BesideMarks {

        @Test
        @DisplayName("MARKS_AND_ROLL: any status but PRESENT, and only for who has no mark")
        void marksAndRoll() {
            mode("MARKS_AND_ROLL");
            assertThat(calls.mark(second, "IN", clock.instant()).getStatusCode().value())
                    .isEqualTo(201);
            assertThat(problem(calls.roll(head, school, DAY, List.of(line(first, "PRESENT", "ABSENT")))))
                    .isEqualTo("422 roll-status-not-allowed");
            assertThat(problem(calls.roll(head, school, DAY, List.of(line(second, "ABSENT", "ABSENT")))))
                    .isEqualTo("422 roll-status-not-allowed");
            var answer = calls.roll(
                    head, school, DAY, List.of(line(first, "TOUR", "ABSENT"), line(second, "PRESENT", "PRESENT")));
            assertThat(lineOf(answer, first)).containsEntry("forenoon", "TOUR").containsEntry("afternoon", "ABSENT");
            assertThat(lineOf(answer, second)).containsEntry("source", "MARK");
        }

        @Test
        @DisplayName("a mark that comes after ABSENT prevails, and the contradiction is shown")
        void contradicted() {
            mode("MARKS_AND_ROLL");
            calls.roll(head, school, DAY, List.of(line(first, "ABSENT", "ABSENT")));
            calls.mark(first, "IN", clock.instant());
            var line = lineOf(calls.get(head, "/institutions/" + school + "/attendance/" + DAY), first);
            assertThat(line).containsEntry("forenoon", "PRESENT");
            assertThat(line.get("flags").toString()).contains("ROLL_CONTRADICTED");
        }

        @Test
        @DisplayName("MARKS: the roll is not used")
        void marksOnly() {
            mode("MARKS");
            assertThat(problem(calls.roll(head, school, DAY, List.of(line(first, "ABSENT", "ABSENT")))))
                    .isEqualTo("422 roll-not-used");
        }

        private void mode(String mode) {
            state.set(school, "attendanceMode", mode);
            opening.open(DAY);
        }
    }

    @Nested
    @DisplayName("reading the register")
    class Reading {

        @Test
        @DisplayName("a session that has not begun does not count: complete at 11:00, no more at 13:00 (C6)")
        void begunSessions() {
            var forenoonOnly = List.of(
                    Map.of("employeeCode", head, "forenoon", "PRESENT"),
                    Map.of("employeeCode", first, "forenoon", "PRESENT"),
                    Map.of("employeeCode", second, "forenoon", "ABSENT"));
            assertThat(calls.roll(head, school, DAY, forenoonOnly).getBody()).containsEntry("complete", true);
            clock.set(DAY, "13:00");
            assertThat(register(head).getBody())
                    .containsEntry("complete", false)
                    .containsEntry("recorded", 0);
        }

        @Test
        @DisplayName("a teacher may not read it, the head of another school does not find it, no day without registers")
        void scope() {
            assertThat(problem(register(first))).isEqualTo("403 not-allowed");
            assertThat(problem(register(state.holder("HEAD", state.school(block.block())))))
                    .isEqualTo("404 not-found");
            assertThat(problem(calls.get(head, "/institutions/" + school + "/attendance/2019-01-01")))
                    .isEqualTo("404 not-found");
            assertThat(problem(calls.get(head, "/institutions/" + school + "/attendance/yesterday")))
                    .isEqualTo("400 bad-request");
        }

        @Test
        @DisplayName("who is deputed elsewhere stands on a line apart with the place, and is expected there (C5)")
        @SuppressWarnings("unchecked")
        void elsewhere() {
            var other = state.school(block.block());
            state.depute(first, other);
            state.deputeOffPortal(second, "Census office");
            opening.open(DAY);
            var answer = register(head);
            assertThat(answer.getBody()).containsEntry("expected", 1);
            var apart = (List<Map<String, Object>>) answer.getBody().get("elsewhere");
            assertThat(apart).extracting(l -> l.get("employeeCode")).containsExactlyInAnyOrder(first, second);
            assertThat(apart).extracting(l -> l.get("place")).contains("Census office");
        }

        @Test
        @DisplayName("a person reads the own month, the officer above too, a colleague does not")
        void month() {
            calls.roll(head, school, DAY, List.of(line(first, "PRESENT", "LEAVE")));
            var path = "/staff/" + first + "/attendance/2026-12";
            assertThat(calls.get(first, path).getBody().get("days").toString())
                    .contains("day=2026-12-03")
                    .contains("afternoon=LEAVE");
            assertThat(calls.get(officer, path).getStatusCode().value()).isEqualTo(200);
            assertThat(problem(calls.get(second, path))).isEqualTo("403 not-allowed");
            assertThat(problem(calls.get(state.staff(state.school(block.block())), path)))
                    .isEqualTo("404 not-found");
        }

        private ResponseEntity<Map<String, Object>> register(String login) {
            return calls.get(login, "/institutions/" + school + "/attendance/" + DAY);
        }
    }

    @Test
    @DisplayName(
            "C3, BR-9: a head whom the roll reads on tour, and who comes and marks, has the seat back with the mark")
    void headComesAfterAll() {
        state.set(school, "attendanceMode", "MARKS_AND_ROLL");
        opening.open(DAY);
        calls.roll(head, school, DAY, List.of(line(head, "TOUR", "TOUR")));
        callers.forgetAll();
        assertThat(inCharge()).containsEntry("employeeCode", first);
        assertThat(calls.mark(head, "IN", clock.instant()).getStatusCode().value())
                .isEqualTo(201);
        callers.forgetAll();
        assertThat(inCharge()).containsEntry("employeeCode", head).containsEntry("officiatesFor", null);
    }

    @Test
    @DisplayName(
            "C3, C14: on a half day the forenoon is the whole day: a head on tour then leaves the seat to the longest in service")
    void headAwayOnAHalfDay() {
        jdbc.sql("insert into calendar_day (area_id, from_day, to_day, day_kind, name)"
                        + " select id, ?, ?, 'HALF', 'Half' from institution where code = ?")
                .params(DAY, DAY, school)
                .update();
        opening.open(DAY);
        calls.roll(head, school, DAY, List.of(Map.of("employeeCode", head, "forenoon", "TOUR")));
        callers.forgetAll();
        assertThat(inCharge()).containsEntry("employeeCode", first);
    }

    private long entries(String employeeCode) {
        return jdbc.sql("select count(*) from day_entry e join staff s on s.id = e.staff_id where s.employee_code = ?")
                .param(employeeCode)
                .query(Long.class)
                .single();
    }

    @Test
    @DisplayName(
            "C3: the roll says that the head is away for the whole day: the longest in service who is there officiates; the head"
                    + " reads everything and does nothing for the school until the roll says otherwise")
    @SuppressWarnings("unchecked")
    void headAway() {
        calls.roll(head, school, DAY, List.of(line(head, "TOUR", "PRESENT")));
        assertThat(inCharge())
                .as("half a day")
                .containsEntry("employeeCode", head)
                .containsEntry("officiatesFor", null);
        calls.roll(head, school, DAY, List.of(line(head, "TOUR", "DUTY"), line(first, "TOUR", "TOUR")));
        callers.forgetAll();
        assertThat(inCharge()).containsEntry("employeeCode", second).containsEntry("away", false);
        assertThat(inCharge().get("officiatesFor").toString()).contains(head);
        var mine = calls.get(head, "/me").getBody();
        assertThat((List<Map<String, Object>>) mine.get("charges"))
                .singleElement()
                .satisfies(
                        seat -> assertThat(seat).containsEntry("mayAct", false).containsEntry("away", true));
        assertThat((List<String>) mine.get("may")).doesNotContain("ENTER_ROLL", "MARK_FOR_STAFF");
        assertThat(calls.get(head, "/institutions/" + school + "/attendance/" + DAY)
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
        assertThat(problem(calls.roll(head, school, DAY, List.of(line(head, "PRESENT", "PRESENT")))))
                .isEqualTo("403 away-from-seat");
        assertThat(calls.roll(second, school, DAY, List.of(line(head, "PRESENT", "UNMARKED")))
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
        callers.forgetAll();
        assertThat(inCharge()).as("back").containsEntry("employeeCode", head).containsEntry("officiatesFor", null);
        assertThat(calls.roll(head, school, DAY, List.of(line(second, "TOUR", "TOUR"), line(head, "TOUR", "TOUR")))
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
        callers.forgetAll();
        assertThat(inCharge())
                .as("nobody is there who could")
                .containsEntry("employeeCode", head)
                .containsEntry("away", true);
        assertThat(problem(calls.roll(head, school, DAY, List.of(line(head, "PRESENT", "PRESENT")))))
                .isEqualTo("403 away-from-seat");
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> inCharge() {
        return (Map<String, Object>)
                calls.get(officer, "/institutions/" + school).getBody().get("inCharge");
    }

    @Test
    @DisplayName("a remark goes with a status: alone it is refused; sent blank it is taken back")
    void remarks() {
        var alone = Map.of("employeeCode", first, "forenoon", "UNMARKED", "afternoon", "UNMARKED", "remark", "Ill?");
        var refused = calls.roll(head, school, DAY, List.of(alone));
        assertThat(refused.getStatusCode().value()).isEqualTo(422);
        assertThat(String.valueOf(refused.getBody().get("errors"))).contains("lines[0].remark", "remark-needs-status");
        calls.roll(head, school, DAY, List.of(said("Said by phone")));
        assertThat(remark(first)).contains("Said by phone");
        calls.roll(head, school, DAY, List.of(line(first, "ABSENT", "ABSENT")));
        assertThat(remark(first)).as("nothing said of it").contains("Said by phone");
        calls.roll(head, school, DAY, List.of(said("")));
        assertThat(remark(first)).isEmpty();
    }

    private Map<String, String> said(String remark) {
        return Map.of("employeeCode", first, "forenoon", "ABSENT", "afternoon", "ABSENT", "remark", remark);
    }

    private Optional<String> remark(String who) {
        return jdbc.sql("select e.remark from day_entry e join staff s on s.id = e.staff_id where s.employee_code = ?"
                        + " order by e.entry_no desc limit 1")
                .param(who)
                .query((row, n) -> Optional.ofNullable(row.getString(1)))
                .single();
    }
}
