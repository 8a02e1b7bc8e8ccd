package org.panjika.payroll;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.panjika.access.Caller;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
import org.panjika.payroll.Adjustment.Cause;
import org.panjika.payroll.PaidFor.As;
import org.panjika.payroll.PaidFor.Change;
import org.panjika.payroll.jdbc.AdjustmentTable;
import org.panjika.payroll.jdbc.AdjustmentTable.Day;
import org.panjika.payroll.jdbc.AdjustmentTable.Difference;
import org.panjika.payroll.jdbc.AdjustmentTable.OpenMonth;
import org.panjika.payroll.jdbc.AdjustmentTable.Posted;
import org.panjika.payroll.jdbc.AdjustmentTable.Why;
import org.panjika.payroll.jdbc.SendingTable;
import org.panjika.payroll.jdbc.StatementTable.Row;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What a sent month is paid with now, less what it was sent with, less what has been adjusted: posted in the open month, once
 * (C17). One mechanism for whatever changed: correction, leave, condonation, fault, calendar, posting.
 */
@Service
public class Adjustments {

    private final AdjustmentTable table;
    private final SendingTable sending;
    private final PayMonths months;
    private final Institutions institutions;
    private final Charges charges;
    private final Clock clock;

    Adjustments(
            AdjustmentTable table,
            SendingTable sending,
            PayMonths months,
            Institutions institutions,
            Charges charges,
            Clock clock) {
        this.table = table;
        this.sending = sending;
        this.months = months;
        this.institutions = institutions;
        this.charges = charges;
        this.clock = clock;
    }

    /**
     * Posts what is to be adjusted in the sent months of institutions; done twice it posts nothing more. Who changes the same
     * months meanwhile waits.
     *
     * @return how many adjustments were posted
     */
    @Transactional
    public int post(Collection<Institution> of, String by) {
        // whoever sends holds its month first, then the charges of its people
        var sent = sending.lockSent(ids(of));
        of.forEach(i -> charges.releaseStale(i, by));
        var open =
                table
                        .openMonths(
                                sent.stream().map(Row::institutionId).distinct().toList(), LocalDate.now(clock))
                        .stream()
                        .collect(Collectors.toMap(OpenMonth::institutionId, OpenMonth::month));
        return differences(sent, open::get, by);
    }

    /**
     * The same, where what is no absence any more has been given back already; months that are made of the same as before are left
     * alone.
     *
     * @param open the month in which it is posted, by the key of the institution
     */
    int differences(List<Row> all, LongFunction<YearMonth> open, String by) {
        // before they are read: what changes meanwhile is found the next time
        var made = table.madeOf(all, months::through);
        var sent = all.stream()
                .filter(r -> !r.compared().equals(Optional.of(made.get(r.id()))))
                .toList();
        var byMonth = sent.stream().collect(Collectors.groupingBy(Row::month, TreeMap::new, Collectors.toList()));
        var posted = 0;
        for (var month : byMonth.entrySet()) {
            var rows = month.getValue().stream().collect(Collectors.toMap(Row::id, Function.identity()));
            var found = table.differences(
                    month.getKey(),
                    rows.values().stream().map(Row::institutionId).toList(),
                    months.through(month.getKey()));
            var adjustments = posted(
                    found,
                    month.getKey(),
                    d -> open.apply(rows.get(d.statementId()).institutionId()));
            table.insert(adjustments, by, now());
            table.settle(found);
            posted += adjustments.size();
        }
        table.compared(sent, made);
        return posted;
    }

    /** What a month is made of now. */
    Optional<String> madeOf(Row statement) {
        return Optional.ofNullable(
                table.madeOf(List.of(statement), months::through).get(statement.id()));
    }

    /** A whole month was sent as it was made then: as long as it is made of the same, nothing of it is to be adjusted. */
    void sentAs(Row statement, Optional<String> made) {
        made.ifPresent(m -> table.compared(List.of(statement), Map.of(statement.id(), m)));
    }

    /** Of some sent months those that are made of something else by now. */
    List<Row> changed(List<Row> sent) {
        var made = table.madeOf(sent, months::through);
        return sent.stream()
                .filter(r -> !r.compared().equals(Optional.of(made.get(r.id()))))
                .toList();
    }

    private List<Posted> posted(List<Difference> found, YearMonth month, Function<Difference, YearMonth> open) {
        record Session(Difference of, Change change) {}
        var sessions = new ArrayList<Session>();
        var days = new ArrayList<Day>();
        for (var difference : found) {
            for (var change : difference.was().to(difference.now(), whole(month))) {
                change.sessions().days(month).keySet().forEach(day -> {
                    var ofDay = change.sessions().in(Sessions.ofDay(day));
                    sessions.add(new Session(difference, new Change(change.was(), change.becomes(), ofDay)));
                    var elsewhere = change.was() == As.NOT_HERE || change.becomes() == As.NOT_HERE;
                    days.add(new Day(difference.statementId(), difference.staffId(), day, elsewhere));
                });
            }
        }
        if (days.isEmpty()) return List.of();
        var causes = table.causes(days);
        record Kind(Difference of, As was, As becomes, Why why) {}
        Map<Kind, Sessions> together = new LinkedHashMap<>();
        for (int i = 0; i < sessions.size(); i++) {
            var session = sessions.get(i);
            together.merge(
                    new Kind(
                            session.of(),
                            session.change().was(),
                            session.change().becomes(),
                            causes.get(i)),
                    session.change().sessions(),
                    Sessions::and);
        }
        return together.entrySet().stream()
                .map(e -> new Posted(
                        e.getKey().of().statementId(),
                        e.getKey().of().staffId(),
                        open.apply(e.getKey().of()),
                        new Change(e.getKey().was(), e.getKey().becomes(), e.getValue()),
                        e.getKey().why()))
                .toList();
    }

    /** The month in which is posted what is found while one is sent: that one, or if it was sent before the open one. */
    YearMonth openWhileSending(Row statement) {
        if (statement.version() == 0) return statement.month();
        return table.openMonths(List.of(statement.institutionId()), LocalDate.now(clock)).stream()
                .map(OpenMonth::month)
                .findFirst()
                .orElseThrow();
    }

    /** Takes back what was adjusted of lines that a return has opened: the new version says it. */
    void reverse(Row statement, Collection<Long> named, YearMonth open, String by) {
        var adjusted = table.adjusted(statement.id(), statement.version(), named);
        var why = new Why(Cause.RETURNED, Optional.empty());
        table.insert(
                adjusted.stream()
                        .flatMap(d -> d.was().to(d.now(), whole(statement.month())).stream()
                                .map(change -> new Posted(d.statementId(), d.staffId(), open, change, why)))
                        .toList(),
                by,
                now());
    }

    /**
     * Those posted in a month at institutions at or below one, by institution and person.
     *
     * @param after number of the last one before them
     * @throws Refused {@code not-found} outside the seats held today, {@code not-allowed} to a colleague
     */
    public List<Adjustment> posted(Caller caller, YearMonth openMonth, String under, Optional<Long> after, int most) {
        return table.posted(openMonth, supervised(caller, under).id(), after, most);
    }

    /** How many there are; refused likewise. */
    public int countPosted(Caller caller, YearMonth openMonth, String under) {
        return table.countPosted(openMonth, supervised(caller, under).id());
    }

    private Institution supervised(Caller caller, String under) {
        var office =
                institutions.find(under).filter(caller::knows).orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        if (!caller.supervises(office)) throw new Refused(CommonProblem.NOT_ALLOWED);
        return office;
    }

    /** Those posted in a month at one institution. */
    public List<Adjustment> posted(Institution at, YearMonth openMonth) {
        return table.ofInstitution(openMonth, at.id());
    }

    /** A person's, of a month or posted in it. */
    public List<Adjustment> of(long staffId, YearMonth month) {
        return table.ofPerson(staffId, month);
    }

    static Sessions whole(YearMonth month) {
        return new Sessions((1L << (2 * month.lengthOfMonth())) - 1);
    }

    private static List<Long> ids(Collection<Institution> of) {
        return of.stream().map(Institution::id).toList();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
