package org.panjika.correction.web;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.panjika.access.Caller;
import org.panjika.access.Callers;
import org.panjika.attendance.CorrectionEffect;
import org.panjika.attendance.SessionStatus;
import org.panjika.correction.Correction;
import org.panjika.correction.CorrectionPath.End;
import org.panjika.correction.CorrectionPath.Step;
import org.panjika.correction.CorrectionRequests;
import org.panjika.correction.CorrectionRequests.Asking;
import org.panjika.correction.Corrections;
import org.panjika.correction.Ladder.Skipped;
import org.panjika.storage.ContentHash;
import org.panjika.storage.FileType;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Corrections by program (C12). */
@RestController
@RequestMapping("/api/v1/corrections")
class CorrectionApi {

    private static final int LARGEST_PAGE = 200;

    private final Corrections corrections;
    private final CorrectionRequests requests;
    private final Callers callers;
    private final ZoneId zone;

    CorrectionApi(Corrections corrections, CorrectionRequests requests, Callers callers, ZoneId zone) {
        this.corrections = corrections;
        this.requests = requests;
        this.callers = callers;
        this.zone = zone;
    }

    @PostMapping
    ResponseEntity<Answer> request(@Valid @RequestBody Request body, Locale locale) {
        var caller = callers.current();
        var requested = requests.request(
                caller, body.id(), body.institution(), body.day(), body.what().asking());
        return ResponseEntity.status(requested.fresh() ? 201 : 200)
                .body(answer(caller, requested.correction(), locale));
    }

    @GetMapping("/{id}")
    Answer find(@PathVariable UUID id, Locale locale) {
        var caller = callers.current();
        return answer(caller, corrections.find(caller, id), locale);
    }

    /**
     * At or below an institution, or below all seats the caller holds; newest first.
     *
     * @param after the {@code next} of the page before
     */
    @GetMapping
    Page list(
            @RequestParam Optional<String> under,
            @RequestParam Optional<Correction.State> state,
            @RequestParam(defaultValue = "100") int limit,
            @RequestParam Optional<Long> after,
            Locale locale) {
        var size = Math.max(1, Math.min(limit, LARGEST_PAGE));
        var found = corrections.list(callers.current(), under, state, after, size + 1);
        var page = found.subList(0, Math.min(size, found.size()));
        return new Page(
                page.stream().map(c -> listed(c, locale)).toList(),
                found.size() > size ? String.valueOf(page.get(size - 1).number()) : null);
    }

    @GetMapping("/quota")
    Quotas quota(@RequestParam String institution, @RequestParam YearMonth month) {
        var quota = corrections.quota(callers.current(), institution, month).stream()
                .map(q -> new Quota(
                        q.authority(),
                        q.quota().orElse(null),
                        q.used(),
                        q.left().orElse(null)))
                .toList();
        return new Quotas(institution, month, quota);
    }

    @PostMapping("/{id}/join")
    Answer join(@PathVariable UUID id, @Valid @RequestBody Join body, Locale locale) {
        var caller = callers.current();
        return answer(
                caller,
                requests.join(
                        caller, id, body.lines().stream().map(Line::effect).toList()),
                locale);
    }

    @PostMapping("/{id}/resubmit")
    Answer resubmit(@PathVariable UUID id, @Valid @RequestBody Resubmission body, Locale locale) {
        var caller = callers.current();
        return answer(caller, requests.resubmit(caller, id, body.what().asking()), locale);
    }

    @PostMapping("/{id}/withdraw")
    Answer withdraw(@PathVariable UUID id, Locale locale) {
        var caller = callers.current();
        return answer(caller, requests.withdraw(caller, id), locale);
    }

    @GetMapping("/{id}/attachments/{hash}")
    ResponseEntity<byte[]> scan(@PathVariable UUID id, @PathVariable String hash) {
        var content = corrections.scan(callers.current(), id, hash);
        var type = FileType.of(content)
                .map(t -> MediaType.parseMediaType(t.mediaType()))
                .orElse(MediaType.APPLICATION_OCTET_STREAM);
        return ResponseEntity.ok().contentType(type).body(content);
    }

    /**
     * A request.
     *
     * @param kind why; left out: OTHER
     * @param reason in words
     */
    record Request(
            @NotNull UUID id,
            @NotBlank String institution,
            @NotNull LocalDate day,
            Correction.Kind kind,
            @NotBlank @Size(max = 1000) String reason,
            @NotNull @Size(max = 500) List<@NotNull @Valid Line> lines,
            @Size(max = 5) List<@NotNull String> attachments) {

        What what() {
            return new What(kind, reason, lines, attachments);
        }
    }

    record Resubmission(
            Correction.Kind kind,
            @NotBlank @Size(max = 1000) String reason,
            @NotNull @Size(max = 500) List<@NotNull @Valid Line> lines,
            @Size(max = 5) List<@NotNull String> attachments) {

        What what() {
            return new What(kind, reason, lines, attachments);
        }
    }

    private record What(Correction.Kind kind, String reason, List<Line> lines, List<String> attachments) {

        Asking asking() {
            return new Asking(
                    Objects.requireNonNullElse(kind, Correction.Kind.OTHER),
                    reason,
                    lines.stream().map(Line::effect).toList(),
                    Objects.requireNonNullElse(attachments, List.of()));
        }
    }

    record Join(@NotNull @Size(min = 1, max = 500) List<@NotNull @Valid Line> lines) {}

    /** @param forenoon PRESENT, ABSENT, TOUR or DUTY; left out: it stays as it is */
    record Line(
            @NotBlank String employeeCode,
            @Schema(allowableValues = {"PRESENT", "ABSENT", "TOUR", "DUTY"}) SessionStatus forenoon,
            @Schema(allowableValues = {"PRESENT", "ABSENT", "TOUR", "DUTY"}) SessionStatus afternoon,
            @Size(max = 500) String remark) {

        CorrectionEffect.Line effect() {
            return new CorrectionEffect.Line(
                    employeeCode,
                    Optional.ofNullable(forenoon),
                    Optional.ofNullable(afternoon),
                    Optional.ofNullable(remark).map(String::strip).filter(r -> !r.isEmpty()));
        }
    }

    record Page(List<Listed> items, String next) {}

    record Quotas(String institution, YearMonth month, List<Quota> tiers) {}

    /** @param quota none: no limit; likewise {@code left} */
    record Quota(String authority, Integer quota, int used, Integer left) {}

    /** A request in a list. */
    record Listed(
            UUID id,
            String institution,
            String institutionName,
            LocalDate day,
            Correction.State state,
            Correction.Kind kind,
            String reason,
            int people,
            String authority,
            OffsetDateTime deadline,
            OffsetDateTime since) {}

    /**
     * A request.
     *
     * @param requestedBy login of who entered it; {@code inStead} the office that did so for the institution
     * @param version grows each time it is asked anew
     * @param authority who decides, or decided
     * @param offices groups of the engine that may decide now
     * @param deadline when it moves on by itself
     * @param skipped why no authority below decides
     */
    record Answer(
            UUID id,
            String institution,
            LocalDate day,
            Correction.State state,
            Correction.Kind kind,
            String reason,
            int version,
            String requestedBy,
            OffsetDateTime requestedAt,
            String inStead,
            List<AnswerLine> lines,
            List<String> attachments,
            String authority,
            List<String> offices,
            OffsetDateTime deadline,
            List<SkippedAuthority> skipped,
            List<PathStep> path) {}

    record AnswerLine(
            String employeeCode,
            String name,
            SessionStatus forenoon,
            SessionStatus afternoon,
            SessionStatus forenoonWas,
            SessionStatus afternoonWas,
            String remark) {}

    record SkippedAuthority(String authority, String reason) {}

    /**
     * A stretch of the way.
     *
     * @param what REQUESTED, AUTHORITY, or how it ended undecided: WITHDRAWN by the institution, LAPSED by itself, ENDED by an
     *     administrator
     * @param moved why it left the authority undecided
     */
    record PathStep(
            String what,
            OffsetDateTime since,
            OffsetDateTime until,
            String by,
            String authority,
            List<String> offices,
            OffsetDateTime deadline,
            List<SkippedAuthority> skipped,
            String moved,
            Correction.Verdict decision,
            String remark) {}

    private Listed listed(Correction found, Locale locale) {
        return new Listed(
                found.id(),
                found.institution().code(),
                found.institution().name(locale.getLanguage()),
                found.day(),
                found.state(),
                found.asked().kind(),
                found.asked().reason(),
                found.asked().lines().size(),
                found.authority().orElse(null),
                time(found.deadline()),
                time(Optional.of(found.since())));
    }

    private Answer answer(Caller caller, Correction found, Locale locale) {
        var path = corrections.path(caller, found.id());
        var asked = found.asked();
        return new Answer(
                found.id(),
                found.institution().code(),
                found.day(),
                found.state(),
                asked.kind(),
                asked.reason(),
                asked.version(),
                found.by(),
                time(Optional.of(found.at())),
                found.inStead().orElse(null),
                asked.lines().stream().map(l -> line(l, locale)).toList(),
                asked.scans().stream().map(ContentHash::hex).toList(),
                found.authority().orElse(null),
                found.offices(),
                time(found.deadline()),
                path.lastStay().map(stay -> skipped(stay.skipped())).orElse(List.of()),
                path.steps().stream().map(this::step).toList());
    }

    private static AnswerLine line(Correction.Line line, Locale locale) {
        return new AnswerLine(
                line.employeeCode(),
                line.name(locale.getLanguage()),
                line.forenoon().orElse(null),
                line.afternoon().orElse(null),
                line.forenoonWas(),
                line.afternoonWas(),
                line.remark().orElse(null));
    }

    private PathStep step(Step step) {
        if (step instanceof Step.Stay stay) return stay(stay);
        var by = step instanceof Step.Request request ? Optional.of(request.by()) : ((Step.Withdrawal) step).by();
        return new PathStep(
                step instanceof Step.Withdrawal withdrawal ? withdrawal.how().name() : "REQUESTED",
                time(Optional.of(step.since())),
                null,
                by.orElse(null),
                null,
                List.of(),
                null,
                List.of(),
                null,
                null,
                null);
    }

    private PathStep stay(Step.Stay stay) {
        var decision = stay.end().flatMap(e -> e instanceof End.Decision d ? Optional.of(d) : Optional.empty());
        var moved = stay.end().flatMap(e -> e instanceof End.Moved m ? Optional.of(m.why()) : Optional.empty());
        return new PathStep(
                "AUTHORITY",
                time(Optional.of(stay.since())),
                time(stay.end().map(End::until)),
                decision.map(End.Decision::by).orElse(null),
                stay.authority(),
                stay.offices(),
                time(stay.deadline()),
                skipped(stay.skipped()),
                moved.map(CorrectionApi::code).orElse(null),
                decision.map(End.Decision::verdict).orElse(null),
                decision.flatMap(End.Decision::remark).orElse(null));
    }

    private static List<SkippedAuthority> skipped(List<Skipped> skipped) {
        return skipped.stream()
                .map(s -> new SkippedAuthority(s.authority(), code(s.reason())))
                .toList();
    }

    private static String code(Enum<?> reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private OffsetDateTime time(Optional<Instant> at) {
        return at.map(i -> i.atZone(zone).toOffsetDateTime()).orElse(null);
    }
}
