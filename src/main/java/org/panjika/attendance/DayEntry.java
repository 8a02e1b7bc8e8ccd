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
        /** The in-charge's roll (RJ-1); evidence of presence prevails over it. */
        ROLL,
        /** A technical fault (C15): TECHNICAL fills what nobody has said; what it was settled to is the register's word. */
        FAULT,
        /** Approved leave; a mark on such a day is kept, the session stays LEAVE (C13). */
        LEAVE,
        /** The outcome of an exception other than about a mark (C11). */
        CONFIRMATION,
        /** The correction ladder (RJ-7 to RJ-10). */
        CORRECTION
    }

    /** What it says about a session; UNMARKED of roll, fault and leave takes back what they said before, and says nothing. */
    public Optional<SessionStatus> about(Session session) {
        var said = session == Session.FORENOON ? forenoon : afternoon;
        return source.compareTo(Source.LEAVE) <= 0 ? said.filter(s -> s != SessionStatus.UNMARKED) : said;
    }

    /** Whether it says no more than that a fault kept the session from being recorded (C15). */
    boolean technical(Session session) {
        return source == Source.FAULT && about(session).equals(Optional.of(SessionStatus.TECHNICAL));
    }
}
