package org.panjika.attendance.web;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.panjika.access.Callers;
import org.panjika.attendance.DutyOrders;
import org.panjika.attendance.Session;
import org.panjika.attendance.jdbc.DutyOrderTable.Recorded;
import org.panjika.organisation.Staff;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
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

/** Duty orders by program (BR-5). */
@RestController
@RequestMapping("/api/v1/attendance/duty-orders")
class DutyOrderApi {

    private static final int LARGEST_PAGE = 500;

    private final DutyOrders orders;
    private final Callers callers;
    private final ZoneId zone;

    DutyOrderApi(DutyOrders orders, Callers callers, ZoneId zone) {
        this.orders = orders;
        this.callers = callers;
        this.zone = zone;
    }

    @PostMapping
    ResponseEntity<Answer> enter(@Valid @RequestBody Body body, Locale locale) {
        var entered = orders.enter(callers.current(), body.toDraft());
        return ResponseEntity.status(entered.fresh() ? 201 : 200).body(answer(entered.order(), locale));
    }

    /**
     * Of an institution's people, or of a person; of neither: the caller's own. Newest first.
     *
     * @param after the {@code next} of the page before
     */
    @GetMapping
    Page list(
            @RequestParam Optional<String> institution,
            @RequestParam Optional<String> employeeCode,
            @RequestParam(defaultValue = "100") int limit,
            @RequestParam Optional<Long> after,
            Locale locale) {
        var caller = callers.current();
        var size = Math.max(1, Math.min(limit, LARGEST_PAGE));
        var before = after.orElse(Long.MAX_VALUE);
        var found = institution.isPresent()
                ? orders.ofInstitution(caller, institution.get(), before, size + 1)
                : orders.ofPerson(
                        caller,
                        employeeCode
                                .or(() -> caller.staff().map(s -> s.employeeCode()))
                                .orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND)),
                        before,
                        size + 1);
        var page = found.subList(0, Math.min(size, found.size()));
        return new Page(
                page.stream().map(o -> answer(o, locale)).toList(),
                found.size() > size ? String.valueOf(page.get(size - 1).entryNo()) : null);
    }

    @GetMapping("/{id}")
    Answer one(@PathVariable UUID id, Locale locale) {
        return answer(orders.find(callers.current(), id), locale);
    }

    /** Ends the order from now on. */
    @PostMapping("/{id}/cancel")
    Answer cancel(@PathVariable UUID id, Locale locale) {
        return answer(orders.cancel(callers.current(), id), locale);
    }

    @GetMapping("/{id}/attachments/{hash}")
    ResponseEntity<byte[]> scan(@PathVariable UUID id, @PathVariable String hash) {
        var content = orders.scan(callers.current(), id, hash);
        var type = FileType.of(content)
                .map(t -> MediaType.parseMediaType(t.mediaType()))
                .orElse(MediaType.APPLICATION_OCTET_STREAM);
        return ResponseEntity.ok().contentType(type).body(content);
    }

    /**
     * @param weekdays 1 = Monday to 7; none: all, likewise {@code sessions}
     * @param officiating employee code of who officiates for a head away for whole days (C3), refused otherwise; null: the longest
     *     in service who is there
     */
    record Body(
            @NotNull UUID id,
            @NotBlank String employeeCode,
            @NotBlank String place,
            @NotNull LocalDate from,
            @NotNull LocalDate to,
            List<@NotNull @Min(1) @Max(7) Integer> weekdays,
            List<@NotNull Session> sessions,
            @NotBlank String orderNumber,
            String officiating,
            @NotNull List<@NotNull String> attachments) {

        DutyOrders.Draft toDraft() {
            return new DutyOrders.Draft(
                    id,
                    employeeCode,
                    place,
                    from,
                    to,
                    weekdays == null
                            ? Set.of()
                            : weekdays.stream().map(DayOfWeek::of).collect(Collectors.toSet()),
                    sessions == null ? Set.of() : Set.copyOf(sessions),
                    orderNumber,
                    Optional.ofNullable(officiating).map(String::strip).filter(o -> !o.isEmpty()),
                    attachments);
        }
    }

    record Page(List<Answer> items, String next) {}

    /**
     * @param officiating employee code of who officiates; null: nobody has to
     * @param state IN_FORCE or CANCELLED
     */
    record Answer(
            UUID id,
            String employeeCode,
            String name,
            String institution,
            String place,
            LocalDate from,
            LocalDate to,
            List<Integer> weekdays,
            List<Session> sessions,
            String orderNumber,
            List<String> attachments,
            String officiating,
            String state,
            OffsetDateTime recordedAt,
            String recordedBy,
            OffsetDateTime cancelledAt,
            String cancelledBy) {}

    private Answer answer(Recorded recorded, Locale locale) {
        var order = recorded.order();
        return new Answer(
                order.id(),
                recorded.employeeCode(),
                recorded.name(locale.getLanguage()),
                recorded.institutionCode(),
                order.place(),
                order.from(),
                order.to(),
                order.weekdays().stream().map(DayOfWeek::getValue).sorted().toList(),
                order.sessions().stream().sorted().toList(),
                order.orderNumber(),
                order.scans().stream().map(ContentHash::hex).toList(),
                recorded.officiating().map(Staff::employeeCode).orElse(null),
                recorded.cancelled() ? "CANCELLED" : "IN_FORCE",
                time(recorded.recordedAt()),
                recorded.recordedBy(),
                recorded.cancelledAt().map(this::time).orElse(null),
                recorded.cancelledBy().orElse(null));
    }

    private OffsetDateTime time(Instant at) {
        return at.atZone(zone).toOffsetDateTime();
    }
}
