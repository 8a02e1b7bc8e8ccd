package org.panjika.helpdesk.web;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.panjika.access.Caller;
import org.panjika.access.Callers;
import org.panjika.attendance.FaultEffect;
import org.panjika.attendance.FaultSession;
import org.panjika.attendance.Session;
import org.panjika.attendance.SessionStatus;
import org.panjika.helpdesk.Claim;
import org.panjika.helpdesk.Fault;
import org.panjika.helpdesk.Faults;
import org.panjika.helpdesk.Settlement;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Staff;
import org.panjika.organisation.StaffList;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.panjika.problem.Refused.FieldError;
import org.panjika.storage.FileType;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Technical faults as JSON (C15). */
@RestController
@RequestMapping("/api/v1/attendance/faults")
class FaultApi {

    private final Faults faults;
    private final Settlement settlement;
    private final StaffList staff;
    private final Callers callers;
    private final ZoneId zone;

    FaultApi(Faults faults, Settlement settlement, StaffList staff, Callers callers, ZoneId zone) {
        this.faults = faults;
        this.settlement = settlement;
        this.staff = staff;
        this.callers = callers;
        this.zone = zone;
    }

    @PostMapping
    ResponseEntity<Answer> report(@Valid @RequestBody Report body, Locale locale) {
        var caller = callers.current();
        var reported = faults.report(caller, body.claim(zone));
        return ResponseEntity.status(reported.fresh() ? HttpStatus.CREATED : HttpStatus.OK)
                .body(answer(caller, reported.fault().id(), locale));
    }

    @GetMapping("/{id}")
    Answer find(@PathVariable UUID id, Locale locale) {
        return answer(callers.current(), id, locale);
    }

    @PostMapping("/{id}/settle")
    Answer settle(@PathVariable UUID id, @Valid @RequestBody Settle body, Locale locale) {
        var caller = callers.current();
        var fault = faults.find(caller, id).fault();
        settlement.settle(
                caller, id, Optional.ofNullable(body.institution()), body.lines(fault, zone), body.evidence());
        return answer(caller, id, locale);
    }

    /** The scan by which lines were settled. */
    @GetMapping("/{id}/settlements/{number}/scan")
    ResponseEntity<byte[]> scan(@PathVariable UUID id, @PathVariable long number) {
        var content = settlement.scan(callers.current(), id, number);
        var type = FileType.of(content)
                .map(t -> MediaType.parseMediaType(t.mediaType()))
                .orElse(MediaType.APPLICATION_OCTET_STREAM);
        return ResponseEntity.ok().contentType(type).body(content);
    }

    /**
     * A claim or declaration.
     *
     * @param from time with offset, or a day: its beginning; {@code to}: the first moment that no longer belongs to it, or a
     *     day: its end
     */
    record Report(
            @NotNull UUID id,
            @NotNull Fault.Kind kind,
            @NotNull Scope scope,
            @NotBlank String from,
            @NotBlank String to,
            @Size(max = 1000) String text) {

        Claim claim(ZoneId zone) {
            var first = time("from", from, zone, 0);
            var end = time("to", to, zone, 1);
            var named = Stream.of(scope.employeeCode(), scope.institution(), scope.under())
                    .filter(Objects::nonNull)
                    .toList();
            if (named.size() != 1) throw invalid("scope", "one-scope");
            var what = scope.employeeCode() != null
                    ? Fault.Scope.PERSON
                    : scope.institution() != null ? Fault.Scope.INSTITUTION : Fault.Scope.AREA;
            var said = Optional.ofNullable(text).map(String::strip).filter(t -> !t.isEmpty());
            return new Claim(id, kind, what, named.get(0), first, end, said);
        }

        private static Instant time(String field, String text, ZoneId zone, int daysOn) {
            try {
                return text.indexOf('T') < 0
                        ? LocalDate.parse(text)
                                .plusDays(daysOn)
                                .atStartOfDay(zone)
                                .toInstant()
                        : OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeParseException e) {
                throw invalid(field, "no-time");
            }
        }
    }

    /** One of the three is given. */
    record Scope(String employeeCode, String institution, String under) {}

    /**
     * Lines of the physical register.
     *
     * @param institution where; may be left out where the caller settles at one only
     * @param statement with {@code witnesses}, two employee codes, instead of the scan where paper is prohibited (UP-9)
     */
    record Settle(
            String institution,
            @NotNull @Size(max = 2000) List<@NotNull @Valid Line> lines,
            String scan,
            @Size(max = 2000) String statement,
            @Size(max = 10) List<@NotBlank String> witnesses) {

        List<FaultEffect.Line> lines(Fault fault, ZoneId zone) {
            var first = LocalDate.ofInstant(fault.from(), zone);
            var onlyDay = Optional.of(first)
                    .filter(d ->
                            !LocalDate.ofInstant(fault.to().minusNanos(1), zone).isAfter(d));
            var read = new ArrayList<FaultEffect.Line>();
            for (int i = 0; i < lines.size(); i++) {
                var field = "lines[%d].day".formatted(i);
                var line = lines.get(i);
                var day = Optional.ofNullable(line.day()).or(() -> onlyDay).orElseThrow(() -> invalid(field, "no-day"));
                read.add(line.read(day));
            }
            return read;
        }

        Settlement.Evidence evidence() {
            return new Settlement.Evidence(
                    Optional.ofNullable(scan),
                    Optional.ofNullable(statement),
                    Optional.ofNullable(witnesses).orElse(List.of()));
        }
    }

    /** @param day may be left out where the fault lasted one day */
    record Line(
            @NotBlank String employeeCode,
            LocalDate day,
            @Schema(allowableValues = {"PRESENT", "ABSENT", "LEAVE", "TOUR", "DUTY"}) SessionStatus forenoon,
            @Schema(allowableValues = {"PRESENT", "ABSENT", "LEAVE", "TOUR", "DUTY"}) SessionStatus afternoon,
            @Size(max = 500) String remark) {

        FaultEffect.Line read(LocalDate on) {
            return new FaultEffect.Line(
                    employeeCode,
                    on,
                    Optional.ofNullable(forenoon),
                    Optional.ofNullable(afternoon),
                    Optional.ofNullable(remark).map(String::strip).filter(r -> !r.isEmpty()));
        }
    }

    private static Refused invalid(String field, String code) {
        return new Refused(CommonProblem.INVALID_FIELDS, Map.of(), List.of(new FieldError(field, code)));
    }

    private Answer answer(Caller caller, UUID id, Locale locale) {
        var found = faults.find(caller, id);
        var fault = found.fault();
        var language = locale.getLanguage();
        var decision = fault.decision();
        return new Answer(
                fault.id(),
                fault.kind(),
                new Scope(
                        fault.person().map(Fault.Person::employeeCode).orElse(null),
                        fault.scope() == Fault.Scope.INSTITUTION
                                ? fault.institution().code()
                                : null,
                        fault.scope() == Fault.Scope.AREA ? fault.institution().code() : null),
                fault.institution().code(),
                time(Optional.of(fault.from())),
                time(Optional.of(fault.to())),
                fault.text().orElse(null),
                found.state(),
                fault.by(),
                time(Optional.of(fault.at())),
                fault.pending() ? faults.office(id) : null,
                decision.map(Fault.Decision::by).orElse(null),
                time(decision.map(Fault.Decision::at)),
                decision.flatMap(Fault.Decision::remark).orElse(null),
                time(decision.flatMap(Fault.Decision::replyUntil)),
                found.sessions(),
                found.open(),
                settlement.sheets(caller, fault).stream()
                        .flatMap(s -> s.lines().stream().map(l -> open(s.institution(), l, language)))
                        .toList(),
                settlement.evidence(caller, id).stream().map(this::evidence).toList());
    }

    private Evidence evidence(Fault.Settled settled) {
        return new Evidence(
                settled.number(),
                settled.institution().code(),
                settled.by(),
                time(Optional.of(settled.at())),
                settled.scan().isPresent(),
                settled.statement().orElse(null),
                settled.witnesses().stream()
                        .flatMap(w -> staff.find(w).stream())
                        .map(Staff::employeeCode)
                        .toList());
    }

    private static OpenLine open(Institution institution, FaultSession line, String language) {
        return new OpenLine(
                institution.code(),
                line.employeeCode(),
                line.name(language),
                line.day(),
                line.open(Session.FORENOON) ? SessionStatus.TECHNICAL : null,
                line.open(Session.AFTERNOON) ? SessionStatus.TECHNICAL : null);
    }

    private OffsetDateTime time(Optional<Instant> at) {
        return at.map(i -> i.atZone(zone).toOffsetDateTime()).orElse(null);
    }

    /**
     * A fault.
     *
     * @param office the group whose word is waited for, while it is
     * @param sessions how many it covers, {@code open} of which still read TECHNICAL
     * @param lines those the caller may settle now
     * @param settlements by what lines were settled, where the caller may know it; of large areas the newest
     */
    record Answer(
            UUID id,
            Fault.Kind kind,
            Scope scope,
            String institution,
            OffsetDateTime from,
            OffsetDateTime to,
            String text,
            Fault.State state,
            String reportedBy,
            OffsetDateTime reportedAt,
            String office,
            String decidedBy,
            OffsetDateTime decidedAt,
            String remark,
            OffsetDateTime replyUntil,
            long sessions,
            long open,
            List<OpenLine> lines,
            List<Evidence> settlements) {}

    /** @param scan whether there is one, at {@code …/settlements/{number}/scan}; else statement and witnesses */
    record Evidence(
            long number,
            String institution,
            String settledBy,
            OffsetDateTime settledAt,
            boolean scan,
            String statement,
            List<String> witnesses) {}

    record OpenLine(
            String institution,
            String employeeCode,
            String name,
            LocalDate day,
            SessionStatus forenoon,
            SessionStatus afternoon) {}
}
