package org.panjika.attendance;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A person's day of which a fault covers sessions that still read TECHNICAL.
 *
 * @param institutionId where the person was expected
 * @param open the sessions that read TECHNICAL, never none
 */
public record FaultSession(
        long entryNo,
        long staffId,
        String employeeCode,
        String name,
        Optional<String> nameHi,
        String designation,
        long institutionId,
        LocalDate day,
        Set<Session> open) {

    public FaultSession {
        open = EnumSet.copyOf(open);
    }

    public boolean open(Session session) {
        return open.contains(session);
    }

    public String name(String language) {
        return language.equals("hi") ? nameHi.orElse(name) : name;
    }
}
