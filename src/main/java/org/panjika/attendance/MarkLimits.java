package org.panjika.attendance;

import java.time.Duration;

/**
 * The figures the marking policies compare with; they come from {@code geofence.dmn}.
 *
 * @param accuracyMetres worst accuracy that still decides (C7)
 * @param fixAge oldest fix that still decides (C7)
 * @param usualBefore an IN earlier than this before the start is unusual (C9)
 * @param deliverWithin how long after it was made a mark may still be delivered (C10)
 * @param clockTolerance how far a device's clock may run ahead
 */
public record MarkLimits(
        int accuracyMetres, Duration fixAge, Duration usualBefore, Duration deliverWithin, Duration clockTolerance) {}
