package org.panjika.payroll;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.partitioningBy;
import static java.util.stream.Collectors.toSet;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.panjika.access.Caller;
import org.panjika.attendance.PayEffect;
import org.panjika.attendance.Punctuality.Consequence;
import org.panjika.attendance.PunctualityMonths;
import org.panjika.attendance.WorkplacesFollowed;
import org.panjika.calendar.CadreAt;
import org.panjika.calendar.WorkingCalendar;
import org.panjika.notices.Notice;
import org.panjika.notices.Notices;
import org.panjika.organisation.Charge;
import org.panjika.organisation.CompetentOffice;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
import org.panjika.organisation.Officer;
import org.panjika.organisation.Setting;
import org.panjika.organisation.SettingsInForce;
import org.panjika.payroll.AbsenceOrder.Due;
import org.panjika.payroll.Proposal.Kind;
import org.panjika.payroll.Proposal.Reply;
import org.panjika.payroll.Proposal.Verdict;
import org.panjika.payroll.jdbc.ProposalTable;
import org.panjika.payroll.jdbc.ProposalTable.Late;
import org.panjika.payroll.jdbc.ProposalTable.Left;
import org.panjika.payroll.jdbc.ProposalTable.Untold;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.panjika.storage.ContentHash;
import org.panjika.storage.FileStore;
import org.panjika.storage.Scans;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** A deduction is proposed, answered and decided before anything is taken (C16, BR-18, BR-20). */
@Service
public class Proposals {

    static final String SYSTEM = "system";

    /** So many are written at once. */
    private static final int AT_ONCE = 10_000;

    private static final int LONGEST = 1_000;

    /** Offices with a part in pay. */
    private static final Set<Charge.Kind> PAY = EnumSet.of(
            Charge.Kind.HEAD,
            Charge.Kind.PEEO,
            Charge.Kind.DDO,
            Charge.Kind.DPO_ESTABLISHMENT,
            Charge.Kind.DIRECTORATE_ESTABLISHMENT);

    private final ProposalTable table;
    private final SettingsInForce settings;
    private final PunctualityMonths punctuality;
    private final WorkingCalendar calendar;
    private final Institutions institutions;
    private final CompetentOffice office;
    private final Officer officer;
    private final Notices notices;
    private final PayEffect register;
    private final FileStore files;
    private final Scans scans;
    private final Clock clock;

    Proposals(
            ProposalTable table,
            SettingsInForce settings,
            PunctualityMonths punctuality,
            WorkingCalendar calendar,
            Institutions institutions,
            CompetentOffice office,
            Officer officer,
            Notices notices,
            PayEffect register,
            FileStore files,
            Scans scans,
            Clock clock) {
        this.table = table;
        this.settings = settings;
        this.punctuality = punctuality;
        this.calendar = calendar;
        this.institutions = institutions;
        this.office = office;
        this.officer = officer;
        this.notices = notices;
        this.register = register;
        this.files = files;
        this.scans = scans;
        this.clock = clock;
    }

    /**
     * Tells everybody of whom a closed day of this month or the last, or an earlier one about which something was said in these,
     * reads absent or unmarked, or whose lateness costs half a casual leave; on a working day of the own calendar, and who has none now is
     * told on the first that comes, however late (C16). Who is told answers on as many days of that calendar. Set-based, for a state.
     * Done twice it changes nothing.
     *
     * @return how many proposals were written
     */
    @Transactional
    public int tell() {
        var today = LocalDate.now(clock);
        var from = YearMonth.from(today).minusMonths(1).atDay(1);
        var untold = untold(from, today);
        if (untold.isEmpty()) return 0;
        var calendars = table.calendars(untold, today);
        var working = new HashSet<>(calendar.working(new HashSet<>(calendars.values()), today));
        var byTurn = untold.stream().collect(partitioningBy(u -> working.contains(calendars.get(u.staffId()))));
        table.leave(byTurn.get(false).stream()
                .map(u -> new Left(u.staffId(), u.day()))
                .collect(toSet()));
        return tell(byTurn.get(true), calendars, today);
    }

    private List<Untold> untold(LocalDate from, LocalDate today) {
        var left = table.takeLeft().stream().filter(l -> l.day().isBefore(from)).toList();
        var days = from.datesUntil(today).toList();
        var since = from.atStartOfDay(clock.getZone()).toInstant();
        var least = punctuality.least(table.regimes());
        table.gather(days, least);
        var untold = new ArrayList<>(table.untold(days, now()));
        untold.addAll(table.untoldBefore(from, since, now()));
        untold.addAll(table.untold(left, now()));
        untold.addAll(costly(table.late(days, least, now())));
        untold.addAll(costly(table.lateBefore(from, since, least, now())));
        untold.addAll(costly(table.late(left, least, now())));
        return untold;
    }

    private int tell(List<Untold> untold, Map<Long, CadreAt> calendars, LocalDate today) {
        var replyUntil = replyUntil(untold, calendars, today);
        var written = 0;
        for (int i = 0; i < untold.size(); i += AT_ONCE) {
            var told = table.insert(untold.subList(i, Math.min(i + AT_ONCE, untold.size())), replyUntil, SYSTEM, now());
            notices.tell(told.stream()
                    .map(u -> new Notice(
                            u.staffId(),
                            "pay-" + u.kind().name().toLowerCase(java.util.Locale.ROOT),
                            Map.of("day", u.day(), "until", replyUntil.get(u.staffId())),
                            "/payroll/notices"))
                    .toList());
            written += told.size();
        }
        return written;
    }

    /** Lines of people on an earlier day were made only now: whoever has to be told of it is told on the next morning. */
    @EventListener
    public void look(WorkplacesFollowed followed) {
        table.leave(followed.staff(), followed.day());
    }

    /** The last of the working days that each person has to answer, by key: those of the own calendar (C14, C16). */
    private Map<Long, LocalDate> replyUntil(List<Untold> told, Map<Long, CadreAt> calendars, LocalDate today) {
        var days =
                settings.at(told.stream().map(Untold::institutionId).collect(toSet()), Setting.PAY_REPLY_DAYS, today);
        var window = new HashMap<CadreAt, Integer>();
        told.forEach(
                u -> window.merge(calendars.get(u.staffId()), Integer.valueOf(days.get(u.institutionId())), Math::max));
        var ends = calendar.workingDaysAfter(window, today);
        var until = new HashMap<Long, LocalDate>();
        told.forEach(u -> until.put(u.staffId(), ends.get(calendars.get(u.staffId()))));
        return until;
    }

    /** Those that cost half a casual leave as the month stands now. */
    private List<Untold> costly(List<Untold> late) {
        var costly = costly(late, Untold::staffId, Untold::day);
        return late.stream()
                .filter(u -> costly.contains(new LateDay(u.staffId(), u.day())))
                .toList();
    }

    private record LateDay(long staffId, LocalDate day) {}

    private <T> Set<LateDay> costly(Collection<T> late, Function<T, Long> person, Function<T, LocalDate> day) {
        var people = late.stream().collect(groupingBy(l -> YearMonth.from(day.apply(l)), mapping(person, toSet())));
        var costly = new HashSet<LateDay>();
        people.forEach((month, staff) -> punctuality.ofPeople(staff, month).forEach((id, verdicts) -> verdicts.stream()
                .filter(v -> v.consequence() == Consequence.HALF_CASUAL_LEAVE)
                .forEach(v -> costly.add(new LateDay(id, v.day().day())))));
        return costly;
    }

    /** Half days of days before one that may be charged now: told, heard, still so, not waived, not charged yet. */
    List<Due> due(Institution institution, LocalDate before) {
        return due(List.of(institution.id()), before);
    }

    /** The same at any of the institutions. */
    List<Due> due(Collection<Long> institutions, LocalDate before) {
        var due = table.due(institutions, before, LocalDate.now(clock));
        var late = due.stream().filter(d -> d.kind() == Kind.LATENESS).toList();
        var costly = costly(late, Due::staffId, Due::day);
        return due.stream()
                .filter(d -> d.kind() != Kind.LATENESS || costly.contains(new LateDay(d.staffId(), d.day())))
                .toList();
    }

    /** The same of absence alone, at any of the institutions. */
    List<Due> absenceDue(Collection<Long> institutions, LocalDate before) {
        return table.due(institutions, before, LocalDate.now(clock)).stream()
                .filter(d -> d.kind() != Kind.LATENESS)
                .toList();
    }

    /** Late days of a month that still cost half a casual leave, neither waived nor taken from it. */
    List<Late> lateUndecided(YearMonth month, Collection<Long> institutions) {
        var late = table.lateUndecided(month, institutions);
        var costly = costly(late, Late::staffId, Late::day);
        return late.stream()
                .filter(l -> costly.contains(new LateDay(l.staffId(), l.day())))
                .toList();
    }

    /** Of late days those that cost nothing as the month stands now: condoned, excused, corrected. */
    <T> List<T> noLongerCostly(List<T> late, Function<T, Long> person, Function<T, LocalDate> day) {
        var costly = costly(late, person, day);
        return late.stream()
                .filter(l -> !costly.contains(new LateDay(person.apply(l), day.apply(l))))
                .toList();
    }

    /** The caller's own of a month and the months before it, newest first. */
    public List<Proposal> own(Caller caller, YearMonth until) {
        return caller.staff()
                .map(s -> table.ofPerson(
                        s.id(),
                        until.minusMonths(12).atDay(1),
                        until.plusMonths(1).atDay(1)))
                .orElse(List.of());
    }

    /** A person's of a month. */
    public List<Proposal> of(long staffId, YearMonth month) {
        return table.ofPerson(staffId, month.atDay(1), month.plusMonths(1).atDay(1));
    }

    /** Those about an institution's days of a month. */
    public List<Proposal> of(Institution institution, YearMonth month) {
        return table.ofInstitution(
                institution.id(), month.atDay(1), month.plusMonths(1).atDay(1));
    }

    /**
     * The person answers, once.
     *
     * @param text compulsory to contest, at most 1000 characters
     * @throws Refused {@code not-found} unless it is the caller's own; {@code pay-reply-over} after the window, {@code pay-replied}
     *     the second time, {@code pay-reply-text}, {@code pay-attachment-unknown} for a document that the caller has not
     *     sent
     */
    @Transactional
    public Proposal reply(Caller caller, UUID id, Reply reply, Optional<String> text, List<String> attachments) {
        var proposal = table.find(id)
                .filter(p -> caller.is(p.person().staffId()))
                .orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        if (LocalDate.now(clock).isAfter(proposal.replyUntil())) {
            throw new Refused(PayrollProblem.PAY_REPLY_OVER, Map.of("until", proposal.replyUntil()));
        }
        var said = text.map(String::strip).filter(t -> !t.isEmpty());
        if (reply == Reply.CONTEST && said.isEmpty()
                || said.filter(t -> t.length() > LONGEST).isPresent()) {
            throw new Refused(PayrollProblem.PAY_REPLY_TEXT, Map.of("most", LONGEST));
        }
        var known = attachments.stream().map(hex -> known(caller, hex)).toList();
        if (!table.reply(id, reply, said, known, caller.login(), now())) throw new Refused(PayrollProblem.PAY_REPLIED);
        if (reply == Reply.CONTEST) tellHead(proposal);
        return table.find(id).orElseThrow();
    }

    /** What the caller has sent: to name another's document would be to read it (C3). */
    private ContentHash known(Caller caller, String hex) {
        return scans.sent(caller.login(), hex).orElseThrow(() -> new Refused(PayrollProblem.PAY_ATTACHMENT_UNKNOWN));
    }

    /**
     * A document that the person attached, for the person and whoever acts for an office at or above the institution of the posting that
     * has a part in pay; it may be a medical paper, which nobody else reads (C3).
     *
     * @throws Refused {@code not-found}
     */
    public byte[] document(Caller caller, UUID id, String hash) {
        return table.find(id)
                .filter(p -> caller.is(p.person().staffId())
                        || institutions
                                .find(p.institution())
                                .filter(i -> mayReadPapers(caller, i))
                                .isPresent())
                .flatMap(Proposal::answer)
                .filter(a -> a.attachments().contains(hash))
                .flatMap(a -> ContentHash.parse(hash))
                .flatMap(files::read)
                .orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
    }

    /** Whether the caller acts for an office at or above the institution that has a part in pay. */
    static boolean mayReadPapers(Caller caller, Institution institution) {
        return caller.charges().stream()
                .anyMatch(c -> c.showsPapers() && PAY.contains(c.kind()) && institution.isAtOrBelow(c.institution()));
    }

    private void tellHead(Proposal proposal) {
        var link = "/payroll/%s/institutions/%s/proposals"
                .formatted(YearMonth.from(proposal.day()), proposal.institution());
        officer.holder(officeOf(proposal))
                .map(head -> new Notice(
                        head.id(),
                        "pay-contested",
                        Map.of("who", proposal.person().name(), "day", proposal.day()),
                        link))
                .ifPresent(notice -> notices.tell(List.of(notice)));
    }

    /** Whether the caller decides about it: the head of the institution of the posting, never the person concerned (C4, C5). */
    public boolean mayDecide(Caller caller, Proposal proposal) {
        return !caller.is(proposal.person().staffId()) && caller.actsFor(officeOf(proposal));
    }

    private String officeOf(Proposal proposal) {
        return office.at(
                institutions.find(proposal.institution()).orElseThrow(),
                Optional.of(proposal.person().staffId()));
    }

    /**
     * The head says whether it is charged; a later word replaces an earlier one, and what was charged is given back when the month
     * is adjusted. What nobody has marked reads ABSENT once it is charged (C6), from this moment on. The same word of the same
     * person again changes nothing.
     *
     * @param remark why; compulsory
     * @throws Refused {@code not-found}, {@code not-allowed}; {@code pay-reply-awaited} to charge before the person was heard;
     *     {@code pay-remark-required}; {@code pay-said-meanwhile} if somebody else has decided at the same moment
     */
    @Transactional
    public Proposal decide(Caller caller, UUID id, Verdict verdict, String remark) {
        var proposal = table.find(id)
                .filter(p ->
                        institutions.find(p.institution()).filter(caller::knows).isPresent())
                .orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        if (!mayDecide(caller, proposal))
            throw caller.refused(institutions.find(proposal.institution()).orElseThrow());
        if (remark.isBlank() || remark.length() > LONGEST) throw new Refused(PayrollProblem.PAY_REMARK_REQUIRED);
        if (verdict == Verdict.CHARGE && !proposal.heard(LocalDate.now(clock))) {
            throw new Refused(PayrollProblem.PAY_REPLY_AWAITED, Map.of("until", proposal.replyUntil()));
        }
        if (says(proposal, verdict, remark.strip(), caller.login())) return proposal;
        if (!table.decide(id, verdict, remark.strip(), caller.login(), now())) {
            return table.find(id)
                    .filter(p -> says(p, verdict, remark.strip(), caller.login()))
                    .orElseThrow(() -> new Refused(PayrollProblem.PAY_SAID_MEANWHILE));
        }
        if (proposal.kind() == Kind.UNMARKED) intoRegister(proposal, verdict, remark.strip(), caller.login());
        notices.tell(List.of(new Notice(
                proposal.person().staffId(),
                verdict == Verdict.CHARGE ? "pay-charged" : "pay-waived",
                Map.of("day", proposal.day(), "remark", remark.strip()),
                "/payroll/notices")));
        return table.find(id).orElseThrow();
    }

    private static boolean says(Proposal proposal, Verdict verdict, String remark, String by) {
        return proposal.decision()
                .filter(d -> d.verdict() == verdict && d.remark().equals(remark) && d.by().equals(by))
                .isPresent();
    }

    /** UNMARKED becomes ABSENT by the head's decision (C6); waived, it is UNMARKED again. */
    private void intoRegister(Proposal proposal, Verdict verdict, String remark, String by) {
        var who = proposal.person().employeeCode();
        if (verdict == Verdict.CHARGE) {
            register.charge(proposal.id(), who, proposal.day(), proposal.sessions(), remark, by);
        } else {
            register.takeBack(proposal.id(), who, proposal.day(), by);
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
