package org.panjika.leave;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.panjika.attendance.LeaveEffect;
import org.panjika.leave.Drafts.Debit;
import org.panjika.leave.Drafts.Draft;
import org.panjika.leave.Leave.State;
import org.panjika.leave.LedgerEntry.Source;
import org.panjika.leave.jdbc.LeaveTable;
import org.panjika.leave.jdbc.LedgerTable;
import org.panjika.organisation.Officiating;
import org.panjika.problem.Refused;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;

/** What approved leave is written in: the ledger, the register, and who officiates. In the caller's transaction. */
@Component
class LeaveBooks {

    private final LeaveTable table;
    private final LedgerTable ledger;
    private final Drafts drafts;
    private final LeaveEffect effect;
    private final Officiating officiating;
    private final Clock clock;

    LeaveBooks(
            LeaveTable table,
            LedgerTable ledger,
            Drafts drafts,
            LeaveEffect effect,
            Officiating officiating,
            Clock clock) {
        this.table = table;
        this.ledger = ledger;
        this.drafts = drafts;
        this.effect = effect;
        this.officiating = officiating;
        this.clock = clock;
    }

    /** What would be left of the balances, also of a leave year that is over (BR-13); nothing where none is kept. */
    Optional<Integer> after(Draft draft) {
        if (draft.debits().isEmpty()) return Optional.empty();
        var after = 0;
        for (var debit : draft.debits()) {
            after += ledger.read(debit.key(), 0).available() - debit.halfDays();
        }
        return Optional.of(after);
    }

    /** @throws Refused {@code leave-balance-short} */
    void debit(Draft draft, String by, Instant now) {
        var sorted = draft.debits().stream()
                .sorted(Comparator.comparing(d -> d.key().period()))
                .toList();
        for (var debit : sorted) {
            ledger.insert(debit.key(), taken(debit, draft), by, now);
        }
    }

    /** What is due and what has lapsed is looked for where the balance does not suffice. */
    private List<LedgerEntry> taken(Debit debit, Draft draft) {
        var floor = draft.type().floor();
        var balance = ledger.lockBegun(debit.key(), floor);
        if (balance.filter(b -> b - floor >= debit.halfDays()).isPresent()) {
            return List.of(LedgerEntry.debit(Source.LEAVE, debit.halfDays(), debit.day(), draft.id()));
        }
        drafts.withCredit(debit.key(), floor);
        var account = ledger.lock(debit.key(), floor);
        return account.take(debit.halfDays(), debit.day(), draft.id())
                .orElseThrow(() -> Drafts.shortOf(debit, account.available()));
    }

    /** Gives back what it took. */
    void giveBack(Leave leave, String by, Instant now) {
        for (var key : ledger.accountsOf(leave.id())) {
            var account = ledger.lock(key, ledger.floor(key));
            ledger.insert(key, account.giveBack(leave.id()), by, now);
        }
    }

    /** Gives back what it took and takes back what it said. */
    void undo(Leave leave, State state, String by, Instant now) {
        LeaveApplications.mustBe(leave, State.APPROVED);
        giveBack(leave, by, now);
        effect.takeBack(leave.id(), leave.from(), leave.span().first().session(), by);
        table.step(leave.id(), state, by, now, Optional.empty());
    }

    /**
     * C3: on the days of which the head is away as a whole who is named officiates, else the longest in service who is there; days
     * that are over were whoever's they were.
     */
    void nameOfficiating(Leave leave) {
        leave.span().wholeDaysWithin().ifPresent(away -> leave.officiating()
                .or(() -> seniorMost(leave, away))
                .ifPresent(other -> name(leave, other, away)));
    }

    private void name(Leave leave, long other, LeaveSpan away) {
        var from = later(LocalDate.now(clock), away.from());
        if (from.isAfter(away.to())) return;
        officiating.name(leave.person().id(), leave.place().id(), other, from, away.to());
    }

    private Optional<Long> seniorMost(Leave leave, LeaveSpan away) {
        if (away.to().isBefore(LocalDate.now(clock))) return Optional.empty();
        var found = officiating.seniorMost(leave.person().id(), leave.place().id(), away.from(), away.to());
        found.ifPresent(other -> table.officiates(leave.id(), other));
        return found;
    }

    /** @param back the day from which the head is there again */
    void endOfficiating(Leave leave, LocalDate back) {
        leave.officiating()
                .ifPresent(other -> officiating.end(
                        leave.person().id(),
                        leave.place().id(),
                        other,
                        leave.from(),
                        leave.to(),
                        later(LocalDate.now(clock), back)));
    }

    private static LocalDate later(LocalDate one, LocalDate other) {
        return one.isAfter(other) ? one : other;
    }

    static RuntimeException overlapOr(DataIntegrityViolationException e) {
        return String.valueOf(e.getMessage()).contains("leave_case_overlap")
                ? new Refused(LeaveProblem.LEAVE_OVERLAPS, Map.of())
                : e;
    }
}
