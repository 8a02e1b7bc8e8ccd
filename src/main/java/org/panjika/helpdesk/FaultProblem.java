package org.panjika.helpdesk;

import org.panjika.problem.Problem;

/** Why something about a technical fault is refused. */
public enum FaultProblem implements Problem {
    /** The end is not after the beginning, or the period is longer than {@code days}. */
    FAULT_PERIOD_INVALID(422),
    FAULT_IN_FUTURE(422),
    /** Field {@code days}: how long after the day a claim is taken. */
    CLAIM_TOO_LATE(422),
    NO_SESSION_AFFECTED(422),
    FAULT_NOT_IN_FORCE(409),
    FAULT_ALREADY_DECIDED(409),
    OWN_FAULT(403),
    FAULT_REMARK_REQUIRED(422),
    NOTHING_TO_SETTLE(422),
    SCAN_REQUIRED(422),
    SCAN_UNKNOWN(422),
    STATEMENT_REQUIRED(422);

    private final int status;

    FaultProblem(int status) {
        this.status = status;
    }

    @Override
    public int status() {
        return status;
    }
}
