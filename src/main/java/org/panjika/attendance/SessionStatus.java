package org.panjika.attendance;

/** What a session of a person's day reads. UNMARKED is never absence; nothing writes ABSENT but a person (C6). */
public enum SessionStatus {
    UNMARKED,
    PRESENT,
    ABSENT,
    LEAVE,
    TOUR,
    DUTY,
    TO_BE_CONFIRMED,
    TECHNICAL,
    /** Nobody is expected in this session. */
    HOLIDAY;

    /** Whether the person is there, or at work elsewhere. */
    boolean atWork() {
        return this == PRESENT || this == TOUR || this == DUTY;
    }
}
