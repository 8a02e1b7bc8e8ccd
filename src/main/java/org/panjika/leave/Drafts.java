package org.panjika.leave;

import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.panjika.attendance.LeaveEffect;
import org.panjika.leave.LeaveSpan.Count;
import org.panjika.leave.LeaveSpan.HalfDay;
import org.panjika.leave.LeaveType.AccountKey;
import org.panjika.leave.jdbc.LeaveTable;
import org.panjika.leave.jdbc.LeaveTypeTable;
import org.panjika.leave.jdbc.LedgerTable;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Setting;
import org.panjika.organisation.Staff;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.springframework.stereotype.Component;

/** What leave would be: how many days count, from which balances they are taken, whether its kind allows it. */
@Component
class Drafts {

    /** So far around the leave holidays and other leave are looked at; no vacation is longer. */
    private static final int AROUND = 60;

    /** So far holidays are looked at where a day of work is among them, and no other leave around. */
    private static final int NEAR = 7;

    private final LeaveTable table;
    private final LeaveTypeTable types;
    private final LedgerTable ledger;
    private final Clock clock;

    Drafts(LeaveTable table, LeaveTypeTable types, LedgerTable ledger, Clock clock) {
        this.table = table;
        this.types = types;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * Leave as it would be.
     *
     * @param place where the person works at its beginning; {@code institution} whose offices decide (C5)
     * @param days of it; of leave that is asked for anew around it too, as far as holidays go
     * @param stretch days of it and of leave of its kind that it continues, as far as these have been looked at
     */
    record Draft(
            UUID id,
            Staff person,
            LeaveType type,
            Institution place,
            Institution institution,
            LeaveSpan span,
            WorkDays days,
            Count count,
            int stretch,
            boolean postFacto) {

        /** The sessions that read LEAVE, each where the person works then. */
        LeaveEffect.Leave sessions() {
            return new LeaveEffect.Leave(
                    id,
                    person,
                    type.code(),
                    count.work().stream()
                            .map(h -> new LeaveEffect.Half(
                                    h.day(), h.session(), days.at(h).orElse(place.id())))
                            .toList());
        }

        /** The same without sessions in which the person worked. */
        Draft without(List<HalfDay> worked) {
            var counted = span.count(days.kinds(), worked, type.holidaysCount());
            return new Draft(id, person, type, place, institution, span, days, counted, counted.days(), postFacto);
        }

        private Draft at(int stretch) {
            return new Draft(id, person, type, place, institution, span, days, count, stretch, postFacto);
        }

        /** What it takes from each balance, by leave year, with the first day of it there. */
        List<Debit> debits() {
            var found = new LinkedHashMap<AccountKey, Debit>();
            for (var half : count.counted()) {
                type.accountOn(person, half.day())
                        .ifPresent(key -> found.merge(
                                key,
                                new Debit(key, type.weight(), half.day()),
                                (a, b) -> new Debit(key, a.halfDays() + b.halfDays(), a.day())));
            }
            return List.copyOf(found.values());
        }
    }

    /** Half days to be taken from a balance. */
    record Debit(AccountKey key, int halfDays, LocalDate day) {}

    /**
     * @throws Refused {@code not-found} for who works nowhere, {@code leave-not-in-service} for who does not then, {@code leave-not-admissible} for a kind that the person's
     *     regime does not know
     */
    Draft draft(UUID id, Staff person, String code, LeaveSpan span) {
        var posting = types.person(person.id(), span.from()).posting();
        var days = around(person, span);
        var at = days.at(span.first()).orElseThrow(() -> nowhere(person, span));
        var place = posting.filter(p -> p.id() == at)
                .or(() -> table.institution(at))
                .orElseThrow();
        var type = type(person, code, span.from());
        var institution = type.casual() ? place : posting.orElse(place);
        return draft(id, person, type, place, institution, span, days);
    }

    /** Who works somewhere today has mistaken the dates. */
    private Refused nowhere(Staff person, LeaveSpan span) {
        return types.person(person.id(), LocalDate.now(clock)).posting().isPresent()
                ? new Refused(LeaveProblem.LEAVE_NOT_IN_SERVICE, Map.of("day", span.from()))
                : new Refused(CommonProblem.NOT_FOUND);
    }

    private static long workplace(WorkDays days, LeaveSpan span) {
        return days.at(span.first()).orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
    }

    private Draft draft(
            UUID id,
            Staff person,
            LeaveType type,
            Institution place,
            Institution institution,
            LeaveSpan span,
            WorkDays days) {
        var count = span.count(days.kinds(), List.of(), type.holidaysCount());
        var postFacto = span.from().isBefore(LocalDate.now(clock));
        return new Draft(id, person, type, place, institution, span, days, count, count.days(), postFacto);
    }

    /** The holidays in a row that lie beside it are among the days, all of them. */
    private WorkDays around(Staff person, LeaveSpan span) {
        var near = days(person, span, NEAR);
        var seen = near.workBetween(span.from().minusDays(NEAR), span.from())
                && near.workBetween(span.to().plusDays(1), span.to().plusDays(NEAR + 1));
        return seen ? near : days(person, span, AROUND);
    }

    private WorkDays days(Staff person, LeaveSpan span, int around) {
        return table.workDays(
                person.id(), span.from().minusDays(around), span.to().plusDays(around));
    }

    /**
     * Leave as it was asked for, at the institutions at which it was asked for, of the kind that it is whatever the person's
     * regime knows since.
     *
     * @throws Refused {@code not-found} where the person works nowhere at its beginning any more
     */
    Draft draft(Leave leave) {
        return draft(leave, leave.span());
    }

    /** The same over a part of its days. */
    Draft draft(Leave leave, LeaveSpan span) {
        var days = days(leave.person(), span, 0);
        workplace(days, span);
        return draft(leave.id(), leave.person(), type(leave), leave.place(), leave.institution(), span, days);
    }

    private LeaveType type(Leave leave) {
        return types.find(leave.regime(), leave.type(), leave.from()).orElseThrow(() -> notAdmissible(leave.type()));
    }

    private static Refused notAdmissible(String code) {
        return new Refused(LeaveProblem.LEAVE_NOT_ADMISSIBLE, Map.of("kind", code));
    }

    private LeaveType type(Staff person, String code, LocalDate day) {
        return types.of(person.id(), day).stream()
                .filter(t -> t.code().equals(code))
                .findFirst()
                .orElseThrow(() -> notAdmissible(code));
    }

    /**
     * @param changes the leave that it would replace
     * @return the same, with the stretch that it is part of
     * @throws Refused naming the first demand that it does not meet, its balance among them
     */
    Draft judged(Draft draft, boolean documents, Optional<UUID> changes) {
        var person = draft.person();
        var known = types.person(person.id(), draft.span().from());
        var span = draft.span();
        refuseTooEarly(draft);
        var near = near(draft, changes);
        var standing = near.standing();
        if (standing.stream().anyMatch(l -> !l.onlyChanges() && l.span().overlaps(span)))
            throw new Refused(LeaveProblem.LEAVE_OVERLAPS);
        var year = span.from().getYear();
        var stretch = LeaveRules.refuse(
                draft.type(),
                span,
                draft.count(),
                new LeaveRules.Facts(
                        known.gender(),
                        known.joined(),
                        near.days().kinds(),
                        types.figure(draft.place(), Setting.LEAVE_VACATION_DAYS, span.from()),
                        standing.stream()
                                .map(l -> new LeaveRules.Other(type(l), l.span()))
                                .toList(),
                        draft.type().spellsAYear().isEmpty()
                                ? 0
                                : table.spells(
                                        person.id(),
                                        draft.type().code(),
                                        LocalDate.of(year, 1, 1),
                                        LocalDate.of(year, 12, 31),
                                        draft.id()),
                        draft.type().daysAMonth().isEmpty() ? Map.of() : halfDaysByMonth(draft, changes),
                        documents));
        refuseBalance(draft, changes);
        return draft.at(stretch.days());
    }

    /** Standing leave of the person around it, and the days of all that. */
    private record Near(List<Leave> standing, WorkDays days) {}

    /** As far as leave of the same kind goes on, however far that is, and some time more. */
    private Near near(Draft draft, Optional<UUID> changes) {
        for (var whole = draft.span(); ; ) {
            var standing = standing(draft, whole, changes);
            if (standing.isEmpty()) return new Near(standing, draft.days());
            var days = days(draft.person(), whole, AROUND);
            var same = standing.stream()
                    .filter(l -> l.type().equals(draft.type().code()))
                    .map(Leave::span)
                    .toList();
            var stretch = LeaveRules.stretch(whole, same, days.kinds());
            if (stretch.equals(whole)) return new Near(standing, days);
            whole = stretch;
        }
    }

    private List<Leave> standing(Draft draft, LeaveSpan around, Optional<UUID> changes) {
        return standing(draft, around.from().minusDays(AROUND), around.to().plusDays(AROUND), changes);
    }

    /** Without the leave that it would replace, and other kinds that are asked for in its place: one of them comes true. */
    private List<Leave> standing(Draft draft, LocalDate from, LocalDate to, Optional<UUID> changes) {
        return table.standing(draft.person().id(), from, to, draft.id()).stream()
                .filter(l -> changes.isEmpty() || !changes.equals(Optional.of(l.id())) && !changes.equals(l.changes()))
                .toList();
    }

    /** Half days of the same kind that the person has, approved or asked for, in each month that the leave touches. */
    private Map<YearMonth, Integer> halfDaysByMonth(Draft draft, Optional<UUID> changes) {
        var months = draft.count().byMonth().keySet();
        var from = YearMonth.from(draft.span().from()).atDay(1);
        var to = YearMonth.from(draft.span().to()).atEndOfMonth();
        var found = new HashMap<YearMonth, Integer>();
        for (var leave : standing(draft, from, to, changes)) {
            if (!leave.type().equals(draft.type().code())) continue;
            halfDaysByMonth(leave, draft.type())
                    .forEach((month, halfDays) -> found.merge(month, halfDays, Integer::sum));
        }
        found.keySet().retainAll(months);
        return found;
    }

    private Map<YearMonth, Integer> halfDaysByMonth(Leave leave, LeaveType type) {
        var month = YearMonth.from(leave.from());
        if (month.equals(YearMonth.from(leave.to()))) return Map.of(month, leave.halfDays());
        var days = table.workDays(leave.person().id(), leave.from(), leave.to());
        return leave.span().count(days.kinds(), List.of(), type.holidaysCount()).byMonth();
    }

    private void refuseTooEarly(Draft draft) {
        var days = types.figure(draft.place(), Setting.LEAVE_AHEAD_DAYS, LocalDate.now(clock));
        if (draft.span().from().isAfter(LocalDate.now(clock).plusDays(days))) {
            throw new Refused(LeaveProblem.LEAVE_TOO_EARLY, Map.of("days", days));
        }
    }

    private void refuseBalance(Draft draft, Optional<UUID> changes) {
        for (var debit : draft.debits()) {
            var now = withCredit(debit.key(), draft.type().floor());
            var left =
                    changes.map(old -> now.with(now.giveBack(old))).orElse(now).available();
            if (left < debit.halfDays()) throw shortOf(debit, left);
        }
        for (var account : draft.type().afterAccounts()) {
            var left = ledger.accounts(draft.person().id(), draft.span().from()).stream()
                    .filter(k -> k.account().equals(account))
                    .mapToInt(ledger::balance)
                    .sum();
            if (left > 0) throw new Refused(LeaveProblem.LEAVE_OTHER_FIRST, Map.of("account", account));
        }
    }

    static Refused shortOf(Debit debit, int left) {
        return new Refused(
                LeaveProblem.LEAVE_BALANCE_SHORT,
                Map.of("account", debit.key().account(), "left", inDays(left), "needed", inDays(debit.halfDays())));
    }

    /** Half days as days, such as 3.5. */
    static String inDays(int halfDays) {
        return (halfDays < 0 ? "-" : "") + Math.abs(halfDays) / 2 + (halfDays % 2 == 0 ? "" : ".5");
    }

    /** A balance; of a leave year that has not begun, or a person who has just come, it begins with what is due. */
    Ledger withCredit(AccountKey key, int floor) {
        var found = ledger.read(key, floor);
        if (!found.entries().isEmpty()) return found;
        var day = key.period().equals(LeaveYear.ALWAYS) ? LocalDate.now(clock) : later(key.period());
        ledger.credit(key, day, Accrual.SYSTEM, clock.instant().truncatedTo(ChronoUnit.MICROS));
        return ledger.read(key, floor);
    }

    private LocalDate later(LocalDate period) {
        var today = LocalDate.now(clock);
        var last = period.plusYears(1).minusDays(1);
        return today.isBefore(period) ? period : today.isAfter(last) ? last : today;
    }
}
