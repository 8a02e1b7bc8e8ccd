package org.panjika.attendance;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One expected person's day with all its facts.
 *
 * @param goesOn whether the person works at another institution afterwards: who leaves from there has no OUT here (C5)
 */
public record PersonDay(
        long staffId,
        String employeeCode,
        LocalDate day,
        Attempt.Place place,
        Set<Session> expected,
        List<Mark> marks,
        List<DayEntry> entries,
        boolean goesOn) {

    private static final Set<SessionStatus> AWAY =
            EnumSet.of(SessionStatus.LEAVE, SessionStatus.TOUR, SessionStatus.DUTY);

    /** The day of a person who leaves from here. */
    public PersonDay(
            long staffId,
            String employeeCode,
            LocalDate day,
            Attempt.Place place,
            Set<Session> expected,
            List<Mark> marks,
            List<DayEntry> entries) {
        this(staffId, employeeCode, day, place, expected, marks, entries, false);
    }

    /** The same day with one more mark; a mark of the same id is replaced. */
    public PersonDay with(Mark mark) {
        var more = new ArrayList<>(marks);
        more.removeIf(m -> m.id().equals(mark.id()));
        more.add(mark);
        return new PersonDay(staffId, employeeCode, day, place, expected, more, entries, goesOn);
    }

    /** The same day with one more entry. */
    public PersonDay with(DayEntry entry) {
        return with(entry, Optional.empty());
    }

    /** The same day with one more entry, which takes the place of the one with a number. */
    public PersonDay with(DayEntry entry, Optional<Long> supersedes) {
        var more = new ArrayList<>(entries);
        more.removeIf(e -> supersedes.equals(Optional.of(e.entryNo())));
        more.add(entry);
        return new PersonDay(staffId, employeeCode, day, place, expected, marks, more, goesOn);
    }

    /** The same day as if nobody had said anything but by marks. */
    public PersonDay withoutEntries() {
        return new PersonDay(staffId, employeeCode, day, place, expected, marks, List.of(), goesOn);
    }

    /** The same day with these facts and no others. */
    public PersonDay withFacts(List<Mark> otherMarks, List<DayEntry> otherEntries) {
        return new PersonDay(staffId, employeeCode, day, place, expected, otherMarks, otherEntries, goesOn);
    }

    /** The same day if the person were expected in these sessions. */
    public PersonDay expecting(Set<Session> sessions) {
        return new PersonDay(staffId, employeeCode, day, place, sessions, marks, entries, goesOn);
    }

    /** The same day if the person works at another institution afterwards. */
    public PersonDay goingOn() {
        return new PersonDay(staffId, employeeCode, day, place, expected, marks, entries, true);
    }

    /** Whether the person came to work in a session that reads LEAVE (C13). */
    boolean cameOnLeave(LocalDate today) {
        return entries.stream().anyMatch(e -> e.source() == DayEntry.Source.LEAVE)
                && read(today).flags().contains(AttendanceDay.Flag.MARKED_ON_LEAVE);
    }

    /** Whether somebody has said that the person is on leave, on tour or on duty in each session that there is. */
    boolean away(LocalDate today) {
        if (entries.isEmpty() || expected.isEmpty()) return false;
        var read = read(today);
        return expected.stream()
                .allMatch(session -> AWAY.contains(read.line(session).status()));
    }

    /** What the day reads on a date: while it lasts, or when it is over. */
    public AttendanceDay read(LocalDate today) {
        return DayRegister.fold(place.hours(), expected, marks, entries, day.isBefore(today) && !goesOn);
    }
}
