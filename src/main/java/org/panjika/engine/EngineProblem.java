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
    CONCERNED_IN_CASE(403),
    /** Somebody else, or a deadline, has ended the task. */
    TASK_GONE(404),
    /** No reason is given for a deployment. */
    REASON_MISSING(422),
    /** No file is given, or each is as it stands. */
    NOTHING_NEW(422),
    /** The engine refuses a deployment, saying {@code why}. */
    MODELS_REFUSED(422),
    /** For {@code step}, where {@code cases} stand, nobody said where they go. */
    STEP_UNDECIDED(422),
    /** The cases cannot be moved so, the engine says {@code why}. */
    MOVE_NOT_POSSIBLE(422),
    /** No case is to be moved. */
    NOTHING_TO_MOVE(409);

    private final int status;

    EngineProblem(int status) {
        this.status = status;
    }

    @Override
    public int status() {
        return status;
    }
}
