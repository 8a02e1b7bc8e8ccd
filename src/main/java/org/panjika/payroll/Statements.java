package org.panjika.payroll;

import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.panjika.access.Caller;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
import org.panjika.payroll.Statement.Sent;
import org.panjika.payroll.Statement.State;
import org.panjika.payroll.jdbc.StatementTable;
import org.panjika.payroll.jdbc.StatementTable.Row;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The month of an institution, as the register gives it and as it was sent (RJ-13, BR-14, C5, C16). */
@Service
public class Statements {

    private final StatementTable table;
    private final PayMonths months;
    private final Institutions institutions;

    Statements(StatementTable table, PayMonths months, Institutions institutions) {
        this.table = table;
        this.months = months;
        this.institutions = institutions;
    }

    /**
     * The statement of a month for who supervises the institution: as sent, unless it is open.
     *
     * @throws Refused {@code not-found} outside the seats held today, {@code not-allowed} to a colleague,
     *     {@code pay-month-too-early}, {@code pay-month-not-over}
     */
    @Transactional
    public Statement of(Caller caller, String code, YearMonth month) {
        var institution =
                institutions.find(code).filter(caller::knows).orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        if (!caller.supervises(institution)) throw new Refused(CommonProblem.NOT_ALLOWED);
        months.mustBeKept(institution, month);
        return of(institution, month);
    }

    /** As sent, unless it is open. */
    @Transactional
    public Statement of(Institution institution, YearMonth month) {
        var row = table.find(institution.id(), month).filter(r -> r.state() != State.OPEN);
        return row.isPresent() ? sent(institution, row.get()) : now(institution, month);
    }

    /** What the register gives now, whatever was sent. */
    @Transactional
    public Statement now(Institution institution, YearMonth month) {
        var through = months.through(month);
        var lines = table.lines(month, List.of(institution.id()), through, List.of());
        return new Statement(
                institution,
                month,
                months.route(institution, month),
                State.OPEN,
                through,
                Optional.empty(),
                lines.getOrDefault(institution.id(), List.of()));
    }

    private Statement sent(Institution institution, Row row) {
        var sent = new Sent(
                row.version(),
                row.contentHash().orElseThrow(),
                row.sentAt().orElseThrow(),
                row.sentBy().orElseThrow(),
                row.inStead());
        return new Statement(
                institution,
                row.month(),
                row.route(),
                row.state(),
                row.through().orElseThrow(),
                Optional.of(sent),
                table.sent(row.id(), row.version()));
    }

    /**
     * Begins a month for all institutions at once; done twice it changes nothing. For the process of the month.
     *
     * @return how many statements were begun
     */
    @Transactional
    public int begin(YearMonth month) {
        return table.prepare(month);
    }
}
