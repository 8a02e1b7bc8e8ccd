package org.panjika.attendance;

import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.panjika.access.Caller;
import org.panjika.attendance.jdbc.DutyOrderTable;
import org.panjika.attendance.jdbc.DutyOrderTable.Recorded;
import org.panjika.attendance.jdbc.PersonDayTable;
import org.panjika.attendance.jdbc.PersonDayTable.Key;
import org.panjika.organisation.CompetentOffice;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
import org.panjika.organisation.Officiating;
import org.panjika.organisation.Staff;
import org.panjika.organisation.StaffList;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.panjika.problem.Refused.FieldError;
import org.panjika.storage.ContentHash;
import org.panjika.storage.FileStore;
import org.panjika.storage.Scans;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Orders to be on duty elsewhere: entered by the head for own staff, for the head by the office above (BR-5, C4, C8). */
@Service
public class DutyOrders {

    private static final int LONGEST_DAYS = 366;
    private static final int LONGEST_PLACE = 200;
    private static final int LONGEST_NUMBER = 100;
    private static final int MOST_SCANS = 10;

    private final DutyOrderTable table;
    private final PersonDayTable days;
    private final StaffList staffList;
    private final Officiating officiating;
    private final Institutions institutions;
    private final CompetentOffice office;
    private final FileStore files;
    private final Scans scans;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    DutyOrders(
            DutyOrderTable table,
            PersonDayTable days,
            StaffList staffList,
            Officiating officiating,
            Institutions institutions,
            CompetentOffice office,
            FileStore files,
            Scans scans,
            Clock clock,
            ApplicationEventPublisher events) {
        this.table = table;
        this.days = days;
        this.staffList = staffList;
        this.officiating = officiating;
        this.institutions = institutions;
        this.office = office;
        this.files = files;
        this.scans = scans;
        this.clock = clock;
        this.events = events;
    }

    /**
     * An order as it is entered.
     *
     * @param to the last day, at most 366 days from the first
     * @param weekdays empty: all; likewise {@code sessions}
     * @param officiating employee code of who officiates while it takes a head away for whole days; empty: the longest in service
     *     who is there (C3). Refused where it takes no head away for a whole day from today on, of who works elsewhere, and of
     *     who is away on any of the days
     * @param scans what POST /files answered to the caller, 64 hexadecimal digits each
     */
    public record Draft(
            UUID id,
            String employeeCode,
            String place,
            LocalDate from,
            LocalDate to,
            Set<DayOfWeek> weekdays,
            Set<Session> sessions,
            String orderNumber,
            Optional<String> officiating,
            List<String> scans) {}

    /**
     * An order that stands.
     *
     * @param fresh false where this very order had been entered before
     */
    public record Entered(Recorded order, boolean fresh) {}

    /**
     * Enters an order. Marks of duty that waited for nothing but it are confirmed by it; where it takes the head away for whole
     * days, who is named or the longest in service who is there officiates on those to come (C3). The same id with the same content again
     * gives the first order.
     *
     * @throws Refused {@code not-found}, {@code not-allowed} to who is neither head of the place of work nor acts for that
     *     office (C4), {@code own-duty-order}, {@code id-reused}, {@code invalid-fields}
     */
    @Transactional
    public Entered enter(Caller caller, Draft draft) {
        var person = staffList.find(draft.employeeCode()).orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        var place = placeToActFor(caller, person);
        var hash = contentHash(draft);
        var existing = table.find(draft.id());
        if (existing.isPresent()) return again(existing.get(), hash);
        var order = checked(caller, draft, person, place);
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var away = order.wholeDaysFrom(LocalDate.ofInstant(now, clock.getZone()));
        var deputy =
                draft.officiating().map(code -> named(code, order, place, away)).or(() -> seniorMost(order, away));
        if (!table.insert(order, deputy, hash, caller.login(), now)) {
            return again(table.find(draft.id()).orElseThrow(), hash);
        }
        settle(order, person, caller.login(), now);
        deputy.ifPresent(other -> officiating.name(order.staffId(), order.institutionId(), other, away));
        return new Entered(table.find(draft.id()).orElseThrow(), true);
    }

    /**
     * Ends an order from now on; marks made under it stay as they are, and the head is back on the seat. Cancelling again changes
     * nothing.
     *
     * @throws Refused {@code not-found}, {@code not-allowed}, {@code own-duty-order}
     */
    @Transactional
    public Recorded cancel(Caller caller, UUID id) {
        var found = find(caller, id);
        var person = staffList.find(found.order().staffId()).orElseThrow();
        mustActFor(caller, person, institution(found));
        table.cancel(found, caller.login(), clock.instant().truncatedTo(ChronoUnit.MICROS));
        if (!found.cancelled()) endOfficiating(found);
        return table.find(id).orElseThrow();
    }

    /**
     * One order, for the person and for whoever supervises the institution.
     *
     * @throws Refused {@code not-found} for everybody else
     */
    public Recorded find(Caller caller, UUID id) {
        return table.find(id)
                .filter(o -> own(caller, o.order().staffId()) || caller.supervises(institution(o)))
                .orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
    }

    /**
     * The scan of an order.
     *
     * @throws Refused {@code not-found}
     */
    public byte[] scan(Caller caller, UUID id, String hash) {
        return ContentHash.parse(hash)
                .filter(find(caller, id).order().scans()::contains)
                .flatMap(files::read)
                .orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
    }

    /**
     * The orders of an institution's people, newest first, from before an entry number on.
     *
     * @throws Refused {@code not-found} outside the seats held today; {@code not-allowed} to who merely works there
     */
    public List<Recorded> ofInstitution(Caller caller, String code, long before, int atMost) {
        return table.ofInstitution(visible(caller, code).id(), before, atMost);
    }

    /**
     * A person's orders, newest first, from before an entry number on.
     *
     * @throws Refused {@code not-found} outside the seats held today; {@code not-allowed} to a colleague
     */
    public List<Recorded> ofPerson(Caller caller, String employeeCode, long before, int atMost) {
        var person = staffList.find(employeeCode).orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        if (!own(caller, person.id())) mustKnow(places(person), caller, caller::supervises);
        return table.ofPerson(person.id(), before, atMost);
    }

    /** The orders that hold for a person on a day. */
    public List<DutyOrder> inForce(Staff person, LocalDate day) {
        var key = new Key(person.employeeCode(), day);
        return table.inForce(List.of(key)).getOrDefault(key, List.of());
    }

    /**
     * The institution, if its orders may be seen.
     *
     * @throws Refused {@code not-found}, {@code not-allowed}
     */
    public Institution visible(Caller caller, String code) {
        var institution = institutions.find(code).orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        mustKnow(List.of(institution), caller, caller::supervises);
        return institution;
    }

    /** Those of several members of staff, by key, whose orders at a place of work the caller may enter and cancel. */
    public Set<Long> mayEnter(Caller caller, Collection<Long> staff, Institution place) {
        var offices = office.at(place, staff);
        var heads = officiating.heads(staff, place.id(), LocalDate.now(clock));
        return staff.stream()
                .filter(id -> !own(caller, id)
                        && caller.actsFor(heads.contains(id) ? office.above(place, Optional.of(id)) : offices.get(id)))
                .collect(Collectors.toSet());
    }

    /** Whether any of some people heads the place, so that somebody officiates while an order takes that one away. */
    public boolean takesAHead(Collection<Staff> people, Institution place) {
        var ids = people.stream().map(Staff::id).toList();
        return !officiating.heads(ids, place.id(), LocalDate.now(clock)).isEmpty();
    }

    private long named(String code, DutyOrder order, Institution place, List<LocalDate> away) {
        var other = staffList.find(code);
        officiating.objection(order.staffId(), place.id(), other, away).ifPresent(why -> {
            var wrong = List.of(new FieldError("officiating", why.code()));
            throw new Refused(CommonProblem.INVALID_FIELDS, Map.of(), wrong);
        });
        return other.orElseThrow().id();
    }

    /** C3: an order that takes a head away for whole days leaves the seat to the longest in service who is there. */
    private Optional<Long> seniorMost(DutyOrder order, List<LocalDate> away) {
        return away.isEmpty()
                ? Optional.empty()
                : officiating.seniorMost(
                        order.staffId(), order.institutionId(), away.get(0), away.get(away.size() - 1));
    }

    private void endOfficiating(Recorded ended) {
        var order = ended.order();
        ended.officiating()
                .ifPresent(other -> officiating.end(
                        order.staffId(),
                        order.institutionId(),
                        other.id(),
                        order.from(),
                        order.to(),
                        LocalDate.now(clock)));
    }

    // ——— who ———

    private Institution placeToActFor(Caller caller, Staff person) {
        var places = places(person);
        mustKnow(places, caller, p -> own(caller, person.id()) || actsFor(caller, person, p));
        if (own(caller, person.id())) throw new Refused(AttendanceProblem.OWN_DUTY_ORDER);
        return places.stream()
                .filter(p -> actsFor(caller, person, p))
                .findFirst()
                .orElseThrow();
    }

    private void mustActFor(Caller caller, Staff person, Institution place) {
        if (own(caller, person.id())) throw new Refused(AttendanceProblem.OWN_DUTY_ORDER);
        if (!actsFor(caller, person, place)) throw caller.refused(place);
    }

    private static void mustKnow(List<Institution> places, Caller caller, Predicate<Institution> allowed) {
        if (places.stream().anyMatch(allowed)) return;
        throw places.stream()
                .filter(caller::knows)
                .findFirst()
                .map(caller::refused)
                .orElseGet(() -> new Refused(CommonProblem.NOT_FOUND));
    }

    /** About a head the office above has the word, also while another officiates (C4). */
    private boolean actsFor(Caller caller, Staff person, Institution place) {
        var about = Optional.of(person.id());
        var isHead = !officiating
                .heads(List.of(person.id()), place.id(), LocalDate.now(clock))
                .isEmpty();
        return caller.actsFor(isHead ? office.above(place, about) : office.at(place, about));
    }

    private List<Institution> places(Staff person) {
        var places = staffList.placesOfWork(person);
        return places.isEmpty() ? staffList.placeOfWork(person).stream().toList() : places;
    }

    private Institution institution(Recorded order) {
        return institutions.find(order.order().institutionId()).orElseThrow();
    }

    private static boolean own(Caller caller, long staffId) {
        return caller.staff().filter(s -> s.id() == staffId).isPresent();
    }

    // ——— what ———

    private static Entered again(Recorded existing, byte[] hash) {
        if (!Arrays.equals(existing.contentHash(), hash)) throw new Refused(CommonProblem.ID_REUSED);
        return new Entered(existing, false);
    }

    private DutyOrder checked(Caller caller, Draft draft, Staff person, Institution place) {
        var wrong = new ArrayList<FieldError>();
        var where = draft.place().strip();
        var number = draft.orderNumber().strip();
        check(wrong, "place", !where.isEmpty(), "invalid");
        check(wrong, "place", where.length() <= LONGEST_PLACE, "too-long");
        check(wrong, "orderNumber", !number.isEmpty(), "invalid");
        check(wrong, "orderNumber", number.length() <= LONGEST_NUMBER, "too-long");
        check(wrong, "to", !draft.to().isBefore(draft.from()), "before-from");
        check(wrong, "to", ChronoUnit.DAYS.between(draft.from(), draft.to()) < LONGEST_DAYS, "longer-than-a-year");
        check(wrong, "attachments", draft.scans().size() <= MOST_SCANS, "too-long");
        var sent = draft.scans().stream()
                .distinct()
                .flatMap(hex -> scans.sent(caller.login(), hex).stream())
                .toList();
        check(wrong, "attachments", sent.size() == Set.copyOf(draft.scans()).size(), "unknown-file");
        if (!wrong.isEmpty()) throw new Refused(CommonProblem.INVALID_FIELDS, Map.of(), wrong);
        return new DutyOrder(
                draft.id(),
                person.id(),
                place.id(),
                where,
                draft.from(),
                draft.to(),
                draft.weekdays().isEmpty() ? EnumSet.allOf(DayOfWeek.class) : draft.weekdays(),
                draft.sessions().isEmpty() ? EnumSet.allOf(Session.class) : draft.sessions(),
                number,
                sent);
    }

    private static void check(Collection<FieldError> wrong, String field, boolean right, String code) {
        if (!right && wrong.stream().noneMatch(w -> w.field().equals(field))) wrong.add(new FieldError(field, code));
    }

    private static byte[] contentHash(Draft draft) {
        var content = ContentHash.ofParts(
                draft.employeeCode(),
                draft.place(),
                draft.from(),
                draft.to(),
                new TreeSet<>(draft.weekdays()),
                new TreeSet<>(draft.sessions()),
                draft.orderNumber(),
                draft.scans());
        return draft.officiating()
                .map(named -> ContentHash.ofParts(content.hex(), named))
                .orElse(content)
                .bytes();
    }

    // ——— marks that were there before the order ———

    private void settle(DutyOrder order, Staff person, String by, Instant now) {
        var today = LocalDate.ofInstant(now, clock.getZone());
        var last = order.to().isAfter(today) ? today : order.to();
        if (last.isBefore(order.from())) return;
        var keys = order.from()
                .datesUntil(last.plusDays(1))
                .filter(order::holdsOn)
                .map(day -> new Key(person.employeeCode(), day))
                .toList();
        // Locked before the marks are looked for: a mark that comes at this moment sees the order, or is seen here.
        var locked = days.lock(keys);
        var waiting = table.waitingFor(order);
        if (waiting.isEmpty()) return;
        var confirmed = new ArrayList<UUID>();
        var changed = new ArrayList<PersonDay>();
        for (var day : locked) {
            var settled = day.marks().stream()
                    .filter(m -> waiting.contains(m.id()) && settledBy(order, m, day))
                    .toList();
            settled.forEach(m -> confirmed.add(m.id()));
            if (!settled.isEmpty()) changed.add(day);
        }
        if (confirmed.isEmpty()) return;
        table.confirm(order, confirmed, by, order.orderNumber(), now);
        days.project(days.withFacts(changed), now);
        events.publishEvent(new MarksInDoubt());
    }

    /** Whether nothing else is against the mark, and the order covers it or the coming that it is the going of. */
    static boolean settledBy(DutyOrder order, Mark mark, PersonDay day) {
        var hours = day.place().hours();
        var in = new MarkPolicy.Day(day.marks(), List.of()).effective(Mark.Kind.IN);
        var others = mark.doubts().stream()
                .filter(d -> d != Mark.Doubt.NO_DUTY_ORDER && (d != Mark.Doubt.NO_IN || in.isEmpty()));
        var came = in.filter(m -> mark.kind() == Mark.Kind.OUT && m.mode() == Mark.Mode.ON_DUTY);
        return others.findAny().isEmpty()
                && (order.covers(day.day(), hours.session(mark.capturedAt()))
                        || came.filter(m -> order.covers(day.day(), hours.session(m.capturedAt())))
                                .isPresent());
    }
}
