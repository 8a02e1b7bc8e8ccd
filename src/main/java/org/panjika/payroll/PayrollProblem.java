package org.panjika.payroll;

import org.panjika.problem.Problem;

/** Why something about the month's pay is refused. */
public enum PayrollProblem implements Problem {
    /** The system did not keep that month: field {@code from}. */
    PAY_MONTH_TOO_EARLY(404),
    /** The month, or the time in which it is sent, has not come: field {@code from}. */
    PAY_MONTH_NOT_OVER(409),
    /** The window to answer is over: field {@code until}. */
    PAY_REPLY_OVER(409),
    /** It was answered before. */
    PAY_REPLIED(409),
    /** Who contests says why, in at most {@code most} characters. */
    PAY_REPLY_TEXT(422),
    PAY_ATTACHMENT_UNKNOWN(422),
    /** Nobody is charged before being heard: field {@code until}. */
    PAY_REPLY_AWAITED(409),
    PAY_REMARK_REQUIRED(422),
    /** Somebody else has decided or certified at the same moment. */
    PAY_SAID_MEANWHILE(409),
    /** It is with who draws the pay: field {@code month}. */
    PAY_STATEMENT_SENT(409),
    /** There is nothing to accept or return: field {@code month}. */
    PAY_STATEMENT_NOT_SENT(409),
    /** Who sent does not accept alone: field {@code month}. */
    PAY_OWN_STATEMENT(409),
    /** Lines to be returned are named by employee codes of the statement. */
    PAY_LINES_UNKNOWN(422),
    /** Not one of the words that are expected. */
    PAY_WORD_NOT_UNDERSTOOD(422);

    private final int status;

    PayrollProblem(int status) {
        this.status = status;
    }

    @Override
    public int status() {
        return status;
    }
}
