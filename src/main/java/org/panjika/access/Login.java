package org.panjika.access;

import java.time.Instant;
import java.util.Optional;

/**
 * A person's way in.
 *
 * @param login the employee code, or the name of an administrator who is not staff
 * @param mustChange whether the password must be changed before anything else can be done
 * @param oneTimeUntil until when a one-time password can be used; empty for a password of the own
 * @param language en, hi or vi if the person has chosen
 */
public record Login(
        String login,
        Optional<Long> staffId,
        boolean administrator,
        String passwordHash,
        boolean mustChange,
        Optional<Instant> oneTimeUntil,
        Optional<String> language) {

    /** Whether its password was for one login, which has not come in time. */
    boolean expired(Instant now) {
        return oneTimeUntil.filter(until -> !now.isBefore(until)).isPresent();
    }

    @Override
    public String toString() {
        return login;
    }
}
