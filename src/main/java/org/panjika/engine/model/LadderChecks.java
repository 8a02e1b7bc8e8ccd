package org.panjika.engine.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.camunda.bpm.impl.juel.AstDot;
import org.camunda.bpm.impl.juel.AstIdentifier;
import org.camunda.bpm.impl.juel.AstMethod;
import org.camunda.bpm.impl.juel.Node;
import org.panjika.models.ProcessContract.Ladder;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;

/** Whether every authority that a model asks about has its row in the table of the ladder, and the reverse. */
class LadderChecks {

    private final Ladder ladder;
    private final String process;

    LadderChecks(Ladder ladder, String process) {
        this.ladder = ladder;
        this.process = process;
    }

    /** Nothing unless the model or the table is being deployed; the other one is looked at as it stands. */
    List<Finding> findings(List<Model> deployed, Function<Model.Part, Optional<Model>> standing) {
        var drawn = new Model.Part(Model.Kind.PROCESS, process);
        var written = new Model.Part(Model.Kind.DECISION, ladder.table());
        if (deployed.stream()
                .noneMatch(m -> m.defines().contains(drawn) || m.defines().contains(written))) return List.of();
        var model = among(deployed, drawn).or(() -> standing.apply(drawn));
        var table = among(deployed, written).or(() -> standing.apply(written));
        if (model.isEmpty() || table.isEmpty()) return List.of();
        return compare(model.get(), table.get());
    }

    private static Optional<Model> among(List<Model> models, Model.Part part) {
        return models.stream().filter(m -> m.defines().contains(part)).findFirst();
    }

    private List<Finding> compare(Model model, Model table) {
        var levels = levels(model);
        var rows = rows(table);
        var findings = new ArrayList<Finding>();
        levels.forEach((authority, at) -> {
            if (!rows.containsKey(authority)) {
                findings.add(Finding.of(Check.LEVEL_WITHOUT_ROW, model.name(), at, "authority", authority));
            }
        });
        rows.forEach((authority, at) -> {
            if (!levels.containsKey(authority)) {
                findings.add(Finding.of(Check.ROW_WITHOUT_LEVEL, table.name(), at, "authority", authority));
            }
        });
        return findings;
    }

    /** The authorities that the model asks about, each where it does so first. */
    private Map<String, Finding.Element> levels(Model model) {
        var levels = new LinkedHashMap<String, Finding.Element>();
        model.xml().stream().flatMap(Model::elements).forEach(element -> texts(element)
                .flatMap(Expressions::nodes)
                .filter(AstMethod.class::isInstance)
                .map(AstMethod.class::cast)
                .filter(this::asksTheLadder)
                .flatMap(call -> Expressions.firstText(call).stream())
                .forEach(authority -> levels.putIfAbsent(authority, Places.around(element))));
        return levels;
    }

    private static Stream<String> texts(Element element) {
        var attributes = element.getAttributes();
        var values = IntStream.range(0, attributes.getLength()).mapToObj(i -> ((Attr) attributes.item(i)).getValue());
        var hasElements = element.getElementsByTagNameNS("*", "*").getLength() > 0;
        return hasElements ? values : Stream.concat(values, Stream.of(element.getTextContent()));
    }

    private boolean asksTheLadder(AstMethod call) {
        Node receiver = call.getChild(0);
        return receiver instanceof AstDot
                && receiver.getChild(0) instanceof AstIdentifier bean
                && bean.getName().equals(ladder.bean());
    }

    /** The authorities that the table names, each with its first row. */
    private Map<String, Finding.Element> rows(Model table) {
        var rows = new LinkedHashMap<String, Finding.Element>();
        var outputs = elements(table, "output")
                .map(output -> output.getAttribute("name"))
                .toList();
        var column = outputs.indexOf(ladder.column());
        elements(table, "rule").forEach(rule -> {
            var entries = rule.getElementsByTagNameNS("*", "outputEntry");
            if (column < 0 || column >= entries.getLength()) return;
            var text = entries.item(column).getTextContent().strip().replaceAll("^\"|\"$", "");
            rows.putIfAbsent(text, Places.around(rule));
        });
        return rows;
    }

    private static Stream<Element> elements(Model model, String name) {
        return model.xml().stream().flatMap(Model::elements).filter(e -> e.getLocalName()
                .equals(name));
    }
}
