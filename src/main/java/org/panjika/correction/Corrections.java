package org.panjika.correction;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.panjika.access.Caller;
import org.panjika.correction.Correction.State;
import org.panjika.correction.Ladder.Reason;
import org.panjika.correction.jdbc.CorrectionTable;
import org.panjika.correction.jdbc.SlotTable;
import org.panjika.organisation.Charge;
import org.panjika.organisation.CompetentOffice;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
import org.panjika.organisation.Staff;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.panjika.storage.ContentHash;
import org.panjika.storage.FileStore;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Requests that closed days be corrected, as those may read them whom they concern (RJ-7 to RJ-10, C12). */
@Service
public class Corrections {

    private final CorrectionTable table;
    private final SlotTable slots;
    private final Authorities authorities;
    private final Situations situations;
    private final CorrectionCases cases;
    private final Institutions institutions;
    private final FileStore files;
    private final Clock clock;

    Corrections(
            CorrectionTable table,
            SlotTable slots,
            Authorities authorities,
            Situations situations,
            CorrectionCases cases,
            Institutions institutions,
            FileStore files,
            Clock clock) {
        this.table = table;
        this.slots = slots;
        this.authorities = authorities;
        this.situations = situations;
        this.cases = cases;
        this.institutions = institutions;
        this.files = files;
        this.clock = clock;
    }

    Institution visible(Caller caller, String code) {
        // who asks for an institution of the own has it with the seat
        var institution = caller.headed().stream()
                .filter(own -> own.code().equals(code))
                .findFirst()
                .or(() -> institutions.find(code))
                .orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        if (caller.supervises(institution)) return institution;
        throw new Refused(caller.knows(institution) ? CommonProblem.NOT_ALLOWED : CommonProblem.NOT_FOUND);
    }

    /**
     * A request at or below a seat the caller holds, or that waits for the caller's office wherever the institution has
     * moved; who is only named in it sees the own line, and no scans.
     *
     * @throws Refused {@code not-found} for any other
     */
    @Transactional(readOnly = true)
    public Correction find(Caller caller, UUID id) {
        return table.find(id)
                .flatMap(request -> seen(caller, request))
                .orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
    }

    private static Optional<Correction> seen(Caller caller, Correction request) {
        if (caller.supervises(request.institution())
                || request.offices().stream().anyMatch(caller::actsFor)) return Optional.of(request);
        return caller.staff().map(Staff::id).flatMap(request::about);
    }

    /** How a request that the caller has seen stands now. */
    @Transactional(readOnly = true)
    public Correction now(Correction seen) {
        return table.find(seen.id()).orElseThrow();
    }

    /** The way of a request the caller may see. */
    @Transactional(readOnly = true)
    public CorrectionPath path(Caller caller, UUID id) {
        return path(find(caller, id));
    }

    /** The way of a request the caller has seen. */
    @Transactional(readOnly = true)
    public CorrectionPath path(Correction seen) {
        return CorrectionPath.of(table.events(seen.id()));
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
    public List<Correction> waiting(Caller caller, Optional<Institution> of, Optional<Urgency> after, int atMost) {
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
        var own = caller.inChargeOf().stream().map(Institution::id).distinct().toList();
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
            var thisMonth = YearMonth.from(then).equals(YearMonth.now(clock));
            return situations.of(request).steps().stream()
                    .dropWhile(step ->
                            request.authority().filter(step.authority()::equals).isEmpty())
                    .skip(1)
                    .filter(step -> (thisMonth ? step : step.unused())
                            .objection(then)
                            // who is away today may be back by then
                            .filter(why -> why != Reason.NOBODY_ACTS)
                            .isEmpty())
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
        var used = month.equals(YearMonth.now(clock)) ? standing.used() : slots.used(institution.id(), month);
        return standing.authorities().stream()
                .filter(standing.tiers()::containsKey)
                .map(a -> new Quota(a, standing.tiers().get(a).quota(), used.getOrDefault(a, 0)))
                .toList();
    }
}
