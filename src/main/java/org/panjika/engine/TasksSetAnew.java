package org.panjika.engine;

import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.Expression;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.impl.task.TaskDecorator;
import org.camunda.bpm.engine.impl.task.TaskDefinition;
import org.camunda.bpm.engine.task.IdentityLink;
import org.springframework.stereotype.Component;

/**
 * What the engine leaves to a task as it was when it began. Of a moved one it is set as the new version says when it is due
 * and to be followed up, and where that names its office in another way, so is the office; one whose seat has fallen vacant
 * goes to the office that its model names now.
 */
@Component
class TasksSetAnew {

    private final TaskGuard guard;

    TasksSetAnew(TaskGuard guard) {
        this.guard = guard;
    }

    /** @param source version that the cases came from */
    Void set(List<String> instances, String source, CommandContext context) {
        var before = context.getProcessEngineConfiguration()
                .getDeploymentCache()
                .findDeployedProcessDefinitionById(source)
                .getTaskDefinitions();
        for (var instance : instances) {
            for (var task : context.getTaskManager().findTasksByProcessInstanceId(instance)) {
                var step = before.get(task.getTaskDefinitionKey());
                if (step != null) set(task, step, context);
            }
        }
        return null;
    }

    /** Nothing changes where the task is done, or its model names the same office as before, or none. */
    Void hand(String id, CommandContext context) {
        var task = context.getTaskManager().findTaskById(id);
        if (task == null || task.getTaskDefinition() == null) return null;
        var offices = offices(task);
        var now = new Anew(task.getTaskDefinition(), context).offices(task.getExecution());
        if (!now.isEmpty() && !offices.equals(now)) hand(task, offices, now);
        return null;
    }

    /** Due at another moment than before; nothing changes where the task is done, or due at yet another one. */
    Void date(String id, Date before, Date due, CommandContext context) {
        var task = context.getTaskManager().findTaskById(id);
        if (task == null || !before.equals(task.getDueDate())) return null;
        task.setDueDate(due);
        var offices = offices(task);
        hand(task, offices, offices);
        return null;
    }

    private void set(TaskEntity task, TaskDefinition before, CommandContext context) {
        var due = task.getDueDate();
        var offices = offices(task);
        var anew = new Anew(task.getTaskDefinition(), context);
        anew.setDates(task);
        var now = named(before).equals(named(task.getTaskDefinition())) ? offices : anew.offices(task.getExecution());
        if (!Objects.equals(due, task.getDueDate()) || !offices.equals(now)) hand(task, offices, now);
        else task.triggerUpdateEvent();
    }

    private void hand(TaskEntity task, Set<String> offices, Set<String> now) {
        difference(offices, now).forEach(task::deleteCandidateGroup);
        difference(now, offices).forEach(task::addCandidateGroup);
        task.triggerUpdateEvent();
        guard.setAnew(task, List.copyOf(new TreeSet<>(now)));
    }

    private static Set<String> offices(TaskEntity task) {
        return task.getCandidates().stream()
                .map(IdentityLink::getGroupId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    private static Stream<String> difference(Set<String> some, Set<String> others) {
        return some.stream().filter(one -> !others.contains(one));
    }

    private static Set<String> named(TaskDefinition step) {
        return step.getCandidateGroupIdExpressions().stream()
                .map(Expression::getExpressionText)
                .collect(Collectors.toSet());
    }

    /** As the engine does it when a task begins. */
    private static class Anew extends TaskDecorator {

        Anew(TaskDefinition step, CommandContext context) {
            super(step, context.getProcessEngineConfiguration().getExpressionManager());
        }

        void setDates(TaskEntity task) {
            if (taskDefinition.getDueDateExpression() == null) task.setDueDate(null);
            else initializeTaskDueDate(task, task.getExecution());
            if (taskDefinition.getFollowUpDateExpression() == null) task.setFollowUpDate(null);
            else initializeTaskFollowUpDate(task, task.getExecution());
        }

        Set<String> offices(VariableScope scope) {
            return taskDefinition.getCandidateGroupIdExpressions().stream()
                    .map(expression -> expression.getValue(scope))
                    .flatMap(found -> found instanceof Collection<?> several
                            ? several.stream().map(String::valueOf)
                            : extractCandidates(String.valueOf(found)).stream())
                    .collect(Collectors.toSet());
        }
    }
}
