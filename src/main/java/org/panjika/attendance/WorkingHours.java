package org.panjika.attendance;

import java.time.Instant;

/**
 * The hours of one day at one place.
 *
 * @param boundary the end of the forenoon and the start of the afternoon (C9)
 * @param closes from then on nothing is entered by hand (C10)
 */
public record WorkingHours(Instant starts, Instant boundary, Instant ends, Instant closes) {

    /** Whether a session has begun at a moment; only such sessions count for completeness (C6). */
    public boolean begun(Session session, Instant now) {
        return !now.isBefore(session == Session.FORENOON ? starts : boundary);
    }

    /** The session a moment belongs to (C9). */
    public Session session(Instant at) {
        return at.isBefore(boundary) ? Session.FORENOON : Session.AFTERNOON;
    }

    /** When somebody who came at a moment should have come: at the start, after the boundary at the boundary (C9). */
    public Instant dueBefore(Instant arrived) {
        return arrived.isBefore(boundary) ? starts : boundary;
    }
}
