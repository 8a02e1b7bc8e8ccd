package org.panjika.leave;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.panjika.attendance.Session;

/** From a session to a session, both included, not reversed. */
public record LeaveSpan(HalfDay first, HalfDay last) {

    /** The longest span that is leave and no slip of the pen. */
    private static final int LONGEST_DAYS = 1100;

    public LeaveSpan {
        if (last.number() < first.number()) throw new IllegalArgumentException("reversed");
    }

    /** One session of a day. */
    public record HalfDay(LocalDate day, Session session) implements Comparable<HalfDay> {

        /** Sessions counted from 1970-01-01, two a day. */
        public long number() {
            return day.toEpochDay() * 2 + session.ordinal();
        }

        public static HalfDay of(long number) {
            return new HalfDay(
                    LocalDate.ofEpochDay(Math.floorDiv(number, 2L)), Session.values()[(int) Math.floorMod(number, 2L)]);
        }

        @Override
        public int compareTo(HalfDay other) {
            return Long.compare(number(), other.number());
        }
    }

    /** What work there is on a day. */
    public enum DayKind {
        WORKING,
        /** The forenoon only. */
        HALF,
        /** The afternoon only: where the person works in the forenoon it is a holiday. */
        AFTERNOON,
        HOLIDAY;

        /** By the sessions in which somebody works. */
        public static DayKind of(boolean forenoon, boolean afternoon) {
            if (forenoon) return afternoon ? WORKING : HALF;
            return afternoon ? AFTERNOON : HOLIDAY;
        }

        boolean works(Session session) {
            return this == WORKING || this == (session == Session.FORENOON ? HALF : AFTERNOON);
        }
    }

    /**
     * What leave over the span is made of.
     *
     * @param work the sessions that read LEAVE
     * @param counted the sessions that are debited, in order: those of work, and holidays between them where they count
     * @param runningDays days from the holidays before to the holidays after, where they are known
     */
    public record Count(List<HalfDay> work, List<HalfDay> counted, int runningDays) {

        public int halfDays() {
            return counted.size();
        }

        /** How much of it each month has. */
        Map<YearMonth, Integer> byMonth() {
            return counted.stream().collect(Collectors.toMap(h -> YearMonth.from(h.day()), h -> 1, Integer::sum));
        }

        /** Begun days. */
        public int days() {
            return (counted.size() + 1) / 2;
        }
    }

    /** Nothing if the end comes before the beginning, or no leave is so long. */
    public static Optional<LeaveSpan> between(HalfDay first, HalfDay last) {
        var sensible = first.number() <= last.number() && last.number() - first.number() < 2 * LONGEST_DAYS;
        return sensible ? Optional.of(new LeaveSpan(first, last)) : Optional.empty();
    }

    public LocalDate from() {
        return first.day();
    }

    public LocalDate to() {
        return last.day();
    }

    /** From a day to a day. */
    public static LeaveSpan days(LocalDate from, LocalDate to) {
        return new LeaveSpan(new HalfDay(from, Session.FORENOON), new HalfDay(to, Session.AFTERNOON));
    }

    public boolean contains(HalfDay session) {
        return first.number() <= session.number() && session.number() <= last.number();
    }

    /** What of it lies before a session within it, but the first. */
    LeaveSpan until(HalfDay session) {
        return new LeaveSpan(first, HalfDay.of(session.number() - 1));
    }

    /** Whether every day of it is whole. */
    public boolean wholeDays() {
        return first.session() == Session.FORENOON && last.session() == Session.AFTERNOON;
    }

    /** Every day of it, also those of which only a part belongs to it. */
    List<LocalDate> everyDay() {
        return from().datesUntil(to().plusDays(1)).toList();
    }

    /** The whole days of it, if there are any. */
    Optional<LeaveSpan> wholeDaysWithin() {
        var begins = first.session() == Session.FORENOON ? from() : from().plusDays(1);
        var ends = last.session() == Session.AFTERNOON ? to() : to().minusDays(1);
        return begins.isAfter(ends) ? Optional.empty() : Optional.of(days(begins, ends));
    }

    /** Whether some session is in both. */
    public boolean overlaps(LeaveSpan other) {
        return first.number() <= other.last.number() && other.first.number() <= last.number();
    }

    /**
     * Counts it.
     *
     * @param days what kind each day is; days before and after belong to the stretch while they are holidays
     * @param without sessions that are not taken, because the person worked
     * @param holidaysCount whether a holiday between two sessions of leave counts; before the first and after the last none does
     */
    public Count count(SortedMap<LocalDate, DayKind> days, List<HalfDay> without, boolean holidaysCount) {
        var work = LongStream.rangeClosed(first.number(), last.number())
                .mapToObj(HalfDay::of)
                .filter(h -> works(days, h.day(), h.session()))
                .filter(h -> !without.contains(h))
                .toList();
        if (work.isEmpty()) return new Count(work, work, 0);
        var from = work.get(0);
        var to = work.get(work.size() - 1);
        var counted = holidaysCount
                ? LongStream.rangeClosed(from.number(), to.number())
                        .mapToObj(HalfDay::of)
                        .filter(h -> !without.contains(h))
                        .toList()
                : work;
        return new Count(work, counted, (int) (runs(days, to.day(), 1).toEpochDay()
                + 1
                - runs(days, from.day(), -1).toEpochDay()));
    }

    /** The last of the holidays in a row beside a day. */
    private static LocalDate runs(SortedMap<LocalDate, DayKind> days, LocalDate day, int step) {
        var at = day;
        while (days.get(at.plusDays(step)) == DayKind.HOLIDAY) at = at.plusDays(step);
        return at;
    }

    /** The most holidays in a row within it, or directly before or after it: no work of the same day lies between. */
    int holidaysInARow(SortedMap<LocalDate, DayKind> days) {
        var most = 0;
        for (var day = from(); !day.isAfter(to()); day = day.plusDays(1)) {
            if (!day.equals(to()) || !worksAfter(days)) most = Math.max(most, holidaysBeside(days, day, 1));
        }
        return worksBefore(days) ? most : Math.max(most, holidaysBeside(days, from(), -1));
    }

    private boolean worksBefore(SortedMap<LocalDate, DayKind> days) {
        return first.session() == Session.AFTERNOON && works(days, from(), Session.FORENOON);
    }

    private boolean worksAfter(SortedMap<LocalDate, DayKind> days) {
        return last.session() == Session.FORENOON && works(days, to(), Session.AFTERNOON);
    }

    private static boolean works(SortedMap<LocalDate, DayKind> days, LocalDate day, Session session) {
        return days.getOrDefault(day, DayKind.HOLIDAY).works(session);
    }

    private static int holidaysBeside(SortedMap<LocalDate, DayKind> days, LocalDate day, int step) {
        return (int) Math.abs(runs(days, day, step).toEpochDay() - day.toEpochDay());
    }
}
