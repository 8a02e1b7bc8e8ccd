package org.panjika.engine.model;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One condition of a row of a decision table, where it is made of literals and comparisons: nothing, {@code "RJ"},
 * {@code "BR", "UP"}, {@code not("UP")}, {@code <= 4}, {@code [1..5]}, {@code true}.
 *
 * @param literals what it compares with: texts, numbers as {@link BigDecimal}, truths
 */
record Cell(List<Object> literals, Predicate<Object> matches) {

    private static final Cell ANYTHING = new Cell(List.of(), value -> true);
    private static final String NUMBER = "-?\\d+(?:\\.\\d+)?";
    private static final Pattern NOT = Pattern.compile("not\\s*\\((.*)\\)");
    private static final Pattern ONE = Pattern.compile("\\s*(?:\"(?<text>[^\"]*)\"|(?<truth>true|false)"
            + "|(?<by>[<>]=?)?\\s*(?<number>" + NUMBER + ")"
            + "|(?<from>[\\[\\](])\\s*(?<low>" + NUMBER + ")\\s*\\.\\.\\s*(?<high>" + NUMBER
            + ")\\s*(?<to>[\\[\\])]))\\s*(?:,|$)");

    /** Empty where it is made of anything else. */
    static Optional<Cell> read(String written) {
        var text = written.strip();
        if (text.isEmpty() || text.equals("-")) return Optional.of(ANYTHING);
        var not = NOT.matcher(text);
        return not.matches()
                ? any(not.group(1)).map(c -> new Cell(c.literals(), c.matches().negate()))
                : any(text);
    }

    private static Optional<Cell> any(String text) {
        var literals = new ArrayList<Object>();
        Predicate<Object> matches = value -> false;
        var one = ONE.matcher(text);
        var end = 0;
        while (end < text.length()) {
            if (!one.region(end, text.length()).lookingAt()) return Optional.empty();
            matches = matches.or(test(one, literals));
            end = one.end();
        }
        return text.endsWith(",") ? Optional.empty() : Optional.of(new Cell(List.copyOf(literals), matches));
    }

    private static Predicate<Object> test(Matcher one, List<Object> literals) {
        if (one.group("text") != null) return same(one.group("text"), literals);
        if (one.group("truth") != null) return same(Boolean.valueOf(one.group("truth")), literals);
        if (one.group("number") != null) return compared(one.group("by"), one.group("number"), literals);
        return compared(one.group("from").equals("[") ? ">=" : ">", one.group("low"), literals)
                .and(compared(one.group("to").equals("]") ? "<=" : "<", one.group("high"), literals));
    }

    private static Predicate<Object> same(Object literal, List<Object> literals) {
        literals.add(literal);
        return literal::equals;
    }

    private static Predicate<Object> compared(String by, String number, List<Object> literals) {
        var limit = new BigDecimal(number);
        literals.add(limit);
        return value -> value instanceof BigDecimal n && holds(n.compareTo(limit), by == null ? "=" : by);
    }

    private static boolean holds(int order, String by) {
        return switch (by) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            case ">=" -> order >= 0;
            default -> order == 0;
        };
    }
}
