package org.panjika.attendance;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * A mark that waits for somebody's word.
 *
 * @param contested why the person contests an earlier rejection; then the parent office decides (C11)
 */
public record DoubtfulMark(
        UUID id,
        long staffId,
        String employeeCode,
        String name,
        Mark.Kind kind,
        Mark.Mode mode,
        Instant capturedAt,
        List<Mark.Doubt> doubts,
        OptionalInt distanceMetres,
        OptionalInt accuracyMetres,
        boolean photographed,
        Optional<String> contested) {}
