package org.panjika.leave;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.LongStream;
import org.panjika.leave.LeaveSpan.Count;
import org.panjika.leave.LeaveSpan.DayKind;
import org.panjika.leave.LeaveSpan.HalfDay;
import org.panjika.problem.Refused;

/** What a kind of leave demands, apart from its balance. */
final class LeaveRules {

    private LeaveRules() {}

    /**
     * What is known of the person and the time.
     *
     * @param days what kind every day is, some time before and after the leave
     * @param vacationDays holidays in a row that are a vacation
     * @param others standing leave of the person around it
     * @param spells of this kind in the same calendar year
     * @param halfDaysOfMonth of this kind in the month of the first day
     */
    record Facts(
            Optional<String> gender,
            Optional<LocalDate> joined,
            SortedMap<LocalDate, DayKind> days,
            int vacationDays,
            List<Other> others,
            int spells,
            Map<YearMonth, Integer> halfDaysByMonth,
            boolean documents) {}

    record Other(LeaveType type, LeaveSpan span) {}

    /**
     * @return how much it is together with leave of its kind that it continues
     * @throws Refused naming the first demand that is not met
     */
    static Count refuse(LeaveType type, LeaveSpan span, Count count, Facts facts) {
        if (count.work().isEmpty()) throw new Refused(LeaveProblem.LEAVE_ZERO_DAYS);
        refusePerson(type, span, facts);
        if (!type.byHalfDays() && !span.wholeDays()) throw new Refused(LeaveProblem.LEAVE_NO_HALF_DAYS);
        var stretch = stretch(type, span, count, facts);
        if (type.longest().isPresent()
                && stretch.halfDays() > 2 * type.longest().getAsInt()) {
            throw refused(LeaveProblem.LEAVE_TOO_LONG, type.longest().getAsInt());
        }
        if (type.longestRunning().isPresent()
                && stretch.runningDays() > type.longestRunning().getAsInt()) {
            throw refused(
                    LeaveProblem.LEAVE_TOO_LONG_WITH_HOLIDAYS,
                    type.longestRunning().getAsInt());
        }
        documentFrom(type, stretch.days()).filter(days -> !facts.documents()).ifPresent(days -> {
            throw refused(LeaveProblem.LEAVE_DOCUMENT_REQUIRED, days);
        });
        refuseOftenTaken(type, count, facts);
        var alone = stretch.halfDays() == count.halfDays();
        if (type.together()
                && alone
                && count.byMonth().keySet().stream().anyMatch(facts.halfDaysByMonth()::containsKey)) {
            throw new Refused(LeaveProblem.LEAVE_NOT_TOGETHER);
        }
        refuseBeside(type, count, facts);
        return stretch;
    }

    /** From how many days on a document is compulsory, if it is for a stretch of so many. */
    static Optional<Integer> documentFrom(LeaveType type, int stretch) {
        return type.documentFrom().stream()
                .filter(days -> stretch >= days)
                .boxed()
                .findFirst();
    }

    private static Count stretch(LeaveType type, LeaveSpan span, Count count, Facts facts) {
        var whole = stretch(
                span,
                facts.others().stream()
                        .filter(o -> o.type().code().equals(type.code()))
                        .map(Other::span)
                        .toList(),
                facts.days());
        return whole.equals(span) ? count : whole.count(facts.days(), List.of(), type.holidaysCount());
    }

    /**
     * The leave together with leave of the same kind between which and it nobody works: asked for twice it is one stretch.
     *
     * @param others of the same kind
     */
    static LeaveSpan stretch(LeaveSpan span, List<LeaveSpan> others, SortedMap<LocalDate, DayKind> days) {
        var whole = span;
        for (var joined = true; joined; ) {
            joined = false;
            for (var other : others) {
                if (!within(other, whole) && free(days, whole, other)) {
                    whole = around(whole, other);
                    joined = true;
                }
            }
        }
        return whole;
    }

    private static boolean within(LeaveSpan inner, LeaveSpan outer) {
        return outer.contains(inner.first()) && outer.contains(inner.last());
    }

    private static LeaveSpan around(LeaveSpan one, LeaveSpan other) {
        return new LeaveSpan(
                one.first().compareTo(other.first()) < 0 ? one.first() : other.first(),
                one.last().compareTo(other.last()) > 0 ? one.last() : other.last());
    }

    private static void refusePerson(LeaveType type, LeaveSpan span, Facts facts) {
        var gender = type.gender().isEmpty() || type.gender().equals(facts.gender());
        var served = facts.joined()
                .map(j -> !j.plusDays(type.serviceDays()).isAfter(span.from()))
                .orElse(type.serviceDays() == 0);
        if (!gender || !served) throw new Refused(LeaveProblem.LEAVE_NOT_ADMISSIBLE, Map.of("kind", type.code()));
    }

    private static void refuseOftenTaken(LeaveType type, Count count, Facts facts) {
        if (type.spellsAYear().isPresent()
                && facts.spells() >= type.spellsAYear().getAsInt()) {
            throw new Refused(
                    LeaveProblem.LEAVE_SPELLS_USED,
                    Map.of("spells", type.spellsAYear().getAsInt()));
        }
        type.daysAMonth().ifPresent(days -> count.byMonth().forEach((month, halfDays) -> {
            if (facts.halfDaysByMonth().getOrDefault(month, 0) + halfDays > 2 * days) {
                throw refused(LeaveProblem.LEAVE_MONTH_USED, days);
            }
        }));
    }

    private static void refuseBeside(LeaveType type, Count count, Facts facts) {
        var first = count.work().get(0);
        var last = count.work().get(count.work().size() - 1);
        var worked = new LeaveSpan(first, last);
        for (var other : facts.others()) {
            if (free(facts.days(), worked, other.span()) && !type.mayJoin(other.type())) {
                throw new Refused(
                        LeaveProblem.LEAVE_NOT_JOINABLE,
                        Map.of("kind", other.type().code()));
            }
        }
        if (type.joinsVacation()) return;
        if (worked.holidaysInARow(facts.days()) >= facts.vacationDays()) {
            throw new Refused(LeaveProblem.LEAVE_BESIDE_VACATION);
        }
    }

    /** Whether nobody works between the two. */
    private static boolean free(SortedMap<LocalDate, DayKind> days, LeaveSpan one, LeaveSpan other) {
        var after = other.first().number() > one.last().number();
        var earlier = after ? one.last() : other.last();
        var later = after ? other.first() : one.first();
        return LongStream.range(earlier.number() + 1, later.number())
                .mapToObj(HalfDay::of)
                .noneMatch(h -> days.getOrDefault(h.day(), DayKind.WORKING).works(h.session()));
    }

    private static Refused refused(LeaveProblem problem, int days) {
        return new Refused(problem, Map.of("days", days));
    }
}
