package org.panjika.leave;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.panjika.access.Caller;
import org.panjika.access.Callers;
import org.panjika.attendance.LeaveEffect;
import org.panjika.attendance.LeaveEffect.Marked;
import org.panjika.attendance.Session;
import org.panjika.leave.Drafts.Draft;
import org.panjika.leave.Leave.State;
import org.panjika.leave.LeaveRequest.Paper;
import org.panjika.leave.LeaveSpan.HalfDay;
import org.panjika.leave.jdbc.LeaveTable;
import org.panjika.leave.jdbc.LeaveTable.NewLeave;
import org.panjika.leave.jdbc.LeaveTypeTable;
import org.panjika.leave.jdbc.LedgerTable;
import org.panjika.organisation.CompetentOffice;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Officiating;
import org.panjika.organisation.Staff;
import org.panjika.organisation.StaffList;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.panjika.problem.Refused.FieldError;
import org.panjika.storage.ContentHash;
import org.panjika.storage.FileStore;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Leave is asked for, decided, taken back, ended early or exchanged for another kind (RJ-2 to RJ-4, BR-11 to BR-13, C13). */
@Service
public class LeaveApplications {

    private final LeaveTable table;
    private final LeaveTypeTable types;
    private final LedgerTable ledger;
    private final Drafts drafts;
    private final LeaveDeciders deciders;
    private final LeaveCases cases;
    private final LeaveEffect effect;
    private final LeaveNotices notices;
    private final Officiating officiating;
    private final CompetentOffice competent;
    private final StaffList staffList;
    private final FileStore files;
    private final Callers callers;
    private final Clock clock;

    LeaveApplications(
            LeaveTable table,
            LeaveTypeTable types,
            LedgerTable ledger,
            Drafts drafts,
            LeaveDeciders deciders,
            LeaveCases cases,
            LeaveEffect effect,
            LeaveNotices notices,
            Officiating officiating,
            CompetentOffice competent,
            StaffList staffList,
            FileStore files,
            Callers callers,
            Clock clock) {
        this.table = table;
        this.types = types;
        this.ledger = ledger;
        this.drafts = drafts;
        this.deciders = deciders;
        this.cases = cases;
        this.effect = effect;
        this.notices = notices;
        this.officiating = officiating;
        this.competent = competent;
        this.staffList = staffList;
        this.files = files;
        this.callers = callers;
        this.clock = clock;
    }

    /** @param fresh false: the same had been asked before */
    public record Asked(Leave leave, boolean fresh) {}

    /** What leave would be, while it is typed. */
    public record Outlook(LeaveSpan.Count count, Optional<Integer> balanceAfter, String office, boolean postFacto) {}

    /** The kinds of leave that the caller's rules know today. */
    public List<LeaveType> types(Staff person) {
        return types.of(person.id(), today());
    }

    /** The kind of an application as it was regulated on its first day. */
    public Optional<LeaveType> type(Leave leave) {
        return types.of(leave.person().id(), leave.from()).stream()
                .filter(t -> t.code().equals(leave.type()))
                .findFirst();
    }

    /**
     * Counts leave, says what is left after it and who decides; nothing is written but what its leave year gives.
     *
     * @throws Refused as {@link #apply}
     */
    @Transactional
    public Outlook outlook(Staff person, String type, LeaveSpan span) {
        var draft = drafts.draft(new UUID(0, 0), person, type, span, List.of());
        drafts.refuse(draft, true, Optional.empty());
        return new Outlook(draft.count(), after(draft), deciders.office(draft), draft.postFacto());
    }

    private Optional<Integer> after(Draft draft) {
        if (draft.debits().isEmpty()) return Optional.empty();
        var after = 0;
        for (var debit : draft.debits()) {
            after += ledger.read(debit.key(), 0).balance() - debit.halfDays();
        }
        return Optional.of(after);
    }

    /**
     * The caller asks for leave.
     *
     * @throws Refused {@code not-found} to who is not staff; {@code id-reused}; a {@link LeaveProblem} where dates, kind or
     *     balance do not allow it
     */
    @Transactional
    public Asked apply(Caller caller, LeaveRequest request) {
        var person = caller.staff().orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        return ask(caller, person, request, Optional.empty());
    }

    /**
     * The head enters leave that was sanctioned on paper (BR-11, BR-12): it is debited at once where the table names the
     * caller's office and no session of it is marked, else it waits as a task of the office that the table names.
     *
     * @throws Refused as {@link #apply}; {@code not-allowed} to who does not act for the person's institution;
     *     {@code leave-online-only} where paper is not accepted; {@code leave-attachment-unknown} without the scan
     */
    @Transactional
    public Asked enter(Caller caller, String employeeCode, LeaveRequest request, Paper paper) {
        var person = staffList.find(employeeCode).orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        var place = staffList.placeOfWork(person, request.span().from());
        if (place.filter(caller::knows).isEmpty()) throw new Refused(CommonProblem.NOT_FOUND);
        if (!actsFor(caller, place.get())) throw new Refused(CommonProblem.NOT_ALLOWED);
        if (!onPaper(place.get())) throw new Refused(LeaveProblem.LEAVE_ONLINE_ONLY);
        return ask(caller, person, request, Optional.of(paper));
    }

    /** Whether the caller enters leave from paper there. */
    public boolean mayEnter(Caller caller, Institution place) {
        return actsFor(caller, place) && onPaper(place);
    }

    private boolean actsFor(Caller caller, Institution place) {
        return caller.actsFor(competent.at(place, Optional.empty()));
    }

    private boolean onPaper(Institution place) {
        return !types.setting(place.id(), "leaveRoute", today()).equals("ONLINE");
    }

    private Asked ask(Caller caller, Staff person, LeaveRequest request, Optional<Paper> paper) {
        var hash = request.hash(caller.login() + person.employeeCode(), paper);
        var before = table.find(request.id());
        if (before.isPresent()) return again(hash, before.get());
        table.oneOf(person.id());
        var draft = judged(person, request, paper);
        var instead = request.changes().flatMap(table::find).flatMap(Leave::officiating);
        var scan = paper.map(p -> known(p.scan()));
        var now = now();
        try {
            var fresh = table.insert(row(draft, request, 1, hash, paper.isPresent(), instead), caller.login(), now);
            if (!fresh) return again(hash, table.find(request.id()).orElseThrow());
        } catch (DataIntegrityViolationException e) {
            throw overlapOr(e);
        }
        paper.ifPresent(p -> table.paper(request.id(), p, scan.orElseThrow(), caller.login(), now));
        table.step(request.id(), State.PENDING, caller.login(), now, Optional.empty());
        var asked = table.find(request.id()).orElseThrow();
        var own = caller.is(person.id());
        if (paper.isPresent() && !own && marked(asked).isEmpty() && caller.actsFor(deciders.office(draft))) {
            approve(table.lock(request.id()).orElseThrow(), caller, Optional.empty(), List.of());
            return new Asked(table.find(request.id()).orElseThrow(), true);
        }
        askFor(asked, draft, caller.login());
        cases.start(asked, deciders.facts(draft));
        return new Asked(asked, true);
    }

    /** Until it is decided nobody calls it absence; where another kind is asked for the sessions read LEAVE already (C13). */
    private void askFor(Leave leave, Draft draft, String by) {
        if (leave.changes().isEmpty()) effect.ask(sessions(leave, draft), by);
    }

    private static LeaveEffect.Leave sessions(Leave leave, Draft draft) {
        var worked = draft.count().work().stream()
                .map(h ->
                        new LeaveEffect.Half(h.day(), h.session(), leave.place().id()))
                .toList();
        return new LeaveEffect.Leave(leave.id(), leave.person(), leave.type(), worked);
    }

    private Draft judged(Staff person, LeaveRequest request, Optional<Paper> paper) {
        var draft = drafts.draft(request.id(), person, request.type(), request.span(), List.of());
        request.changes().ifPresent(old -> refuseChange(person, request, old));
        drafts.refuse(draft, !request.attachments().isEmpty() || paper.isPresent(), request.changes());
        var days = types.figure(draft.place().id(), "leavePostFactoDays", today());
        var asked = paper.map(this::written).orElse(today());
        if (request.changes().isEmpty() && asked.isAfter(request.span().to().plusDays(days))) {
            throw new Refused(LeaveProblem.LEAVE_TOO_LATE, Map.of("days", days));
        }
        return draft;
    }

    /** The day of the written application, which is not to come, nor is its sanction. */
    private LocalDate written(Paper paper) {
        if (paper.appliedOn().isAfter(today())) throw toCome("applicationDate");
        if (paper.sanctionedOn().isAfter(today())) throw toCome("sanctionDate");
        return paper.appliedOn();
    }

    private static Refused toCome(String field) {
        return new Refused(CommonProblem.INVALID_FIELDS, Map.of(), List.of(new FieldError(field, "day-to-come")));
    }

    /** Another kind is asked for over the days of approved leave of the own, within some time (domain 2.3). */
    private void refuseChange(Staff person, LeaveRequest request, UUID old) {
        var changed = table.find(old)
                .filter(l -> l.person().id() == person.id())
                .orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        if (changed.state() != State.APPROVED
                || !changed.span().equals(request.span())
                || changed.type().equals(request.type())) {
            throw new Refused(LeaveProblem.LEAVE_NOT_CHANGEABLE);
        }
        var days = types.figure(changed.place().id(), "leaveChangeOfKindDays", today());
        if (today().isAfter(changed.to().plusDays(days))) {
            throw new Refused(LeaveProblem.LEAVE_CHANGE_TOO_LATE, Map.of("days", days));
        }
    }

    private Asked again(ContentHash hash, Leave before) {
        if (!table.same(before.id(), hash)) throw new Refused(CommonProblem.ID_REUSED);
        return new Asked(before, false);
    }

    /** @param instead who officiates if nobody else is named */
    private NewLeave row(
            Draft draft,
            LeaveRequest request,
            int version,
            ContentHash hash,
            boolean headEntered,
            Optional<Long> instead) {
        return new NewLeave(
                request,
                version,
                hash,
                draft.person().id(),
                draft.place().id(),
                draft.institution().id(),
                draft.count().halfDays(),
                draft.postFacto(),
                headEntered,
                request.attachments().stream().map(this::known).toList(),
                request.officiating().map(code -> officiates(draft, code)).or(() -> instead));
    }

    private ContentHash known(String hex) {
        return ContentHash.parse(hex)
                .filter(h -> files.read(h).isPresent())
                .orElseThrow(() -> new Refused(LeaveProblem.LEAVE_ATTACHMENT_UNKNOWN));
    }

    private long officiates(Draft draft, String code) {
        return staffList
                .find(code)
                .filter(s -> s.id() != draft.person().id())
                .filter(s -> staffList
                        .placeOfWork(s, draft.span().from())
                        .filter(p -> p.id() == draft.place().id())
                        .isPresent())
                .map(Staff::id)
                .orElseThrow(() -> new Refused(
                        CommonProblem.INVALID_FIELDS,
                        Map.of(),
                        List.of(new FieldError("officiating", "not-working-here"))));
    }

    private static RuntimeException overlapOr(DataIntegrityViolationException e) {
        return String.valueOf(e.getMessage()).contains("leave_case_overlap")
                ? new Refused(LeaveProblem.LEAVE_OVERLAPS)
                : e;
    }

    /** The group of the office that decides, by the table's word. */
    public String office(UUID id, String authority) {
        var leave = table.find(id).orElseThrow();
        return deciders.office(authority, leave.institution(), leave.person());
    }

    /** The group of the office above that one, where it was silent. */
    public String officeAbove(UUID id, String authority) {
        var leave = table.find(id).orElseThrow();
        return deciders.officeAbove(authority, leave.institution(), leave.person());
    }

    /** The office that would decide about it now. */
    public String office(Leave leave) {
        return deciders.office(drafts.draft(leave.id(), leave.person(), leave.type(), leave.span(), List.of()));
    }

    /** Reminds the office that it begins and is not decided. */
    @Transactional
    public void remind(UUID id, String authority) {
        notices.remind(table.find(id).orElseThrow(), office(id, authority));
    }

    /**
     * How a marked session is to read: approving over a mark needs a word for each (C13).
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

    /**
     * Decides an application, in the caller's transaction: approved, its balance is debited and its sessions read LEAVE.
     *
     * @param remark compulsory unless approved
     * @throws Refused {@code own-leave}, {@code leave-state} if it is decided, {@code leave-remark-required},
     *     {@code leave-mark-choice} where a marked session was not chosen for, {@code leave-balance-short},
     *     {@code leave-ceiling} where the head lets go more than the ceiling; {@code leave-not-changeable} where the leave that
     *     it would replace has been ended early meanwhile
     */
    @Transactional
    public void decide(UUID id, String decider, Verdict verdict, Optional<String> remark, List<MarkChoice> choices) {
        var leave = table.lock(id).orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        var caller = callers.find(decider).orElseThrow(() -> new Refused(CommonProblem.NOT_ALLOWED));
        if (caller.is(leave.person().id())) throw new Refused(LeaveProblem.OWN_LEAVE);
        mustBe(leave, State.PENDING);
        var said = remark.map(String::strip).filter(r -> !r.isEmpty());
        if (verdict == Verdict.APPROVE) {
            approve(leave, caller, said, choices);
            return;
        }
        if (said.isEmpty()) throw new Refused(LeaveProblem.LEAVE_REMARK_REQUIRED);
        var state = verdict == Verdict.REJECT ? State.REJECTED : State.RETURNED;
        if (verdict == Verdict.REJECT) effect.answer(id, decider);
        table.step(id, state, decider, now(), said);
        notices.decided(leave, verdict == Verdict.REJECT ? "rejected" : "returned", said);
    }

    private void approve(Leave leave, Caller caller, Optional<String> remark, List<MarkChoice> choices) {
        table.oneAtATime(leave.place().id());
        var now = now();
        var old = leave.changes().flatMap(table::lock);
        var read = old.map(o -> effect.standing(o.id())).orElse(Map.of());
        old.ifPresent(o -> replace(o, leave, caller.login(), now));
        var worked = worked(leave, choices, read);
        var draft = drafts.draft(leave.id(), leave.person(), leave.type(), leave.span(), worked);
        if (draft.count().work().isEmpty()) throw new Refused(LeaveProblem.LEAVE_ZERO_DAYS);
        if (caller.heads(leave.place())) {
            deciders.ceiling(leave.place(), leave.person(), leave.span()).ifPresent(away -> {
                throw new Refused(LeaveProblem.LEAVE_CEILING, Map.of("people", away));
            });
        }
        debit(draft, caller.login(), now);
        try {
            table.approved(leave, draft.count().halfDays());
        } catch (DataIntegrityViolationException e) {
            throw overlapOr(e);
        }
        var over = effect.write(sessions(leave, draft), caller.login());
        over.forEach(m -> refuseUnchosen(m, choices, read));
        table.step(leave.id(), State.APPROVED, caller.login(), now, remark);
        nameOfficiating(leave);
        notices.decided(leave, "approved", remark);
    }

    private void replace(Leave old, Leave by, String login, Instant now) {
        if (!old.span().equals(by.span())) throw new Refused(LeaveProblem.LEAVE_NOT_CHANGEABLE);
        undo(old, State.CHANGED, login, now);
        if (!old.officiating().equals(by.officiating())) endOfficiating(old, old.from());
    }

    /** C3; days that are over were whoever's they were. */
    private void nameOfficiating(Leave leave) {
        var from = later(today(), leave.from());
        if (from.isAfter(leave.to())) return;
        leave.officiating().ifPresent(other -> officiating.name(leave.person().id(), other, from, leave.to()));
    }

    private void endOfficiating(Leave leave, LocalDate back) {
        leave.officiating()
                .ifPresent(other ->
                        officiating.end(leave.person().id(), other, leave.from(), leave.to(), later(today(), back)));
    }

    private static LocalDate later(LocalDate one, LocalDate other) {
        return one.isAfter(other) ? one : other;
    }

    /**
     * Sessions of the leave that stay what the mark says; every marked one is chosen for.
     *
     * @param read sessions that read LEAVE already, for which the choice was made
     */
    private List<HalfDay> worked(Leave leave, List<MarkChoice> choices, Map<LocalDate, Set<Session>> read) {
        var chosen = choices.stream().collect(Collectors.toMap(MarkChoice::session, MarkChoice::leave, (a, b) -> b));
        var worked = new ArrayList<HalfDay>();
        for (var marked : marked(leave)) {
            refuseUnchosen(marked, choices, read);
            var half = new HalfDay(marked.day(), marked.session());
            if (!chosen.getOrDefault(half, true)) worked.add(half);
        }
        return worked;
    }

    private static void refuseUnchosen(Marked marked, List<MarkChoice> choices, Map<LocalDate, Set<Session>> read) {
        var half = new HalfDay(marked.day(), marked.session());
        var before = read.getOrDefault(half.day(), Set.of()).contains(half.session());
        if (before || choices.stream().anyMatch(c -> c.session().equals(half))) return;
        throw new Refused(
                LeaveProblem.LEAVE_MARK_CHOICE,
                Map.of("day", half.day(), "session", half.session().name()));
    }

    /** Sessions of the leave that a mark says something about. */
    public List<Marked> marked(Leave leave) {
        return effect.marked(leave.person().id(), leave.from(), leave.to()).stream()
                .filter(m -> {
                    var number = new HalfDay(m.day(), m.session()).number();
                    return number >= leave.span().first().number()
                            && number <= leave.span().last().number();
                })
                .toList();
    }

    private void debit(Draft draft, String by, Instant now) {
        var sorted = draft.debits().stream()
                .sorted(Comparator.comparing(d -> d.key().period()))
                .toList();
        for (var debit : sorted) {
            drafts.ensureCredit(debit.key());
            var account = ledger.lock(debit.key(), draft.type().floor());
            var written = account.take(debit.halfDays(), debit.day(), draft.id());
            ledger.insert(debit.key(), written.orElseThrow(() -> Drafts.shortOf(debit, account.available())), by, now);
        }
    }

    /** Gives back what it took and takes back what it said. */
    private void undo(Leave leave, State state, String by, Instant now) {
        mustBe(leave, State.APPROVED);
        giveBack(leave, by, now);
        effect.takeBack(leave.id(), leave.from(), leave.span().first().session(), by);
        table.step(leave.id(), state, by, now, Optional.empty());
    }

    private void giveBack(Leave leave, String by, Instant now) {
        for (var key : ledger.accountsOf(leave.id())) {
            var account = ledger.lock(key, ledger.floor(key));
            ledger.insert(key, account.giveBack(leave.id()), by, now);
        }
    }

    /** The person takes back what is not decided. */
    @Transactional
    public Leave withdraw(Caller caller, UUID id) {
        var leave = own(caller, id);
        if (leave.state() != State.RETURNED) mustBe(leave, State.PENDING);
        table.step(id, State.WITHDRAWN, caller.login(), now(), Optional.empty());
        effect.answer(id, caller.login());
        cases.withdrawn(leave);
        return table.find(id).orElseThrow();
    }

    /** Nobody asked again after it was returned. */
    @Transactional
    public void forgotten(UUID id) {
        var leave = table.lock(id).orElseThrow();
        table.step(id, State.WITHDRAWN, Accrual.SYSTEM, now(), Optional.empty());
        effect.answer(id, Accrual.SYSTEM);
        notices.decided(leave, "forgotten", Optional.empty());
    }

    /**
     * The person asks again after it was returned, changed or not; who decides is found out afresh.
     *
     * @throws Refused {@code leave-state} unless it is returned; as {@link #apply}
     */
    @Transactional
    public Leave resubmit(Caller caller, LeaveRequest request) {
        var leave = own(caller, request.id());
        mustBe(leave, State.RETURNED);
        var hash = request.hash(caller.login() + leave.person().employeeCode(), Optional.empty());
        var draft = judged(leave.person(), request, table.paper(leave.id()).map(Leave.Kept::paper));
        var now = now();
        try {
            table.insertAgain(
                    row(draft, request, leave.version() + 1, hash, leave.headEntered(), leave.officiating()),
                    caller.login(),
                    now);
        } catch (DataIntegrityViolationException e) {
            throw overlapOr(e);
        }
        table.step(leave.id(), State.PENDING, caller.login(), now, Optional.empty());
        var asked = table.find(leave.id()).orElseThrow();
        effect.answer(asked.id(), caller.login());
        askFor(asked, draft, caller.login());
        cases.resubmitted(asked, deciders.facts(draft));
        return asked;
    }

    /**
     * Approved leave is taken back as a whole, by counter-entries: by the person until it is over, by the office at any time.
     *
     * @throws Refused {@code leave-state} unless it is approved; {@code leave-not-running} to the person once it is over
     */
    @Transactional
    public Leave cancel(Caller caller, UUID id) {
        var leave = ownOrOffices(caller, id);
        mustBe(leave, State.APPROVED);
        if (caller.is(leave.person().id()) && today().isAfter(leave.to())) {
            throw new Refused(LeaveProblem.LEAVE_NOT_RUNNING);
        }
        undo(leave, State.CANCELLED, caller.login(), now());
        endOfficiating(leave, leave.from());
        notices.ended(leave, office(leave));
        return table.find(id).orElseThrow();
    }

    /**
     * The person is back at work before the leave ends: what is left of it is given back.
     *
     * @param back the first session that is worked, after the first of the leave
     * @throws Refused {@code leave-state} unless it is approved; {@code leave-not-running} for a session outside it
     */
    @Transactional
    public Leave join(Caller caller, UUID id, HalfDay back) {
        var leave = ownOrOffices(caller, id);
        mustBe(leave, State.APPROVED);
        if (back.number() <= leave.span().first().number()
                || back.number() > leave.span().last().number()) {
            throw new Refused(LeaveProblem.LEAVE_NOT_RUNNING);
        }
        var now = now();
        var shorter = new LeaveSpan(leave.span().first(), HalfDay.of(back.number() - 1));
        effect.takeBack(leave.id(), back.day(), back.session(), caller.login());
        var left = without(leave, shorter);
        if (left.count().work().isEmpty()) throw new Refused(LeaveProblem.LEAVE_NOT_RUNNING);
        giveBack(leave, caller.login(), now);
        debit(left, caller.login(), now);
        table.ended(leave, back, left.count().halfDays(), caller.login(), now, Optional.empty());
        endOfficiating(leave, back.day());
        notices.ended(leave, office(leave));
        return table.find(id).orElseThrow();
    }

    /**
     * Leave over a day that was made a holiday after it was approved is counted again, and what it costs less is given back
     * (C14); where nobody works on any day of it, it is cancelled. Done twice it changes nothing. In a transaction of its own.
     */
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void recount(UUID id) {
        var leave = table.lock(id).orElseThrow();
        if (leave.state() != State.APPROVED) return;
        var now = now();
        var left = without(leave, leave.span());
        if (left.count().halfDays() >= leave.halfDays()) return;
        if (left.count().work().isEmpty()) {
            undo(leave, State.CANCELLED, Accrual.SYSTEM, now);
            endOfficiating(leave, leave.from());
        } else {
            giveBack(leave, Accrual.SYSTEM, now);
            debit(left, Accrual.SYSTEM, now);
            table.approved(leave, left.count().halfDays());
        }
        notices.decided(leave, "recounted", Optional.empty());
    }

    /** The leave as its sessions stand in the register: those that were worked are not counted. */
    private Draft without(Leave leave, LeaveSpan span) {
        var whole = drafts.draft(leave.id(), leave.person(), leave.type(), span, List.of());
        var standing = effect.standing(leave.id());
        var worked = whole.count().work().stream()
                .filter(h -> !standing.getOrDefault(h.day(), Set.of()).contains(h.session()))
                .toList();
        return drafts.draft(leave.id(), leave.person(), leave.type(), span, worked);
    }

    /**
     * "I shall not come": the head learns it; it is no application and grants nothing (BR-12).
     *
     * @throws Refused {@code not-found} to who works nowhere, {@code id-reused}
     */
    @Transactional
    public void intimate(Caller caller, UUID id, LeaveSpan span, Optional<String> text) {
        var person = caller.staff().orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        var place = staffList.placeOfWork(person, span.from()).orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        var hash = ContentHash.of((caller.login() + span + text).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        if (table.intimate(id, hash, person.id(), place.id(), span.from(), span.to(), text, caller.login(), now())) {
            notices.intimated(person, place, span.from(), span.to());
        } else if (!table.sameIntimation(id, hash)) {
            throw new Refused(CommonProblem.ID_REUSED);
        }
    }

    /**
     * An application, for the person and for whoever supervises the place or the deciding institution.
     *
     * @throws Refused {@code not-found} for everybody else
     */
    @Transactional(readOnly = true)
    public Leave find(Caller caller, UUID id) {
        return table.find(id)
                .filter(l -> caller.is(l.person().id())
                        || caller.supervises(l.place())
                        || caller.supervises(l.institution()))
                .orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
    }

    /** What became of an application. */
    public List<Leave.Step> steps(Leave leave) {
        return table.steps(leave.id());
    }

    /** The paper of leave that the head entered. */
    public Optional<Leave.Kept> paper(Leave leave) {
        return table.paper(leave.id());
    }

    /** What a person has asked for, newest first. */
    public List<Leave> of(Staff person, Optional<Long> before, int atMost) {
        return table.of(person.id(), before.orElse(Long.MAX_VALUE), atMost);
    }

    /** Who of an institution is away or has asked to be, in a time. */
    public List<Leave> at(Institution institution, LocalDate from, LocalDate to, int atMost) {
        return table.at(List.of(institution.id()), from, to, Optional.empty(), atMost);
    }

    private Leave own(Caller caller, UUID id) {
        find(caller, id);
        var leave = table.lock(id).orElseThrow();
        if (!caller.is(leave.person().id())) throw new Refused(CommonProblem.NOT_ALLOWED);
        return leave;
    }

    private Leave ownOrOffices(Caller caller, UUID id) {
        find(caller, id);
        var leave = table.lock(id).orElseThrow();
        if (!mayEnd(caller, leave)) throw new Refused(CommonProblem.NOT_ALLOWED);
        return leave;
    }

    /** Whether the caller may cancel or shorten it: the person, or the office that would decide about it. */
    public boolean mayEnd(Caller caller, Leave leave) {
        return caller.is(leave.person().id()) || caller.actsFor(office(leave));
    }

    private static void mustBe(Leave leave, State state) {
        if (leave.state() != state) {
            throw new Refused(LeaveProblem.LEAVE_STATE, Map.of("state", leave.state()));
        }
    }

    private LocalDate today() {
        return LocalDate.now(clock);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
