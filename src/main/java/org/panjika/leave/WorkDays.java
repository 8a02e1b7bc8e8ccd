package org.panjika.leave;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.panjika.leave.LeaveSpan.DayKind;
import org.panjika.leave.LeaveSpan.HalfDay;

/**
 * Where a person works on some days, and whether anybody works there then (C5, C14).
 *
 * @param kinds by day; of a day on which the person is posted nowhere there is none
 * @param places keys of institutions, by session
 */
public record WorkDays(SortedMap<LocalDate, DayKind> kinds, Map<HalfDay, Long> places) {

    /** Whether anybody works there on a day from one on, before another; a day without posting is none off. */
    boolean workBetween(LocalDate from, LocalDate before) {
        return from.datesUntil(before).anyMatch(day -> kinds.get(day) != DayKind.HOLIDAY);
    }

    Optional<Long> at(HalfDay session) {
        return Optional.ofNullable(places.get(session));
    }
}
