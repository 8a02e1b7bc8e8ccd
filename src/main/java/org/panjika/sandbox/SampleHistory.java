package org.panjika.sandbox;

import java.time.Clock;
import java.time.LocalDate;
import org.panjika.attendance.DayOpening;
import org.panjika.attendance.MissingOuts;
import org.panjika.attendance.Rebuild;
import org.panjika.sandbox.jdbc.HistoryTable;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * One month of attendance of the made-up state, invented at the first start. It comes after everything else, because days
 * are opened by the cut-offs in the deployed decision tables.
 */
@Component
@SandboxOnly
class SampleHistory implements ApplicationRunner {

    private static final int DAYS = 30;

    private final HistoryTable table;
    private final DayOpening opening;
    private final Rebuild rebuild;
    private final MissingOuts missingOuts;
    private final TransactionOperations transaction;
    private final Clock clock;

    SampleHistory(
            HistoryTable table,
            DayOpening opening,
            Rebuild rebuild,
            MissingOuts missingOuts,
            TransactionOperations transaction,
            Clock clock) {
        this.table = table;
        this.opening = opening;
        this.rebuild = rebuild;
        this.missingOuts = missingOuts;
        this.transaction = transaction;
        this.clock = clock;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        if (table.anyFact()) return;
        var today = LocalDate.now(clock);
        var first = today.minusDays(DAYS);
        first.datesUntil(today).forEach(opening::open);
        transaction.executeWithoutResult(status -> table.invent(first, today.minusDays(1)));
        first.datesUntil(today).forEach(rebuild::day);
        missingOuts.list(today.minusDays(1));
    }
}
