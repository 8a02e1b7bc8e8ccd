package org.panjika.engine.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.camunda.bpm.impl.juel.AstBinary;
import org.camunda.bpm.impl.juel.AstIdentifier;
import org.camunda.bpm.impl.juel.Node;
import org.camunda.bpm.model.bpmn.instance.BusinessRuleTask;
import org.camunda.bpm.model.bpmn.instance.ConditionExpression;
import org.camunda.bpm.model.bpmn.instance.MultiInstanceLoopCharacteristics;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.TimerEventDefinition;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaInputParameter;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaOutputParameter;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperty;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.panjika.models.ProcessContract;

/** Whether what a process reads is set by somebody, and what it compares with is offered by a form. */
class VariableChecks {

    private final String file;
    private final Process process;
    private final Optional<ProcessContract> contract;
    private final Map<String, TaskForm> forms;
    private final Function<String, Set<String>> inputs;
    private final Predicate<String> isBean;

    VariableChecks(
            String file,
            Process process,
            Optional<ProcessContract> contract,
            Map<String, TaskForm> forms,
            Function<String, Set<String>> inputs,
            Predicate<String> isBean) {
        this.file = file;
        this.process = process;
        this.contract = contract;
        this.forms = forms;
        this.inputs = inputs;
        this.isBean = isBean;
    }

    private record Read(ModelElementInstance at, String text) {}

    List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        var set = set();
        for (var read : reads()) {
            // who starts a process that the application does not know gives it what it wants
            if (contract.isPresent()) {
                names(read.text())
                        .filter(name -> !set.contains(name))
                        .distinct()
                        .forEach(name -> findings.add(Finding.of(
                                Check.VARIABLE_NEVER_SET, file, Places.around(read.at()), "variable", name)));
            }
            findings.addAll(neverOffered(read));
        }
        if (contract.isPresent()) findings.addAll(decisionsWithout(set));
        return findings;
    }

    private List<Finding> decisionsWithout(Set<String> set) {
        var findings = new ArrayList<Finding>();
        for (var task : Places.all(process, BusinessRuleTask.class)) {
            inputs.apply(String.valueOf(task.getCamundaDecisionRef())).stream()
                    .filter(name -> !set.contains(name))
                    .sorted()
                    .forEach(name -> findings.add(
                            Finding.of(Check.VARIABLE_NEVER_SET, file, Places.of(task), "variable", name)));
        }
        return findings;
    }

    private List<Read> reads() {
        var reads = new ArrayList<Read>();
        for (var condition : Places.all(process, ConditionExpression.class))
            add(reads, condition, condition.getTextContent());
        for (var timer : Places.all(process, TimerEventDefinition.class)) add(reads, timer, timer.getTextContent());
        for (var task : Places.all(process, UserTask.class)) {
            add(reads, task, task.getCamundaCandidateGroups());
            add(reads, task, task.getCamundaDueDate());
        }
        for (var task : Places.all(process, ServiceTask.class)) add(reads, task, task.getCamundaExpression());
        for (var input : Places.all(process, CamundaInputParameter.class)) add(reads, input, input.getTextContent());
        for (var property : Places.all(process, CamundaProperty.class))
            add(reads, property, property.getCamundaValue());
        return reads;
    }

    private static void add(List<Read> reads, ModelElementInstance at, String text) {
        if (text != null && text.contains("${")) reads.add(new Read(at, text));
    }

    private Stream<String> names(String text) {
        return Expressions.nodes(text)
                .filter(AstIdentifier.class::isInstance)
                .map(node -> ((AstIdentifier) node).getName())
                .filter(name -> !isBean.test(name) && !name.equals("execution"));
    }

    private Set<String> set() {
        var set = new HashSet<String>();
        contract.map(ProcessContract::variables).ifPresent(set::addAll);
        boundForms().forEach(form -> set.addAll(form.fields().keySet()));
        Places.all(process, CamundaInputParameter.class).forEach(p -> set.add(p.getCamundaName()));
        Places.all(process, CamundaOutputParameter.class).forEach(p -> set.add(p.getCamundaName()));
        Places.all(process, ServiceTask.class).forEach(t -> set.add(String.valueOf(t.getCamundaResultVariable())));
        Places.all(process, BusinessRuleTask.class).forEach(t -> set.add(String.valueOf(t.getCamundaResultVariable())));
        Places.all(process, MultiInstanceLoopCharacteristics.class)
                .forEach(m -> set.add(String.valueOf(m.getCamundaElementVariable())));
        return set;
    }

    private List<TaskForm> boundForms() {
        return Places.all(process, UserTask.class).stream()
                .map(UserTask::getCamundaFormRef)
                .filter(forms::containsKey)
                .distinct()
                .map(forms::get)
                .toList();
    }

    private List<Finding> neverOffered(Read read) {
        return Expressions.nodes(read.text())
                .filter(AstBinary.class::isInstance)
                .flatMap(comparison -> neverOffered(comparison).stream())
                .map(value -> Finding.of(Check.VALUE_NEVER_OFFERED, file, Places.around(read.at()), "value", value))
                .toList();
    }

    /** A text that is compared with a field of a form that offers values, and not this one. */
    private Optional<String> neverOffered(Node comparison) {
        var left = comparison.getChild(0);
        var right = comparison.getChild(1);
        var name = left instanceof AstIdentifier identifier ? identifier.getName() : "";
        var offered = boundForms().stream()
                .map(form -> form.fields().get(name))
                .filter(field -> field != null && !field.allowed().isEmpty())
                .toList();
        return Expressions.text(right)
                .filter(value -> !offered.isEmpty()
                        && offered.stream().noneMatch(field -> field.allowed().contains(value)));
    }
}
