package org.panjika.attendance;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What a person left behind on a day: a mark, or an attempt that was refused.
 *
 * @param refused code of the problem of a refused attempt; empty: a mark
 * @param distanceMetres from the school, where a position was sent
 */
public record DayTrace(
        UUID id,
        long staffId,
        Mark.Kind kind,
        Instant at,
        Optional<String> refused,
        Optional<Integer> distanceMetres,
        boolean photographed) {}
