package org.panjika.attendance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.CoversProcess;
import org.panjika.Jobs;
import org.panjika.SystemTest;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.springframework.beans.factory.annotation.Autowired;

@SystemTest
@CoversProcess("day-opening")
@DisplayName("The registers of a day are opened just after midnight (C5, C6)")
class DayOpeningTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);

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
    Jobs jobs;

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
}
