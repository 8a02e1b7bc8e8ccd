package org.panjika.leave;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.panjika.access.Caller;
import org.panjika.attendance.LeaveEffect;
import org.panjika.attendance.LeaveEffect.Marked;
import org.panjika.attendance.Session;
import org.panjika.leave.Leave.State;
import org.panjika.leave.LeaveSpan.HalfDay;
import org.panjika.leave.jdbc.LeaveTable;
import org.panjika.leave.jdbc.LeaveTypeTable;
import org.panjika.models.CasePath;
import org.panjika.organisation.Charge;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Officiating;
import org.panjika.organisation.Staff;
import org.panjika.organisation.StaffList;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.panjika.storage.ContentHash;
import org.panjika.storage.FileStore;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Applications for leave, for who may know of them, and which office has the word about each. */
@Service
public class LeaveApplications {

    private final LeaveTable table;
    private final LeaveTypeTable types;
    private final LeaveDeciders deciders;
    private final LeaveEffect effect;
    private final FileStore files;
    private final CasePath path;
    private final StaffList staffList;
    private final Officiating officiating;
    private final Clock clock;

    LeaveApplications(
            LeaveTable table,
            LeaveTypeTable types,
            LeaveDeciders deciders,
            LeaveEffect effect,
            FileStore files,
            CasePath path,
            StaffList staffList,
            Officiating officiating,
            Clock clock) {
        this.table = table;
        this.types = types;
        this.deciders = deciders;
        this.effect = effect;
        this.files = files;
        this.path = path;
        this.staffList = staffList;
        this.officiating = officiating;
        this.clock = clock;
    }

    /** The kinds of leave that the person's rules know today. */
    public List<LeaveType> types(Staff person) {
        return types.of(person.id(), LocalDate.now(clock));
    }

    /** The first day from a day on, within a month, on which the person works; that day where there is none. */
    public LocalDate firstWorkDay(Staff person, LocalDate from) {
        return table.workDays(person.id(), from, from.plusMonths(1)).kinds().entrySet().stream()
                .filter(day -> Stream.of(Session.values()).anyMatch(day.getValue()::works))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(from);
    }

    /** The kinds that the regime of an institution knows today. */
    public List<LeaveType> types(Institution institution) {
        return types.at(institution.id(), LocalDate.now(clock));
    }

    /** The kind of an application as it was regulated on its first day. */
    public Optional<LeaveType> type(Leave leave) {
        return types.find(leave.regime(), leave.type(), leave.from());
    }

    /**
     * Who officiates while leave takes a head away (C3).
     *
     * @param named empty: the longest in service who is there when it is approved
     */
    public record Deputy(Optional<Staff> named) {}

    /** Who officiates during leave; nothing where it takes no head away for a whole day, or nobody could be found. */
    public Optional<Deputy> deputy(Leave leave) {
        var named = leave.officiating().flatMap(staffList::find);
        if (named.isPresent()) return Optional.of(new Deputy(named));
        return leave.span()
                .wholeDaysWithin()
                .filter(away -> leave.state() == State.PENDING || leave.state() == State.RETURNED)
                .filter(away -> !officiating
                        .heads(List.of(leave.person().id()), leave.place().id(), away.from())
                        .isEmpty())
                .map(away -> new Deputy(Optional.empty()));
    }

    /** Those who are named to officiate during some leave, by key. */
    public Map<Long, Staff> deputies(List<Leave> leaves) {
        var named = leaves.stream()
                .flatMap(l -> l.officiating().stream())
                .distinct()
                .toList();
        if (named.isEmpty()) return Map.of();
        return staffList.all(named).stream().collect(Collectors.toMap(Staff::id, Function.identity()));
    }

    /** The group of the office that decides, by the table's word; of approved leave by the word by which it was approved. */
    public String office(UUID id, String authority) {
        var leave = table.find(id).orElseThrow();
        return deciders.office(leave.authority().orElse(authority), leave.institution(), leave.person());
    }

    /** The group of the office above the one that had the case and was silent (C11). */
    public String officeAbove(UUID id, String authority) {
        var leave = table.find(id).orElseThrow();
        var word = leave.authority().orElse(authority);
        var silent = lastOffice(leave).orElseGet(() -> deciders.office(word, leave.institution(), leave.person()));
        return deciders.officeAbove(silent, word, leave.institution(), leave.person());
    }

    /** The last that had its case, or the case of an earlier return, and has it no more. */
    private Optional<String> lastOffice(Leave leave) {
        var steps = table.openReturn(leave.id())
                .map(asked -> path.of(LeaveCases.RETURN, asked.id().toString()))
                .orElseGet(() -> path.of(LeaveCases.PROCESS, leave.id().toString()));
        return steps.stream()
                .filter(step -> step.end().isPresent())
                .reduce((earlier, later) -> later)
                .flatMap(step -> step.offices().stream().findFirst());
    }

    /** The office that has its task, also when it went up (C11); empty where nobody's word is waited for. */
    public Optional<String> waitsFor(Leave leave) {
        return leave.state() == State.PENDING
                ? path.openAt(LeaveCases.PROCESS, leave.id().toString()).stream()
                        .findFirst()
                : Optional.empty();
    }

    /** The office that has the word about it. */
    public String office(Leave leave) {
        return deciders.office(leave);
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

    /**
     * What the person attached, and the scan of its paper (BR-12): for the person, and for who may act at a seat at or above; who
     * only reads sees no medical papers (C3).
     */
    public List<ContentHash> documents(Caller caller, Leave leave) {
        var acts = caller.charges().stream()
                .filter(Charge::showsPapers)
                .anyMatch(c -> leave.place().isAtOrBelow(c.institution())
                        || leave.institution().isAtOrBelow(c.institution()));
        if (!acts && !caller.is(leave.person().id())) return List.of();
        return Stream.concat(leave.attachments().stream(), paper(leave).map(Leave.Kept::scan).stream())
                .toList();
    }

    /**
     * One of the {@link #documents}.
     *
     * @throws Refused {@code not-found}
     */
    @Transactional(readOnly = true)
    public byte[] document(Caller caller, UUID id, String hash) {
        return ContentHash.parse(hash)
                .filter(documents(caller, find(caller, id))::contains)
                .flatMap(files::read)
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

    /** The papers of those that the head entered, by application. */
    public Map<UUID, Leave.Kept> papers(List<Leave> leaves) {
        return table.papers(
                leaves.stream().filter(Leave::headEntered).map(Leave::id).toList());
    }

    /** What a person has asked for, newest first. */
    public List<Leave> of(Staff person, Optional<Long> before, int atMost) {
        return table.of(person.id(), before.orElse(Long.MAX_VALUE), atMost);
    }

    /** Who of an institution is away or has asked to be, in a time, by the first day; what follows {@code after}. */
    @Transactional(readOnly = true)
    public List<Leave> at(Institution institution, LocalDate from, LocalDate to, Optional<UUID> after, int atMost) {
        return table.at(institution.id(), from, to, after, atMost);
    }

    /** Sessions of the leave that marks or a correction say something about: approving it chooses for each (C13). */
    public List<Marked> marked(Leave leave) {
        return effect.marked(leave.person().id(), leave.from(), leave.to()).stream()
                .filter(m -> leave.span().contains(new HalfDay(m.day(), m.session())))
                .toList();
    }

    /** The first session of approved leave in which the person came to work, so that it should end there (C13). */
    public Optional<HalfDay> workedFrom(Leave leave) {
        if (leave.state() != State.APPROVED) return Optional.empty();
        return effect.markedOnLeave(leave.id()).map(m -> new HalfDay(m.day(), m.session()));
    }

    /** The first day of approved leave that has become a working day and that its balance cannot pay for (C14). */
    public Optional<LocalDate> uncharged(Leave leave) {
        return leave.state() == State.APPROVED ? table.unchargedDay(leave.id()) : Optional.empty();
    }

    /** From which session on the person says to have been back, while the office has not said (C13). */
    public Optional<HalfDay> returnAsked(Leave leave) {
        return table.openReturn(leave.id()).map(LeaveTable.Return::back);
    }

    /** Whether the caller may cancel or shorten it: the person, or the office that has the word about it. */
    public boolean mayEnd(Caller caller, Leave leave) {
        return caller.is(leave.person().id()) || caller.actsFor(office(leave));
    }

    /** An application that the caller sees, which nobody else changes before the transaction ends. */
    Leave locked(Caller caller, UUID id) {
        find(caller, id);
        return table.lock(id).orElseThrow();
    }

    /** The caller's own. */
    Leave own(Caller caller, UUID id) {
        var leave = locked(caller, id);
        mustBeOwn(caller, leave);
        return leave;
    }

    static void mustBeOwn(Caller caller, Leave leave) {
        if (!caller.is(leave.person().id())) throw new Refused(CommonProblem.NOT_ALLOWED);
    }

    static void mustBe(Leave leave, State state) {
        if (leave.state() != state) {
            throw new Refused(LeaveProblem.LEAVE_STATE, Map.of("state", leave.state()));
        }
    }
}
