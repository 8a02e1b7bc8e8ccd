package org.panjika.correction;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.panjika.access.Caller;
import org.panjika.organisation.Institution;

/** Where the case of a request runs its way up the ladder; each call in the caller's transaction. */
public interface CorrectionCases {

    /**
     * Starts the one case of a request.
     *
     * @throws org.panjika.problem.Refused {@code correction-halted} while an administrator has suspended the model
     */
    void start(UUID id, Institution institution, LocalDate day);

    /**
     * The institution asked anew after it was returned.
     *
     * @throws org.panjika.problem.Refused {@code correction-halted} while an administrator has suspended the case
     */
    void resubmitted(UUID id, Institution institution, LocalDate day);

    /** The institution took it back: its case ends, also a suspended one. */
    void withdrawn(UUID id);

    /** Lets it leave the authority that has it: nobody may decide there any more. */
    void moveOn(UUID id);

    /** Lets it leave the authority that has it at another moment than it was told. */
    void redate(UUID id, Instant deadline);

    /**
     * A returned request whose case an administrator has ended waits in a new one as long as it would have in the old; nothing happens
     * while it has one.
     *
     * @param since when it was returned
     */
    void waitAnew(UUID id, Institution institution, LocalDate day, Instant since);

    /** When a returned request is withdrawn by itself. */
    Optional<Instant> lapses(UUID id);

    /**
     * Completes the task of a request as the caller, by the rules that hold in Tasklist, in a transaction of its own.
     *
     * @param decision {@code approve}, {@code reject} or {@code return}
     * @param version the one the caller has seen
     * @throws org.panjika.problem.Refused as in Tasklist; {@code correction-not-pending} where the caller's offices have no
     *     such task; {@code correction-halted} while an administrator has suspended the case
     */
    void complete(Caller caller, UUID id, String decision, Optional<String> remark, int version);
}
