package org.panjika.leave;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.UUID;
import org.panjika.leave.LedgerEntry.Source;

/**
 * What happens to one balance by chance: granted, asked for, approved, withdrawn, cancelled, lapsed, corrected. What is left is
 * reckoned beside the ledger, by plain numbers.
 */
final class LedgerLife {

    private static final int CAP = 60;

    /** What happens. */
    enum Step {
        GRANT,
        APPLY,
        APPROVE,
        WITHDRAW,
        CANCEL,
        LAPSE,
        /** An early return, another count, another kind: what was taken is given back, and something else taken for it. */
        CORRECT;

        private static final Step[] OFTEN = {
            GRANT, GRANT, APPLY, APPLY, APPROVE, APPROVE, WITHDRAW, CANCEL, LAPSE, CORRECT
        };
    }

    /**
     * One of them.
     *
     * @param possible whether what is left suffices for it
     */
    record Move(Step step, int halfDays, OptionalInt cap, UUID request, LocalDate day, boolean possible) {

        /**
         * The entries by which a ledger carries it out: none for what is only asked for, or is refused.
         *
         * @throws AssertionError where the ledger allows what it must not, or refuses what is possible
         */
        List<LedgerEntry> on(Ledger ledger) {
            return switch (step) {
                case GRANT -> List.of(ledger.credit(Source.CREDIT, halfDays, cap, day));
                case APPLY -> {
                    holds(halfDays <= ledger.available() == possible, ledger);
                    yield List.of();
                }
                case WITHDRAW -> List.of();
                case APPROVE -> taken(ledger, List.of(), ledger.take(halfDays, day, request));
                case CANCEL -> ledger.giveBack(request);
                case LAPSE -> ledger.lapse(day);
                case CORRECT -> {
                    var back = ledger.giveBack(request);
                    yield taken(ledger, back, ledger.with(back).take(halfDays, day, request));
                }
            };
        }

        private List<LedgerEntry> taken(Ledger ledger, List<LedgerEntry> back, Optional<List<LedgerEntry>> written) {
            holds(written.isPresent() == possible, ledger);
            var all = new ArrayList<LedgerEntry>();
            written.ifPresent(w -> {
                all.addAll(back);
                all.addAll(w);
            });
            return all;
        }

        /** Millions of times: only what does not hold is put into words. */
        private void holds(boolean expected, Ledger ledger) {
            if (!expected) throw new AssertionError(this + " of " + ledger);
        }
    }

    private record Asked(UUID request, int halfDays) {}

    private final Random random;
    private final int floor;
    private final List<Asked> pending = new ArrayList<>();
    private final List<Asked> approved = new ArrayList<>();
    private int balance;
    private int lapsed;

    LedgerLife(Random random, int floor) {
        this.random = random;
        this.floor = floor;
    }

    int balance() {
        return balance;
    }

    /** What happens next, on a day; what is left is reckoned with it. */
    Move next(LocalDate day) {
        var step = Step.OFTEN[random.nextInt(Step.OFTEN.length)];
        var halfDays = random.nextInt(1, 20);
        var cap = OptionalInt.empty();
        var request = new UUID(random.nextLong(), random.nextLong());
        var possible = true;
        switch (step) {
            case GRANT -> {
                if (random.nextBoolean()) cap = OptionalInt.of(CAP);
                balance += cap.isPresent() ? Math.min(halfDays, Math.max(0, CAP - balance)) : halfDays;
            }
            case APPLY -> {
                possible = suffices(halfDays);
                if (possible) pending.add(new Asked(request, halfDays));
            }
            case LAPSE -> {
                lapsed += Math.max(0, balance);
                balance = Math.min(0, balance);
            }
            case WITHDRAW -> {
                if (!pending.isEmpty()) any(pending);
            }
            case APPROVE -> {
                if (pending.isEmpty()) return next(day);
                var asked = any(pending);
                request = asked.request();
                halfDays = asked.halfDays();
                possible = suffices(halfDays);
                if (possible) take(asked);
            }
            case CANCEL -> {
                if (approved.isEmpty()) return next(day);
                var asked = any(approved);
                request = asked.request();
                balance += asked.halfDays();
            }
            case CORRECT -> {
                if (approved.isEmpty()) return next(day);
                var asked = any(approved);
                request = asked.request();
                balance += asked.halfDays();
                possible = suffices(halfDays);
                if (possible) {
                    take(new Asked(request, halfDays));
                } else {
                    balance -= asked.halfDays();
                    approved.add(asked);
                }
            }
        }
        return new Move(step, halfDays, cap, request, day, possible);
    }

    /** What has lapsed may still be taken by leave that was before (BR-13). */
    private boolean suffices(int halfDays) {
        return halfDays <= balance + lapsed - floor;
    }

    private void take(Asked asked) {
        if (asked.halfDays() > balance - floor) {
            balance += lapsed;
            lapsed = 0;
        }
        balance -= asked.halfDays();
        approved.add(asked);
    }

    private Asked any(List<Asked> of) {
        return of.remove(random.nextInt(of.size()));
    }
}
