package org.panjika.payroll;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.panjika.access.Caller;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
import org.panjika.payroll.Statement.Sent;
import org.panjika.payroll.Statement.State;
import org.panjika.payroll.jdbc.SendingTable;
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
    private final SendingTable sending;
    private final PayMonths months;
    private final Charges charges;
    private final Adjustments adjustments;
    private final Institutions institutions;
    private final Clock clock;

    Statements(
            StatementTable table,
            SendingTable sending,
            PayMonths months,
            Charges charges,
            Adjustments adjustments,
            Institutions institutions,
            Clock clock) {
        this.table = table;
        this.sending = sending;
        this.months = months;
        this.charges = charges;
        this.adjustments = adjustments;
        this.institutions = institutions;
        this.clock = clock;
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

    /** How it stands. */
    State state(Institution institution, YearMonth month) {
        return table.find(institution.id(), month).map(Row::state).orElse(State.OPEN);
    }

    /** As sent, unless it is open. */
    @Transactional
    public Statement of(Institution institution, YearMonth month) {
        var row = table.find(institution.id(), month).filter(r -> r.state() != State.OPEN);
        return row.isPresent() ? sent(institution, row.get()) : now(institution, month);
    }

    /** Half days of absence and lateness that the month took from balances, by the key of the person and account; reserved, or posted. */
    @Transactional
    public Map<Long, SortedMap<String, Integer>> fromLeave(Institution institution, YearMonth month) {
        return table.find(institution.id(), month).map(charges::taken).orElse(Map.of());
    }

    /** What the register gives now, whatever was sent. */
    @Transactional
    public Statement now(Institution institution, YearMonth month) {
        var through = months.through(month);
        var planned = Charges.planned(charges.outlook(institution, after(month)));
        var lines = table.lines(month, List.of(institution.id()), through, planned);
        return new Statement(
                institution,
                month,
                months.route(institution, month),
                State.OPEN,
                through,
                Optional.empty(),
                lines.getOrDefault(institution.id(), List.of()));
    }

    /** What the register gives now of all these institutions, read at once; what absence is taken from is not said. */
    List<Statement> now(Collection<Institution> places, YearMonth month) {
        var through = months.through(month);
        var ids = places.stream().map(Institution::id).toList();
        var planned = charges.settled(ids, after(month));
        var lines = table.lines(month, ids, through, planned);
        return places.stream()
                .map(p -> new Statement(
                        p,
                        month,
                        Statement.Route.NEGATIVE_LIST,
                        State.OPEN,
                        through,
                        Optional.empty(),
                        lines.getOrDefault(p.id(), List.of())))
                .toList();
    }

    /**
     * What would be sent at this moment: everybody's line as the register gives it, of a returned statement the lines that were opened,
     * the others as they were sent.
     */
    @Transactional
    public Statement next(Institution institution, YearMonth month) {
        var now = now(institution, month);
        var row = table.find(institution.id(), month).filter(r -> r.state() == State.RETURNED);
        if (row.isEmpty()) return now;
        var opened = Set.copyOf(sending.named(row.get()));
        var lines = Stream.concat(
                        now.lines().stream()
                                .filter(l -> opened.contains(l.person().staffId())),
                        table.sent(row.get().id(), row.get().version()).stream()
                                .filter(l -> !opened.contains(l.person().staffId())))
                .sorted(Comparator.comparing((Line l) -> l.person().name())
                        .thenComparing(l -> l.person().employeeCode()))
                .toList();
        return new Statement(institution, month, now.route(), State.RETURNED, now.through(), Optional.empty(), lines);
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

    /**
     * Freezes the month of an institution as the register gives it at this moment, and sends it: version 1, or after a return the next
     * one, in which only the lines named read anew. What is due of absence is reserved in the ledger of leave, and what changed in
     * other months that were sent is posted as adjustments in this one. For the process of verification; who may send is that
     * process's business.
     *
     * @param by login of who sends
     * @param inStead whether the office above sends in the head's stead (C16)
     * @throws Refused {@code pay-month-too-early}; {@code pay-month-not-over} before the window in which it is sent;
     *     {@code pay-statement-sent} if it is with who draws the pay already
     */
    @Transactional
    public Statement send(Institution institution, YearMonth month, String by, boolean inStead) {
        months.mustBeKept(institution, month);
        var from = months.window(institution, month).from();
        if (LocalDate.now(clock).isBefore(from)) {
            throw new Refused(PayrollProblem.PAY_MONTH_NOT_OVER, Map.of("from", from));
        }
        var route = months.route(institution, month).name();
        var statement = sending.lock(institution.id(), month, route);
        if (statement.state() == State.SENT || statement.state() == State.ACCEPTED) {
            throw new Refused(PayrollProblem.PAY_STATEMENT_SENT, Map.of("month", month));
        }
        var version = statement.version() + 1;
        var through = months.through(month);
        var named = statement.state() == State.RETURNED
                ? Optional.<Collection<Long>>of(new HashSet<>(sending.named(statement)))
                : Optional.<Collection<Long>>empty();
        var before = sending.lockSent(List.of(institution.id()));
        charges.releaseStale(institution, by);
        charges.reserve(
                statement,
                version,
                institution,
                after(month),
                s -> named.map(n -> n.contains(s)).orElse(true),
                by);
        var open = adjustments.openWhileSending(statement);
        adjustments.differences(before, of -> open, by);
        named.ifPresent(n -> adjustments.reverse(statement, n, open, by));
        var now = now();
        // before it is frozen: what changes meanwhile is found the next time
        var made = adjustments.madeOf(statement);
        if (named.isPresent()) sending.freezeAgain(statement, version, named.get(), through, by, now);
        else sending.freeze(statement, version, through, by, now);
        var hash = sending.hash(statement.id(), version, through);
        sending.sent(statement, version, through, hash, inStead, named, by, now);
        if (named.isEmpty()) adjustments.sentAs(statement, made);
        return of(institution, month);
    }

    /**
     * Whoever draws the pay accepts the newest version: what was reserved is posted. A task may have come to another since it began.
     *
     * @throws Refused {@code pay-statement-not-sent} unless it waits for that; {@code pay-own-statement} to who sent that version,
     *     unless the office above has looked at it again (C16)
     */
    @Transactional
    public void accept(Institution institution, YearMonth month, String by) {
        var statement = waiting(institution, month);
        if (isOwn(statement, by)) {
            throw new Refused(PayrollProblem.PAY_OWN_STATEMENT, Map.of("month", month));
        }
        charges.post(statement, by);
        sending.step(statement, State.ACCEPTED, "ACCEPTED", Optional.empty(), List.of(), by, now());
    }

    /** Whether the person has sent the newest version, and no office above has looked at it again (C16). */
    boolean isOwn(Row statement, String login) {
        return statement.sentBy().equals(Optional.of(login)) && !sending.agreed(statement);
    }

    /**
     * Whoever draws the pay returns named lines of the newest version: they are opened, and what they had reserved is given back. The
     * other lines stay as they were sent.
     *
     * @param remark why; compulsory
     * @param employeeCodes whose lines; at least one
     * @throws Refused {@code pay-statement-not-sent}, {@code pay-remark-required}; {@code pay-lines-unknown} where there is no such
     *     line
     */
    @Transactional
    public void giveBack(
            Institution institution, YearMonth month, String by, String remark, Collection<String> employeeCodes) {
        var statement = waiting(institution, month);
        if (remark.isBlank()) throw new Refused(PayrollProblem.PAY_REMARK_REQUIRED);
        var people = table.sent(statement.id(), statement.version()).stream()
                .filter(l -> employeeCodes.contains(l.person().employeeCode()))
                .map(l -> l.person().staffId())
                .toList();
        if (people.isEmpty() || people.size() < new HashSet<>(employeeCodes).size()) {
            throw new Refused(PayrollProblem.PAY_LINES_UNKNOWN);
        }
        charges.release(statement, people, by);
        sending.step(statement, State.RETURNED, "RETURNED", Optional.of(remark.strip()), people, by, now());
    }

    private Row waiting(Institution institution, YearMonth month) {
        var statement = sending.lock(
                institution.id(), month, months.route(institution, month).name());
        if (statement.state() != State.SENT) {
            throw new Refused(PayrollProblem.PAY_STATEMENT_NOT_SENT, Map.of("month", month));
        }
        return statement;
    }

    private static LocalDate after(YearMonth month) {
        return month.plusMonths(1).atDay(1);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
