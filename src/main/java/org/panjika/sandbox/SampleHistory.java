package org.panjika.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.panjika.access.Callers;
import org.panjika.attendance.CorrectionEffect;
import org.panjika.attendance.DayOpening;
import org.panjika.attendance.MissingOuts;
import org.panjika.attendance.Monitoring;
import org.panjika.attendance.Rebuild;
import org.panjika.attendance.SessionStatus;
import org.panjika.correction.Correction;
import org.panjika.correction.CorrectionCases;
import org.panjika.correction.CorrectionRequests;
import org.panjika.helpdesk.Claim;
import org.panjika.helpdesk.Fault;
import org.panjika.helpdesk.Faults;
import org.panjika.organisation.Officer;
import org.panjika.sandbox.jdbc.HistoryTable;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * One month of attendance of the made-up state, invented at the first start. It comes after everything else, because days
 * are opened by the cut-offs in the deployed decision tables, and before {@link SampleLeave}, whose days are facts too.
 */
@Component
@SandboxOnly
@Order(1)
class SampleHistory implements ApplicationRunner {

    private static final int DAYS = 30;

    /** C15: so many days after a fault it can still be claimed. */
    private static final int CLAIMED = 2;

    /** RJ-8: so many days back the block office may still correct. */
    private static final int CORRECTED = 8;

    /** What is said about each day that is asked for, the newest first; nothing: it waits. */
    private static final List<String> VERDICTS = List.of("", "", "approve", "return");

    private final HistoryTable table;
    private final DayOpening opening;
    private final Rebuild rebuild;
    private final MissingOuts missingOuts;
    private final Monitoring monitoring;
    private final Faults faults;
    private final CorrectionRequests requests;
    private final CorrectionCases correctionCases;
    private final Officer officer;
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
            CorrectionRequests requests,
            CorrectionCases correctionCases,
            Officer officer,
            Callers callers,
            TransactionOperations transaction,
            Clock clock) {
        this.table = table;
        this.opening = opening;
        this.rebuild = rebuild;
        this.missingOuts = missingOuts;
        this.monitoring = monitoring;
        this.faults = faults;
        this.requests = requests;
        this.correctionCases = correctionCases;
        this.officer = officer;
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
            table.workplacesFollowed();
        });
        claim(today);
        correct(today);
    }

    /** A school asks that days read what the orders say that came late: one waits nearby, one above, two are decided. */
    private void correct(LocalDate today) {
        var asked = table.elsewhere(today.minusDays(CORRECTED), today.minusDays(1), VERDICTS.size()).stream()
                .map(day -> {
                    var line = new CorrectionEffect.Line(
                            day.employeeCode(),
                            Optional.of(SessionStatus.DUTY),
                            Optional.of(SessionStatus.DUTY),
                            Optional.empty());
                    var asking = new CorrectionRequests.Asking(
                            Correction.Kind.LATE_ORDER,
                            "The order for the training at the block came the next day",
                            List.of(line),
                            List.of());
                    var head = callers.find(day.head()).orElseThrow();
                    return requests.request(head, id(day.day()), day.institution(), day.day(), asking)
                            .correction();
                })
                .toList();
        for (int i = 0; i < asked.size(); i++) decide(asked.get(i), VERDICTS.get(i));
    }

    private void decide(Correction request, String verdict) {
        if (verdict.isEmpty()) return;
        request.offices().stream()
                .flatMap(office -> officer.holder(office).stream())
                .findFirst()
                .flatMap(decider -> callers.find(decider.employeeCode()))
                .ifPresent(decider -> correctionCases.complete(
                        decider,
                        request.id(),
                        verdict,
                        remark(verdict),
                        request.asked().version()));
    }

    private static Optional<String> remark(String verdict) {
        return verdict.equals("return") ? Optional.of("Attach the order") : Optional.empty();
    }

    private static UUID id(LocalDate day) {
        return UUID.nameUUIDFromBytes(("sample " + day).getBytes(StandardCharsets.UTF_8));
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
