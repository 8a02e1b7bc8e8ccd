package org.panjika.leave;

import org.panjika.problem.Problem;

/** Why something about leave is refused. */
public enum LeaveProblem implements Problem {
    /** The end comes before the beginning, or the span is longer than a leave can be. */
    LEAVE_DATES_REVERSED(422),
    /** The person, who works at an institution today, did or will not on the first day: field {@code day}. */
    LEAVE_NOT_IN_SERVICE(422),
    /** Nobody works in that time. */
    LEAVE_ZERO_DAYS(422),
    LEAVE_OVERLAPS(409),
    /** Fields {@code left}, {@code needed}, both in half days, and {@code account}. */
    LEAVE_BALANCE_SHORT(409),
    /** The kind is not for this person. */
    LEAVE_NOT_ADMISSIBLE(422),
    LEAVE_NO_HALF_DAYS(422),
    /** Field {@code days}: the longest stretch. */
    LEAVE_TOO_LONG(422),
    /** Field {@code days}. */
    LEAVE_TOO_LONG_WITH_HOLIDAYS(422),
    /** Field {@code kind}: the one beside it. */
    LEAVE_NOT_JOINABLE(422),
    LEAVE_BESIDE_VACATION(422),
    /** Field {@code days}. */
    LEAVE_DOCUMENT_REQUIRED(422),
    /** Field {@code spells}. */
    LEAVE_SPELLS_USED(422),
    /** Field {@code days}. */
    LEAVE_MONTH_USED(422),
    /** The kind's days of a month follow one another, and there are others in the month. */
    LEAVE_NOT_TOGETHER(422),
    /** Another kind has a balance left: field {@code account}. */
    LEAVE_OTHER_FIRST(422),
    /** Field {@code days}: how long after the first day leave is asked for. */
    LEAVE_TOO_LATE(422),
    /** Field {@code days}: how long before the first day. */
    LEAVE_TOO_EARLY(422),
    /** Field {@code days}. */
    LEAVE_CHANGE_TOO_LATE(422),
    LEAVE_NOT_CHANGEABLE(409),
    /** The caller has not sent it. */
    LEAVE_ATTACHMENT_UNKNOWN(422),
    /** The application does not stand so that this could be done: field {@code state}. */
    LEAVE_STATE(409),
    OWN_LEAVE(403),
    LEAVE_REMARK_REQUIRED(422),
    /** A session of the leave is marked: approve chooses for each; fields {@code day}, {@code session}. */
    LEAVE_MARK_CHOICE(422),
    /** Field {@code people}: so many are away already. */
    LEAVE_CEILING(409),
    LEAVE_NOT_RUNNING(409),
    /** An administrator has halted its case, or all of them. */
    LEAVE_HALTED(409),
    /** The office has not yet said whether the person was back on days that are over. */
    LEAVE_RETURN_WAITS(409),
    LEAVE_NO_HOLIDAY_DUTY(422),
    LEAVE_DECISION_NOT_UNDERSTOOD(422),
    /** The head enters all leave of the institution (C1). */
    LEAVE_ON_PAPER_ONLY(409),
    LEAVE_ONLINE_ONLY(409);

    private final int status;

    LeaveProblem(int status) {
        this.status = status;
    }

    @Override
    public int status() {
        return status;
    }
}
