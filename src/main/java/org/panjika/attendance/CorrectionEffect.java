package org.panjika.attendance;

import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.panjika.attendance.AttendanceDay.Origin;
import org.panjika.attendance.jdbc.CorrectionEntryTable;
import org.panjika.attendance.jdbc.PersonDayTable;
import org.panjika.attendance.jdbc.PersonDayTable.Key;
import org.panjika.organisation.Institution;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Named;
import org.panjika.problem.Refused;
import org.panjika.problem.Refused.FieldError;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What a correction does to the register of a day that has closed (RJ-7 to RJ-10, C12). */
@Service
public class CorrectionEffect {

    /** What a session is corrected to: leave comes from leave alone, TECHNICAL from a fault (C6). */
    public static final Set<SessionStatus> CORRECTED =
            EnumSet.of(SessionStatus.PRESENT, SessionStatus.ABSENT, SessionStatus.TOUR, SessionStatus.DUTY);

    private static final int LONGEST_REMARK = 500;
    private static final DaySheet.Half NOT_EXPECTED =
            new DaySheet.Half(SessionStatus.HOLIDAY, Optional.empty(), Optional.empty());

    private final DaySheets sheets;
    private final PersonDayTable days;
    private final CorrectionEntryTable table;
    private final Clock clock;

    CorrectionEffect(DaySheets sheets, PersonDayTable days, CorrectionEntryTable table, Clock clock) {
        this.sheets = sheets;
        this.days = days;
        this.table = table;
        this.clock = clock;
    }

    /**
     * One person's sessions as they should read.
     *
     * @param forenoon one of {@link #CORRECTED}; empty: it stays as it is
     * @param remark at most 500 characters
     */
    public record Line(
            String employeeCode,
            Optional<SessionStatus> forenoon,
            Optional<SessionStatus> afternoon,
            Optional<String> remark) {

        public Optional<SessionStatus> about(Session session) {
            return session == Session.FORENOON ? forenoon : afternoon;
        }
    }

    /**
     * The register of a day that has come: who is expected, without who works elsewhere.
     *
     * @throws Refused {@code day-in-future}; {@code not-a-working-day} where nobody is expected; {@code no-register} where the
     *     day has none
     */
    @Transactional
    public DaySheet sheet(Institution institution, LocalDate day) {
        if (day.isAfter(LocalDate.now(clock))) throw new Refused(AttendanceProblem.DAY_IN_FUTURE, Map.of("day", day));
        var sheet = sheets.expected(institution, day)
                .orElseThrow(() -> new Refused(
                        AttendanceProblem.NO_REGISTER, Map.of("institution", institution.code(), "day", day)));
        if (sheet.lines().isEmpty() && !sheet.terms().working()) {
            var holiday =
                    new Named(sheet.terms().holiday().orElse(""), sheet.terms().holidayHi());
            throw new Refused(AttendanceProblem.NOT_A_WORKING_DAY, Map.of("day", day, "holiday", holiday));
        }
        return sheet;
    }

    /**
     * Whether the lines can be asked for.
     *
     * @throws Refused {@code invalid-fields} naming the lines that are wrong: {@code not-expected-here}, {@code named-twice},
     *     {@code no-session}, {@code not-for-correction}, {@code leave-granted}, {@code settled-with-the-fault},
     *     {@code decided-with-the-mark}, {@code nothing-changed}, {@code too-long}
     */
    public void check(DaySheet sheet, List<Line> lines) {
        var people = new HashMap<String, DaySheet.Line>();
        sheet.lines().forEach(l -> people.put(l.employeeCode(), l));
        var wrong = new ArrayList<FieldError>();
        var named = new HashSet<String>();
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            var field = "lines[%d].".formatted(i);
            var person = people.get(line.employeeCode());
            if (person == null) wrong.add(new FieldError(field + "employeeCode", "not-expected-here"));
            else if (!named.add(line.employeeCode())) wrong.add(new FieldError(field + "employeeCode", "named-twice"));
            else wrong.addAll(wrongSessions(field, line, person));
            if (line.remark().filter(r -> r.length() > LONGEST_REMARK).isPresent()) {
                wrong.add(new FieldError(field + "remark", "too-long"));
            }
        }
        if (!wrong.isEmpty()) throw new Refused(CommonProblem.INVALID_FIELDS, Map.of(), wrong);
    }

    /** What of a line that was asked earlier is still to be corrected: sessions that do not read so yet, and can be. */
    public static Optional<Line> stillToDo(DaySheet sheet, Line asked) {
        return sheet.lines().stream()
                .filter(person -> person.employeeCode().equals(asked.employeeCode()))
                .findFirst()
                .map(person -> new Line(
                        asked.employeeCode(),
                        stillToDo(asked, person, Session.FORENOON),
                        stillToDo(asked, person, Session.AFTERNOON),
                        asked.remark()))
                .filter(line -> line.forenoon().or(line::afternoon).isPresent());
    }

    private static Optional<SessionStatus> stillToDo(Line asked, DaySheet.Line person, Session session) {
        var half = person.half(session);
        return asked.about(session)
                .filter(said -> said != half.status() && fixed(half).isEmpty());
    }

    private static List<FieldError> wrongSessions(String field, Line line, DaySheet.Line person) {
        var wrong = new ArrayList<FieldError>();
        var changes = false;
        for (var session : Session.values()) {
            var said = line.about(session).filter(s -> s != person.half(session).status());
            if (said.isEmpty()) continue;
            changes = true;
            objection(said.get(), person.half(session))
                    .ifPresent(code ->
                            wrong.add(new FieldError(field + session.name().toLowerCase(Locale.ROOT), code)));
        }
        if (!changes) wrong.add(new FieldError(field + "employeeCode", "nothing-changed"));
        return wrong;
    }

    /** While leave is asked for, nobody reads ABSENT (C13): the correction would show nothing. */
    private static Optional<String> objection(SessionStatus said, DaySheet.Half half) {
        var pending = half.source().filter(s -> s == Origin.LEAVE_PENDING).isPresent();
        if (pending && said == SessionStatus.ABSENT) return Optional.of("leave-asked");
        return fixed(half.status(), half.source())
                .or(() -> CORRECTED.contains(said) ? Optional.empty() : Optional.of("not-for-correction"));
    }

    /** Why a session cannot be corrected, whatever it should read: the code of a field error; empty if it can (C6). */
    public static Optional<String> fixed(DaySheet.Half half) {
        return fixed(half.status(), half.source());
    }

    private static Optional<String> fixed(SessionStatus reads, Optional<Origin> source) {
        if (source.filter(s -> s == Origin.LEAVE).isPresent()) return Optional.of("leave-granted");
        return switch (reads) {
            case HOLIDAY -> Optional.of("no-session");
            case TECHNICAL -> Optional.of("settled-with-the-fault");
            case TO_BE_CONFIRMED -> Optional.of("decided-with-the-mark");
            default -> Optional.empty();
        };
    }

    /**
     * A line that has been approved.
     *
     * @param from what its sessions read when it was asked; a session that is missing may read anything
     */
    public record Change(Line line, Map<Session, SessionStatus> from) {}

    /** How a person's day reads at an institution. */
    public record Reading(LocalDate day, long staffId, DaySheet.Half forenoon, DaySheet.Half afternoon) {

        public DaySheet.Half half(Session session) {
            return session == Session.FORENOON ? forenoon : afternoon;
        }
    }

    /** How days of people read at an institution now; one that has no line there is missing. */
    public List<Reading> readings(Institution institution, Map<LocalDate, Set<Long>> staff) {
        return table.readings(institution.id(), staff);
    }

    /**
     * Whether {@link #carryOut} would refuse changes of a day as it reads now.
     *
     * @param readings by the employee code
     */
    public static boolean overtaken(List<Change> changes, Map<String, Reading> readings) {
        var left = false;
        for (var change : changes) {
            var now = readings.get(change.line().employeeCode());
            if (now == null || overtaken(change, now::half)) return true;
            left |= leftToDo(change, now::half);
        }
        return !left;
    }

    /**
     * Writes the lines, all or none, in the caller's transaction. An earlier correction of the same day is superseded; what
     * it said about a session that this one leaves alone stands.
     *
     * @throws Refused {@code correction-overtaken} where somebody is no longer expected there, a session reads otherwise than
     *     when it was asked, or has become something else's to say: leave, a fault, a mark to be confirmed; and where
     *     everything already reads as it should
     */
    @Transactional
    public void carryOut(UUID request, Institution institution, LocalDate day, List<Change> changes, String by) {
        var lines = changes.stream().map(Change::line).toList();
        var locked = days.lock(
                lines.stream().map(l -> new Key(l.employeeCode(), day)).toList());
        var here = new HashMap<String, PersonDay>();
        locked.stream()
                .filter(d -> d.place().institutionId() == institution.id())
                .forEach(d -> here.put(d.employeeCode(), d));
        var left = false;
        for (var change : changes) {
            var person = Optional.ofNullable(here.get(change.line().employeeCode()));
            var reads = person.map(CorrectionEffect::read);
            if (reads.filter(now -> !overtaken(change, now)).isEmpty()) throw overtaken(change.line(), day);
            left |= leftToDo(change, reads.get());
        }
        if (!left) throw overtaken(lines.get(0), day);
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var written = table.insert(request, institution.id(), day, lines, by, now);
        days.project(locked.stream().map(d -> written.get(d.staffId()).on(d)).toList(), now);
    }

    private static Refused overtaken(Line line, LocalDate day) {
        return new Refused(
                AttendanceProblem.CORRECTION_OVERTAKEN, Map.of("employeeCode", line.employeeCode(), "day", day));
    }

    private static Function<Session, DaySheet.Half> read(PersonDay person) {
        var reads = person.read(person.day());
        return session -> {
            if (!person.expected().contains(session)) return NOT_EXPECTED;
            var line = reads.line(session);
            return new DaySheet.Half(line.status(), line.source(), Optional.empty());
        };
    }

    private static boolean overtaken(Change change, Function<Session, DaySheet.Half> reads) {
        return Stream.of(Session.values()).anyMatch(session -> change.line()
                .about(session)
                .filter(said -> {
                    var now = reads.apply(session);
                    return fixed(now).isPresent() || changed(change, session, now.status()) && now.status() != said;
                })
                .isPresent());
    }

    /** Whether the register does not read so already, without anybody's word. */
    private static boolean leftToDo(Change change, Function<Session, DaySheet.Half> reads) {
        return Stream.of(Session.values())
                .filter(session -> change.line().about(session).isPresent())
                .anyMatch(session ->
                        !changed(change, session, reads.apply(session).status()));
    }

    private static boolean changed(Change change, Session session, SessionStatus reading) {
        return change.from().getOrDefault(session, reading) != reading;
    }

    /** How complete the days of an institution's month are, those that have been opened, by day. */
    public List<DayCount> month(Institution institution, YearMonth month) {
        return table.month(institution.id(), month);
    }

    /** Marks and refused attempts of people on days, by time: what an authority looks at before it decides. */
    public List<DayTrace> traces(Map<LocalDate, Set<Long>> staff) {
        return table.traces(staff);
    }
}
