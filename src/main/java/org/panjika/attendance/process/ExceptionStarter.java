package org.panjika.attendance.process;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.panjika.attendance.DayOpened;
import org.panjika.attendance.ExceptionCases;
import org.panjika.attendance.MarksInDoubt;
import org.panjika.attendance.jdbc.ExceptionTable;
import org.panjika.attendance.jdbc.ExceptionTable.Case;
import org.panjika.organisation.ListsChanged;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tells the engine of cases and of marks that joined them: soon after the marks are recorded, never while they are. A case
 * that was missed, because this copy died in between, is told within a minute by any copy; one that cannot be told waits
 * for the next minute and keeps no other waiting.
 */
@Component
class ExceptionStarter {

    static final String PROCESS = "attendance-exception";

    static final String HEAD = "HeadDecides";

    static final String OFFICE_ABOVE = "ParentOfficeDecides";

    /** Asks the head too, beside the office above. */
    static final String FOR_THE_HEAD = "for-the-head";

    /** Asks the office above too, beside the head. */
    static final String FOR_THE_OFFICE_ABOVE = "for-the-office-above";

    private static final Logger log = LoggerFactory.getLogger(ExceptionStarter.class);

    private final ExceptionTable table;
    private final ExceptionCases cases;
    private final RuntimeService runtime;
    private final TransactionTemplate transaction;
    private final Set<UUID> failing = ConcurrentHashMap.newKeySet();

    ExceptionStarter(
            ExceptionTable table, ExceptionCases cases, RuntimeService runtime, TransactionTemplate transaction) {
        this.table = table;
        this.cases = cases;
        this.runtime = runtime;
        this.transaction = transaction;
    }

    /** After the commit: before it, the case is not there to be found. */
    @Async
    @TransactionalEventListener(fallbackExecution = true)
    void onMarksInDoubt(MarksInDoubt event) {
        tellAll();
    }

    /** Who was away is back in the morning, and lists fill seats. */
    @Async
    @TransactionalEventListener(
            classes = {DayOpened.class, ListsChanged.class},
            fallbackExecution = true)
    void onSeatsChanged() {
        cases.followSeats();
    }

    @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT10S")
    void tellAll() {
        table.untold().forEach(this::tellAlone);
    }

    private void tellAlone(UUID id) {
        try {
            transaction.executeWithoutResult(status -> table.lockUntold(id).ifPresent(this::tell));
            failing.remove(id);
        } catch (RuntimeException e) {
            if (failing.add(id)) log.error("the engine could not be told of case {}; tried again every minute", id, e);
        }
    }

    private void tell(Case found) {
        var running = runtime.createProcessInstanceQuery()
                .processDefinitionKey(PROCESS)
                .processInstanceBusinessKey(found.id().toString())
                .list();
        if (cases.close(found.id())) {
            // What waited has settled by itself, as by a duty order that came later: nobody has anything to decide.
            running.forEach(i -> runtime.deleteProcessInstance(i.getId(), "settled by itself"));
            return;
        }
        if (running.isEmpty()) ask(found.id(), start(found));
        else running.forEach(i -> ask(found.id(), i));
        cases.asked(found.id());
    }

    private ProcessInstance start(Case found) {
        var requestId = found.id().toString();
        return runtime.startProcessInstanceByKey(
                PROCESS,
                requestId,
                Map.of(
                        "requestId", requestId,
                        "institution", found.institutionCode(),
                        "day", found.day().toString()));
    }

    /** Who has something to decide is asked, and who has no longer anything is asked no more. */
    private void ask(UUID id, ProcessInstance instance) {
        var lists = cases.lists(id);
        var theHeads = !lists.theHeads().isEmpty();
        var theOffices = !lists.theOffices().isEmpty();
        var asked = runtime.getActiveActivityIds(instance.getId());
        if (theHeads && !asked.contains(HEAD)) tell(FOR_THE_HEAD, instance);
        if (theOffices && !asked.contains(OFFICE_ABOVE)) tell(FOR_THE_OFFICE_ABOVE, instance);
        if (!theHeads && asked.contains(HEAD)) askNoMore(HEAD, instance);
        if (!theOffices && asked.contains(OFFICE_ABOVE)) askNoMore(OFFICE_ABOVE, instance);
    }

    private void tell(String message, ProcessInstance instance) {
        runtime.createEventSubscriptionQuery()
                .processInstanceId(instance.getId())
                .eventName(message)
                .list()
                .forEach(s -> runtime.messageEventReceived(message, s.getExecutionId()));
    }

    private void askNoMore(String task, ProcessInstance instance) {
        runtime.createProcessInstanceModification(instance.getId())
                .cancelAllForActivity(task)
                .execute();
    }
}
