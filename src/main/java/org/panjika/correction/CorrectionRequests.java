package org.panjika.correction;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.panjika.access.Caller;
import org.panjika.attendance.CorrectionEffect;
import org.panjika.attendance.DaySheet;
import org.panjika.attendance.Session;
import org.panjika.correction.Correction.State;
import org.panjika.correction.Correction.Submission;
import org.panjika.correction.Ladder.Reason;
import org.panjika.correction.jdbc.CorrectionTable;
import org.panjika.correction.jdbc.CorrectionTable.NewLine;
import org.panjika.correction.jdbc.CorrectionTable.NewRequest;
import org.panjika.correction.jdbc.CorrectionTable.NewSubmission;
import org.panjika.organisation.CompetentOffice;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Officer;
import org.panjika.organisation.Setting;
import org.panjika.organisation.SettingsInForce;
import org.panjika.organisation.Staff;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.panjika.problem.Refused.FieldError;
import org.panjika.storage.ContentHash;
import org.panjika.storage.Scans;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** An institution asks that a closed day reads otherwise, adds to what it asked, and takes it back (C12). */
@Service
public class CorrectionRequests {

    private static final int LONGEST_REASON = 1_000;
    private static final int MOST_SCANS = 5;

    private final Corrections corrections;
    private final CorrectionTable table;
    private final Authorities authorities;
    private final Situations situations;
    private final CorrectionEffect effect;
    private final CorrectionCases cases;
    private final CorrectionNotices notices;
    private final CompetentOffice competent;
    private final Officer officer;
    private final SettingsInForce settings;
    private final Scans scans;
    private final Clock clock;

    CorrectionRequests(
            Corrections corrections,
            CorrectionTable table,
            Authorities authorities,
            Situations situations,
            CorrectionEffect effect,
            CorrectionCases cases,
            CorrectionNotices notices,
            CompetentOffice competent,
            Officer officer,
            SettingsInForce settings,
            Scans scans,
            Clock clock) {
        this.corrections = corrections;
        this.table = table;
        this.authorities = authorities;
        this.situations = situations;
        this.effect = effect;
        this.cases = cases;
        this.notices = notices;
        this.competent = competent;
        this.officer = officer;
        this.settings = settings;
        this.scans = scans;
        this.clock = clock;
    }

    /**
     * A request as somebody makes it.
     *
     * @param reason not blank, at most 1,000 characters
     * @param lines each person once
     * @param scans what POST /files answered to the caller, at most five; one is compulsory in an institution's stead
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
    private record Asker(Optional<Staff> person, Optional<String> inStead) {}

    /**
     * Asks for a correction, as the in-charge or where that seat is vacant the next office up (C4), or as an authority of
     * the ladder on the institution's written request.
     *
     * @throws Refused {@code id-reused}; {@code not-found}, {@code not-allowed}; {@code ladder-not-used}; {@code day-in-future},
     *     {@code no-register}, {@code not-a-working-day}, {@code day-not-closed}; {@code request-open} with the one that is; {@code
     *     written-request-required} in an institution's stead; {@code invalid-fields}; {@code correction-halted} while an
     *     administrator has halted corrections
     */
    @Transactional
    public Requested request(Caller caller, UUID id, String institutionCode, LocalDate day, Asking asking) {
        var hash = asking.hash(caller.login(), institutionCode, day);
        var before = table.same(id, hash);
        if (before.isPresent()) return again(id, before.get());
        var institution = corrections.visible(caller, institutionCode);
        var asker = asker(caller, institution);
        var sheet = closedSheet(institution, day);
        if (!ladderUsed(institution, day)) throw new Refused(CorrectionProblem.LADDER_NOT_USED);
        var asked = checked(caller, asker, sheet, asking, Optional.empty());
        var request = new NewRequest(id, hash, institution.id(), day, caller.login(), now(), asker.inStead(), asked);
        var number = table.insert(request);
        if (number.isEmpty()) return overtaken(request);
        situations.of(made(number.get(), request, institution, sheet));
        cases.start(id, institution, day);
        return new Requested(situations.of(id).request(), true);
    }

    /** As the table has it now. */
    private static Correction made(long number, NewRequest request, Institution institution, DaySheet sheet) {
        var asked = request.asked();
        var lines = sheet.lines().stream()
                .filter(person -> asked.lines().containsKey(person.staffId()))
                .map(person -> asked.lines().get(person.staffId()).of(person))
                .toList();
        return new Correction(
                request.id(),
                number,
                institution,
                request.day(),
                request.by(),
                request.at(),
                request.inStead(),
                State.PENDING,
                new Submission(
                        asked.version(),
                        request.at(),
                        request.by(),
                        asked.kind(),
                        asked.reason(),
                        lines,
                        asked.scans()),
                asked.asker().map(a -> Map.of(a.id(), a.employeeCode())).orElse(Map.of()),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                request.at());
    }

    private Requested again(UUID id, boolean same) {
        if (!same) throw new Refused(CommonProblem.ID_REUSED);
        return new Requested(table.find(id).orElseThrow(), false);
    }

    /** Another request was made at the same moment: this very one, or one for the same day. */
    private Requested overtaken(NewRequest request) {
        var same = table.same(request.id(), request.hash());
        if (same.isPresent()) return again(request.id(), same.get());
        throw table.open(request.institutionId(), request.day())
                .map(CorrectionRequests::second)
                .orElseGet(() -> new Refused(CommonProblem.ID_REUSED));
    }

    private static Refused second(UUID open) {
        return new Refused(CorrectionProblem.REQUEST_OPEN, Map.of("request", open));
    }

    private Asker asker(Caller caller, Institution institution) {
        if (speaksFor(caller, institution)) {
            return new Asker(caller.staff(), Optional.empty());
        }
        return inStead(caller, institution)
                .map(office -> inItsStead(institution, office))
                .orElseThrow(() -> caller.refused(institution));
    }

    /** Who is concerned by the asking itself, by key, if the caller asks now. */
    Set<Long> concerned(Caller caller, Institution institution) {
        return asker(caller, institution).person().map(Staff::id).map(Set::of).orElse(Set.of());
    }

    private Asker inItsStead(Institution institution, String office) {
        return new Asker(officer.head(institution), Optional.of(office));
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
        return caller.heads(institution) || caller.actsFor(competent.at(institution, Optional.empty()));
    }

    /** Whether a day of the institution is corrected through the ladder (C1). */
    boolean ladderUsed(Institution institution, LocalDate day) {
        return !ladderUsed(institution, List.of(day)).isEmpty();
    }

    /** Those of some days that are. */
    Set<LocalDate> ladderUsed(Institution institution, Collection<LocalDate> days) {
        return settings.days(institution, Setting.CORRECTION_LADDER, "ON", days);
    }

    DaySheet closedSheet(Institution institution, LocalDate day) {
        var sheet = effect.sheet(institution, day);
        if (!sheet.closed()) {
            throw new Refused(CorrectionProblem.DAY_NOT_CLOSED, Map.of("institution", institution.code(), "day", day));
        }
        return sheet;
    }

    /** @param before what was asked before, whose scans stay */
    private NewSubmission checked(
            Caller caller, Asker asker, DaySheet sheet, Asking asking, Optional<Submission> before) {
        var wrong = new ArrayList<FieldError>();
        var reason = asking.reason().strip();
        if (reason.isEmpty()) wrong.add(new FieldError("reason", "reason-needed"));
        if (reason.length() > LONGEST_REASON) wrong.add(new FieldError("reason", "too-long"));
        if (asking.lines().isEmpty()) wrong.add(new FieldError("lines", "nobody-named"));
        var there = before.map(Submission::scans).orElse(List.of());
        var kept = asking.scans().stream()
                .distinct()
                .flatMap(hex -> scans.known(caller.login(), hex, there).stream())
                .toList();
        if (kept.size() != Set.copyOf(asking.scans()).size()) wrong.add(new FieldError("attachments", "unknown-file"));
        if (kept.size() > MOST_SCANS) wrong.add(new FieldError("attachments", "too-long"));
        if (!wrong.isEmpty()) throw new Refused(CommonProblem.INVALID_FIELDS, Map.of(), wrong);
        if (asker.inStead().isPresent() && kept.isEmpty()) {
            throw new Refused(CorrectionProblem.WRITTEN_REQUEST_REQUIRED);
        }
        effect.check(sheet, asking.lines());
        var version = before.map(Submission::version).orElse(0) + 1;
        return new NewSubmission(version, asker.person(), asking.kind(), reason, kept, lines(sheet, asking.lines()));
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
     * Further staff join a request that an authority has (C12); lines of the same people are replaced. What the register has
     * come to read by itself, or is something else's to say by now, is asked no longer. Whoever had opened the task is asked
     * to look again.
     *
     * @throws Refused as {@link #request}; {@code correction-not-pending}
     */
    @Transactional
    public Correction join(Caller caller, UUID id, List<CorrectionEffect.Line> more) {
        var request = own(caller, id);
        if (request.state() != State.PENDING) throw new Refused(CorrectionProblem.CORRECTION_NOT_PENDING);
        var sheet = closedSheet(request.institution(), request.day());
        effect.check(sheet, more);
        // those that join first: what is wrong is named by its place
        var lines = new LinkedHashMap<String, CorrectionEffect.Line>();
        more.forEach(l -> lines.put(l.employeeCode(), l));
        request.asked().lines().stream()
                .map(line -> CorrectionEffect.stillToDo(sheet, line.effect()))
                .flatMap(Optional::stream)
                .forEach(line -> lines.putIfAbsent(line.employeeCode(), line));
        var scans = request.asked().scans().stream().map(ContentHash::hex).toList();
        askAnew(
                caller,
                request,
                new Asking(request.asked().kind(), request.asked().reason(), List.copyOf(lines.values()), scans));
        situations
                .objection(situations.of(table.find(id).orElseThrow()))
                // who is merely away decides when back
                .filter(why -> why != Reason.NOBODY_ACTS)
                .ifPresent(why -> cases.moveOn(id));
        return table.find(id).orElseThrow();
    }

    /**
     * Asks anew for what was returned; the authority is found afresh.
     *
     * @throws Refused as {@link #request}; {@code correction-not-returned}; {@code correction-halted} while an administrator has
     *     halted its case
     */
    @Transactional
    public Correction resubmit(Caller caller, UUID id, Asking asking) {
        var request = own(caller, id);
        if (request.state() != State.RETURNED) throw new Refused(CorrectionProblem.CORRECTION_NOT_RETURNED);
        askAnew(caller, request, asking);
        cases.resubmitted(id, request.institution(), request.day());
        return table.find(id).orElseThrow();
    }

    private void askAnew(Caller caller, Correction request, Asking asking) {
        var asker = request.inStead()
                .map(office -> inItsStead(request.institution(), office))
                .orElseGet(() -> new Asker(caller.staff(), Optional.empty()));
        var sheet = closedSheet(request.institution(), request.day());
        var asked = checked(caller, asker, sheet, asking, Optional.of(request.asked()));
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
        withdrawn(request, "WITHDRAWN", caller.login());
        situations.left(id);
        cases.withdrawn(id);
        return table.find(id).orElseThrow();
    }

    /** What was returned and not asked anew in time is withdrawn (C12). */
    @Transactional
    public void lapse(UUID id) {
        var request = table.lock(id).orElseThrow();
        if (request.state() != State.RETURNED) return;
        var asked = withdrawn(request, "LAPSED", CorrectionDecisions.ENGINE);
        situations.left(id);
        notices.lapsed(request, asked);
    }

    /**
     * Its case is over. Where an administrator has ended it in the engine, one that waits for an office waits no longer, and its
     * day can be asked for anew; one that was returned waits for the institution as before.
     */
    @Transactional
    public void ended(UUID id, String by) {
        if (!situations.waits(id)) return;
        var waiting = situations.locked(id);
        var asked = withdrawn(waiting.get(), "ENDED", by);
        situations.left(id);
        notices.ended(waiting.get(), asked);
    }

    private Set<Long> withdrawn(Correction request, String how, String by) {
        return table.decided(request, how, State.WITHDRAWN, Optional.empty(), by, now(), LocalDate.now(clock));
    }

    /** A request the caller may change, locked. */
    private Correction own(Caller caller, UUID id) {
        var request = corrections.find(caller, id);
        if (!mayChange(caller, request)) throw caller.refused(request.institution());
        return table.lock(id).orElseThrow();
    }

    /** Whether the caller speaks for the institution that asked, or for the office that asked in its stead. */
    public boolean mayChange(Caller caller, Correction request) {
        return speaksFor(caller, request.institution())
                || request.inStead().filter(caller::actsFor).isPresent();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
