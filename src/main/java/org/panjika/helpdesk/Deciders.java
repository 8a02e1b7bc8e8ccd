package org.panjika.helpdesk;

import java.util.Optional;
import org.panjika.access.Caller;
import org.panjika.organisation.Charge;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
import org.panjika.organisation.Officer;
import org.panjika.organisation.Staff;
import org.springframework.stereotype.Component;

/** Whose word counts about a fault: never that of somebody concerned, and never a vacant seat's (C4). */
@Component
class Deciders {

    private final Institutions institutions;
    private final Officer officer;

    Deciders(Institutions institutions, Officer officer) {
        this.institutions = institutions;
        this.officer = officer;
    }

    /** The office that confirms or refuses it: a person's own claim the head, anything else the office above (C15). */
    String office(Fault fault) {
        var first = fault.office().isEmpty()
                ? Optional.of(fault.institution())
                : fault.office().flatMap(institutions::parent);
        return first.flatMap(i -> held(i, fault.claimant()))
                .map(i -> Charge.group(Charge.Kind.HEAD, i))
                .orElseGet(() -> atTheTop(fault.institution()));
    }

    /** Whether the person settles another's line at an institution: its head; of the head's own line the office above. */
    boolean settles(Caller caller, Institution institution, long staffId) {
        var own = caller.staff().filter(s -> s.id() == staffId).isPresent();
        return !own
                && held(institution, Optional.of(staffId)).filter(caller::heads).isPresent();
    }

    /** The nearest institution, from one upwards, whose head is there and not concerned. */
    private Optional<Institution> held(Institution first, Optional<Long> concerned) {
        var at = Optional.of(first);
        while (at.isPresent()) {
            var head = officer.head(at.get()).map(Staff::id);
            if (head.isPresent() && !head.equals(concerned)) return at;
            at = at.flatMap(institutions::parent);
        }
        return Optional.empty();
    }

    private String atTheTop(Institution institution) {
        try {
            return officer.of(Charge.Kind.DIRECTORATE_ESTABLISHMENT.name(), institution.code());
        } catch (IllegalArgumentException nobodyHasSuchACharge) {
            var root = institutions.find(institution.path().get(0)).orElse(institution);
            return Charge.group(Charge.Kind.HEAD, root);
        }
    }
}
