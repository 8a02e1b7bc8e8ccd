package org.panjika.attendance.process;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.panjika.attendance.MarksInDoubt;
import org.panjika.attendance.jdbc.ExceptionTable;
import org.panjika.attendance.jdbc.ExceptionTable.Case;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tells the engine of cases and of marks that joined them: soon after the marks are recorded, never while they are. A case
 * that was missed, because this copy died in between, is told within a minute by any copy.
 */
@Component
class ExceptionStarter {

    private static final String PROCESS = "attendance-exception";
    private static final int AT_ONCE = 20;

    private final ExceptionTable cases;
    private final RuntimeService runtime;
    private final TaskService tasks;
    private final AttendanceExceptions exceptions;
    private final TransactionTemplate transaction;
    private final Clock clock;

    ExceptionStarter(
            ExceptionTable cases,
            RuntimeService runtime,
            TaskService tasks,
            AttendanceExceptions exceptions,
            TransactionTemplate transaction,
            Clock clock) {
        this.cases = cases;
        this.runtime = runtime;
        this.tasks = tasks;
        this.exceptions = exceptions;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** After the commit: before it, the case is not there to be found. */
    @Async
    @TransactionalEventListener(fallbackExecution = true)
    void onMarksInDoubt(MarksInDoubt event) {
        tellAll();
    }

    @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT10S")
    void tellAll() {
        int told;
        do {
            told = transaction.execute(status -> {
                var some = cases.lockUntold(AT_ONCE);
                some.forEach(this::tell);
                return some.size();
            });
        } while (told == AT_ONCE);
    }

    private void tell(Case found) {
        var requestId = found.id().toString();
        if (cases.close(found, LocalDate.now(clock), clock.instant())) {
            endOf(requestId);
            return;
        }
        var running = tasks.createTaskQuery()
                .processDefinitionKey(PROCESS)
                .processInstanceBusinessKey(requestId)
                .list();
        running.forEach(task -> tasks.setVariableLocal(task.getId(), "marks", exceptions.lines(requestId)));
        if (running.isEmpty()) {
            runtime.startProcessInstanceByKey(
                    PROCESS,
                    requestId,
                    Map.of(
                            "requestId", requestId,
                            "institution", found.institutionCode(),
                            "day", found.day().toString()));
        }
        cases.told(found.id());
    }

    /** What waited has settled by itself, as by a duty order that came later: nobody has anything to decide. */
    private void endOf(String requestId) {
        runtime.createProcessInstanceQuery()
                .processDefinitionKey(PROCESS)
                .processInstanceBusinessKey(requestId)
                .list()
                .forEach(i -> runtime.deleteProcessInstance(i.getId(), "settled by itself"));
    }
}
