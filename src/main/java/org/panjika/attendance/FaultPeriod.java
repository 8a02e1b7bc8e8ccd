package org.panjika.attendance;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Where and when a technical fault kept attendance from being recorded (BR-19).
 *
 * @param institutionId everybody expected there on the day is concerned
 * @param below so is everybody below it
 * @param staffId only this person is
 * @param from until {@code to}, which does not belong to it; a session is covered when any part of it lies within, and it
 *     lasts until the day closes, because until then it can be recorded: by phones alone, the forenoon only until its end
 */
public record FaultPeriod(
        UUID fault, long institutionId, boolean below, Optional<Long> staffId, Instant from, Instant to) {}
