package org.panjika.attendance;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.panjika.attendance.Punctuality.Consequence;
import org.panjika.attendance.Punctuality.Verdict;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Staff;

/**
 * One person's month, as the person and whoever supervises the person may read it.
 *
 * @param offPortal days at an office outside the portal (RJ-12)
 * @param ahead what the head has permitted for days that have no line yet
 * @param own whether it is the caller's
 * @param mayPermit whether the caller permits and condones the person's lateness today (C4)
 */
public record PersonMonth(
        Staff person,
        YearMonth month,
        List<Day> days,
        List<DaySheets.Month.OffPortal> offPortal,
        List<Condonation> ahead,
        boolean own,
        boolean mayPermit) {

    /**
     * One day of it.
     *
     * @param verdict what late or early minutes cost; nothing where there are none
     * @param rejections what was rejected and still counts
     * @param mayAsk whether the caller may ask that the own lateness be condoned
     * @param mayCondone whether the caller may condone it
     */
    public record Day(
            LocalDate day,
            Institution institution,
            DaySheet.Line line,
            Optional<Verdict> verdict,
            Optional<Condonation> condonation,
            List<Rejection> rejections,
            boolean mayAsk,
            boolean mayCondone) {}

    /**
     * A mark that was rejected, or the afternoon for want of an OUT.
     *
     * @param contested whether the person has contested it, which is done once (C11)
     */
    public record Rejection(
            LocalDate day, UUID markId, Mark.Kind kind, Mark.About about, String remark, boolean contested) {}

    /** How many of the month's free days are used, where there is such a rule and a day that falls under it (BR-20). */
    public OptionalInt freeDaysUsed() {
        return underTheRule() ? OptionalInt.of((int) count(Consequence.FREE_DAY)) : OptionalInt.empty();
    }

    /** How many halves of a casual leave are proposed so far. */
    public OptionalInt halfLeaves() {
        return underTheRule() ? OptionalInt.of((int) count(Consequence.HALF_CASUAL_LEAVE)) : OptionalInt.empty();
    }

    /** The most free days a month has; 0 without a rule. */
    public int freeDays() {
        return days.stream()
                .flatMap(d -> d.verdict().stream())
                .mapToInt(v -> v.day().limits().freeDays())
                .max()
                .orElse(0);
    }

    private boolean underTheRule() {
        return days.stream()
                .flatMap(d -> d.verdict().stream())
                .anyMatch(v -> v.day().limits().applies());
    }

    private long count(Consequence consequence) {
        return days.stream()
                .flatMap(d -> d.verdict().stream())
                .filter(v -> v.consequence() == consequence)
                .count();
    }
}
