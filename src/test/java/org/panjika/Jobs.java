package org.panjika;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.runtime.Job;
import org.springframework.boot.test.context.TestComponent;

/** The engine's timers in tests: beside them runs an engine that carries out by itself what is due. */
@TestComponent
public class Jobs {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ManagementService management;

    Jobs(ManagementService management) {
        this.management = management;
    }

    /** The only timer of an instance. */
    public Job timer(String instance) {
        return management.createJobQuery().processInstanceId(instance).timers().singleResult();
    }

    /** The timers of an instance that are due by then. */
    public List<Job> due(String instance, Instant by) {
        return management
                .createJobQuery()
                .processInstanceId(instance)
                .timers()
                .duedateLowerThan(Date.from(by.plusMillis(1)))
                .list();
    }

    /** What waits for the job. */
    public String activity(Job job) {
        return management
                .createJobDefinitionQuery()
                .jobDefinitionId(job.getJobDefinitionId())
                .singleResult()
                .getActivityId();
    }

    /**
     * Carries out a job, unless the engine does: when this returns it has been done, once, and is committed. Whatever the
     * engine throws because it was faster is no failure; a job that stays is, with what it last failed of.
     */
    public void carryOut(Job job) {
        Awaitility.await("job of " + job.getProcessDefinitionKey() + " done")
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .ignoreExceptions()
                .until(() -> {
                    if (!waits(job)) return true;
                    management.executeJob(job.getId());
                    return !waits(job);
                });
    }

    private boolean waits(Job job) {
        return management.createJobQuery().jobId(job.getId()).count() > 0;
    }
}
