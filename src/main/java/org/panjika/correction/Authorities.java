package org.panjika.correction;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.panjika.calendar.WorkingCalendar;
import org.panjika.correction.Ladder.Step;
import org.panjika.correction.Ladder.Tier;
import org.panjika.correction.jdbc.CorrectionTable.Dated;
import org.panjika.correction.jdbc.SlotTable;
import org.panjika.organisation.CompetentOffice;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
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
    private final Institutions institutions;
    private final WorkingCalendar calendar;
    private final Clock clock;

    Authorities(
            LadderLimits limits,
            SlotTable slots,
            Officer officer,
            CompetentOffice competent,
            Institutions institutions,
            WorkingCalendar calendar,
            Clock clock) {
        this.limits = limits;
        this.slots = slots;
        this.officer = officer;
        this.competent = competent;
        this.institutions = institutions;
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
        return steps(
                standing,
                day,
                concerned,
                n -> calendar.workingDayAfter(standing.institution().code(), day, n));
    }

    /** @param workingDay the n-th working day after the day */
    private static List<Step> steps(
            Standing standing, LocalDate day, Set<Long> concerned, IntFunction<LocalDate> workingDay) {
        return standing.authorities().stream()
                .map(a -> step(standing, a, day, concerned, workingDay))
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
        // working days only lengthen it
        return Ladder.passed(Ladder.lastDay(tier, day, Optional.empty()), today())
                && Ladder.passed(
                        lastDay(tier, day, n -> calendar.workingDayAfter(institution.code(), day, n)), today());
    }

    private static Step step(
            Standing standing,
            String authority,
            LocalDate day,
            Set<Long> concerned,
            IntFunction<LocalDate> workingDay) {
        var tier = Optional.ofNullable(standing.tiers().get(authority));
        var seat = Optional.ofNullable(standing.seats().get(authority));
        return new Step(
                authority,
                tier,
                tier.flatMap(t -> lastDay(t, day, workingDay)),
                standing.used().getOrDefault(authority, 0),
                seat.map(s -> seat(s, concerned)).orElse(Ladder.Seat.VACANT));
    }

    private static Ladder.Seat seat(Seat seat, Set<Long> concerned) {
        return seat.holder()
                .map(h -> concerned.contains(h) ? Ladder.Seat.CONCERNED : Ladder.Seat.OPEN)
                .orElse(seat.away() ? Ladder.Seat.AWAY : Ladder.Seat.VACANT);
    }

    private static Optional<LocalDate> lastDay(Tier tier, LocalDate day, IntFunction<LocalDate> workingDay) {
        var last = tier.workingDays() == 0
                ? Optional.<LocalDate>empty()
                : Optional.of(workingDay.apply(tier.workingDays()));
        return Ladder.lastDay(tier, day, last);
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
        return step.lastDay().map(this::passes);
    }

    /** The same for requests that wait, as the calendar has it now; those that wait for calendar days alone are missing. */
    Map<UUID, Instant> deadlines(List<Dated> waiting) {
        var places = institutions
                .all(waiting.stream().map(Dated::institutionId).distinct().toList())
                .stream()
                .collect(Collectors.toMap(Institution::id, Function.identity()));
        var found = new HashMap<UUID, Instant>();
        waiting.stream().collect(Collectors.groupingBy(Dated::day)).forEach((day, requests) -> {
            var tiers = new HashMap<Dated, Tier>();
            for (var request : requests) {
                tier(request.authority(), places.get(request.institutionId()))
                        .filter(tier -> tier.workingDays() > 0)
                        .ifPresent(tier -> tiers.put(request, tier));
            }
            var days = tiers.entrySet().stream()
                    .collect(Collectors.toMap(
                            e -> e.getKey().institutionId(), e -> e.getValue().workingDays()));
            var working = calendar.daysAnybodyWorksAfter(days, day);
            tiers.forEach(
                    (request, tier) -> Ladder.lastDay(tier, day, Optional.of(working.get(request.institutionId())))
                            .ifPresent(last -> found.put(request.id(), passes(last))));
        });
        return found;
    }

    private Instant passes(LocalDate last) {
        return last.plusDays(1).atStartOfDay(clock.getZone()).toInstant();
    }

    /** Who could correct a day today where these people are concerned, and why nobody below. */
    Ladder.Answer whoCorrects(Standing standing, LocalDate day, Set<Long> concerned) {
        return Ladder.find(steps(standing, day, concerned), today());
    }

    /** The same for each of an institution's days. */
    Map<LocalDate, Ladder.Answer> whoCorrects(Standing standing, SortedSet<LocalDate> days, Set<Long> concerned) {
        if (days.isEmpty()) return Map.of();
        var working = standing.tiers().values().stream()
                .map(Tier::workingDays)
                .filter(n -> n > 0)
                .distinct()
                .collect(Collectors.toMap(
                        Function.identity(),
                        n -> calendar.workingDaysAfter(standing.institution().code(), days.first(), days.last(), n)));
        return days.stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        day -> Ladder.find(
                                steps(standing, day, concerned, n -> working.get(n)
                                        .get(day)),
                                today())));
    }

    LocalDate today() {
        return LocalDate.now(clock);
    }
}
