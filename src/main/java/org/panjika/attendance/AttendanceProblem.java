package org.panjika.attendance;

import org.panjika.problem.Problem;

/** Why attendance is refused. */
public enum AttendanceProblem implements Problem {
    OUTSIDE_GEOFENCE("outside-geofence", 422),
    PHOTO_REQUIRED("photo-required", 422),
    NOT_A_WORKING_DAY("not-a-working-day", 422),
    NOT_POSTED_HERE("not-posted-here", 422),
    CAPTURED_IN_FUTURE("captured-in-future", 422),
    TOO_OLD("too-old", 422),
    ALREADY_MARKED("already-marked", 409),
    DAY_CLOSED("day-closed", 409),
    DAY_IN_FUTURE("day-in-future", 422),
    MARKS_NOT_USED("marks-not-used", 422),
    ROLL_NOT_USED("roll-not-used", 422),
    ROLL_STATUS_NOT_ALLOWED("roll-status-not-allowed", 422),
    IMPOSSIBLE_POSITION("impossible-position", 422),
    BATCH_TOO_LARGE("batch-too-large", 413),
    NOT_IN_THIS_CASE("not-in-this-case", 422),
    OWN_CASE("own-case", 403),
    DECISION_INCOMPLETE("decision-incomplete", 422),
    NOTHING_TO_CONTEST("nothing-to-contest", 409),
    ALREADY_CONTESTED("already-contested", 409),
    DECISION_NOT_UNDERSTOOD("decision-not-understood", 422);

    private final String code;
    private final int status;

    AttendanceProblem(String code, int status) {
        this.code = code;
        this.status = status;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public int status() {
        return status;
    }
}
