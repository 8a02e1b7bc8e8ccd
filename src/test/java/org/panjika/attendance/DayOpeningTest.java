package org.panjika.attendance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.Calls;
import org.panjika.CoversProcess;
import org.panjika.Jobs;
import org.panjika.SystemTest;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.organisation.ListsChanged;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@SystemTest
@CoversProcess("day-opening")
@DisplayName("The registers of a day are opened just after midnight (C5, C6)")
class DayOpeningTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);
    private static final YearMonth SEPTEMBER = YearMonth.of(2025, 9);

    @Autowired
    TestClock clock;

    @Autowired
    ManagementService management;

    @Autowired
    HistoryService history;

    @Autowired
    DayOpening opening;

    @Autowired
    TestState state;

    @Autowired
    RuntimeService runtime;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Calls calls;

    @Autowired
    Jobs jobs;

    @Autowired
    ApplicationEventPublisher events;

    @Autowired
    TransactionTemplate transaction;

    RunningDays running;

    @BeforeEach
    void days() {
        running = new RunningDays(runtime, jobs, clock, DAY);
    }

    @Test
    @DisplayName("at 00:05 in the state's zone the day is opened, and the next opening is set for the next day")
    void atMidnight() {
        clock.set(DAY, "00:05");
        midnightComes();
        assertThat(opening.isOpen(DAY)).isTrue();
        assertThat(timer().getDuedate())
                .isEqualTo(DAY.plusDays(1).atTime(0, 5).atZone(clock.getZone()).toInstant());
    }

    @Test
    @DisplayName("then the working day of every office begins; opened once more, no office is left to begin (C11)")
    void offices() {
        clock.set(DAY, "00:05");
        var block = state.block("RJ");
        state.holder("HEAD", state.school(block.block()));
        opening.open(DAY);
        for (int run = 0; run < 2; run++) {
            midnightComes();
        }
        assertThat(running.of(block.block())).isPresent();
    }

    @Test
    @DisplayName("of two who begin the first day of a month at once, the one who waited finds the month made")
    void monthMadeMeanwhile() {
        Runnable make =
                () -> jdbc.sql("select ensure_attendance_month('2041-05-01')").query(row -> {});
        var waiting = transaction.execute(status -> {
            make.run();
            var other = CompletableFuture.runAsync(() -> transaction.executeWithoutResult(its -> make.run()));
            Awaitility.await().until(() -> jdbc.sql(
                            "select exists (select from pg_locks where locktype = 'advisory' and not granted)")
                    .query(Boolean.class)
                    .single());
            return other;
        });
        assertThat(waiting).succeedsWithin(Duration.ofSeconds(30));
    }

    @AfterEach
    void noTimersAreLeft() {
        running.end();
    }

    /** The timer goes off, and the engine does all that follows. */
    private void midnightComes() {
        var before = opened();
        jobs.carryOut(timer());
        Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(opened())
                .isGreaterThan(before));
    }

    private Job timer() {
        return management
                .createJobQuery()
                .processDefinitionKey("day-opening")
                .timers()
                .singleResult();
    }

    private long opened() {
        return history.createHistoricProcessInstanceQuery()
                .processDefinitionKey("day-opening")
                .completed()
                .count();
    }

    @Test
    @DisplayName("half a day declared at noon: who came owes no afternoon; taken back, it is owed again (C14)")
    void halfDayAtNoon() {
        clock.set(DAY, "09:30");
        var block = state.blockAtWork("BR", DAY);
        var school = state.school(block.block());
        var teacher = state.staff(school);
        var colleague = state.staff(school);
        opening.open(DAY);
        assertThat(calls.mark(teacher, "IN", clock.instant()).getStatusCode().value())
                .isEqualTo(201);
        clock.set(DAY, "12:00");
        declare(block.directorate(), "HALF");
        assertThat(reads(teacher)).isEqualTo("PRESENT HOLIDAY");
        assertThat(reads(colleague)).isEqualTo("UNMARKED HOLIDAY");
        assertThat(expectedInTheAfternoon(school)).isZero();
        clock.set(DAY, "12:15");
        calls.mark(teacher, "OUT", clock.instant());
        assertThat(reads(teacher)).isEqualTo("PRESENT HOLIDAY");
        declare(block.directorate(), "WORKING");
        assertThat(reads(teacher)).as("gone before the boundary").isEqualTo("PRESENT UNMARKED");
        assertThat(expectedInTheAfternoon(school)).isEqualTo(2);
    }

    @Test
    @DisplayName("a holiday declared at noon: nothing is owed any more, and the marks are kept")
    void holidayAtNoon() {
        clock.set(DAY, "09:30");
        var block = state.blockAtWork("BR", DAY);
        var teacher = state.staff(state.school(block.block()));
        opening.open(DAY);
        calls.mark(teacher, "IN", clock.instant());
        declare(block.directorate(), "HOLIDAY");
        assertThat(reads(teacher)).isEqualTo("HOLIDAY HOLIDAY");
        assertThat(calls.mark(teacher, "OUT", clock.instant()).getStatusCode().value())
                .as("who has come may go")
                .isEqualTo(201);
    }

    private void declare(String area, String kind) {
        jdbc.sql("update calendar_day set day_kind = ? where from_day = ? and area_id ="
                        + " (select id from institution where code = ?)")
                .params(kind, DAY, area)
                .update();
        opening.open(DAY);
    }

    private String reads(String who) {
        return state.reads(who, DAY);
    }

    private int expectedInTheAfternoon(String school) {
        return jdbc.sql("select afternoon_expected from institution_day x join institution i on i.id = x.institution_id"
                        + " where i.code = ? and x.day = ?")
                .params(school, DAY)
                .query(Integer.class)
                .single();
    }

    @Test
    @DisplayName("days of down-time are opened though somebody's mark has opened today before")
    void downTime() {
        var today = LocalDate.of(2025, 6, 10);
        clock.set(today, "07:00");
        state.school(state.block("BR").block());
        opening.open(today.minusDays(3));
        opening.open(today);
        opening.catchUp();
        assertThat(opening.isOpen(today.minusDays(2))).isTrue();
        assertThat(opening.isOpen(today.minusDays(1))).isTrue();
    }

    @Test
    @DisplayName(
            "who is posted late has lines on the open days since, none on a day never opened, none farther back than 400 days (C5)")
    void postedLate() {
        var school = schoolOpenOn(1, 2, 4);
        var late = state.staff(school);
        events.publishEvent(new ListsChanged());
        Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(notes(late))
                .as("followed, and not looked at again")
                .isZero());
        assertThat(days(late)).isEqualTo("2025-08-01 2025-09-01 2025-09-02 2025-09-04");
        assertThat(state.reads(late, SEPTEMBER.atDay(1))).isEqualTo("UNMARKED UNMARKED");
        assertThat(expected(school, SEPTEMBER.atDay(2))).isEqualTo(2);
    }

    @Test
    @DisplayName(
            "whose posting ended earlier than was known loses the lines since; what has been said about a day stays (C5)")
    void endedLate() {
        var school = schoolOpenOn(1, 2, 4);
        var colleague = jdbc.sql("select s.employee_code from staff s join posting p on p.staff_id = s.id"
                        + " join institution i on i.id = p.institution_id where i.code = ?")
                .param(school)
                .query(String.class)
                .single();
        clock.set(SEPTEMBER.atDay(4), "09:35");
        assertThat(calls.mark(colleague, "IN", clock.instant()).getStatusCode().value())
                .isEqualTo(201);
        clock.set(SEPTEMBER.atDay(5), "07:00");
        jdbc.sql("update posting p set during = daterange(lower(during), ?) from staff s"
                        + " where s.id = p.staff_id and s.employee_code = ?")
                .params(SEPTEMBER.atDay(2), colleague)
                .update();
        opening.followWorkplaces();
        assertThat(days(colleague)).isEqualTo("2024-07-31 2025-08-01 2025-09-01 2025-09-04");
        assertThat(state.forenoon(colleague, SEPTEMBER.atDay(4))).isEqualTo("PRESENT");
        assertThat(expected(school, SEPTEMBER.atDay(2))).isZero();
    }

    @Test
    @DisplayName(
            "a day that stands in a sent statement stays as it is (C17); who is posted late and stands in none has lines, unmarked as nobody saw the work (C5)")
    void postedLateInASentMonth() {
        var school = schoolOpenOn(1, 2);
        jdbc.sql(
                        """
                        insert into payroll_statement (institution_id, month, route, state, version, through, content_hash)
                        select id, ?, 'DDO_STATEMENT', 'SENT', 1, ?, 'x' from institution where code = ?
                        """)
                .params(SEPTEMBER.atDay(1), SEPTEMBER.atDay(4), school)
                .update();
        var late = state.staff(school);
        var stands = state.staff(school);
        sent(stands, school, 0b11);
        opening.followWorkplaces();
        assertThat(days(late)).isEqualTo("2025-08-01 2025-09-01 2025-09-02");
        assertThat(state.reads(late, SEPTEMBER.atDay(2))).isEqualTo("UNMARKED UNMARKED");
        assertThat(days(stands)).as("the first was sent").isEqualTo("2025-08-01 2025-09-02");
    }

    private void sent(String employeeCode, String school, int payable) {
        jdbc.sql(
                        """
                        with place as (
                          select t.id from payroll_statement t join institution i on i.id = t.institution_id where i.code = :school),
                        version as (
                          insert into payroll_version (statement_id, version, recorded_at, recorded_by, through, content_hash, in_stead)
                          select id, 1, current_timestamp, 'test', :through, 'x', false from place)
                        insert into payroll_line (statement_id, version, staff_id, recorded_at, recorded_by, leave, payable, full_pay,
                               half_pay, no_pay, held, present, tour, duty, technical, doubtful, unmarked, absent, off_portal, late,
                               open, provisional, suspended)
                        select place.id, 1, s.id, current_timestamp, 'test', '{}', :payable, :payable, 0, 0, 0, :payable, 0, 0, 0, 0, 0, 0,
                               0, 0, 0, 0, 0
                          from place, staff s where s.employee_code = :code
                        """)
                .param("school", school)
                .param("through", SEPTEMBER.atDay(4))
                .param("payable", payable)
                .param("code", employeeCode)
                .update();
    }

    /** A school with one teacher on the fifth, after these days of the month and days 35 and 401 days ago were opened. */
    private String schoolOpenOn(int... days) {
        clock.set(SEPTEMBER.atDay(5), "07:00");
        var block = state.blockAtWork("BR", SEPTEMBER.atDay(1), 5);
        var school = state.school(block.block());
        state.staff(school);
        opening.open(LocalDate.of(2024, 7, 31));
        opening.open(LocalDate.of(2025, 8, 1));
        for (var day : days) opening.open(SEPTEMBER.atDay(day));
        opening.open(SEPTEMBER.atDay(5));
        return school;
    }

    private int notes(String employeeCode) {
        return jdbc.sql(
                        "select count(*) from workplace_change c join staff s on s.id = c.staff_id where s.employee_code = ?")
                .param(employeeCode)
                .query(Integer.class)
                .single();
    }

    private String days(String employeeCode) {
        return jdbc.sql("select coalesce(string_agg(d.day::text, ' ' order by d.day), '') from attendance_day d"
                        + " join staff s on s.id = d.staff_id"
                        + " where s.employee_code = ? and d.day < '2025-09-05'")
                .param(employeeCode)
                .query(String.class)
                .single();
    }

    private int expected(String school, LocalDate day) {
        return jdbc.sql("select forenoon_expected from institution_day x join institution i on i.id = x.institution_id"
                        + " where i.code = ? and x.day = ?")
                .params(school, day)
                .query(Integer.class)
                .single();
    }

    @Test
    @DisplayName("a setting that no day could be opened with is refused when it is entered")
    void wrongSetting() {
        var school = state.school(state.block("BR").block());
        assertThatThrownBy(() -> state.set(school, "geofenceRadius", "500 m"))
                .isInstanceOf(DataIntegrityViolationException.class);
        assertThatThrownBy(() -> state.set(school, "attendanceMode", "PHONES"))
                .isInstanceOf(DataIntegrityViolationException.class);
    }
}
