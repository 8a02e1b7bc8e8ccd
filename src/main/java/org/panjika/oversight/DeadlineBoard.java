package org.panjika.oversight;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.panjika.attendance.DayOpening;
import org.panjika.organisation.Institution;
import org.panjika.oversight.jdbc.DeadlineTable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** How the institutions at and below an office stand to the two deadlines of a day: entry and closing (RJ-5, RJ-6, C10, C11). */
@Service
public class DeadlineBoard {

    /** How many days the trend looks back, the day itself among them. */
    public static final int TREND_DAYS = 30;

    private final DeadlineTable table;
    private final DayOpening opening;
    private final Clock clock;

    DeadlineBoard(DeadlineTable table, DayOpening opening, Clock clock) {
        this.table = table;
        this.opening = opening;
        this.clock = clock;
    }

    /**
     * How many institutions stand where to one deadline. From {@code due} on what was found at the deadline counts; as long as
     * nobody has looked yet, what is incomplete now is missed.
     *
     * @param due the next deadline among the institutions, the last one if all have passed; empty: nobody is concerned
     * @param last the last deadline among them, later than {@code due} where there are second shifts (C10)
     * @param institutions those with somebody expected; met + missed + excused + open add up to it
     * @param met complete at the deadline; before it, complete so far
     * @param excused missed, but a technical fault has been declared for it (C15)
     * @param open incomplete with time left
     */
    public record Standing(
            Optional<Instant> due,
            Optional<Instant> last,
            int institutions,
            int met,
            int missed,
            int excused,
            int open) {

        public static final Standing NONE = new Standing(Optional.empty(), Optional.empty(), 0, 0, 0, 0, 0);

        /** Time left at an instant until {@code due}; zero from then on. */
        public Duration timeLeft(Instant now) {
            return due.filter(now::isBefore).map(d -> Duration.between(now, d)).orElse(Duration.ZERO);
        }

        /** The share that did not keep the deadline, or has not yet, without excuse: from 0 to 1. */
        double lacking() {
            return institutions == 0 ? 0 : (double) (missed + open) / institutions;
        }

        private Standing plus(Standing other, Instant now) {
            return new Standing(
                    nearer(due, other.due, now),
                    later(last, other.last),
                    institutions + other.institutions,
                    met + other.met,
                    missed + other.missed,
                    excused + other.excused,
                    open + other.open);
        }

        private static Optional<Instant> nearer(Optional<Instant> one, Optional<Instant> other, Instant now) {
            if (one.isEmpty() || other.isEmpty()) return one.or(() -> other);
            var oneLeft = one.get().isAfter(now);
            if (oneLeft != other.get().isAfter(now)) return oneLeft ? one : other;
            return one.get().isBefore(other.get()) == oneLeft ? one : other;
        }

        private static Optional<Instant> later(Optional<Instant> one, Optional<Instant> other) {
            if (one.isEmpty() || other.isEmpty()) return one.or(() -> other);
            return one.get().isAfter(other.get()) ? one : other;
        }
    }

    /**
     * An office with all below it, or one institution.
     *
     * @param own whether it is the institution asked about, without what lies below
     * @param members how many institutions the row is made of, concerned or not
     * @param missing people without a status in a session that has begun; told only of single institutions
     */
    public record Row(
            Institution institution, boolean own, int members, Standing entry, Standing closing, OptionalInt missing) {

        public boolean concerned() {
            return entry.institutions() + closing.institutions() > 0;
        }
    }

    /** What was found at the deadlines of one kind on a day, before any excuse. */
    public record Found(int institutions, int missed) {

        public static final Found NOTHING = new Found(0, 0);

        public Found plus(Found other) {
            return new Found(institutions + other.institutions, missed + other.missed);
        }

        /** The share that was complete in time, in percent, rounded down so that 100 means all; 100 of nothing. */
        public int percentInTime() {
            return institutions == 0 ? 100 : (int) ((institutions - missed) * 100L / institutions);
        }
    }

    /** A day of the trend; {@link Found#NOTHING} for a deadline that nobody has looked at yet. */
    public record TrendDay(LocalDate day, Found entry, Found closing) {}

    /**
     * The board of an office.
     *
     * @param now when the figures were true
     * @param total all rows together; {@code members} is their number of institutions
     * @param rows worst first: the offices directly below, a block's single schools (C11), and the institution itself
     * @param trend the last days with a deadline, oldest first
     */
    public record Page(
            Institution under, LocalDate day, Instant now, Row total, List<Row> rows, List<TrendDay> trend) {}

    /**
     * The board of a day.
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
                        .thenComparing(r -> r.closing().lacking())
                        .thenComparing(r -> r.entry().lacking())
                        .thenComparing(r -> r.missing().orElse(0))
                        .thenComparing(r -> r.closing().missed() + r.closing().open())
                        .reversed()
                        .thenComparing(r -> r.institution().code()))
                .toList();
        var trend = table.trend(office, day.minusDays(TREND_DAYS - 1), day);
        return Optional.of(new Page(office, day, now, total(office, rows, now), rows, trend));
    }

    /** The day's standing of every district, by the code of its office; empty while the day is not open. */
    @Transactional(readOnly = true)
    public List<Row> districts() {
        var now = clock.instant();
        var day = LocalDate.ofInstant(now, clock.getZone());
        return opening.isOpen(day) ? table.districts(day, now) : List.of();
    }

    private static Row total(Institution office, List<Row> rows, Instant now) {
        return new Row(
                office,
                false,
                rows.stream().mapToInt(Row::members).sum(),
                sum(rows, Row::entry, now),
                sum(rows, Row::closing, now),
                OptionalInt.empty());
    }

    private static Standing sum(List<Row> rows, Function<Row, Standing> deadline, Instant now) {
        return rows.stream().map(deadline).reduce(Standing.NONE, (one, other) -> one.plus(other, now));
    }
}
