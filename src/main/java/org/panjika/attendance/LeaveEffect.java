package org.panjika.attendance;

import static java.util.stream.Collectors.toCollection;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.panjika.attendance.DayEntry.Source;
import org.panjika.attendance.jdbc.LeaveEntryTable;
import org.panjika.attendance.jdbc.PersonDayTable;
import org.panjika.attendance.jdbc.PersonDayTable.Key;
import org.panjika.organisation.Staff;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What leave does to sessions (C13), now or as soon as their day is opened: asked for, they read LEAVE_PENDING where nobody
 * has said anything; approved, they read LEAVE; taken back, what the evidence gives. In the caller's transaction.
 */
@Service
public class LeaveEffect {

    private final LeaveEntryTable table;
    private final PersonDayTable days;
    private final Clock clock;

    LeaveEffect(LeaveEntryTable table, PersonDayTable days, Clock clock) {
        this.table = table;
        this.days = days;
        this.clock = clock;
    }

    /**
     * A person's leave.
     *
     * @param application that it carries out
     */
    public record Leave(UUID application, Staff person, String type, List<Half> sessions) {

        private List<LocalDate> days() {
            return sessions.stream().map(Half::day).collect(toCollection(TreeSet::new)).stream()
                    .toList();
        }
    }

    /** @param institutionId where the person works in that session */
    public record Half(LocalDate day, Session session, long institutionId) {}

    /** A session that marks or a decision say something about, or in which the roll says that the person is at work. */
    public record Marked(LocalDate day, Session session, SessionStatus status) {}

    /**
     * Sessions that marks or a correction say something about, or in which the person is at work by the roll or a settled fault:
     * who approves leave over them chooses for each (C13).
     */
    public List<Marked> marked(long staffId, LocalDate from, LocalDate to) {
        return table.marked(staffId, from, to);
    }

    /** The sessions are asked for. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void ask(Leave leave, String by) {
        var now = now();
        var locked = lock(leave.person(), leave.days());
        table.write(leave, Source.LEAVE_PENDING, by, now);
        days.project(days.withEntries(locked), now);
    }

    /** What was asked for is decided otherwise, or taken back. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void answer(UUID application, String by) {
        takeBack(application, Source.LEAVE_PENDING, LocalDate.EPOCH, Session.FORENOON, by);
    }

    /**
     * The sessions read LEAVE from now on, and are not asked for any more.
     *
     * @param from the first of the days that are asked for, {@code to} the last
     * @return those that need a choice by what they read until now; nothing can be said about any of them before the
     *     transaction ends
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<Marked> write(Leave leave, LocalDate from, LocalDate to, String by) {
        var now = now();
        var locked = lock(leave.person(), from.datesUntil(to.plusDays(1)).toList());
        var over = table.writeInstead(leave, Source.LEAVE_PENDING, by, now);
        days.project(days.withEntries(locked), now);
        return over.stream()
                .filter(m ->
                        leave.sessions().stream().anyMatch(h -> h.day().equals(m.day()) && h.session() == m.session()))
                .toList();
    }

    /** The sessions, and no others, read LEAVE by the application from now on. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void rewrite(Leave leave, String by) {
        var now = now();
        var all = new TreeSet<>(leave.days());
        table.standing(leave.application(), Source.LEAVE, LocalDate.EPOCH).forEach(k -> all.add(k.day()));
        var locked = lock(leave.person(), List.copyOf(all));
        table.writeInstead(leave, Source.LEAVE, by, now);
        days.project(days.withEntries(locked), now);
    }

    /** The first session that reads LEAVE by the application though the person came to work. */
    public Optional<Marked> markedOnLeave(UUID application) {
        return table.markedOnLeave(application);
    }

    /** What the application said about days from one on is taken back; the days before stay. Done twice it changes nothing. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void takeBack(UUID application, LocalDate from, Session fromSession, String by) {
        takeBack(application, Source.LEAVE, from, fromSession, by);
    }

    private void takeBack(UUID application, Source source, LocalDate from, Session fromSession, String by) {
        var now = now();
        var standing = table.standing(application, source, from);
        if (standing.isEmpty()) return;
        table.awaitOpening(upToTomorrow(standing.stream().map(Key::day).toList()));
        var locked = days.lockMarks(standing);
        table.takeBack(application, source, from, fromSession, by, now);
        days.project(days.withEntries(locked), now);
    }

    /** The sessions that an application makes LEAVE, by day. */
    public Map<LocalDate, Set<Session>> standing(UUID application) {
        return table.sessions(application);
    }

    /** Whether the person has been called to work on a holiday and came (C8). */
    public boolean holidayDuty(long staffId, LocalDate day) {
        return table.holidayDuty(staffId, day);
    }

    private List<PersonDay> lock(Staff person, List<LocalDate> on) {
        table.awaitOpening(upToTomorrow(on));
        return days.lockMarks(
                on.stream().map(day -> new Key(person.employeeCode(), day)).toList());
    }

    /** No day after tomorrow is being opened. */
    private List<LocalDate> upToTomorrow(List<LocalDate> on) {
        var after = LocalDate.now(clock).plusDays(2);
        return on.stream().filter(day -> day.isBefore(after)).toList();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
