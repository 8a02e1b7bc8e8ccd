package org.panjika.payroll;

import org.panjika.problem.Problem;

/** Why something about the month's pay is refused. */
public enum PayrollProblem implements Problem {
    /** The system did not keep that month: field {@code from}. */
    PAY_MONTH_TOO_EARLY(404),
    /** The month, or the time in which it is sent, has not come: field {@code from}. */
    PAY_MONTH_NOT_OVER(409);

    private final int status;

    PayrollProblem(int status) {
        this.status = status;
    }

    @Override
    public int status() {
        return status;
    }
}
