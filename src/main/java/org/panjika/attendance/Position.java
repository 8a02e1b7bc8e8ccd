package org.panjika.attendance;

import java.util.OptionalInt;

/**
 * Where a device says it is.
 *
 * @param latitude degrees, -90 to 90
 * @param longitude degrees, -180 to 180
 * @param accuracyMetres radius within which the device believes itself to be, 0 to half round the Earth
 * @param fixAgeSeconds how old the fix was when the mark was made; empty: not said, then the fix was taken for the mark (C7 doubts a
 *     fix that is known to be old, and a device that is to say so can)
 */
public record Position(
        double latitude, double longitude, int accuracyMetres, OptionalInt fixAgeSeconds, boolean mocked) {

    private static final double EARTH_RADIUS_METRES = 6_371_008.8;
    private static final int HALF_ROUND_THE_EARTH = 20_037_508;

    /** Great-circle distance in metres; differs from the ellipsoid's by less than half a percent. */
    public double metresTo(double otherLatitude, double otherLongitude) {
        var phi1 = Math.toRadians(latitude);
        var phi2 = Math.toRadians(otherLatitude);
        var sinPhi = Math.sin((phi2 - phi1) / 2);
        var sinLambda = Math.sin(Math.toRadians(otherLongitude - longitude) / 2);
        var a = sinPhi * sinPhi + Math.cos(phi1) * Math.cos(phi2) * sinLambda * sinLambda;
        return 2 * EARTH_RADIUS_METRES * Math.asin(Math.min(1, Math.sqrt(a)));
    }

    /** Whether the figures can be a position on Earth at all. */
    public boolean possible() {
        return Math.abs(latitude) <= 90
                && Math.abs(longitude) <= 180
                && accuracyMetres >= 0
                && accuracyMetres <= HALF_ROUND_THE_EARTH
                && fixAgeSeconds.orElse(0) >= 0;
    }
}
