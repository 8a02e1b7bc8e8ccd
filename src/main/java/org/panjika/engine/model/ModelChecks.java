package org.panjika.engine.model;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.xml.ModelException;
import org.panjika.models.ProcessContract;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Looks at models before they are deployed: what would fail, block or mislead, said with the place it is in. */
@Component
public class ModelChecks {

    private final ForeignCode foreign;
    private final Vocabulary vocabulary;
    private final ObjectProvider<ProcessContract> contracts;

    ModelChecks(Vocabulary vocabulary, ObjectProvider<ProcessContract> contracts) {
        this.foreign = new ForeignCode(vocabulary);
        this.vocabulary = vocabulary;
        this.contracts = contracts;
    }

    /**
     * What is to be said about files that are deployed together.
     *
     * @param files content by name, with every form and decision that a process among them binds
     */
    public List<Finding> of(Map<String, byte[]> files) {
        var findings = new ArrayList<Finding>();
        var forms = forms(files);
        new TreeMap<>(files).forEach((file, content) -> {
            var foreignCode = foreign.findings(Model.of(file, content));
            findings.addAll(foreignCode);
            // what is not ours to run is not looked at any further
            if (!foreignCode.isEmpty()) return;
            if (Model.isProcess(file)) findings.addAll(process(file, content, forms));
            if (Model.isDecision(file)) findings.addAll(decision(file, content));
        });
        return List.copyOf(findings);
    }

    private static Map<String, TaskForm> forms(Map<String, byte[]> files) {
        var forms = new HashMap<String, TaskForm>();
        files.forEach((file, content) -> {
            if (!Model.isForm(file)) return;
            Model.of(file, content)
                    .defines()
                    .forEach(part -> forms.put(part.id(), TaskForm.of(new String(content, StandardCharsets.UTF_8))));
        });
        return forms;
    }

    private List<Finding> process(String file, byte[] content, Map<String, TaskForm> forms) {
        var findings = new ArrayList<Finding>();
        try {
            var model = Bpmn.readModelFromStream(new ByteArrayInputStream(content));
            var executable = model.getModelElementsByType(Process.class).stream()
                    .filter(Process::isExecutable)
                    .toList();
            if (executable.isEmpty()) findings.add(Finding.of(Check.NOTHING_EXECUTABLE, file));
            for (var process : executable) {
                var contract = contracts.stream()
                        .filter(c -> c.process().equals(process.getId()))
                        .findFirst();
                findings.addAll(new ProcessShape(file, process, contract).findings());
                findings.addAll(new TaskChecks(file, process).findings());
                findings.addAll(new TimerChecks(file, process).findings());
                findings.addAll(new VariableChecks(file, process, contract, forms, this::isBean).findings());
            }
        } catch (ModelException e) {
            findings.add(malformed(file, e));
        }
        return findings;
    }

    private boolean isBean(String name) {
        return vocabulary.hasBean(name);
    }

    private static List<Finding> decision(String file, byte[] content) {
        try {
            return new TableChecks(file, Dmn.readModelFromStream(new ByteArrayInputStream(content))).findings();
        } catch (ModelException e) {
            return List.of(malformed(file, e));
        }
    }

    private static Finding malformed(String file, ModelException e) {
        var why = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
        return new Finding(Check.MALFORMED, file, Optional.empty(), Map.of("what", String.valueOf(why)));
    }
}
