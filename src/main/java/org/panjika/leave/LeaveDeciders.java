package org.panjika.leave;

import static java.util.stream.Collectors.groupingBy;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.panjika.attendance.LeaveEffect;
import org.panjika.leave.Drafts.Draft;
import org.panjika.leave.jdbc.LeaveTable;
import org.panjika.leave.jdbc.LeaveTypeTable;
import org.panjika.organisation.Charge;
import org.panjika.organisation.CompetentOffice;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
import org.panjika.organisation.OfficeKinds;
import org.panjika.organisation.Officer;
import org.panjika.organisation.Setting;
import org.panjika.organisation.Staff;
import org.springframework.stereotype.Component;

/** Which office decides about leave: what the table says, never a vacant seat, never the person concerned (C4). */
@Component
class LeaveDeciders {

    private static final String ANCESTOR = "ANCESTOR:";

    /** Functional charges that approve leave; the office under which they are decides where nobody else does (C4). */
    private static final Set<String> FUNCTIONS = Set.of(Charge.Kind.BSA.name(), Charge.Kind.DPO_ESTABLISHMENT.name());

    private final Institutions institutions;
    private final CompetentOffice competent;
    private final Officer officer;
    private final Approvers approvers;
    private final LeaveTable table;
    private final LeaveTypeTable types;
    private final OfficeKinds kinds;
    private final Clock clock;

    LeaveDeciders(
            Institutions institutions,
            CompetentOffice competent,
            Officer officer,
            Approvers approvers,
            LeaveTable table,
            LeaveTypeTable types,
            OfficeKinds kinds,
            Clock clock) {
        this.institutions = institutions;
        this.competent = competent;
        this.officer = officer;
        this.approvers = approvers;
        this.table = table;
        this.types = types;
        this.kinds = kinds;
        this.clock = clock;
    }

    /** What the table of approvers asks about leave. */
    Map<String, Object> facts(Draft draft) {
        return facts(
                draft.institution(),
                draft.person(),
                draft.span().from(),
                draft.type().regime(),
                draft.type().code(),
                draft.stretch(),
                ceiling(draft).isPresent());
    }

    private Map<String, Object> facts(
            Institution at, Staff person, LocalDate from, String regime, String type, int days, boolean overCeiling) {
        var facts = new HashMap<String, Object>();
        facts.put("kind", kinds.inTables(at.kind()));
        facts.put("category", at.category().map(Enum::name).orElse("NONE"));
        facts.put("role", role(at, person, from));
        facts.put("regime", regime);
        facts.put("type", type);
        facts.put("days", days);
        facts.put("overCeiling", overCeiling);
        return facts;
    }

    /** NODAL: PEEO or UCEEO, whether at the head of the nodal school or named by order. */
    private String role(Institution at, Staff person, LocalDate from) {
        if (!types.person(person.id(), from).charged()) return "STAFF";
        var today = LocalDate.now(clock);
        var nodal = officer.chargesOf(person.id()).stream()
                .anyMatch(c -> c.kind() == Charge.Kind.PEEO && c.institution().id() == at.id());
        if (nodal) return "NODAL";
        // the head stays one while another officiates: who officiates does not decide about the head (C4)
        if (!table.hasCharge(person.id(), at.id(), today)) return "STAFF";
        return at.kind().isSchool() && table.isNodal(at.id(), today) ? "NODAL" : "HEAD";
    }

    /** The office's group, as the table says now. */
    String office(Draft draft) {
        return office(authority(draft), draft.institution(), draft.person());
    }

    /** The table's word, as it says now. */
    String authority(Draft draft) {
        return approvers.authority(facts(draft));
    }

    /**
     * The office's group for leave that is asked for already: of approved leave by the word by which it was approved, whatever
     * others' later leave would make of it (C13).
     */
    String office(Leave leave) {
        return office(
                leave.authority().orElseGet(() -> approvers.authority(facts(leave))),
                leave.institution(),
                leave.person());
    }

    /** The same of leave that is asked for already, at its institution: the person may work elsewhere since, or nowhere. */
    Map<String, Object> facts(Leave leave) {
        return facts(
                leave.institution(),
                leave.person(),
                leave.from(),
                leave.regime(),
                leave.type(),
                (leave.halfDays() + 1) / 2,
                false);
    }

    /** The group of an office named by the table's word. */
    String office(String authority, Institution at, Staff person) {
        var concerned = Optional.of(person.id());
        if (authority.equals("PEEO")) {
            var nodal = institutions.parent(at).filter(p -> p.kind().isSchool());
            var named = nodal.map(n -> Charge.group(Charge.Kind.PEEO, n))
                    .filter(g ->
                            officer.holder(g).filter(h -> h.id() != person.id()).isPresent());
            if (named.isPresent()) return named.get();
        }
        var seat = function(authority, at, person);
        if (seat.isPresent()) return seat.get().group();
        return first(authority, at)
                .map(first -> competent.at(first, concerned))
                .orElseGet(() -> competent.atTheTop(at, concerned));
    }

    /**
     * The group of the office above the one that was silent, to which undecided leave goes (C11): always further up, though the
     * seats beneath have been filled meanwhile.
     */
    String officeAbove(String silent, String authority, Institution at, Staff person) {
        var concerned = Optional.of(person.id());
        var function =
                seats(authority, at).filter(s -> s.group().equals(silent)).findFirst();
        if (function.isPresent()) return officeOver(function.get(), authority, at, concerned);
        return institutions.all(at.path()).stream()
                .filter(i -> silent.equals(Charge.group(Charge.Kind.HEAD, i))
                        || silent.equals(Charge.group(Charge.Kind.PEEO, i)))
                .findFirst()
                .map(i -> competent.above(i, concerned))
                .orElseGet(() -> competent.atTheTop(at, concerned));
    }

    /** The seat of a functional charge that decides; not a vacant one, nor that of the person concerned. */
    private Optional<Officer.Seat> function(String authority, Institution at, Staff person) {
        return seats(authority, at)
                .filter(seat -> seat.holder().filter(h -> h != person.id()).isPresent())
                .findFirst();
    }

    private Stream<Officer.Seat> seats(String authority, Institution at) {
        return FUNCTIONS.contains(authority) ? officer.seats(List.of(authority), at).stream() : Stream.empty();
    }

    /** The head of the district, or the office above that where the same person was silent in both seats. */
    private String officeOver(Officer.Seat silent, String authority, Institution at, Optional<Long> concerned) {
        var district = first(authority, at);
        var both = silent.holder().isPresent()
                && district.flatMap(officer::head).map(Staff::id).equals(silent.holder());
        return district.map(d -> both ? competent.afterSilence(d, concerned) : competent.at(d, concerned))
                .orElseGet(() -> competent.atTheTop(at, concerned));
    }

    private Optional<Institution> first(String authority, Institution at) {
        return switch (authority) {
            case "HEAD" -> Optional.of(at);
            case "PARENT_HEAD", "PEEO" -> institutions.parent(at);
            case "TOP" -> Optional.empty();
            case "BSA", "DPO_ESTABLISHMENT" -> ancestor(ANCESTOR + Institution.Kind.CDEO.name(), at);
            default -> ancestor(authority, at);
        };
    }

    /** Where there is no such office above, the next one up. */
    private Optional<Institution> ancestor(String authority, Institution at) {
        if (!authority.startsWith(ANCESTOR)) throw new IllegalStateException("nobody is meant by " + authority);
        var kind = new Institution.Kind(authority.substring(ANCESTOR.length()));
        return institutions.all(at.path()).stream()
                .filter(i -> i.kind().equals(kind) && i.id() != at.id())
                .max(Comparator.comparing(i -> i.path().size()))
                .or(() -> institutions.parent(at));
    }

    /**
     * How many people of a place are away already, if with this leave they are more than its ceiling allows (domain 1.2); the
     * controlling office may let go more. The ceiling is that of the first day; half a day counts half, and everybody where the
     * person works that day (C5).
     */
    Optional<Integer> ceiling(Draft draft) {
        return draft.sessions().sessions().stream()
                .collect(groupingBy(LeaveEffect.Half::institutionId))
                .entrySet()
                .stream()
                .flatMap(e -> institution(draft, e.getKey()).flatMap(at -> ceiling(draft, at, e.getValue())).stream())
                .max(Comparator.naturalOrder());
    }

    private Optional<Institution> institution(Draft draft, long id) {
        return id == draft.place().id() ? Optional.of(draft.place()) : table.institution(id);
    }

    private Optional<Integer> ceiling(Draft draft, Institution place, List<LeaveEffect.Half> sessions) {
        var day = draft.span().from();
        var said = said(place, day);
        if (said.isEmpty()) return Optional.empty();
        var most = said.get().endsWith("%")
                ? Math.max(
                        1,
                        table.people(place.id(), day)
                                * Integer.parseInt(said.get().replace("%", ""))
                                / 100)
                : Integer.parseInt(said.get());
        var away = table.away(place.id(), sessions, draft.person().id());
        return away.together() > 2 * most ? Optional.of((away.others() + 1) / 2) : Optional.empty();
    }

    /** Whether a ceiling holds where the person works for leave that begins as this one. */
    boolean hasCeiling(Leave leave) {
        return said(leave.place(), leave.from()).isPresent();
    }

    /** A number of people, or a share of them such as 10%. */
    private Optional<String> said(Institution place, LocalDate day) {
        return place.category()
                .map(c -> c == Institution.Category.ELEMENTARY
                        ? Setting.LEAVE_CEILING_ELEMENTARY
                        : Setting.LEAVE_CEILING_SECONDARY)
                .map(ceiling -> types.setting(place, ceiling, day))
                .filter(ceiling -> !ceiling.equals("0"));
    }
}
