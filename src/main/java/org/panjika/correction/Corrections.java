package org.panjika.correction;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.panjika.access.Caller;
import org.panjika.access.Callers;
import org.panjika.attendance.CorrectionEffect;
import org.panjika.attendance.DaySheet;
import org.panjika.attendance.Session;
import org.panjika.correction.Correction.State;
import org.panjika.correction.Correction.Verdict;
import org.panjika.correction.Ladder.Reason;
import org.panjika.correction.Ladder.Step;
import org.panjika.correction.Situations.Situation;
import org.panjika.correction.jdbc.CorrectionTable;
import org.panjika.correction.jdbc.CorrectionTable.Arrival;
import org.panjika.correction.jdbc.CorrectionTable.NewLine;
import org.panjika.correction.jdbc.CorrectionTable.NewRequest;
import org.panjika.correction.jdbc.CorrectionTable.NewSubmission;
import org.panjika.correction.jdbc.SlotTable;
import org.panjika.organisation.Charge;
import org.panjika.organisation.CompetentOffice;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
import org.panjika.organisation.Officer;
import org.panjika.organisation.Staff;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.panjika.problem.Refused.FieldError;
import org.panjika.storage.ContentHash;
import org.panjika.storage.FileStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Closed days are corrected on request, by the first authority of the ladder that may (RJ-7 to RJ-10, C12). */
@Service
public class Corrections {

    /** Who it was where no person was at work. */
    static final String ENGINE = "engine";

    private static final Logger log = LoggerFactory.getLogger(Corrections.class);

    private static final int LONGEST_REASON = 1_000;
    private static final int LONGEST_REMARK = 1_000;
    private static final int MOST_SCANS = 5;

    private final CorrectionTable table;
    private final SlotTable slots;
    private final Authorities authorities;
    private final Situations situations;
    private final CorrectionEffect effect;
    private final CorrectionCases cases;
    private final CorrectionNotices notices;
    private final CompetentOffice competent;
    private final Officer officer;
    private final Institutions institutions;
    private final Callers callers;
    private final FileStore files;
    private final Clock clock;

    Corrections(
            CorrectionTable table,
            SlotTable slots,
            Authorities authorities,
            Situations situations,
            CorrectionEffect effect,
            CorrectionCases cases,
            CorrectionNotices notices,
            CompetentOffice competent,
            Officer officer,
            Institutions institutions,
            Callers callers,
            FileStore files,
            Clock clock) {
        this.table = table;
        this.slots = slots;
        this.authorities = authorities;
        this.situations = situations;
        this.effect = effect;
        this.cases = cases;
        this.notices = notices;
        this.competent = competent;
        this.officer = officer;
        this.institutions = institutions;
        this.callers = callers;
        this.files = files;
        this.clock = clock;
    }

    /**
     * A request as somebody makes it.
     *
     * @param reason not blank, at most 1,000 characters
     * @param lines each person once
     * @param scans what POST /files answered, at most five; one is compulsory in an institution's stead
     */
    public record Asking(Correction.Kind kind, String reason, List<CorrectionEffect.Line> lines, List<String> scans) {

        ContentHash hash(String by, String institution, LocalDate day) {
            var lines = this.lines.stream().map(Object::toString).sorted().collect(Collectors.joining("\n"));
            var content =
                    String.join("\n", by, institution, day.toString(), kind.name(), reason, lines, scans.toString());
            return ContentHash.of(content.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** @param fresh false: the same request had been made before */
    public record Requested(Correction correction, boolean fresh) {}

    /**
     * For whom somebody asks.
     *
     * @param person who is concerned by asking: the institution asks, also where an office does so in its stead (C12)
     * @param inStead group of that office
     */
    private record Asker(Optional<Long> person, Optional<String> inStead) {}

    /**
     * Asks for a correction, as the in-charge or where that seat is vacant the next office up (C4), or as an authority of
     * the ladder on the institution's written request.
     *
     * @throws Refused {@code id-reused}; {@code not-found}, {@code not-allowed}; {@code ladder-not-used}; {@code day-in-future},
     *     {@code not-a-working-day}, {@code day-not-closed}; {@code request-open} with the one that is; {@code
     *     written-request-required} in an institution's stead; {@code invalid-fields}
     */
    @Transactional
    public Requested request(Caller caller, UUID id, String institutionCode, LocalDate day, Asking asking) {
        var hash = asking.hash(caller.login(), institutionCode, day);
        var before = table.find(id);
        if (before.isPresent()) return again(before.get(), hash);
        var institution = visible(caller, institutionCode);
        var asker = asker(caller, institution);
        var sheet = closedSheet(institution, day);
        if (!table.ladderUsed(institution.id(), day)) throw new Refused(CorrectionProblem.LADDER_NOT_USED);
        var open = table.open(institution.id(), day);
        // made at this very moment by who sends it twice
        if (open.filter(id::equals).isPresent()) return again(table.find(id).orElseThrow(), hash);
        open.ifPresent(Corrections::refuseSecond);
        var asked = checked(asker, sheet, 1, asking);
        var request = new NewRequest(id, hash, institution.id(), day, caller.login(), now(), asker.inStead(), asked);
        if (!table.insert(request)) return overtaken(request);
        cases.start(id, institution, day);
        return new Requested(table.find(id).orElseThrow(), true);
    }

    private Requested again(Correction before, ContentHash hash) {
        if (!table.same(before.id(), hash)) throw new Refused(CommonProblem.ID_REUSED);
        return new Requested(before, false);
    }

    /** Another request was made at the same moment: this very one, or one for the same day. */
    private Requested overtaken(NewRequest request) {
        var same = table.find(request.id());
        if (same.isPresent()) return again(same.get(), request.hash());
        throw table.open(request.institutionId(), request.day())
                .map(Corrections::second)
                .orElseGet(() -> new Refused(CommonProblem.ID_REUSED));
    }

    private static void refuseSecond(UUID open) {
        throw second(open);
    }

    private static Refused second(UUID open) {
        return new Refused(CorrectionProblem.REQUEST_OPEN, Map.of("request", open));
    }

    Institution visible(Caller caller, String code) {
        var institution = institutions.find(code).orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        if (caller.supervises(institution)) return institution;
        throw new Refused(caller.knows(institution) ? CommonProblem.NOT_ALLOWED : CommonProblem.NOT_FOUND);
    }

    private Asker asker(Caller caller, Institution institution) {
        if (speaksFor(caller, institution)) {
            return new Asker(caller.staff().map(Staff::id), Optional.empty());
        }
        return inStead(caller, institution)
                .map(office -> inItsStead(institution, office))
                .orElseThrow(() -> new Refused(CommonProblem.NOT_ALLOWED));
    }

    private Asker inItsStead(Institution institution, String office) {
        return new Asker(officer.head(institution).map(Staff::id), Optional.of(office));
    }

    /** The office of the ladder for which the caller may ask in an institution's stead. */
    private Optional<String> inStead(Caller caller, Institution institution) {
        var standing = authorities.of(institution);
        return standing.seats().values().stream()
                .filter(seat -> standing.tiers().containsKey(seat.function()))
                .map(Officer.Seat::group)
                .filter(caller::actsFor)
                .findFirst();
    }

    /** Whether the caller may ask for corrections of the institution's register. */
    public boolean mayAsk(Caller caller, Institution institution) {
        return speaksFor(caller, institution) || inStead(caller, institution).isPresent();
    }

    /** Whether the caller is the in-charge, or where that seat is vacant the next office up (C4). */
    boolean speaksFor(Caller caller, Institution institution) {
        return caller.actsFor(competent.at(institution, Optional.empty()));
    }

    DaySheet closedSheet(Institution institution, LocalDate day) {
        var sheet = effect.sheet(institution, day);
        if (!sheet.closed()) {
            throw new Refused(CorrectionProblem.DAY_NOT_CLOSED, Map.of("institution", institution.code(), "day", day));
        }
        return sheet;
    }

    private NewSubmission checked(Asker asker, DaySheet sheet, int version, Asking asking) {
        var wrong = new ArrayList<FieldError>();
        var reason = asking.reason().strip();
        if (reason.isEmpty()) wrong.add(new FieldError("reason", "reason-needed"));
        if (reason.length() > LONGEST_REASON) wrong.add(new FieldError("reason", "too-long"));
        if (asking.lines().isEmpty()) wrong.add(new FieldError("lines", "nobody-named"));
        var scans = asking.scans().stream()
                .map(ContentHash::parse)
                .flatMap(Optional::stream)
                .distinct()
                .filter(hash -> files.read(hash).isPresent())
                .toList();
        if (scans.size() != Set.copyOf(asking.scans()).size()) wrong.add(new FieldError("attachments", "unknown-file"));
        if (scans.size() > MOST_SCANS) wrong.add(new FieldError("attachments", "too-long"));
        if (!wrong.isEmpty()) throw new Refused(CommonProblem.INVALID_FIELDS, Map.of(), wrong);
        if (asker.inStead().isPresent() && scans.isEmpty()) {
            throw new Refused(CorrectionProblem.WRITTEN_REQUEST_REQUIRED);
        }
        effect.check(sheet, asking.lines());
        return new NewSubmission(version, asker.person(), asking.kind(), reason, scans, lines(sheet, asking.lines()));
    }

    private static Map<Long, NewLine> lines(DaySheet sheet, List<CorrectionEffect.Line> lines) {
        var people = sheet.lines().stream().collect(Collectors.toMap(DaySheet.Line::employeeCode, l -> l));
        var asked = new LinkedHashMap<Long, NewLine>();
        for (var line : lines) {
            var person = people.get(line.employeeCode());
            var forenoon = person.half(Session.FORENOON).status();
            var afternoon = person.half(Session.AFTERNOON).status();
            asked.put(
                    person.staffId(),
                    new NewLine(
                            line.forenoon().filter(s -> s != forenoon),
                            line.afternoon().filter(s -> s != afternoon),
                            forenoon,
                            afternoon,
                            line.remark().map(String::strip).filter(r -> !r.isEmpty())));
        }
        return asked;
    }

    /**
     * Further staff join a request that an authority has (C12); lines of the same people are replaced. Whoever had opened
     * the task is asked to look again.
     *
     * @throws Refused as {@link #request}; {@code correction-not-pending}
     */
    @Transactional
    public Correction join(Caller caller, UUID id, List<CorrectionEffect.Line> more) {
        var request = own(caller, id);
        if (request.state() != State.PENDING) throw new Refused(CorrectionProblem.CORRECTION_NOT_PENDING);
        effect.check(closedSheet(request.institution(), request.day()), more);
        // those that join first: what is wrong is named by its place
        var lines = new LinkedHashMap<String, CorrectionEffect.Line>();
        more.forEach(l -> lines.put(l.employeeCode(), l));
        request.asked().lines().forEach(l -> lines.putIfAbsent(l.employeeCode(), l.effect()));
        var scans = request.asked().scans().stream().map(ContentHash::hex).toList();
        askAnew(
                caller,
                request,
                new Asking(request.asked().kind(), request.asked().reason(), List.copyOf(lines.values()), scans));
        situations.objection(situations.of(table.find(id).orElseThrow())).ifPresent(why -> cases.moveOn(id));
        return table.find(id).orElseThrow();
    }

    /**
     * Asks anew for what was returned; the authority is found afresh.
     *
     * @throws Refused as {@link #request}; {@code correction-not-returned}
     */
    @Transactional
    public Correction resubmit(Caller caller, UUID id, Asking asking) {
        var request = own(caller, id);
        if (request.state() != State.RETURNED) throw new Refused(CorrectionProblem.CORRECTION_NOT_RETURNED);
        askAnew(caller, request, asking);
        cases.resubmitted(id);
        return table.find(id).orElseThrow();
    }

    private void askAnew(Caller caller, Correction request, Asking asking) {
        var asker = request.inStead()
                .map(office -> inItsStead(request.institution(), office))
                .orElseGet(() -> new Asker(caller.staff().map(Staff::id), Optional.empty()));
        var sheet = closedSheet(request.institution(), request.day());
        var asked = checked(asker, sheet, request.asked().version() + 1, asking);
        var now = now();
        table.submit(request.id(), asked, caller.login(), now);
        table.askedAnew(request.id(), asked.version(), now);
        situations.forget(request.id());
    }

    /**
     * The institution takes a request back.
     *
     * @throws Refused {@code not-found}, {@code not-allowed}; {@code correction-not-pending} once it has ended
     */
    @Transactional
    public Correction withdraw(Caller caller, UUID id) {
        var request = own(caller, id);
        if (!request.state().open()) throw new Refused(CorrectionProblem.CORRECTION_NOT_PENDING);
        table.decided(request, "WITHDRAWN", State.WITHDRAWN, Optional.empty(), caller.login(), now());
        cases.withdrawn(id);
        return table.find(id).orElseThrow();
    }

    /** What was returned and not asked anew in time is withdrawn (C12). */
    @Transactional
    public void lapse(UUID id) {
        var request = table.lock(id).orElseThrow();
        if (request.state() != State.RETURNED) return;
        table.decided(request, "LAPSED", State.WITHDRAWN, Optional.empty(), ENGINE, now());
        notices.lapsed(request);
    }

    /** A request the caller may change, locked. */
    private Correction own(Caller caller, UUID id) {
        var request = find(caller, id);
        if (!mayChange(caller, request)) throw new Refused(CommonProblem.NOT_ALLOWED);
        return table.lock(id).orElseThrow();
    }

    /** Whether the caller speaks for the institution that asked, or for the office that asked in its stead. */
    public boolean mayChange(Caller caller, Correction request) {
        return speaksFor(caller, request.institution())
                || request.inStead().filter(caller::actsFor).isPresent();
    }

    /** Whether an authority may decide a request now. */
    public boolean mayDecide(String authority, UUID id) {
        return situations
                .of(id)
                .step(authority)
                .filter(step -> step.objection(authorities.today()).isEmpty())
                .isPresent();
    }

    /** Groups of the offices that decide for an authority. */
    public List<String> offices(String authority, UUID id) {
        var situation = situations.of(id);
        return situation.step(authority).map(step -> offices(situation, step)).orElse(List.of());
    }

    private List<String> offices(Situation situation, Step step) {
        return authorities.offices(situation.standing(), step, situation.concerned());
    }

    /** When a request moves on from an authority by itself; empty: never. */
    public Optional<Instant> deadline(String authority, UUID id) {
        return situations.of(id).step(authority).flatMap(authorities::deadline);
    }

    /**
     * A request has come to offices: that is written on its path, with the reasons why no authority below decides.
     *
     * @param deadline when it moves on by itself
     */
    @Transactional
    public void reached(UUID id, List<String> offices, Optional<Instant> deadline) {
        var situation = situations.of(id);
        var authority = situation.steps().stream()
                .filter(step -> Set.copyOf(offices(situation, step)).equals(Set.copyOf(offices)))
                .map(Step::authority)
                .findFirst()
                // a task that an administrator inserted beside the ladder
                .orElseGet(() ->
                        offices.stream().findFirst().map(Corrections::function).orElse(ENGINE));
        var skipped = Ladder.below(authority, situation.steps(), authorities.today());
        table.reached(id, new Arrival(authority, offices, deadline, skipped), ENGINE, now());
        situations.forget(id);
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
        var request = table.lock(id).orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        if (request.state() != State.PENDING) throw new Refused(CorrectionProblem.CORRECTION_NOT_PENDING);
        var situation = situations.of(request);
        refuseConcerned(situation, decider);
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
        var refused = situations.objection(situation).filter(why -> binds(why, verdict));
        if (refused.isPresent()) return refused;
        situations.forget(id);
        if (verdict == Verdict.APPROVED) {
            if (!takeSlot(situation, decider)) return Optional.of(Reason.QUOTA_USED);
            var lines = request.asked().lines().stream()
                    .map(Correction.Line::effect)
                    .toList();
            effect.carryOut(id, request.institution(), request.day(), lines, decider);
        }
        table.decided(request, verdict.name(), State.valueOf(verdict.name()), said, decider, now());
        notices.decided(request, verdict, decider, said);
        return Optional.empty();
    }

    /** Who completes the task sits on the seat; only an approval needs a slot. */
    private static boolean binds(Reason why, Verdict verdict) {
        return switch (why) {
            case WINDOW_PASSED, NOT_FOR_THIS_KIND -> true;
            case QUOTA_USED -> verdict == Verdict.APPROVED;
            case SEAT_VACANT, CONCERNED -> false;
        };
    }

    private void refuseConcerned(Situation situation, String decider) {
        var caller = callers.find(decider).orElseThrow(() -> new Refused(CommonProblem.NOT_ALLOWED));
        if (caller.staff()
                .map(Staff::id)
                .filter(situation.concerned()::contains)
                .isPresent()) {
            throw new Refused(CorrectionProblem.OWN_CORRECTION);
        }
    }

    private boolean takeSlot(Situation situation, String decider) {
        var request = situation.request();
        var quota = situation.decides().flatMap(Step::tier).flatMap(Ladder.Tier::quota);
        return quota.isEmpty()
                || slots.take(
                        request.institution().id(),
                        YearMonth.now(clock),
                        request.authority().orElseThrow(),
                        quota.get(),
                        request.id(),
                        decider,
                        now());
    }

    /**
     * Requests leave an authority whose seat has become vacant, or is held now by somebody concerned (C4). Each by itself:
     * one that is just being decided keeps none of the others.
     */
    public void moveOnFromEmptySeats() {
        var holders = officer.holders(table.officesWithDeadline());
        for (var id : table.undecidable(holders)) {
            try {
                cases.moveOn(id);
            } catch (RuntimeException e) {
                log.warn("correction {} stays where it is until the next day begins", id, e);
            }
        }
    }

    /**
     * A request at or below a seat the caller holds, or that is about the caller.
     *
     * @throws Refused {@code not-found} for any other
     */
    @Transactional(readOnly = true)
    public Correction find(Caller caller, UUID id) {
        return table.find(id).filter(c -> sees(caller, c)).orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
    }

    private static boolean sees(Caller caller, Correction request) {
        return caller.supervises(request.institution())
                || request.asked().lines().stream().anyMatch(l -> caller.is(l.staffId()));
    }

    /** The way of a request the caller may see. */
    @Transactional(readOnly = true)
    public CorrectionPath path(Caller caller, UUID id) {
        return CorrectionPath.of(table.events(find(caller, id).id()));
    }

    /**
     * A scan of a request the caller may see.
     *
     * @throws Refused {@code not-found}
     */
    @Transactional(readOnly = true)
    public byte[] scan(Caller caller, UUID id, String hash) {
        return ContentHash.parse(hash)
                .filter(find(caller, id).asked().scans()::contains)
                .flatMap(files::read)
                .orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
    }

    /**
     * Requests at or below an institution, or all that lie below the caller's seats; newest first.
     *
     * @throws Refused {@code not-found}, {@code not-allowed} for an institution outside the caller's view
     */
    @Transactional(readOnly = true)
    public List<Correction> list(
            Caller caller, Optional<String> under, Optional<State> state, Optional<Long> before, int atMost) {
        var seats = under.isPresent()
                ? Optional.of(List.of(visible(caller, under.get()).id()))
                : caller.administrator()
                        ? Optional.<List<Long>>empty()
                        : Optional.of(caller.charges().stream()
                                .map(c -> c.institution().id())
                                .distinct()
                                .toList());
        return table.list(seats, state, before.orElse(Long.MAX_VALUE), atMost);
    }

    /** What waits for the offices for which the caller acts, the most urgent first. */
    @Transactional(readOnly = true)
    public List<Correction> waiting(Caller caller, Optional<Institution> of, Optional<Long> after, int atMost) {
        return table.waiting(groups(caller), of.map(Institution::id), after, atMost);
    }

    /** How much waits for them. */
    @Transactional(readOnly = true)
    public int waiting(Caller caller) {
        return table.waiting(groups(caller));
    }

    /** How much waits for them at institutions, by the key of the institution; one with nothing is missing. */
    @Transactional(readOnly = true)
    public Map<Long, Integer> waitingAt(Caller caller, List<Long> institutionIds) {
        return table.waitingAt(groups(caller), institutionIds);
    }

    /** Requests of the institutions the caller heads: those that are open, or those that have ended; newest first. */
    @Transactional(readOnly = true)
    public List<Correction> own(Caller caller, boolean open, Optional<Long> before, int atMost) {
        var own = caller.headed().stream().map(Institution::id).distinct().toList();
        return own.isEmpty() ? List.of() : table.of(own, open, before.orElse(Long.MAX_VALUE), atMost);
    }

    /** The authorities that requests have come to, in order, by the request's id. */
    @Transactional(readOnly = true)
    public Map<UUID, List<String>> ways(List<Correction> requests) {
        return table.ways(requests.stream().map(Correction::id).toList());
    }

    /** The open request of an institution's day. */
    @Transactional(readOnly = true)
    public Optional<Correction> open(Institution institution, LocalDate day) {
        return table.open(institution.id(), day).flatMap(table::find);
    }

    /** What comes of a request by itself; no authority: it is withdrawn. */
    public record Next(Optional<String> authority, Instant at) {}

    /** What comes of a request if nobody does anything. */
    @Transactional(readOnly = true)
    public Optional<Next> next(Correction request) {
        if (request.state() == State.RETURNED) {
            return cases.lapses(request.id()).map(at -> new Next(Optional.empty(), at));
        }
        return request.deadline().filter(at -> request.state() == State.PENDING).flatMap(at -> {
            var then = LocalDate.ofInstant(at, clock.getZone());
            return situations.of(request).steps().stream()
                    .dropWhile(step ->
                            request.authority().filter(step.authority()::equals).isEmpty())
                    .skip(1)
                    .filter(step -> step.objection(then).isEmpty())
                    .findFirst()
                    .map(step -> new Next(Optional.of(step.authority()), at));
        });
    }

    /** Groups of the offices for which a caller acts: whose tasks are the caller's. */
    private static List<String> groups(Caller caller) {
        var offices = caller.charges().stream().filter(Charge::mayAct).map(Charge::group);
        var administrators =
                caller.administrator() ? Stream.of(CompetentOffice.ADMINISTRATORS) : Stream.<String>empty();
        return Stream.concat(offices, administrators).distinct().toList();
    }

    /** An authority's quota for an institution in a month; no quota: no limit. */
    public record Quota(String authority, Optional<Integer> quota, int used) {

        public Optional<Integer> left() {
            return quota.map(q -> Math.max(0, q - used));
        }
    }

    /**
     * The quota of each authority that decides for an institution, from below.
     *
     * @throws Refused {@code not-found}, {@code not-allowed} outside the caller's view
     */
    @Transactional(readOnly = true)
    public List<Quota> quota(Caller caller, String institutionCode, YearMonth month) {
        var institution = visible(caller, institutionCode);
        var standing = authorities.of(institution);
        var used = slots.used(institution.id(), month);
        return standing.authorities().stream()
                .filter(standing.tiers()::containsKey)
                .map(a -> new Quota(a, standing.tiers().get(a).quota(), used.getOrDefault(a, 0)))
                .toList();
    }

    /** Who could correct a day today, and why nobody below. */
    Ladder.Answer whoCorrects(Authorities.Standing standing, LocalDate day) {
        return whoCorrects(standing, day, Set.of());
    }

    /** The same where people are concerned. */
    Ladder.Answer whoCorrects(Authorities.Standing standing, LocalDate day, Set<Long> concerned) {
        return Ladder.find(authorities.steps(standing, day, concerned), authorities.today());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
