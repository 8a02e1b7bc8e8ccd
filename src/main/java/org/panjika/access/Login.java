package org.panjika.access;

import java.util.Optional;

/**
 * A person's way in.
 *
 * @param login the employee code, or the name of an administrator who is not staff
 * @param mustChange whether the password must be changed before anything else can be done
 * @param language en, hi or vi if the person has chosen
 */
public record Login(
        String login,
        Optional<Long> staffId,
        boolean administrator,
        String passwordHash,
        boolean mustChange,
        Optional<String> language) {

    @Override
    public String toString() {
        return login;
    }
}
