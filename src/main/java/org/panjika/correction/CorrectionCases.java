package org.panjika.correction;

import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.panjika.access.Caller;
import org.panjika.organisation.Institution;

/** Where the case of a request runs its way up the ladder; each call in the caller's transaction. */
public interface CorrectionCases {

    /** Starts the one case of a request. */
    void start(UUID id, Institution institution, LocalDate day);

    /** The institution asked anew after it was returned. */
    void resubmitted(UUID id);

    /** The institution took it back. */
    void withdrawn(UUID id);

    /** Lets it leave the authority that has it: nobody may decide there any more. */
    void moveOn(UUID id);

    /** Completes the task of a request as the caller, by the rules that hold in Tasklist. */
    void complete(Caller caller, UUID id, String decision, Optional<String> remark, int version);
}
