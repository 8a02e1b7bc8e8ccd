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
    private final Clock clock;

    Accrual(LedgerTable ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Ends leave years that are over and gives everybody what is due by today; done twice it changes nothing. */
    @Transactional
    public void run() {
        var today = LocalDate.now(clock);
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        ledger.lapse(today, SYSTEM, now);
        ledger.credit(today, SYSTEM, now);
    }
}
