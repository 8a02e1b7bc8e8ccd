package org.panjika.leave;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Staff;
import org.panjika.storage.ContentHash;

/**
 * An application as it stands.
 *
 * @param number grows from application to application
 * @param place where the person works
 * @param institution whose offices decide (C5)
 * @param regime of which its kind is; {@code type} is the code of the kind
 * @param halfDays counted, whatever is debited for them
 * @param postFacto asked for after it began (BR-13)
 * @param headEntered by the head, from paper (BR-11)
 * @param officiating key of who officiates while a head is away
 * @param changes the approved leave of which this is another kind
 * @param authority the table's word by which it was approved; empty until it is
 * @param by login of who entered it
 */
public record Leave(
        UUID id,
        long number,
        int version,
        State state,
        Staff person,
        Institution place,
        Institution institution,
        String regime,
        String type,
        LeaveSpan span,
        int halfDays,
        boolean postFacto,
        boolean headEntered,
        String reason,
        Optional<String> contact,
        List<ContentHash> attachments,
        Optional<Long> officiating,
        Optional<UUID> changes,
        Optional<String> authority,
        String by,
        Instant at) {

    /** How far it has come. */
    public enum State {
        PENDING,
        APPROVED,
        REJECTED,
        RETURNED,
        WITHDRAWN,
        CANCELLED,
        /** Replaced by leave of another kind over the same days. */
        CHANGED
    }

    /**
     * What became of it.
     *
     * @param from of an early return the first session that was worked
     */
    public record Step(State state, String by, Instant at, Optional<LeaveSpan.HalfDay> from, Optional<String> remark) {}

    /** The paper of leave that the head entered, as it is kept. */
    public record Kept(LeaveRequest.Paper paper, ContentHash scan) {}

    /** Whether it is no more than asked for in the place of leave that stands. */
    boolean onlyChanges() {
        return changes.isPresent() && state != State.APPROVED;
    }

    public LocalDate from() {
        return span.from();
    }

    public LocalDate to() {
        return span.to();
    }
}
