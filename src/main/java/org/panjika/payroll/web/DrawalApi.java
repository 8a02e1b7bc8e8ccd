package org.panjika.payroll.web;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.panjika.access.Callers;
import org.panjika.payroll.Drawal;
import org.panjika.payroll.Drawal.Entry;
import org.panjika.payroll.Drawal.Status;
import org.panjika.payroll.Drawals;
import org.panjika.payroll.PayMonitor;
import org.panjika.payroll.PayMonitor.Figures;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What became of the pay, as JSON (RJ-14). */
@RestController
@RequestMapping("/api/v1/payroll/{month}")
class DrawalApi {

    private final Drawals drawals;
    private final PayMonitor monitor;
    private final Callers callers;

    DrawalApi(Drawals drawals, PayMonitor monitor, Callers callers) {
        this.drawals = drawals;
        this.monitor = monitor;
        this.callers = callers;
    }

    /** How the month stands below an office: sent, accepted, drawn. */
    @GetMapping("/drawal")
    RollUp rollUp(@PathVariable YearMonth month, @RequestParam Optional<String> under) {
        var page = monitor.of(callers.current(), month, under);
        return new RollUp(
                page.under().code(),
                month,
                page.total(),
                page.rows().stream()
                        .map(r -> new Office(
                                r.institution().code(), r.institution().name(), r.figures()))
                        .toList());
    }

    record RollUp(String under, YearMonth month, Figures total, List<Office> offices) {}

    record Office(String code, String name, Figures figures) {}

    @GetMapping("/institutions/{code}/drawal")
    Answer of(@PathVariable YearMonth month, @PathVariable String code, Locale locale) {
        return new Answer(
                code,
                month,
                drawals.of(callers.current(), code, month).stream()
                        .map(d -> Person.of(d, locale.getLanguage()))
                        .toList());
    }

    /** The drawing officer says what became of the pay of some; nothing is said of those left out. */
    @PostMapping("/institutions/{code}/drawal")
    Answer enter(
            @PathVariable YearMonth month, @PathVariable String code, @Valid @RequestBody Said body, Locale locale) {
        drawals.enter(
                callers.current(),
                code,
                month,
                body.drawal().stream().map(Line::entry).toList());
        return of(month, code, locale);
    }

    record Said(@NotNull @Size(max = 5000) List<@NotNull @Valid Line> drawal) {}

    record Line(@NotBlank String employeeCode, @NotNull Status status, String reason, String bill, LocalDate date) {

        Entry entry() {
            return new Entry(employeeCode, status, filled(reason), filled(bill), Optional.ofNullable(date));
        }

        private static Optional<String> filled(String text) {
            return Optional.ofNullable(text).map(String::strip).filter(t -> !t.isEmpty());
        }
    }

    record Answer(String institution, YearMonth month, List<Person> drawal) {}

    /** @param status empty while nobody has said so */
    record Person(String employeeCode, String name, Status status, String reason, String bill, LocalDate date) {

        static Person of(Drawal drawal, String language) {
            var person = drawal.line().person();
            var said = drawal.said();
            return new Person(
                    person.employeeCode(),
                    person.name(language),
                    said.map(Entry::status).orElse(null),
                    said.flatMap(Entry::reason).orElse(null),
                    said.flatMap(Entry::bill).orElse(null),
                    said.flatMap(Entry::date).orElse(null));
        }
    }
}
