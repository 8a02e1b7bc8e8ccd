package org.panjika.sandbox;

import org.panjika.problem.Problem;

/** What the sandbox refuses. */
public enum SandboxProblem implements Problem {
    /** The clock moves forward only: what was done at a time stays done. */
    CLOCK_BACKWARDS(422),
    /** Everything due on the way is lived through, which a longer move would never end with. */
    CLOCK_TOO_FAR(422);

    private final int status;

    SandboxProblem(int status) {
        this.status = status;
    }

    @Override
    public int status() {
        return status;
    }
}
