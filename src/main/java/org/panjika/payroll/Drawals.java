package org.panjika.payroll;

import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.panjika.access.Caller;
import org.panjika.organisation.Charge;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
import org.panjika.organisation.Staff;
import org.panjika.payroll.Drawal.Entry;
import org.panjika.payroll.Drawal.Status;
import org.panjika.payroll.jdbc.DrawalTable;
import org.panjika.payroll.jdbc.DrawalTable.Drawing;
import org.panjika.payroll.jdbc.DrawalTable.Drawn;
import org.panjika.payroll.jdbc.DrawalTable.Standing;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.panjika.problem.Refused.FieldError;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Whether the pay of each person was drawn (RJ-14). */
@Service
public class Drawals {

    private static final int PAGE = 50;
    private static final int LONGEST_REASON = 500;
    private static final int LONGEST_BILL = 60;

    private final DrawalTable table;
    private final Statements statements;
    private final Verification verification;
    private final Institutions institutions;
    private final PayCases cases;
    private final Clock clock;

    Drawals(
            DrawalTable table,
            Statements statements,
            Verification verification,
            Institutions institutions,
            PayCases cases,
            Clock clock) {
        this.table = table;
        this.statements = statements;
        this.verification = verification;
        this.institutions = institutions;
        this.cases = cases;
        this.clock = clock;
    }

    /** @param next code after which the following ones come */
    public record Page(List<Standing> places, Optional<String> next) {}

    /**
     * The institutions whose pay the caller draws, with how their month stands, by name.
     *
     * @param sought in the name, or how the code begins
     * @param after code of the last one seen
     */
    public Page standing(Caller caller, YearMonth month, Optional<String> sought, Optional<String> after) {
        var found = table.standing(drawing(caller, month), sought, after, PAGE + 1);
        return found.size() <= PAGE
                ? new Page(found, Optional.empty())
                : new Page(
                        found.subList(0, PAGE), Optional.of(found.get(PAGE - 1).code()));
    }

    /** One of them. */
    public Optional<Standing> standing(Caller caller, YearMonth month, String code) {
        return table.standing(drawing(caller, month), code);
    }

    /** Everybody's line of accepted statements whose pay the caller draws, by institution and name; of any number. */
    @Transactional(readOnly = true)
    public void lines(Caller caller, YearMonth month, Consumer<Drawn> use) {
        table.lines(drawing(caller, month), use);
    }

    private Drawing drawing(Caller caller, YearMonth month) {
        var under = caller.charges().stream()
                .filter(Charge::mayAct)
                .map(c -> c.institution().id())
                .distinct()
                .toList();
        return new Drawing(caller.staff().map(Staff::id), caller.administrator(), under, month, LocalDate.now(clock));
    }

    /** Whether the caller draws the pay of the institution today. */
    public boolean mayEnter(Caller caller, Institution institution) {
        return caller.actsFor(verification.ddo(institution));
    }

    /**
     * Everybody's pay of a month.
     *
     * @throws Refused {@code not-found}, {@code not-allowed} unless the caller supervises the institution or draws its pay
     */
    @Transactional
    public List<Drawal> of(Caller caller, String code, YearMonth month) {
        var institution = visible(caller, code);
        if (!caller.supervises(institution) && !mayEnter(caller, institution))
            throw new Refused(CommonProblem.NOT_ALLOWED);
        return of(institution, month);
    }

    private Institution visible(Caller caller, String code) {
        return institutions
                .find(code)
                .filter(i -> caller.knows(i) || mayEnter(caller, i))
                .orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
    }

    /** Everybody's pay of a month, by name; nobody's before it is accepted. */
    @Transactional
    public List<Drawal> of(Institution institution, YearMonth month) {
        var statement = statements.of(institution, month);
        if (statement.state() != Statement.State.ACCEPTED) return List.of();
        var said = table.of(institution.id(), month).stream().collect(Collectors.toMap(Entry::employeeCode, e -> e));
        return statement.lines().stream()
                .map(l -> new Drawal(l, Optional.ofNullable(said.get(l.person().employeeCode()))))
                .toList();
    }

    /**
     * The drawing officer says what became of the pay of some; a later word replaces an earlier one.
     *
     * @throws Refused {@code not-found}, {@code not-allowed} unless the caller draws the pay; else as {@link #enter(Institution,
     *     YearMonth, String, List)}
     */
    @Transactional
    public void enter(Caller caller, String code, YearMonth month, List<Entry> entries) {
        var institution = visible(caller, code);
        if (!mayEnter(caller, institution)) throw new Refused(CommonProblem.NOT_ALLOWED);
        enter(institution, month, caller.login(), entries);
        if (known(institution, month)) cases.drawalKnown(new PayCases.Month(code, month));
    }

    /**
     * The same for the process, which knows who may.
     *
     * @throws Refused {@code pay-not-accepted}; {@code invalid-fields}: {@code not-in-statement}, {@code named-twice},
     *     {@code reason-needed}, {@code too-long}, {@code day-to-come}
     */
    @Transactional
    public void enter(Institution institution, YearMonth month, String by, List<Entry> entries) {
        var statement = table.lockAccepted(institution.id(), month)
                .orElseThrow(() -> new Refused(DrawalProblem.PAY_NOT_ACCEPTED, Map.of("month", month)));
        var people = new HashSet<>(table.people(statement));
        var wrong = new ArrayList<FieldError>();
        var named = new HashSet<String>();
        for (int i = 0; i < entries.size(); i++) {
            var entry = entries.get(i);
            var field = "drawal[%d].".formatted(i);
            if (!people.contains(entry.employeeCode()))
                wrong.add(new FieldError(field + "employeeCode", "not-in-statement"));
            else if (!named.add(entry.employeeCode())) wrong.add(new FieldError(field + "employeeCode", "named-twice"));
            wrong.addAll(wrong(entry, field));
        }
        if (!wrong.isEmpty()) throw new Refused(CommonProblem.INVALID_FIELDS, Map.of(), wrong);
        table.enter(statement, entries, by, clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    private List<FieldError> wrong(Entry entry, String field) {
        var wrong = new ArrayList<FieldError>();
        if (entry.status() == Status.WITHHELD && entry.reason().isEmpty())
            wrong.add(new FieldError(field + "reason", "reason-needed"));
        if (entry.reason().filter(r -> r.length() > LONGEST_REASON).isPresent())
            wrong.add(new FieldError(field + "reason", "too-long"));
        if (entry.bill().filter(b -> b.length() > LONGEST_BILL).isPresent())
            wrong.add(new FieldError(field + "bill", "too-long"));
        if (entry.date().filter(d -> d.isAfter(LocalDate.now(clock))).isPresent())
            wrong.add(new FieldError(field + "date", "day-to-come"));
        return wrong;
    }

    /** Everybody of whom nothing was said and who has anything to draw has drawn, says the drawing officer. */
    @Transactional
    public void enterRest(
            Institution institution, YearMonth month, String by, Optional<String> bill, Optional<LocalDate> date) {
        var rest = of(institution, month).stream()
                .filter(d -> d.said().isEmpty())
                .map(Drawal::line)
                .filter(l -> !l.of(Figure.FULL_PAY).and(l.of(Figure.HALF_PAY)).isEmpty())
                .map(l -> new Entry(l.person().employeeCode(), Status.DRAWN, Optional.empty(), bill, date))
                .toList();
        enter(institution, month, by, rest);
    }

    /** Whether it is known of everybody in the accepted statement. */
    public boolean known(Institution institution, YearMonth month) {
        return table.known(institution.id(), month);
    }
}
