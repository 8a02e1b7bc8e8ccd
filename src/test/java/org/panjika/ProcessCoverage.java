package org.panjika;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.model.bpmn.instance.EventBasedGateway;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.community.process_test_coverage.core.model.Collector;
import org.camunda.community.process_test_coverage.core.model.Event;
import org.camunda.community.process_test_coverage.engine.platform7.ElementCoverageParseListener;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Listens to what the engine walks. From the engine's start to its end, because an engine with timers and an executor of its
 * own walks between tests too; the coverage library's own extensions know no engine that does, so only its ear is used.
 */
@TestComponent
public class ProcessCoverage extends AbstractProcessEnginePlugin implements Collector {

    private final Set<Walked> walked = ConcurrentHashMap.newKeySet();

    @Override
    public void preInit(ProcessEngineConfigurationImpl engine) {
        var ear = new ElementCoverageParseListener();
        ear.setCoverageState(this);
        var listeners = new ArrayList<BpmnParseListener>(
                Optional.ofNullable(engine.getCustomPostBPMNParseListeners()).orElse(List.of()));
        listeners.add(ear);
        engine.setCustomPostBPMNParseListeners(listeners);
    }

    @Override
    public void addEvent(Event event) {
        walked.add(new Walked(event.getModelKey(), event.getDefinitionKey()));
    }

    private void forget(String process) {
        walked.removeIf(w -> w.process().equals(process));
    }

    private Set<String> notWalked(String process, RepositoryService repository) {
        var newest = repository
                .createProcessDefinitionQuery()
                .processDefinitionKey(process)
                .latestVersion()
                .singleResult();
        var model = repository.getBpmnModelInstance(newest.getId());
        var elements = new ArrayList<FlowElement>(model.getModelElementsByType(FlowNode.class));
        elements.addAll(model.getModelElementsByType(SequenceFlow.class));
        var left = new TreeSet<String>();
        elements.stream()
                .filter(element -> !walked.contains(new Walked(process, element.getId())))
                .filter(element -> !toAnEventThatCame(process, element))
                .map(FlowElement::getId)
                .forEach(left::add);
        return left;
    }

    /** The engine waits at the gateway itself; the ear knows the flow it took by the event's id alone, of whatever process. */
    private boolean toAnEventThatCame(String process, FlowElement element) {
        return element instanceof SequenceFlow flow
                && flow.getSource() instanceof EventBasedGateway
                && walked.contains(new Walked(process, flow.getTarget().getId()));
    }

    private record Walked(String process, String element) {}

    /** Judges a class of tests marked {@link CoversProcess}. */
    static class Check implements BeforeAllCallback, AfterAllCallback {

        @Override
        public void beforeAll(ExtensionContext test) {
            for (var process : processes(test)) coverage(test).forget(process);
        }

        @Override
        public void afterAll(ExtensionContext test) {
            var repository = SpringExtension.getApplicationContext(test).getBean(RepositoryService.class);
            for (var process : processes(test)) {
                assertThat(coverage(test).notWalked(process, repository))
                        .as("nodes and flows of %s that no test walked", process)
                        .isEmpty();
            }
        }

        private static String[] processes(ExtensionContext test) {
            // a class nested in the marked one is part of it
            var covers = test.getRequiredTestClass().getAnnotation(CoversProcess.class);
            return covers == null ? new String[0] : covers.value();
        }

        private static ProcessCoverage coverage(ExtensionContext test) {
            return SpringExtension.getApplicationContext(test).getBean(ProcessCoverage.class);
        }
    }
}
