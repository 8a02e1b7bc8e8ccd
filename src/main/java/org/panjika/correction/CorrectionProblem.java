package org.panjika.correction;

import org.panjika.problem.Problem;

/** Why something about a correction is refused. */
public enum CorrectionProblem implements Problem {
    /** The day is still open for entry in the roll. */
    DAY_NOT_CLOSED(409),
    /** Field {@code request}: the one that is open for this institution and day. */
    REQUEST_OPEN(409),
    LADDER_NOT_USED(422),
    WRITTEN_REQUEST_REQUIRED(422),
    CORRECTION_NOT_PENDING(409),
    CORRECTION_NOT_RETURNED(409),
    OWN_CORRECTION(403),
    CORRECTION_REMARK_REQUIRED(422),
    /** It was asked anew since the task was opened. */
    REQUEST_CHANGED(409),
    CORRECTION_DECISION_NOT_UNDERSTOOD(422),
    /** An administrator has halted its case, or all of them. */
    CORRECTION_HALTED(409);

    private final int status;

    CorrectionProblem(int status) {
        this.status = status;
    }

    @Override
    public int status() {
        return status;
    }
}
