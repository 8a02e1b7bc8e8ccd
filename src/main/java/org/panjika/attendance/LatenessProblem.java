package org.panjika.attendance;

import org.panjika.problem.Problem;

/** Why a lateness is not condoned. */
public enum LatenessProblem implements Problem {
    NOTHING_TO_CONDONE(422),
    CONDONATION_ASKED(409),
    CONDONATION_WAITS(409),
    ALREADY_CONDONED(409),
    OWN_LATENESS(403),
    REMARK_NEEDED(422),
    LATENESS_DECISION_NOT_UNDERSTOOD(422);

    private final int status;

    LatenessProblem(int status) {
        this.status = status;
    }

    @Override
    public int status() {
        return status;
    }
}
