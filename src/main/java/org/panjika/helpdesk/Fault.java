package org.panjika.helpdesk;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.panjika.attendance.FaultPeriod;
import org.panjika.organisation.Institution;
import org.panjika.storage.ContentHash;

/**
 * A technical fault as it was claimed or declared (C15).
 *
 * @param number grows from fault to fault
 * @param institution the place of the person, the institution, or the head of the area
 * @param person whose sessions alone are concerned
 * @param by login of who reported it; {@code system} for down-time that the system saw itself
 * @param claimant key of that person, who decides nothing about it
 * @param office the seat from which it was declared; empty for a person's own claim
 * @param to the first moment that no longer belongs to it
 * @param atOnce in force without confirmation: declared by the PMU, the Directorate or the system
 */
public record Fault(
        UUID id,
        long number,
        Kind kind,
        Scope scope,
        Institution institution,
        Optional<Person> person,
        String by,
        Optional<Long> claimant,
        Optional<Institution> office,
        Instant at,
        Instant from,
        Instant to,
        Optional<String> text,
        boolean atOnce,
        Optional<Decision> decision) {

    /** What did not work. */
    public enum Kind {
        SERVER,
        NETWORK,
        POWER,
        DEVICE,
        OTHER
    }

    /** For whom it did not work; AREA is an institution and everything below it. */
    public enum Scope {
        PERSON,
        INSTITUTION,
        AREA
    }

    /** Whose claim it is. */
    public record Person(long staffId, String employeeCode, String name) {}

    /**
     * What the office above said.
     *
     * @param replyUntil only of a refusal
     */
    public record Decision(
            Verdict verdict, String by, Instant at, Optional<String> remark, Optional<Instant> replyUntil) {}

    /**
     * Lines settled at one institution, with what proves them.
     *
     * @param number names it among those of the fault
     * @param scan of the physical register; else {@code statement} and two witnesses, by their keys
     */
    public record Settled(
            long number,
            Institution institution,
            String by,
            Instant at,
            Optional<ContentHash> scan,
            Optional<String> statement,
            List<Long> witnesses) {}

    public enum Verdict {
        CONFIRMED,
        REFUSED
    }

    /** How far a fault has come. */
    public enum State {
        /** Sessions read TECHNICAL already, the office above has not decided. */
        PENDING,
        /** To be settled from the physical register. */
        IN_FORCE,
        REFUSED,
        /** No session reads TECHNICAL by it any more. */
        SETTLED
    }

    public boolean pending() {
        return !atOnce && decision.isEmpty();
    }

    public boolean refused() {
        return decision.filter(d -> d.verdict() == Verdict.REFUSED).isPresent();
    }

    /** Whether its sessions are settled from the physical register. */
    public boolean inForce() {
        return !pending() && !refused();
    }

    /** @param settled whether it had sessions and none of them reads TECHNICAL any more */
    public State state(boolean settled) {
        if (pending()) return State.PENDING;
        if (refused()) return State.REFUSED;
        return settled ? State.SETTLED : State.IN_FORCE;
    }

    /** The sessions it covers. */
    public FaultPeriod period() {
        return new FaultPeriod(id, institution.id(), scope == Scope.AREA, person.map(Person::staffId), from, to);
    }
}
