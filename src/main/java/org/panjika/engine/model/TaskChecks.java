package org.panjika.engine.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.camunda.bpm.impl.juel.AstDot;
import org.camunda.bpm.impl.juel.AstIdentifier;
import org.camunda.bpm.impl.juel.AstMethod;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.TimerEventDefinition;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.panjika.organisation.CompetentOffice;
import org.panjika.organisation.Institution;

/** Whether every task of a person is seen by an office that there is, says what it asks, and has an end in time. */
class TaskChecks {

    private static final String OFFICE_ABOVE = "PARENT_HEAD";

    private final String file;
    private final Process process;
    private final Predicate<String> isFunction;

    /** @param isFunction whether there is such a kind of office or charge */
    TaskChecks(String file, Process process, Predicate<String> isFunction) {
        this.file = file;
        this.process = process;
        this.isFunction = isFunction
                .and(name -> !name.equals(Institution.Kind.SCHOOL.name()))
                .or(OFFICE_ABOVE::equals);
    }

    List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        var withTimer = withTimer();
        for (var task : Places.all(process, UserTask.class)) {
            var at = Places.of(task);
            if (blank(task.getCamundaFormRef()) && blank(task.getCamundaFormKey())) {
                findings.add(Finding.of(Check.FORM_MISSING, file, at));
            }
            if (blank(task.getCamundaDueDate()) && !withTimer.contains(task)) {
                findings.add(Finding.of(Check.NO_DEADLINE, file, at));
            }
            var named = !blank(task.getCamundaAssignee()) || !blank(task.getCamundaCandidateUsers());
            if (blank(task.getCamundaCandidateGroups())) {
                if (!named) findings.add(Finding.of(Check.NOBODY_SEES_TASK, file, at));
            } else {
                unknownOffice(task.getCamundaCandidateGroups())
                        .ifPresent(
                                office -> findings.add(Finding.of(Check.UNKNOWN_OFFICE, file, at, "office", office)));
            }
        }
        return findings;
    }

    private Set<Activity> withTimer() {
        return Places.all(process, BoundaryEvent.class).stream()
                .filter(event -> event.getEventDefinitions().stream().anyMatch(TimerEventDefinition.class::isInstance))
                .map(BoundaryEvent::getAttachedTo)
                .collect(Collectors.toSet());
    }

    /** An office named in so many letters: a group such as CBEO_080102, or the first word given to a bean that finds offices. */
    private Optional<String> unknownOffice(String groups) {
        if (!groups.contains("${")) {
            return Arrays.stream(groups.split(","))
                    .map(String::strip)
                    .filter(group -> !isGroup(group))
                    .findFirst();
        }
        return Expressions.nodes(groups)
                .filter(AstMethod.class::isInstance)
                .map(AstMethod.class::cast)
                .filter(call -> call.getChild(0) instanceof AstDot dot && dot.getChild(0) instanceof AstIdentifier)
                .flatMap(call -> Expressions.firstText(call).stream())
                .filter(name -> !isFunction.test(name))
                .findFirst();
    }

    private boolean isGroup(String group) {
        var end = group.lastIndexOf('_');
        return group.equals(CompetentOffice.ADMINISTRATORS) || end > 0 && isFunction.test(group.substring(0, end));
    }

    private static boolean blank(String text) {
        return text == null || text.isBlank();
    }
}
