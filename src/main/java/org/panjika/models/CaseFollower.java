package org.panjika.models;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Learns where the cases of a process go, also to a task that an administrator inserted. One bean for a process. */
public interface CaseFollower {

    /** Key of the process. */
    String process();

    /**
     * A case has come to offices; called in the transaction in which the task begins.
     *
     * @param offices groups of the offices that may decide, such as {@code CBEO_080102}
     */
    void reached(String businessKey, List<String> offices, Optional<Instant> due);
}
