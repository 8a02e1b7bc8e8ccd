package org.panjika.engine.model;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.dmn.engine.DmnEngineException;
import org.camunda.bpm.dmn.feel.impl.FeelException;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.HitPolicy;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.Input;
import org.camunda.bpm.model.dmn.instance.Rule;

/**
 * Whether decision tables answer every case, and each with one row where they promise so. The cases are made of what the rows
 * themselves compare with: each text, each number and what lies beside it; so a table is looked at whole without knowing what
 * it is about. What no row names any more is known from elsewhere: the kinds of offices and of schools, and the input values
 * that the table says a column has. Column by column the rows that still match are kept, and no set of rows is followed twice.
 */
class TableChecks {

    private static final int MOST_STEPS = 50_000;

    /** Shared by all: it keeps nothing of what it evaluates. */
    private static final DmnEngine ENGINE =
            DmnEngineConfiguration.createDefaultDmnEngineConfiguration().buildEngine();

    /** What the application calls an institution's kind and a school's category when it asks a table. */
    private static final Set<String> OF_INSTITUTIONS = Set.of("kind", "category");

    private final String file;
    private final DmnModelInstance model;
    private final List<Set<String>> wholes;

    /** @param wholes kinds of institutions: a column of them that compares with one is looked at with all */
    TableChecks(String file, DmnModelInstance model, List<Set<String>> wholes) {
        this.file = file;
        this.model = model;
        this.wholes = wholes;
    }

    List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        try {
            ENGINE.parseDecisionRequirementsGraph(model);
        } catch (DmnEngineException e) {
            return List.of(new Finding(Check.MALFORMED, file, Optional.empty(), Map.of("what", ModelChecks.why(e))));
        }
        for (var decision : model.getModelElementsByType(Decision.class)) {
            if (decision.getExpression() instanceof DecisionTable table) findings.addAll(findings(decision, table));
        }
        return findings;
    }

    private List<Finding> findings(Decision decision, DecisionTable table) {
        var at = new Finding.Element("decision", decision.getId(), Optional.ofNullable(decision.getName()));
        try {
            var parsed = ENGINE.parseDecision(decision.getId(), model);
            var columns = columns(table);
            if (columns.isEmpty()) {
                ENGINE.evaluateDecisionTable(parsed, nothingKnown(table));
                return List.of(Finding.of(Check.TABLE_NOT_LOOKED_AT, file, at));
            }
            var search =
                    new Search(columns.get(), isUnique(table), table.getRules().size());
            var found = search.found().map(f -> Finding.of(f.check(), file, at, "case", words(f.example())));
            if (found.isPresent()) return List.of(found.get());
            search.examples.forEach(example -> ENGINE.evaluateDecisionTable(parsed, example));
            return search.steps > MOST_STEPS ? List.of(Finding.of(Check.TABLE_TOO_WIDE, file, at)) : List.of();
        } catch (DmnEngineException | FeelException e) {
            return List.of(Finding.of(Check.MALFORMED, file, at, "what", ModelChecks.why(e)));
        }
    }

    /** Enough to learn whether the rows can be read. */
    private static Map<String, Object> nothingKnown(DecisionTable table) {
        var known = new HashMap<String, Object>();
        table.getInputs().forEach(input -> known.put(name(input), null));
        return known;
    }

    private static boolean isUnique(DecisionTable table) {
        return table.getHitPolicy() == HitPolicy.UNIQUE || table.getHitPolicy() == HitPolicy.ANY;
    }

    /** Of each value that a column is looked at with, the rows that it matches. */
    private record Column(String name, Map<Object, BitSet> rows) {}

    /** Empty where a row is made of more than literals and comparisons. */
    private Optional<List<Column>> columns(DecisionTable table) {
        var columns = new ArrayList<Column>();
        var inputs = List.copyOf(table.getInputs());
        for (int i = 0; i < inputs.size(); i++) {
            var cells = new ArrayList<Cell>();
            for (var rule : table.getRules()) {
                var cell = Cell.read(entry(rule, i));
                if (cell.isEmpty()) return Optional.empty();
                cells.add(cell.get());
            }
            columns.add(new Column(name(inputs.get(i)), rows(cells, values(cells, inputs.get(i)))));
        }
        return Optional.of(columns);
    }

    private static String entry(Rule rule, int column) {
        var entries = List.copyOf(rule.getInputEntries());
        var text = column < entries.size() ? entries.get(column).getText() : null;
        return text == null ? "" : text.getTextContent();
    }

    private static String name(Input input) {
        var expression = input.getInputExpression();
        return expression == null || expression.getText() == null
                ? input.getId()
                : expression.getText().getTextContent().strip();
    }

    private static Map<Object, BitSet> rows(List<Cell> cells, Iterable<Object> values) {
        var rows = new LinkedHashMap<Object, BitSet>();
        for (var value : values) {
            rows.put(
                    value,
                    IntStream.range(0, cells.size())
                            .filter(i -> cells.get(i).matches().test(value))
                            .collect(BitSet::new, BitSet::set, BitSet::or));
        }
        return rows;
    }

    /** What a column compares with; a text for one that compares with nothing. */
    private List<Object> values(List<Cell> cells, Input input) {
        var literals = cells.stream().flatMap(c -> c.literals().stream()).toList();
        if (literals.stream().anyMatch(Boolean.class::isInstance)) return List.of(true, false);
        var texts = Stream.concat(literals.stream(), named(input))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .collect(Collectors.toCollection(TreeSet::new));
        if (OF_INSTITUTIONS.contains(name(input))) texts.addAll(whole(texts));
        if (!texts.isEmpty()) return texts(cells, List.copyOf(texts));
        var numbers = literals.stream()
                .map(BigDecimal.class::cast)
                .flatMap(n -> beside(n, literals, isWhole(input)))
                .collect(Collectors.toCollection(TreeSet::new));
        return numbers.isEmpty() ? List.of("") : List.copyOf(numbers);
    }

    /** So that none is forgotten that no row names any more. */
    private Set<String> whole(Set<String> texts) {
        return wholes.stream()
                .filter(words -> words.stream().anyMatch(texts::contains))
                .flatMap(Set::stream)
                .collect(Collectors.toSet());
    }

    /** What the column itself says that it may be. */
    private static Stream<Object> named(Input input) {
        var values = input.getInputValues();
        return values == null || values.getText() == null
                ? Stream.empty()
                : Cell.read(values.getText().getTextContent()).stream().flatMap(c -> c.literals().stream());
    }

    /** What rows say {@code not} to is joined by another text if nothing in the column is one. */
    private static List<Object> texts(List<Cell> cells, List<Object> texts) {
        var another = cells.stream().anyMatch(c -> texts.stream().noneMatch(c.matches()));
        return another ? Stream.concat(texts.stream(), Stream.<Object>of("…")).toList() : texts;
    }

    private static boolean isWhole(Input input) {
        var type = input.getInputExpression() == null
                ? null
                : input.getInputExpression().getTypeRef();
        return !"double".equals(type) && !"number".equals(type);
    }

    /** A number and its neighbours; of numbers that are not counted, what lies half way to the next. None below zero. */
    private static Stream<BigDecimal> beside(BigDecimal number, List<Object> literals, boolean whole) {
        var neighbours = Stream.of(number.subtract(BigDecimal.ONE), number, number.add(BigDecimal.ONE));
        if (!whole) {
            var half = new BigDecimal("0.5");
            neighbours = Stream.concat(
                    neighbours, literals.stream().map(BigDecimal.class::cast).map(n -> n.add(number)
                            .multiply(half)));
        }
        return neighbours.map(BigDecimal::stripTrailingZeros).filter(n -> n.signum() >= 0 || number.signum() < 0);
    }

    private static String words(Map<String, Object> example) {
        return example.entrySet().stream()
                .map(e ->
                        e.getKey() + " = " + (e.getValue() instanceof BigDecimal n ? n.toPlainString() : e.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** Goes through a table column by column. */
    private static class Search {

        private record Found(Check check, Map<String, Object> example) {}

        private record Visited(int column, BitSet rows) {}

        private final List<Column> columns;
        private final boolean unique;
        private final BitSet all = new BitSet();
        private final Set<Visited> visited = new HashSet<>();
        /** For each row a case that it answers. */
        private final List<Map<String, Object>> examples = new ArrayList<>();

        private final BitSet exemplified = new BitSet();
        private int steps;

        Search(List<Column> columns, boolean unique, int rows) {
            this.columns = columns;
            this.unique = unique;
            all.set(0, rows);
        }

        Optional<Found> found() {
            return from(0, all, new LinkedHashMap<>());
        }

        private Optional<Found> from(int column, BitSet rows, LinkedHashMap<String, Object> example) {
            if (column == columns.size()) return judge(rows, example);
            if (++steps > MOST_STEPS || !visited.add(new Visited(column, rows))) return Optional.empty();
            for (var entry : columns.get(column).rows().entrySet()) {
                var left = (BitSet) rows.clone();
                left.and(entry.getValue());
                var longer = new LinkedHashMap<>(example);
                longer.put(columns.get(column).name(), entry.getKey());
                var found = from(column + 1, left, longer);
                if (found.isPresent()) return found;
            }
            return Optional.empty();
        }

        private Optional<Found> judge(BitSet rows, Map<String, Object> example) {
            if (rows.isEmpty()) return Optional.of(new Found(Check.CASE_WITHOUT_ROW, example));
            if (unique && rows.cardinality() > 1) return Optional.of(new Found(Check.CASE_WITH_SEVERAL_ROWS, example));
            var before = exemplified.cardinality();
            exemplified.or(rows);
            if (exemplified.cardinality() > before) examples.add(example);
            return Optional.empty();
        }
    }
}
