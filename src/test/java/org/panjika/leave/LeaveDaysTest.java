package org.panjika.leave;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.Calls;
import org.panjika.SystemTest;
import org.panjika.Tasklist;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.attendance.DayOpening;
import org.panjika.attendance.Rebuild;
import org.panjika.leave.LeaveScene.School;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@SystemTest
@DisplayName("What leave makes of days: asked for, approved, taken back (C13)")
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
    TestClock clock;

    @Autowired
    DayOpening opening;

    @Autowired
    Rebuild rebuild;

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
