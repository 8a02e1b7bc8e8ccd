package org.panjika.correction;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.panjika.calendar.WorkingCalendar;
import org.panjika.correction.Ladder.Step;
import org.panjika.correction.Ladder.Tier;
import org.panjika.correction.jdbc.SlotTable;
import org.panjika.organisation.CompetentOffice;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Officer;
import org.panjika.organisation.Officer.Seat;
import org.springframework.stereotype.Component;

/** The ladder as it stands for an institution today: its limits, quota used, and who holds which seat. */
@Component
class Authorities {

    private final LadderLimits limits;
    private final SlotTable slots;
    private final Officer officer;
    private final CompetentOffice competent;
    private final WorkingCalendar calendar;
    private final Clock clock;

    Authorities(
            LadderLimits limits,
            SlotTable slots,
            Officer officer,
            CompetentOffice competent,
            WorkingCalendar calendar,
            Clock clock) {
        this.limits = limits;
        this.slots = slots;
        this.officer = officer;
        this.competent = competent;
        this.calendar = calendar;
        this.clock = clock;
    }

    /** What is the same for all days of an institution. */
    record Standing(
            Institution institution,
            List<String> authorities,
            Map<String, Tier> tiers,
            Map<String, Seat> seats,
            Map<String, Integer> used) {}

    Standing of(Institution institution) {
        var authorities = limits.authorities();
        return new Standing(
                institution,
                authorities,
                limits.tiers(limits.kind(institution)).stream()
                        .collect(Collectors.toMap(Tier::authority, Function.identity())),
                officer.seats(authorities, institution).stream()
                        .collect(Collectors.toMap(Seat::function, Function.identity())),
                slots.used(institution.id(), YearMonth.now(clock)));
    }

    /** The steps of a case, from below to the top. */
    List<Step> steps(Standing standing, LocalDate day, Set<Long> concerned) {
        return standing.authorities().stream()
                .map(a -> step(standing, a, day, concerned))
                .toList();
    }

    /** What an authority may decide for an institution; empty: nothing. */
    Optional<Tier> tier(String authority, Institution institution) {
        return limits.tiers(limits.kind(institution)).stream()
                .filter(tier -> tier.authority().equals(authority))
                .findFirst();
    }

    /** Whether the window of a tier for a day has passed. */
    boolean passed(Tier tier, Institution institution, LocalDate day) {
        return Ladder.passed(lastDay(tier, institution, day), today());
    }

    private Step step(Standing standing, String authority, LocalDate day, Set<Long> concerned) {
        var tier = Optional.ofNullable(standing.tiers().get(authority));
        var holder = Optional.ofNullable(standing.seats().get(authority)).flatMap(Seat::holder);
        return new Step(
                authority,
                tier,
                tier.flatMap(t -> lastDay(t, standing.institution(), day)),
                standing.used().getOrDefault(authority, 0),
                holder.map(h -> concerned.contains(h) ? Ladder.Seat.CONCERNED : Ladder.Seat.OPEN)
                        .orElse(Ladder.Seat.VACANT));
    }

    private Optional<LocalDate> lastDay(Tier tier, Institution institution, LocalDate day) {
        var workingDay = tier.workingDays() == 0
                ? Optional.<LocalDate>empty()
                : Optional.of(calendar.workingDayAfter(institution.code(), day, tier.workingDays()));
        return Ladder.lastDay(tier, day, workingDay);
    }

    /** Groups of the offices that decide for an authority; at the top also those that decide what no seat may (C4). */
    List<String> offices(Standing standing, Step step, Set<Long> concerned) {
        var seat = Stream.ofNullable(standing.seats().get(step.authority())).map(Seat::group);
        var top = step.atTheTop()
                ? Stream.of(competent.atTheTop(standing.institution(), concerned))
                : Stream.<String>empty();
        return Stream.concat(seat, top).distinct().toList();
    }

    /** The moment in which an authority's window has passed; empty where it has none. */
    Optional<Instant> deadline(Step step) {
        return step.lastDay()
                .map(last -> last.plusDays(1).atStartOfDay(clock.getZone()).toInstant());
    }

    /** Who could correct a day today where these people are concerned, and why nobody below. */
    Ladder.Answer whoCorrects(Standing standing, LocalDate day, Set<Long> concerned) {
        return Ladder.find(steps(standing, day, concerned), today());
    }

    LocalDate today() {
        return LocalDate.now(clock);
    }
}
