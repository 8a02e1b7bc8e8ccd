package org.panjika.attendance.web;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.UUID;
import org.panjika.access.Callers;
import org.panjika.attendance.ExceptionCases;
import org.panjika.attendance.Mark;
import org.panjika.attendance.MarkEvidence;
import org.panjika.attendance.jdbc.MarkTable.Evidence;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/attendance")
class EvidenceApi {

    private final MarkEvidence evidence;
    private final ExceptionCases cases;
    private final Callers callers;
    private final ZoneId zone;

    EvidenceApi(MarkEvidence evidence, ExceptionCases cases, Callers callers, ZoneId zone) {
        this.evidence = evidence;
        this.cases = cases;
        this.callers = callers;
        this.zone = zone;
    }

    @GetMapping("/marks/{id}")
    Answer mark(@PathVariable UUID id) {
        return answer(evidence.find(callers.current(), id));
    }

    @GetMapping(path = "/marks/{id}/photo", produces = MediaType.IMAGE_JPEG_VALUE)
    ResponseEntity<byte[]> photo(@PathVariable UUID id) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(evidence.photograph(callers.current(), id));
    }

    /** Of a refused attempt, by the number of its entry. */
    @GetMapping(path = "/refusals/{number}/photo", produces = MediaType.IMAGE_JPEG_VALUE)
    ResponseEntity<byte[]> refusedPhoto(@PathVariable long number) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(evidence.photographOfRefusal(callers.current(), number));
    }

    /** The fence, the position and how far it can be trusted, drawn to scale. */
    @GetMapping(path = "/marks/{id}/sketch", produces = "image/svg+xml")
    ResponseEntity<String> sketch(@PathVariable UUID id) {
        var mark = evidence.find(callers.current(), id);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(DistanceSketch.of(mark.distanceMetres(), mark.accuracyMetres(), mark.radiusMetres()));
    }

    record Contest(@NotBlank @Size(max = 2000) String text) {}

    @PostMapping("/marks/{id}/contest")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void contest(@PathVariable UUID id, @Valid @RequestBody Contest contest) {
        cases.contest(callers.current(), id, contest.text());
    }

    private Answer answer(Evidence mark) {
        return new Answer(
                mark.id(),
                mark.employeeCode(),
                mark.name(),
                mark.day(),
                mark.kind(),
                mark.mode(),
                local(mark.capturedAt()),
                local(mark.recordedAt()),
                mark.recordedBy(),
                mark.doubts().isEmpty() ? "ACCEPTED" : "TO_BE_CONFIRMED",
                mark.doubts(),
                boxed(mark.latitude()),
                boxed(mark.longitude()),
                boxed(mark.distanceMetres()),
                boxed(mark.accuracyMetres()),
                mark.radiusMetres(),
                mark.photoHash().isPresent(),
                mark.decision().orElse(null),
                mark.remark().orElse(null),
                mark.decidedBy().orElse(null));
    }

    private OffsetDateTime local(Instant instant) {
        return instant.atZone(zone).toOffsetDateTime();
    }

    private static Double boxed(OptionalDouble figure) {
        return figure.isPresent() ? figure.getAsDouble() : null;
    }

    private static Integer boxed(OptionalInt figure) {
        return figure.isPresent() ? figure.getAsInt() : null;
    }

    /** A mark with its evidence; null where something is not known. */
    record Answer(
            UUID id,
            String employeeCode,
            String name,
            LocalDate day,
            Mark.Kind kind,
            Mark.Mode mode,
            OffsetDateTime capturedAt,
            OffsetDateTime recordedAt,
            String recordedBy,
            String verdict,
            List<Mark.Doubt> reasons,
            Double latitude,
            Double longitude,
            Integer distanceMetres,
            Integer accuracyMetres,
            int radiusMetres,
            boolean photographed,
            Mark.Decision decision,
            String remark,
            String decidedBy) {}
}
