package org.panjika.leave;

import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.panjika.leave.LeaveType.AccountKey;
import org.panjika.leave.LedgerEntry.Source;
import org.panjika.leave.jdbc.LeaveTypeTable;
import org.panjika.leave.jdbc.LedgerTable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Unauthorised absence and lateness are taken from balances, and given back by counter-entries (BR-18, BR-20). In half days. */
@Service
public class AbsenceDebits {

    private final LedgerTable ledger;
    private final LeaveTypeTable types;
    private final Clock clock;

    AbsenceDebits(LedgerTable ledger, LeaveTypeTable types, Clock clock) {
        this.ledger = ledger;
        this.types = types;
        this.clock = clock;
    }

    /** What balances the rules of people keep on days. */
    public Map<Accounts.Of, Accounts> accounts(Collection<Accounts.Of> wanted) {
        return types.accounts(wanted);
    }

    /** Half days of balances that may be taken, as they stand now. */
    public Map<AccountKey, Integer> left(Collection<AccountKey> keys) {
        var found = new HashMap<AccountKey, Integer>();
        ledger.read(keys).forEach((key, entries) -> found.put(key, Math.max(0, entries.available())));
        return found;
    }

    /** Half days of one of them that may be taken; it stays so until the caller's transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public int leftLocked(AccountKey key) {
        return Math.max(0, ledger.lock(key, ledger.floor(key)).available());
    }

    /**
     * Reserves half a day, in the caller's transaction; the balance stays locked until it ends. Nobody else may take it from then on.
     *
     * @param charge names the debit, to be posted or given back by
     * @return false if nothing is left
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean take(AccountKey key, LocalDate day, UUID charge, String by) {
        var entries = ledger.lock(key, ledger.floor(key)).take(Source.ABSENCE, 1, day, charge);
        return entries.isPresent()
                && ledger.insert(key, entries.get(), by, clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    /** What charges have reserved stays taken. Done twice it changes nothing. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void post(Collection<UUID> charges, String by) {
        if (charges.isEmpty()) return;
        ledger.post(charges, by, clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    /** Gives back what a charge took: what was reserved is released. Done twice it changes nothing. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void giveBack(UUID charge, String by) {
        for (var key : ledger.accountsOf(charge)) {
            var entries = ledger.lock(key, ledger.floor(key)).giveBack(charge);
            if (!entries.isEmpty()) {
                ledger.insert(key, entries, by, clock.instant().truncatedTo(ChronoUnit.MICROS));
            }
        }
    }
}
