package org.panjika.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.panjika.access.Callers;
import org.panjika.attendance.DayOpening;
import org.panjika.attendance.MissingOuts;
import org.panjika.attendance.Monitoring;
import org.panjika.attendance.Rebuild;
import org.panjika.helpdesk.Claim;
import org.panjika.helpdesk.Fault;
import org.panjika.helpdesk.Faults;
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

    /** C15: so many days after a fault it can still be claimed. */
    private static final int CLAIMED = 2;

    private final HistoryTable table;
    private final DayOpening opening;
    private final Rebuild rebuild;
    private final MissingOuts missingOuts;
    private final Monitoring monitoring;
    private final Faults faults;
    private final Callers callers;
    private final TransactionOperations transaction;
    private final Clock clock;

    SampleHistory(
            HistoryTable table,
            DayOpening opening,
            Rebuild rebuild,
            MissingOuts missingOuts,
            Monitoring monitoring,
            Faults faults,
            Callers callers,
            TransactionOperations transaction,
            Clock clock) {
        this.table = table;
        this.opening = opening;
        this.rebuild = rebuild;
        this.missingOuts = missingOuts;
        this.monitoring = monitoring;
        this.faults = faults;
        this.callers = callers;
        this.transaction = transaction;
        this.clock = clock;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        if (table.anyFact()) return;
        var today = LocalDate.now(clock);
        var first = today.minusDays(DAYS);
        // all or nothing: a first start that is ended half-way is followed by another first start
        transaction.executeWithoutResult(status -> {
            first.datesUntil(today).forEach(opening::open);
            table.invent(first, today.minusDays(1));
            first.datesUntil(today).forEach(rebuild::day);
            first.datesUntil(today).forEach(monitoring::recordPast);
            missingOuts.list(today.minusDays(1));
        });
        claim(today);
    }

    /** A head reports that the network was down on the last day on which somebody there is missing; the block decides. */
    private void claim(LocalDate today) {
        table.unrecorded(today.minusDays(CLAIMED), today.minusDays(1))
                .ifPresent(at -> faults.report(
                        callers.find(at.head()).orElseThrow(),
                        new Claim(
                                UUID.nameUUIDFromBytes("sample".getBytes(StandardCharsets.UTF_8)),
                                Fault.Kind.NETWORK,
                                Fault.Scope.INSTITUTION,
                                at.institution(),
                                at.starts(),
                                at.ends(),
                                Optional.of("No network in the whole village"))));
    }
}
