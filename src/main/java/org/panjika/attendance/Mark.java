package org.panjika.attendance;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Evidence that a person came or went, as it was recorded.
 *
 * @param recordedBy login of who made it
 * @param decision what the head or the office above decided about a doubtful mark
 * @param withoutOut what they decided about an IN that no OUT followed (C11)
 */
public record Mark(
        UUID id,
        Kind kind,
        Mode mode,
        Instant capturedAt,
        String recordedBy,
        Set<Doubt> doubts,
        Optional<Decision> decision,
        Optional<Decision> withoutOut) {

    /** A mark about which nothing but the mark itself has been decided. */
    public Mark(
            UUID id,
            Kind kind,
            Mode mode,
            Instant capturedAt,
            String recordedBy,
            Set<Doubt> doubts,
            Optional<Decision> decision) {
        this(id, kind, mode, capturedAt, recordedBy, doubts, decision, Optional.empty());
    }

    /** Coming or going (BR-3). */
    public enum Kind {
        IN,
        OUT
    }

    /** How a mark is made. */
    public enum Mode {
        /** On the own phone, inside the fence (BR-1, BR-2). */
        SELF,
        /** By the head, for staff of the school (BR-6, BR-9). */
        SCHOOL_ADMIN,
        /** On duty elsewhere: no fence, position recorded (BR-5). */
        ON_DUTY,
        /** By staff deputed to an office that is not on the portal (RJ-12). */
        OFF_PORTAL;

        /** Whether the mark must be made inside the fence of the place of work. */
        public boolean fenced() {
            return this == SELF || this == SCHOOL_ADMIN;
        }
    }

    /** Why a mark waits for the head. An open set: administrators may add to it. */
    public enum Doubt {
        POOR_ACCURACY,
        STALE_FIX,
        MOCKED,
        NO_POSITION,
        SUSPECT_COORDINATES,
        /** An OUT without an IN; resolved by itself when the IN arrives (C8). */
        NO_IN,
        NO_DUTY_ORDER,
        UNUSUAL_TIME
    }

    /** The head's word on a doubtful mark; a rejected mark frees its place (C8). */
    public enum Decision {
        CONFIRMED,
        REJECTED
    }

    /** What a word is about. */
    public enum About {
        /** The mark itself. */
        MARK,
        /** That no OUT followed it: confirmed, the presence stands; rejected, the afternoon is UNMARKED (C11). */
        MISSING_OUT
    }

    /** Whether it counts as a mark at all. */
    public boolean effective() {
        return decision.filter(d -> d == Decision.REJECTED).isEmpty();
    }

    /** Whether it still waits for somebody's word, given that the day's IN is there or not: it may be rejected later (C8). */
    public boolean doubtful(boolean inExists) {
        if (decision.isPresent()) return false;
        return !inExists || doubts.stream().anyMatch(d -> d != Doubt.NO_IN);
    }
}
