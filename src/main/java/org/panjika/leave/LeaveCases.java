package org.panjika.leave;

import java.util.Map;

/** Where the case of an application runs its way through the offices. */
public interface LeaveCases {

    /**
     * Starts the one case of an application, in the caller's transaction.
     *
     * @param facts what the table of approvers asks
     */
    void start(Leave leave, Map<String, Object> facts);

    /** It goes on after it was asked for again. */
    void resubmitted(Leave leave, Map<String, Object> facts);

    /** It ends because the person took it back. */
    void withdrawn(Leave leave);
}
