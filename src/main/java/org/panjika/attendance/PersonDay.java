package org.panjika.attendance;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One expected person's day with all its facts. */
public record PersonDay(
        long staffId,
        String employeeCode,
        LocalDate day,
        Attempt.Place place,
        Set<Session> expected,
        List<Mark> marks,
        List<DayEntry> entries) {

    /** The same day with one more mark; a mark of the same id is replaced. */
    public PersonDay with(Mark mark) {
        var more = new ArrayList<>(marks);
        more.removeIf(m -> m.id().equals(mark.id()));
        more.add(mark);
        return new PersonDay(staffId, employeeCode, day, place, expected, more, entries);
    }

    /** The same day with these marks and no others. */
    public PersonDay withMarks(List<Mark> others) {
        return new PersonDay(staffId, employeeCode, day, place, expected, others, entries);
    }

    /** The same day with one more entry. */
    public PersonDay with(DayEntry entry) {
        var more = new ArrayList<>(entries);
        more.add(entry);
        return new PersonDay(staffId, employeeCode, day, place, expected, marks, more);
    }

    /** The same day as if nobody had said anything but by marks. */
    public PersonDay withoutEntries() {
        return new PersonDay(staffId, employeeCode, day, place, expected, marks, List.of());
    }

    /** What the day reads on a date: while it lasts, or when it is over. */
    public AttendanceDay read(LocalDate today) {
        return DayRegister.fold(place.hours(), expected, marks, entries, day.isBefore(today));
    }
}
