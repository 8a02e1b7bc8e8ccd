package org.panjika.attendance;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a person's late days of a month cost (BR-20). It proposes; nothing is debited here, and lateness alone never becomes
 * leave without pay.
 */
public final class Punctuality {

    private Punctuality() {}

    /**
     * A day on which somebody came late or left early by marks with a time; days settled otherwise have no minutes (C9).
     *
     * @param leniency what the head has said beforehand or afterwards
     */
    public record Day(
            LocalDate day, int lateMinutes, int earlyMinutes, Optional<Leniency> leniency, PunctualityLimits limits) {

        int countedMinutes() {
            return limits.earlyOnlyFlagged() ? lateMinutes : Math.max(lateMinutes, earlyMinutes);
        }
    }

    /** The head's kind word. */
    public enum Leniency {
        PERMITTED,
        CONDONED
    }

    /** What a day costs. */
    public enum Consequence {
        NONE,
        FREE_DAY,
        HALF_CASUAL_LEAVE
    }

    /** Why it costs that. */
    public enum Reason {
        /** The regime has no rule of punctuality. */
        NO_RULE,
        /** Leaving early is flagged only. */
        EARLY_ONLY,
        WITHIN_GRACE,
        /** One of the month's free days. */
        FREE,
        /** So late that condoning does not help. */
        TOO_LATE,
        NOT_CONDONED,
        /** Condoned, but the month's free days are used. */
        FREE_DAYS_USED;

        /** Whether the head's word would still change something. */
        public boolean condonable() {
            return this == NOT_CONDONED;
        }
    }

    /**
     * What a day costs and why.
     *
     * @param freeDay which of the month's free days it is, from 1
     */
    public record Verdict(Day day, Consequence consequence, Reason reason, OptionalInt freeDay) {}

    /** Judges one person's days of one month; free days go to the earliest. The answer is in order of the days. */
    public static List<Verdict> judge(Collection<Day> month) {
        var used = new int[1];
        return month.stream()
                .sorted(Comparator.comparing(Day::day))
                .map(day -> {
                    var reason = reason(day, used[0]);
                    if (reason != Reason.FREE) return new Verdict(day, cost(reason), reason, OptionalInt.empty());
                    return new Verdict(day, Consequence.FREE_DAY, reason, OptionalInt.of(++used[0]));
                })
                .toList();
    }

    private static Reason reason(Day day, int freeDaysUsed) {
        var limits = day.limits();
        if (!limits.applies()) return Reason.NO_RULE;
        var minutes = day.countedMinutes();
        if (minutes == 0) return Reason.EARLY_ONLY;
        if (minutes <= limits.graceMinutes()) return Reason.WITHIN_GRACE;
        if (minutes >= limits.halfLeaveFromMinutes()) return Reason.TOO_LATE;
        if (day.leniency().isEmpty()) return Reason.NOT_CONDONED;
        return freeDaysUsed < limits.freeDays() ? Reason.FREE : Reason.FREE_DAYS_USED;
    }

    private static Consequence cost(Reason reason) {
        return switch (reason) {
            case NO_RULE, EARLY_ONLY, WITHIN_GRACE -> Consequence.NONE;
            case FREE -> Consequence.FREE_DAY;
            case TOO_LATE, NOT_CONDONED, FREE_DAYS_USED -> Consequence.HALF_CASUAL_LEAVE;
        };
    }
}
