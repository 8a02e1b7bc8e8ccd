package org.panjika.payroll;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.panjika.access.Caller;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
import org.panjika.organisation.Staff;
import org.panjika.organisation.StaffList;
import org.panjika.payroll.jdbc.DrawalTable;
import org.panjika.payroll.jdbc.StatementTable;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What a person is paid for a month and why: line, proposed deductions, adjustments, and whether it was drawn. */
@Service
public class PersonalPay {

    private final StatementTable table;
    private final Statements statements;
    private final Proposals proposals;
    private final Adjustments adjustments;
    private final DrawalTable drawals;
    private final PayMonths months;
    private final Institutions institutions;
    private final StaffList staffList;

    PersonalPay(
            StatementTable table,
            Statements statements,
            Proposals proposals,
            Adjustments adjustments,
            DrawalTable drawals,
            PayMonths months,
            Institutions institutions,
            StaffList staffList) {
        this.table = table;
        this.statements = statements;
        this.proposals = proposals;
        this.adjustments = adjustments;
        this.drawals = drawals;
        this.months = months;
        this.institutions = institutions;
        this.staffList = staffList;
    }

    /**
     * A person's month.
     *
     * @param parts at each institution where the person was posted
     * @param own whether it is the caller's
     */
    public record Month(
            Staff person,
            YearMonth month,
            List<Part> parts,
            List<Proposal> proposals,
            List<Adjustment> adjustments,
            boolean own) {}

    /**
     * The line of one institution's statement.
     *
     * @param drawal what the drawing officer says of it; empty while nothing is said
     */
    public record Part(
            Institution institution,
            Statement.State state,
            LocalDate through,
            Line line,
            Optional<Drawal.Entry> drawal) {}

    /**
     * The caller's own.
     *
     * @throws Refused {@code not-found} to who is not staff, {@code pay-month-not-over} of a month to come
     */
    @Transactional
    public Month own(Caller caller, YearMonth month) {
        var person = caller.staff().orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        var posted = institutions.all(table.postings(person.id(), month));
        for (var institution : posted) months.mustBeKept(institution, month);
        return month(person, month, posted, true);
    }

    /**
     * A person's line at an institution, for the person, wherever that works now, and who supervises the institution.
     *
     * @throws Refused {@code not-found}, {@code not-allowed} as for the statement; {@code not-found} of whom neither it nor an
     *     adjustment tells
     */
    @Transactional
    public Month of(Caller caller, String institution, String employeeCode, YearMonth month) {
        var person = staffList.find(employeeCode);
        var own = person.filter(p -> caller.is(p.id())).isPresent();
        var place = institutions
                .find(institution)
                .filter(i -> own || caller.knows(i))
                .orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        if (!own && !caller.supervises(place)) throw new Refused(CommonProblem.NOT_ALLOWED);
        months.mustBeKept(place, month);
        var found = month(person.orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND)), month, List.of(place), own);
        if (found.parts().isEmpty()
                && found.adjustments().stream().noneMatch(a -> a.institution().equals(place.code()))) {
            throw new Refused(CommonProblem.NOT_FOUND);
        }
        return found;
    }

    /** Of somebody who moved, each institution sees its own part; the person sees all. */
    private Month month(Staff person, YearMonth month, List<Institution> at, boolean own) {
        var codes = at.stream().map(Institution::code).toList();
        return new Month(
                person,
                month,
                at.stream().flatMap(i -> part(i, person, month).stream()).toList(),
                proposals.of(person.id(), month).stream()
                        .filter(p -> own || codes.contains(p.institution()))
                        .toList(),
                adjustments.of(person.id(), month).stream()
                        .filter(a -> own || codes.contains(a.institution()))
                        .toList(),
                own);
    }

    private Optional<Part> part(Institution institution, Staff person, YearMonth month) {
        var statement = statements.of(institution, month);
        return statement
                .line(person.employeeCode())
                .map(line ->
                        new Part(institution, statement.state(), statement.through(), line, drawal(statement, person)));
    }

    private Optional<Drawal.Entry> drawal(Statement statement, Staff person) {
        if (statement.state() != Statement.State.ACCEPTED) return Optional.empty();
        return drawals.of(statement.institution().id(), statement.month()).stream()
                .filter(said -> said.employeeCode().equals(person.employeeCode()))
                .findFirst();
    }
}
