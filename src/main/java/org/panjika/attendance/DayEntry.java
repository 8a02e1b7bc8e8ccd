package org.panjika.attendance;

import java.util.Optional;

/**
 * Somebody's assertion about a person's sessions; where a session is empty it says nothing about it.
 *
 * @param entryNo its place among all facts: of two from one source the later counts
 * @param own whether the person it is about made it
 */
public record DayEntry(
        long entryNo,
        Source source,
        Optional<SessionStatus> forenoon,
        Optional<SessionStatus> afternoon,
        Optional<String> leaveType,
        boolean own) {

    /** Where an assertion comes from, weakest first: a later one in this list prevails over an earlier one. */
    public enum Source {
        /** Leave that is asked for (C13): it says nothing but that the session waits for a decision about it. */
        LEAVE_PENDING,
        /** The in-charge's roll (RJ-1); evidence of presence prevails over it. */
        ROLL,
        /** A technical fault (C15): TECHNICAL fills what nobody has said; what it was settled to is the register's word. */
        FAULT,
        /** The outcome of an exception other than about a mark (C11). */
        CONFIRMATION,
        /** The correction ladder (RJ-7 to RJ-10). */
        CORRECTION,
        /**
         * What was said when the month's pay was verified: the head charges what nobody has marked (C6), the block officer strikes a
         * line from the list of the absent (BR-17). It supersedes a correction that stands, and a later correction supersedes it: of
         * the two sources one entry of a day and place stands at a time.
         */
        PAY,
        /**
         * Approved leave; a mark on such a day is kept, the session stays LEAVE (C13). Nothing is written over it, and it is
         * written over a correction only by the approver's word for that session: as long as it stands its half day is debited.
         */
        LEAVE
    }

    /** What it says about a session; UNMARKED of roll, fault, pay and leave takes back what they said before, and says nothing. */
    public Optional<SessionStatus> about(Session session) {
        var said = session == Session.FORENOON ? forenoon : afternoon;
        return switch (source) {
            case CONFIRMATION, CORRECTION -> said;
            case LEAVE_PENDING, ROLL, FAULT, PAY, LEAVE -> said.filter(s -> s != SessionStatus.UNMARKED);
        };
    }

    /** Whether leave is asked for in the session. */
    boolean pending(Session session) {
        return source == Source.LEAVE_PENDING && about(session).isPresent();
    }

    /** Whether it says no more than that a fault kept the session from being recorded (C15). */
    boolean technical(Session session) {
        return source == Source.FAULT && about(session).equals(Optional.of(SessionStatus.TECHNICAL));
    }
}
