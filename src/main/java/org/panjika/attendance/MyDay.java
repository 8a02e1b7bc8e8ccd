package org.panjika.attendance;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.panjika.attendance.Attempt.Place;

/**
 * What a person may know of the own day before making a mark.
 *
 * @param rules those of the place of work on that day (C5); nothing for who works at no institution on the portal
 * @param expected whether the person is expected: the day is a working day of place and cadre
 * @param offPortal where a person deputed outside the portal works (RJ-12)
 * @param in the effective mark of coming, and {@code out} of going (C8)
 * @param onDutyOnly whether the person has come to a duty elsewhere and not to the place of work
 */
public record MyDay(
        LocalDate day,
        Optional<Rules> rules,
        boolean expected,
        Optional<String> offPortal,
        Optional<Recorded> in,
        Optional<Recorded> out,
        boolean onDutyOnly) {

    /** How the day goes at the place of work. */
    public record Rules(
            long institutionId,
            Place.Mode mode,
            boolean photoRequired,
            int radiusMetres,
            Optional<String> holiday,
            Optional<String> holidayHi,
            Instant starts,
            Instant ends,
            Instant closes) {

        /** The holiday's name in the given language. */
        public Optional<String> holiday(String language) {
            return language.equals("hi") ? holidayHi.or(() -> holiday) : holiday;
        }
    }

    /**
     * A mark.
     *
     * @param recordedBy login of who made it
     * @param doubts why it waits for the head's word; empty if it does not
     */
    public record Recorded(Instant at, String recordedBy, List<Mark.Doubt> doubts, String receipt) {}

    /** What the person can do now. */
    public enum Next {
        COME,
        GO,
        /** Both are recorded; a later going replaces the earlier. */
        GO_LATER,
        /** Too late to come (C10); going is still recorded. */
        CLOSED,
        /** The in-charge enters the roll (C6). */
        ROLL,
        NOT_EXPECTED,
        NOWHERE
    }

    /** Whether arriving at the place of work after a duty elsewhere can still be recorded (C8). */
    public boolean mayArrive(Instant now) {
        return onDutyOnly
                && rules.filter(r -> r.mode() != Place.Mode.ROLL && now.isBefore(r.closes()))
                        .isPresent();
    }

    /** The next thing to do, at a moment of the day. */
    public Next next(Instant now) {
        if (offPortal.isEmpty() && rules.isEmpty()) return Next.NOWHERE;
        var roll = offPortal.isEmpty() && rules.get().mode() == Place.Mode.ROLL;
        if (in.isPresent() && !roll) return out.isPresent() ? Next.GO_LATER : Next.GO;
        if (offPortal.isPresent()) return Next.COME;
        if (!expected) return Next.NOT_EXPECTED;
        if (roll) return Next.ROLL;
        if (now.isBefore(rules.get().closes())) return Next.COME;
        return out.isPresent() ? Next.GO_LATER : Next.CLOSED;
    }
}
