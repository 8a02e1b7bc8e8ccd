package org.panjika.attendance;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.panjika.attendance.jdbc.CompletenessTable;
import org.panjika.organisation.Institution;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** How far the registers of a day are filled, for every office above them (RJ-6, RJ-11, C6). */
@Service
public class Completeness {

    private final CompletenessTable table;
    private final DayOpening opening;
    private final Clock clock;

    Completeness(CompletenessTable table, DayOpening opening, Clock clock) {
        this.table = table;
        this.opening = opening;
        this.clock = clock;
    }

    /**
     * Figures of one office with all below it, or of the office's own staff.
     *
     * @param institutions how many take part; of them {@code notConcerned} have nobody expected in a session that has
     *     begun, the others are complete or incomplete
     * @param figures sessions that have begun
     * @param offPortal staff deputed to offices outside the portal, counted apart (C5)
     * @param offPortalMarked of them, those who have marked
     */
    public record Row(
            Institution institution,
            boolean own,
            int institutions,
            int complete,
            int notConcerned,
            Figures figures,
            int offPortal,
            int offPortalMarked) {

        public int incomplete() {
            return institutions - complete - notConcerned;
        }

        public boolean concerned() {
            return figures.expected() > 0;
        }
    }

    /** Sessions by what they read; all but {@code expected} add up to it. Leave that is asked for counts as recorded (C13). */
    public record Figures(
            long expected,
            long present,
            long tour,
            long duty,
            long leave,
            long leavePending,
            long absent,
            long technical,
            long toBeConfirmed) {

        public static final Figures NONE = new Figures(0, 0, 0, 0, 0, 0, 0, 0, 0);

        public long recorded() {
            return present + tour + duty + leave + leavePending + absent + technical + toBeConfirmed;
        }

        public long unmarked() {
            return expected - recorded();
        }

        /** A part of the expected in percent with one decimal, rounded down so that 100 means all; 0 of nothing. */
        public double percent(long part) {
            return expected == 0 ? 0 : Math.floorDiv(part * 1000, expected) / 10.0;
        }

        Figures plus(Figures other) {
            return new Figures(
                    expected + other.expected,
                    present + other.present,
                    tour + other.tour,
                    duty + other.duty,
                    leave + other.leave,
                    leavePending + other.leavePending,
                    absent + other.absent,
                    technical + other.technical,
                    toBeConfirmed + other.toBeConfirmed);
        }
    }

    /**
     * An office, and the offices directly below it, worst first.
     *
     * @param rows the office's own staff, where it has any, is a row of its own
     */
    public record Page(Institution under, LocalDate day, Row total, List<Row> rows) {}

    /**
     * The completeness of a day under an office.
     *
     * @return empty if there are no registers of that day
     */
    @Transactional
    public Optional<Page> under(Institution office, LocalDate day) {
        var now = clock.instant();
        if (day.equals(LocalDate.ofInstant(now, clock.getZone()))) opening.ensureOpen(day);
        if (!opening.isOpen(day)) return Optional.empty();
        var rows = table.under(office, day, now).stream()
                .sorted(Comparator.comparing(Row::concerned)
                        .reversed()
                        .thenComparing(r -> r.figures().percent(r.figures().recorded()))
                        .thenComparing(r -> -r.figures().unmarked())
                        .thenComparing(r -> r.institution().code()))
                .toList();
        return Optional.of(new Page(office, day, total(office, rows), rows));
    }

    private static Row total(Institution office, List<Row> rows) {
        return new Row(
                office,
                false,
                rows.stream().mapToInt(Row::institutions).sum(),
                rows.stream().mapToInt(Row::complete).sum(),
                rows.stream().mapToInt(Row::notConcerned).sum(),
                rows.stream().map(Row::figures).reduce(Figures.NONE, Figures::plus),
                rows.stream().mapToInt(Row::offPortal).sum(),
                rows.stream().mapToInt(Row::offPortalMarked).sum());
    }
}
