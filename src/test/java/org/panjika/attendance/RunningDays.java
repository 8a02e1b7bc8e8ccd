package org.panjika.attendance;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.panjika.Jobs;
import org.panjika.TestClock;

/** The running working days of offices in a test, beside an engine that carries out what is due as well. */
final class RunningDays {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final RuntimeService runtime;
    private final Jobs jobs;
    private final TestClock clock;
    private final LocalDate day;

    RunningDays(RuntimeService runtime, Jobs jobs, TestClock clock, LocalDate day) {
        this.runtime = runtime;
        this.jobs = jobs;
        this.clock = clock;
        this.day = day;
    }

    Optional<ProcessInstance> of(String office) {
        return Optional.ofNullable(runtime.createProcessInstanceQuery()
                .processDefinitionKey("attendance-day")
                .processInstanceBusinessKey(office + "/" + day)
                .singleResult());
    }

    /** The timers of an office that are due by a time of the day. Ask before it comes: then the engine carries them out. */
    List<String> due(String office, String by) {
        var then = day.atTime(LocalTime.parse(by)).atZone(clock.getZone()).toInstant();
        return due(office, then).map(jobs::activity).toList();
    }

    /**
     * Carries out a timer that is due, and then all others of the office that are, unless the engine has done so by
     * itself: until the clock is moved nothing happens any more while the office's tasks are completed.
     */
    void fire(String office, String first) {
        for (var next = next(office, first); next.isPresent(); next = next(office, first)) {
            jobs.carryOut(next.get());
        }
    }

    private Optional<Job> next(String office, String first) {
        return due(office, clock.instant())
                .max(Comparator.comparing(job -> jobs.activity(job).equals(first)));
    }

    /** Ends all of them, so that no timer goes off in another test. */
    void end() {
        Awaitility.await("all days over").atMost(PATIENCE).ignoreExceptions().until(() -> {
            var running = runtime.createProcessInstanceQuery()
                    .processDefinitionKey("attendance-day")
                    .list();
            running.forEach(this::delete);
            return running.isEmpty();
        });
    }

    private void delete(ProcessInstance instance) {
        runtime.deleteProcessInstanceIfExists(instance.getProcessInstanceId(), "test is over", true, true, true, true);
    }

    private Stream<Job> due(String office, Instant by) {
        return of(office).stream().flatMap(i -> jobs.due(i.getProcessInstanceId(), by).stream());
    }
}
