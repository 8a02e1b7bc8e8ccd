package org.panjika.attendance.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.validation.Valid;
import jakarta.validation.Validator;
import jakarta.validation.constraints.NotNull;
import java.io.IOException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.panjika.attendance.AttendanceProblem;
import org.panjika.attendance.Mark;
import org.panjika.attendance.MarkAttendance;
import org.panjika.attendance.MarkAttendance.Result;
import org.panjika.attendance.MarkReceipt;
import org.panjika.attendance.MarkRequest;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.panjika.problem.Refused.FieldError;
import org.panjika.problem.web.JsonFaults;
import org.panjika.problem.web.ProblemTexts;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

@RestController
@RequestMapping("/api/v1/attendance/marks")
class MarkApi {

    private static final int LARGEST_BATCH = 500;

    private final MarkAttendance markAttendance;
    private final ProblemTexts texts;
    private final ObjectMapper json;
    private final Validator validator;
    private final ZoneId zone;

    MarkApi(MarkAttendance markAttendance, ProblemTexts texts, ObjectMapper json, Validator validator, ZoneId zone) {
        this.markAttendance = markAttendance;
        this.texts = texts;
        this.json = json;
        this.validator = validator;
        this.zone = zone;
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Answer> mark(@Valid @RequestBody MarkBody body) {
        return record(body, Optional.empty());
    }

    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    ResponseEntity<Answer> mark(
            @Valid @RequestPart("mark") MarkBody body,
            @RequestPart(name = "photo", required = false) Optional<MultipartFile> photo)
            throws IOException {
        return record(body, photo.isPresent() ? Optional.of(photo.get().getBytes()) : Optional.empty());
    }

    private ResponseEntity<Answer> record(MarkBody body, Optional<byte[]> photo) {
        var receipt = markAttendance.mark(body.toRequest(photo));
        return ResponseEntity.status(receipt.fresh() ? 201 : 200).body(answer(receipt));
    }

    record Batch(@NotNull List<@NotNull JsonNode> marks) {}

    /** Each mark has its own answer: one that cannot be read keeps none of the others waiting. */
    @PostMapping("/batch")
    Map<String, List<Map<String, Object>>> batch(@Valid @RequestBody Batch batch, Locale locale) {
        if (batch.marks().size() > LARGEST_BATCH) {
            throw new Refused(AttendanceProblem.BATCH_TOO_LARGE, Map.of("largest", LARGEST_BATCH));
        }
        var read = batch.marks().stream().map(this::read).toList();
        var results = markAttendance
                .markAll(read.stream().flatMap(one -> one.request().stream()).toList())
                .iterator();
        return Map.of(
                "results",
                read.stream()
                        .map(one -> result(
                                one.id(),
                                one.fault().<Result>map(Result.NotRecorded::new).orElseGet(results::next),
                                locale))
                        .toList());
    }

    /** A mark of a batch, or why it cannot be read, as the single call would say it. */
    private record Read(String id, Optional<MarkRequest> request, Optional<Refused> fault) {

        static Read not(String id, CommonProblem problem, List<FieldError> errors) {
            return new Read(id, Optional.empty(), Optional.of(new Refused(problem, Map.of(), errors)));
        }
    }

    private Read read(JsonNode mark) {
        var id = mark.path("id").asText();
        if (!mark.isObject()) return Read.not(id, CommonProblem.BAD_REQUEST, List.of());
        try {
            var body = json.treeToValue(mark, MarkBody.class);
            var errors = validator.validate(body).stream()
                    .map(fault -> new FieldError(fault.getPropertyPath().toString(), "invalid"))
                    .toList();
            return errors.isEmpty()
                    ? new Read(id, Optional.of(body.toRequest(Optional.empty())), Optional.empty())
                    : Read.not(id, CommonProblem.INVALID_FIELDS, errors);
        } catch (JsonMappingException e) {
            return Read.not(id, CommonProblem.BAD_REQUEST, JsonFaults.of(e));
        } catch (JsonProcessingException e) {
            return Read.not(id, CommonProblem.BAD_REQUEST, List.of());
        }
    }

    private Map<String, Object> result(String id, Result result, Locale locale) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", id);
        if (result instanceof Result.Recorded recorded) {
            var answer = answer(recorded.receipt());
            fields.put("status", recorded.receipt().fresh() ? 201 : 200);
            fields.put("receipt", answer.receipt());
            fields.put("employeeCode", answer.employeeCode());
            fields.put("day", answer.day());
            fields.put("kind", answer.kind());
            fields.put("verdict", answer.verdict());
            fields.put("reasons", answer.reasons());
            fields.put("distanceMetres", answer.distanceMetres());
            fields.put("recordedAt", answer.recordedAt());
        } else {
            var refused = ((Result.NotRecorded) result).refused();
            var problem = texts.detail(refused, locale);
            fields.put("status", problem.getStatus());
            fields.put("type", problem.getType());
            fields.put("title", problem.getTitle());
            fields.put("detail", problem.getDetail());
            Optional.ofNullable(problem.getProperties())
                    .map(given -> given.get("errors"))
                    .ifPresent(errors -> fields.put("errors", errors));
            fields.putAll(refused.fields());
        }
        return fields;
    }

    private Answer answer(MarkReceipt receipt) {
        return new Answer(
                receipt.receipt(),
                receipt.id(),
                receipt.employeeCode(),
                receipt.day(),
                receipt.kind(),
                receipt.doubts().isEmpty() ? "ACCEPTED" : "TO_BE_CONFIRMED",
                receipt.doubts(),
                receipt.distanceMetres().orElse(null),
                receipt.recordedAt().atZone(zone).toOffsetDateTime());
    }

    /** What the device shows; {@code distanceMetres} is null where it is not known. */
    record Answer(
            String receipt,
            UUID id,
            String employeeCode,
            LocalDate day,
            Mark.Kind kind,
            String verdict,
            List<Mark.Doubt> reasons,
            Integer distanceMetres,
            OffsetDateTime recordedAt) {}
}
