package org.panjika.organisation;

import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.panjika.organisation.Setting.Allowed;
import org.panjika.organisation.jdbc.SettingTable;
import org.panjika.problem.Named;
import org.panjika.problem.Refused;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What is set where (C1): dated words about institutions, inherited downwards. A word holds from a day on until the next one about
 * the same institution; days that are over keep what held then.
 */
@Service
public class Settings {

    private final SettingTable table;
    private final Clock clock;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;

    Settings(
            SettingTable table,
            Clock clock,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions) {
        this.table = table;
        this.clock = clock;
        this.events = events;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * What holds at an institution.
     *
     * @param at where it was said, by the institution itself or the nearest above; empty: it holds where nothing is said
     * @param regime whose value it is; empty: it was said of this setting itself
     * @param rule ids of the rules from which the regime has it
     * @param since the first day; empty: as long as there are registers
     * @param by login of who said so; empty: it came with the system
     */
    public record InForce(
            Setting setting,
            String value,
            Optional<Place> at,
            Optional<String> regime,
            Optional<String> rule,
            Optional<LocalDate> since,
            Optional<String> by) {}

    /** An institution that is named. */
    public record Place(String code, Named name) {}

    /**
     * A word about an institution.
     *
     * @param number names it among all
     * @param until the last day; empty: for good
     * @param by login of who said so; empty: it came with the system
     */
    public record Word(
            long number,
            Place at,
            String value,
            Optional<LocalDate> from,
            Optional<LocalDate> until,
            Optional<String> by,
            Optional<OffsetDateTime> saidAt) {}

    /**
     * One page of words.
     *
     * @param next to go on after; empty at the end
     */
    public record Page(List<Word> words, Optional<Long> next) {}

    /**
     * What is to be said.
     *
     * @param value empty: nothing of its own any more, what is said above holds
     */
    public record Wish(Setting setting, Institution at, Optional<String> value, LocalDate from) {}

    /**
     * What institutions at and below would read otherwise from the first day on.
     *
     * @param was empty: nothing held
     */
    public record Difference(Setting setting, Optional<String> was, Optional<String> becomes, int institutions) {}

    /** Everything that holds at an institution on a day. */
    public List<InForce> inForce(Institution institution, LocalDate day) {
        return table.inForce(institution, day);
    }

    /**
     * What has been said of a setting about an institution, above and below it, or anywhere, words that are over included; from
     * the top down.
     */
    public Page words(Setting setting, Optional<Institution> under, Optional<Long> after, int most) {
        var found = table.words(setting, under, after, most + 1);
        return found.size() <= most
                ? new Page(found, Optional.empty())
                : new Page(
                        found.subList(0, most), Optional.of(found.get(most - 1).number()));
    }

    /** The words that a setting takes; empty unless it takes words. */
    public List<String> choices(Setting setting) {
        if (setting == Setting.REGIME) return table.regimes();
        return setting.allowed() instanceof Allowed.Words words ? words.all() : List.of();
    }

    /** What the wish would do; it is taken back. Refuses like {@link #say}. */
    public List<Difference> outlook(Wish wish, String by) {
        judge(wish);
        return transaction.execute(status -> {
            table.lookBefore(wish);
            table.say(wish, by, now());
            status.setRollbackOnly();
            return table.differences(wish);
        });
    }

    /**
     * Says it. A word from the same day gives way; registers of today follow at once.
     *
     * @throws Refused {@code setting-value} for one that is not understood, {@code dated-in-the-past} for a day that is over
     */
    public void say(Wish wish, String by) {
        judge(wish);
        transaction.executeWithoutResult(status -> {
            table.say(wish, by, now());
            if (!wish.from().isAfter(LocalDate.now(clock))) events.publishEvent(new ListsChanged());
        });
    }

    private void judge(Wish wish) {
        mustNotBeOver(wish.from(), LocalDate.now(clock));
        wish.value().ifPresent(value -> {
            var setting = wish.setting();
            var choices = choices(setting);
            if (choices.isEmpty() ? setting.takes(value) : choices.contains(value)) return;
            throw new Refused(
                    OrganisationProblem.SETTING_VALUE,
                    Map.of(
                            "setting",
                            setting.key(),
                            "value",
                            value,
                            "allowed",
                            choices.isEmpty() ? setting.allowed().text() : String.join(", ", choices)));
        });
    }

    /** @throws Refused {@code dated-in-the-past} */
    public static void mustNotBeOver(LocalDate from, LocalDate today) {
        if (from.isBefore(today)) {
            throw new Refused(OrganisationProblem.DATED_IN_THE_PAST, Map.of("from", from, "today", today));
        }
    }

    private OffsetDateTime now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
