package org.panjika.attendance;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A mark as a device sends it.
 *
 * @param employeeCode whose mark; empty: the caller's own
 * @param sentAt the device's clock at sending; where given, {@code capturedAt} is corrected by its offset (C9)
 * @param photo a JPEG as the device made it
 */
public record MarkRequest(
        UUID id,
        Optional<String> employeeCode,
        Mark.Kind kind,
        Mark.Mode mode,
        Instant capturedAt,
        Optional<Instant> sentAt,
        Optional<Position> position,
        Optional<byte[]> photo,
        Optional<String> deviceId,
        Optional<String> dutyOrder) {}
