package org.panjika.attendance;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.springframework.dao.DuplicateKeyException;

/** The running working days of offices in a test, beside an engine that carries out what is due as well. */
final class RunningDays {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final RuntimeService runtime;
    private final ManagementService management;
    private final LocalDate day;

    RunningDays(RuntimeService runtime, ManagementService management, LocalDate day) {
        this.runtime = runtime;
        this.management = management;
        this.day = day;
    }

    Optional<ProcessInstance> of(String office) {
        return Optional.ofNullable(runtime.createProcessInstanceQuery()
                .processDefinitionKey("attendance-day")
                .processInstanceBusinessKey(office + "/" + day)
                .singleResult());
    }

    /** The timers of an office that are due now. */
    List<String> due(String office) {
        return executable(office).map(this::activity).toList();
    }

    /** Carries out a timer that is due, unless the engine has done so by itself. */
    void fire(String office, String activity) {
        Awaitility.await().atMost(PATIENCE).until(() -> {
            var waiting = executable(office)
                    .filter(job -> activity(job).equals(activity))
                    .toList();
            waiting.forEach(this::execute);
            return waiting.isEmpty();
        });
    }

    /** Ends all of them, so that no timer goes off in another test. */
    void end() {
        Awaitility.await().atMost(PATIENCE).until(() -> {
            var running = runtime.createProcessInstanceQuery()
                    .processDefinitionKey("attendance-day")
                    .list();
            running.forEach(this::delete);
            return running.isEmpty();
        });
    }

    private void delete(ProcessInstance instance) {
        try {
            runtime.deleteProcessInstanceIfExists(
                    instance.getProcessInstanceId(), "test is over", true, true, true, true);
        } catch (ProcessEngineException | DuplicateKeyException theEngineWasAtIt) {
            // seen at the next look
        }
    }

    private void execute(Job job) {
        try {
            management.executeJob(job.getId());
        } catch (ProcessEngineException | DuplicateKeyException theEngineWasFaster) {
            // seen at the next look
        }
    }

    private Stream<Job> executable(String office) {
        return of(office).stream()
                .flatMap(
                        i -> management
                                .createJobQuery()
                                .processInstanceId(i.getProcessInstanceId())
                                .timers()
                                .executable()
                                .list()
                                .stream());
    }

    private String activity(Job job) {
        return management
                .createJobDefinitionQuery()
                .jobDefinitionId(job.getJobDefinitionId())
                .singleResult()
                .getActivityId();
    }
}
