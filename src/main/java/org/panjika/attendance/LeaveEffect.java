package org.panjika.attendance;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import org.panjika.attendance.jdbc.LeaveEntryTable;
import org.panjika.attendance.jdbc.PersonDayTable;
import org.panjika.attendance.jdbc.PersonDayTable.Key;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What approved leave does to sessions (C13): they read LEAVE, now or as soon as their day is opened, and read what the
 * evidence gives when the leave is taken back. In the caller's transaction.
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
     * A person's approved leave.
     *
     * @param application that it carries out
     * @param institutionId where the person works
     * @param sessions those that read LEAVE, by day
     */
    public record Leave(
            UUID application,
            long staffId,
            long institutionId,
            String type,
            SortedMap<LocalDate, Set<Session>> sessions) {}

    /** Sessions that marks say something about: who approves leave over them chooses for each (C13). */
    public List<Marked> marked(long staffId, LocalDate from, LocalDate to) {
        return table.marked(staffId, from, to);
    }

    /** @param status PRESENT, DUTY or TO_BE_CONFIRMED */
    public record Marked(LocalDate day, Session session, SessionStatus status) {}

    /** The sessions read LEAVE from now on. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void write(Leave leave, String by) {
        var now = now();
        days.lock(table.keys(leave.staffId(), List.copyOf(leave.sessions().keySet())));
        table.write(leave, by, now);
        project(leave.staffId(), List.copyOf(leave.sessions().keySet()), now);
    }

    /** What the application said about days from one on is taken back; the days before stay. Done twice it changes nothing. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void takeBack(UUID application, LocalDate from, Session fromSession, String by) {
        var now = now();
        var standing = table.standing(application, from);
        if (standing.isEmpty()) return;
        days.lock(standing);
        table.takeBack(application, from, fromSession, by, now);
        project(standing, now);
    }

    /** The sessions that an application makes LEAVE, by day. */
    public Map<LocalDate, Set<Session>> standing(UUID application) {
        return table.sessions(application);
    }

    /** Whether the person has been called to work on a holiday and came (C8). */
    public boolean holidayDuty(long staffId, LocalDate day) {
        return table.holidayDuty(staffId, day);
    }

    private void project(long staffId, List<LocalDate> on, Instant now) {
        project(table.keys(staffId, on), now);
    }

    private void project(List<Key> keys, Instant now) {
        days.project(days.withFacts(days.lock(keys)), now);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
