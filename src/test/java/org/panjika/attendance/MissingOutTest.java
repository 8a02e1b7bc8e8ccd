package org.panjika.attendance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.panjika.Calls.ownMark;
import static org.panjika.attendance.Cases.confirm;
import static org.panjika.attendance.Cases.reject;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.Calls;
import org.panjika.SystemTest;
import org.panjika.Tasklist;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.attendance.jdbc.MissingOutTable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@SystemTest
@DisplayName("A missing School Out joins the list of the day and is never absence (BR-3, C9, C10, C11)")
class MissingOutTest {

    private static final LocalDate DAY = LocalDate.of(2026, 12, 15);

    @Autowired
    TestState state;

    @Autowired
    Calls calls;

    @Autowired
    Tasklist tasklist;

    @Autowired
    Cases cases;

    @Autowired
    TestClock clock;

    @Autowired
    DayOpening opening;

    @Autowired
    MissingOuts missing;

    @Autowired
    MissingOutTable table;

    @Autowired
    Rebuild rebuild;

    @Autowired
    JdbcClient jdbc;

    String school;
    String teacher;
    String head;
    String blockOfficer;

    @BeforeEach
    void aSchoolUnderABlock() {
        clock.set(DAY, "09:35");
        var block = state.blockAtWork("BR", DAY, 2);
        school = state.school(block.block());
        teacher = state.staff(school);
        head = state.holder("HEAD", school);
        blockOfficer = state.holder("HEAD", block.block());
        opening.open(DAY);
    }

    @Test
    @DisplayName("the day over, the IN is a line in the head's task; confirmed, the presence stands")
    void headConfirms() {
        var in = come(teacher);
        dawn();
        assertThat(afternoon(teacher)).isEqualTo("PRESENT");
        assertThat(flags(teacher)).contains("MISSING_OUT");
        assertThat(cases.lines(head)).contains(in.toString(), "attendance.flag.MISSING_OUT");
        assertThat(cases.decide(head, confirm(in))).isEqualTo(204);
        assertThat(afternoon(teacher)).isEqualTo("PRESENT");
        assertThat(words(in)).containsExactly("MISSING_OUT CONFIRMED");
        assertThat(openCases()).isZero();
        missing.list(DAY);
        assertThat(openCases()).as("what is decided is not listed again").isZero();
    }

    @Test
    @DisplayName(
            "rejected with a remark the afternoon is UNMARKED, never ABSENT; the person contests once, above the head")
    void headRejects() {
        var in = come(teacher);
        dawn();
        assertThat(cases.decide(head, reject(in, " "))).isEqualTo(400);
        assertThat(afternoon(teacher)).isEqualTo("PRESENT");
        assertThat(cases.decide(head, reject(in, "Left at noon"))).isEqualTo(204);
        assertThat(afternoon(teacher)).isEqualTo("UNMARKED");
        assertThat(forenoon(teacher)).isEqualTo("PRESENT");
        assertThat(String.valueOf(calls.get(teacher, "/notices").getBody())).contains("Left at noon");
        assertThat(cases.contest(teacher, in)).isEqualTo(202);
        assertThat(cases.contest(teacher, in)).isEqualTo(409);
        assertThat(cases.confirmAll(blockOfficer)).isEqualTo(204);
        assertThat(afternoon(teacher)).isEqualTo("PRESENT");
        assertThat(openCases()).isZero();
    }

    @Test
    @DisplayName("at 23:59:00 an OUT is still accepted and none is missing; with the day over it is (C10)")
    void untilTheDayEnds() {
        come(teacher);
        var colleague = state.staff(school);
        opening.open(DAY);
        come(colleague);
        clock.set(DAY, "23:59");
        rebuild.day(DAY);
        assertThat(flags(teacher)).doesNotContain("MISSING_OUT");
        assertThat(calls.mark(teacher, "OUT", clock.instant()).getStatusCode().value())
                .isEqualTo(201);
        dawn();
        assertThat(flags(teacher)).doesNotContain("MISSING_OUT");
        assertThat(flags(colleague)).contains("MISSING_OUT");
        assertThat(cases.lines(head)).contains(colleague).doesNotContain(teacher);
        rebuild.day(DAY);
        assertThat(flags(colleague)).as("made anew from the facts").contains("MISSING_OUT");
    }

    @Test
    @DisplayName("a doubtful IN without an OUT is one line; confirmed once, nothing is left to decide")
    void doubtfulToo() {
        var in = doubtful(teacher, "IN");
        cases.task(head);
        dawn();
        assertThat(cases.lines(head)).contains("attendance.flag.MISSING_OUT");
        assertThat(cases.decide(head, confirm(in))).isEqualTo(204);
        assertThat(afternoon(teacher)).isEqualTo("PRESENT");
        assertThat(words(in)).containsExactlyInAnyOrder("MARK CONFIRMED", "MISSING_OUT CONFIRMED");
        assertThat(openCases()).isZero();
    }

    @Test
    @DisplayName("confirm all covers marks and missing OUTs; the head's own is the parent office's (C4)")
    void confirmAllOfThem() {
        come(teacher);
        come(head);
        var colleague = state.staff(school);
        opening.open(DAY);
        doubtful(colleague, "IN");
        dawn();
        assertThat(cases.lines(head)).contains(teacher);
        assertThat(cases.confirmAll(head)).isEqualTo(204);
        assertThat(forenoon(colleague)).isEqualTo("PRESENT");
        assertThat(cases.lines(blockOfficer)).contains(head).doesNotContain(teacher);
        assertThat(cases.confirmAll(blockOfficer)).isEqualTo(204);
        assertThat(openCases()).isZero();
    }

    @Test
    @DisplayName("an OUT made in time and delivered the next day is missing no more; the head's task ends by itself")
    void outDeliveredLate() {
        come(teacher);
        dawn();
        cases.task(head);
        clock.set(DAY.plusDays(1), "09:30");
        var went = DAY.atTime(LocalTime.of(16, 2)).atZone(clock.getZone()).toInstant();
        assertThat(calls.mark(teacher, "OUT", went).getStatusCode().value()).isEqualTo(201);
        assertThat(flags(teacher)).doesNotContain("MISSING_OUT");
        Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> tasklist.of(head)
                .isEmpty());
        assertThat(openCases()).isZero();
    }

    @Test
    @DisplayName("an IN delivered after the list was made is found by when it was recorded (C10: up to 72 hours)")
    void inDeliveredLate() {
        var came = clock.instant();
        clock.set(DAY.plusDays(1), "10:00");
        missing.list(DAY);
        assertThat(openCases()).isZero();
        assertThat(calls.mark(teacher, "IN", came).getStatusCode().value()).isEqualTo(201);
        list(DAY.plusDays(1).atTime(10, 1).atZone(clock.getZone()).toInstant());
        assertThat(openCases()).isZero();
        list(DAY.plusDays(1).atStartOfDay(clock.getZone()).toInstant());
        assertThat(openCases()).isEqualTo(1);
    }

    private void list(Instant deliveredSince) {
        table.list(DAY, Optional.of(deliveredSince), clock.instant());
    }

    private void dawn() {
        clock.set(DAY.plusDays(1), "00:05");
        missing.catchUp();
        missing.list(DAY);
    }

    private UUID come(String who) {
        return UUID.fromString(
                calls.mark(who, "IN", clock.instant()).getBody().get("id").toString());
    }

    private UUID doubtful(String who, String kind) {
        var mark = ownMark(kind, clock.instant());
        var answer = calls.send(who, mark);
        assertThat(answer.getBody()).containsEntry("verdict", "TO_BE_CONFIRMED");
        return UUID.fromString(mark.get("id").toString());
    }

    private List<String> words(UUID mark) {
        return jdbc.sql("select about || ' ' || decision from attendance_mark_decision where mark_id = ?")
                .param(mark)
                .query(String.class)
                .list();
    }

    private long openCases() {
        return cases.open(school);
    }

    private String forenoon(String who) {
        return state.forenoon(who, DAY);
    }

    private String afternoon(String who) {
        return state.afternoon(who, DAY);
    }

    private String flags(String who) {
        return state.flags(who, DAY);
    }

    @Test
    @DisplayName("on half a day too: the forenoon is then the last session")
    void halfDay() {
        jdbc.sql("update calendar_day set day_kind = 'HALF' where from_day = ? and area_id in"
                        + " (select unnest(path) from institution where code = ?)")
                .params(DAY, school)
                .update();
        opening.open(DAY);
        var in = come(teacher);
        dawn();
        assertThat(forenoon(teacher)).isEqualTo("PRESENT");
        assertThat(flags(teacher)).contains("MISSING_OUT");
        assertThat(cases.lines(head)).contains(in.toString(), "attendance.flag.MISSING_OUT");
    }
}
