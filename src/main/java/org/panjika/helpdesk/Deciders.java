package org.panjika.helpdesk;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.panjika.access.Caller;
import org.panjika.attendance.FaultEffect.Settler;
import org.panjika.organisation.CompetentOffice;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
import org.panjika.organisation.Staff;
import org.springframework.stereotype.Component;

/** Whose word counts about a fault: never that of somebody concerned, and never a vacant seat's (C4). */
@Component
class Deciders {

    private final Institutions institutions;
    private final CompetentOffice competent;

    Deciders(Institutions institutions, CompetentOffice competent) {
        this.institutions = institutions;
        this.competent = competent;
    }

    /** The office that confirms or refuses it: a person's own claim the head, anything else the office above (C15). */
    String office(Fault fault) {
        return decides(fault, competent::at);
    }

    /** The office above that one, where it was silent (C11). */
    String officeAbove(Fault fault) {
        return decides(fault, competent::afterSilence);
    }

    private String decides(Fault fault, BiFunction<Institution, Optional<Long>, String> office) {
        var first = fault.office().isEmpty()
                ? Optional.of(fault.institution())
                : fault.office().flatMap(institutions::parent);
        return first.map(i -> office.apply(i, fault.claimant()))
                .orElseGet(() -> competent.atTheTop(fault.institution(), fault.claimant()));
    }

    /** As whom somebody settles the fault's lines: another's as head; of a head's own line the office above. */
    Settler settler(Caller caller, Fault fault) {
        var root = caller.actsFor(competent.atTheTop(fault.institution(), Optional.empty()))
                ? Optional.of(fault.institution().path().get(0))
                : Optional.<Long>empty();
        return new Settler(caller.staff().map(Staff::id), ids(caller.headed()), root);
    }

    private static List<Long> ids(List<Institution> institutions) {
        return institutions.stream().map(Institution::id).toList();
    }
}
