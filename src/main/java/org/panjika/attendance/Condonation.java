package org.panjika.attendance;

import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/**
 * What was asked and said about a day's lateness.
 *
 * @param requestId of the request, if the person asked
 * @param asked the person's reason
 * @param remark the head's reason; a request may be granted without one
 * @param decidedBy login of who said it
 */
public record Condonation(
        long staffId,
        LocalDate day,
        long institutionId,
        State state,
        Optional<UUID> requestId,
        Optional<String> asked,
        Optional<String> remark,
        Optional<String> decidedBy) {

    /** How it stands. */
    public enum State {
        /** The request waits for the head's word. */
        PENDING,
        PERMITTED,
        CONDONED,
        REFUSED;

        /** Whether the day may be free (BR-20). */
        public boolean lenient() {
            return this == PERMITTED || this == CONDONED;
        }
    }
}
