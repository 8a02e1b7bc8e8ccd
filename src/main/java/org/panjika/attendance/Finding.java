package org.panjika.attendance;

import java.util.Map;
import org.panjika.problem.Problem;

/** What a policy makes of a mark. */
public sealed interface Finding {

    /** Nothing against it. */
    record Nothing() implements Finding {}

    /** It waits for the head. */
    record Doubtful(Mark.Doubt doubt) implements Finding {}

    /** It is refused; its evidence is kept. */
    record Refusal(Problem problem, Map<String, Object> fields) implements Finding {}

    Finding NOTHING = new Nothing();

    static Finding refusal(AttendanceProblem problem) {
        return new Refusal(problem, Map.of());
    }
}
