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
import org.panjika.payroll.PayMonitor.Reason;
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

    /** How the month stands below an office: sent, accepted, drawn, and the most frequent reasons for which pay is withheld. */
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
                        .toList(),
                monitor.reasons(callers.current(), month, under));
    }

    record RollUp(String under, YearMonth month, Figures total, List<Office> offices, List<Reason> withheld) {}

    record Office(String code, String name, Figures figures) {}

    /** Whose pay is withheld below an office, for all reasons or one. */
    @GetMapping("/drawal/withheld")
    PayrollApi.Items<WithheldBody> withheld(
            @PathVariable YearMonth month,
            @RequestParam Optional<String> under,
            @RequestParam Optional<String> reason,
            @RequestParam(defaultValue = "100") int limit,
            @RequestParam Optional<Long> after,
            Locale locale) {
        var size = PayrollApi.Items.size(limit);
        var found = monitor.withheld(callers.current(), month, under, reason, after, size + 1);
        return PayrollApi.Items.of(
                found, size, w -> WithheldBody.of(w, locale.getLanguage()), PayMonitor.Withheld::number);
    }

    record WithheldBody(String institution, String employeeCode, String name, String reason) {

        static WithheldBody of(PayMonitor.Withheld withheld, String language) {
            var person = withheld.person();
            return new WithheldBody(
                    withheld.institution(), person.employeeCode(), person.name(language), withheld.reason());
        }
    }

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
