package org.panjika.leave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.Browser;
import org.panjika.Calls;
import org.panjika.SystemTest;
import org.panjika.Tasklist;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.attendance.DayOpening;
import org.panjika.leave.LeaveScene.School;
import org.panjika.leave.jdbc.LeaveTable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@SystemTest
@DisplayName("Leave on days on which the person works, or has to (C13, C14)")
class LeaveWorkedTest {

    /** A Monday. */
    private static final LocalDate DAY = LocalDate.of(2027, 3, 1);

    @Autowired
    TestState state;

    @Autowired
    Calls calls;

    @Autowired
    Tasklist tasklist;

    @Autowired
    TestClock clock;

    @Autowired
    DayOpening opening;

    @Autowired
    Accrual accrual;

    @Autowired
    LeaveScene scene;

    @Autowired
    LeaveTable table;

    @Autowired
    JdbcClient jdbc;

    @LocalServerPort
    int port;

    School school;
    String teacher;
    String head;

    @BeforeEach
    void aSchoolUnderABlock() {
        clock.set(DAY, "08:00");
        school = scene.school(DAY);
        teacher = school.teacher();
        head = school.head();
    }

    @Test
    @DisplayName("where the roll says PRESENT leave needs a choice for each session; over ABSENT it needs none")
    void approvedOverRoll() {
        byRoll();
        roll(teacher, "PRESENT", "PRESENT");
        scene.asked(teacher, "CL", DAY, DAY);
        assertThat(tasklist.form(head, tasklist.one(head)).path("marks").toString())
                .contains(DAY + " FORENOON", DAY + " AFTERNOON");
        assertThat(tasklist.decide(head, "approve")).as("no choice").isEqualTo(400);
        assertThat(choose("FORENOON", "FORENOON")).as("both ways, and none").isEqualTo(400);
        assertThat(choose("FORENOON", "AFTERNOON")).isEqualTo(204);
        assertThat(state.reads(teacher, DAY)).isEqualTo("PRESENT LEAVE");
        assertThat(state.flags(teacher, DAY)).doesNotContain("MARKED_ON_LEAVE");
        assertThat(scene.balance(teacher, "CL", DAY)).isEqualTo(15.5);
        roll(school.colleague(), "ABSENT", "ABSENT");
        scene.approved(school.colleague(), school.blockOfficer(), "CL", DAY, DAY);
        assertThat(state.reads(school.colleague(), DAY)).isEqualTo("LEAVE LEAVE");
    }

    @Test
    @DisplayName(
            "leave from paper over a session that the roll calls PRESENT waits for the head's word about it (BR-11)")
    void enteredOverRoll() {
        byRoll();
        roll(teacher, "PRESENT", "PRESENT");
        var entered = calls.post(head, "/leave/grants", scene.grant(teacher, "CL", DAY, DAY, scene.scan(head)));
        assertThat(entered.getBody()).containsEntry("state", "PENDING");
    }

    @Test
    @DisplayName(
            "called PRESENT in the roll of a leave day, the day stays leave, and person and head are asked to end it")
    void rollOnLeave() {
        byRoll();
        var leave = scene.approved(teacher, head, "CL", DAY, DAY.plusDays(1));
        roll(teacher, "LEAVE", "PRESENT");
        assertThat(state.reads(teacher, DAY)).isEqualTo("LEAVE LEAVE");
        assertThat(state.flags(teacher, DAY)).contains("MARKED_ON_LEAVE");
        awaitTold("leave-marked");
        assertThat(page(head, leave)).contains("name=\"session\" value=\"AFTERNOON\"");
    }

    @Test
    @DisplayName("a doubtful mark on a leave day asks nobody; confirmed, person and head are asked to end the leave")
    void confirmedOnLeave() {
        opening.open(DAY);
        scene.approved(teacher, head, "CL", DAY, DAY.plusDays(1));
        clock.set(DAY, "09:20");
        assertThat(calls.send(teacher, Calls.ownMark("IN", clock.instant()))
                        .getStatusCode()
                        .value())
                .isEqualTo(201);
        var task = await().until(() -> tasklist.of(head), found -> found.size() == 1)
                .get(0);
        assertThat(state.flags(teacher, DAY)).doesNotContain("MARKED_ON_LEAVE");
        assertThat(scene.told(teacher)).doesNotContain("leave-marked");
        assertThat(tasklist.decide(head, task, "confirm-all")).isEqualTo(204);
        assertThat(state.reads(teacher, DAY)).isEqualTo("LEAVE LEAVE");
        awaitTold("leave-marked");
    }

    @Test
    @DisplayName(
            "a working day declared later that no balance can pay: person and head are told once, it is said on the page, and it is charged as soon as there is something to charge")
    void uncharged() {
        state.holiday(school.code(), DAY.plusDays(1));
        accrual.run();
        var leave = scene.approved(teacher, head, "CL", DAY, DAY.plusDays(2));
        var other = scene.approved(teacher, head, "CL", DAY.plusDays(6), DAY.plusDays(13));
        scene.approved(teacher, head, "CL", DAY.plusDays(16), DAY.plusDays(21));
        assertThat(scene.balance(teacher, "CL", DAY)).isZero();
        jdbc.sql(
                        "delete from calendar_day where from_day = ? and area_id = (select id from institution where code = ?)")
                .params(DAY.plusDays(1), school.code())
                .update();
        accrual.run();
        accrual.run();
        assertThat(scene.debited(leave)).isEqualTo(4);
        awaitTold("leave-uncharged");
        assertThat(scene.told(teacher)).containsOnlyOnce("leave-uncharged");
        assertThat(page(teacher, leave)).contains("has become a working day").contains("2 Mar 2027");
        scene.post(teacher, other, "cancel");
        accrual.run();
        assertThat(scene.debited(leave)).isEqualTo(6);
        assertThat(page(teacher, leave)).doesNotContain("has become a working day");
    }

    @Test
    @DisplayName(
            "leave is counted by the calendar of where the person works since, also under another regime; what cannot be counted, because the person works nowhere, keeps no other waiting (C1, C14), and its office cancels it")
    void uncounted() {
        var absent = state.staff(school.code());
        accrual.run();
        var elsewhere = scene.approved(teacher, head, "EL", DAY, DAY.plusDays(1));
        var nowhere = scene.approved(absent, head, "CL", DAY.plusDays(2), DAY.plusDays(3));
        var other = scene.approved(school.colleague(), head, "CL", DAY.plusDays(4), DAY.plusDays(5));
        var rajasthan = scene.school("RJ", DAY).code();
        jdbc.sql("update posting set institution_id = (select id from institution where code = ?)"
                        + " where staff_id = (select id from staff where employee_code = ?)")
                .params(rajasthan, teacher)
                .update();
        jdbc.sql("update posting set during = daterange(?, null)"
                        + " where staff_id = (select id from staff where employee_code = ?)")
                .params(DAY.plusDays(3), absent)
                .update();
        state.holiday(rajasthan, DAY.plusDays(1));
        state.holiday(school.code(), DAY.plusDays(3));
        state.holiday(school.code(), DAY.plusDays(5));
        accrual.run();
        assertThat(scene.debited(other)).isEqualTo(2);
        assertThat(table.calendarChanges(DAY, DAY.plusDays(9)))
                .as("seen once for all")
                .isEmpty();
        assertThat(scene.debited(elsewhere)).as("a holiday there").isEqualTo(2);
        assertThat(scene.debited(nowhere)).isEqualTo(4);
        for (var leave : List.of(elsewhere, nowhere)) {
            assertThat(scene.post(head, leave, "cancel").getBody()).containsEntry("state", "CANCELLED");
            assertThat(scene.debited(leave)).isZero();
        }
    }

    private int choose(String worked, String leave) {
        return tasklist.complete(
                head,
                tasklist.one(head),
                Map.of(
                        "decision",
                        Tasklist.value("approve"),
                        "asWorked",
                        Tasklist.json("[\"" + DAY + " " + worked + "\"]"),
                        "asLeave",
                        Tasklist.json("[\"" + DAY + " " + leave + "\"]")));
    }

    private void awaitTold(String what) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(scene.told(teacher)).contains(what);
            assertThat(scene.told(head)).contains(what + "-office");
        });
    }

    private String page(String who, Map<String, Object> leave) {
        return Browser.loggedIn(port, who, TestState.PASSWORD)
                .get(LeaveScene.path(leave))
                .body();
    }

    private void byRoll() {
        state.set(school.code(), "attendanceMode", "ROLL");
        opening.open(DAY);
    }

    private void roll(String who, String forenoon, String afternoon) {
        assertThat(calls.roll(head, school.code(), DAY, List.of(Calls.line(who, forenoon, afternoon)))
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
    }
}
