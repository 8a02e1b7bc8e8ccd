package org.panjika.calendar;

import java.time.Clock;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.panjika.calendar.jdbc.CalendarLook;
import org.panjika.calendar.jdbc.WeekTable;
import org.panjika.lists.Effect;
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
 * Which weekdays are worked (C14), dated: a word holds from a day on until the next one for the same people. Where nothing is said,
 * Sunday is a holiday.
 */
@Service
public class Weeks {

    /** So many days are looked at when a change is judged beforehand. */
    public static final int LOOKED_AT = 92;

    private final WeekTable table;
    private final CalendarLook look;
    private final List<CalendarConsequences> consequences;
    private final Clock clock;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;

    Weeks(
            WeekTable table,
            CalendarLook look,
            List<CalendarConsequences> consequences,
            Clock clock,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions) {
        this.table = table;
        this.look = look;
        this.consequences = consequences;
        this.clock = clock;
        this.events = events;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** What a weekday can be. */
    public enum DayKind {
        WORKING,
        HALF,
        HOLIDAY
    }

    /**
     * What is to be said.
     *
     * @param kind empty: nothing of its own any more, what is said elsewhere holds
     */
    public record Wish(Reach reach, DayOfWeek weekday, Optional<DayKind> kind, LocalDate from) {}

    /**
     * A word about a weekday.
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
            DayOfWeek weekday,
            DayKind dayKind,
            Optional<LocalDate> from,
            Optional<LocalDate> until,
            Optional<String> by) {}

    /**
     * One page of words.
     *
     * @param next to go on after; empty at the end
     */
    public record Page(List<Word> words, Optional<Long> next) {}

    /**
     * What a wish would do within the {@value #LOOKED_AT} days from its first on.
     *
     * @param effects on leave and pay; none if no day becomes another one
     */
    public record Outlook(int institutions, int days, List<Effect> effects) {}

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
        Settings.mustNotBeOver(wish.from(), LocalDate.now(clock));
        var days = Stream.iterate(
                        wish.from().with(TemporalAdjusters.nextOrSame(wish.weekday())),
                        day -> day.isBefore(wish.from().plusDays(LOOKED_AT)),
                        day -> day.plusWeeks(1))
                .toList();
        return transaction.execute(status -> {
            status.setRollbackOnly();
            look.at(wish.reach().area(), days);
            look.before();
            table.say(wish, by, now());
            var change = look.after();
            var effects = change.days().isEmpty()
                    ? List.<Effect>of()
                    : consequences.stream().flatMap(c -> c.of(change).stream()).toList();
            return new Outlook(look.institutionsChanged(), change.days().size(), effects);
        });
    }

    /**
     * Says it. A word from the same day gives way; registers of today follow at once, and leave is counted again.
     *
     * @throws Refused {@code dated-in-the-past} for a day that is over
     */
    public void say(Wish wish, String by) {
        Settings.mustNotBeOver(wish.from(), LocalDate.now(clock));
        transaction.executeWithoutResult(status -> {
            table.say(wish, by, now());
            events.publishEvent(new ListsChanged());
        });
    }

    private OffsetDateTime now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
