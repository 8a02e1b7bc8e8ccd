package org.panjika.sandbox.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.MovesTheClock;
import org.panjika.problem.Refused;
import org.panjika.sandbox.SandboxProblem;
import org.panjika.sandbox.jdbc.ClockTable;
import org.springframework.beans.factory.annotation.Autowired;

@MovesTheClock
class SandboxClockTest {

    @Autowired
    Clock clock;

    @Autowired
    ZoneId zone;

    @Autowired
    ClockTable table;

    @Autowired
    ClockMove move;

    @Autowired
    RepositoryService repository;

    @Autowired
    RuntimeService runtime;

    @Autowired
    HistoryService history;

    @BeforeEach
    void deploy() {
        repository
                .createDeployment()
                .addClasspathResource("org/panjika/sandbox/clock-days.bpmn")
                .addClasspathResource("org/panjika/sandbox/clock-fails.bpmn")
                .enableDuplicateFiltering(false)
                .deploy();
    }

    @Test
    @DisplayName("time passed over three days is lived through: each timer and job in order, at its own time")
    void timersAtTheirOwnTime() {
        var start = standAt(wholeMinuteAhead());
        var instance = runtime.startProcessInstanceByKey("clock-days").getId();

        var moved = move.to(start.plus(3, ChronoUnit.DAYS), false);

        assertThat(history.createHistoricJobLogQuery()
                        .processInstanceId(instance)
                        .successLog()
                        .list())
                .extracting(l -> l.getActivityId() + " "
                        + hoursAfter(start, l.getTimestamp().toInstant()))
                .containsExactlyInAnyOrder(
                        "EveryDay 24", "AfterThirtyHours 30", "Asynchronously 30", "EveryDay 48", "EveryDay 72");
        assertThat(moved.instant()).isEqualTo(start.plus(3, ChronoUnit.DAYS));
        assertThat(moved.jobsRun()).isGreaterThanOrEqualTo(5);
    }

    @Test
    @DisplayName("a failing job is tried again at its own times, counted, and ends as one incident")
    void failures() {
        var start = standAt(wholeMinuteAhead());
        var instance = runtime.startProcessInstanceByKey("clock-fails", Map.of("open", false))
                .getId();

        var moved = move.to(start.plus(1, ChronoUnit.DAYS), false);

        assertThat(moved.failedJobs()).isEqualTo(3);
        assertThat(history.createHistoricJobLogQuery()
                        .processInstanceId(instance)
                        .failureLog()
                        .list())
                .extracting(l -> hoursAfter(start, l.getTimestamp().toInstant()))
                .containsExactlyInAnyOrder(1L, 2L, 3L);
        assertThat(runtime.createIncidentQuery().processInstanceId(instance).count())
                .isEqualTo(1);
    }

    @Test
    @DisplayName("a job not yet due stays where it is")
    void notYetDue() {
        var start = standAt(wholeMinuteAhead());
        var instance = runtime.startProcessInstanceByKey("clock-days").getId();

        move.to(start.plus(Duration.ofHours(24).minusMillis(1)), false);

        assertThat(history.createHistoricJobLogQuery()
                        .processInstanceId(instance)
                        .successLog()
                        .count())
                .isZero();
    }

    @Test
    @DisplayName("the clock stands still for everybody until it is moved again")
    void standsStill() {
        var at = standAt(wholeMinuteAhead());
        assertThat(List.of(
                        clock.instant(),
                        clock.withZone(ZoneId.of("Asia/Ho_Chi_Minh")).instant()))
                .containsOnly(at);
        assertThat(ClockUtil.getCurrentTime().toInstant()).isEqualTo(at);
        assertThat(clock.getZone()).isEqualTo(zone);
    }

    @Test
    @DisplayName("told to run, the clock runs on from there, the engine's beside it")
    void runsOn() {
        var from = wholeMinuteAhead();
        move.to(from, true);
        var first = clock.instant();
        assertThat(first).isBetween(from, from.plusSeconds(30));
        await().until(() -> clock.instant().isAfter(first));
        assertThat(Duration.between(ClockUtil.getCurrentTime().toInstant(), clock.instant())
                        .abs())
                .isLessThan(Duration.ofSeconds(1));
    }

    @Test
    @DisplayName("running on, the engine carries out what becomes due by itself")
    void executorRunsAgain() {
        var start = standAt(wholeMinuteAhead());
        var instance = runtime.startProcessInstanceByKey("clock-days").getId();
        move.to(start.plus(Duration.ofHours(24)).minusSeconds(1), true);
        await().atMost(Duration.ofSeconds(90))
                .until(() -> history.createHistoricJobLogQuery()
                                .processInstanceId(instance)
                                .successLog()
                                .count()
                        == 1);
    }

    @Test
    @DisplayName("a clock made anew stands or runs where the stored one does")
    void survivesARestart() {
        var at = standAt(wholeMinuteAhead());
        assertThat(new SandboxClock(zone, table).instant()).isEqualTo(at);

        move.to(at.plusSeconds(60), true);
        assertThat(new SandboxClock(zone, table).instant())
                .isBetween(at.plusSeconds(60), clock.instant().plusSeconds(5));
    }

    @Test
    @DisplayName("backwards is refused, and nothing has moved")
    void neverBackwards() {
        var at = standAt(wholeMinuteAhead());
        assertThatThrownBy(() -> move.to(at.minusMillis(1), true))
                .isInstanceOfSatisfying(
                        Refused.class, r -> assertThat(r.problem()).isEqualTo(SandboxProblem.CLOCK_BACKWARDS));
        assertThat(clock.instant()).isEqualTo(at);
    }

    @Test
    @DisplayName("more than 400 days at once are refused, and nothing has moved")
    void tooFar() {
        var at = standAt(wholeMinuteAhead());
        assertThatThrownBy(() -> move.to(at.plus(401, ChronoUnit.DAYS), true))
                .isInstanceOfSatisfying(
                        Refused.class, r -> assertThat(r.problem()).isEqualTo(SandboxProblem.CLOCK_TOO_FAR));
        assertThat(clock.instant()).isEqualTo(at);
    }

    private Instant standAt(Instant instant) {
        return move.to(instant, false).instant();
    }

    private Instant wholeMinuteAhead() {
        return clock.instant().truncatedTo(ChronoUnit.MINUTES).plusSeconds(60);
    }

    private static long hoursAfter(Instant start, Instant instant) {
        return Duration.between(start, instant).toHours();
    }
}
