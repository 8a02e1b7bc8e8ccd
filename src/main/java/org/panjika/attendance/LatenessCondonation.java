package org.panjika.attendance;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.panjika.access.Caller;
import org.panjika.access.Callers;
import org.panjika.attendance.Condonation.State;
import org.panjika.attendance.Punctuality.Verdict;
import org.panjika.attendance.jdbc.CondonationTable;
import org.panjika.notices.Notice;
import org.panjika.notices.Notices;
import org.panjika.organisation.CompetentOffice;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
import org.panjika.organisation.Staff;
import org.panjika.organisation.StaffList;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.panjika.problem.Refused.FieldError;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Lateness is permitted beforehand or condoned afterwards, with a reason (BR-20, C4). */
@Service
public class LatenessCondonation {

    private static final int LONGEST_REASON = 500;

    private final CondonationTable table;
    private final PunctualityMonths months;
    private final CondonationProcess process;
    private final CompetentOffice office;
    private final StaffList staffList;
    private final Institutions institutions;
    private final Callers callers;
    private final Notices notices;
    private final Clock clock;

    LatenessCondonation(
            CondonationTable table,
            PunctualityMonths months,
            CondonationProcess process,
            CompetentOffice office,
            StaffList staffList,
            Institutions institutions,
            Callers callers,
            Notices notices,
            Clock clock) {
        this.table = table;
        this.months = months;
        this.process = process;
        this.office = office;
        this.staffList = staffList;
        this.institutions = institutions;
        this.callers = callers;
        this.notices = notices;
        this.clock = clock;
    }

    /**
     * A request as it stands.
     *
     * @param fresh false where this very request had been made before
     */
    public record Asked(Condonation condonation, boolean fresh) {}

    /**
     * The caller asks that the own lateness of a day be condoned, once; the same request again is answered as it stands.
     *
     * @param reason not blank, at most 500 characters
     * @throws Refused {@code not-found} to who is not staff, {@code invalid-fields}, {@code nothing-to-condone} where the day
     *     costs nothing, {@code already-condoned}, {@code condonation-asked}, {@code id-reused}
     */
    @Transactional
    public Asked ask(Caller caller, UUID id, LocalDate day, String reason) {
        var person = caller.staff().orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        var earlier = table.find(id);
        if (earlier.isPresent()) return new Asked(same(earlier.get(), person, day, reason), false);
        mustBeReason(reason);
        var standing = table.of(person.id(), day);
        if (standing.flatMap(Condonation::requestId).isPresent()) throw new Refused(LatenessProblem.CONDONATION_ASKED);
        if (standing.filter(c -> c.state().lenient()).isPresent()) throw new Refused(LatenessProblem.ALREADY_CONDONED);
        mustCost(person, day);
        var place = place(person, day);
        if (!table.ask(id, person.id(), day, place.id(), reason.strip(), caller.login(), now())) {
            throw new Refused(LatenessProblem.CONDONATION_ASKED);
        }
        process.start(id, place, day);
        return new Asked(table.find(id).orElseThrow(), true);
    }

    /**
     * The head, or the office above where C4 says so, permits the lateness of a day that has not come or on which the person
     * has not come late yet, else condones it. The same said again is answered as it stands.
     *
     * @param reason not blank, at most 500 characters
     * @throws Refused {@code not-found} and {@code not-allowed} to who does not decide about the person, {@code own-lateness},
     *     {@code invalid-fields}, {@code condonation-waits} where the person has asked, {@code already-condoned},
     *     {@code nothing-to-condone}
     */
    @Transactional
    public Condonation grant(Caller caller, String employeeCode, LocalDate day, String reason) {
        var person = staffList.find(employeeCode).orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        if (caller.is(person.id())) throw new Refused(LatenessProblem.OWN_LATENESS);
        var place = place(person, day);
        if (!caller.supervises(place)) {
            throw new Refused(caller.knows(place) ? CommonProblem.NOT_ALLOWED : CommonProblem.NOT_FOUND);
        }
        if (!mayGrant(caller, person, place)) throw caller.refused(place);
        mustBeReason(reason);
        var standing = table.of(person.id(), day);
        if (standing.filter(c -> c.state() == State.PENDING).isPresent()) {
            throw new Refused(LatenessProblem.CONDONATION_WAITS);
        }
        if (standing.filter(c -> c.state().lenient()).isPresent()) return sameWord(standing.get(), caller, reason);
        var late = months.ofDay(person.id(), day)
                .filter(v -> v.day().lateMinutes() > 0)
                .isPresent();
        if (late) mustCost(person, day);
        else if (day.isBefore(LocalDate.now(clock))) throw nothing(day);
        var said = new Condonation(
                person.id(),
                day,
                place.id(),
                late ? State.CONDONED : State.PERMITTED,
                Optional.empty(),
                Optional.empty(),
                Optional.of(reason.strip()),
                Optional.of(caller.login()));
        if (!table.decide(said, now())) throw new Refused(LatenessProblem.ALREADY_CONDONED);
        tell(person, said);
        return said;
    }

    /**
     * Decides a request, in the caller's transaction.
     *
     * @param remark compulsory for a refusal
     * @throws Refused {@code own-lateness}, {@code remark-needed}, {@code condonation-asked} if it is decided already
     */
    @Transactional
    public void decide(UUID requestId, String decider, boolean condone, Optional<String> remark) {
        var request = find(requestId);
        var caller = callers.find(decider).orElseThrow(() -> new Refused(CommonProblem.NOT_ALLOWED));
        if (caller.is(request.staffId())) {
            throw new Refused(LatenessProblem.OWN_LATENESS);
        }
        var why = remark.map(String::strip).filter(r -> !r.isEmpty());
        if (!condone && why.isEmpty()) throw new Refused(LatenessProblem.REMARK_NEEDED);
        var said = new Condonation(
                request.staffId(),
                request.day(),
                request.institutionId(),
                condone ? State.CONDONED : State.REFUSED,
                Optional.of(requestId),
                request.asked(),
                why,
                Optional.of(decider));
        if (!table.decide(said, now())) throw new Refused(LatenessProblem.CONDONATION_ASKED);
        tell(staffList.find(request.staffId()).orElseThrow(), said);
    }

    private void tell(Staff person, Condonation said) {
        notices.tell(List.of(new Notice(
                person.id(),
                "lateness-" + said.state().name().toLowerCase(Locale.ROOT),
                Map.of("day", said.day(), "remark", said.remark().orElse("")),
                "/staff/" + person.employeeCode() + "/attendance/" + YearMonth.from(said.day()))));
    }

    /**
     * A request, for the person and for whoever supervises the place.
     *
     * @throws Refused {@code not-found} for everybody else
     */
    public Condonation find(Caller caller, UUID requestId) {
        return table.find(requestId)
                .filter(c -> caller.is(c.staffId())
                        || institutions
                                .find(c.institutionId())
                                .filter(caller::supervises)
                                .isPresent())
                .orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
    }

    /** A request with everything its decider must know. */
    public record Question(
            Condonation request,
            Staff person,
            Institution place,
            Optional<Verdict> now,
            Optional<Verdict> ifCondoned) {}

    public Question question(UUID requestId) {
        var request = find(requestId);
        return new Question(
                request,
                staffList.find(request.staffId()).orElseThrow(),
                place(request),
                months.ofDay(request.staffId(), request.day()),
                PunctualityMonths.on(months.ofPersonIfCondoned(request.staffId(), request.day()), request.day()));
    }

    /** Whether the request is the head's to decide: a seat that is held, by somebody else (C4). */
    public boolean headMayDecide(UUID requestId) {
        var request = find(requestId);
        return office.isHeads(place(request), Optional.of(request.staffId()));
    }

    /** The group of the office above that decides where the head may not or did not (C4). */
    public String groupAbove(UUID requestId) {
        var request = find(requestId);
        return office.above(place(request), Optional.of(request.staffId()));
    }

    /** What stands about a person's days of a month. */
    List<Condonation> ofMonth(long staffId, YearMonth month) {
        return table.ofMonth(staffId, month);
    }

    /** Whether the caller permits and condones what the person does there. */
    boolean mayGrant(Caller caller, Staff person, Institution place) {
        return !caller.is(person.id()) && caller.actsFor(office.at(place, Optional.of(person.id())));
    }

    private static Condonation same(Condonation earlier, Staff person, LocalDate day, String reason) {
        var same = earlier.staffId() == person.id()
                && earlier.day().equals(day)
                && earlier.asked().equals(Optional.of(reason.strip()));
        if (!same) throw new Refused(CommonProblem.ID_REUSED);
        return earlier;
    }

    private static Condonation sameWord(Condonation earlier, Caller caller, String reason) {
        var same = earlier.remark().equals(Optional.of(reason.strip()))
                && earlier.decidedBy().equals(Optional.of(caller.login()));
        if (!same) throw new Refused(LatenessProblem.ALREADY_CONDONED);
        return earlier;
    }

    private static void mustBeReason(String reason) {
        if (reason.isBlank()) throw wrong("reason-needed");
        if (reason.length() > LONGEST_REASON) throw wrong("too-long");
    }

    private static Refused wrong(String code) {
        return new Refused(CommonProblem.INVALID_FIELDS, Map.of(), List.of(new FieldError("reason", code)));
    }

    private void mustCost(Staff person, LocalDate day) {
        if (months.ofDay(person.id(), day).filter(v -> v.reason().condonable()).isEmpty()) throw nothing(day);
    }

    private static Refused nothing(LocalDate day) {
        return new Refused(LatenessProblem.NOTHING_TO_CONDONE, Map.of("day", day));
    }

    private Institution place(Staff person, LocalDate day) {
        return table.placeOf(person.id(), day)
                .flatMap(institutions::find)
                .or(() -> staffList.placeOfWork(person, day))
                .orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
    }

    private Institution place(Condonation request) {
        return institutions.find(request.institutionId()).orElseThrow();
    }

    private Condonation find(UUID requestId) {
        return table.find(requestId).orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
