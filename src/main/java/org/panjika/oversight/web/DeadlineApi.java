package org.panjika.oversight.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.panjika.access.Callers;
import org.panjika.oversight.DeadlineBoard;
import org.panjika.oversight.DeadlineBoard.TrendDay;
import org.panjika.oversight.Outlook;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The deadline board as JSON. */
@RestController
class DeadlineApi {

    private final Outlook outlook;
    private final Callers callers;
    private final ZoneId zone;

    DeadlineApi(Outlook outlook, Callers callers, ZoneId zone) {
        this.outlook = outlook;
        this.callers = callers;
        this.zone = zone;
    }

    @GetMapping("/api/v1/oversight/deadlines")
    Answer deadlines(@RequestParam Optional<String> under, @RequestParam Optional<LocalDate> day, Locale locale) {
        var page = outlook.deadlines(callers.current(), under, day);
        return new Answer(
                page.under().code(),
                page.day(),
                row(page.total(), page.now(), locale),
                page.rows().stream().map(r -> row(r, page.now(), locale)).toList(),
                page.trend());
    }

    private Row row(DeadlineBoard.Row row, Instant now, Locale locale) {
        return new Row(
                row.institution().code(),
                row.institution().name(locale.getLanguage()),
                row.institution().kind().name(),
                row.own(),
                deadline(row.entry(), now),
                deadline(row.closing(), now),
                row.missing());
    }

    private Deadline deadline(DeadlineBoard.Standing standing, Instant now) {
        return new Deadline(
                standing.due().map(this::local),
                standing.last().map(this::local),
                standing.timeLeft(now),
                standing.institutions(),
                standing.met(),
                standing.missed(),
                standing.excused(),
                standing.open());
    }

    private OffsetDateTime local(Instant instant) {
        return instant.atZone(zone).toOffsetDateTime();
    }

    /** {@code trend}: what was found at the deadlines of the last 30 days, before any excuse. */
    record Answer(String under, LocalDate day, Row total, List<Row> items, List<TrendDay> trend) {}

    /** {@code missing}: people without a status, told of single institutions. */
    @JsonInclude(Include.NON_ABSENT)
    record Row(
            String code,
            String name,
            String kind,
            boolean own,
            Deadline entry,
            Deadline closing,
            OptionalInt missing) {}

    /**
     * met + missed + excused + open = institutions. {@code due}: the next deadline, the last one when all have passed;
     * {@code timeLeft}: ISO-8601 duration, PT0S from {@code due} on.
     */
    @JsonInclude(Include.NON_ABSENT)
    record Deadline(
            Optional<OffsetDateTime> due,
            Optional<OffsetDateTime> lastDue,
            Duration timeLeft,
            int institutions,
            int met,
            int missed,
            int excused,
            int open) {}
}
