package org.panjika.attendance.web;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.LocalDate;
import java.util.UUID;
import org.panjika.access.Callers;
import org.panjika.attendance.Condonation;
import org.panjika.attendance.LatenessCondonation;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Asking that a lateness be condoned, and the head's word without being asked (BR-20). */
@RestController
@RequestMapping("/api/v1")
class CondonationApi {

    private final LatenessCondonation condonation;
    private final Callers callers;

    CondonationApi(LatenessCondonation condonation, Callers callers) {
        this.condonation = condonation;
        this.callers = callers;
    }

    record Asked(@NotNull UUID id, @NotNull LocalDate day, @NotNull String reason) {}

    /** The caller asks for the own lateness of a day. */
    @PostMapping("/attendance/condonations")
    ResponseEntity<Answer> ask(@Valid @RequestBody Asked asked) {
        var request = condonation.ask(callers.current(), asked.id(), asked.day(), asked.reason());
        return ResponseEntity.status(request.fresh() ? HttpStatus.CREATED : HttpStatus.OK)
                .body(answer(request.condonation()));
    }

    @GetMapping("/attendance/condonations/{id}")
    Answer find(@PathVariable UUID id) {
        return answer(condonation.find(callers.current(), id));
    }

    record Granted(@NotNull String reason) {}

    /** The head permits the lateness of a day to come, or condones that of a day that was. */
    @PutMapping("/staff/{employeeCode}/attendance/{day}/condonation")
    Answer grant(@PathVariable String employeeCode, @PathVariable LocalDate day, @Valid @RequestBody Granted granted) {
        return answer(condonation.grant(callers.current(), employeeCode, day, granted.reason()));
    }

    private static Answer answer(Condonation found) {
        return new Answer(
                found.requestId().orElse(null),
                found.day(),
                found.state(),
                found.asked().orElse(null),
                found.remark().orElse(null),
                found.decidedBy().orElse(null));
    }

    /**
     * How a day's lateness stands.
     *
     * @param id of the request; null if the head said it without being asked
     */
    record Answer(UUID id, LocalDate day, Condonation.State state, String reason, String remark, String decidedBy) {}
}
