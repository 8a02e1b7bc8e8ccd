package org.panjika.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The one table of a run. */
final class Report {

    private record Line(String what, String figure, String goal) {}

    private final List<Line> lines = new ArrayList<>();

    void fact(String what, String figure, Object... arguments) {
        line(what, "", figure, arguments);
    }

    void line(String what, String goal, String figure, Object... arguments) {
        var line = new Line(what, String.format(Locale.ROOT, figure, arguments), goal);
        lines.add(line);
        progress("%s: %s", what, line.figure());
    }

    /** A figure against its goal. */
    void judged(String what, String goal, boolean reached, String figure, Object... arguments) {
        line(what, goal + (reached ? " ✓" : " ✗"), figure, arguments);
    }

    static void progress(String words, Object... arguments) {
        System.err.printf(Locale.ROOT, "[%tT] %s%n", System.currentTimeMillis(), words.formatted(arguments));
    }

    void print() {
        System.out.println("| measured | figure | goal |\n|---|---|---|");
        lines.forEach(l -> System.out.printf("| %s | %s | %s |%n", l.what(), l.figure(), l.goal()));
    }
}
