package org.panjika.payroll;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.panjika.organisation.Charge;
import org.panjika.organisation.CompetentOffice;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
import org.panjika.organisation.Officer;
import org.panjika.organisation.Staff;
import org.panjika.organisation.StaffList;
import org.panjika.payroll.PayCases.Month;
import org.panjika.payroll.jdbc.PayCaseTable;
import org.panjika.payroll.jdbc.PayCaseTable.Begun;
import org.panjika.payroll.jdbc.PayCaseTable.Returned;
import org.panjika.payroll.jdbc.StatementTable;
import org.panjika.payroll.jdbc.StatementTable.Row;
import org.panjika.problem.Refused;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Who verifies an institution's month, who looks at it again and who draws its pay; and what they say (RJ-13, RJ-14, C4, C16). */
@Service
public class Verification {

    private static final Duration MEMORY = Duration.ofSeconds(5);

    private final Statements statements;
    private final Adjustments adjustments;
    private final StatementTable table;
    private final PayCaseTable cases;
    private final PayMonths months;
    private final Institutions institutions;
    private final CompetentOffice office;
    private final Officer officer;
    private final StaffList staff;
    private final Clock clock;

    /** Last days. A case asks twice when it is started, once for its task and once for its timer. */
    private final Cache<Month, LocalDate> dues = remembered();

    /** Offices of heads, each to be asked for once: by the case that begins. */
    private final Cache<String, String> heads = remembered();

    private static <K, V> Cache<K, V> remembered() {
        return Caffeine.newBuilder().maximumSize(2_000).expireAfterWrite(MEMORY).build();
    }

    Verification(
            Statements statements,
            Adjustments adjustments,
            StatementTable table,
            PayCaseTable cases,
            PayMonths months,
            Institutions institutions,
            CompetentOffice office,
            Officer officer,
            StaffList staff,
            Clock clock) {
        this.statements = statements;
        this.adjustments = adjustments;
        this.table = table;
        this.cases = cases;
        this.months = months;
        this.institutions = institutions;
        this.office = office;
        this.officer = officer;
        this.staff = staff;
        this.clock = clock;
    }

    /** The office that verifies: the head's; while the seat is vacant the next one up (C4). */
    public String head(Institution institution) {
        return office.at(institution, Optional.empty());
    }

    /** The same of an institution by its code; the first of the cases that begin together asks for all of them. */
    public String head(String institution) {
        return Optional.ofNullable(heads.asMap().remove(institution))
                .orElseGet(() -> head(institutions.find(institution).orElseThrow()));
    }

    /** The head's and the office above, which may send once the window has passed (C16). */
    public List<String> headOrAbove(Institution institution) {
        var offices = new LinkedHashSet<String>();
        offices.add(Charge.group(Charge.Kind.HEAD, institution));
        offices.add(office.above(institution, Optional.empty()));
        return List.copyOf(offices);
    }

    /** The last day on which the month is sent in time: as it was begun, else as the setting says. */
    public LocalDate due(String institution, YearMonth month) {
        var asked = new Month(institution, month);
        var known = Optional.ofNullable(dues.getIfPresent(asked)).or(() -> begunWith(asked));
        return known.or(() -> cases.due(institution, month)).orElseGet(() -> {
            var due = months.window(institutions.find(institution).orElseThrow(), month)
                    .to();
            dues.put(asked, due);
            return due;
        });
    }

    /** Reads what the cases will ask that were begun with one; nothing unless its month is open. */
    private Optional<LocalDate> begunWith(Month asked) {
        var together = cases.begunWith(asked);
        var all = institutions.all(
                together.stream().map(Begun::institutionId).distinct().toList());
        var groups = all.stream().collect(Collectors.toMap(Institution::code, i -> Charge.group(Charge.Kind.HEAD, i)));
        var held = officer.holders(groups.values()).keySet();
        // which office decides while the seat is vacant is looked up one by one
        groups.forEach((code, group) -> {
            if (held.contains(group)) heads.put(code, group);
        });
        var codes = all.stream().collect(Collectors.toMap(Institution::id, Institution::code));
        together.forEach(b -> dues.put(new Month(codes.get(b.institutionId()), b.month()), b.due()));
        return Optional.ofNullable(dues.getIfPresent(asked));
    }

    /** Who draws the pay: the nearest drawing officer; while that seat is vacant, or where there is none, the office above (C4). */
    public String ddo(Institution institution) {
        return officer.seats(List.of(Charge.Kind.DDO.name()), institution).stream()
                .filter(seat -> seat.holder().isPresent())
                .map(Officer.Seat::group)
                .findFirst()
                .orElseGet(() -> office.above(institution, Optional.empty()));
    }

    /**
     * Who accepts the month as sent: who draws the pay; where that is the sender by now, and nobody has looked again, the next office
     * above (C4, C16).
     */
    public String acceptor(Institution institution, YearMonth month) {
        var ddo = ddo(institution);
        return officer.holder(ddo)
                .filter(d -> statements.isOwn(row(institution, month), d.employeeCode()))
                .map(sender -> office.above(institution, Optional.of(sender.id())))
                .orElse(ddo);
    }

    /** Whether who sent the month, or heads the institution, is who draws its pay (C16). */
    public boolean oneHand(Institution institution, YearMonth month) {
        return twoSeats(institution, month).isPresent();
    }

    /** Who draws the pay and has sent the month, or would have had to. */
    private Optional<Staff> twoSeats(Institution institution, YearMonth month) {
        return officer.holder(ddo(institution))
                .filter(d -> Stream.of(sender(institution, month), officer.head(institution))
                        .flatMap(Optional::stream)
                        .anyMatch(s -> s.id() == d.id()));
    }

    /** The office above that looks again, never the person who sent, nor who holds both seats (C4, C16). */
    public String secondLook(Institution institution, YearMonth month) {
        var both = twoSeats(institution, month).map(Staff::id);
        var above = office.above(institution, sender(institution, month).map(Staff::id));
        return both.isPresent() && officer.holder(above).map(Staff::id).equals(both)
                ? office.above(institution, both)
                : above;
    }

    /**
     * What the second look is about: that person's own line, and every line of somebody about whom that person decided, also about an
     * earlier month that is adjusted with this one (C16, C17).
     */
    public List<Line> toLookAtAgain(Institution institution, YearMonth month) {
        var concerned = new HashSet<>(cases.decidedBy(inQuestion(institution, month), institution.id(), month));
        adjustmentsToLookAt(institution, month)
                .forEach(a -> concerned.add(a.person().staffId()));
        return statements.of(institution, month).lines().stream()
                .filter(l -> concerned.contains(l.person().staffId()))
                .toList();
    }

    /** What is adjusted with the month of people about whose earlier month that person decided, and of that person (C17). */
    public List<Adjustment> adjustmentsToLookAt(Institution institution, YearMonth month) {
        var by = inQuestion(institution, month);
        var decided = new HashMap<YearMonth, Set<Long>>();
        return adjustments.posted(institution, month).stream()
                .filter(a -> decided.computeIfAbsent(
                                a.month(), m -> Set.copyOf(cases.decidedBy(by, institution.id(), m)))
                        .contains(a.person().staffId()))
                .toList();
    }

    /** Login of who holds both seats, else of who sent the month. */
    private String inQuestion(Institution institution, YearMonth month) {
        return twoSeats(institution, month)
                .map(Staff::employeeCode)
                .or(() -> row(institution, month).sentBy())
                .orElseThrow();
    }

    private Optional<Staff> sender(Institution institution, YearMonth month) {
        return row(institution, month).sentBy().flatMap(staff::find);
    }

    private Row row(Institution institution, YearMonth month) {
        return table.find(institution.id(), month).orElseThrow();
    }

    /** Why the month was returned, and which lines, while it is. */
    public Optional<Returned> returned(Institution institution, YearMonth month) {
        return table.find(institution.id(), month)
                .filter(r -> r.state() == Statement.State.RETURNED)
                .flatMap(r -> cases.returned(r.id(), r.version()));
    }

    /**
     * Sends the month; by anybody but the head it is marked as sent in the head's stead.
     *
     * @throws Refused as {@link Statements#send}
     */
    @Transactional
    public Statement send(Institution institution, YearMonth month, String by) {
        var head = officer.head(institution).map(Staff::employeeCode);
        return statements.send(institution, month, by, !head.equals(Optional.of(by)));
    }

    /** The office above has looked at what it is asked to, and agrees. */
    @Transactional
    public void agree(Institution institution, YearMonth month, String by, Optional<String> remark) {
        var row = row(institution, month);
        if (row.state() != Statement.State.SENT) {
            throw new Refused(PayrollProblem.PAY_STATEMENT_NOT_SENT, Map.of("month", month));
        }
        cases.agreed(row.id(), row.version(), remark, by, now());
    }

    /** Returns lines; where none are named, those that the second look is about. */
    @Transactional
    public void returnFromSecondLook(
            Institution institution, YearMonth month, String by, String remark, Collection<String> employeeCodes) {
        var codes = employeeCodes.isEmpty()
                ? toLookAtAgain(institution, month).stream()
                        .map(l -> l.person().employeeCode())
                        .collect(Collectors.toSet())
                : employeeCodes;
        statements.giveBack(institution, month, by, remark, codes);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
