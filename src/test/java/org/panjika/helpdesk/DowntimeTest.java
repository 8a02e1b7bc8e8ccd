package org.panjika.helpdesk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.SystemTest;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.attendance.DayOpening;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@SystemTest
@DisplayName("Down-time that the system sees itself is declared by it (BR-19)")
class DowntimeTest {

    /** A Sunday on which only this test's institutions work: each root that works would have a fault declared. */
    private static final LocalDate DAY = LocalDate.of(2027, 2, 14);

    @Autowired
    Downtime downtime;

    @Autowired
    TestState state;

    @Autowired
    TestClock clock;

    @Autowired
    DayOpening opening;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transaction;

    // as the running application's own beats have it, or they would see another silence
    Instant machine = Instant.now().truncatedTo(ChronoUnit.MICROS);
    TestState.Block block;
    String school;
    String teacher;

    @BeforeEach
    void aSchool() {
        clock.set(DAY, "12:00");
        block = state.block("BR");
        state.workingDay(block.directorate(), DAY);
        school = state.school(block.block());
        teacher = state.staff(school);
        opening.open(DAY);
    }

    @Test
    @DisplayName(
            "an hour in which no copy ran is a SERVER fault for the whole state, in force at once, and declared once")
    void anHour() {
        wakeUpAfter(Duration.ofHours(1), Duration.ofHours(1));
        wakeUpAgain();
        assertThat(faults())
                .containsExactly(Map.of(
                        "kind", "SERVER",
                        "recorded_by", "system",
                        "scope", "AREA",
                        "at_once", true,
                        "from", "11:00",
                        "to", "12:00"));
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> state.forenoon(teacher, DAY)
                .equals("TECHNICAL"));
    }

    @Test
    @DisplayName("who is given a line after it was declared reads TECHNICAL as the others do (C15)")
    void lineMadeLater() {
        wakeUpAfter(Duration.ofHours(1), Duration.ofHours(1));
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> state.forenoon(teacher, DAY)
                .equals("TECHNICAL"));
        var late = state.staff(school);
        opening.open(DAY);
        assertThat(state.forenoon(late, DAY)).isEqualTo("TECHNICAL");
    }

    @Test
    @DisplayName("a quarter of an hour is down-time, a minute less is not; how much is a setting")
    void howLong() {
        wakeUpAfter(Duration.ofMinutes(14), Duration.ofMinutes(14));
        assertThat(faults()).isEmpty();
        state.set(block.directorate(), "downtimeMinutes", "90");
        wakeUpAfter(Duration.ofHours(1), Duration.ofHours(1));
        assertThat(faults()).isEmpty();
        wakeUpAfter(Duration.ofMinutes(100), Duration.ofMinutes(100));
        assertThat(faults()).hasSize(1);
    }

    @Test
    @DisplayName("a clock that was moved forward, or that stands still, is no down-time")
    void movedClock() {
        wakeUpAfter(Duration.ofDays(20), Duration.ofMinutes(1));
        wakeUpAfter(Duration.ZERO, Duration.ofDays(20));
        assertThat(faults()).isEmpty();
    }

    @Test
    @DisplayName("a night is no down-time, nor is a holiday, nor the first start of all")
    void nobodyWorked() {
        clock.set(DAY, "08:00");
        wakeUpAfter(Duration.ofHours(7), Duration.ofHours(7));
        assertThat(faults()).isEmpty();
        clock.set(DAY.plusWeeks(1), "12:00");
        opening.open(DAY.plusWeeks(1));
        wakeUpAfter(Duration.ofHours(1), Duration.ofHours(1));
        assertThat(faults()).isEmpty();
        wakeUpAfter(Duration.ofHours(1), Duration.ZERO);
        assertThat(faults()).isEmpty();
    }

    /** In one transaction: the application's own heart goes on beating. */
    private void wakeUpAfter(Duration byTheClock, Duration byTheMachine) {
        transaction.executeWithoutResult(status -> {
            silence(byTheClock, byTheMachine);
            wakeUpAgain();
        });
    }

    private void silence(Duration byTheClock, Duration byTheMachine) {
        jdbc.sql("update system_heartbeat set at = ?, real_at = ?")
                .params(
                        clock.instant().minus(byTheClock).atOffset(ZoneOffset.UTC),
                        machine.minus(byTheMachine).atOffset(ZoneOffset.UTC))
                .update();
    }

    private void wakeUpAgain() {
        downtime.beat(machine);
    }

    private List<Map<String, Object>> faults() {
        return jdbc.sql(
                        """
                        select f.kind, f.recorded_by, f.scope, f.at_once,
                               to_char(f.from_at at time zone 'Asia/Kolkata', 'HH24:MI') as from,
                               to_char(f.to_at at time zone 'Asia/Kolkata', 'HH24:MI') as to
                          from technical_fault f join institution i on i.id = f.institution_id where i.code = ?
                        """)
                .param(block.directorate())
                .query()
                .listOfRows();
    }

    @Test
    @DisplayName("two hours in which the database was away and the application ran are declared by the next beat, once")
    void databaseAway() {
        transaction.executeWithoutResult(status -> {
            silence(Duration.ofHours(2), Duration.ofHours(2));
            downtime.beat();
        });
        downtime.beat();
        assertThat(faults()).hasSize(1);
    }

    @Test
    @DisplayName("a quarter of an hour to the second is down-time")
    void aQuarter() {
        wakeUpAfter(Duration.ofMinutes(15), Duration.ofMinutes(15));
        assertThat(faults()).hasSize(1);
    }
}
