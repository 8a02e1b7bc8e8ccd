package org.panjika.engine;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.camunda.bpm.engine.task.IdentityLink;
import org.panjika.models.CaseFollower;
import org.panjika.models.PersonsConcerned;
import org.panjika.problem.Refused;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.function.SingletonSupplier;

/**
 * Stands at every task of every model, also at one that an administrator inserted: nobody decides the own case (C4), the
 * path of the case is written, the room it belongs to is told, also that a case is over, and what became of tasks and their due
 * dates is counted.
 *
 * <p>What a completion may say is judged before by {@link OwnWorkOnly}.
 */
@Component
class TaskGuard extends AbstractBpmnParseListener {

    private final CaseSteps steps;
    private final Supplier<List<PersonsConcerned>> concerned;
    private final Supplier<List<CaseFollower>> followers;
    private final ObjectProvider<MeterRegistry> meters;
    private final Clock clock;

    TaskGuard(
            CaseSteps steps,
            ObjectProvider<PersonsConcerned> concerned,
            ObjectProvider<CaseFollower> followers,
            ObjectProvider<MeterRegistry> meters,
            Clock clock) {
        this.steps = steps;
        this.concerned = SingletonSupplier.of(() -> concerned.stream().toList());
        this.followers = SingletonSupplier.of(() -> followers.stream().toList());
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public void parseUserTask(Element element, ScopeImpl scope, ActivityImpl activity) {
        var task = ((UserTaskActivityBehavior) activity.getActivityBehavior()).getTaskDefinition();
        task.addBuiltInTaskListener(TaskListener.EVENTNAME_CREATE, this::begins);
        task.addBuiltInTaskListener(TaskListener.EVENTNAME_ASSIGNMENT, this::taken);
        task.addBuiltInTaskListener(TaskListener.EVENTNAME_COMPLETE, this::decided);
        task.addBuiltInTaskListener(TaskListener.EVENTNAME_DELETE, this::movedOn);
    }

    @Override
    public void parseProcess(Element element, ProcessDefinitionEntity process) {
        process.addBuiltInListener(ExecutionListener.EVENTNAME_END, (ExecutionListener) this::over);
    }

    /** Also at an end of the model's own: an administrator may have sent the message that leads there. */
    private void over(DelegateExecution execution) {
        if (execution.getProcessBusinessKey() == null) return;
        var process = ((ExecutionEntity) execution).getProcessDefinition().getKey();
        followers.get().stream()
                .filter(f -> f.process().equals(process))
                .filter(f -> f.waits(execution.getProcessBusinessKey()) && !anotherRuns(execution, process))
                .forEach(f -> f.ended(execution.getProcessBusinessKey(), person()));
    }

    /** Whoever ends a case may not see the others. */
    private static boolean anotherRuns(DelegateExecution ended, String process) {
        return Context.getCommandContext().runWithoutAuthorization(() -> ended
                .getProcessEngineServices()
                .getRuntimeService()
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(ended.getProcessBusinessKey(), process)
                .list()
                .stream()
                .anyMatch(other -> !other.isEnded() && !other.getId().equals(ended.getProcessInstanceId())));
    }

    private void begins(DelegateTask task) {
        var offices = task.getCandidates().stream()
                .map(IdentityLink::getGroupId)
                .filter(Objects::nonNull)
                .sorted()
                .toList();
        reached(task, offices);
        count("created", task);
    }

    /** A moved task has other offices or another due date than before: for the path of its case a step of its own. */
    void setAnew(DelegateTask task, List<String> offices) {
        ended(steps.end(task.getId(), false, person(), null, null));
        reached(task, offices);
    }

    private void reached(DelegateTask task, List<String> offices) {
        var due = Optional.ofNullable(task.getDueDate()).map(Date::toInstant).orElse(null);
        steps.begin(
                process(task), businessKey(task), task.getId(), task.getTaskDefinitionKey(), offices, due, person());
        followers.get().stream()
                .filter(f -> f.process().equals(process(task)))
                .forEach(f -> f.reached(businessKey(task), offices, Optional.ofNullable(due)));
    }

    private void taken(DelegateTask task) {
        if (task.getAssignee() != null) mustNotConcern(task.getAssignee(), task);
    }

    private void mustNotConcern(String person, DelegateTask task) {
        var process = process(task);
        var businessKey = businessKey(task);
        if (concerned.get().stream().filter(c -> c.process().equals(process)).anyMatch(c -> c.of(businessKey)
                .contains(person))) {
            throw new Refused(EngineProblem.CONCERNED_IN_CASE);
        }
    }

    private void decided(DelegateTask task) {
        mustNotConcern(person(), task);
        ended(steps.end(task.getId(), true, person(), text(task, "decision"), text(task, "remark")));
        count("completed", task);
        countIfLate(task);
    }

    private void movedOn(DelegateTask task) {
        ended(steps.end(task.getId(), false, person(), null, null));
        count("withdrawn", task);
        countIfLate(task);
    }

    /** Who comes second tries again, and finds the task gone. */
    private static void ended(boolean first) {
        if (!first) throw new OptimisticLockingException("the task was ended at the same moment");
    }

    private void countIfLate(DelegateTask task) {
        var due = task.getDueDate();
        if (due != null && due.toInstant().isBefore(clock.instant())) count("overdue", task);
    }

    /** Only what is committed counts. */
    private void count(String what, DelegateTask task) {
        var name = "panjika.task." + what;
        var tags = new String[] {"process", process(task), "task", task.getTaskDefinitionKey()};
        Runnable increment = () -> meters.ifAvailable(m -> m.counter(name, tags).increment());
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            increment.run();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                increment.run();
            }
        });
    }

    private static String process(DelegateTask task) {
        return ((TaskEntity) task).getProcessDefinition().getKey();
    }

    private static String businessKey(DelegateTask task) {
        var key = task.getExecution().getProcessBusinessKey();
        return key == null ? task.getProcessInstanceId() : key;
    }

    private static String person() {
        return Objects.requireNonNullElse(Context.getCommandContext().getAuthenticatedUserId(), CaseSteps.ENGINE);
    }

    private static String text(DelegateTask task, String variable) {
        var value = task.getVariable(variable);
        return value == null ? null : value.toString();
    }
}
