package org.panjika.helpdesk;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.panjika.access.Caller;
import org.panjika.access.Callers;
import org.panjika.attendance.FaultEffect;
import org.panjika.attendance.LinesMade;
import org.panjika.calendar.WorkingCalendar;
import org.panjika.helpdesk.Fault.Scope;
import org.panjika.helpdesk.Fault.Verdict;
import org.panjika.helpdesk.jdbc.FaultTable;
import org.panjika.helpdesk.jdbc.FaultTable.NewFault;
import org.panjika.organisation.Charge;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
import org.panjika.organisation.Setting;
import org.panjika.organisation.SettingsInForce;
import org.panjika.organisation.Staff;
import org.panjika.organisation.StaffList;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.panjika.storage.ContentHash;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Technical faults are claimed or declared, and confirmed or refused (C15, BR-19). */
@Service
public class Faults {

    private final FaultTable table;
    private final FaultEffect effect;
    private final FaultCases cases;
    private final FaultNotices notices;
    private final Deciders deciders;
    private final Institutions institutions;
    private final SettingsInForce settings;
    private final StaffList staffList;
    private final WorkingCalendar calendar;
    private final Callers callers;
    private final Clock clock;

    Faults(
            FaultTable table,
            FaultEffect effect,
            FaultCases cases,
            FaultNotices notices,
            Deciders deciders,
            Institutions institutions,
            SettingsInForce settings,
            StaffList staffList,
            WorkingCalendar calendar,
            Callers callers,
            Clock clock) {
        this.table = table;
        this.effect = effect;
        this.cases = cases;
        this.notices = notices;
        this.deciders = deciders;
        this.institutions = institutions;
        this.settings = settings;
        this.staffList = staffList;
        this.calendar = calendar;
        this.callers = callers;
        this.clock = clock;
    }

    /** @param fresh false: the same claim had been made before */
    public record Reported(Fault fault, boolean fresh) {}

    /** From where somebody reports, and with what weight. */
    private record Standing(
            Institution institution, Optional<Staff> person, Optional<Institution> office, boolean atOnce) {}

    /**
     * Reports a fault. A person's and an institution's sessions read TECHNICAL when this returns, an area's as soon as its
     * case has run over it.
     *
     * @throws Refused {@code id-reused}; {@code not-found} outside what the caller knows; {@code not-allowed} for others'
     *     sessions and for an institution or area that is not the caller's to speak for; {@code fault-period-invalid},
     *     {@code fault-in-future}, {@code claim-too-late}, {@code no-session-affected}
     */
    @Transactional
    public Reported report(Caller caller, Claim claim) {
        var hash = claim.hash(caller.login());
        var before = table.find(claim.id());
        if (before.isPresent()) return again(claim, hash, before.get());
        var standing = standing(caller, claim);
        var claims = standing.office().isEmpty()
                || standing.office()
                        .filter(o -> o.id() == standing.institution().id() && claim.scope() != Scope.AREA)
                        .isPresent();
        refusePeriod(claim, standing.institution(), claims && !standing.atOnce());
        var fault = new NewFault(
                claim.id(),
                hash,
                now(),
                caller.login(),
                caller.staff().map(Staff::id),
                claim.kind(),
                claim.scope(),
                standing.institution().id(),
                standing.person().map(Staff::id),
                standing.office().map(Institution::id),
                claim.from(),
                claim.to(),
                claim.text(),
                standing.atOnce());
        if (!table.insert(fault)) {
            return again(claim, hash, table.find(claim.id()).orElseThrow());
        }
        return new Reported(begin(claim.id()), true);
    }

    private Reported again(Claim claim, ContentHash hash, Fault before) {
        if (!table.same(claim.id(), hash)) throw new Refused(CommonProblem.ID_REUSED);
        return new Reported(before, false);
    }

    /** Declares down-time that the system saw itself, over everything below an institution; at once in force. */
    @Transactional
    Fault declareDowntime(Institution root, Instant from, Instant to) {
        var id = UUID.randomUUID();
        var claim = new Claim(id, Fault.Kind.SERVER, Scope.AREA, root.code(), from, to, Optional.empty());
        table.insert(new NewFault(
                id,
                claim.hash(Downtime.SYSTEM),
                now(),
                Downtime.SYSTEM,
                Optional.empty(),
                claim.kind(),
                claim.scope(),
                root.id(),
                Optional.empty(),
                Optional.of(root.id()),
                from,
                to,
                Optional.empty(),
                true));
        return begin(id);
    }

    private Fault begin(UUID id) {
        var fault = table.find(id).orElseThrow();
        if (!effect.concernsAnybody(fault.period())) throw new Refused(FaultProblem.NO_SESSION_AFFECTED);
        if (fault.scope() != Scope.AREA) effect.declare(fault.period(), fault.by());
        cases.start(fault);
        return fault;
    }

    private Standing standing(Caller caller, Claim claim) {
        if (claim.scope() == Scope.PERSON) return own(caller, claim);
        var institution = institutions
                .find(claim.of())
                .filter(caller::knows)
                .orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        if (speaksForAll(caller, institution)) {
            return new Standing(institution, Optional.empty(), Optional.of(institution), true);
        }
        var office = claim.scope() == Scope.INSTITUTION && caller.heads(institution)
                ? Optional.of(institution)
                : caller.headed().stream()
                        .filter(o -> !o.kind().isSchool() && institution.isAtOrBelow(o))
                        .max(Comparator.comparing(o -> o.path().size()));
        if (office.isEmpty()) throw caller.refused(institution);
        return new Standing(institution, Optional.empty(), office, false);
    }

    private Standing own(Caller caller, Claim claim) {
        var person = staffList.find(claim.of()).orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        var place = staffList.placeOfWork(person, LocalDate.ofInstant(claim.from(), clock.getZone()));
        if (caller.staff().filter(s -> s.id() == person.id()).isEmpty()) {
            throw new Refused(
                    place.filter(caller::knows).isPresent() ? CommonProblem.NOT_ALLOWED : CommonProblem.NOT_FOUND);
        }
        return new Standing(
                place.orElseThrow(() -> new Refused(FaultProblem.NO_SESSION_AFFECTED)),
                Optional.of(person),
                Optional.empty(),
                false);
    }

    /** PMU and Directorate declare for any area, at once (C15). */
    private static boolean speaksForAll(Caller caller, Institution institution) {
        return forAll(caller).anyMatch(c -> institution.isAtOrBelow(c.institution()));
    }

    /** Whether the caller declares for any area below some seat. */
    public boolean speaksForAll(Caller caller) {
        return forAll(caller).findAny().isPresent();
    }

    private static Stream<Charge> forAll(Caller caller) {
        return caller.charges().stream()
                .filter(Charge::mayAct)
                .filter(c -> c.kind() == Charge.Kind.PMU
                        || c.kind() == Charge.Kind.HEAD
                                && c.institution().kind().equals(Institution.Kind.DIRECTORATE));
    }

    private void refusePeriod(Claim claim, Institution institution, boolean ownSessions) {
        var longest = settings.figure(institution, Setting.FAULT_LONGEST_DAYS, today());
        var first = LocalDate.ofInstant(claim.from(), clock.getZone());
        if (!claim.from().isBefore(claim.to())
                || claim.to().isAfter(startOf(first.plusDays(longest)).toInstant())) {
            throw new Refused(FaultProblem.FAULT_PERIOD_INVALID, Map.of("days", longest));
        }
        if (claim.to().isAfter(startOf(today().plusDays(1)).toInstant())) {
            throw new Refused(FaultProblem.FAULT_IN_FUTURE);
        }
        var days = settings.figure(institution, Setting.FAULT_CLAIM_DAYS, today());
        if (ownSessions && today().isAfter(first.plusDays(days))) {
            throw new Refused(FaultProblem.CLAIM_TOO_LATE, Map.of("days", days));
        }
    }

    /** The office that confirms or refuses a fault, as a group of the engine. */
    public String office(UUID id) {
        return deciders.office(table.find(id).orElseThrow());
    }

    /** The office above that one, to which an undecided fault goes. */
    public String officeAbove(UUID id) {
        return deciders.officeAbove(table.find(id).orElseThrow());
    }

    /** Whether the office above has to confirm it. */
    public boolean pending(UUID id) {
        return table.find(id).orElseThrow().pending();
    }

    /** Whether any session still reads TECHNICAL by it. */
    public boolean anythingOpen(UUID id) {
        return effect.anythingOpen(id);
    }

    /**
     * Confirms or refuses a fault, in the caller's transaction. After a refusal the sessions read what they read without
     * it, at once for a person or an institution, and the people concerned are told.
     *
     * @throws Refused {@code own-fault} for who reported it, {@code fault-remark-required} for a refusal without a word,
     *     {@code fault-already-decided}
     */
    @Transactional
    public void decide(UUID id, String decider, Verdict verdict, Optional<String> remark) {
        var fault = table.find(id).orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        var caller = callers.find(decider).orElseThrow(() -> new Refused(CommonProblem.NOT_ALLOWED));
        if (caller.staff()
                .map(Staff::id)
                .filter(s -> Optional.of(s).equals(fault.claimant()))
                .isPresent()) {
            throw new Refused(FaultProblem.OWN_FAULT);
        }
        var said = remark.map(String::strip).filter(r -> !r.isEmpty());
        if (verdict == Verdict.REFUSED && said.isEmpty()) throw new Refused(FaultProblem.FAULT_REMARK_REQUIRED);
        var decision = new Fault.Decision(
                verdict,
                decider,
                now(),
                said,
                verdict == Verdict.REFUSED ? Optional.of(replyUntil(fault.institution())) : Optional.empty());
        if (!fault.pending() || !table.decide(id, decision)) throw new Refused(FaultProblem.FAULT_ALREADY_DECIDED);
        carryOut(table.find(id).orElseThrow());
    }

    private Instant replyUntil(Institution institution) {
        var days = settings.figure(institution, Setting.FAULT_REPLY_WORKING_DAYS, today());
        return calendar.inWorkingDays(institution.code(), days).toInstant();
    }

    /** Who is concerned is told; refused, the sessions are taken back, except an area's, which its case takes back. */
    private void carryOut(Fault decided) {
        if (decided.refused()) {
            notices.refused(decided);
            if (decided.scope() != Scope.AREA) {
                effect.takeBack(decided.id(), decider(decided), people -> notices.refused(decided, people));
            }
        } else {
            notices.confirmed(decided);
            notices.inForce(decided);
        }
    }

    /**
     * What is left to do when a fault has been reported: an area's sessions become TECHNICAL, others' read so already. Who
     * settles a fault that is in force at once is told.
     */
    @Transactional
    public void begun(UUID id) {
        var fault = table.find(id).orElseThrow();
        if (fault.scope() == Scope.AREA) effect.declareInGroups(fault.period(), fault.by());
        if (fault.inForce()) notices.inForce(fault);
    }

    /**
     * Who was given a line after a fault of that day was reported reads TECHNICAL as the others do, unless it is refused
     * meanwhile.
     */
    @EventListener
    public void cover(LinesMade made) {
        var from = startOf(made.day()).toInstant();
        var to = startOf(made.day().plusDays(1)).toInstant();
        for (var id : table.notRefused(from, to)) {
            var fault = table.find(id).orElseThrow();
            effect.declareInGroups(fault.period(), fault.by());
            table.find(id)
                    .filter(Fault::refused)
                    .ifPresent(refused ->
                            effect.takeBackInGroups(id, decider(refused), people -> notices.refused(refused, people)));
        }
    }

    /** What is left to do when a fault has been refused: an area's sessions are taken back, others' have been already. */
    public void refused(UUID id) {
        var fault = table.find(id).orElseThrow();
        if (fault.scope() == Scope.AREA) {
            effect.takeBackInGroups(id, decider(fault), people -> notices.refused(fault, people));
        }
    }

    private static String decider(Fault fault) {
        return fault.decision().orElseThrow().by();
    }

    /**
     * A fault with how far it has come.
     *
     * @param sessions how many it covers, {@code open} of which still read TECHNICAL
     */
    public record Progress(Fault fault, Fault.State state, long sessions, long open) {}

    /**
     * A fault that concerns the caller, or that lies at or below a seat the caller holds.
     *
     * @throws Refused {@code not-found} for any other
     */
    @Transactional(readOnly = true)
    public Progress find(Caller caller, UUID id) {
        var fault = table.find(id).filter(f -> sees(caller, f)).orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        return progress(fault);
    }

    Progress progress(Fault fault) {
        var extent = effect.extent(fault.id());
        return new Progress(fault, state(fault), extent.sessions(), extent.open());
    }

    private Fault.State state(Fault fault) {
        return fault.state(fault.inForce() && effect.settled(fault.id()));
    }

    private boolean sees(Caller caller, Fault fault) {
        var own = caller.staff().map(Staff::id);
        return caller.supervises(fault.institution())
                || own.isPresent() && own.equals(fault.claimant())
                || caller.charges().stream().anyMatch(c -> covers(fault, c.institution()))
                || caller.placeOfWork().filter(p -> covers(fault, p)).isPresent()
                || fault.scope() == Scope.PERSON && worksBelow(caller, fault);
    }

    /** Also where the person works for the other half of the day, the sessions are settled. */
    private boolean worksBelow(Caller caller, Fault fault) {
        return effect.concerns(
                fault.id(),
                caller.charges().stream().map(c -> c.institution().id()).toList());
    }

    private static boolean covers(Fault fault, Institution place) {
        return switch (fault.scope()) {
            case PERSON -> false;
            case INSTITUTION -> place.id() == fault.institution().id();
            case AREA -> place.isAtOrBelow(fault.institution());
        };
    }

    /** A fault in a list. */
    public record Listed(Fault fault, Fault.State state) {}

    /** What {@link #find} would answer, newest first. */
    @Transactional(readOnly = true)
    public List<Listed> list(Caller caller, Optional<Long> before, int atMost) {
        return table.list(caller, before.orElse(Long.MAX_VALUE), atMost).stream()
                .map(f -> new Listed(f, state(f)))
                .toList();
    }

    private LocalDate today() {
        return LocalDate.now(clock);
    }

    private ZonedDateTime startOf(LocalDate day) {
        return day.atStartOfDay(clock.getZone());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
