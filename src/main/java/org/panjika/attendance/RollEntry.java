package org.panjika.attendance;

import static org.panjika.attendance.SessionStatus.ABSENT;
import static org.panjika.attendance.SessionStatus.DUTY;
import static org.panjika.attendance.SessionStatus.LEAVE;
import static org.panjika.attendance.SessionStatus.PRESENT;
import static org.panjika.attendance.SessionStatus.TOUR;
import static org.panjika.attendance.SessionStatus.UNMARKED;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
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
import org.panjika.access.Caller;
import org.panjika.attendance.Attempt.Place.Mode;
import org.panjika.attendance.jdbc.PersonDayTable;
import org.panjika.attendance.jdbc.PersonDayTable.Key;
import org.panjika.attendance.jdbc.RollTable;
import org.panjika.organisation.CompetentOffice;
import org.panjika.organisation.Institution;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Named;
import org.panjika.problem.Refused;
import org.panjika.problem.Refused.FieldError;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The in-charge enters the roll of the whole institution (RJ-1, C6). */
@Service
public class RollEntry {

    private static final Set<SessionStatus> ENTERED = EnumSet.of(PRESENT, ABSENT, TOUR, LEAVE, DUTY);
    private static final int LONGEST_REMARK = 500;

    private final DaySheets sheets;
    private final PersonDayTable days;
    private final RollTable roll;
    private final CompetentOffice office;
    private final HeadsAway headsAway;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    RollEntry(
            DaySheets sheets,
            PersonDayTable days,
            RollTable roll,
            CompetentOffice office,
            HeadsAway headsAway,
            Clock clock,
            ApplicationEventPublisher events) {
        this.sheets = sheets;
        this.days = days;
        this.roll = roll;
        this.office = office;
        this.headsAway = headsAway;
        this.clock = clock;
        this.events = events;
    }

    /**
     * One person's line.
     *
     * @param forenoon PRESENT, ABSENT, TOUR, LEAVE or DUTY; UNMARKED takes back what the roll said; empty, or what the
     *     session reads already: it stays as it is
     * @param remark at most 500 characters, beside a status of the roll; empty: the earlier remark stays; blank: it is taken
     *     back
     */
    public record Line(
            String employeeCode,
            Optional<SessionStatus> forenoon,
            Optional<SessionStatus> afternoon,
            Optional<String> remark) {

        Optional<SessionStatus> about(Session session) {
            return session == Session.FORENOON ? forenoon : afternoon;
        }
    }

    /** Which statuses the roll may say where a mode of recording is in use; none where it is not used. */
    public static Set<SessionStatus> enterable(Mode mode) {
        return switch (mode) {
            case ROLL -> ENTERED;
            case MARKS_AND_ROLL -> EnumSet.of(ABSENT, TOUR, LEAVE, DUTY);
            case MARKS -> Set.of();
        };
    }

    /** Whether the person fills the roll: the in-charge, or where that seat is vacant the next office up (C4). */
    public boolean mayEnter(Caller caller, Institution institution) {
        return caller.actsFor(office.at(institution, Optional.empty()));
    }

    /**
     * Enters the lines, all or none, and answers the register as it reads then. A head who is on leave, on tour or on duty for the
     * whole of the day leaves the seat to the longest in service who is there (C3).
     *
     * @throws Refused {@code not-found}, {@code not-allowed} to who is not the in-charge, {@code day-in-future},
     *     {@code day-closed}, {@code not-a-working-day}, {@code roll-not-used}, {@code roll-status-not-allowed}, or
     *     {@code invalid-fields} naming the lines that are wrong
     */
    @Transactional
    public DaySheet enter(Caller caller, String institutionCode, LocalDate day, List<Line> lines) {
        var institution = sheets.visible(caller, institutionCode);
        if (!mayEnter(caller, institution)) throw caller.refused(institution);
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var today = LocalDate.ofInstant(now, clock.getZone());
        if (day.isAfter(today)) throw new Refused(AttendanceProblem.DAY_IN_FUTURE, Map.of("day", day));
        if (day.isBefore(today)) throw new Refused(AttendanceProblem.DAY_CLOSED);
        var sheet = sheets.read(institution, day);
        refuseWholeDay(sheet);
        write(caller, sheet, lines, now);
        return sheets.read(institution, day);
    }

    private static void refuseWholeDay(DaySheet sheet) {
        if (sheet.terms().mode() == Mode.MARKS) throw new Refused(AttendanceProblem.ROLL_NOT_USED);
        if (sheet.lines().isEmpty() && !sheet.terms().working()) {
            throw new Refused(
                    AttendanceProblem.NOT_A_WORKING_DAY,
                    Map.of(
                            "day",
                            sheet.terms().day(),
                            "holiday",
                            new Named(
                                    sheet.terms().holiday().orElse(""),
                                    sheet.terms().holidayHi())));
        }
        if (sheet.closed()) throw new Refused(AttendanceProblem.DAY_CLOSED);
    }

    private void write(Caller caller, DaySheet sheet, List<Line> lines, Instant now) {
        var place = sheet.institution().id();
        var open = new HashMap<String, PersonDay>();
        days
                .lock(lines.stream()
                        .map(l -> new Key(l.employeeCode(), sheet.terms().day()))
                        .distinct()
                        .toList())
                .stream()
                .filter(d -> d.place().institutionId() == place)
                .forEach(d -> open.put(d.employeeCode(), d));
        // The lock may have been waited for, and what is counted at closing must not grow afterwards (C10).
        var atLast = clock.instant();
        if (open.values().stream()
                .anyMatch(d -> !atLast.isBefore(d.place().hours().closes()))) {
            throw new Refused(AttendanceProblem.DAY_CLOSED);
        }
        refuseLines(sheet, lines, open);
        var standing = roll.standing(open.values());
        var entries = new ArrayList<RollTable.NewEntry>();
        var wrong = new ArrayList<FieldError>();
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            var person = open.get(line.employeeCode());
            var said = Optional.ofNullable(standing.get(person.staffId()));
            var entry = entry(line, person, said);
            entry.ifPresent(entries::add);
            var remarkAlone = entry.isEmpty()
                    && said.isEmpty()
                    && line.remark().filter(r -> !r.isBlank()).isPresent();
            if (remarkAlone) wrong.add(new FieldError("lines[%d].remark".formatted(i), "remark-needs-status"));
        }
        if (!wrong.isEmpty()) throw new Refused(CommonProblem.INVALID_FIELDS, Map.of(), wrong);
        if (entries.isEmpty()) return;
        roll.insert(entries, caller.login(), now);
        var before = entries.stream().map(RollTable.NewEntry::person).toList();
        var changed = days.withFacts(before);
        days.project(changed, now);
        headsAway.follow(before, changed);
        var onLeave = MarkedOnLeave.since(before, changed, sheet.terms().day());
        if (!onLeave.isEmpty()) events.publishEvent(new MarkedOnLeave(onLeave));
    }

    private static void refuseLines(DaySheet sheet, List<Line> lines, Map<String, PersonDay> open) {
        var wrong = new ArrayList<FieldError>();
        var named = new HashSet<String>();
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            var field = "lines[%d].".formatted(i);
            var person = open.get(line.employeeCode());
            if (person == null) wrong.add(new FieldError(field + "employeeCode", "not-expected-here"));
            else if (!named.add(line.employeeCode())) wrong.add(new FieldError(field + "employeeCode", "named-twice"));
            else wrong.addAll(wrongSessions(field, line, person));
            if (line.remark().filter(r -> r.length() > LONGEST_REMARK).isPresent()) {
                wrong.add(new FieldError(field + "remark", "too-long"));
            }
        }
        if (!wrong.isEmpty()) throw new Refused(CommonProblem.INVALID_FIELDS, Map.of(), wrong);
        for (var line : lines) {
            for (var session : Session.values()) {
                refuseByMode(sheet.terms().mode(), session, line, open.get(line.employeeCode()));
            }
        }
    }

    private static List<FieldError> wrongSessions(String field, Line line, PersonDay person) {
        var wrong = new ArrayList<FieldError>();
        for (var session : Session.values()) {
            var said = changed(session, line, person);
            if (said.isEmpty()) continue;
            var name = field + session.name().toLowerCase(Locale.ROOT);
            if (!person.expected().contains(session)) wrong.add(new FieldError(name, "no-session"));
            else if (said.get() != UNMARKED && !ENTERED.contains(said.get())) {
                wrong.add(new FieldError(name, "not-for-the-roll"));
            }
        }
        return wrong;
    }

    /** C6: beside marks the head enters any status but PRESENT, and only where no mark says anything. */
    private static void refuseByMode(Mode mode, Session session, Line line, PersonDay person) {
        var said = changed(session, line, person).filter(s -> s != UNMARKED);
        if (said.isEmpty() || mode != Mode.MARKS_AND_ROLL) return;
        var marked = person.withoutEntries().read(person.day()).line(session).status() != UNMARKED;
        if (marked || !enterable(mode).contains(said.get())) {
            throw new Refused(
                    AttendanceProblem.ROLL_STATUS_NOT_ALLOWED,
                    Map.of("employeeCode", line.employeeCode(), "status", said.get(), "session", session));
        }
    }

    /** What a line says about a session that the session does not read already. */
    private static Optional<SessionStatus> changed(Session session, Line line, PersonDay person) {
        var reads = person.read(person.day()).line(session).status();
        return line.about(session).filter(s -> s != reads);
    }

    private static Optional<RollTable.NewEntry> entry(
            Line line, PersonDay person, Optional<RollTable.Standing> standing) {
        var forenoon = changed(Session.FORENOON, line, person).or(() -> standing.flatMap(RollTable.Standing::forenoon));
        var afternoon =
                changed(Session.AFTERNOON, line, person).or(() -> standing.flatMap(RollTable.Standing::afternoon));
        var remark = line.remark().isPresent()
                ? line.remark().map(String::strip).filter(r -> !r.isEmpty())
                : standing.flatMap(RollTable.Standing::remark);
        var entry =
                new RollTable.NewEntry(person, forenoon, afternoon, remark, standing.map(RollTable.Standing::entryNo));
        var nothingSaid = forenoon.or(() -> afternoon).isEmpty();
        var nothingBefore = standing.isEmpty() && entry.says(UNMARKED);
        var nothingNew = standing.filter(s -> s.same(entry)).isPresent();
        return nothingSaid || nothingBefore || nothingNew ? Optional.empty() : Optional.of(entry);
    }
}
