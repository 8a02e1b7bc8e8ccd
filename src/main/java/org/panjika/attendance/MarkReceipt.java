package org.panjika.attendance;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * The answer to a mark that was recorded.
 *
 * @param fresh false where this very mark had been recorded before
 * @param distanceMetres from the institution's point, where both are known
 */
public record MarkReceipt(
        boolean fresh,
        long entryNo,
        UUID id,
        String employeeCode,
        LocalDate day,
        Mark.Kind kind,
        List<Mark.Doubt> doubts,
        Optional<Integer> distanceMetres,
        Instant recordedAt) {

    /** What the person can quote: the day and the entry's number. */
    public String receipt() {
        return "%ty%<tm%<td-%s".formatted(day, Long.toString(entryNo, 36).toUpperCase(Locale.ROOT));
    }
}
