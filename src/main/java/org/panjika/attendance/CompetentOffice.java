package org.panjika.attendance;

import java.util.Optional;
import org.panjika.organisation.Charge;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
import org.panjika.organisation.Officer;
import org.springframework.stereotype.Component;

/** Which office decides about a person (C4): the own head, else the next office up whose seat is held by somebody else. */
@Component
class CompetentOffice {

    private final Institutions institutions;
    private final Officer officer;

    CompetentOffice(Institutions institutions, Officer officer) {
        this.institutions = institutions;
        this.officer = officer;
    }

    /** The office at or above a place; nothing where no such seat is held up to the top. */
    Optional<Institution> at(Institution place, long staffId) {
        var office = Optional.of(place);
        while (office.isPresent() && !heldByAnother(office.get(), staffId)) {
            office = institutions.parent(office.get());
        }
        return office;
    }

    /** The group of the office above a place; at the top the directorate's establishment. */
    String groupAbove(Institution place, long staffId) {
        return institutions
                .parent(place)
                .flatMap(parent -> at(parent, staffId))
                .map(office -> Charge.group(Charge.Kind.HEAD, office))
                .orElseGet(() -> officer.of("DIRECTORATE_ESTABLISHMENT", place.code()));
    }

    /** Whether the seat is held, by somebody else. */
    boolean heldByAnother(Institution office, long staffId) {
        return officer.head(office).filter(h -> h.id() != staffId).isPresent();
    }
}
