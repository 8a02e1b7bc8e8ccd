package org.panjika.payroll;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.ToIntFunction;
import org.panjika.attendance.Session;
import org.panjika.leave.LeaveType.AccountKey;
import org.panjika.payroll.Proposal.Kind;

/**
 * From what a person's absence is taken: half a day from the first balance in the order that has one left (BR-18, C16). What is taken
 * from nothing is not taken: lateness for which there is no casual leave waits for the head (BR-20).
 *
 * @param steps in order, from {@code absence-adjustment.dmn}
 */
public record AbsenceOrder(List<Step> steps) {

    /** The account of a step that takes from no balance. */
    public static final String WITHOUT_PAY = "LWP";

    /** The balances from which it takes, in order. */
    public List<String> accounts() {
        return steps.stream()
                .map(Step::account)
                .filter(account -> !account.equals(WITHOUT_PAY))
                .toList();
    }

    /** @param pay what a session that is taken from it is paid with */
    public record Step(String account, Pay pay, Lateness lateness) {

        private boolean takes(Due due) {
            if (due.kind() != Kind.LATENESS) return true;
            return lateness == Lateness.ALWAYS || lateness == Lateness.BY_HEAD && due.byHead();
        }
    }

    /** Whether half a day of lateness may be taken from a step. */
    public enum Lateness {
        ALWAYS,
        /** Where the head has said so. */
        BY_HEAD,
        NEVER
    }

    /**
     * A half day whose notice has run its course.
     *
     * @param byHead whether the head has said that it is charged
     */
    public record Due(UUID proposal, Kind kind, long staffId, LocalDate day, Session session, boolean byHead) {}

    /** @param key empty: without pay */
    public record Taken(Due due, String account, Pay pay, Optional<AccountKey> key) {}

    /** The balance of a person's kind of leave on a day; empty where the person has none. */
    public interface Accounts {
        Optional<AccountKey> of(long staffId, String account, LocalDate day);
    }

    /**
     * Takes the half days in the order of their days.
     *
     * @param left half days of a balance that may be taken
     */
    public List<Taken> take(Collection<Due> dues, Accounts accounts, ToIntFunction<AccountKey> left) {
        var balances = new HashMap<AccountKey, Integer>();
        var taken = new ArrayList<Taken>();
        dues.stream()
                .sorted(Comparator.comparing(Due::day)
                        .thenComparing(Due::session)
                        .thenComparing(Due::kind))
                .forEach(due -> first(due, accounts, left, balances).ifPresent(taken::add));
        return taken;
    }

    private Optional<Taken> first(
            Due due, Accounts accounts, ToIntFunction<AccountKey> left, HashMap<AccountKey, Integer> balances) {
        for (var step : steps) {
            if (!step.takes(due)) continue;
            if (step.account().equals(WITHOUT_PAY)) {
                return Optional.of(new Taken(due, step.account(), step.pay(), Optional.empty()));
            }
            var key = accounts.of(due.staffId(), step.account(), due.day());
            if (key.isEmpty() || balances.computeIfAbsent(key.get(), left::applyAsInt) < 1) continue;
            balances.merge(key.get(), -1, Integer::sum);
            return Optional.of(new Taken(due, step.account(), step.pay(), key));
        }
        return Optional.empty();
    }
}
