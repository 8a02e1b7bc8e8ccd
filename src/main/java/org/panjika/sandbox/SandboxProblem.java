package org.panjika.sandbox;

import org.panjika.problem.Problem;

/** What the sandbox refuses. */
public enum SandboxProblem implements Problem {
    /** The clock moves forward only: what was done at a time stays done. */
    CLOCK_BACKWARDS("clock-backwards", 422);

    private final String code;
    private final int status;

    SandboxProblem(String code, int status) {
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
