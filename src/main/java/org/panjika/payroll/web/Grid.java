package org.panjika.payroll.web;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.panjika.attendance.Session;
import org.panjika.payroll.Figure;
import org.panjika.payroll.Line;

/**
 * A month as the paper register has it: people by days, two halves each.
 *
 * @param days of the month, in order
 */
record Grid(List<LocalDate> days, List<Row> rows) {

    /** What a session may read, the first that holds; what else there is in a month is free. */
    private static final List<Figure> READ = List.of(
            Figure.PRESENT,
            Figure.ABSENT,
            Figure.TOUR,
            Figure.DUTY,
            Figure.TECHNICAL,
            Figure.DOUBTFUL,
            Figure.UNMARKED,
            Figure.OFF_PORTAL);

    /** The codes of the legend. */
    static final List<String> CODES = Stream.concat(
                    READ.stream().map(Figure::name), Stream.of("FREE", "PROVISIONAL", "NOT_HERE"))
            .toList();

    record Row(Line line, List<Cell> cells) {}

    /** @param whole both halves read the same */
    record Cell(LocalDate day, Code forenoon, Code afternoon) {

        public boolean whole() {
            return forenoon.equals(afternoon);
        }
    }

    /**
     * What is written into half a day.
     *
     * @param status for its colour
     * @param leave the kind of leave; else the code is a word
     * @param held not paid until somebody decides
     */
    record Code(String status, Optional<String> leave, boolean held, boolean unpaid) {}

    static Grid of(YearMonth month, List<Line> lines) {
        var days = month.atDay(1).datesUntil(month.plusMonths(1).atDay(1)).toList();
        return new Grid(
                days,
                lines.stream()
                        .map(line -> new Row(
                                line,
                                days.stream()
                                        .map(day -> new Cell(
                                                day,
                                                code(line, day, Session.FORENOON),
                                                code(line, day, Session.AFTERNOON)))
                                        .toList()))
                        .toList());
    }

    static Code code(Line line, LocalDate day, Session session) {
        var held = line.of(Figure.HELD).has(day, session);
        var unpaid = line.of(Figure.NO_PAY).has(day, session);
        if (!line.of(Figure.PAYABLE).has(day, session)) return new Code("NOT_HERE", Optional.empty(), false, false);
        for (var leave : line.leave().entrySet()) {
            if (leave.getValue().has(day, session)) return new Code("LEAVE", Optional.of(leave.getKey()), held, unpaid);
        }
        for (var figure : READ) {
            if (line.of(figure).has(day, session)) return new Code(figure.name(), Optional.empty(), held, unpaid);
        }
        var toCome = line.of(Figure.PROVISIONAL).has(day, session);
        return new Code(toCome ? "PROVISIONAL" : "FREE", Optional.empty(), held, unpaid);
    }
}
