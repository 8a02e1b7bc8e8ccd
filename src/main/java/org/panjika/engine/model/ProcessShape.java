package org.panjika.engine.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.CatchEvent;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.camunda.bpm.model.bpmn.instance.EventBasedGateway;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Message;
import org.camunda.bpm.model.bpmn.instance.MessageEventDefinition;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.ReceiveTask;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.panjika.models.ProcessContract;

/** Whether a process can begin, goes on everywhere, ends, and hears what the application tells it. */
class ProcessShape {

    private final String file;
    private final Process process;
    private final Optional<ProcessContract> contract;

    ProcessShape(String file, Process process, Optional<ProcessContract> contract) {
        this.file = file;
        this.process = process;
        this.contract = contract;
    }

    List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        if (blank(process.getCamundaHistoryTimeToLiveString())) {
            findings.add(Finding.of(Check.NO_HISTORY_LIMIT, file, Places.of(process)));
        }
        if (contract.filter(ProcessContract::started).isPresent() && !startsPlainly()) {
            findings.add(Finding.of(Check.START_MISSING, file, Places.of(process)));
        }
        var flows = Places.all(process, SequenceFlow.class);
        var goOn = flows.stream().map(SequenceFlow::getSource).collect(Collectors.toSet());
        var reached = flows.stream().map(SequenceFlow::getTarget).collect(Collectors.toSet());
        for (var node : Places.all(process, FlowNode.class)) {
            if (isEventSubProcess(node)) continue;
            if (!goOn.contains(node) && mustGoOn(node)) {
                findings.add(Finding.of(Check.NO_WAY_OUT, file, Places.of(node)));
            }
            if (!reached.contains(node) && !(node instanceof StartEvent) && !(node instanceof BoundaryEvent)) {
                findings.add(Finding.of(Check.NO_WAY_IN, file, Places.of(node)));
            }
        }
        rounds(flows).forEach(node -> findings.add(Finding.of(Check.NOTHING_WAITED_FOR, file, Places.of(node))));
        findings.addAll(messages());
        return findings;
    }

    /** A node of each round that a case can go without anybody or anything being waited for. */
    private static List<FlowNode> rounds(Collection<SequenceFlow> flows) {
        var next = new LinkedHashMap<FlowNode, List<FlowNode>>();
        flows.stream()
                .filter(flow -> !waits(flow.getSource()) && !waits(flow.getTarget()))
                .forEach(flow -> next.computeIfAbsent(flow.getSource(), node -> new ArrayList<>())
                        .add(flow.getTarget()));
        var rounds = new ArrayList<FlowNode>();
        var told = new HashSet<FlowNode>();
        for (var node : next.keySet()) {
            if (told.contains(node)) continue;
            var after = after(node, next);
            if (!after.contains(node)) continue;
            rounds.add(node);
            after.stream().filter(other -> after(other, next).contains(node)).forEach(told::add);
        }
        return rounds;
    }

    private static Set<FlowNode> after(FlowNode start, Map<FlowNode, List<FlowNode>> next) {
        var after = new HashSet<FlowNode>();
        var open = new ArrayDeque<>(next.getOrDefault(start, List.of()));
        while (!open.isEmpty()) {
            var node = open.remove();
            if (after.add(node)) open.addAll(next.getOrDefault(node, List.of()));
        }
        return after;
    }

    private static boolean waits(FlowNode node) {
        return node instanceof UserTask
                || node instanceof ReceiveTask
                || node instanceof CatchEvent
                || node instanceof EventBasedGateway
                || node instanceof SubProcess
                || node instanceof CallActivity
                // a transaction and a job of its own, so that what is done is done
                || node.isCamundaAsyncBefore()
                || node.isCamundaAsyncAfter();
    }

    private boolean startsPlainly() {
        return process.getFlowElements().stream()
                .filter(StartEvent.class::isInstance)
                .map(StartEvent.class::cast)
                .anyMatch(start -> start.getEventDefinitions().isEmpty());
    }

    private static boolean mustGoOn(FlowNode node) {
        return !(node instanceof EndEvent) && !(node instanceof Activity activity && activity.isForCompensation());
    }

    private static boolean isEventSubProcess(FlowElement element) {
        return element instanceof SubProcess sub && sub.triggeredByEvent();
    }

    private List<Finding> messages() {
        if (contract.isEmpty()) return List.of();
        var findings = new ArrayList<Finding>();
        var received = received();
        contract.get().messages().stream()
                .filter(m -> !received.contains(m))
                .sorted()
                .forEach(m ->
                        findings.add(Finding.of(Check.MESSAGE_NOT_RECEIVED, file, Places.of(process), "message", m)));
        for (var message : Places.all(process, MessageEventDefinition.class)) {
            unsent(message.getMessage(), (FlowNode) message.getParentElement()).ifPresent(findings::add);
        }
        for (var task : Places.all(process, ReceiveTask.class)) {
            unsent(task.getMessage(), task).ifPresent(findings::add);
        }
        return findings;
    }

    private Optional<Finding> unsent(Message message, FlowNode at) {
        var name = message == null ? "" : String.valueOf(message.getName());
        return contract.get().messages().contains(name)
                ? Optional.empty()
                : Optional.of(Finding.of(Check.MESSAGE_NEVER_SENT, file, Places.of(at), "message", name));
    }

    private Set<String> received() {
        var names = Places.all(process, MessageEventDefinition.class).stream()
                .map(MessageEventDefinition::getMessage)
                .filter(m -> m != null)
                .map(Message::getName)
                .collect(Collectors.toSet());
        Places.all(process, ReceiveTask.class).stream()
                .map(ReceiveTask::getMessage)
                .filter(m -> m != null)
                .map(Message::getName)
                .forEach(names::add);
        return names;
    }

    private static boolean blank(String text) {
        return text == null || text.isBlank();
    }
}
