package org.panjika.payroll;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.panjika.organisation.Charge;
import org.panjika.organisation.CompetentOffice;
import org.panjika.organisation.Institutions;
import org.panjika.organisation.Officer;
import org.panjika.organisation.Staff;
import org.panjika.payroll.Statement.State;
import org.panjika.payroll.jdbc.NegativeListTable;
import org.panjika.payroll.jdbc.PayCaseTable;
import org.panjika.payroll.jdbc.SendingTable;
import org.panjika.payroll.jdbc.StatementTable;
import org.panjika.payroll.jdbc.StatementTable.Row;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Months whose pay went its way before there were cases for it here: recorded as their registers give them, sent by the head in time,
 * accepted by who draws the pay or receives the list.
 */
@Service
public class PastMonths {

    private static final LocalTime SENT = LocalTime.of(11, 0);
    private static final LocalTime ACCEPTED = LocalTime.of(15, 0);

    private final Statements statements;
    private final StatementTable table;
    private final SendingTable sending;
    private final PayCaseTable cases;
    private final NegativeListTable lists;
    private final Drawals drawals;
    private final Verification verification;
    private final Institutions institutions;
    private final Officer officer;
    private final PayMonths months;
    private final Clock clock;

    PastMonths(
            Statements statements,
            StatementTable table,
            SendingTable sending,
            PayCaseTable cases,
            NegativeListTable lists,
            Drawals drawals,
            Verification verification,
            Institutions institutions,
            Officer officer,
            PayMonths months,
            Clock clock) {
        this.statements = statements;
        this.table = table;
        this.sending = sending;
        this.cases = cases;
        this.lists = lists;
        this.drawals = drawals;
        this.verification = verification;
        this.institutions = institutions;
        this.officer = officer;
        this.months = months;
        this.clock = clock;
    }

    /**
     * Takes a month of all institutions whose window is over: it is begun as if its cases had been started in time, and none is started
     * any more.
     *
     * @param open codes of those left to be verified
     */
    @Transactional
    public void take(YearMonth month, Set<String> open) {
        statements.begin(month);
        cases.schedule(month);
        cases.takePast(month, LocalDate.now(clock), open, clock.getZone());
    }

    /**
     * Records what was taken of a month.
     *
     * @param undrawn codes of those whose drawal is left to be entered
     * @return how many were recorded
     */
    @Transactional
    public int record(YearMonth month, Set<String> undrawn) {
        var taken = cases.takenPast(month, clock.getZone());
        if (taken.isEmpty()) return 0;
        sending.freezeAll(month, taken, months.through(month), clock.instant());
        for (var row : taken) record(row, undrawn);
        lists.past(month, taken.stream().map(Row::id).toList());
        return taken.size();
    }

    private void record(Row row, Collection<String> undrawn) {
        var institution = institutions.find(row.institutionId()).orElseThrow();
        var due = months.window(institution, row.month()).to();
        var head = officer.holder(verification.head(institution)).map(Staff::employeeCode);
        var ddo = officer.holder(verification.ddo(institution)).map(Staff::employeeCode);
        var by = head.orElse(CompetentOffice.ADMINISTRATORS);
        var through = months.through(row.month());
        var hash = sending.hash(row.id(), 1, through);
        var inStead = !officer.holder(Charge.group(Charge.Kind.HEAD, institution))
                .map(Staff::employeeCode)
                .equals(head);
        sending.sent(row, 1, through, hash, inStead, Optional.empty(), by, at(due, SENT));
        var sent = table.find(row.institutionId(), row.month()).orElseThrow();
        var drawer = ddo.orElse(CompetentOffice.ADMINISTRATORS);
        sending.step(sent, State.ACCEPTED, "ACCEPTED", Optional.empty(), Set.of(), drawer, at(due, ACCEPTED));
        if (undrawn.contains(institution.code())) return;
        var bill = Optional.of("%s/%s".formatted(row.month(), institution.code()));
        drawals.enterRest(institution, row.month(), drawer, bill, Optional.of(due.plusDays(1)));
    }

    private Instant at(LocalDate day, LocalTime time) {
        return day.atTime(time).atZone(clock.getZone()).toInstant();
    }
}
