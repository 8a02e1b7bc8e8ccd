package org.panjika.leave;

import static java.util.stream.Collectors.toSet;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.panjika.access.Caller;
import org.panjika.access.Callers;
import org.panjika.attendance.LeaveEffect;
import org.panjika.attendance.Session;
import org.panjika.leave.Drafts.Draft;
import org.panjika.leave.Leave.State;
import org.panjika.leave.LeaveSpan.HalfDay;
import org.panjika.leave.jdbc.LeaveTable;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Approved leave is taken back, ends earlier, or costs another number of days because the calendar changed (C13, C14). */
@Service
public class LeaveReturns {

    /** Stands where an office that did not agree says why. */
    private static final String CASE_ENDED = "case ended";

    private final LeaveTable table;
    private final LeaveApplications applications;
    private final Drafts drafts;
    private final LeaveBooks books;
    private final LeaveDeciders deciders;
    private final LeaveCases cases;
    private final LeaveEffect effect;
    private final LeaveNotices notices;
    private final Callers callers;
    private final Clock clock;

    LeaveReturns(
            LeaveTable table,
            LeaveApplications applications,
            Drafts drafts,
            LeaveBooks books,
            LeaveDeciders deciders,
            LeaveCases cases,
            LeaveEffect effect,
            LeaveNotices notices,
            Callers callers,
            Clock clock) {
        this.table = table;
        this.applications = applications;
        this.drafts = drafts;
        this.books = books;
        this.deciders = deciders;
        this.cases = cases;
        this.effect = effect;
        this.notices = notices;
        this.callers = callers;
        this.clock = clock;
    }

    /**
     * Approved leave is taken back as a whole, by counter-entries: by the office at any time, by the person until it is over. To
     * the person days to come are free at once; days that are over when the office agrees.
     *
     * @throws Refused {@code leave-state} unless it is approved; {@code leave-not-running} to the person once it is over;
     *     {@code leave-return-waits} while the office has not said about an earlier one
     */
    @Transactional
    public Leave cancel(Caller caller, UUID id) {
        var leave = ownOrOffices(caller, id);
        LeaveApplications.mustBe(leave, State.APPROVED);
        if (caller.is(leave.person().id()) && today().isAfter(leave.to())) {
            throw new Refused(LeaveProblem.LEAVE_NOT_RUNNING);
        }
        return end(caller, leave, leave.span().first());
    }

    /**
     * The person is back at work before the leave ends: what is left of it is given back. Where the person says so, days to come
     * are free at once; days that are over when the office agrees.
     *
     * @param back the first session that is worked, after the first of the leave
     * @throws Refused {@code leave-state} unless it is approved; {@code leave-not-running} for a session outside it;
     *     {@code leave-return-waits} while the office has not said about an earlier one; {@code leave-halted} where the office is
     *     to say and an administrator has halted its cases
     */
    @Transactional
    public Leave join(Caller caller, UUID id, HalfDay back) {
        var leave = ownOrOffices(caller, id);
        LeaveApplications.mustBe(leave, State.APPROVED);
        if (!leave.span().contains(back) || back.equals(leave.span().first())) {
            throw new Refused(LeaveProblem.LEAVE_NOT_RUNNING);
        }
        return end(caller, leave, back);
    }

    private Leave end(Caller caller, Leave leave, HalfDay back) {
        var now = now();
        if (caller.is(leave.person().id()) && isOver(leave, back)) {
            if (table.openReturn(leave.id()).isPresent()) throw new Refused(LeaveProblem.LEAVE_RETURN_WAITS);
            var today = new HalfDay(today(), Session.FORENOON);
            if (leave.span().contains(today)) shorten(leave, today, caller.login(), now);
            askReturn(caller, table.find(leave.id()).orElseThrow(), back, now);
        } else {
            endNow(leave, back, caller.login(), now);
        }
        if (caller.is(leave.person().id())) {
            notices.ended(leave, applications.office(leave));
        } else {
            notices.endedByOffice(leave, back);
        }
        return table.find(leave.id()).orElseThrow();
    }

    /** Whether a session from there on reads LEAVE on a day that is over. */
    private boolean isOver(Leave leave, HalfDay back) {
        return back.day().isBefore(today())
                && effect.standing(leave.id()).entrySet().stream()
                        .anyMatch(e -> e.getKey().isBefore(today())
                                && e.getValue().stream()
                                        .anyMatch(s -> new HalfDay(e.getKey(), s).number() >= back.number()));
    }

    private void askReturn(Caller caller, Leave leave, HalfDay back, Instant now) {
        var id = UUID.randomUUID();
        table.askReturn(id, leave, back, caller.login(), now);
        cases.returnAsked(id, leave, deciders.facts(leave));
    }

    /**
     * Decides whether the person was back, in the caller's transaction; where the leave has ended otherwise meanwhile, nothing
     * changes, and the person is told so.
     *
     * @param remark compulsory unless agreed
     * @throws Refused {@code own-leave}, {@code leave-remark-required}
     */
    @Transactional
    public void decide(UUID returnId, String decider, boolean agreed, Optional<String> remark) {
        var asked = table.findReturn(returnId).orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        var leave = table.lock(asked.application()).orElseThrow();
        var caller = callers.find(decider).orElseThrow(() -> new Refused(CommonProblem.NOT_ALLOWED));
        if (caller.is(leave.person().id())) throw new Refused(LeaveProblem.OWN_LEAVE);
        var said = remark.map(String::strip).filter(r -> !r.isEmpty());
        if (!agreed && said.isEmpty()) throw new Refused(LeaveProblem.LEAVE_REMARK_REQUIRED);
        var now = now();
        table.decideReturn(returnId, agreed, said, decider, now);
        var stands = leave.state() == State.APPROVED && leave.span().contains(asked.back());
        if (agreed && stands) endNow(leave, asked.back(), decider, now);
        var agreedOn = stands ? "return-agreed" : "return-overtaken";
        notices.decided(leave, agreed ? agreedOn : "return-refused", said);
    }

    /** Whether the office has not said about a return. */
    @Transactional
    public boolean waits(UUID returnId) {
        return table.findReturn(returnId)
                .filter(asked -> asked.agreed().isEmpty())
                .isPresent();
    }

    /** Its case is over. Where an administrator has ended it in the engine nothing changes, and the person may say it again. */
    @Transactional
    public void ended(UUID returnId, String by) {
        var waiting = table.findReturn(returnId).filter(asked -> asked.agreed().isEmpty());
        if (waiting.isEmpty()) return;
        table.decideReturn(returnId, false, Optional.of(CASE_ENDED), by, now());
        notices.decided(table.find(waiting.get().application()).orElseThrow(), "return-ended", Optional.empty());
    }

    private void endNow(Leave leave, HalfDay back, String by, Instant now) {
        if (back.equals(leave.span().first())) {
            books.undo(leave, State.CANCELLED, by, now);
        } else {
            shorten(leave, back, by, now);
        }
        books.endOfficiating(leave, back.day());
    }

    private void shorten(Leave leave, HalfDay back, String by, Instant now) {
        effect.takeBack(leave.id(), back.day(), back.session(), by);
        var left = asRegistered(leave, leave.span().until(back));
        if (left.count().work().isEmpty()) throw new Refused(LeaveProblem.LEAVE_NOT_RUNNING);
        books.giveBack(leave, by, now);
        books.debit(left, by, now);
        table.ended(leave, back, left.count().halfDays(), by, now, Optional.empty());
        table.charged(leave.id(), back.day());
        books.endOfficiating(leave, back.day());
    }

    /** The leave as its sessions stand in the register: those that were worked are not counted. */
    private Draft asRegistered(Leave leave, LeaveSpan span) {
        var whole = drafts.draft(leave, span);
        var standing = effect.standing(leave.id());
        return whole.without(
                whole.count().work().stream().filter(h -> !stands(standing, h)).toList());
    }

    private static boolean stands(Map<LocalDate, Set<Session>> standing, HalfDay half) {
        return standing.getOrDefault(half.day(), Set.of()).contains(half.session());
    }

    /**
     * Leave over days whose calendar has changed since is counted again (C14): what it costs less is given back, a holiday that
     * became a working day is charged, and where nobody works on any day of it, it is cancelled. Sessions that the person worked
     * stay as they are. Done twice it changes nothing, nor for sessions that no application is for. In a transaction of its own.
     *
     * @throws Refused {@code leave-balance-short} where a working day cannot be charged: see {@link #leaveUncharged}
     */
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void recount(UUID id) {
        table.lock(id).ifPresent(this::recount);
    }

    private void recount(Leave leave) {
        var id = leave.id();
        table.charged(id, leave.from());
        if (leave.state() != State.APPROVED) return;
        var reads = reads(id);
        var draft = asWorked(leave, reads);
        if (reads.equals(Set.copyOf(draft.count().work()))) return;
        var now = now();
        if (draft.count().work().isEmpty()) {
            books.undo(leave, State.CANCELLED, Accrual.SYSTEM, now);
            books.endOfficiating(leave, leave.from());
        } else {
            books.giveBack(leave, Accrual.SYSTEM, now);
            books.debit(draft, Accrual.SYSTEM, now);
            table.counted(leave, draft.count().halfDays());
            effect.rewrite(draft.sessions(), Accrual.SYSTEM);
        }
        if (draft.count().halfDays() != leave.halfDays()) {
            var more = draft.count().halfDays() > leave.halfDays();
            notices.decided(leave, more ? "recounted-more" : "recounted", Optional.empty());
        }
    }

    /**
     * A working day of the leave cannot be charged and is no leave: the person and the office are told once, to ask for another
     * kind or to end it. In a transaction of its own.
     */
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void leaveUncharged(UUID id) {
        var leave = table.lock(id).orElseThrow();
        var reads = reads(id);
        asWorked(leave, reads).count().work().stream()
                .filter(h -> !reads.contains(h))
                .map(HalfDay::day)
                .findFirst()
                .filter(day -> table.uncharged(id, day))
                .ifPresent(day -> notices.uncharged(leave, day, applications.office(leave)));
    }

    /** The leave by the calendar of now, without sessions that the person worked. */
    private Draft asWorked(Leave leave, Set<HalfDay> reads) {
        return drafts.draft(leave)
                .without(applications.marked(leave).stream()
                        .map(m -> new HalfDay(m.day(), m.session()))
                        .filter(h -> !reads.contains(h))
                        .toList());
    }

    private Set<HalfDay> reads(UUID id) {
        return effect.standing(id).entrySet().stream()
                .flatMap(e -> e.getValue().stream().map(s -> new HalfDay(e.getKey(), s)))
                .collect(toSet());
    }

    private Leave ownOrOffices(Caller caller, UUID id) {
        applications.find(caller, id);
        var leave = table.lock(id).orElseThrow();
        if (!applications.mayEnd(caller, leave)) throw caller.refused(leave.institution());
        return leave;
    }

    private LocalDate today() {
        return LocalDate.now(clock);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
