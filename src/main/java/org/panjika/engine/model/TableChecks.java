package org.panjika.engine.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.dmn.engine.DmnEngineException;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.HitPolicy;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.Input;

/**
 * Whether decision tables answer every case, and each with one row where they promise so. The cases are made of what the rows
 * themselves compare with: each text, each number with its neighbours; so a table is looked at whole without knowing what it
 * is about.
 */
class TableChecks {

    private static final int MOST_CASES = 2_000;
    private static final Pattern TEXT = Pattern.compile("\"([^\"]*)\"");
    private static final Pattern NUMBER = Pattern.compile("(?<![\\w\"])-?\\d+(?![\\w\"])");

    /** Shared by all: it keeps nothing of what it evaluates. */
    private static final DmnEngine ENGINE =
            DmnEngineConfiguration.createDefaultDmnEngineConfiguration().buildEngine();

    private final String file;
    private final DmnModelInstance model;

    TableChecks(String file, DmnModelInstance model) {
        this.file = file;
        this.model = model;
    }

    List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        for (var decision : model.getModelElementsByType(Decision.class)) {
            if (decision.getExpression() instanceof DecisionTable table) findings.addAll(findings(decision, table));
        }
        return findings;
    }

    private List<Finding> findings(Decision decision, DecisionTable table) {
        var at = new Finding.Element("decision", decision.getId(), Optional.ofNullable(decision.getName()));
        var columns = new LinkedHashMap<String, List<Object>>();
        for (var input : table.getInputs()) {
            columns.put(name(input), values(table, input));
        }
        var cases = columns.values().stream().mapToLong(List::size).reduce(1, (a, b) -> a * b);
        if (cases > MOST_CASES) return List.of(Finding.of(Check.TABLE_TOO_WIDE, file, at, "cases", cases));
        DmnDecision parsed;
        try {
            parsed = ENGINE.parseDecision(decision.getId(), model);
        } catch (DmnEngineException e) {
            return List.of(Finding.of(Check.MALFORMED, file, at, "what", String.valueOf(e.getMessage())));
        }
        return judge(table, at, parsed, cases(columns));
    }

    private List<Finding> judge(
            DecisionTable table, Finding.Element at, DmnDecision decision, List<Map<String, Object>> cases) {
        for (var one : cases) {
            try {
                var rows = ENGINE.evaluateDecisionTable(decision, one).size();
                if (rows == 0) return List.of(Finding.of(Check.CASE_WITHOUT_ROW, file, at, "case", words(one)));
            } catch (DmnEngineException e) {
                var several = table.getHitPolicy() == HitPolicy.UNIQUE || table.getHitPolicy() == HitPolicy.ANY;
                return List.of(
                        several
                                ? Finding.of(Check.CASE_WITH_SEVERAL_ROWS, file, at, "case", words(one))
                                : Finding.of(Check.MALFORMED, file, at, "what", String.valueOf(e.getMessage())));
            }
        }
        return List.of();
    }

    private static String name(Input input) {
        return input.getInputExpression().getText().getTextContent().strip();
    }

    /** What a column compares with; a text for a column that compares with nothing. */
    private static List<Object> values(DecisionTable table, Input input) {
        var column = List.copyOf(table.getInputs()).indexOf(input);
        var entries = table.getRules().stream()
                .map(rule -> List.copyOf(rule.getInputEntries())
                        .get(column)
                        .getText()
                        .getTextContent())
                .toList();
        if (entries.stream().anyMatch(e -> e.contains("true") || e.contains("false"))) return List.of(true, false);
        var texts = new TreeSet<String>();
        var numbers = new TreeSet<Long>();
        for (var entry : entries) {
            TEXT.matcher(entry).results().forEach(found -> texts.add(found.group(1)));
            NUMBER.matcher(TEXT.matcher(entry).replaceAll("")).results().forEach(found -> {
                var number = Long.parseLong(found.group());
                LongStream.rangeClosed(Math.max(0, number - 1), number + 1).forEach(numbers::add);
            });
        }
        Collection<?> values = texts.isEmpty() ? numbers : texts;
        return values.isEmpty() ? List.of("") : List.copyOf(values);
    }

    private static List<Map<String, Object>> cases(Map<String, List<Object>> columns) {
        var cases = new ArrayList<Map<String, Object>>(List.of(Map.of()));
        columns.forEach((name, values) -> {
            var longer = new ArrayList<Map<String, Object>>();
            for (var one : cases) {
                for (var value : values) {
                    var more = new LinkedHashMap<>(one);
                    more.put(name, value);
                    longer.add(more);
                }
            }
            cases.clear();
            cases.addAll(longer);
        });
        return cases;
    }

    private static String words(Map<String, Object> one) {
        return one.entrySet().stream()
                .map(e -> e.getKey() + " = " + e.getValue())
                .collect(Collectors.joining(", "));
    }
}
