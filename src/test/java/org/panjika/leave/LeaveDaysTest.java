package org.panjika.leave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.panjika.Calls.problem;
import static org.panjika.leave.LeaveScene.changed;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.Calls;
import org.panjika.CoversProcess;
import org.panjika.Jobs;
import org.panjika.SystemTest;
import org.panjika.Tasklist;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.Together;
import org.panjika.attendance.CorrectionEffect;
import org.panjika.attendance.DayOpening;
import org.panjika.attendance.Rebuild;
import org.panjika.attendance.SessionStatus;
import org.panjika.leave.LeaveScene.School;
import org.panjika.leave.jdbc.LeaveTable;
import org.panjika.organisation.Institutions;
import org.panjika.organisation.Officer;
import org.panjika.organisation.Staff;
import org.panjika.problem.Refused;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.core.simple.JdbcClient;

@SystemTest
@CoversProcess("leave-return")
@DisplayName("What leave makes of days: asked for, approved, worked, taken back, counted again (C5, C13, C14)")
class LeaveDaysTest {

    /** A Monday. */
    private static final LocalDate DAY = LocalDate.of(2027, 3, 1);

    @Autowired
    TestState state;

    @Autowired
    Calls calls;

    @Autowired
    Tasklist tasklist;

    @Autowired
    RuntimeService runtime;

    @Autowired
    TestClock clock;

    @Autowired
    DayOpening opening;

    @Autowired
    Rebuild rebuild;

    @Autowired
    CorrectionEffect correction;

    @Autowired
    Institutions institutions;

    @Autowired
    Officer officer;

    @Autowired
    Accrual accrual;

    @Autowired
    LeaveTable table;

    @Autowired
    Jobs jobs;

    @Autowired
    LeaveScene scene;

    @Autowired
    JdbcClient jdbc;

    School school;
    String teacher;
    String head;

    @BeforeEach
    void aSchoolUnderABlock() {
        clock.set(DAY, "08:00");
        school = scene.school(DAY);
        teacher = school.teacher();
        head = school.head();
        opening.open(DAY);
    }

    @Test
    @DisplayName(
            "on a day that asks for attendance, as 26 January, there is a forenoon: that is debited and reads LEAVE (C14)")
    void attendanceRequired() {
        jdbc.sql("insert into calendar_day (area_id, from_day, to_day, day_kind, name)"
                        + " select id, ?, ?, 'ATTENDANCE_REQUIRED', 'Republic Day' from institution where code = ?")
                .params(DAY, DAY, school.code())
                .update();
        opening.open(DAY);
        var leave = scene.approved(teacher, head, "CL", DAY, DAY);
        assertThat(state.reads(teacher, DAY)).isEqualTo("LEAVE HOLIDAY");
        assertThat(jdbc.sql("select sum(half_days) from leave_entry where request_id = ? and source = 'LEAVE'")
                        .param(UUID.fromString(leave.get("id").toString()))
                        .query(Integer.class)
                        .single())
                .isEqualTo(-1);
    }

    @Test
    @DisplayName("asked for, a session is recorded as LEAVE_PENDING and is nobody's absence until it is decided")
    void pending() {
        clock.set(DAY, "14:30");
        var before = figures();
        var leave = scene.asked(teacher, "CL", DAY, DAY.plusDays(1));
        assertThat(state.reads(teacher, DAY)).isEqualTo("UNMARKED UNMARKED");
        assertThat(state.flags(teacher, DAY)).contains("LEAVE_PENDING");
        assertThat(figures())
                .containsEntry("leavePending", 2)
                .containsEntry("unmarked", before.get("unmarked") - 2)
                .containsEntry("recorded", before.get("recorded") + 2);
        roll(teacher, "ABSENT");
        assertThat(state.reads(teacher, DAY)).as("not yet").isEqualTo("UNMARKED UNMARKED");
        rebuild.day(DAY);
        assertThat(figures()).containsEntry("leavePending", 2);
        opening.open(DAY.plusDays(1));
        assertThat(state.flags(teacher, DAY.plusDays(1))).contains("LEAVE_PENDING");
        assertThat(tasklist.decide(head, "return", "Which reason?")).isEqualTo(204);
        assertThat(figures()).as("not decided").containsEntry("leavePending", 2);
        scene.post(teacher, leave, "resubmit", Map.of("to", DAY.toString()));
        assertThat(state.flags(teacher, DAY.plusDays(1))).doesNotContain("LEAVE_PENDING");
        assertThat(tasklist.decide(head, "reject", "Examinations")).isEqualTo(204);
        assertThat(state.reads(teacher, DAY)).isEqualTo("ABSENT ABSENT");
        assertThat(figures()).containsEntry("leavePending", 0).containsEntry("absent", 2);
    }

    @Test
    @DisplayName("the register is complete when everybody is present or has asked for leave; withdrawn, it is not")
    void complete() {
        clock.set(DAY, "14:30");
        var leave = scene.asked(teacher, "CL", DAY, DAY);
        for (var other : List.of(school.colleague(), head)) roll(other, "ABSENT");
        assertThat(sheet()).containsEntry("complete", true);
        assertThat(completeness()).containsEntry("complete", 1).containsEntry("incomplete", 0);
        scene.post(teacher, leave, "withdraw");
        assertThat(sheet()).containsEntry("complete", false);
        assertThat(completeness()).containsEntry("complete", 0).containsEntry("incomplete", 1);
    }

    @Test
    @DisplayName("half a day is asked for half a day, and approved it reads LEAVE in that session alone")
    void halfPending() {
        clock.set(DAY, "14:30");
        scene.asked(teacher, LeaveScene.half(DAY, "AFTERNOON"));
        assertThat(figures()).containsEntry("leavePending", 1);
        assertThat(tasklist.decide(head, "approve")).isEqualTo(204);
        assertThat(state.reads(teacher, DAY)).isEqualTo("UNMARKED LEAVE");
        assertThat(state.flags(teacher, DAY)).doesNotContain("LEAVE_PENDING");
        assertThat(figures()).containsEntry("leavePending", 0).containsEntry("leave", 1);
    }

    @Test
    @DisplayName(
            "a mark on a day of leave is kept, the day stays leave; person and head are asked, and one tap ends it")
    void markedOnLeave() {
        var leave = scene.approved(teacher, head, "CL", DAY, DAY.plusDays(2));
        clock.set(DAY.plusDays(1), "09:20");
        opening.open(DAY.plusDays(1));
        mark(teacher);
        assertThat(state.reads(teacher, DAY.plusDays(1))).isEqualTo("LEAVE LEAVE");
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(scene.told(teacher)).contains("leave-marked");
            assertThat(scene.told(head)).contains("leave-marked-office");
        });
        var back =
                scene.post(teacher, leave, "join", Map.of("day", DAY.plusDays(1).toString()));
        assertThat(back.getBody()).containsEntry("days", 1.0).containsEntry("returnAsked", null);
        assertThat(state.reads(teacher, DAY.plusDays(1))).isEqualTo("PRESENT PRESENT");
        assertThat(scene.balance(teacher, "CL", DAY)).isEqualTo(15.0);
    }

    @Test
    @DisplayName("who comes in the forenoon of a leave for the afternoon works as everybody does: nobody is asked")
    void halfDayIsWorked() {
        scene.approved(teacher, head, LeaveScene.half(DAY, "AFTERNOON"));
        clock.set(DAY, "09:20");
        mark(teacher);
        assertThat(state.reads(teacher, DAY)).isEqualTo("PRESENT LEAVE");
        assertThat(state.flags(teacher, DAY)).doesNotContain("MARKED_ON_LEAVE");
    }

    @Test
    @DisplayName("to come, days are free at once; for days that are over the head has the word (C13)")
    void returned() {
        var leave = scene.approved(teacher, head, "CL", DAY, DAY.plusDays(4));
        clock.set(DAY.plusDays(2), "08:00");
        opening.open(DAY.plusDays(2));
        var back = Map.<String, Object>of("day", DAY.plusDays(1).toString());
        var asked = scene.post(teacher, leave, "join", back);
        assertThat(asked.getBody()).containsEntry("days", 2.0);
        assertThat(asked.getBody().get("returnAsked").toString())
                .contains(DAY.plusDays(1).toString());
        assertThat(scene.balance(teacher, "CL", DAY)).isEqualTo(14.0);
        assertThat(problem(scene.post(teacher, leave, "cancel"))).isEqualTo("409 leave-not-running");
        assertThat(problem(scene.post(teacher, leave, "join", back))).isEqualTo("409 leave-return-waits");
        var task = tasklist.one(head);
        assertThat(tasklist.form(head, task).toString()).contains(teacher);
        assertThat(tasklist.decide(head, task, "reject", " ")).isEqualTo(400);
        assertThat(tasklist.decide(head, task, "reject", "You were not seen")).isEqualTo(204);
        assertThat(scene.told(teacher)).contains("leave-return-refused");
        assertThat(scene.balance(teacher, "CL", DAY)).isEqualTo(14.0);
        scene.post(teacher, leave, "join", back);
        assertThat(tasklist.decide(head, "approve")).isEqualTo(204);
        assertThat(scene.balance(teacher, "CL", DAY)).isEqualTo(15.0);
        assertThat(scene.debited(leave)).isEqualTo(2);
        assertThat(state.reads(teacher, DAY)).isEqualTo("LEAVE LEAVE");
    }

    @Test
    @DisplayName(
            "while an earlier return waits no other kind is asked for nor approved over its days; then what is left is given back"
                    + " (C13)")
    void returnedBeforeChange() {
        var leave = scene.approved(teacher, head, "CL", DAY, DAY.plusDays(4));
        clock.set(DAY.plusDays(5), "08:00");
        opening.open(DAY.plusDays(5));
        var other = scene.asked(teacher, changed(leave, "EL"));
        var task = scene.task(head, other);
        scene.post(teacher, leave, "join", Map.of("day", DAY.plusDays(3).toString()));
        assertThat(problem(scene.ask(teacher, changed(leave, "HPL")))).isEqualTo("409 leave-return-waits");
        assertThat(tasklist.decide(head, task, "approve")).isEqualTo(409);
        var asked = tasklist.of(head).stream()
                .filter(t -> !t.getId().equals(task.getId()))
                .findFirst()
                .orElseThrow();
        assertThat(tasklist.decide(head, asked, "approve")).isEqualTo(204);
        assertThat(scene.told(teacher)).contains("leave-return-agreed");
        assertThat(scene.balance(teacher, "CL", DAY)).isEqualTo(13.0);
        assertThat(scene.balance(teacher, "EL", DAY)).isEqualTo(15.0);
    }

    @Test
    @DisplayName(
            "an earlier return whose case an administrator has ended in the engine waits no longer: another kind is asked for, and"
                    + " the person may say it again (C13)")
    void returnEndedInTheEngine() {
        var leave = scene.approved(teacher, head, "CL", DAY, DAY.plusDays(4));
        clock.set(DAY.plusDays(5), "08:00");
        opening.open(DAY.plusDays(5));
        var back = Map.<String, Object>of("day", DAY.plusDays(3).toString());
        var before = scene.balance(teacher, "CL", DAY);
        scene.post(teacher, leave, "join", back);
        // without the model's own listeners, as is the custom in the cockpit
        runtime.deleteProcessInstance(
                tasklist.one(head).getProcessInstanceId(), "an administrator's mistake", true, true);
        assertThat(scene.told(teacher)).containsOnlyOnce("leave-return-ended");
        assertThat(scene.balance(teacher, "CL", DAY))
                .as("nothing is given back")
                .isEqualTo(before);
        assertThat(scene.ask(teacher, changed(leave, "EL")).getStatusCode().value())
                .isEqualTo(201);
        assertThat(scene.post(teacher, leave, "join", back).getBody().get("returnAsked"))
                .isNotNull();
    }

    @Test
    @DisplayName(
            "a return that is agreed to after the office has cancelled the leave gives nothing back, and says so (C13)")
    void returnOvertaken() {
        var leave = scene.approved(teacher, head, "CL", DAY, DAY.plusDays(1));
        clock.set(DAY.plusDays(2), "08:00");
        scene.post(teacher, leave, "join", Map.of("day", DAY.plusDays(1).toString()));
        assertThat(scene.post(head, leave, "cancel").getBody()).containsEntry("state", "CANCELLED");
        assertThat(tasklist.decide(head, "approve")).isEqualTo(204);
        assertThat(scene.told(teacher)).contains("leave-return-overtaken").doesNotContain("leave-return-agreed");
        assertThat(scene.balance(teacher, "CL", DAY)).isEqualTo(16.0);
    }

    @Test
    @DisplayName("a cancellation that nobody agrees to for two working days is decided by the office above (C11)")
    void cancelledAbove() {
        var leave = scene.approved(teacher, head, "CL", DAY, DAY.plusDays(1));
        clock.set(DAY.plusDays(1), "08:00");
        assertThat(scene.post(teacher, leave, "cancel").getBody())
                .containsEntry("state", "APPROVED")
                .containsEntry("days", 1.0);
        var task = tasklist.one(head);
        clock.set(DAY.plusDays(3), "08:00");
        jobs.carryOut(jobs.timer(task.getProcessInstanceId()));
        assertThat(tasklist.of(head)).isEmpty();
        assertThat(tasklist.decide(school.blockOfficer(), "approve")).isEqualTo(204);
        assertThat(scene.state(teacher, leave)).isEqualTo("CANCELLED");
        assertThat(scene.balance(teacher, "CL", DAY)).isEqualTo(16.0);
    }

    @Test
    @DisplayName(
            "over a correction leave needs a word for the session: worked, nothing is debited; leave, it reads LEAVE")
    void overCorrection() {
        corrected(DAY);
        scene.asked(teacher, "CL", DAY, DAY);
        assertThat(tasklist.decide(head, "approve")).as("no choice").isEqualTo(400);
        assertThat(choose("asWorked", "FORENOON", "asLeave", "AFTERNOON")).isEqualTo(204);
        assertThat(state.reads(teacher, DAY)).isEqualTo("PRESENT LEAVE");
        assertThat(scene.balance(teacher, "CL", DAY)).isEqualTo(15.5);
    }

    @Test
    @DisplayName(
            "leave approved and the same session corrected at once: what is debited reads LEAVE, and nothing else does")
    void approvedAndCorrectedAtOnce() throws Exception {
        var days = DAY.datesUntil(DAY.plusDays(5)).toList();
        clock.set(DAY.plusDays(5), "08:00");
        for (var day : days) {
            opening.open(day);
            var leave = scene.asked(teacher, "CL", day, day);
            var task = scene.task(head, leave);
            Together.all(
                    2,
                    List.<Callable<Object>>of(() -> tasklist.decide(head, task, "approve"), () -> tryToCorrect(day)));
            var approved = scene.state(teacher, leave).equals("APPROVED");
            assertThat(state.reads(teacher, day)).isEqualTo(approved ? "LEAVE LEAVE" : "PRESENT PRESENT");
            assertThat(scene.debited(leave)).isEqualTo(approved ? 2 : 0);
            assertThat(scene.registered(leave)).isEqualTo(approved ? 2 : 0);
        }
    }

    @Test
    @DisplayName("approved leave is not corrected: it is cancelled or ended first")
    void correctionOverLeave() {
        scene.approved(teacher, head, "CL", DAY, DAY);
        assertThat(tryToCorrect(DAY)).isEqualTo("correction-overtaken");
        assertThat(state.reads(teacher, DAY)).isEqualTo("LEAVE LEAVE");
    }

    @Test
    @DisplayName("transferred within the leave, each day goes by the calendar of where the person works then (C5)")
    void transferredWithin() {
        var other = state.school(school.offices().block());
        state.holiday(other, DAY.plusDays(2));
        state.holiday(school.code(), DAY.plusDays(3));
        var leave = scene.asked(teacher, "CL", DAY, DAY.plusDays(3));
        assertThat(leave).containsEntry("days", 3.0);
        scene.post(teacher, leave, "withdraw");
        jdbc.sql(
                        "update posting set during = daterange(lower(during), ?) where staff_id = (select id from staff where employee_code = ?)")
                .params(DAY.plusDays(2), teacher)
                .update();
        jdbc.sql("insert into posting (staff_id, institution_id, during) select s.id, i.id, daterange(?, null)"
                        + " from staff s, institution i where s.employee_code = ? and i.code = ?")
                .params(DAY.plusDays(2), teacher, other)
                .update();
        var again = scene.approved(teacher, head, "CL", DAY, DAY.plusDays(3));
        assertThat(again).containsEntry("days", 3.0);
        opening.open(DAY.plusDays(3));
        assertThat(state.reads(teacher, DAY.plusDays(3))).isEqualTo("LEAVE LEAVE");
        assertThat(jdbc.sql("select i.code from day_entry e join institution i on i.id = e.institution_id"
                                + " where e.request_id = ?::uuid and e.source = 'LEAVE' order by e.day")
                        .param(again.get("id"))
                        .query(String.class)
                        .list())
                .containsExactly(school.code(), school.code(), other);
    }

    @Test
    @DisplayName("leave of a kind that the person's regime does not know any more ends early, and other leave may stand"
            + " beside it (C1, C13)")
    void kindOfAnotherRegime() {
        var leave = scene.approved(teacher, head, "EL", DAY, DAY.plusDays(3));
        state.set(school.code(), "regime", "RJ");
        assertThat(LeaveScene.status(scene.ask(teacher, "EL", DAY.plusDays(7), DAY.plusDays(7))))
                .isEqualTo("422 leave-not-admissible");
        var joined =
                scene.post(teacher, leave, "join", Map.of("day", DAY.plusDays(1).toString()));
        assertThat(joined.getBody()).containsEntry("days", 1.0).containsEntry("state", "APPROVED");
        assertThat(scene.debited(leave)).isEqualTo(2);
        scene.asked(teacher, "CL", DAY.plusDays(2), DAY.plusDays(2));
        assertThat(scene.post(teacher, leave, "cancel").getBody()).containsEntry("state", "CANCELLED");
        assertThat(scene.debited(leave)).isZero();
    }

    @Test
    @DisplayName("one may be away: two halves of a day are one, and who is deputed here counts here (domain 1.2, C5)")
    void ceiling() {
        jdbc.sql("update institution set category = 'ELEMENTARY' where code = ?")
                .param(school.code())
                .update();
        scene.approved(teacher, head, LeaveScene.half(DAY, "FORENOON"));
        assertThat(scene.asked(school.colleague(), LeaveScene.half(DAY, "FORENOON")))
                .as("two halves")
                .containsEntry("approver", "HEAD_" + school.code());
        assertThat(tasklist.decide(head, "approve")).isEqualTo(204);
        var deputed = state.staff(state.school(school.offices().block()));
        state.depute(deputed, school.code());
        assertThat(String.valueOf(
                        scene.asked(deputed, LeaveScene.half(DAY, "AFTERNOON")).get("approver")))
                .as("three halves")
                .startsWith("CBEO_");
    }

    @Test
    @DisplayName(
            "who approved leave has the word about ending it, also when others' later leave is more than the ceiling (C13)")
    void approverKeepsTheWord() {
        jdbc.sql("update institution set category = 'ELEMENTARY' where code = ?")
                .param(school.code())
                .update();
        var leave = scene.approved(teacher, head, "CL", DAY, DAY.plusDays(3));
        var beyond = scene.approved(school.colleague(), school.blockOfficer(), "CL", DAY, DAY.plusDays(3));
        clock.set(DAY.plusDays(1), "09:20");
        opening.open(DAY.plusDays(1));
        mark(teacher);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(scene.told(head)).contains("leave-marked-office"));
        assertThat(scene.told(school.blockOfficer())).doesNotContain("leave-marked-office");
        clock.set(DAY.plusDays(2), "08:00");
        scene.post(teacher, leave, "join", Map.of("day", DAY.plusDays(1).toString()));
        assertThat(tasklist.of(school.blockOfficer())).isEmpty();
        assertThat(tasklist.decide(head, "approve")).isEqualTo(204);
        for (var one : List.of(head, school.blockOfficer())) {
            var approved = one.equals(head);
            assertThat(problem(scene.post(one, approved ? beyond : leave, "cancel")))
                    .isEqualTo("403 not-allowed");
            assertThat(scene.post(one, approved ? leave : beyond, "cancel").getBody())
                    .containsEntry("state", "CANCELLED");
        }
    }

    @Test
    @DisplayName(
            "a holiday declared for a day that is over is given back; turned into a working day again it is charged (C14)")
    void calendarOfThePast() {
        accrual.run();
        var leave = scene.approved(teacher, head, "CL", DAY, DAY.plusDays(2));
        opening.open(DAY.plusDays(1));
        clock.set(DAY.plusDays(4), "05:00");
        opening.open(DAY.plusDays(4));
        state.holiday(school.code(), DAY.plusDays(1));
        accrual.run();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(scene.debited(leave)).isEqualTo(4));
        assertThat(state.reads(teacher, DAY.plusDays(1))).isEqualTo("HOLIDAY HOLIDAY");
        assertThat(scene.told(teacher)).contains("leave-recounted");
        jdbc.sql(
                        "delete from calendar_day where from_day = ? and area_id = (select id from institution where code = ?)")
                .params(DAY.plusDays(1), school.code())
                .update();
        accrual.run();
        assertThat(scene.debited(leave)).isEqualTo(6);
        assertThat(state.reads(teacher, DAY.plusDays(1))).isEqualTo("LEAVE LEAVE");
        assertThat(scene.told(teacher)).contains("leave-recounted-more");
        assertThat(scene.find(teacher, leave)).containsEntry("days", 3.0);
    }

    @Test
    @DisplayName(
            "leave that could not be counted again is counted again the next night: its day is not done with (C14)")
    void recountedTheNextNight() {
        accrual.run();
        var leave = scene.approved(teacher, head, "CL", DAY, DAY.plusDays(2));
        clock.set(DAY.plusDays(4), "05:00");
        opening.open(DAY.plusDays(4));
        state.holiday(school.code(), DAY.plusDays(1));
        var fails = new LeaveReturns(null, null, null, null, null, null, null, null, null, null) {
            @Override
            public void recount(UUID id) {
                throw new CannotAcquireLockException("deadlock");
            }
        };
        new Recounts(table, fails, opening, clock).all();
        assertThat(scene.debited(leave)).isEqualTo(6);
        accrual.run();
        assertThat(scene.debited(leave)).isEqualTo(4);
    }

    @Test
    @DisplayName("while leave is asked for, no session of it is corrected to ABSENT: it would show nothing (C13)")
    void leaveAsked() {
        scene.asked(teacher, LeaveScene.half(DAY, "AFTERNOON"));
        var sheet = correction.sheet(institutions.find(school.code()).orElseThrow(), DAY);
        var absent = Optional.of(SessionStatus.ABSENT);
        assertThatThrownBy(() -> correction.check(
                        sheet, List.of(new CorrectionEffect.Line(teacher, absent, absent, Optional.empty()))))
                .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.errors())
                        .containsExactly(new Refused.FieldError("lines[0].afternoon", "leave-asked")));
    }

    @Test
    @DisplayName("leave is asked for at most 366 days ahead")
    void tooEarly() {
        assertThat(problem(scene.ask(teacher, "LWP", DAY.plusDays(367), DAY.plusDays(367))))
                .isEqualTo("422 leave-too-early");
    }

    @Test
    @DisplayName("a head's leave that names nobody: the longest in service who is there officiates (C3)")
    void seniorMost() {
        jdbc.sql("update staff set joined_on = ? where employee_code = ?")
                .params(DAY.minusYears(9), teacher)
                .update();
        jdbc.sql("update staff set joined_on = ? where employee_code = ?")
                .params(DAY.minusYears(5), school.colleague())
                .update();
        scene.approved(teacher, head, "CL", DAY.plusDays(1), DAY.plusDays(1));
        var leave = scene.approved(head, school.blockOfficer(), "CL", DAY, DAY.plusDays(1));
        assertThat(acting(DAY)).as("the senior one is on leave too").containsExactly(school.colleague());
        scene.post(head, leave, "cancel");
        assertThat(acting(DAY)).isEmpty();
    }

    @Test
    @DisplayName("a head is away from noon on: the longest in service officiates on the whole days of it (C3)")
    void seniorMostOfWholeDays() {
        jdbc.sql("update staff set joined_on = ? where employee_code = ?")
                .params(DAY.minusYears(9), school.colleague())
                .update();
        var body = LeaveScene.body("CL", DAY, DAY.plusDays(4));
        body.put("fromSession", "AFTERNOON");
        var leave = scene.approved(head, school.blockOfficer(), body);
        assertThat(acting(DAY)).isEmpty();
        for (int i = 1; i < 5; i++) assertThat(acting(DAY.plusDays(i))).containsExactly(school.colleague());
        scene.post(head, leave, "cancel");
        assertThat(acting(DAY.plusDays(1))).isEmpty();
    }

    @Test
    @DisplayName(
            "C3, C4: a head of a school and an office is on leave: a teacher officiates at the school alone, nobody in the office")
    void headOfTwoSeats() {
        var office = state.blockUnder(school.offices().district());
        state.charge(head, "HEAD", office);
        var leave = scene.approved(head, school.blockOfficer(), "CL", DAY, DAY.plusDays(1));
        assertThat(acting(DAY)).hasSize(1);
        assertThat(acting(office, DAY)).isEmpty();
        assertThat(officer.head(institutions.find(office).orElseThrow()))
                .as("away")
                .isEmpty();
        scene.post(head, leave, "cancel");
        assertThat(acting(DAY)).isEmpty();
        assertThat(officer.head(institutions.find(office).orElseThrow()))
                .map(Staff::employeeCode)
                .hasValue(head);
    }

    private List<String> acting(LocalDate day) {
        return acting(school.code(), day);
    }

    private List<String> acting(String place, LocalDate day) {
        return jdbc.sql("select s.employee_code from charge c join staff s on s.id = c.staff_id"
                        + " join institution i on i.id = c.institution_id"
                        + " where i.code = ? and c.basis = 'OFFICIATING' and c.during @> ?")
                .params(place, day)
                .query(String.class)
                .list();
    }

    private void mark(String who) {
        assertThat(calls.mark(who, "IN", clock.instant()).getStatusCode().value())
                .isEqualTo(201);
    }

    private void corrected(LocalDate day) {
        assertThat(tryToCorrect(day)).isEqualTo("done");
    }

    /** As the ladder does when a request is approved. */
    private String tryToCorrect(LocalDate day) {
        var present = Optional.of(SessionStatus.PRESENT);
        try {
            correction.carryOut(
                    UUID.randomUUID(),
                    institutions.find(school.code()).orElseThrow(),
                    day,
                    List.of(new CorrectionEffect.Change(
                            new CorrectionEffect.Line(teacher, present, present, Optional.empty()), Map.of())),
                    head);
            return "done";
        } catch (Refused refused) {
            return refused.problem().code();
        }
    }

    private int choose(String first, String firstSession, String second, String secondSession) {
        return tasklist.complete(
                head,
                tasklist.one(head),
                Map.of(
                        "decision",
                        Tasklist.value("approve"),
                        first,
                        Tasklist.json("[\"" + DAY + " " + firstSession + "\"]"),
                        second,
                        Tasklist.json("[\"" + DAY + " " + secondSession + "\"]")));
    }

    private void roll(String who, String status) {
        var lines = Map.of("lines", List.of(Calls.line(who, status, status)));
        assertThat(calls.put(head, "/institutions/" + school.code() + "/attendance/" + DAY, lines)
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
    }

    private Map<String, Object> sheet() {
        return calls.get(head, "/institutions/" + school.code() + "/attendance/" + DAY)
                .getBody();
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> completeness() {
        var answer = calls.get(
                        school.blockOfficer(),
                        "/oversight/completeness?under=" + school.offices().block() + "&day=" + DAY)
                .getBody();
        return ((List<Map<String, Object>>) answer.get("items"))
                .stream()
                        .filter(i -> i.get("code").equals(school.code()))
                        .findFirst()
                        .orElseThrow();
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private Map<String, Integer> figures() {
        return (Map) completeness();
    }
}
