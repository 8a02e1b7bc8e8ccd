package org.panjika.attendance;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.panjika.attendance.Finding.Refusal;
import org.panjika.organisation.Institution.Location;

/**
 * A mark that is being judged, with everything the policies look at.
 *
 * @param at when it was made, by the server's clock
 * @param day the attendance day it belongs to
 * @param photoFault why the photograph that came with it is none
 * @param mayActFor keys of the institutions whose staff the caller may mark: those the caller heads
 */
public record Attempt(
        UUID id,
        byte[] contentHash,
        String caller,
        Set<Long> mayActFor,
        String employeeCode,
        Mark.Kind kind,
        Mark.Mode mode,
        Instant at,
        LocalDate day,
        Optional<Position> position,
        Optional<byte[]> photoHash,
        Optional<Refusal> photoFault,
        Optional<String> deviceId,
        Optional<String> dutyOrder) {

    /**
     * What is known of the place and the day where a person works.
     *
     * @param mode which ways of recording are used there (C6)
     */
    public record Place(
            long institutionId,
            String institutionCode,
            Mode mode,
            boolean photoRequired,
            int radiusMetres,
            Optional<Location> location,
            WorkingHours hours) {

        /** C6: phones, the in-charge's roll, or both. */
        public enum Mode {
            MARKS,
            ROLL,
            MARKS_AND_ROLL
        }

        /** Metres from a position to the institution's point. */
        Optional<Double> exactDistance(Optional<Position> position) {
            return position.flatMap(p -> location.map(l -> p.metresTo(l.latitude(), l.longitude())));
        }

        /** The same in whole metres, to be shown: who is outside the fence is never shown on it. */
        public Optional<Integer> distance(Optional<Position> position) {
            return exactDistance(position).map(exact -> {
                var whole = (int) Math.round(exact);
                return exact > radiusMetres ? Math.max(whole, radiusMetres + 1) : whole;
            });
        }
    }
}
