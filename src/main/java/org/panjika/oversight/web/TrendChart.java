package org.panjika.oversight.web;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.panjika.oversight.DeadlineBoard;
import org.panjika.oversight.DeadlineBoard.Found;
import org.panjika.oversight.DeadlineBoard.TrendDay;

/**
 * Where the bars of a trend stand in the template's drawing: a place for each day of the trend, a bar
 * for each day with a deadline; its height is the share that was in time.
 *
 * @param labels days that are named under the axis
 */
public record TrendChart(List<Bar> bars, List<Label> labels) {

    private static final int WIDTH = 360;
    private static final int LEFT = 40;
    private static final int PLOT = 100;

    private static final double STEP = (WIDTH - LEFT) / (double) DeadlineBoard.TREND_DAYS;
    private static final int LABEL_EVERY = 7;

    /** A day's bar: {@code inTime} and {@code late} add up to 100. */
    public record Bar(LocalDate day, Found found, double x, double width, int inTime, int late) {}

    public record Label(LocalDate day, double x) {}

    static TrendChart of(List<TrendDay> trend, LocalDate last, Function<TrendDay, Found> deadline) {
        var first = last.minusDays(DeadlineBoard.TREND_DAYS - 1);
        var bars = trend.stream()
                .filter(d -> deadline.apply(d).institutions() > 0)
                .map(d -> {
                    var found = deadline.apply(d);
                    var inTime = found.percentInTime() * PLOT / 100;
                    return new Bar(d.day(), found, x(first, d.day()) + STEP * 0.1, STEP * 0.8, inTime, PLOT - inTime);
                })
                .toList();
        var labels = IntStream.iterate(DeadlineBoard.TREND_DAYS - 1, n -> n >= 2, n -> n - LABEL_EVERY)
                .mapToObj(first::plusDays)
                .map(day -> new Label(day, x(first, day) + STEP / 2))
                .toList();
        return new TrendChart(bars, labels);
    }

    /** All days together. */
    public Found together() {
        return bars.stream().map(Bar::found).reduce(Found.NOTHING, Found::plus);
    }

    /** The day with the smallest share in time. */
    public Optional<Bar> worst() {
        return bars.stream().min(Comparator.comparing(bar -> bar.found().percentInTime()));
    }

    private static double x(LocalDate first, LocalDate day) {
        return LEFT + STEP * (day.toEpochDay() - first.toEpochDay());
    }
}
