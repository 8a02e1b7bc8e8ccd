package org.panjika.payroll;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.panjika.attendance.Session;

/**
 * A deduction that a person has been told of (C16, BR-18, BR-20). Nothing is taken before the person has answered, or has let
 * the window pass; nothing of it is removed later.
 *
 * @param replyUntil the last day on which the person answers; after a refused claim of a technical fault a later one (C15)
 * @param institution code of the institution of the posting, whose head decides
 */
public record Proposal(
        UUID id,
        Line.Person person,
        String institution,
        LocalDate day,
        Kind kind,
        Set<Session> sessions,
        Instant toldAt,
        LocalDate replyUntil,
        Optional<Answer> answer,
        Optional<Decision> decision,
        List<Charged> charges) {

    /** What is to be deducted for. */
    public enum Kind {
        ABSENCE,
        /** Absence only once the head says so (C6). */
        UNMARKED,
        /** Half a casual leave (BR-20). */
        LATENESS
    }

    /** How it stands. */
    public enum State {
        /** The person may still answer. */
        TOLD,
        ACCEPTED,
        /** The head decides. */
        CONTESTED,
        /** Nobody answered in time. */
        SILENT,
        CHARGED,
        WAIVED
    }

    /** @param attachments hashes of files */
    public record Answer(Reply reply, Optional<String> text, List<String> attachments, Instant at) {}

    /** What the person says. */
    public enum Reply {
        ACCEPT,
        CONTEST
    }

    public record Decision(Verdict verdict, String remark, Instant at, String by) {}

    /** What the head says. */
    public enum Verdict {
        CHARGE,
        WAIVE
    }

    /**
     * What a session was taken from.
     *
     * @param posted whether its statement is accepted; until then it is reserved
     */
    public record Charged(Session session, String account, Pay pay, boolean posted) {}

    public State state(LocalDate today) {
        if (decision.isPresent()) {
            return decision.get().verdict() == Verdict.CHARGE ? State.CHARGED : State.WAIVED;
        }
        if (answer.isPresent()) return answer.get().reply() == Reply.ACCEPT ? State.ACCEPTED : State.CONTESTED;
        return today.isAfter(replyUntil) ? State.SILENT : State.TOLD;
    }

    /** Whether the head may say that it is charged: the person was heard. */
    public boolean heard(LocalDate today) {
        return answer.isPresent() || today.isAfter(replyUntil);
    }
}
