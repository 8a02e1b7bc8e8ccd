package org.panjika.attendance;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * A mark that waits for somebody's word: because it is doubtful, because no OUT followed it, or both.
 *
 * @param inDoubt whether the mark itself waits
 * @param missingOut whether it is an IN without an OUT on a day that is over
 * @param contested why the person contests an earlier rejection; then the parent office decides (C11)
 */
public record DoubtfulMark(
        UUID id,
        long staffId,
        String employeeCode,
        String name,
        Optional<String> nameHi,
        Mark.Kind kind,
        Mark.Mode mode,
        Instant capturedAt,
        List<Mark.Doubt> doubts,
        boolean inDoubt,
        boolean missingOut,
        OptionalInt distanceMetres,
        OptionalInt accuracyMetres,
        boolean photographed,
        Optional<String> contested) {

    /** What a word on this line is about; who rejects a doubtful mark has said all. */
    public List<Mark.About> about(Mark.Decision decision) {
        if (!missingOut || inDoubt && decision == Mark.Decision.REJECTED) return List.of(Mark.About.MARK);
        return inDoubt ? List.of(Mark.About.MARK, Mark.About.MISSING_OUT) : List.of(Mark.About.MISSING_OUT);
    }
}
