package org.panjika.organisation;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Which office decides a matter at a place (C4): the head of the place, else the next one up whose seat is held by somebody who
 * may act, whom the matter does not concern and who does not officiate for the one whom it concerns; at the top the
 * directorate's establishment, and where nobody acts there either, the administrators. Offices are groups of the engine.
 */
@Component
public class CompetentOffice {

    /** The group of the administrators. */
    public static final String ADMINISTRATORS = "camunda-admin";

    private final Institutions institutions;
    private final Officer officer;

    CompetentOffice(Institutions institutions, Officer officer) {
        this.institutions = institutions;
        this.officer = officer;
    }

    /** @param concerned key of the person whom the matter concerns */
    public String at(Institution place, Optional<Long> concerned) {
        return group(held(Optional.of(place), concerned), place, concerned);
    }

    /** The place, or the next one up, whose head decides; empty where that is done at the top. */
    public Optional<Institution> whoseHead(Institution place, Optional<Long> concerned) {
        return held(Optional.of(place), concerned);
    }

    /** The same for each of several, by the key of the person; asked once for all but whoever holds the seat. */
    public Map<Long, String> at(Institution place, Collection<Long> concerned) {
        var office = held(Optional.of(place), Optional.empty());
        var usual = group(office, place, Optional.empty());
        var theirs = office.map(o -> seat(o).map(Officer.InCharge::people).orElse(Set.of()))
                .orElseGet(
                        () -> officer.holder(usual).map(Staff::id).map(Set::of).orElse(Set.of()));
        return concerned.stream()
                .distinct()
                .collect(Collectors.toMap(
                        Function.identity(), id -> theirs.contains(id) ? at(place, Optional.of(id)) : usual));
    }

    /** The office above a place. */
    public String above(Institution place, Optional<Long> concerned) {
        return group(held(institutions.parent(place), concerned), place, concerned);
    }

    /** The office above the one that decides, for a matter about which that one was silent (C11). */
    public String afterSilence(Institution place, Optional<Long> concerned) {
        var silent = held(Optional.of(place), concerned);
        return group(held(silent.flatMap(institutions::parent), concerned), place, concerned);
    }

    /** The office that decides what no seat up to the top may. */
    public String atTheTop(Institution place, Optional<Long> concerned) {
        return atTheTop(place, concerned.map(Set::of).orElse(Set.of()));
    }

    /** The same for a matter that concerns several. */
    public String atTheTop(Institution place, Set<Long> concerned) {
        return officer.find(Charge.Kind.DIRECTORATE_ESTABLISHMENT.name(), place)
                .filter(group -> officer.holder(group)
                        .map(Staff::id)
                        .filter(h -> !concerned.contains(h))
                        .isPresent())
                .orElse(ADMINISTRATORS);
    }

    /** Whether the head of the place decides; who officiates does not about the head (C4). */
    public boolean isHeads(Institution place, Optional<Long> concerned) {
        if (concerned.isEmpty()) return officer.head(place).isPresent();
        return !isHeads(place, List.of(concerned.get())).isEmpty();
    }

    /** Those of some people about whom the head of the place decides, by key. */
    public Set<Long> isHeads(Institution place, Collection<Long> concerned) {
        var seat = seat(place);
        if (seat.isEmpty()) return Set.of();
        var people = seat.get().people();
        return concerned.stream().filter(id -> !people.contains(id)).collect(Collectors.toSet());
    }

    /** Who acts at the head of a place, and for whom. */
    private Optional<Officer.InCharge> seat(Institution place) {
        return officer.inCharge(place).filter(seat -> !seat.away());
    }

    private Optional<Institution> held(Optional<Institution> first, Optional<Long> concerned) {
        var office = first;
        while (office.filter(o -> !isHeads(o, concerned)).isPresent()) office = office.flatMap(institutions::parent);
        return office;
    }

    private String group(Optional<Institution> office, Institution place, Optional<Long> concerned) {
        return office.map(o -> Charge.group(Charge.Kind.HEAD, o)).orElseGet(() -> atTheTop(place, concerned));
    }
}
