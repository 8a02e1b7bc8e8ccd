package org.panjika.organisation;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.panjika.models.UsableInModels;
import org.panjika.organisation.jdbc.ChargeTable;
import org.springframework.stereotype.Service;

/**
 * Who holds which office today. An office is a group of the engine, named by function and institution
 * ({@code CBEO_080102}); its members are the holders of the seat today, so a transfer moves the task list with the chair.
 */
@Service("officer")
@UsableInModels
public class Officer {

    private final Institutions institutions;
    private final ChargeTable charges;
    private final Clock clock;

    Officer(Institutions institutions, ChargeTable charges, Clock clock) {
        this.institutions = institutions;
        this.charges = charges;
        this.clock = clock;
    }

    /**
     * The office that bears a function towards an institution: {@code HEAD} its head, {@code PARENT_HEAD} the head of the
     * institution above, {@code PEEO} the head of its nodal school, an office kind such as {@code CBEO} or {@code CDEO} the
     * nearest such office at or above it, a functional charge such as {@code DDO} the nearest place at or above it that has
     * one.
     *
     * @return the office's group
     * @throws IllegalArgumentException if there is no such office
     */
    @UsableInModels
    public String of(String function, String institutionCode) {
        var institution = institutions
                .find(institutionCode)
                .orElseThrow(() -> new IllegalArgumentException("no institution " + institutionCode));
        return find(function, institution)
                .orElseThrow(() -> new IllegalArgumentException("no " + function + " for " + institutionCode));
    }

    /** The same; nothing if there is no such office. */
    Optional<String> find(String function, Institution institution) {
        return switch (function) {
            case "HEAD" -> Optional.of(Charge.group(Charge.Kind.HEAD, institution));
            case "PARENT_HEAD" -> institutions.parent(institution).map(p -> Charge.group(Charge.Kind.HEAD, p));
            case "PEEO" ->
                institutions
                        .parent(institution)
                        .filter(p -> p.kind().isSchool())
                        .map(p -> Charge.group(Charge.Kind.PEEO, p));
            default -> charges.nearest(function, institution);
        };
    }

    /**
     * An office towards an institution, and who acts for it today.
     *
     * @param function as in {@link #of}: an office kind, {@code PEEO} or a functional charge
     * @param holder key of who acts; empty where nobody does
     * @param away the seat is not vacant: who holds it is away for the whole of the day, and nobody officiates (C3, C4)
     */
    public record Seat(String function, String group, Optional<Long> holder, boolean away) {}

    /** The offices that bear these functions towards an institution, in the order asked for; one that is not there is missing. */
    public List<Seat> seats(List<String> functions, Institution institution) {
        return charges.seats(functions, institution, LocalDate.now(clock));
    }

    /** The seats a member of staff holds today; in which of them the person acts, each seat's charge says: one person does. */
    public List<Charge> chargesOf(long staffId) {
        return charges.heldBy(staffId, LocalDate.now(clock));
    }

    /**
     * A member of staff with the seats held today, and where the person works (C5).
     *
     * @param charges as in {@link #chargesOf}
     */
    public record Person(Staff staff, List<Charge> charges, Optional<Institution> placeOfWork) {}

    /** The person with a key, as of today. */
    public Optional<Person> person(long staffId) {
        return charges.person(staffId, LocalDate.now(clock));
    }

    /**
     * Who acts for an office's group today: nobody or one. A seat whose holder may not act, as under suspension, is vacant
     * (C4, C5).
     */
    public Optional<Staff> holder(String group) {
        return charges.holder(group, LocalDate.now(clock));
    }

    /** The same for several groups, by the key of the person; where nobody acts it is missing. */
    public Map<String, Long> holders(Collection<String> groups) {
        return charges.holders(groups, LocalDate.now(clock));
    }

    /** Who has the seats of several groups and may act, also where that person is away today; a vacant seat is missing. */
    public Map<String, Long> seated(Collection<String> groups) {
        return charges.seated(groups, LocalDate.now(clock));
    }

    /**
     * Who has charge of an institution today.
     *
     * @param away whether that person is away for the whole of the day: the next office up acts (C4)
     * @param officiatesFor who holds the charge otherwise, where this person officiates (C3)
     */
    public record InCharge(Staff person, boolean away, Optional<Staff> officiatesFor) {

        /** Keys of both. */
        Set<Long> people() {
            return Stream.concat(Stream.of(person), officiatesFor.stream())
                    .map(Staff::id)
                    .collect(Collectors.toSet());
        }
    }

    /** Who has charge of an institution today, also while away; nobody where the seat is vacant. */
    public Optional<InCharge> inCharge(Institution institution) {
        return charges.inCharge(institution.id(), LocalDate.now(clock));
    }

    /** Who acts at the head of an institution today: nobody where the seat is vacant. */
    public Optional<Staff> head(Institution institution) {
        return charges.head(institution.id(), LocalDate.now(clock));
    }
}
