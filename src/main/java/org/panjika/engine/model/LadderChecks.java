package org.panjika.engine.model;

import java.util.ArrayList;
import java.util.Arrays;
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

/**
 * Whether every authority that a model asks about has its row in the table of the ladder, and the reverse; and whether both have
 * them in one order.
 */
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
        var named = new LinkedHashMap<String, Finding.Element>();
        rows(table).forEach(row -> named.putIfAbsent(row.authority(), row.at()));
        var findings = new ArrayList<Finding>();
        levels.forEach((authority, elements) -> {
            if (!named.containsKey(authority)) {
                var at = Places.around(elements.get(0));
                findings.add(Finding.of(Check.LEVEL_WITHOUT_ROW, model.name(), at, "authority", authority));
            }
        });
        named.forEach((authority, at) -> {
            if (!levels.containsKey(authority)) {
                findings.add(Finding.of(Check.ROW_WITHOUT_LEVEL, table.name(), at, "authority", authority));
            }
        });
        findings.addAll(outOfOrder(model, table));
        return findings;
    }

    /**
     * Rows that stand above another of the same kind of institution whose level comes first in the model. A request that has come
     * to one authority goes to none below it in the table any more: the level would be passed over.
     */
    private List<Finding> outOfOrder(Model model, Model table) {
        var ways = new LadderWays(model, levels(model));
        var rows = rows(table);
        var findings = new ArrayList<Finding>();
        for (int above = 0; above < rows.size(); above++) {
            var upper = rows.get(above);
            rows.subList(above + 1, rows.size()).stream()
                    .filter(lower -> !lower.authority().equals(upper.authority()))
                    .filter(lower -> lower.alsoFor(upper) && ways.comesBefore(lower.authority(), upper.authority()))
                    .findFirst()
                    .ifPresent(lower -> findings.add(new Finding(
                            Check.ROW_OUT_OF_ORDER,
                            table.name(),
                            Optional.of(upper.at()),
                            Map.of("authority", upper.authority(), "lower", lower.authority()))));
        }
        return findings;
    }

    /** The authorities that the model asks about, each with the elements that do so. */
    private Map<String, List<Element>> levels(Model model) {
        var levels = new LinkedHashMap<String, List<Element>>();
        model.xml().stream().flatMap(Model::elements).forEach(element -> texts(element)
                .flatMap(Expressions::nodes)
                .filter(AstMethod.class::isInstance)
                .map(AstMethod.class::cast)
                .filter(this::asksTheLadder)
                .flatMap(call -> Expressions.firstText(call).stream())
                .forEach(authority -> levels.computeIfAbsent(authority, a -> new ArrayList<>())
                        .add(element)));
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

    /**
     * A row of the table.
     *
     * @param inputs its conditions, as they are written
     */
    private record Row(String authority, List<String> inputs, Finding.Element at) {

        /** Whether both are surely looked at for the same case: of each condition the values that are named. */
        boolean alsoFor(Row other) {
            return IntStream.range(0, Math.min(inputs.size(), other.inputs().size()))
                    .allMatch(i -> meet(inputs.get(i), other.inputs().get(i)));
        }

        private static boolean meet(String one, String other) {
            if (any(one) || any(other) || one.equals(other)) return true;
            return Arrays.stream(one.split(","))
                    .map(String::strip)
                    .anyMatch(Arrays.stream(other.split(",")).map(String::strip).toList()::contains);
        }

        private static boolean any(String condition) {
            return condition.isEmpty() || condition.equals("-");
        }
    }

    /** The rows of the table that name an authority, from the first. */
    private List<Row> rows(Model table) {
        var outputs = elements(table, "output")
                .map(output -> output.getAttribute("name"))
                .toList();
        var column = outputs.indexOf(ladder.column());
        return elements(table, "rule")
                .filter(rule ->
                        column >= 0 && column < entries(rule, "outputEntry").size())
                .map(rule -> new Row(
                        entries(rule, "outputEntry").get(column).replaceAll("^\"|\"$", ""),
                        entries(rule, "inputEntry"),
                        Places.around(rule)))
                .toList();
    }

    private static List<String> entries(Element rule, String name) {
        var entries = rule.getElementsByTagNameNS("*", name);
        return IntStream.range(0, entries.getLength())
                .mapToObj(i -> entries.item(i).getTextContent().strip())
                .toList();
    }

    private static Stream<Element> elements(Model model, String name) {
        return model.xml().stream().flatMap(Model::elements).filter(e -> e.getLocalName()
                .equals(name));
    }
}
