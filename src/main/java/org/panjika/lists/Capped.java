package org.panjika.lists;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/** The first findings of each code and how many there are: a list of a million bad lines must not fill the memory. */
final class Capped<T> {

    static final int MOST = 1000;

    private final List<T> kept = new ArrayList<>();
    private final Map<String, Integer> totals = new TreeMap<>();
    private final ToIntFunction<T> line;

    Capped(ToIntFunction<T> line) {
        this.line = line;
    }

    void add(String code, T finding) {
        if (totals.merge(code, 1, Integer::sum) <= MOST) kept.add(finding);
    }

    /** Adds what is not kept to the total of a code. */
    void addUncounted(String code, int more) {
        if (more > 0) totals.merge(code, more, Integer::sum);
    }

    List<T> first() {
        return kept.stream().sorted(Comparator.comparingInt(line)).limit(MOST).toList();
    }

    Map<String, Integer> totals() {
        return totals;
    }
}
