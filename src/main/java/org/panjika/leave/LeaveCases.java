package org.panjika.leave;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Where the case of an application runs its way through the offices. */
public interface LeaveCases {

    /** The model's key. */
    String PROCESS = "leave-application";

    /** The model's key of the case of an earlier return, whose business key is what was asked. */
    String RETURN = "leave-return";

    /**
     * Starts the one case of an application, in the caller's transaction.
     *
     * @param facts what the table of approvers asks
     * @throws org.panjika.problem.Refused {@code leave-halted} while an administrator has suspended the model
     */
    void start(Leave leave, Map<String, Object> facts);

    /**
     * It goes on after it was asked for again.
     *
     * @throws org.panjika.problem.Refused {@code leave-halted} while an administrator has suspended the case
     */
    void resubmitted(Leave leave, Map<String, Object> facts);

    /**
     * The person says to have been back on days that are over: a case of its own, for the office that has the word about the
     * leave.
     *
     * @param id of what is asked
     * @param facts what the table of approvers asks
     * @throws org.panjika.problem.Refused as {@link #start}
     */
    void returnAsked(UUID id, Leave leave, Map<String, Object> facts);

    /**
     * Returned leave whose case an administrator has ended waits in a new one as long as it would have in the old; nothing happens
     * while it has one.
     *
     * @param since when it was returned
     */
    void waitAnew(Leave leave, Map<String, Object> facts, Instant since);

    /** It ends because the person took it back, also where it is suspended. */
    void withdrawn(Leave leave);
}
