package org.panjika.leave;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.panjika.access.Caller;
import org.panjika.attendance.LeaveEffect;
import org.panjika.leave.Drafts.Draft;
import org.panjika.leave.Leave.State;
import org.panjika.leave.LeaveRequest.Paper;
import org.panjika.leave.jdbc.LeaveTable;
import org.panjika.leave.jdbc.LeaveTable.NewLeave;
import org.panjika.leave.jdbc.LeaveTypeTable;
import org.panjika.organisation.CompetentOffice;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Officiating;
import org.panjika.organisation.Setting;
import org.panjika.organisation.Staff;
import org.panjika.organisation.StaffList;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.panjika.problem.Refused.FieldError;
import org.panjika.storage.ContentHash;
import org.panjika.storage.Scans;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Leave is asked for by the person, or entered by the head from paper, and taken back before it is decided (RJ-2, BR-11 to BR-13). */
@Service
public class AskForLeave {

    private final LeaveTable table;
    private final LeaveTypeTable types;
    private final LeaveApplications applications;
    private final Drafts drafts;
    private final LeaveBooks books;
    private final LeaveDeciders deciders;
    private final LeaveDecisions decisions;
    private final LeaveCases cases;
    private final LeaveEffect effect;
    private final LeaveNotices notices;
    private final CompetentOffice competent;
    private final StaffList staffList;
    private final Officiating officiating;
    private final Scans scans;
    private final Clock clock;

    AskForLeave(
            LeaveTable table,
            LeaveTypeTable types,
            LeaveApplications applications,
            Drafts drafts,
            LeaveBooks books,
            LeaveDeciders deciders,
            LeaveDecisions decisions,
            LeaveCases cases,
            LeaveEffect effect,
            LeaveNotices notices,
            CompetentOffice competent,
            StaffList staffList,
            Officiating officiating,
            Scans scans,
            Clock clock) {
        this.table = table;
        this.types = types;
        this.applications = applications;
        this.drafts = drafts;
        this.books = books;
        this.deciders = deciders;
        this.decisions = decisions;
        this.cases = cases;
        this.effect = effect;
        this.notices = notices;
        this.competent = competent;
        this.staffList = staffList;
        this.officiating = officiating;
        this.scans = scans;
        this.clock = clock;
    }

    /** @param fresh false: the same had been asked before */
    public record Asked(Leave leave, boolean fresh) {}

    /**
     * What leave would be, while it is typed.
     *
     * @param documentFrom so many days at a stretch need a document, and with these they are so many
     */
    public record Outlook(
            LeaveSpan.Count count,
            Optional<Integer> balanceAfter,
            String office,
            boolean postFacto,
            Optional<Integer> documentFrom) {}

    /**
     * Counts leave, says what is left after it, who decides, and whether it needs a document; nothing is written but what its
     * leave year gives.
     *
     * @throws Refused as {@link #apply}
     */
    @Transactional
    public Outlook outlook(Staff person, String type, LeaveSpan span) {
        var draft = drafts.judged(drafts.draft(new UUID(0, 0), person, type, span), true, Optional.empty());
        return new Outlook(
                draft.count(),
                books.after(draft),
                deciders.office(draft),
                draft.postFacto(),
                LeaveRules.documentFrom(draft.type(), draft.stretch()));
    }

    /**
     * The caller asks for leave.
     *
     * @throws Refused {@code not-found} to who is not staff; {@code invalid-fields} without a reason;
     *     {@code leave-on-paper-only} for leave anew where the head enters all of it; {@code leave-attachment-unknown} for a
     *     document that the caller has not sent; {@code id-reused}; a {@link LeaveProblem} where dates, kind or balance do not
     *     allow it; {@code leave-halted} while an administrator has halted applications
     */
    @Transactional
    public Asked apply(Caller caller, LeaveRequest request) {
        var person = caller.staff().orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        if (request.changes().isEmpty()) refuseUnreasoned(request);
        return ask(caller, person, request, Optional.empty());
    }

    /**
     * The head enters leave that was sanctioned on paper (BR-11, BR-12): it is debited at once where the table names the
     * caller's office and no session of it is marked, else it waits as a task of the office that the table names.
     *
     * @throws Refused as {@link #apply}; {@code not-allowed} to who does not act for the person's institution;
     *     {@code leave-online-only} where paper is not accepted; {@code leave-attachment-unknown} for a scan that the caller
     *     has not sent
     */
    @Transactional
    public Asked enter(Caller caller, String employeeCode, LeaveRequest request, Paper paper) {
        var person = staffList.find(employeeCode).orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        var place = staffList.placeOfWork(person, request.span().from());
        if (place.filter(caller::knows).isEmpty()) throw new Refused(CommonProblem.NOT_FOUND);
        if (!actsFor(caller, place.get())) throw caller.refused(place.get());
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
        return !route(place).equals("ONLINE");
    }

    /** Whether the person asks where the person works then: where the head enters all leave, nobody does (C1). */
    public boolean mayApply(Staff person, LocalDate day) {
        return staffList.placeOfWork(person, day).filter(this::onlyOnPaper).isEmpty();
    }

    private boolean onlyOnPaper(Institution place) {
        return route(place).equals("HEAD_ENTERED");
    }

    private String route(Institution place) {
        return types.setting(place, Setting.LEAVE_ROUTE, today());
    }

    private Asked ask(Caller caller, Staff person, LeaveRequest request, Optional<Paper> paper) {
        var hash = request.hash(caller.login() + person.employeeCode(), paper);
        if (table.oneOf(person.id(), request.id())) {
            return again(hash, table.find(request.id()).orElseThrow());
        }
        var wanted = drafts.draft(request.id(), person, request.type(), request.span());
        // another kind for sanctioned days grants none that the paper does not: the person asks, the office decides
        // (domain 2.3)
        if (paper.isEmpty() && request.changes().isEmpty() && onlyOnPaper(wanted.place())) {
            throw new Refused(LeaveProblem.LEAVE_ON_PAPER_ONLY);
        }
        var draft = judged(
                wanted, request, paper.isPresent(), paper.map(this::written).orElse(today()));
        var changed = request.changes().flatMap(table::find);
        var documents = documents(caller, request, changed.stream());
        var scan = paper.map(p -> known(caller, p.scan(), List.of()));
        var now = now();
        var inserted = Optional.<Leave>empty();
        try {
            inserted = table.insert(
                    row(draft, request, 1, hash, paper.isPresent(), documents, changed.flatMap(Leave::officiating)),
                    caller.login(),
                    now);
        } catch (DataIntegrityViolationException e) {
            throw LeaveBooks.overlapOr(e);
        }
        if (inserted.isEmpty()) return again(hash, table.find(request.id()).orElseThrow());
        var asked = inserted.get();
        paper.ifPresent(p -> table.paper(request.id(), 1, p, scan.orElseThrow(), caller.login(), now));
        var own = caller.is(person.id());
        if (paper.isPresent() && !own && applications.marked(asked).isEmpty()) {
            var authority = deciders.authority(draft);
            if (caller.actsFor(deciders.office(authority, asked.institution(), person))) {
                decisions.approveEntered(request.id(), caller, authority);
                return new Asked(table.find(request.id()).orElseThrow(), true);
            }
        }
        pend(asked, draft, caller.login());
        cases.start(asked, deciders.facts(draft));
        return new Asked(asked, true);
    }

    /** Until it is decided nobody calls it absence; where another kind is asked for the sessions read LEAVE already (C13). */
    private void pend(Leave leave, Draft draft, String by) {
        if (leave.changes().isEmpty()) effect.ask(draft.sessions(), by);
    }

    /** @param asked the day on which it was asked for, or its written application was made */
    private Draft judged(Draft draft, LeaveRequest request, boolean onPaper, LocalDate asked) {
        request.changes().ifPresent(old -> refuseChange(draft.person(), request, old));
        var judged = drafts.judged(draft, !request.attachments().isEmpty() || onPaper, request.changes());
        var days = types.figure(draft.place(), Setting.LEAVE_POST_FACTO_DAYS, today());
        if (request.changes().isEmpty() && asked.isAfter(request.span().to().plusDays(days))) {
            throw new Refused(LeaveProblem.LEAVE_TOO_LATE, Map.of("days", days));
        }
        return judged;
    }

    /** The day of the written application, which is not to come, nor is its sanction. */
    private LocalDate written(Paper paper) {
        if (paper.appliedOn().isAfter(today())) throw toCome("applicationDate");
        if (paper.sanctionedOn().isAfter(today())) throw toCome("sanctionDate");
        return paper.appliedOn();
    }

    private static Refused toCome(String field) {
        return wrong(field, "day-to-come");
    }

    /** What is entered from paper has its reason there. */
    private static void refuseUnreasoned(LeaveRequest request) {
        if (request.reason().isBlank()) throw wrong("reason", "invalid");
    }

    private static Refused wrong(String field, String code) {
        return new Refused(CommonProblem.INVALID_FIELDS, Map.of(), List.of(new FieldError(field, code)));
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
        if (table.openReturn(old).isPresent()) throw new Refused(LeaveProblem.LEAVE_RETURN_WAITS);
        var days = types.figure(changed.place(), Setting.LEAVE_CHANGE_OF_KIND_DAYS, today());
        if (today().isAfter(changed.to().plusDays(days))) {
            throw new Refused(LeaveProblem.LEAVE_CHANGE_TOO_LATE, Map.of("days", days));
        }
    }

    private Asked again(ContentHash hash, Leave before) {
        if (!table.same(before.id(), hash)) throw new Refused(CommonProblem.ID_REUSED);
        return new Asked(before, false);
    }

    /**
     * @param documents those of the request
     * @param instead who officiates if nobody else is named
     */
    private NewLeave row(
            Draft draft,
            LeaveRequest request,
            int version,
            ContentHash hash,
            boolean headEntered,
            List<ContentHash> documents,
            Optional<Long> instead) {
        return new NewLeave(
                request,
                version,
                hash,
                draft.person(),
                draft.place(),
                draft.institution(),
                draft.type().regime(),
                draft.count().halfDays(),
                draft.postFacto(),
                headEntered,
                documents,
                request.officiating().map(code -> officiates(draft, code)).or(() -> instead));
    }

    /** @param before what the caller has asked for before, whose documents stay */
    private List<ContentHash> documents(Caller caller, LeaveRequest request, Stream<Leave> before) {
        var there = before.flatMap(leave -> leave.attachments().stream()).toList();
        return request.attachments().stream()
                .map(hex -> known(caller, hex, there))
                .toList();
    }

    private ContentHash known(Caller caller, String hex, List<ContentHash> there) {
        return scans.known(caller.login(), hex, there)
                .orElseThrow(() -> new Refused(LeaveProblem.LEAVE_ATTACHMENT_UNKNOWN));
    }

    private long officiates(Draft draft, String code) {
        var other = staffList.find(code);
        var away = draft.span().wholeDaysWithin().map(LeaveSpan::everyDay).orElse(List.of());
        officiating
                .objection(draft.person().id(), draft.place().id(), other, away)
                .ifPresent(why -> {
                    throw wrong("officiating", why.code());
                });
        return other.orElseThrow().id();
    }

    /** The person takes back what is not decided. */
    @Transactional
    public Leave withdraw(Caller caller, UUID id) {
        var leave = applications.own(caller, id);
        if (leave.state() != State.RETURNED) LeaveApplications.mustBe(leave, State.PENDING);
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
        notices.notGranted(leave, "forgotten", Optional.empty());
    }

    /** Applications that wait for the person. */
    @Transactional(readOnly = true)
    public List<UUID> returned() {
        return table.returned();
    }

    /** One that was returned, and whose case an administrator has ended, is forgotten in its time as all others. */
    @Transactional
    public void waitAnew(UUID id) {
        table.lock(id).filter(leave -> leave.state() == State.RETURNED).ifPresent(leave -> {
            var steps = table.steps(id);
            cases.waitAnew(
                    leave, deciders.facts(leave), steps.get(steps.size() - 1).at());
        });
    }

    /** Whether an application waits for an office. */
    @Transactional
    public boolean waits(UUID id) {
        return table.waits(id);
    }

    /**
     * Its case is over. Where an administrator has ended it in the engine, one that waits for an office waits no longer, and can
     * be asked for anew; one that was returned waits for the person as before.
     */
    @Transactional
    public void ended(UUID id, String by) {
        if (!table.waits(id)) return;
        var waiting = table.lock(id);
        table.step(id, State.WITHDRAWN, by, now(), Optional.empty());
        effect.answer(id, by);
        notices.notGranted(waiting.get(), "case-ended", Optional.empty());
    }

    /** Whether the caller may ask again: the person, or who enters paper there where it was entered from paper. */
    public boolean mayResubmit(Caller caller, Leave leave) {
        return leave.state() == State.RETURNED && (caller.is(leave.person().id()) || hasThePaper(caller, leave));
    }

    /** Whether the caller is the head who has its paper, and mends what was entered from it (BR-11, BR-12). */
    public boolean hasThePaper(Caller caller, Leave leave) {
        return leave.headEntered() && actsFor(caller, leave.place());
    }

    /**
     * It is asked for again after it was returned, changed or not; who decides is found out afresh. What was entered from paper
     * (BR-11) also the head mends, who has the paper, and what was written of the paper only the head.
     *
     * @param anew the paper as it is given now; empty: as it was
     * @throws Refused {@code leave-state} unless it is returned; {@code not-allowed}; {@code leave-halted} while an administrator has
     *     halted its case; as {@link #apply} and {@link #enter}
     */
    @Transactional
    public Leave resubmit(Caller caller, LeaveRequest request, Optional<Paper> anew) {
        var leave = applications.locked(caller, request.id());
        if (!hasThePaper(caller, leave)) {
            LeaveApplications.mustBeOwn(caller, leave);
            if (anew.isPresent()) throw new Refused(CommonProblem.NOT_ALLOWED);
        }
        LeaveApplications.mustBe(leave, State.RETURNED);
        if (!leave.headEntered()) refuseUnreasoned(request);
        var hash = request.hash(caller.login() + leave.person().employeeCode(), anew);
        var kept = table.paper(leave.id());
        var asked = anew.map(this::written)
                .or(() -> kept.map(k -> k.paper().appliedOn()))
                .orElseGet(() -> firstAsked(leave, request.span()));
        var draft = judged(
                drafts.draft(request.id(), leave.person(), request.type(), request.span()),
                request,
                kept.isPresent(),
                asked);
        var scan = anew.map(
                p -> known(caller, p.scan(), kept.map(Leave.Kept::scan).stream().toList()));
        var documents = documents(
                caller, request, Stream.concat(Stream.of(leave), leave.changes().flatMap(table::find).stream()));
        var now = now();
        try {
            table.insertAgain(
                    row(draft, request, leave.version() + 1, hash, leave.headEntered(), documents, leave.officiating()),
                    caller.login(),
                    now);
        } catch (DataIntegrityViolationException e) {
            throw LeaveBooks.overlapOr(e);
        }
        anew.ifPresent(p -> table.paper(leave.id(), leave.version() + 1, p, scan.orElseThrow(), caller.login(), now));
        var again = table.find(leave.id()).orElseThrow();
        effect.answer(again.id(), caller.login());
        pend(again, draft, caller.login());
        cases.resubmitted(again, deciders.facts(draft));
        return again;
    }

    /** Nobody asks too late for days asked for in time because the office took its time; further days are asked for today. */
    private LocalDate firstAsked(Leave leave, LeaveSpan span) {
        return leave.span().contains(span.first()) && leave.span().contains(span.last())
                ? LocalDate.ofInstant(table.steps(leave.id()).get(0).at(), clock.getZone())
                : today();
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
        var hash = ContentHash.of((caller.login() + span + text).getBytes(StandardCharsets.UTF_8));
        if (table.intimate(id, hash, person.id(), place.id(), span.from(), span.to(), text, caller.login(), now())) {
            notices.intimated(person, place, span.from(), span.to(), text);
        } else if (!table.sameIntimation(id, hash)) {
            throw new Refused(CommonProblem.ID_REUSED);
        }
    }

    private LocalDate today() {
        return LocalDate.now(clock);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
