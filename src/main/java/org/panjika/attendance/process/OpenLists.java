package org.panjika.attendance.process;

import java.time.Clock;
import java.util.Date;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.exception.NullValueException;
import org.camunda.bpm.engine.runtime.Job;
import org.panjika.attendance.DayOpened;
import org.panjika.attendance.Monitoring;
import org.panjika.attendance.Monitoring.Chase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps the running days in step with the registers, aside from those who mark: a list ends a few seconds after the last
 * one on it has caught up, the timers follow deadlines that have been moved, and days begin that could not at their hour.
 */
@Component
class OpenLists {

    static final String MESSAGE = "all-are-in";

    private static final Logger log = LoggerFactory.getLogger(OpenLists.class);

    private final Monitoring monitoring;
    private final AttendanceDays days;
    private final RuntimeService runtime;
    private final ManagementService management;
    private final TransactionTemplate transaction;
    private final TransactionTemplate afterwards;
    private final Clock clock;

    OpenLists(
            Monitoring monitoring,
            AttendanceDays days,
            RuntimeService runtime,
            ManagementService management,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.monitoring = monitoring;
        this.days = days;
        this.runtime = runtime;
        this.management = management;
        this.transaction = new TransactionTemplate(transactions);
        this.afterwards = new TransactionTemplate(transactions);
        // what is done after a commit would else belong to the transaction that has ended
        this.afterwards.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "PT30S", initialDelayString = "PT10S")
    void beginLate() {
        var begun = days.startLate();
        if (begun > 0) log.info("the day of {} offices has begun late", begun);
    }

    @Scheduled(fixedDelayString = "PT5S", initialDelayString = "PT10S")
    void endComplete() {
        monitoring.forgetOldChases();
        monitoring.complete().forEach(this::endAlone);
    }

    private void endAlone(Chase chase) {
        try {
            transaction.executeWithoutResult(status -> end(chase));
        } catch (RuntimeException e) {
            log.warn("the list {} stays open for now", chase, e);
        }
    }

    /** The task may have ended before: by the officer, or at closing. */
    private void end(Chase chase) {
        runtime
                .createExecutionQuery()
                .processDefinitionKey(AttendanceDays.PROCESS)
                .processInstanceBusinessKey(chase.office() + "/" + chase.day())
                .messageEventSubscriptionName(MESSAGE)
                .list()
                .stream()
                .filter(e -> chase.due().toString().equals(runtime.getVariable(e.getId(), "due")))
                .forEach(e -> runtime.messageEventReceived(MESSAGE, e.getId()));
        monitoring.ended(chase);
    }

    /**
     * The timers of a day that has begun are asked for again, and offices that came late begin theirs. Only what is due on
     * that day: a list that waits longer does not begin to wait anew.
     */
    @TransactionalEventListener(fallbackExecution = true)
    void followDeadlines(DayOpened opened) {
        var running = afterwards.execute(status -> runtime.createProcessInstanceQuery()
                .processDefinitionKey(AttendanceDays.PROCESS)
                .variableValueEquals("day", opened.day().toString())
                .list());
        var dayEnds =
                Date.from(opened.day().plusDays(1).atStartOfDay(clock.getZone()).toInstant());
        for (var instance : running) {
            management
                    .createJobQuery()
                    .processInstanceId(instance.getProcessInstanceId())
                    .timers()
                    .duedateLowerThan(dayEnds)
                    .list()
                    .forEach(this::ask);
        }
        if (!running.isEmpty()) afterwards.executeWithoutResult(status -> days.start(opened.day()));
    }

    private void ask(Job timer) {
        try {
            afterwards.executeWithoutResult(status -> management.recalculateJobDuedate(timer.getId(), false));
        } catch (OptimisticLockingException | NullValueException itIsBeingCarriedOut) {
            log.debug("timer {} is past being moved", timer.getId());
        }
    }
}
