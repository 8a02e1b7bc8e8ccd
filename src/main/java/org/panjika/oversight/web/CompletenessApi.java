package org.panjika.oversight.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.panjika.access.Callers;
import org.panjika.attendance.Completeness;
import org.panjika.attendance.Completeness.Figures;
import org.panjika.oversight.Outlook;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Completeness as JSON. */
@RestController
class CompletenessApi {

    private final Outlook outlook;
    private final Callers callers;

    CompletenessApi(Outlook outlook, Callers callers) {
        this.outlook = outlook;
        this.callers = callers;
    }

    @GetMapping("/api/v1/oversight/completeness")
    Answer completeness(@RequestParam Optional<String> under, @RequestParam Optional<LocalDate> day, Locale locale) {
        var page = outlook.completeness(callers.current(), under, day);
        return new Answer(
                page.under().code(),
                page.day(),
                row(page.total(), locale),
                page.rows().stream().map(r -> row(r, locale)).toList());
    }

    private static Row row(Completeness.Row row, Locale locale) {
        var figures = row.figures();
        return new Row(
                row.institution().code(),
                row.institution().name(locale.getLanguage()),
                row.institution().kind().name(),
                row.own(),
                row.institutions(),
                row.complete(),
                row.incomplete(),
                row.notConcerned(),
                sessions(figures),
                percentages(figures),
                new OffPortal(row.offPortal(), row.offPortalMarked()));
    }

    private static Sessions sessions(Figures f) {
        return new Sessions(
                f.expected(),
                f.recorded(),
                f.present(),
                f.tour(),
                f.duty(),
                f.leave(),
                f.leavePending(),
                f.absent(),
                f.technical(),
                f.toBeConfirmed(),
                f.unmarked());
    }

    private static Percentages percentages(Figures f) {
        return new Percentages(
                f.percent(f.recorded()), f.percent(f.present() + f.tour() + f.duty()), f.percent(f.absent()));
    }

    /** One office and those directly below it. */
    record Answer(String under, LocalDate day, Row total, List<Row> items) {}

    /**
     * An office with all below it; {@code own}: the office's own staff alone. institutions = complete + incomplete +
     * notConcerned.
     */
    record Row(
            String code,
            String name,
            String kind,
            boolean own,
            int institutions,
            int complete,
            int incomplete,
            int notConcerned,
            @JsonUnwrapped Sessions sessions,
            Percentages percentages,
            OffPortal offPortal) {}

    /** Half days that have begun; recorded + unmarked = expected. */
    record Sessions(
            long expected,
            long recorded,
            long present,
            long tour,
            long duty,
            long leave,
            long leavePending,
            long absent,
            long technical,
            long toBeConfirmed,
            long unmarked) {}

    /** Of the sessions expected; {@code working}: present, on tour or on duty. */
    record Percentages(double recorded, double working, double absent) {}

    record OffPortal(int staff, int marked) {}
}
