package org.panjika.attendance;

import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.panjika.access.Caller;
import org.panjika.access.Callers;
import org.panjika.attendance.jdbc.ExceptionTable;
import org.panjika.attendance.jdbc.ExceptionTable.Case;
import org.panjika.attendance.jdbc.MarkTable;
import org.panjika.attendance.jdbc.PersonDayTable;
import org.panjika.attendance.jdbc.PersonDayTable.Key;
import org.panjika.notices.Notice;
import org.panjika.notices.Notices;
import org.panjika.organisation.CompetentOffice;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
import org.panjika.organisation.Officer;
import org.panjika.organisation.Staff;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.panjika.problem.Refused.FieldError;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Doubtful marks and missing OUTs are decided as a list: one case for an institution and day (C11). */
@Service
public class ExceptionCases {

    private final ExceptionTable table;
    private final MarkTable marks;
    private final PersonDayTable days;
    private final HeadsAway headsAway;
    private final Institutions institutions;
    private final Officer officer;
    private final CompetentOffice office;
    private final Callers callers;
    private final Clock clock;
    private final Notices notices;
    private final ApplicationEventPublisher events;

    ExceptionCases(
            ExceptionTable table,
            MarkTable marks,
            PersonDayTable days,
            HeadsAway headsAway,
            Institutions institutions,
            Officer officer,
            CompetentOffice office,
            Callers callers,
            Clock clock,
            Notices notices,
            ApplicationEventPublisher events) {
        this.table = table;
        this.marks = marks;
        this.days = days;
        this.headsAway = headsAway;
        this.institutions = institutions;
        this.officer = officer;
        this.office = office;
        this.callers = callers;
        this.clock = clock;
        this.notices = notices;
        this.events = events;
    }

    /** Somebody's word on one mark; a rejection says why. */
    public record Decision(UUID markId, Mark.Decision decision, Optional<String> remark) {}

    /**
     * What waits in a case, by who decides.
     *
     * @param theHeads for whoever acts at the head: not the own marks, nor those of the head for whom another officiates, nor
     *     contested ones (C4); nothing where nobody acts, or the head was silent (C11)
     * @param theOffices all else, for the office above
     */
    public record Lists(List<DoubtfulMark> theHeads, List<DoubtfulMark> theOffices) {

        private List<DoubtfulMark> all() {
            return Stream.concat(theHeads.stream(), theOffices.stream()).toList();
        }
    }

    public Lists lists(UUID caseId) {
        return lists(find(caseId));
    }

    private Lists lists(Case found) {
        var waiting = table.undecided(found, LocalDate.now(clock));
        if (found.left() || waiting.isEmpty()) return new Lists(List.of(), waiting);
        var place = institutions.find(found.institutionId()).orElseThrow();
        var theHeads = office.isHeads(
                place, waiting.stream().map(DoubtfulMark::staffId).toList());
        var lists = waiting.stream()
                .collect(Collectors.partitioningBy(
                        m -> theHeads.contains(m.staffId()) && m.contested().isEmpty()));
        return new Lists(lists.get(true), lists.get(false));
    }

    /** The head was silent: all of the case is the office above's, whatever joins it (C11). */
    @Transactional
    public void leftByTheHead(UUID caseId) {
        table.leave(caseId, clock.instant());
    }

    /** Whoever is to be asked about what waits is asked soon. */
    @Transactional
    public void lookAgain(UUID caseId) {
        table.tellAgain(caseId);
        events.publishEvent(new MarksInDoubt());
    }

    /** Where another acts at the head by now, or nobody, who is to be asked is found afresh (C4). */
    @Transactional
    public void followSeats() {
        if (table.tellAgainOfNewHeads(LocalDate.now(clock)) > 0) events.publishEvent(new MarksInDoubt());
    }

    /** Whoever is to be asked about a case has been. */
    @Transactional
    public void asked(UUID caseId) {
        table.told(caseId, LocalDate.now(clock));
    }

    /** The group of the office above, which decides where the head may not or did not (C4). */
    public String groupAbove(UUID caseId) {
        var place = place(caseId);
        var head = officer.inCharge(place).map(seat -> seat.officiatesFor().orElse(seat.person()));
        return office.above(place, head.map(Staff::id));
    }

    /** Confirms everything in the case that the decider may decide. */
    @Transactional
    public void confirmAll(UUID caseId, String decider) {
        var caller = caller(decider);
        var found = find(caseId);
        var lists = lists(found);
        var theirs = isHead(caller, found) ? lists.theHeads() : lists.theOffices();
        var decisions = theirs.stream()
                .filter(m -> !caller.is(m.staffId()))
                .map(m -> new Decision(m.id(), Mark.Decision.CONFIRMED, Optional.empty()))
                .toList();
        settle(caseId, decider, decisions);
    }

    /**
     * Writes decisions and what the days read by them, in the caller's transaction.
     *
     * @throws Refused {@code decision-incomplete} for a rejection without a remark, {@code not-in-this-case} for a mark that
     *     does not wait here, {@code decided-twice} for one that is named twice, {@code own-case} for the decider's own mark or
     *     one that is the parent office's to decide
     */
    @Transactional
    public void settle(UUID caseId, String decider, List<Decision> decisions) {
        var caller = caller(decider);
        var found = find(caseId);
        var lists = lists(found);
        var isHead = isHead(caller, found);
        // what the head has yet to decide does not wait in the list of the office above
        var waiting = (isHead ? lists.all() : lists.theOffices())
                .stream().collect(Collectors.toMap(DoubtfulMark::id, m -> m));
        var decided = new HashSet<UUID>();
        for (var decision : decisions) {
            var mark = waiting.get(decision.markId());
            if (mark == null) throw new Refused(AttendanceProblem.NOT_IN_THIS_CASE);
            if (!decided.add(mark.id())) {
                throw new Refused(AttendanceProblem.DECIDED_TWICE, Map.of("employeeCode", mark.employeeCode()));
            }
            if (caller.is(mark.staffId()) || isHead && !lists.theHeads().contains(mark)) {
                throw new Refused(AttendanceProblem.OWN_CASE);
            }
            if (decision.decision() == Mark.Decision.REJECTED
                    && decision.remark().filter(r -> !r.isBlank()).isEmpty()) {
                throw new Refused(AttendanceProblem.DECISION_INCOMPLETE, Map.of("employeeCode", mark.employeeCode()));
            }
        }
        if (decisions.isEmpty()) return;
        var keys = decisions.stream()
                .map(d -> new Key(waiting.get(d.markId()).employeeCode(), found.day()))
                .collect(Collectors.toSet());
        var before = days.lock(keys);
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        table.decide(found, decisions, waiting, decider, now);
        // Read again: the decisions are facts now.
        var changed = days.lock(keys);
        days.project(changed, now);
        headsAway.follow(before, changed);
        var onLeave = MarkedOnLeave.since(before, changed, LocalDate.now(clock));
        if (!onLeave.isEmpty()) events.publishEvent(new MarkedOnLeave(onLeave));
        notices.tell(decisions.stream()
                .filter(d -> d.decision() == Mark.Decision.REJECTED)
                .map(d -> told(found, waiting.get(d.markId()), d))
                .toList());
    }

    /** C11: who is not believed is told so and why, and may contest it. */
    private static Notice told(Case of, DoubtfulMark mark, Decision rejection) {
        return new Notice(
                mark.staffId(),
                mark.inDoubt() ? "mark-rejected" : "missing-out-rejected",
                Map.of("day", of.day(), "remark", rejection.remark().orElseThrow()),
                "/staff/" + mark.employeeCode() + "/attendance/" + YearMonth.from(of.day()));
    }

    /** Closes the case if nothing waits in it any more. */
    @Transactional
    public boolean close(UUID caseId) {
        return table.close(find(caseId), LocalDate.now(clock), clock.instant());
    }

    /**
     * The person contests the rejection of the own mark, or of the afternoon for want of an OUT, each once; the parent
     * office decides.
     *
     * @throws Refused {@code not-found} if it is not the caller's mark, {@code nothing-to-contest} if it was not rejected or
     *     another stands in its place (BR-8), {@code already-contested}
     */
    @Transactional
    public void contest(Caller caller, UUID markId, String text) {
        if (text.isBlank()) {
            throw new Refused(CommonProblem.INVALID_FIELDS, Map.of(), List.of(new FieldError("text", "reason-needed")));
        }
        var own = caller.staff().map(Staff::employeeCode);
        var mark = marks.find(markId)
                .filter(m -> own.equals(Optional.of(m.employeeCode())))
                .orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        var about = table.rejected(mark).orElseThrow(() -> new Refused(AttendanceProblem.NOTHING_TO_CONTEST));
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (!table.contest(mark, about, caller.login(), text, now))
            throw new Refused(AttendanceProblem.ALREADY_CONTESTED);
        events.publishEvent(new MarksInDoubt());
    }

    private static boolean isHead(Caller caller, Case of) {
        return caller.headed().stream().anyMatch(i -> i.id() == of.institutionId());
    }

    /** The institution in whose register the marks of a case stand. */
    public Institution place(UUID caseId) {
        return institutions.find(find(caseId).institutionId()).orElseThrow();
    }

    private Case find(UUID caseId) {
        return table.find(caseId).orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
    }

    private Caller caller(String login) {
        return callers.find(login).orElseThrow(() -> new Refused(CommonProblem.NOT_ALLOWED));
    }
}
