package org.panjika.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.panjika.engine.model.ModelFile.all;
import static org.panjika.engine.model.ModelFile.read;
import static org.panjika.engine.model.ModelFile.written;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.panjika.SystemTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

@SystemTest
@DisplayName("What would fail, block or mislead is found in a model before it is deployed, at its place")
class ModelChecksTest {

    /** Of a long table the rest is like these. */
    private static final int MOST_RULES = 6;

    private static final Map<String, byte[]> FILES = new TreeMap<>();

    @Autowired
    ModelChecks checks;

    /** A model made wrong in one place. */
    private record Broken(String file, String what, String element, Check check, byte[] content) {}

    @Test
    @DisplayName("our own models have no error, and nothing to ask but that the top of the ladder has no deadline")
    void ownModels() throws IOException {
        assertThat(checks.of(files(), part -> Optional.empty()))
                .extracting(f ->
                        f.check() + " " + f.element().map(Finding.Element::id).orElse(f.file()))
                .containsExactly("NO_DEADLINE DirectorateDecides");
    }

    @TestFactory
    @DisplayName("each of our models, made wrong in one place: found, and at that place")
    Stream<DynamicTest> broken() throws Exception {
        var broken = new ArrayList<Broken>();
        for (var file : files().entrySet()) {
            if (Model.isProcess(file.getKey())) broken.addAll(brokenProcesses(file.getKey(), file.getValue()));
            if (Model.isDecision(file.getKey())) broken.addAll(brokenTables(file.getKey(), file.getValue()));
        }
        assertThat(broken).hasSizeGreaterThanOrEqualTo(200);
        return broken.stream()
                .map(b -> DynamicTest.dynamicTest(b.file() + ": " + b.what() + " " + b.element(), () -> find(b)));
    }

    @Test
    @DisplayName("a decision that asks for what nobody sets: found at the task that takes it")
    void decisionWithoutItsVariable() throws IOException {
        var files = files();
        files.putAll(changed(
                Map.of("leave-approver.dmn", files.get("leave-approver.dmn")),
                "<text>days</text>",
                "<text>dayz</text>"));
        assertThat(checks.of(files, part -> Optional.empty()))
                .filteredOn(f -> f.check() == Check.VARIABLE_NEVER_SET)
                .extracting(
                        f -> f.element().orElseThrow().id() + " " + f.fields().get("variable"))
                .containsExactly("WhoApproves dayz", "WhoDecides dayz");
    }

    @Test
    @DisplayName(
            "a level without its row, a row without its level, and rows in another order than the levels, though the other file stands"
                    + " unchanged")
    void ladders() throws IOException {
        var model = Map.of("attendance-correction.bpmn", files().get("attendance-correction.bpmn"));
        var table = Map.of("correction-ladder.dmn", files().get("correction-ladder.dmn"));
        assertThat(ladder(changed(model, "'CDEO'", "'DEO_SECONDARY'"), table))
                .containsExactlyInAnyOrder(
                        "LEVEL_WITHOUT_ROW DEO_SECONDARY CdeoDecides", "ROW_WITHOUT_LEVEL CDEO correction-ladder-3");
        assertThat(ladder(changed(table, "-o0\"><text>\"PEEO\"", "-o0\"><text>\"DEO_SECONDARY\""), model))
                .containsExactlyInAnyOrder(
                        "LEVEL_WITHOUT_ROW PEEO PeeoDecides", "ROW_WITHOUT_LEVEL DEO_SECONDARY correction-ladder-1");
        assertThat(ladder(model, table)).isEmpty();
        var swapped = changed(
                changed(
                        changed(table, "-2-o0\"><text>\"CBEO\"", "-2-o0\"><text>\"X\""),
                        "-3-o0\"><text>\"CDEO\"",
                        "-3-o0\"><text>\"CBEO\""),
                "-2-o0\"><text>\"X\"",
                "-2-o0\"><text>\"CDEO\"");
        assertThat(ladder(swapped, model)).containsExactly("ROW_OUT_OF_ORDER CDEO correction-ladder-2");
    }

    private static Map<String, byte[]> changed(Map<String, byte[]> file, String what, String to) {
        return file.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, f -> new String(f.getValue(), StandardCharsets.UTF_8)
                        .replace(what, to)
                        .getBytes(StandardCharsets.UTF_8)));
    }

    private List<String> ladder(Map<String, byte[]> deployed, Map<String, byte[]> standing) {
        return checks
                .of(deployed, part -> standing.entrySet().stream()
                        .map(f -> Model.of(f.getKey(), f.getValue()))
                        .filter(m -> m.defines().contains(part))
                        .findFirst())
                .stream()
                .filter(f -> f.fields().containsKey("authority"))
                .map(f -> f.check() + " " + f.fields().get("authority") + " "
                        + f.element().orElseThrow().id())
                .toList();
    }

    private void find(Broken broken) throws IOException {
        assertThat(checks.of(withForms(broken), part -> Optional.empty()))
                .as("%s %s", broken.what(), broken.element())
                .anySatisfy(found -> {
                    assertThat(found.file()).isEqualTo(broken.file());
                    assertThat(found.check()).isEqualTo(broken.check());
                    if (!broken.element().isEmpty()) {
                        assertThat(found.element().orElseThrow().id()).isEqualTo(broken.element());
                    }
                });
    }

    private static void goRound(Element gateway) {
        var flow = gateway.getOwnerDocument().createElementNS(gateway.getNamespaceURI(), "bpmn:sequenceFlow");
        flow.setAttribute("id", "RoundAndRound");
        flow.setAttribute("sourceRef", gateway.getAttribute("id"));
        flow.setAttribute("targetRef", gateway.getAttribute("id"));
        gateway.getParentNode().insertBefore(flow, gateway);
    }

    private static List<Broken> brokenProcesses(String file, byte[] content) throws Exception {
        var broken = new ArrayList<Broken>();
        var model = read(content);
        var process = all(model, "process").get(0);
        broken.add(edit(
                file,
                content,
                "not executable",
                process,
                "",
                Check.NOTHING_EXECUTABLE,
                e -> e.setAttribute("isExecutable", "false")));
        broken.add(edit(
                file,
                content,
                "history for ever",
                process,
                Check.NO_HISTORY_LIMIT,
                e -> e.removeAttributeNS(Model.CAMUNDA, "historyTimeToLive")));
        broken.add(edit(
                file,
                content,
                "an element the standard does not know",
                process,
                "",
                Check.MALFORMED,
                e -> e.appendChild(e.getOwnerDocument().createElementNS(e.getNamespaceURI(), "bpmn:somethingElse"))));
        broken.add(new Broken(file, "cut off in the middle", "", Check.UNREADABLE, cut(content)));
        for (var gateway : all(model, "exclusiveGateway")) {
            broken.add(edit(
                    file, content, "round and round", gateway, Check.NOTHING_WAITED_FOR, ModelChecksTest::goRound));
        }
        for (var task : all(model, "userTask")) {
            broken.add(edit(
                    file,
                    content,
                    "by a name of 300 letters",
                    task,
                    Check.TOO_LONG,
                    e -> e.setAttribute("name", "n".repeat(300))));
            broken.add(edit(
                    file,
                    content,
                    "without a form",
                    task,
                    Check.FORM_MISSING,
                    e -> e.removeAttributeNS(Model.CAMUNDA, "formRef")));
            broken.add(edit(
                    file,
                    content,
                    "with a page of its own",
                    task,
                    Check.FOREIGN_FORM,
                    e -> e.setAttributeNS(Model.CAMUNDA, "camunda:formKey", "embedded:app:form.html")));
            broken.add(edit(
                    file,
                    content,
                    "for nobody",
                    task,
                    Check.NOBODY_SEES_TASK,
                    e -> e.removeAttributeNS(Model.CAMUNDA, "candidateGroups")));
            broken.add(edit(
                    file,
                    content,
                    "for an office that is not",
                    task,
                    Check.UNKNOWN_OFFICE,
                    e -> e.setAttributeNS(Model.CAMUNDA, "camunda:candidateGroups", "XEO_080102")));
            broken.add(edit(
                    file,
                    content,
                    "for a mistyped office",
                    task,
                    Check.UNKNOWN_OFFICE,
                    e -> e.setAttributeNS(
                            Model.CAMUNDA, "camunda:candidateGroups", "${officer.of('CBOE', institution)}")));
            broken.add(edit(
                    file,
                    content,
                    "due by an unknown variable",
                    task,
                    Check.VARIABLE_NEVER_SET,
                    e -> e.setAttributeNS(Model.CAMUNDA, "camunda:dueDate", "${dueSometime}")));
            broken.add(edit(
                    file,
                    content,
                    "that runs a class",
                    task,
                    Check.FOREIGN_ELEMENT,
                    e -> e.setAttributeNS(Model.CAMUNDA, "camunda:class", "java.lang.Object")));
            broken.add(edit(
                    file,
                    content,
                    "that calls what is not lent",
                    task,
                    Check.FOREIGN_EXPRESSION,
                    e -> e.setAttributeNS(Model.CAMUNDA, "camunda:dueDate", "${runtimeService.toString()}")));
        }
        for (var task : all(model, "serviceTask")) {
            broken.add(edit(
                    file,
                    content,
                    "with an unknown delegate",
                    task,
                    Check.FOREIGN_EXPRESSION,
                    e -> e.setAttributeNS(Model.CAMUNDA, "camunda:delegateExpression", "${nobody}")));
            broken.add(edit(
                    file,
                    content,
                    "that is a shell",
                    task,
                    Check.FOREIGN_ELEMENT,
                    e -> e.setAttributeNS(Model.CAMUNDA, "camunda:type", "shell")));
        }
        for (var kind :
                List.of("userTask", "serviceTask", "exclusiveGateway", "intermediateCatchEvent", "eventBasedGateway")) {
            for (var node : all(model, kind)) {
                broken.add(edit(
                        file,
                        content,
                        "no way on from",
                        node,
                        Check.NO_WAY_OUT,
                        e -> cutFlows(e, "sourceRef", "outgoing")));
                broken.add(edit(
                        file, content, "no way to", node, Check.NO_WAY_IN, e -> cutFlows(e, "targetRef", "incoming")));
            }
        }
        for (var event : all(model, "boundaryEvent")) {
            broken.add(edit(
                    file,
                    content,
                    "no way on from",
                    event,
                    Check.NO_WAY_OUT,
                    e -> cutFlows(e, "sourceRef", "outgoing")));
        }
        for (var condition : all(model, "conditionExpression")) {
            var flow = (Element) condition.getParentNode();
            broken.add(edit(file, content, "unknown variable on", flow, Check.VARIABLE_NEVER_SET, e -> all(
                            e, "conditionExpression")
                    .get(0)
                    .setTextContent("${perhaps == 1}")));
            broken.add(edit(file, content, "unreadable condition on", flow, Check.UNREADABLE_EXPRESSION, e -> all(
                            e, "conditionExpression")
                    .get(0)
                    .setTextContent("${decision == }")));
            broken.add(edit(file, content, "script on", flow, Check.FOREIGN_LANGUAGE, e -> all(e, "conditionExpression")
                    .get(0)
                    .setAttribute("language", "javascript")));
            if (condition.getTextContent().contains("decision ==")) {
                broken.add(
                        edit(file, content, "value that no form offers on", flow, Check.VALUE_NEVER_OFFERED, e -> all(
                                        e, "conditionExpression")
                                .get(0)
                                .setTextContent("${decision == 'perhaps'}")));
            }
        }
        for (var timer : all(model, "timerEventDefinition")) {
            var event = (Element) timer.getParentNode();
            broken.add(edit(
                    file,
                    content,
                    "unreadable duration at",
                    event,
                    Check.TIMER_UNREADABLE,
                    e -> time(e, "timeDuration", "2 days")));
            broken.add(edit(
                    file,
                    content,
                    "unreadable moment at",
                    event,
                    Check.TIMER_UNREADABLE,
                    e -> time(e, "timeDate", "tomorrow")));
            broken.add(edit(
                    file,
                    content,
                    "moment without a zone at",
                    event,
                    Check.TIMER_WITHOUT_ZONE,
                    e -> time(e, "timeDate", "2027-01-31T17:00:00")));
            broken.add(edit(
                    file,
                    content,
                    "cron line at",
                    event,
                    Check.TIMER_WITHOUT_ZONE,
                    e -> time(e, "timeCycle", "0 0 14 * * ?")));
        }
        for (var message : all(model, "message")) {
            broken.add(edit(
                    file,
                    content,
                    "renamed message",
                    message,
                    "",
                    Check.MESSAGE_NOT_RECEIVED,
                    e -> e.setAttribute("name", "something-else")));
            broken.add(edit(
                    file,
                    content,
                    "renamed message",
                    message,
                    "",
                    Check.MESSAGE_NEVER_SENT,
                    e -> e.setAttribute("name", "something-else")));
        }
        var start = all(model, "startEvent").get(0);
        if (all(start, "timerEventDefinition").isEmpty()) {
            broken.add(edit(file, content, "no plain start in", process, Check.START_MISSING, e -> {
                var event = all(e, "startEvent").get(0);
                var timer =
                        event.getOwnerDocument().createElementNS(event.getNamespaceURI(), "bpmn:timerEventDefinition");
                timer.setAttribute("id", "T");
                event.appendChild(timer);
                time(event, "timeDuration", "P1D");
            }));
        }
        return broken;
    }

    private static List<Broken> brokenTables(String file, byte[] content) throws Exception {
        var broken = new ArrayList<Broken>();
        var model = read(content);
        var table = all(model, "decisionTable").get(0);
        var unique = table.getAttribute("hitPolicy").equals("UNIQUE");
        for (var rule : all(model, "rule").stream().limit(MOST_RULES).toList()) {
            if (unique) {
                broken.add(edit(
                        file,
                        content,
                        "the same case again after " + rule.getAttribute("id"),
                        rule,
                        "",
                        Check.CASE_WITH_SEVERAL_ROWS,
                        e -> {
                            var copy = (Element) e.cloneNode(true);
                            copy.setAttribute("id", "again");
                            all(copy, "*").stream()
                                    .filter(c -> c.hasAttribute("id"))
                                    .forEach(c -> c.setAttribute("id", "again-" + c.getAttribute("id")));
                            e.getParentNode().appendChild(copy);
                        }));
            }
            broken.add(edit(file, content, "JavaScript in", rule, "", Check.FOREIGN_LANGUAGE, e -> all(e, "outputEntry")
                    .get(0)
                    .setAttribute("expressionLanguage", "javascript")));
        }
        for (var gone : loneAnswers(file, model)) {
            var what = "without the rows as " + gone.get(0).getAttribute("id");
            broken.add(edit(file, content, what, gone.get(0), "", Check.CASE_WITHOUT_ROW, e -> {
                var ids = gone.stream().map(rule -> rule.getAttribute("id")).toList();
                all(e.getOwnerDocument(), "rule").stream()
                        .filter(rule -> ids.contains(rule.getAttribute("id")))
                        .forEach(ModelChecksTest::remove);
            }));
        }
        broken.add(new Broken(file, "cut off in the middle", "", Check.UNREADABLE, cut(content)));
        return broken;
    }

    /** Rows that together answer a case. Of what may be open when a month is sent nothing but the rows tells. */
    private static List<List<Element>> loneAnswers(String file, Document model) {
        var same = all(model, "rule").stream()
                .collect(Collectors.groupingBy(
                        rule -> all(rule, "inputEntry").stream()
                                .map(e -> e.getTextContent().strip())
                                .toList(),
                        LinkedHashMap::new,
                        Collectors.toList()));
        return file.equals("payroll-open-matters.dmn") ? List.of() : List.copyOf(same.values());
    }

    @TestFactory
    @DisplayName("what an administrator may well change is not refused")
    Stream<DynamicTest> legitimate() throws Exception {
        var edits = new ArrayList<Broken>();
        for (var file : files().entrySet()) {
            var name = file.getKey();
            var content = file.getValue();
            if (Model.isForm(name)) {
                edits.add(new Broken(
                        name,
                        "another label",
                        "",
                        null,
                        new String(content, StandardCharsets.UTF_8)
                                .replace("How do you decide?", "What do you say?")
                                .getBytes(StandardCharsets.UTF_8)));
                continue;
            }
            var model = read(content);
            for (var kind : List.of("userTask", "serviceTask", "exclusiveGateway", "boundaryEvent", "decision")) {
                for (var node : all(model, kind)) {
                    edits.add(edit(
                            name,
                            content,
                            "another name for",
                            node,
                            null,
                            e -> e.setAttribute("name", "Another name")));
                }
            }
            for (var node : all(model, "serviceTask")) {
                edits.add(edit(
                        name,
                        content,
                        "in a step of its own",
                        node,
                        null,
                        e -> e.setAttributeNS(Model.CAMUNDA, "camunda:asyncBefore", "true")));
            }
            for (var node : all(model, "userTask")) {
                edits.add(edit(
                        name,
                        content,
                        "due in a week",
                        node,
                        null,
                        e -> e.setAttributeNS(
                                Model.CAMUNDA, "camunda:dueDate", "${calendar.inWorkingDays(institution, 5)}")));
                edits.add(edit(
                        name,
                        content,
                        "for the block office",
                        node,
                        null,
                        e -> e.setAttributeNS(
                                Model.CAMUNDA, "camunda:candidateGroups", "${officer.of('CBEO', institution)}")));
            }
            for (var node : all(model, "boundaryEvent")) {
                if (!all(node, "timerEventDefinition").isEmpty()) {
                    edits.add(edit(name, content, "after ten days", node, null, e -> time(e, "timeDuration", "P10D")));
                }
            }
            for (var node : all(model, "rule").stream().limit(MOST_RULES).toList()) {
                edits.add(edit(name, content, "another remark on", node, null, e -> all(e, "description")
                        .get(0)
                        .setTextContent("By the order of 1 January")));
            }
        }
        assertThat(edits).hasSizeGreaterThanOrEqualTo(50);
        return edits.stream()
                .map(e -> DynamicTest.dynamicTest(e.file() + ": " + e.what() + " " + e.element(), () -> {
                    assertThat(checks.of(withForms(e), part -> Optional.empty()))
                            .filteredOn(Finding::refuses)
                            .isEmpty();
                }));
    }

    /** The model, and the forms it may bind. */
    private static Map<String, byte[]> withForms(Broken broken) throws IOException {
        var files = files();
        files.keySet().removeIf(file -> !Model.isForm(file));
        files.put(broken.file(), broken.content());
        return files;
    }

    private static Map<String, byte[]> files() throws IOException {
        if (FILES.isEmpty()) {
            var resolver = new PathMatchingResourcePatternResolver();
            for (var pattern : List.of("classpath*:processes/*", "classpath*:forms/*.form")) {
                for (var resource : resolver.getResources(pattern)) {
                    FILES.put(resource.getFilename(), resource.getContentAsByteArray());
                }
            }
        }
        return new TreeMap<>(FILES);
    }

    private static Broken edit(
            String file, byte[] content, String what, Element at, Check check, Consumer<Element> change)
            throws Exception {
        return edit(file, content, what, at, at.getAttribute("id"), check, change);
    }

    private static Broken edit(
            String file, byte[] content, String what, Element at, String element, Check check, Consumer<Element> change)
            throws Exception {
        var copy = read(content);
        var same = all(copy, at.getLocalName()).stream()
                .filter(e -> e.getAttribute("id").equals(at.getAttribute("id")))
                .findFirst()
                .orElseThrow();
        change.accept(same);
        return new Broken(file, what, element, check, written(copy));
    }

    private static void time(Element event, String kind, String text) {
        var timer = all(event, "timerEventDefinition").get(0);
        while (timer.hasChildNodes()) timer.removeChild(timer.getFirstChild());
        var time = timer.getOwnerDocument().createElementNS(timer.getNamespaceURI(), "bpmn:" + kind);
        time.setTextContent(text);
        timer.appendChild(time);
    }

    /** Removes the flows that begin or end at a node, with all that points to them. */
    private static void cutFlows(Element node, String end, String at) {
        var document = node.getOwnerDocument();
        var cut = all(document, "sequenceFlow").stream()
                .filter(f -> f.getAttribute(end).equals(node.getAttribute("id")))
                .map(f -> f.getAttribute("id"))
                .toList();
        Predicate<Element> points = e -> cut.contains(e.getTextContent().strip())
                && List.of("incoming", "outgoing").contains(e.getLocalName());
        for (var e : all(document, "*")) {
            if (cut.contains(e.getAttribute("id")) || cut.contains(e.getAttribute("bpmnElement")) || points.test(e))
                remove(e);
            if (cut.contains(e.getAttribute("default"))) e.removeAttribute("default");
        }
    }

    private static void remove(Node node) {
        if (node.getParentNode() != null) node.getParentNode().removeChild(node);
    }

    private static byte[] cut(byte[] content) {
        return new String(content, StandardCharsets.UTF_8)
                .substring(0, content.length / 2)
                .getBytes(StandardCharsets.UTF_8);
    }
}
