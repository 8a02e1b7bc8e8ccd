package org.panjika.leave;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import org.panjika.leave.LedgerEntry.Source;

@Label("The ledger of leave, in half days (RJ-2)")
class LedgerPropertyTest {

    private static final LocalDate DAY = LocalDate.of(2027, 1, 1);
    private static final int STEPS = 15;

    @Property(tries = 100_000)
    @Label("whatever is granted, asked for, approved, withdrawn, cancelled, lapses and is corrected: sums are kept,"
            + " nothing is removed, nothing goes below its floor")
    void anySequence(@ForAll long seed) {
        var random = new Random(seed);
        var floor = random.nextInt(4) == 0 ? -random.nextInt(6) : 0;
        var life = new LedgerLife(random, floor);
        var ledger = new Ledger(floor, List.of());
        for (int step = 0; step < STEPS; step++) {
            var before = ledger;
            var entries = life.next(DAY.plusDays(step)).on(ledger);
            if (!entries.isEmpty()) ledger = ledger.with(entries);
            holds(ledger.balance() == life.balance() && life.balance() >= floor, ledger);
            holds(goesOn(before, ledger), ledger);
        }
        parts(ledger);
    }

    /** Whether nothing of the one is missing in the other, nor changed. */
    private static boolean goesOn(Ledger before, Ledger after) {
        var kept = before.entries().size() <= after.entries().size();
        for (int i = 0; kept && i < before.entries().size(); i++) {
            kept = before.entries().get(i) == after.entries().get(i);
        }
        return kept;
    }

    /** Four million times: only what does not hold is put into words. */
    private static void holds(boolean expected, Ledger ledger) {
        if (!expected) throw new AssertionError(ledger.toString());
    }

    /** Each debit is taken from credits, the oldest first; only what is below zero is from none. */
    private static void parts(Ledger ledger) {
        var parts = ledger.takenFrom();
        var ofCredit = new HashMap<Long, Integer>();
        var order = new ArrayList<Long>();
        for (var debit : ledger.standing()) {
            for (var part : parts.getOrDefault(debit.number(), List.of())) {
                ofCredit.merge(part.credit(), part.halfDays(), Integer::sum);
                if (order.isEmpty() || order.get(order.size() - 1) != part.credit()) order.add(part.credit());
            }
        }
        for (var credit : ledger.standing()) {
            assertThat(ofCredit.getOrDefault(credit.number(), 0)).isLessThanOrEqualTo(Math.max(0, credit.halfDays()));
        }
        assertThat(order).as("oldest first").doesNotHaveDuplicates();
        var debits = -ledger.standing().stream()
                .mapToInt(LedgerEntry::halfDays)
                .filter(h -> h < 0)
                .sum();
        var credits = ledger.standing().stream()
                .mapToInt(LedgerEntry::halfDays)
                .filter(h -> h > 0)
                .sum();
        assertThat(ofCredit.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(Math.min(debits, credits));
    }

    @Property(tries = 10_000)
    @Label("what was taken before it lapsed can still be taken afterwards, and the rest lapses again (BR-13)")
    void afterTheYear(@ForAll long seed) {
        var random = new Random(seed);
        var credit = random.nextInt(2, 40);
        var ledger = new Ledger(0, List.of());
        ledger = ledger.with(List.of(ledger.credit(Source.CREDIT, credit, OptionalInt.empty(), DAY)));
        ledger = ledger.with(ledger.lapse(DAY.plusYears(1)));
        assertThat(ledger.balance()).isZero();
        var halfDays = random.nextInt(1, credit + 1);
        assertThat(ledger.take(credit + 1, DAY, UUID.randomUUID())).isEmpty();
        ledger = ledger.with(ledger.take(halfDays, DAY, UUID.randomUUID()).orElseThrow());
        assertThat(ledger.balance()).isEqualTo(credit - halfDays);
        ledger = ledger.with(ledger.lapse(DAY.plusYears(1)));
        assertThat(ledger.balance()).isZero();
    }
}
