package org.panjika.calendar;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.panjika.calendar.jdbc.HoursTable;
import org.panjika.organisation.Institution;
import org.panjika.organisation.ListsChanged;
import org.panjika.organisation.Settings;
import org.panjika.problem.Named;
import org.panjika.problem.Refused;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * When the day begins and ends (C9, C14), by season and dated: a word holds from a day on until the next one for the same people and
 * season. Where nothing is said, from 10:00 to 17:00.
 */
@Service
public class Hours {

    private final HoursTable table;
    private final Clock clock;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;

    Hours(HoursTable table, Clock clock, ApplicationEventPublisher events, PlatformTransactionManager transactions) {
        this.table = table;
        this.clock = clock;
        this.events = events;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** A part of every year, both days included; it may run over the new year. */
    public record Season(MonthDay first, MonthDay last) {

        public static final Season WHOLE_YEAR = new Season(MonthDay.of(1, 1), MonthDay.of(12, 31));

        /** @throws Refused {@code season-malformed} if there is no such day */
        public static Season of(int firstDay, int firstMonth, int lastDay, int lastMonth) {
            try {
                return new Season(MonthDay.of(firstMonth, firstDay), MonthDay.of(lastMonth, lastDay));
            } catch (DateTimeException e) {
                throw new Refused(CalendarProblem.SEASON_MALFORMED);
            }
        }

        public boolean includes(LocalDate day) {
            var it = MonthDay.from(day);
            return first.isAfter(last)
                    ? !it.isBefore(first) || !it.isAfter(last)
                    : !it.isBefore(first) && !it.isAfter(last);
        }
    }

    /**
     * Of one day, local time.
     *
     * @param boundary where the afternoon begins; empty: in the middle (C9)
     */
    public record Times(LocalTime starts, Optional<LocalTime> boundary, LocalTime ends) {

        /** @throws Refused {@code hours-order} if beginning or end is missing */
        public static Times of(Optional<LocalTime> starts, Optional<LocalTime> boundary, Optional<LocalTime> ends) {
            return new Times(
                    starts.orElseThrow(() -> new Refused(CalendarProblem.HOURS_ORDER)),
                    boundary,
                    ends.orElseThrow(() -> new Refused(CalendarProblem.HOURS_ORDER)));
        }
    }

    /**
     * What is to be said.
     *
     * @param times empty: nothing of its own any more, what is said elsewhere holds
     */
    public record Wish(Reach reach, Season season, Optional<Times> times, LocalDate from) {}

    /**
     * A word about hours.
     *
     * @param number names it among all
     * @param until the last day; empty: for good
     * @param by login of who said so; empty: it came with the system
     */
    public record Word(
            long number,
            String code,
            Named area,
            Optional<Reach.Kind> kind,
            Optional<String> group,
            Season season,
            Times times,
            Optional<LocalDate> from,
            Optional<LocalDate> until,
            Optional<String> by) {}

    /**
     * One page of words.
     *
     * @param next to go on after; empty at the end
     */
    public record Page(List<Word> words, Optional<Long> next) {}

    /** So many institutions would have other hours. */
    public record Difference(Times was, Times becomes, int institutions) {}

    /**
     * What a wish would do.
     *
     * @param on the first day on which it would hold
     */
    public record Outlook(LocalDate on, List<Difference> differences) {}

    /** What has been said about an area, above and below it, or anywhere, words that are over included; from the top down. */
    public Page words(Optional<Institution> under, Optional<Long> after, int most) {
        var found = table.words(under, after, most + 1);
        return found.size() <= most
                ? new Page(found, Optional.empty())
                : new Page(
                        found.subList(0, most), Optional.of(found.get(most - 1).number()));
    }

    /** It is taken back. Refuses like {@link #say}. */
    public Outlook outlook(Wish wish, String by) {
        judge(wish);
        var on = wish.from();
        while (!wish.season().includes(on)) on = on.plusDays(1);
        var first = on;
        return transaction.execute(status -> {
            status.setRollbackOnly();
            table.lookBefore(wish.reach().area(), first);
            write(wish, by);
            return new Outlook(first, table.differences(wish.reach().area(), first));
        });
    }

    /**
     * Says it. A word from the same day gives way; registers of today follow at once.
     *
     * @throws Refused {@code dated-in-the-past} for a day that is over, {@code hours-order}, {@code season-overlaps} if another
     *     season for the same people has some of its days
     */
    public void say(Wish wish, String by) {
        judge(wish);
        transaction.executeWithoutResult(status -> {
            write(wish, by);
            if (!wish.from().isAfter(LocalDate.now(clock))) events.publishEvent(new ListsChanged());
        });
    }

    private void write(Wish wish, String by) {
        table.say(wish, by, clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC));
        table.overlapping(wish).ifPresent(other -> {
            throw new Refused(
                    CalendarProblem.SEASON_OVERLAPS,
                    Map.of(
                            "first", other.first().atYear(wish.from().getYear()),
                            "last", other.last().atYear(wish.from().getYear())));
        });
    }

    private void judge(Wish wish) {
        Settings.mustNotBeOver(wish.from(), LocalDate.now(clock));
        wish.times().ifPresent(t -> {
            var inOrder = t.starts().isBefore(t.ends())
                    && t.boundary()
                            .map(b -> b.isAfter(t.starts()) && b.isBefore(t.ends()))
                            .orElse(true);
            if (!inOrder) throw new Refused(CalendarProblem.HOURS_ORDER);
        });
    }
}
