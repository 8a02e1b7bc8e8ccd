package org.panjika.attendance;

import org.panjika.problem.Problem;

/** Why attendance is refused. */
public enum AttendanceProblem implements Problem {
    OUTSIDE_GEOFENCE(422),
    PHOTO_REQUIRED(422),
    NOT_A_WORKING_DAY(422),
    /** Of a day before the first register, or of an institution that keeps none. */
    NO_REGISTER(404),
    NOT_POSTED_HERE(422),
    CAPTURED_IN_FUTURE(422),
    TOO_OLD(422),
    ALREADY_MARKED(409),
    DAY_CLOSED(409),
    DAY_IN_FUTURE(422),
    REGISTER_IN_FUTURE(422),
    MARKS_NOT_USED(422),
    ROLL_NOT_USED(422),
    ROLL_STATUS_NOT_ALLOWED(422),
    IMPOSSIBLE_POSITION(422),
    BATCH_TOO_LARGE(413),
    NOT_IN_THIS_CASE(422),
    OWN_CASE(403),
    OWN_DUTY_ORDER(403),
    DECISION_INCOMPLETE(422),
    DECIDED_TWICE(422),
    NOTHING_TO_CONTEST(409),
    ALREADY_CONTESTED(409),
    DECISION_NOT_UNDERSTOOD(422),
    CORRECTION_OVERTAKEN(409);

    private final int status;

    AttendanceProblem(int status) {
        this.status = status;
    }

    @Override
    public int status() {
        return status;
    }
}
