package org.panjika.access;

import org.panjika.problem.Problem;

/** Why somebody is not let in, or may not do something with a login. */
public enum AccessProblem implements Problem {
    /** Unknown login, wrong password, unknown or expired token: one answer for all. */
    WRONG_CREDENTIALS("wrong-credentials", 401),
    /** Too many failures; {@code until} says when the next attempt is possible. */
    LOGIN_LOCKED("login-locked", 429),
    PASSWORD_CHANGE_REQUIRED("password-change-required", 403),
    /** {@code errors} says what is wrong with the new password. */
    PASSWORD_UNSUITABLE("password-unsuitable", 422),
    /** The one-time password of this person must come from an administrator. */
    LOGIN_OF_OFFICE("login-of-office", 403),
    CSRF_TOKEN_MISSING("csrf-token-missing", 403);

    private final String code;
    private final int status;

    AccessProblem(String code, int status) {
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
