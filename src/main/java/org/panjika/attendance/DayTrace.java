package org.panjika.attendance;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/**
 * What a person left behind on a day: a mark, or an attempt that was refused.
 *
 * @param number of the entry
 * @param refused code of the problem of a refused attempt; empty: a mark
 * @param distanceMetres from the school, where a position was sent
 */
public record DayTrace(
        UUID id,
        long number,
        LocalDate day,
        long staffId,
        Mark.Kind kind,
        Instant at,
        Optional<String> refused,
        Optional<Integer> distanceMetres,
        boolean photographed) {

    /** Where its photograph is shown to who may see it. */
    public Optional<String> photograph() {
        if (!photographed) return Optional.empty();
        return Optional.of(
                refused.isEmpty()
                        ? "/api/v1/attendance/marks/%s/photo".formatted(id)
                        : "/api/v1/attendance/refusals/%d/photo".formatted(number));
    }
}
