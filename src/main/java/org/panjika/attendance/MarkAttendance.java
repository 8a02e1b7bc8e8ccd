package org.panjika.attendance;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.panjika.access.Caller;
import org.panjika.access.Callers;
import org.panjika.attendance.MarkWriter.Outcome;
import org.panjika.organisation.Charge;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.panjika.storage.ContentHash;
import org.panjika.storage.FileStore;
import org.panjika.storage.Photograph;
import org.panjika.storage.PhotographLimits;
import org.springframework.stereotype.Service;

/** A person marks attendance, or the head does for a colleague (BR-1 to BR-9). */
@Service
public class MarkAttendance {

    private final MarkWriter writer;
    private final FileStore files;
    private final PhotographLimits photographs;
    private final Callers callers;
    private final Clock clock;

    MarkAttendance(MarkWriter writer, FileStore files, PhotographLimits photographs, Callers callers, Clock clock) {
        this.writer = writer;
        this.files = files;
        this.photographs = photographs;
        this.callers = callers;
        this.clock = clock;
    }

    /** What became of one mark among several. */
    public sealed interface Result {
        record Recorded(MarkReceipt receipt) implements Result {}

        record NotRecorded(Refused refused) implements Result {}
    }

    /**
     * Records one mark by whoever is logged in on this thread. The receipt is given only when mark and photograph are safe on disk. The same id with the same
     * content again gives the first receipt.
     *
     * @throws Refused with the reason, one of {@link AttendanceProblem}, {@code photo-unreadable}, {@code photo-too-large},
     *     {@code id-reused} or {@code not-allowed}
     */
    public MarkReceipt mark(MarkRequest request) {
        return receipt(begin(request));
    }

    /** Records several marks, each on its own, in order: what an offline queue delivers. */
    public List<Result> markAll(List<MarkRequest> requests) {
        var begun = new ArrayList<CompletableFuture<Outcome>>();
        for (var request : requests) {
            try {
                begun.add(begin(request));
            } catch (Refused refused) {
                begun.add(CompletableFuture.completedFuture(
                        new Outcome.NotRecorded(refused.problem(), refused.fields())));
            }
        }
        return begun.stream().map(MarkAttendance::result).toList();
    }

    private static Result result(CompletableFuture<Outcome> begun) {
        try {
            return new Result.Recorded(receipt(begun));
        } catch (Refused refused) {
            return new Result.NotRecorded(refused);
        }
    }

    private static MarkReceipt receipt(CompletableFuture<Outcome> begun) {
        try {
            var outcome = begun.join();
            if (outcome instanceof Outcome.Recorded recorded) return recorded.receipt();
            var not = (Outcome.NotRecorded) outcome;
            throw new Refused(not.problem(), not.fields());
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private CompletableFuture<Outcome> begin(MarkRequest request) {
        // The login of a member of staff is the employee code (BR-1).
        var caller = callers.login();
        var whose = request.employeeCode().orElse(caller);
        var forOthers = request.mode() == Mark.Mode.SCHOOL_ADMIN;
        if (!forOthers && !whose.equals(caller)) throw new Refused(CommonProblem.NOT_ALLOWED);
        // The photograph is safe on disk before the mark that names it.
        var photo =
                request.photo().map(raw -> Photograph.read(raw, photographs)).map(p -> files.save(p.bytes()));
        var at = byServerClock(request);
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
                request.deviceId(),
                request.dutyOrder()));
    }

    private Instant byServerClock(MarkRequest request) {
        var offset = request.sentAt()
                .map(sent -> Duration.between(sent, clock.instant()))
                .orElse(Duration.ZERO);
        return request.capturedAt().plus(offset).truncatedTo(ChronoUnit.MILLIS);
    }

    private static Set<Long> headed(Caller caller) {
        return caller.charges().stream()
                .filter(c -> c.kind() == Charge.Kind.HEAD && c.mayAct())
                .map(c -> c.institution().id())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static byte[] contentHash(MarkRequest request, String whose, Optional<ContentHash> photo) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var part : List.of(
                    whose,
                    request.kind(),
                    request.mode(),
                    request.capturedAt(),
                    request.position().map(Object::toString).orElse(""),
                    request.deviceId().orElse(""),
                    request.dutyOrder().orElse(""))) {
                var bytes = part.toString().getBytes(StandardCharsets.UTF_8);
                digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
                digest.update(bytes);
            }
            photo.ifPresent(p -> digest.update(p.bytes()));
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
