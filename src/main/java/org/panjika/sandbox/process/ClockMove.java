package org.panjika.sandbox.process;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.camunda.bpm.engine.impl.persistence.entity.TimerEntity;
import org.camunda.bpm.engine.runtime.Job;
import org.panjika.helpdesk.Downtime;
import org.panjika.problem.Refused;
import org.panjika.sandbox.SandboxOnly;
import org.panjika.sandbox.SandboxProblem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** Moves the sandbox's clock and lives through everything that becomes due on the way. */
@Service
@SandboxOnly
public class ClockMove {

    private static final Logger log = LoggerFactory.getLogger(ClockMove.class);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration FARTHEST = Duration.ofDays(400);

    private final SandboxClock clock;
    private final ManagementService management;
    private final JobExecutor executor;
    private final JobsInHand jobs;
    private final Downtime downtime;

    ClockMove(
            SandboxClock clock,
            ManagementService management,
            ProcessEngineConfigurationImpl engine,
            JobsInHand jobs,
            Downtime downtime) {
        this.clock = clock;
        this.management = management;
        this.executor = engine.getJobExecutor();
        this.jobs = jobs;
        this.downtime = downtime;
    }

    /**
     * Moves to a time: every timer and job due by then runs in the order of due times, each at its own, and so does what
     * these create. Then the clock stands still, or runs on.
     *
     * @throws Refused {@code clock-backwards} if the clock is already past that time, {@code clock-too-far} if it is more
     *     than 400 days ahead
     */
    public synchronized Moved to(Instant target, boolean running) {
        var now = clock.instant();
        if (target.isBefore(now)) {
            throw new Refused(
                    SandboxProblem.CLOCK_BACKWARDS,
                    Map.of("now", now.atZone(clock.getZone()).toOffsetDateTime()));
        }
        if (target.isAfter(now.plus(FARTHEST))) {
            throw new Refused(SandboxProblem.CLOCK_TOO_FAR, Map.of("days", FARTHEST.toDays()));
        }
        var wasActive = executor.isActive();
        executor.shutdown();
        try {
            awaitIdle();
            clock.freezeAt(clock.instant());
            var ran = runDueBy(target);
            if (running) clock.runFrom(target);
            else clock.freezeAt(target);
            // time that was jumped over is no silence
            downtime.beat();
            return new Moved(target, ran.jobsRun, ran.failedJobs);
        } finally {
            if (wasActive) executor.start();
        }
    }

    private Ran runDueBy(Instant target) {
        var ran = new Ran();
        for (var job = next(target); job.isPresent(); job = next(target)) {
            var due = job.get().getDuedate().toInstant();
            if (due.isAfter(clock.instant())) clock.freezeAt(due);
            run(job.get(), ran);
            removeEcho(job.get());
        }
        return ran;
    }

    private Optional<Job> next(Instant target) {
        return management
                .createJobQuery()
                .active()
                .withRetriesLeft()
                .duedateLowerThan(Date.from(target.plusMillis(1)))
                .orderByJobDuedate()
                .asc()
                .orderByJobId()
                .asc()
                .listPage(0, 1)
                .stream()
                .findFirst();
    }

    private void run(Job job, Ran ran) {
        ran.jobsRun++;
        try {
            management.executeJob(job.getId());
        } catch (RuntimeException failure) {
            // the engine has counted the failure on the job itself; without retries left it is an incident
            ran.failedJobs++;
            log.info("job {} of {} failed", job.getId(), job.getProcessDefinitionKey(), failure);
        }
    }

    /**
     * Asked at the very instant of a counted repetition's last time, the engine takes that time for the next one, and would
     * for ever while the clock stands there.
     */
    private void removeEcho(Job ran) {
        if (!(ran instanceof TimerEntity timer) || timer.getRepeat() == null) return;
        management
                .createJobQuery()
                .jobDefinitionId(ran.getJobDefinitionId())
                .duedateHigherThan(Date.from(ran.getDuedate().toInstant().minusMillis(1)))
                .duedateLowerThan(Date.from(ran.getDuedate().toInstant().plusMillis(1)))
                .list()
                .stream()
                .filter(job -> Objects.equals(job.getExecutionId(), ran.getExecutionId()))
                .filter(job -> !job.getId().equals(ran.getId()))
                .forEach(echo -> management.deleteJob(echo.getId()));
    }

    /** What the executor had in hand when it was stopped must end before time moves under it. */
    private void awaitIdle() {
        try {
            if (!jobs.awaitNone(PATIENCE)) throw new IllegalStateException("the engine's jobs do not come to an end");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static final class Ran {
        private int jobsRun;
        private int failedJobs;
    }

    /**
     * What a move of the clock did.
     *
     * @param jobsRun executions, failed ones and repetitions included
     */
    public record Moved(Instant instant, int jobsRun, int failedJobs) {}
}
