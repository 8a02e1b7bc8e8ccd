package org.panjika.models;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Learns where the cases of a process go, also to a task that an administrator inserted, and that one is over. One bean for a process. */
public interface CaseFollower {

    /** Key of the process. */
    String process();

    /**
     * A case has come to offices; called in the transaction in which the task begins.
     *
     * @param offices groups of the offices that may decide, such as {@code CBEO_080102}
     */
    default void reached(String businessKey, List<String> offices, Optional<Instant> due) {}

    /**
     * Whether what the case is for waits for somebody's word; asked when a case is over, in that transaction. What the room brought
     * about itself it has written before.
     */
    default boolean waits(String businessKey) {
        return false;
    }

    /**
     * The last running case of something that still waits is over, by its model or because somebody ended it in the engine; called
     * in that transaction.
     *
     * @param by login of who ended it; the engine's where nobody is known
     */
    default void ended(String businessKey, String by) {}
}
