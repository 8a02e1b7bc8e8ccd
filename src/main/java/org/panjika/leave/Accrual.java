package org.panjika.leave;

import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.panjika.leave.jdbc.LedgerTable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What the rules give and take by the calendar: yearly credits, years of service, and what lapses. */
@Service
public class Accrual {

    /** Who writes what no person decides. */
    static final String SYSTEM = "system";

    private final LedgerTable ledger;
    private final Recounts recounts;
    private final Clock clock;

    Accrual(LedgerTable ledger, Recounts recounts, Clock clock) {
        this.ledger = ledger;
        this.recounts = recounts;
        this.clock = clock;
    }

    /**
     * Ends leave years that are over, gives everybody what is due by today, and counts leave again that lies over a holiday
     * declared since. Done twice it changes nothing.
     */
    @Transactional
    public void run() {
        var today = LocalDate.now(clock);
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        // before everybody's balance is locked: who approves locks a person first, and then the balance
        recounts.all();
        ledger.lapse(today, SYSTEM, now);
        ledger.credit(today, SYSTEM, now);
    }
}
