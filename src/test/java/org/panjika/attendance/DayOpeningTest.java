package org.panjika.attendance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ManagementService;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.CoversProcess;
import org.panjika.SystemTest;
import org.panjika.TestClock;
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

    @Test
    @DisplayName("at 00:05 in the state's zone the day is opened, and the next opening is set for the next day")
    void atMidnight() {
        clock.set(DAY, "00:05");
        var before = opened();
        management.executeJob(timer());
        Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(opened())
                .isGreaterThan(before));
        assertThat(opening.isOpen(DAY)).isTrue();
        assertThat(management.createJobQuery().jobId(timer()).singleResult().getDuedate())
                .isEqualTo(DAY.plusDays(1).atTime(0, 5).atZone(clock.getZone()).toInstant());
    }

    private String timer() {
        return management
                .createJobQuery()
                .processDefinitionKey("day-opening")
                .timers()
                .singleResult()
                .getId();
    }

    private long opened() {
        return history.createHistoricProcessInstanceQuery()
                .processDefinitionKey("day-opening")
                .completed()
                .count();
    }
}
