package org.panjika.problem;

/** Problems that belong to no room in particular. */
public enum CommonProblem implements Problem {
    BAD_REQUEST("bad-request", 400),
    INVALID_FIELDS("invalid-fields", 422),
    NOT_AUTHENTICATED("not-authenticated", 401),
    NOT_ALLOWED("not-allowed", 403),
    NOT_FOUND("not-found", 404),
    METHOD_NOT_ALLOWED("method-not-allowed", 405),
    MEDIA_TYPE_NOT_SUPPORTED("media-type-not-supported", 415),
    TOO_LARGE("too-large", 413),
    TOO_MANY_REQUESTS("too-many-requests", 429),
    ID_REUSED("id-reused", 409),
    UNEXPECTED("unexpected", 500);

    private final String code;
    private final int status;

    CommonProblem(String code, int status) {
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
