package org.panjika.attendance;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.panjika.access.Caller;
import org.panjika.access.Callers;
import org.panjika.attendance.Finding.Refusal;
import org.panjika.organisation.Institution;
import org.panjika.organisation.StaffList;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Named;
import org.panjika.problem.Refused;
import org.panjika.problem.Refused.FieldError;
import org.panjika.storage.ContentHash;
import org.panjika.storage.FileStore;
import org.panjika.storage.Photograph;
import org.panjika.storage.PhotographLimits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** A person marks attendance, or the head does for a colleague (BR-1 to BR-9). */
@Service
public class MarkAttendance {

    private static final Logger log = LoggerFactory.getLogger(MarkAttendance.class);

    /** Farther from now than this nothing has been made, and no device's clock is off. */
    private static final Duration LONGEST = Duration.ofDays(100 * 366L);

    private final MarkWriter writer;
    private final FileStore files;
    private final PhotographLimits photographs;
    private final Callers callers;
    private final StaffList staff;
    private final Clock clock;

    MarkAttendance(
            MarkWriter writer,
            FileStore files,
            PhotographLimits photographs,
            Callers callers,
            StaffList staff,
            Clock clock) {
        this.writer = writer;
        this.files = files;
        this.photographs = photographs;
        this.callers = callers;
        this.staff = staff;
        this.clock = clock;
    }

    /** What became of one mark among several. */
    public sealed interface Result {
        record Recorded(MarkReceipt receipt) implements Result {}

        record NotRecorded(Refused refused) implements Result {}
    }

    /**
     * Records one mark by whoever is logged in on this thread. The receipt is given only when mark and photograph are safe on
     * disk. The same id with the same content again gives the first receipt.
     *
     * @throws Refused with the reason, one of {@link AttendanceProblem}, {@code photo-unreadable}, {@code photo-too-large},
     *     {@code id-reused}, {@code invalid-fields} or {@code not-allowed}
     */
    public MarkReceipt mark(MarkRequest request) {
        return receipt(begin(request));
    }

    /** Records several marks, each on its own, in order: what an offline queue delivers. */
    public List<Result> markAll(List<MarkRequest> requests) {
        var begun = requests.stream().map(this::beginApart).toList();
        return begun.stream().map(this::result).toList();
    }

    private CompletableFuture<MarkOutcome> beginApart(MarkRequest request) {
        try {
            return begin(request);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** What fails for one mark is said of that mark: the others of a batch have their own answers. */
    private Result result(CompletableFuture<MarkOutcome> begun) {
        try {
            return new Result.Recorded(receipt(begun));
        } catch (Refused refused) {
            return new Result.NotRecorded(refused);
        } catch (RuntimeException e) {
            log.error("a mark of a batch could not be recorded", e);
            return new Result.NotRecorded(new Refused(CommonProblem.UNEXPECTED));
        }
    }

    private MarkReceipt receipt(CompletableFuture<MarkOutcome> begun) {
        try {
            var outcome = begun.join();
            if (outcome instanceof MarkOutcome.Recorded recorded) return recorded.receipt();
            var not = (MarkOutcome.NotRecorded) outcome;
            throw new Refused(not.problem(), named(not.fields()));
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** People know each other by name. */
    private Map<String, ?> named(Map<String, ?> fields) {
        if (!(fields.get("markedBy") instanceof String login)) return fields;
        var all = new LinkedHashMap<String, Object>(fields);
        all.put(
                "markedByName",
                staff.find(login).map(s -> new Named(s.name(), s.nameHi())).orElse(new Named(login, Optional.empty())));
        return all;
    }

    private CompletableFuture<MarkOutcome> begin(MarkRequest request) {
        // The login of a member of staff is the employee code (BR-1).
        var caller = callers.login();
        refuseUnwritable(request);
        var at = byServerClock(request);
        var whose = request.employeeCode().orElse(caller);
        var forOthers = request.mode() == Mark.Mode.SCHOOL_ADMIN;
        if (!forOthers && !whose.equals(caller)) throw new Refused(CommonProblem.NOT_ALLOWED);
        Optional<ContentHash> photo = Optional.empty();
        Optional<Refusal> fault = Optional.empty();
        try {
            // The photograph is safe on disk before the mark that names it.
            photo = request.photo()
                    .map(raw -> Photograph.read(raw, photographs))
                    .map(p -> files.save(p.bytes()));
        } catch (Refused unreadable) {
            // refused like any other mark, so that the attempt is kept
            fault = Optional.of(new Refusal(unreadable.problem(), unreadable.fields()));
        }
        return writer.write(new Attempt(
                request.id(),
                contentHash(request, whose, photo),
                caller,
                // what a teacher heads is asked only where it matters: a state marks within half an hour
                forOthers ? headed(callers.current()) : Set.of(),
                whose,
                request.kind(),
                request.mode(),
                at,
                LocalDate.ofInstant(at, clock.getZone()),
                request.position(),
                photo.map(ContentHash::bytes),
                fault,
                request.deviceId(),
                request.dutyOrder()));
    }

    /** C9: corrected by what the device's clock was off by. A time that no calendar of ours holds is not kept as evidence. */
    private Instant byServerClock(MarkRequest request) {
        var offset = request.sentAt()
                .map(sent -> Duration.between(sent, clock.instant()))
                .orElse(Duration.ZERO);
        if (beyond(request.capturedAt())) throw invalid("capturedAt");
        if (offset.abs().compareTo(LONGEST) > 0) throw invalid("sentAt");
        return request.capturedAt().plus(offset).truncatedTo(ChronoUnit.MILLIS);
    }

    private static Refused invalid(String field) {
        return new Refused(CommonProblem.INVALID_FIELDS, Map.of(), List.of(new FieldError(field, "invalid")));
    }

    private boolean beyond(Instant at) {
        return Duration.between(at, clock.instant()).abs().compareTo(LONGEST) > 0;
    }

    /** Texts hold no character that the database cannot. */
    private static void refuseUnwritable(MarkRequest request) {
        var wrong = new ArrayList<FieldError>();
        unwritable("employeeCode", request.employeeCode()).ifPresent(wrong::add);
        unwritable("deviceId", request.deviceId()).ifPresent(wrong::add);
        unwritable("dutyOrder", request.dutyOrder()).ifPresent(wrong::add);
        if (!wrong.isEmpty()) throw new Refused(CommonProblem.INVALID_FIELDS, Map.of(), wrong);
    }

    private static Optional<FieldError> unwritable(String field, Optional<String> text) {
        return text.filter(t -> t.indexOf('\0') >= 0).map(t -> new FieldError(field, "invalid"));
    }

    private static Set<Long> headed(Caller caller) {
        // also while away: what the head saw while there may come late, and from elsewhere the position refuses it
        return caller.inChargeOf().stream().map(Institution::id).collect(Collectors.toUnmodifiableSet());
    }

    private static byte[] contentHash(MarkRequest request, String whose, Optional<ContentHash> photo) {
        return ContentHash.ofParts(
                        whose,
                        request.kind(),
                        request.mode(),
                        request.capturedAt(),
                        request.position().map(Object::toString).orElse(""),
                        request.deviceId().orElse(""),
                        request.dutyOrder().orElse(""),
                        photo.map(ContentHash::bytes).orElse(new byte[0]))
                .bytes();
    }
}
