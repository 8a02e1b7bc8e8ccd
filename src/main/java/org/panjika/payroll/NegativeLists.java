package org.panjika.payroll;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.panjika.access.Caller;
import org.panjika.organisation.Charge;
import org.panjika.organisation.CompetentOffice;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
import org.panjika.organisation.Officer;
import org.panjika.payroll.Statement.State;
import org.panjika.payroll.jdbc.NegativeListTable;
import org.panjika.payroll.jdbc.NegativeListTable.Listed;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.panjika.problem.Refused.FieldError;
import org.panjika.storage.ContentHash;
import org.panjika.storage.FileStore;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * A block's list of those absent without leave, on which pay is based (BR-17): an extract of the statements of its institutions. The
 * block officer's approval sends them, the acceptance of the DPO (Establishment) accepts them (C16).
 */
@Service
public class NegativeLists {

    private static final int LONGEST_REASON = 500;

    private final NegativeListTable table;
    private final Statements statements;
    private final PayMonths months;
    private final Institutions institutions;
    private final CompetentOffice office;
    private final Officer officer;
    private final FileStore files;
    private final Clock clock;

    NegativeLists(
            NegativeListTable table,
            Statements statements,
            PayMonths months,
            Institutions institutions,
            CompetentOffice office,
            Officer officer,
            FileStore files,
            Clock clock) {
        this.table = table;
        this.statements = statements;
        this.months = months;
        this.institutions = institutions;
        this.office = office;
        this.officer = officer;
        this.files = files;
        this.clock = clock;
    }

    /** The list as it stands. */
    public record NegativeList(
            UUID id,
            Institution office,
            YearMonth month,
            String state,
            int version,
            Optional<ContentHash> contentHash) {}

    /**
     * A day of absence.
     *
     * @param struck why it is struck from the list; empty: it stands
     */
    public record Absence(
            Institution institution, Line.Person person, LocalDate day, Sessions sessions, Optional<String> struck) {}

    /**
     * A line struck from the list.
     *
     * @param reason at most 500 characters
     * @param attachments hashes of files that are kept; the evidence, at least one
     */
    public record Strike(String employeeCode, LocalDate day, String reason, List<String> attachments) {}

    public NegativeList find(UUID id) {
        return table.find(id).map(this::named).orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
    }

    private NegativeList named(NegativeListTable.Row row) {
        return new NegativeList(
                row.id(),
                institutions.find(row.officeId()).orElseThrow(),
                row.month(),
                row.state(),
                row.version(),
                row.contentHash());
    }

    /** The list of an office's month for who supervises the office; empty before it is begun. */
    public Optional<NegativeList> of(Caller caller, String code, YearMonth month) {
        var at = institutions.find(code).filter(caller::knows).orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        if (!caller.supervises(at)) throw new Refused(CommonProblem.NOT_ALLOWED);
        return table.find(at.id(), month).map(this::named);
    }

    /** Days of absence, by institution, name and day: as approved, else as the register gives them now. */
    @Transactional
    public List<Absence> absences(NegativeList list) {
        var struck = table.struck(list.id()).stream()
                .collect(Collectors.toMap(s -> s.staffId() + " " + s.day(), s -> s.reason()));
        var through = months.through(list.month());
        var absences = new ArrayList<Absence>();
        var places = institutions.all(table.institutions(list.id())).stream()
                .collect(Collectors.toMap(Institution::id, i -> i));
        for (var line : table.absent(list.id(), list.month(), through)) {
            days(line, list.month())
                    .forEach((day, sessions) -> absences.add(new Absence(
                            places.get(line.institutionId()),
                            line.person(),
                            day,
                            sessions,
                            Optional.ofNullable(struck.get(line.person().staffId() + " " + day)))));
        }
        return absences;
    }

    private static Map<LocalDate, Sessions> days(Listed line, YearMonth month) {
        var days = new java.util.TreeMap<LocalDate, Sessions>();
        line.absent()
                .days(month)
                .forEach((day, halves) -> days.put(
                        day, halves.stream().map(s -> Sessions.of(day, s)).reduce(Sessions.NONE, Sessions::and)));
        return days;
    }

    /** The office that verifies: the head of the block. */
    public String verifier(NegativeList list) {
        return office.at(list.office(), Optional.empty());
    }

    /** The verifier's and the office above, which may approve once the window has passed (C16). */
    public List<String> verifierOrAbove(NegativeList list) {
        return Stream.of(Charge.group(Charge.Kind.HEAD, list.office()), office.above(list.office(), Optional.empty()))
                .distinct()
                .toList();
    }

    /** Whether the caller may strike lines now: for the office that verifies, while it does. */
    public boolean mayStrike(Caller caller, NegativeList list) {
        return (list.state().equals("OPEN") || list.state().equals("RETURNED")) && caller.actsFor(verifier(list));
    }

    /** The DPO (Establishment); while that seat is vacant, or where there is none, the office above. */
    public String acceptor(NegativeList list) {
        return officer.seats(List.of(Charge.Kind.DPO_ESTABLISHMENT.name()), list.office()).stream()
                .filter(seat -> seat.holder().isPresent())
                .map(Officer.Seat::group)
                .findFirst()
                .orElseGet(() -> office.above(list.office(), Optional.empty()));
    }

    /** The last day on which the list is approved in time. */
    public LocalDate due(NegativeList list) {
        return months.window(list.office(), list.month()).to();
    }

    /**
     * Strikes lines: what is struck is paid, and nothing is proposed or charged for it. A later strike of the same line replaces the
     * earlier.
     *
     * @throws Refused {@code invalid-fields}: {@code not-on-the-list}, {@code own-line} (C4), {@code reason-needed}, {@code too-long},
     *     {@code evidence-needed}, {@code unknown-file}
     */
    @Transactional
    public void strike(NegativeList list, String by, List<Strike> strikes) {
        if (strikes.isEmpty()) return;
        var listed = absences(list).stream()
                .collect(Collectors.toMap(a -> a.person().employeeCode() + " " + a.day(), a -> a, (a, b) -> a));
        var wrong = new ArrayList<FieldError>();
        var named = new HashSet<String>();
        for (int i = 0; i < strikes.size(); i++) {
            var strike = strikes.get(i);
            var field = "strikes[%d].".formatted(i);
            var key = strike.employeeCode() + " " + strike.day();
            if (!listed.containsKey(key)) wrong.add(new FieldError(field + "day", "not-on-the-list"));
            if (!named.add(key)) wrong.add(new FieldError(field + "employeeCode", "named-twice"));
            if (strike.employeeCode().equals(by)) wrong.add(new FieldError(field + "employeeCode", "own-line"));
            if (strike.reason().isBlank()) wrong.add(new FieldError(field + "reason", "reason-needed"));
            if (strike.reason().length() > LONGEST_REASON) wrong.add(new FieldError(field + "reason", "too-long"));
            if (strike.attachments().isEmpty()) wrong.add(new FieldError(field + "attachments", "evidence-needed"));
            if (!strike.attachments().stream().allMatch(this::kept))
                wrong.add(new FieldError(field + "attachments", "unknown-file"));
        }
        if (!wrong.isEmpty()) throw new Refused(CommonProblem.INVALID_FIELDS, Map.of(), wrong);
        for (var strike : strikes) {
            table.strike(
                    list.id(),
                    listed.get(strike.employeeCode() + " " + strike.day())
                            .person()
                            .staffId(),
                    strike,
                    by,
                    now());
        }
    }

    private boolean kept(String hash) {
        return ContentHash.parse(hash).flatMap(files::read).isPresent();
    }

    /** The block officer's approval sends the statements of the list that are not sent; it is the list's next version. */
    @Transactional
    public void approve(NegativeList list, String by) {
        table.lock(list.id());
        for (var at : table.institutions(list.id())) {
            var place = institutions.find(at).orElseThrow();
            var state = statements.of(place, list.month()).state();
            if (state == State.OPEN || state == State.RETURNED) statements.send(place, list.month(), by, false);
        }
        table.approved(list.id(), hash(list));
    }

    private ContentHash hash(NegativeList list) {
        return ContentHash.of(absences(list).stream()
                .map(a -> String.join(
                        " ",
                        a.institution().code(),
                        a.person().employeeCode(),
                        a.day().toString(),
                        String.valueOf(a.sessions().count()),
                        a.struck().isPresent() ? "struck" : "stands"))
                .collect(Collectors.joining("\n"))
                .getBytes(StandardCharsets.UTF_8));
    }

    /** The DPO's acceptance accepts the statements behind the list. */
    @Transactional
    public void accept(NegativeList list, String by) {
        table.lock(list.id());
        for (var at : table.institutions(list.id())) {
            var place = institutions.find(at).orElseThrow();
            if (statements.of(place, list.month()).state() == State.SENT) statements.accept(place, list.month(), by);
        }
        table.state(list.id(), "ACCEPTED");
    }

    /**
     * The DPO returns the list: the lines of those on it are opened.
     *
     * @throws Refused {@code pay-remark-required}
     */
    @Transactional
    public void giveBack(NegativeList list, String by, String remark) {
        if (remark.isBlank()) throw new Refused(PayrollProblem.PAY_REMARK_REQUIRED);
        table.lock(list.id());
        absences(list).stream()
                .collect(Collectors.groupingBy(
                        a -> a.institution(), Collectors.mapping(a -> a.person().employeeCode(), Collectors.toSet())))
                .forEach((place, people) -> statements.giveBack(place, list.month(), by, remark, people));
        table.state(list.id(), "RETURNED");
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
