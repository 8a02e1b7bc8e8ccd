package org.panjika.attendance;

import java.util.Map;
import org.panjika.problem.Problem;

/** What became of a mark. */
sealed interface MarkOutcome {

    record Recorded(MarkReceipt receipt) implements MarkOutcome {}

    record NotRecorded(Problem problem, Map<String, Object> fields) implements MarkOutcome {}
}
