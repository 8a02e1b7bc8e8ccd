package org.panjika.engine.model;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.xml.ModelException;
import org.panjika.models.ProcessContract;
import org.panjika.organisation.Institution;
import org.panjika.organisation.OfficeKinds;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Looks at models before they are deployed: what would fail, block or mislead, said with the place it is in. */
@Component
public class ModelChecks {

    private static final Set<String> SCHOOLS =
            Stream.of(Institution.Category.values()).map(Enum::name).collect(Collectors.toSet());

    private final ForeignCode foreign;
    private final Vocabulary vocabulary;
    private final OfficeKinds kinds;
    private final ObjectProvider<ProcessContract> contracts;

    ModelChecks(Vocabulary vocabulary, OfficeKinds kinds, ObjectProvider<ProcessContract> contracts) {
        this.kinds = kinds;
        this.foreign = new ForeignCode(vocabulary);
        this.vocabulary = vocabulary;
        this.contracts = contracts;
    }

    /**
     * What is to be said about files that are deployed together.
     *
     * @param files content by name, with every form and decision that a process among them binds
     * @param standing what is deployed today of a process or decision that is not among them
     */
    public List<Finding> of(Map<String, byte[]> files, Function<Model.Part, Optional<Model>> standing) {
        var findings = new ArrayList<Finding>();
        var models = files.entrySet().stream()
                .map(f -> Model.of(f.getKey(), f.getValue()))
                .toList();
        contracts.stream().forEach(contract -> contract.ladder()
                .ifPresent(ladder ->
                        findings.addAll(new LadderChecks(ladder, contract.process()).findings(models, standing))));
        var forms = forms(files);
        new TreeMap<>(files).forEach((file, content) -> {
            if (content.length > Model.LARGEST) {
                findings.add(Finding.of(Check.TOO_LARGE, file));
                return;
            }
            var foreignCode = foreign.findings(Model.of(file, content));
            findings.addAll(foreignCode);
            // what is not ours to run is not looked at any further
            if (!foreignCode.isEmpty()) return;
            if (Model.isProcess(file))
                findings.addAll(process(file, content, forms, decision -> inputs(models, decision)));
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

    /** What a decision among the files asks for; nothing of one that is elsewhere. */
    private static Set<String> inputs(List<Model> models, String decision) {
        return models.stream()
                .filter(m -> m.defines().contains(new Model.Part(Model.Kind.DECISION, decision)))
                .flatMap(m -> m.xml().stream())
                .flatMap(Model::elements)
                .filter(e -> e.getLocalName().equals("inputExpression"))
                .map(e -> e.getTextContent().strip())
                .filter(text -> text.matches("[A-Za-z_]\\w*"))
                .collect(Collectors.toSet());
    }

    private List<Finding> process(
            String file, byte[] content, Map<String, TaskForm> forms, Function<String, Set<String>> inputs) {
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
                findings.addAll(new TaskChecks(file, process, kinds.functions()::contains).findings());
                findings.addAll(new TimerChecks(file, process).findings());
                findings.addAll(new VariableChecks(file, process, contract, forms, inputs, this::isBean).findings());
            }
        } catch (ModelException | ClassCastException e) {
            // the second for an element of the standard that the engine has no class for
            findings.add(malformed(file, e));
        }
        return findings;
    }

    private boolean isBean(String name) {
        return vocabulary.hasBean(name);
    }

    private List<Finding> decision(String file, byte[] content) {
        try {
            var model = Dmn.readModelFromStream(new ByteArrayInputStream(content));
            if (model.getModelElementsByType(Decision.class).isEmpty()) {
                return List.of(Finding.of(Check.NOTHING_EXECUTABLE, file));
            }
            return new TableChecks(file, model, List.of(officeKinds(), SCHOOLS)).findings();
        } catch (ModelException e) {
            return List.of(malformed(file, e));
        }
    }

    /** As tables read them: an added kind is one of these. */
    private Set<String> officeKinds() {
        return kinds.all().stream().map(OfficeKinds.OfficeKind::rulesOf).collect(Collectors.toSet());
    }

    private static Finding malformed(String file, RuntimeException e) {
        return new Finding(Check.MALFORMED, file, Optional.empty(), Map.of("what", why(e)));
    }

    /** What the innermost cause says, without where the reader had it from. */
    static String why(Throwable e) {
        var cause = e;
        while (cause.getCause() != null) cause = cause.getCause();
        return String.valueOf(cause.getMessage())
                .replaceFirst("^(Error|Fatal Error): URI=\\S* ", "")
                .replaceFirst("\\.+$", "");
    }
}
