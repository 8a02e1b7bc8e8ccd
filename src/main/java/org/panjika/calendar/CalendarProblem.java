package org.panjika.calendar;

import org.panjika.problem.Problem;

/** What is refused about hours and weeks. */
public enum CalendarProblem implements Problem {
    /** They begin, change from forenoon to afternoon, and end, in this order. */
    HOURS_ORDER(422),
    /** No such day of the year. */
    SEASON_MALFORMED(422),
    /** Another season of the same area has days of this one. */
    SEASON_OVERLAPS(409);

    private final int status;

    CalendarProblem(int status) {
        this.status = status;
    }

    @Override
    public int status() {
        return status;
    }
}
