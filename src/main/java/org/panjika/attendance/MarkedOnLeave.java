package org.panjika.attendance;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;

/**
 * People came to work on days of approved leave, by a mark, by somebody's word about one, or by the roll: the evidence is kept,
 * the sessions stay LEAVE, the leave should end (C13).
 */
public record MarkedOnLeave(List<Day> days) {

    public record Day(long staffId, LocalDate day) {}

    /** The days of which that is so now and was not before. */
    static List<Day> since(Collection<PersonDay> before, Collection<PersonDay> after, LocalDate today) {
        var found = days(after, today);
        return found.isEmpty()
                ? found
                : found.stream().filter(d -> !days(before, today).contains(d)).toList();
    }

    private static List<Day> days(Collection<PersonDay> lines, LocalDate today) {
        return lines.stream()
                .filter(l -> l.cameOnLeave(today))
                .map(l -> new Day(l.staffId(), l.day()))
                .distinct()
                .toList();
    }
}
