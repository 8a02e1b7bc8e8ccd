package org.panjika.problem;

/** Problems that belong to no room in particular. */
public enum CommonProblem implements Problem {
    BAD_REQUEST(400),
    INVALID_FIELDS(422),
    NOT_AUTHENTICATED(401),
    NOT_ALLOWED(403),
    NOT_FOUND(404),
    METHOD_NOT_ALLOWED(405),
    MEDIA_TYPE_NOT_SUPPORTED(415),
    TOO_LARGE(413),
    ID_REUSED(409),
    LIMITS_NOT_UNDERSTOOD(400),
    UNEXPECTED(500);

    private final int status;

    CommonProblem(int status) {
        this.status = status;
    }

    @Override
    public int status() {
        return status;
    }
}
