package org.panjika.payroll.process;

import java.time.Clock;
import java.time.LocalTime;
import java.time.YearMonth;
import java.util.Date;
import org.panjika.models.UsableInModels;
import org.panjika.payroll.Drawals;
import org.panjika.payroll.PayMonthStart;
import org.panjika.payroll.Verification;
import org.springframework.stereotype.Component;

/** What the models of the month ask: who acts, until when, what is left. */
@Component("payrollCases")
@UsableInModels
class PayrollCases {

    private final Verification verification;
    private final PayMonthStart start;
    private final Drawals drawals;
    private final CaseOfMonth cases;
    private final Clock clock;

    PayrollCases(Verification verification, PayMonthStart start, Drawals drawals, CaseOfMonth cases, Clock clock) {
        this.verification = verification;
        this.start = start;
        this.drawals = drawals;
        this.cases = cases;
        this.clock = clock;
    }

    /** Whether the time of a statement has come that has no case. */
    @UsableInModels
    public boolean anyToStart() {
        return start.anyToStart();
    }

    /** The office that verifies. */
    @UsableInModels
    public String head(String institution) {
        return verification.head(institution);
    }

    /** The head's office and the one above, with a comma between. */
    @UsableInModels
    public String headOrAbove(String institution) {
        return String.join(",", verification.headOrAbove(cases.institution(institution)));
    }

    /** The last minute in which the month is sent in time. */
    @UsableInModels
    public Date due(String institution, String month) {
        var due = verification.due(institution, YearMonth.parse(month));
        return Date.from(
                due.atTime(LocalTime.of(23, 59)).atZone(clock.getZone()).toInstant());
    }

    /** When the office above may send too: the day after. */
    @UsableInModels
    public Date overdue(String institution, String month) {
        var due = verification.due(institution, YearMonth.parse(month));
        return Date.from(due.plusDays(1).atStartOfDay(clock.getZone()).toInstant());
    }

    /** Whether who sent would accept. */
    @UsableInModels
    public boolean oneHand(String institution, String month) {
        return verification.oneHand(cases.institution(institution), YearMonth.parse(month));
    }

    /** The office above that looks again. */
    @UsableInModels
    public String secondLook(String institution, String month) {
        return verification.secondLook(cases.institution(institution), YearMonth.parse(month));
    }

    /** The office that draws the pay. */
    @UsableInModels
    public String ddo(String institution) {
        return verification.ddo(cases.institution(institution));
    }

    /** The office that accepts, never the sender alone. */
    @UsableInModels
    public String acceptor(String institution, String month) {
        return verification.acceptor(cases.institution(institution), YearMonth.parse(month));
    }

    /** Whether it is known of everybody what became of the pay. */
    @UsableInModels
    public boolean drawalKnown(String institution, String month) {
        return drawals.known(cases.institution(institution), YearMonth.parse(month));
    }
}
