package org.panjika.correction;

import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.panjika.access.Callers;
import org.panjika.attendance.CorrectionEffect;
import org.panjika.correction.Correction.State;
import org.panjika.correction.Correction.Verdict;
import org.panjika.correction.Ladder.Reason;
import org.panjika.correction.Ladder.Step;
import org.panjika.correction.Ladder.Tier;
import org.panjika.correction.Situations.Situation;
import org.panjika.correction.jdbc.CorrectionTable;
import org.panjika.correction.jdbc.CorrectionTable.Arrival;
import org.panjika.correction.jdbc.SlotTable;
import org.panjika.organisation.Officer;
import org.panjika.organisation.Staff;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.panjika.problem.Refused.FieldError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** The first authority of the ladder that may decides a request (RJ-7 to RJ-10, C12). */
@Service
public class CorrectionDecisions {

    /** Who it was where no person was at work. */
    static final String ENGINE = "engine";

    private static final Logger log = LoggerFactory.getLogger(CorrectionDecisions.class);

    private static final int LONGEST_REMARK = 1_000;

    private final CorrectionTable table;
    private final SlotTable slots;
    private final Authorities authorities;
    private final Situations situations;
    private final CorrectionEffect effect;
    private final CorrectionCases cases;
    private final CorrectionNotices notices;
    private final Officer officer;
    private final Callers callers;
    private final TransactionTemplate transaction;
    private final Clock clock;

    CorrectionDecisions(
            CorrectionTable table,
            SlotTable slots,
            Authorities authorities,
            Situations situations,
            CorrectionEffect effect,
            CorrectionCases cases,
            CorrectionNotices notices,
            Officer officer,
            Callers callers,
            TransactionTemplate transaction,
            Clock clock) {
        this.table = table;
        this.slots = slots;
        this.authorities = authorities;
        this.situations = situations;
        this.effect = effect;
        this.cases = cases;
        this.notices = notices;
        this.officer = officer;
        this.callers = callers;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * Logins of the people a request is about, and of who asked (C4): nobody joins them before the transaction ends. Empty
     * where there is no such request.
     */
    @Transactional
    public Set<String> concerned(UUID id) {
        return situations.locked(id).map(Correction::concernedLogins).orElse(Set.of());
    }

    /** Whether a request waits for an authority. */
    @Transactional
    public boolean waits(UUID id) {
        return situations.waits(id);
    }

    /** Whether an authority may decide a request now; once it has come to another, none below that one may. */
    public boolean mayDecide(String authority, UUID id) {
        var situation = situations.of(id);
        return Ladder.mayTake(authority, situation.request().authority(), situation.steps(), authorities.today());
    }

    /** Groups of the offices that decide for an authority. */
    public List<String> offices(String authority, UUID id) {
        var situation = situations.of(id);
        return situation.step(authority).map(step -> offices(situation, step)).orElse(List.of());
    }

    private List<String> offices(Situation situation, Step step) {
        return authorities.offices(
                situation.standing(), step, situation.request().concerned());
    }

    /** When a request moves on from an authority by itself; empty: never. */
    public Optional<Instant> deadline(String authority, UUID id) {
        return situations.of(id).step(authority).flatMap(authorities::deadline);
    }

    /**
     * A request has come to offices: that is written on its path, with the reasons why no authority below decides. One that waits
     * for nobody, though its case goes on, has come to none; a case that is for no request has a way of its own.
     *
     * @param deadline when it moves on by itself
     */
    @Transactional
    public void reached(UUID id, List<String> offices, Optional<Instant> deadline) {
        situations
                .find(id)
                .filter(situation -> situation.request().state() == State.PENDING)
                .ifPresent(situation -> reached(situation, offices, deadline));
    }

    private void reached(Situation situation, List<String> offices, Optional<Instant> deadline) {
        var id = situation.request().id();
        var authority = situation.steps().stream()
                .filter(step -> Set.copyOf(offices(situation, step)).equals(Set.copyOf(offices)))
                .map(Step::authority)
                .findFirst()
                // a task that an administrator inserted beside the ladder
                .orElseGet(() -> offices.stream()
                        .findFirst()
                        .map(CorrectionDecisions::function)
                        .orElse(ENGINE));
        var skipped = Ladder.below(authority, situation.steps(), authorities.today());
        var arrival = new Arrival(authority, offices, deadline, skipped);
        var now = now();
        table.reached(id, arrival, ENGINE, now);
        situations.arrived(id, arrival, now);
    }

    private static String function(String group) {
        var end = group.lastIndexOf('_');
        return end < 0 ? group : group.substring(0, end);
    }

    /**
     * An authority's word about a request, in the transaction of its task. Approved, the register reads so when this
     * returns, and a slot of the month is taken.
     *
     * @param seen the version the authority had before it; empty: not told
     * @return why the request has to leave this authority undecided: its window has passed, or its quota is used up
     * @throws Refused {@code own-correction} to who is concerned; {@code correction-remark-required}; {@code
     *     correction-not-pending}; {@code request-changed}; {@code correction-overtaken}
     */
    @Transactional
    public Optional<Reason> decide(
            UUID id, String decider, Verdict verdict, Optional<String> remark, Optional<Integer> seen) {
        var request = situations.locked(id).orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        if (request.state() != State.PENDING) throw new Refused(CorrectionProblem.CORRECTION_NOT_PENDING);
        refuseConcerned(request, decider);
        var said = remark.map(String::strip).filter(r -> !r.isEmpty());
        if (verdict != Verdict.APPROVED && said.isEmpty()) {
            throw new Refused(CorrectionProblem.CORRECTION_REMARK_REQUIRED);
        }
        if (said.filter(r -> r.length() > LONGEST_REMARK).isPresent()) {
            throw new Refused(CommonProblem.INVALID_FIELDS, Map.of(), List.of(new FieldError("remark", "too-long")));
        }
        if (seen.filter(v -> v != request.asked().version()).isPresent()) {
            throw new Refused(CorrectionProblem.REQUEST_CHANGED);
        }
        // whoever completes the task sits on the seat
        var tier = request.authority().flatMap(a -> authorities.tier(a, request.institution()));
        if (tier.isEmpty()) return Optional.of(Reason.NOT_FOR_THIS_KIND);
        if (authorities.passed(tier.get(), request.institution(), request.day())) {
            return Optional.of(Reason.WINDOW_PASSED);
        }
        if (verdict == Verdict.APPROVED) {
            if (!takeSlot(request, tier.get(), decider)) return Optional.of(Reason.QUOTA_USED);
            var changes = request.asked().lines().stream()
                    .map(Correction.Line::change)
                    .toList();
            effect.carryOut(id, request.institution(), request.day(), changes, decider);
        }
        var state = State.valueOf(verdict.name());
        var asked = table.decided(request, verdict.name(), state, said, decider, now(), authorities.today());
        situations.left(id);
        notices.decided(request, asked, verdict, said);
        return Optional.empty();
    }

    private void refuseConcerned(Correction request, String decider) {
        var caller = callers.find(decider).orElseThrow(() -> new Refused(CommonProblem.NOT_ALLOWED));
        if (caller.staff().map(Staff::id).filter(request.concerned()::contains).isPresent()) {
            throw new Refused(CorrectionProblem.OWN_CORRECTION);
        }
    }

    private boolean takeSlot(Correction request, Tier tier, String decider) {
        return tier.quota().isEmpty()
                || slots.take(
                        request.institution().id(),
                        YearMonth.now(clock),
                        tier.authority(),
                        tier.quota().get(),
                        request.id(),
                        decider,
                        now());
    }

    /**
     * Requests leave an authority whose seat has become vacant, or is held now by somebody concerned (C4); one whose holder is
     * merely away waits until the window passes (C12). Each by itself: one that is just being decided keeps none of the others, and one that comes to an office meanwhile is left in peace.
     */
    public void moveOnFromEmptySeats() {
        var offices = table.officesWithDeadline();
        for (var request : table.undecidable(offices, officer.seated(offices))) {
            try {
                transaction.executeWithoutResult(status -> {
                    if (table.keep(request)) cases.moveOn(request.id());
                });
            } catch (RuntimeException e) {
                log.warn("correction {} stays where it is until the next day begins", request.id(), e);
            }
        }
    }

    /** Returned requests whose case an administrator has ended wait in a new one, so that they lapse as all others (C12). */
    public void waitAnew() {
        for (var id : table.returned()) {
            try {
                transaction.executeWithoutResult(status -> table.lock(id)
                        .filter(request -> request.state() == State.RETURNED)
                        .ifPresent(r -> cases.waitAnew(id, r.institution(), r.day(), r.since())));
            } catch (RuntimeException e) {
                log.warn("returned correction {} has no case until the next day begins", id, e);
            }
        }
    }

    /** The windows of requests that wait end as the calendar has it now (C12); what has passed stays passed. */
    public void followCalendar() {
        var waiting = table.dated(clock.instant());
        var deadlines = authorities.deadlines(waiting);
        for (var request : waiting) {
            var deadline = deadlines.getOrDefault(request.id(), request.deadline());
            if (deadline.equals(request.deadline())) continue;
            try {
                transaction.executeWithoutResult(status -> {
                    if (table.redate(request, deadline)) cases.redate(request.id(), deadline);
                });
            } catch (RuntimeException e) {
                log.warn("correction {} stays where it is until {}", request.id(), request.deadline(), e);
            }
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
