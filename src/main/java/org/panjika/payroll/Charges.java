package org.panjika.payroll;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.panjika.leave.AbsenceDebits;
import org.panjika.leave.Accounts;
import org.panjika.leave.LeaveType.AccountKey;
import org.panjika.organisation.Institution;
import org.panjika.payroll.AbsenceOrder.Due;
import org.panjika.payroll.AbsenceOrder.Taken;
import org.panjika.payroll.Proposal.Kind;
import org.panjika.payroll.jdbc.AbsenceChargeTable;
import org.panjika.payroll.jdbc.AbsenceChargeTable.Standing;
import org.panjika.payroll.jdbc.StatementTable.Row;
import org.springframework.stereotype.Component;

/**
 * Absence whose notice has run its course is taken from leave: reserved with the statement that is sent, posted when that is
 * accepted, given back when a line is returned or the absence is none any more (BR-18, C16). In the caller's transaction.
 */
@Component
class Charges {

    private final AbsenceChargeTable table;
    private final Proposals proposals;
    private final AbsenceOrders orders;
    private final AbsenceDebits debits;
    private final Clock clock;

    Charges(AbsenceChargeTable table, Proposals proposals, AbsenceOrders orders, AbsenceDebits debits, Clock clock) {
        this.table = table;
        this.proposals = proposals;
        this.orders = orders;
        this.debits = debits;
        this.clock = clock;
    }

    /** What would be taken if days before one were charged now. */
    List<Taken> outlook(Institution institution, LocalDate before) {
        return take(proposals.due(institution, before), this::left);
    }

    /** The same of these people at any of the institutions. */
    List<Taken> outlook(Collection<Long> institutions, LocalDate before, Set<Long> people) {
        if (people.isEmpty()) return List.of();
        var due = proposals.due(institutions, before).stream()
                .filter(d -> people.contains(d.staffId()))
                .toList();
        return take(due, this::left);
    }

    private ToIntFunction<AccountKey> left(List<AccountKey> keys) {
        return debits.left(keys)::get;
    }

    /** Absence of any of the institutions that would be charged now, whatever it would be taken from. */
    List<Planned> settled(Collection<Long> institutions, LocalDate before) {
        return proposals.absenceDue(institutions, before).stream()
                .map(d -> new Planned(d.staffId(), d.day(), d.session(), Pay.FULL))
                .toList();
    }

    /** Takes what is due of days before one, with a version of a statement. */
    void reserve(Row statement, int version, Institution institution, LocalDate before, Predicate<Long> of, String by) {
        var due = proposals.due(institution, before).stream()
                .filter(d -> of.test(d.staffId()))
                .toList();
        for (var taken : take(due, keys -> debits::leftLocked)) {
            var id = UUID.randomUUID();
            table.insert(id, taken, statement.id(), version, by, now());
            taken.key().ifPresent(key -> {
                if (!debits.take(key, taken.due().day(), id, by))
                    throw new IllegalStateException("nothing left of " + key);
            });
        }
    }

    /**
     * People in one order for all, and of each the days in theirs.
     *
     * @param left answers for balances that may be asked about, half days
     */
    private List<Taken> take(List<Due> due, Function<List<AccountKey>, ToIntFunction<AccountKey>> left) {
        if (due.isEmpty()) return List.of();
        var people = due.stream().collect(Collectors.groupingBy(Due::staffId, TreeMap::new, Collectors.toList()));
        var accounts = debits.accounts(due.stream().map(Charges::of).collect(Collectors.toSet()));
        var order = new HashMap<Long, AbsenceOrder>();
        people.forEach((person, days) -> order.put(
                person, orders.of(accounts.get(of(days.get(days.size() - 1))).regime())));
        var halfDays = left.apply(due.stream()
                .flatMap(d -> order.get(d.staffId()).accounts().stream()
                        .flatMap(account -> accounts.get(of(d)).find(account).stream()))
                .distinct()
                .toList());
        var taken = new ArrayList<Taken>();
        people.forEach((person, days) -> taken.addAll(order.get(person)
                .take(
                        days,
                        (id, account, day) ->
                                accounts.get(new Accounts.Of(id, day)).find(account),
                        halfDays)));
        return taken;
    }

    private static Accounts.Of of(Due due) {
        return new Accounts.Of(due.staffId(), due.day());
    }

    /** Half days that a statement took from balances, by the key of the person and account. */
    Map<Long, SortedMap<String, Integer>> taken(Row statement) {
        return table.taken(statement.id());
    }

    /** What a statement has reserved stays taken. */
    void post(Row statement, String by) {
        debits.post(table.reserved(statement.id()).stream().map(Standing::id).toList(), by);
    }

    /** Gives back what lines of a statement took. */
    void release(Row statement, Collection<Long> staff, String by) {
        release(table.reserved(statement.id(), staff), by);
    }

    /** Gives back what is no absence any more: corrected, granted, waived, condoned. */
    void releaseStale(Institution institution, String by) {
        release(table.stale(institution.id()), by);
        var late = table.ofLatenessToJudge(institution.id());
        release(proposals.noLongerCostly(late, Standing::staffId, Standing::day), by);
    }

    private void release(List<Standing> charges, String by) {
        if (charges.isEmpty()) return;
        table.release(charges, by, now());
        charges.forEach(c -> debits.giveBack(c.id(), by));
    }

    static List<Planned> planned(List<Taken> taken) {
        return taken.stream()
                .filter(t -> t.due().kind() != Kind.LATENESS)
                .map(t -> new Planned(t.due().staffId(), t.due().day(), t.due().session(), t.pay()))
                .toList();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
