package org.panjika.engine;

import org.panjika.problem.Problem;

/** Why a task is not taken or completed; the task stays. */
public enum EngineProblem implements Problem {
    /** The task's form does not ask for {@code field}. */
    NOT_IN_FORM(400),
    /** The form does not offer this value of {@code field}; {@code allowed} says which it offers. */
    VALUE_NOT_OFFERED(400),
    /** The form demands {@code field}. */
    ANSWER_MISSING(400),
    /** The case is about the person who would decide it (C4). */
    CONCERNED_IN_CASE(403);

    private final int status;

    EngineProblem(int status) {
        this.status = status;
    }

    @Override
    public int status() {
        return status;
    }
}
