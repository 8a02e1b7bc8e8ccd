package org.panjika.leave;

import static java.util.stream.Collectors.toMap;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.panjika.access.Caller;
import org.panjika.access.Callers;
import org.panjika.attendance.LeaveEffect;
import org.panjika.attendance.LeaveEffect.Marked;
import org.panjika.attendance.Session;
import org.panjika.leave.Leave.State;
import org.panjika.leave.LeaveSpan.HalfDay;
import org.panjika.leave.jdbc.LeaveTable;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** An office decides about leave (RJ-3, RJ-4, C13). */
@Service
public class LeaveDecisions {

    private final LeaveTable table;
    private final LeaveApplications applications;
    private final Drafts drafts;
    private final LeaveBooks books;
    private final LeaveDeciders deciders;
    private final LeaveEffect effect;
    private final LeaveNotices notices;
    private final Callers callers;
    private final Clock clock;

    LeaveDecisions(
            LeaveTable table,
            LeaveApplications applications,
            Drafts drafts,
            LeaveBooks books,
            LeaveDeciders deciders,
            LeaveEffect effect,
            LeaveNotices notices,
            Callers callers,
            Clock clock) {
        this.table = table;
        this.applications = applications;
        this.drafts = drafts;
        this.books = books;
        this.deciders = deciders;
        this.effect = effect;
        this.notices = notices;
        this.callers = callers;
        this.clock = clock;
    }

    /**
     * How a marked session is to read: approving over a mark or a correction needs a word for each (C13).
     *
     * @param leave true: LEAVE, and the mark is kept as evidence; false: what the mark says, and nothing is debited for it
     */
    public record MarkChoice(HalfDay session, boolean leave) {}

    /** What an office says about an application. */
    public enum Verdict {
        APPROVE,
        REJECT,
        RETURN
    }

    /** Reminds the offices that have it that it begins and is not decided. */
    @Transactional
    public void remind(UUID id, List<String> offices) {
        var leave = table.find(id).orElseThrow();
        offices.forEach(office -> notices.remind(leave, office));
    }

    /**
     * Decides an application, in the caller's transaction: approved, its balance is debited and its sessions read LEAVE.
     *
     * @param authority the table's word by which the decider has it
     * @param remark compulsory unless approved
     * @throws Refused {@code own-leave}, {@code leave-state} if it is decided, {@code leave-remark-required},
     *     {@code leave-mark-choice} where a marked session was not chosen for, or both ways, {@code leave-balance-short},
     *     {@code leave-ceiling} where the head lets go more than the ceiling; {@code leave-not-changeable} where the leave that
     *     it would replace has been ended early meanwhile, {@code leave-return-waits} while that is asked
     */
    @Transactional
    public void decide(
            UUID id,
            String decider,
            Optional<String> authority,
            Verdict verdict,
            Optional<String> remark,
            List<MarkChoice> choices) {
        var leave = table.lock(id).orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        var caller = callers.find(decider).orElseThrow(() -> new Refused(CommonProblem.NOT_ALLOWED));
        if (caller.is(leave.person().id())) throw new Refused(LeaveProblem.OWN_LEAVE);
        LeaveApplications.mustBe(leave, State.PENDING);
        var said = remark.map(String::strip).filter(r -> !r.isEmpty());
        if (verdict == Verdict.APPROVE) {
            approve(leave, caller, authority, said, choices);
            return;
        }
        if (said.isEmpty()) throw new Refused(LeaveProblem.LEAVE_REMARK_REQUIRED);
        var state = verdict == Verdict.REJECT ? State.REJECTED : State.RETURNED;
        if (verdict == Verdict.REJECT) effect.answer(id, decider);
        table.step(id, state, decider, now(), said);
        notices.notGranted(leave, verdict == Verdict.REJECT ? "rejected" : "returned", said);
    }

    /** Approves what the head has just entered from paper for another person, in whose sessions nothing is marked (BR-11). */
    void approveEntered(UUID id, Caller caller, String authority) {
        approve(table.lock(id).orElseThrow(), caller, Optional.of(authority), Optional.empty(), List.of());
    }

    private void approve(
            Leave leave, Caller caller, Optional<String> authority, Optional<String> remark, List<MarkChoice> choices) {
        if (deciders.hasCeiling(leave)) table.oneAtATime(leave.place().id());
        var now = now();
        var old = leave.changes().flatMap(table::lock);
        var read = old.map(o -> effect.standing(o.id())).orElse(Map.of());
        old.ifPresent(o -> replace(o, leave, caller.login(), now));
        var draft = drafts.draft(leave).without(worked(leave, choices, read));
        if (draft.count().work().isEmpty()) throw new Refused(LeaveProblem.LEAVE_ZERO_DAYS);
        if (caller.heads(leave.place())) {
            deciders.ceiling(draft).ifPresent(away -> {
                throw new Refused(LeaveProblem.LEAVE_CEILING, Map.of("people", away));
            });
        }
        books.debit(draft, caller.login(), now);
        try {
            table.approved(leave, draft.count().halfDays(), authority, caller.login(), now, remark);
        } catch (DataIntegrityViolationException e) {
            throw LeaveBooks.overlapOr(e);
        }
        // what came in since the choices were read is seen now that nobody else writes about these days
        effect.write(draft.sessions(), leave.from(), leave.to(), caller.login())
                .forEach(over -> refuseUnchosen(over, choices, read));
        books.nameOfficiating(leave);
        notices.decided(leave, "approved", remark);
    }

    private void replace(Leave old, Leave by, String login, Instant now) {
        if (!old.span().equals(by.span())) throw new Refused(LeaveProblem.LEAVE_NOT_CHANGEABLE);
        if (table.openReturn(old.id()).isPresent()) throw new Refused(LeaveProblem.LEAVE_RETURN_WAITS);
        books.undo(old, State.CHANGED, login, now);
        if (!old.officiating().equals(by.officiating())) books.endOfficiating(old, old.from());
    }

    /**
     * Sessions of the leave that stay what the mark says; every marked one is chosen for.
     *
     * @param read sessions that read LEAVE already, for which the choice was made
     */
    private List<HalfDay> worked(Leave leave, List<MarkChoice> choices, Map<LocalDate, Set<Session>> read) {
        var chosen = choices.stream().collect(toMap(MarkChoice::session, MarkChoice::leave, (a, b) -> b));
        var marked = applications.marked(leave);
        marked.forEach(m -> refuseUnchosen(m, choices, read));
        return marked.stream()
                .map(m -> new HalfDay(m.day(), m.session()))
                .filter(half -> !chosen.getOrDefault(half, true))
                .toList();
    }

    private static void refuseUnchosen(Marked marked, List<MarkChoice> choices, Map<LocalDate, Set<Session>> read) {
        var half = new HalfDay(marked.day(), marked.session());
        var before = read.getOrDefault(half.day(), Set.of()).contains(half.session());
        var chosen = choices.stream()
                .filter(c -> c.session().equals(half))
                .map(MarkChoice::leave)
                .distinct()
                .count();
        if (before || chosen == 1) return;
        throw new Refused(
                LeaveProblem.LEAVE_MARK_CHOICE,
                Map.of("day", half.day(), "session", half.session().name()));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
