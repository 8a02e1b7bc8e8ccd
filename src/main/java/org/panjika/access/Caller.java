package org.panjika.access;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.panjika.organisation.Charge;
import org.panjika.organisation.CompetentOffice;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Staff;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;

/**
 * Who asks, and what today's charges and postings make of that person. Everything else is denied.
 *
 * @param login the employee code, or the name of an administrator who is not staff
 * @param placeOfWork where the person works today (C5)
 */
public record Caller(
        String login,
        Optional<Staff> staff,
        boolean administrator,
        List<Charge> charges,
        Optional<Institution> placeOfWork) {

    /** Whether this is that member of staff. */
    public boolean is(long staffId) {
        return staff.filter(s -> s.id() == staffId).isPresent();
    }

    /** Whether any seat of the caller acts, and not only reads. */
    public boolean acts() {
        return charges.stream().anyMatch(Charge::mayAct);
    }

    /** Whether the person is the in-charge of the institution today, with the right to act. */
    public boolean heads(Institution institution) {
        return charges.stream()
                .anyMatch(c -> c.kind() == Charge.Kind.HEAD
                        && c.mayAct()
                        && c.institution().id() == institution.id());
    }

    /** Whether the person acts today for the office of a group of the engine. */
    public boolean actsFor(String group) {
        return group.equals(CompetentOffice.ADMINISTRATORS)
                ? administrator
                : charges.stream().anyMatch(c -> c.mayAct() && c.group().equals(group));
    }

    /** The institutions the person is the in-charge of today, with the right to act. */
    public List<Institution> headed() {
        return charges.stream()
                .filter(c -> c.kind() == Charge.Kind.HEAD && c.mayAct())
                .map(Charge::institution)
                .toList();
    }

    /** The same and those from which the person is away today: their registers are read as before, others act for them (C3). */
    public List<Institution> inChargeOf() {
        return charges.stream()
                .filter(c -> c.kind() == Charge.Kind.HEAD && (c.mayAct() || c.away()))
                .map(Charge::institution)
                .toList();
    }

    /**
     * Why the caller does nothing in the name of an institution: {@code away-from-seat} to who is in charge of it and away today,
     * {@code not-allowed} to anybody else.
     */
    public Refused refused(Institution institution) {
        return refused(c -> c.institution().id() == institution.id());
    }

    /** The same, of any institution. */
    public Refused refused() {
        return refused(c -> true);
    }

    private Refused refused(Predicate<Charge> seat) {
        return new Refused(
                charges.stream().filter(seat).anyMatch(Charge::away)
                        ? AccessProblem.AWAY_FROM_SEAT
                        : CommonProblem.NOT_ALLOWED);
    }

    /** Whether the institution's registers may be seen: it lies at or below a seat held today (UP-5). */
    public boolean supervises(Institution institution) {
        return administrator || charges.stream().anyMatch(c -> institution.isAtOrBelow(c.institution()));
    }

    /** Whether the institution may be known at all: supervised, or the own place of work. */
    public boolean knows(Institution institution) {
        return supervises(institution)
                || placeOfWork.filter(p -> p.id() == institution.id()).isPresent();
    }
}
