package org.panjika.attendance;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.panjika.storage.ContentHash;

/**
 * An order that sends a person to duty elsewhere (BR-5), or calls one on a holiday (C8).
 *
 * @param institutionId the place of work when the order was entered
 * @param place where the duty is
 * @param weekdays on which it holds, all seven if it says nothing; never empty, nor are {@code sessions}
 * @param scans of the paper, in storage
 */
public record DutyOrder(
        UUID id,
        long staffId,
        long institutionId,
        String place,
        LocalDate from,
        LocalDate to,
        Set<DayOfWeek> weekdays,
        Set<Session> sessions,
        String orderNumber,
        List<ContentHash> scans) {

    /** Whether the person is on duty by this order in a session of a day. */
    public boolean covers(LocalDate day, Session session) {
        return holdsOn(day) && sessions.contains(session);
    }

    /** The weekdays on which it holds, from Monday on. */
    public List<DayOfWeek> weekdaysInOrder() {
        return weekdays.stream().sorted().toList();
    }

    /** The days from a day on of which it takes the whole. */
    List<LocalDate> wholeDaysFrom(LocalDate day) {
        var first = day.isAfter(from) ? day : from;
        return sessions.size() < Session.values().length || first.isAfter(to)
                ? List.of()
                : first.datesUntil(to.plusDays(1)).filter(this::holdsOn).toList();
    }

    /** Whether it holds in any session of a day. */
    public boolean holdsOn(LocalDate day) {
        return !day.isBefore(from) && !day.isAfter(to) && weekdays.contains(day.getDayOfWeek());
    }
}
