package org.panjika.access;

import org.panjika.problem.Problem;

/** Why somebody is not let in, or may not do something with a login. */
public enum AccessProblem implements Problem {
    /** Unknown login, wrong password, unknown or expired token: one answer for all. */
    WRONG_CREDENTIALS(401),
    /** Too many failures; {@code until} says when the next attempt is possible. */
    LOGIN_LOCKED(429),
    /** Too many failures from one address, whoever's they were; {@code until} as above. */
    ADDRESS_LOCKED(429),
    /** The right one-time password, too late: the head gives another (BR-21). */
    ONE_TIME_PASSWORD_EXPIRED(401),
    PASSWORD_CHANGE_REQUIRED(403),
    /** Who is away for the whole of the day, or for whom another officiates, does nothing in the seat's name (C3, C4). */
    AWAY_FROM_SEAT(403),
    /** {@code errors} says what is wrong with the new password. */
    PASSWORD_UNSUITABLE(422),
    /** The one-time password of this person must come from an administrator. */
    LOGIN_OF_OFFICE(403),
    /** The own password is changed with the current one. */
    OWN_LOGIN(403),
    CSRF_TOKEN_MISSING(403);

    private final int status;

    AccessProblem(int status) {
        this.status = status;
    }

    @Override
    public int status() {
        return status;
    }
}
