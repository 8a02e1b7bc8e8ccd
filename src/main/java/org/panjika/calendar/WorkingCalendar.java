package org.panjika.calendar;

import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.panjika.calendar.jdbc.CalendarTable;
import org.panjika.models.Recalled;
import org.panjika.models.UsableInModels;
import org.springframework.stereotype.Service;

/** Which days are working days, and when something is due in working time (C14). */
@Service("calendar")
@UsableInModels
public class WorkingCalendar {

    /** Beyond this many days a calendar without working days is a mistake. */
    private static final int FARTHEST = 400;

    /** Days of one institution that are asked for in one statement. */
    private static final int AT_ONCE = 40;

    private final CalendarTable table;
    private final Recalled recalled;
    private final Clock clock;

    WorkingCalendar(CalendarTable table, Recalled recalled, Clock clock) {
        this.table = table;
        this.recalled = recalled;
        this.clock = clock;
    }

    /** Whether anybody works at the institution on the day. */
    public boolean isWorkingDay(String institution, LocalDate day) {
        return table.isWorkingDay(institution, day);
    }

    /** The n-th working day of the institution after a day, n ≥ 1. */
    public LocalDate workingDayAfter(String institution, LocalDate day, int n) {
        return table.workingDayAfter(institution, day, n, FARTHEST)
                .orElseThrow(() ->
                        new IllegalStateException(institution + " has fewer than " + n + " working days after " + day));
    }

    /** The n-th working day of the institution after each of the days from one to another, n ≥ 1. */
    public Map<LocalDate, LocalDate> workingDaysAfter(String institution, LocalDate first, LocalDate last, int n) {
        var end = last.plusDays(FARTHEST);
        var working = new TreeSet<LocalDate>();
        for (var from = first.plusDays(1); after(working, last).size() < n; from = from.plusDays(AT_ONCE)) {
            if (from.isAfter(end)) {
                throw new IllegalStateException(institution + " has fewer than " + n + " working days after " + last);
            }
            working.addAll(table.workingDays(institution, from, from.plusDays(AT_ONCE - 1)));
        }
        return first.datesUntil(last.plusDays(1))
                .collect(Collectors.toMap(Function.identity(), day -> after(working, day).stream()
                        .skip(n - 1)
                        .findFirst()
                        .orElseThrow()));
    }

    private static SortedSet<LocalDate> after(SortedSet<LocalDate> days, LocalDate day) {
        return days.tailSet(day.plusDays(1));
    }

    /** Those of cadres at institutions that work on the day. */
    public List<CadreAt> working(Collection<CadreAt> cadres, LocalDate day) {
        return cadres.isEmpty() ? List.of() : table.working(cadres, day);
    }

    /** The n-th day after a day on which anybody works, for each institution by its key; n ≥ 1 of each. */
    public Map<Long, LocalDate> daysAnybodyWorksAfter(Map<Long, Integer> institutions, LocalDate day) {
        return countedOff(institutions, day, table::anybodyWorks);
    }

    /** The n-th working day after a day of each cadre at an institution; n ≥ 1 of each. */
    public Map<CadreAt, LocalDate> workingDaysAfter(Map<CadreAt, Integer> cadres, LocalDate day) {
        return countedOff(cadres, day, table::working);
    }

    private static <W> Map<W, LocalDate> countedOff(
            Map<W, Integer> days, LocalDate day, BiFunction<Set<W>, LocalDate, List<W>> working) {
        var left = new HashMap<>(days);
        var found = new HashMap<W, LocalDate>();
        for (var next = day.plusDays(1);
                !left.isEmpty() && next.isBefore(day.plusDays(FARTHEST));
                next = next.plusDays(1)) {
            for (var who : working.apply(left.keySet(), next)) {
                if (left.merge(who, -1, Integer::sum) > 0) continue;
                left.remove(who);
                found.put(who, next);
            }
        }
        if (!left.isEmpty()) throw new IllegalStateException(left.keySet() + " have too few working days after " + day);
        return found;
    }

    /** This time of day on the n-th working day of the institution from now. */
    @UsableInModels
    public Date inWorkingDays(String institution, int n) {
        var now = clock.instant().atZone(clock.getZone());
        var today = now.toLocalDate();
        var day = recalled.once(
                List.of("in-working-days", institution, today, n), () -> workingDayAfter(institution, today, n));
        return Date.from(day.atTime(now.toLocalTime()).atZone(clock.getZone()).toInstant());
    }

    /** An engine's repeating timer: every day at a local time such as {@code 00:05}, from today on. */
    @UsableInModels
    public String everyDayAt(String time) {
        var first = LocalDate.now(clock).atTime(LocalTime.parse(time)).atZone(clock.getZone());
        return "R/" + DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(first) + "/P1D";
    }
}
