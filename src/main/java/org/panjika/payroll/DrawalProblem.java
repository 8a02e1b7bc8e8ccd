package org.panjika.payroll;

import org.panjika.problem.Problem;

/** Why something about drawal, certificates or the list of the absent is refused. */
public enum DrawalProblem implements Problem {
    /** Pay is drawn from an accepted statement: field {@code month}. */
    PAY_NOT_ACCEPTED(409),
    /** Neither everybody nor anybody was said to have drawn. */
    PAY_DRAWAL_NOTHING(422),
    /** Not JSON as the interface describes it. */
    PAY_DRAWAL_UNREADABLE(422),
    /** A list lacks a column: field {@code columns}. */
    PAY_LIST_COLUMNS(422),
    /** Not JSON as the interface describes it. */
    PAY_STRIKES_UNREADABLE(422);

    private final int status;

    DrawalProblem(int status) {
        this.status = status;
    }

    @Override
    public int status() {
        return status;
    }
}
