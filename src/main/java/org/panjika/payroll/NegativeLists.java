package org.panjika.payroll;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.panjika.access.Caller;
import org.panjika.attendance.PayEffect;
import org.panjika.attendance.PayEffect.Word;
import org.panjika.attendance.Session;
import org.panjika.attendance.SessionStatus;
import org.panjika.organisation.Charge;
import org.panjika.organisation.CompetentOffice;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
import org.panjika.organisation.Officer;
import org.panjika.organisation.Staff;
import org.panjika.organisation.StaffList;
import org.panjika.payroll.Statement.State;
import org.panjika.payroll.jdbc.NegativeListTable;
import org.panjika.payroll.jdbc.NegativeListTable.Listed;
import org.panjika.payroll.jdbc.NegativeListTable.Struck;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.panjika.problem.Refused.FieldError;
import org.panjika.storage.ContentHash;
import org.panjika.storage.FileStore;
import org.panjika.storage.Scans;
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
    private final OpenMatters matters;
    private final PayMonths months;
    private final Institutions institutions;
    private final CompetentOffice office;
    private final Officer officer;
    private final StaffList staff;
    private final PayEffect register;
    private final FileStore files;
    private final Scans scans;
    private final Clock clock;

    NegativeLists(
            NegativeListTable table,
            Statements statements,
            OpenMatters matters,
            PayMonths months,
            Institutions institutions,
            CompetentOffice office,
            Officer officer,
            StaffList staff,
            PayEffect register,
            FileStore files,
            Scans scans,
            Clock clock) {
        this.table = table;
        this.statements = statements;
        this.matters = matters;
        this.months = months;
        this.institutions = institutions;
        this.office = office;
        this.officer = officer;
        this.staff = staff;
        this.register = register;
        this.files = files;
        this.scans = scans;
        this.clock = clock;
    }

    /**
     * The list as it stands.
     *
     * @param number of the office's lists of the month, from 1: who comes after a list was approved is on the next one
     * @param returned why the DPO (Establishment) returned it, while it is returned
     */
    public record NegativeList(
            UUID id,
            Institution office,
            YearMonth month,
            int number,
            String state,
            int version,
            Optional<ContentHash> contentHash,
            Optional<String> returned) {}

    /**
     * A day of absence.
     *
     * @param struck what was verified instead, for which it is struck from the list; empty: it stands
     */
    public record Absence(
            Institution institution, Line.Person person, LocalDate day, Sessions sessions, Optional<Verified> struck) {

        private Set<Session> halves() {
            return sessions.days(YearMonth.from(day)).get(day);
        }

        private String key() {
            return NegativeLists.key(person.employeeCode(), day);
        }
    }

    /**
     * What the verifier found of a struck line.
     *
     * @param reads what the sessions read instead
     * @param evidence files that are kept, at least one
     */
    public record Verified(String reason, SessionStatus reads, List<ContentHash> evidence) {}

    /**
     * A line struck from the list.
     *
     * @param reason at most 500 characters
     * @param attachments what POST /files answered to who strikes the line; the evidence, at least one
     * @param reads what the person did instead: one of {@link PayEffect#STRUCK}; where nothing is said the person was present
     */
    public record Strike(
            String employeeCode,
            LocalDate day,
            String reason,
            List<String> attachments,
            Optional<SessionStatus> reads) {

        public SessionStatus verified() {
            return reads.orElse(SessionStatus.PRESENT);
        }
    }

    private static String key(String employeeCode, LocalDate day) {
        return employeeCode + " " + day;
    }

    public NegativeList find(UUID id) {
        return table.find(id).map(this::named).orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
    }

    private NegativeList named(NegativeListTable.Row row) {
        return new NegativeList(
                row.id(),
                institutions.find(row.officeId()).orElseThrow(),
                row.month(),
                row.number(),
                row.state(),
                row.version(),
                row.contentHash(),
                row.returned());
    }

    /** The lists of an office's month for who supervises the office, the newest first; none before the first is begun. */
    public List<NegativeList> of(Caller caller, String code, YearMonth month) {
        var at = institutions.find(code).filter(caller::knows).orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        if (!caller.supervises(at)) throw new Refused(CommonProblem.NOT_ALLOWED);
        return table.of(at.id(), month).stream().map(this::named).toList();
    }

    /**
     * One of them.
     *
     * @param number the newest where nothing is said
     * @throws Refused {@code not-found} where there is no such list, as for the lists
     */
    public Optional<NegativeList> of(Caller caller, String code, YearMonth month, Optional<Integer> number) {
        var all = of(caller, code, month);
        if (number.isEmpty()) return all.stream().findFirst();
        return Optional.of(all.stream()
                .filter(l -> l.number() == number.get())
                .findFirst()
                .orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND)));
    }

    /** Days of absence, by institution, name and day: as approved, else as the register gives them now; and what was struck. */
    @Transactional
    public List<Absence> absences(NegativeList list) {
        var struck = table.struck(list.id()).stream()
                .collect(Collectors.toMap(s -> key(String.valueOf(s.staffId()), s.day()), s -> s));
        var through = months.through(list.month());
        var absences = new ArrayList<Absence>();
        var places = institutions.all(table.institutions(list.id())).stream()
                .collect(Collectors.toMap(Institution::id, i -> i));
        for (var line : table.absent(list.id(), list.month(), through)) {
            days(line, list.month()).forEach((day, sessions) -> {
                var strike = Optional.ofNullable(
                        struck.get(key(String.valueOf(line.person().staffId()), day)));
                absences.add(new Absence(
                        places.get(line.institutionId()), line.person(), day, sessions, strike.map(Struck::verified)));
            });
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

    /**
     * What nobody has decided at an institution of a list.
     *
     * @param sessions half days, of so many {@code people}
     * @param link where it is cured
     */
    public record Open(
            Institution institution,
            OpenMatter.Kind kind,
            OpenMatter.Severity severity,
            int sessions,
            int people,
            String link) {

        public String inDays() {
            return Sessions.inDays(sessions);
        }
    }

    /** What is open at the institutions whose statements the approval would send: what holds sessions first (C16). */
    @Transactional
    public List<Open> open(NegativeList list) {
        var places = institutions.all(table.toBeSent(list.id())).stream()
                .sorted(Comparator.comparing((Institution i) -> i.name()).thenComparing(Institution::code))
                .toList();
        if (places.isEmpty()) return List.of();
        var open = new ArrayList<Open>();
        matters.of(statements.now(places, list.month())).forEach((place, found) -> found.stream()
                .collect(Collectors.groupingBy(OpenMatter::kind))
                .forEach((kind, of) -> open.add(new Open(
                        place,
                        kind,
                        of.get(0).severity(),
                        of.stream().mapToInt(m -> m.sessions().count()).sum(),
                        of.size(),
                        of.get(0).link()))));
        open.sort(Comparator.comparing(Open::severity));
        return open;
    }

    /**
     * Whether the caller reads the evidence for which lines of an office's lists were struck: whoever acts for an office at or above
     * it that has a part in pay; it may be a medical paper, which nobody else reads (C3).
     */
    public boolean mayReadEvidence(Caller caller, NegativeList list) {
        return Proposals.mayReadPapers(caller, list.office());
    }

    /**
     * The evidence for which a line of the list is struck.
     *
     * @throws Refused {@code not-found}, also to who may not read it
     */
    public byte[] evidence(Caller caller, NegativeList list, String hash) {
        return ContentHash.parse(hash)
                .filter(h -> mayReadEvidence(caller, list))
                .filter(h -> table.struck(list.id()).stream()
                        .anyMatch(s -> s.verified().evidence().contains(h)))
                .flatMap(files::read)
                .orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
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

    /** Whether the caller may strike lines now: for the office that verifies, once the window has passed for the one above too (C16). */
    public boolean mayStrike(Caller caller, NegativeList list) {
        if (!isOpen(list)) return false;
        var windowHasPassed = LocalDate.now(clock).isAfter(due(list));
        return caller.actsFor(verifier(list))
                || windowHasPassed && verifierOrAbove(list).stream().anyMatch(caller::actsFor);
    }

    /** The DPO (Establishment); while that seat is vacant, or where there is none, the office above. Never who approved the list (C4). */
    public String acceptor(NegativeList list) {
        var approver = table.approvedBy(list.id()).flatMap(staff::find).map(Staff::id);
        return officer.seats(List.of(Charge.Kind.DPO_ESTABLISHMENT.name()), list.office()).stream()
                .filter(seat -> seat.holder().isPresent() && !seat.holder().equals(approver))
                .map(Officer.Seat::group)
                .findFirst()
                .orElseGet(() -> office.above(list.office(), approver));
    }

    /** The last day on which the list is approved in time. */
    public LocalDate due(NegativeList list) {
        return months.window(list.office(), list.month()).to();
    }

    /**
     * Strikes lines: the register reads what was verified from now on, it is paid, and nothing is proposed or charged for it. A later
     * strike of the same line replaces the earlier. What a certificate tells of staff outside the portal (RJ-12) is struck too,
     * though no register has it.
     *
     * @throws Refused {@code invalid-fields}: {@code not-on-the-list}, {@code own-line} (C4), {@code reason-needed}, {@code too-long},
     *     {@code evidence-needed}, {@code unknown-file}, {@code invalid}; {@code pay-statement-sent} once the list is approved
     */
    @Transactional
    public void strike(NegativeList list, String by, List<Strike> strikes) {
        if (strikes.isEmpty()) return;
        lockOpen(list);
        var listed = absences(list).stream().collect(Collectors.toMap(Absence::key, a -> a, (a, b) -> a));
        var wrong = new ArrayList<FieldError>();
        var named = new HashSet<String>();
        for (int i = 0; i < strikes.size(); i++) {
            var strike = strikes.get(i);
            var field = "strikes[%d].".formatted(i);
            var key = key(strike.employeeCode(), strike.day());
            if (!listed.containsKey(key)) wrong.add(new FieldError(field + "day", "not-on-the-list"));
            if (!named.add(key)) wrong.add(new FieldError(field + "employeeCode", "named-twice"));
            if (strike.employeeCode().equals(by)) wrong.add(new FieldError(field + "employeeCode", "own-line"));
            if (strike.reason().isBlank()) wrong.add(new FieldError(field + "reason", "reason-needed"));
            if (strike.reason().length() > LONGEST_REASON) wrong.add(new FieldError(field + "reason", "too-long"));
            if (strike.attachments().isEmpty()) wrong.add(new FieldError(field + "attachments", "evidence-needed"));
            if (!strike.attachments().stream()
                    .allMatch(hex -> scans.sent(by, hex).isPresent()))
                wrong.add(new FieldError(field + "attachments", "unknown-file"));
            if (!PayEffect.STRUCK.contains(strike.verified())) wrong.add(new FieldError(field + "reads", "invalid"));
        }
        if (!wrong.isEmpty()) throw new Refused(CommonProblem.INVALID_FIELDS, Map.of(), wrong);
        var words = new ArrayList<Word>();
        for (var strike : strikes) {
            var line = listed.get(key(strike.employeeCode(), strike.day()));
            var reason = strike.reason().strip();
            words.add(new Word(strike.employeeCode(), strike.day(), line.halves(), strike.verified(), reason));
            table.strike(list.id(), line.person().staffId(), line.sessions(), strike, by, now());
        }
        register.strike(list.id(), words, by);
    }

    /**
     * A struck line is put back: the register reads again what it read without the strike, and what was proposed for the day goes on.
     *
     * @param reason at most 500 characters
     * @throws Refused {@code invalid-fields}: {@code not-struck}, {@code own-line} (C4), {@code reason-needed}, {@code too-long};
     *     {@code pay-statement-sent} once the list is approved
     */
    @Transactional
    public void putBack(NegativeList list, String by, String employeeCode, LocalDate day, String reason) {
        lockOpen(list);
        var line = absences(list).stream()
                .filter(a ->
                        a.key().equals(key(employeeCode, day)) && a.struck().isPresent())
                .findFirst();
        var wrong = new ArrayList<FieldError>();
        if (line.isEmpty()) wrong.add(new FieldError("day", "not-struck"));
        if (employeeCode.equals(by)) wrong.add(new FieldError("employeeCode", "own-line"));
        if (reason.isBlank()) wrong.add(new FieldError("reason", "reason-needed"));
        if (reason.length() > LONGEST_REASON) wrong.add(new FieldError("reason", "too-long"));
        if (!wrong.isEmpty()) throw new Refused(CommonProblem.INVALID_FIELDS, Map.of(), wrong);
        table.putBack(list.id(), line.orElseThrow().person().staffId(), day, reason.strip(), by, now());
        register.takeBack(list.id(), employeeCode, day, by);
    }

    /** Nothing is struck any more once the list is approved, though it was open when its page was opened. */
    private void lockOpen(NegativeList list) {
        table.lock(list.id());
        if (!isOpen(find(list.id())))
            throw new Refused(PayrollProblem.PAY_STATEMENT_SENT, Map.of("month", list.month()));
    }

    private static boolean isOpen(NegativeList list) {
        return list.state().equals("OPEN") || list.state().equals("RETURNED");
    }

    /**
     * The block officer's approval sends the statements of the list that are not sent; it is the list's next version. By anybody else it
     * is marked as sent in the block officer's stead (C16).
     */
    @Transactional
    public void approve(NegativeList list, String by) {
        table.lock(list.id());
        var inStead = !officer.head(list.office()).map(Staff::employeeCode).equals(Optional.of(by));
        for (var at : table.institutions(list.id())) {
            var place = institutions.find(at).orElseThrow();
            var state = statements.state(place, list.month());
            if (state == State.OPEN || state == State.RETURNED) statements.send(place, list.month(), by, inStead);
        }
        table.approved(list.id(), hash(list), by);
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

    /**
     * The DPO's acceptance accepts the statements behind the list.
     *
     * @throws Refused {@code pay-own-statement} to who approved the list, or sent a statement behind it (C4, C16)
     */
    @Transactional
    public void accept(NegativeList list, String by) {
        table.lock(list.id());
        if (table.approvedBy(list.id()).equals(Optional.of(by))) {
            throw new Refused(PayrollProblem.PAY_OWN_STATEMENT, Map.of("month", list.month()));
        }
        for (var at : table.institutions(list.id())) {
            var place = institutions.find(at).orElseThrow();
            if (statements.state(place, list.month()) == State.SENT) statements.accept(place, list.month(), by);
        }
        table.accepted(list.id());
    }

    /**
     * The DPO returns the list: the lines of those on it are opened, and the block officer reads why.
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
        table.returned(list.id(), remark.strip());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
