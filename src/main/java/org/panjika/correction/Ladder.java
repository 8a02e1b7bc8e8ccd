package org.panjika.correction;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who may correct a closed day: the first authority, from below, that may (RJ-7 to RJ-10, C12). */
public final class Ladder {

    private Ladder() {}

    /** Why an authority may not decide. */
    public enum Reason {
        NOT_FOR_THIS_KIND,
        WINDOW_PASSED,
        QUOTA_USED,
        SEAT_VACANT,
        /** Whoever holds the seat is away today, and nobody officiates (C3, C4). */
        NOBODY_ACTS,
        CONCERNED
    }

    /** Whether somebody sits on an authority's seat who may decide this case. */
    public enum Seat {
        /** Held by somebody the case does not concern. */
        OPEN,
        /** Nobody holds it who may act, or there is no such office. */
        VACANT,
        CONCERNED,
        /** Held by somebody who is away for the whole of today. */
        AWAY
    }

    /**
     * What an authority may decide for a kind of institution: a row of the table.
     *
     * @param authority office kind, {@code PEEO}, or a functional charge
     * @param lastDay so many calendar days after the day of attendance; empty: any time later
     * @param workingDays its window stays open at least to the end of so many working days after the day
     * @param quota corrections a month and institution; empty: no limit
     */
    public record Tier(String authority, Optional<Integer> lastDay, int workingDays, Optional<Integer> quota) {}

    /**
     * An authority as it stands for one case.
     *
     * @param tier empty: the table gives it nothing to decide for this kind of institution
     * @param lastDay last day of its window; empty: none
     * @param used corrections that the institution has had from it in the running month
     */
    public record Step(String authority, Optional<Tier> tier, Optional<LocalDate> lastDay, int used, Seat seat) {

        /** How many corrections of the month are left; empty: no limit. */
        public Optional<Integer> left() {
            return tier.flatMap(Tier::quota).map(quota -> Math.max(0, quota - used));
        }

        /**
         * Why it may not decide on a day; empty if it may. Who has neither window nor quota stands at the top, decides what
         * nobody below may, and is there whoever sits on the seat.
         */
        public Optional<Reason> objection(LocalDate today) {
            if (tier.isEmpty()) return Optional.of(Reason.NOT_FOR_THIS_KIND);
            if (passed(lastDay, today)) return Optional.of(Reason.WINDOW_PASSED);
            if (left().filter(n -> n == 0).isPresent()) return Optional.of(Reason.QUOTA_USED);
            if (atTheTop() || seat == Seat.OPEN) return Optional.empty();
            return Optional.of(
                    switch (seat) {
                        case AWAY -> Reason.NOBODY_ACTS;
                        case CONCERNED -> Reason.CONCERNED;
                        default -> Reason.SEAT_VACANT;
                    });
        }

        /** The same in a month of which no correction is used yet. */
        Step unused() {
            return new Step(authority, tier, lastDay, 0, seat);
        }

        boolean atTheTop() {
            return tier.filter(t -> t.lastDay().isEmpty() && t.quota().isEmpty())
                    .isPresent();
        }
    }

    /** An authority that may not decide, and why. */
    public record Skipped(String authority, Reason reason) {}

    /** Who decides, and why nobody below does. */
    public record Answer(Step decides, List<Skipped> skipped) {}

    /**
     * The first of the steps that may decide.
     *
     * @param steps from below to the top
     * @throws IllegalStateException if the last one has a window or a quota
     */
    public static Answer find(List<Step> steps, LocalDate today) {
        var skipped = new ArrayList<Skipped>();
        for (var step : steps) {
            var objection = step.objection(today);
            if (objection.isEmpty()) return new Answer(step, List.copyOf(skipped));
            skipped.add(new Skipped(step.authority(), objection.get()));
        }
        throw new IllegalStateException("the ladder ends without an authority that may always decide");
    }

    /**
     * Whether an authority may take a request on its way: a request that has come to one goes to none below it any more,
     * though a seat there was filled meanwhile.
     *
     * @param steps from below to the top
     * @param reached the authority that it has come to; empty: none since it was asked
     */
    public static boolean mayTake(String authority, Optional<String> reached, List<Step> steps, LocalDate today) {
        var from = reached.flatMap(r -> step(r, steps));
        return steps.stream()
                .dropWhile(step -> from.filter(f -> f != step).isPresent())
                .anyMatch(step -> step.authority().equals(authority)
                        && step.objection(today).isEmpty());
    }

    private static Optional<Step> step(String authority, List<Step> steps) {
        return steps.stream().filter(s -> s.authority().equals(authority)).findFirst();
    }

    /** Why none of the steps below an authority may decide; empty for one the ladder does not know. */
    public static List<Skipped> below(String authority, List<Step> steps, LocalDate today) {
        var skipped = new ArrayList<Skipped>();
        for (var step : steps) {
            if (step.authority().equals(authority)) return List.copyOf(skipped);
            var why = step.objection(today);
            if (why.isPresent()) skipped.add(new Skipped(step.authority(), why.get()));
        }
        return List.of();
    }

    /**
     * The last day of a tier's window: calendar days, but not before the end of its working days (C12). A day after closing
     * counts as one, so a window of no days is never open.
     *
     * @param workingDay the last of the tier's working days after the day; empty where it has none
     */
    public static Optional<LocalDate> lastDay(Tier tier, LocalDate day, Optional<LocalDate> workingDay) {
        return tier.lastDay()
                .map(n -> n == 0 ? day.minusDays(1) : day.plusDays(n))
                .map(last -> workingDay.filter(last::isBefore).orElse(last));
    }

    /** Whether a window has passed; one without a last day never does. */
    public static boolean passed(Optional<LocalDate> lastDay, LocalDate today) {
        return lastDay.filter(today::isAfter).isPresent();
    }

    /** Calendar days from the day of attendance to today; the day itself, once it has closed, counts as one (C12). */
    public static long daysBack(LocalDate day, LocalDate today) {
        return Math.max(1, ChronoUnit.DAYS.between(day, today));
    }
}
