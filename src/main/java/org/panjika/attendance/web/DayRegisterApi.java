package org.panjika.attendance.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
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
import java.util.Optional;
import java.util.Set;
import org.panjika.access.Callers;
import org.panjika.attendance.AttendanceDay.Flag;
import org.panjika.attendance.AttendanceDay.Origin;
import org.panjika.attendance.Condonation;
import org.panjika.attendance.DaySheet;
import org.panjika.attendance.DaySheets;
import org.panjika.attendance.PersonMonth;
import org.panjika.attendance.PersonMonths;
import org.panjika.attendance.Punctuality.Consequence;
import org.panjika.attendance.Punctuality.Reason;
import org.panjika.attendance.RollEntry;
import org.panjika.attendance.SessionStatus;
import org.panjika.organisation.Designations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The day registers as JSON, and the roll entered by program (RJ-1). */
@RestController
@RequestMapping("/api/v1")
class DayRegisterApi {

    private final DaySheets sheets;
    private final PersonMonths months;
    private final RollEntry roll;
    private final Callers callers;
    private final Designations designations;
    private final ZoneId zone;

    DayRegisterApi(
            DaySheets sheets,
            PersonMonths months,
            RollEntry roll,
            Callers callers,
            Designations designations,
            ZoneId zone) {
        this.sheets = sheets;
        this.months = months;
        this.roll = roll;
        this.callers = callers;
        this.designations = designations;
        this.zone = zone;
    }

    @GetMapping("/institutions/{code}/attendance/{day}")
    Answer register(@PathVariable String code, @PathVariable LocalDate day, Locale locale) {
        return answer(sheets.of(callers.current(), code, day), locale);
    }

    @PutMapping("/institutions/{code}/attendance/{day}")
    Answer enter(@PathVariable String code, @PathVariable LocalDate day, @Valid @RequestBody Roll body, Locale locale) {
        var lines = body.lines().stream().map(RollLine::toLine).toList();
        return answer(roll.enter(callers.current(), code, day, lines), locale);
    }

    @GetMapping("/staff/{employeeCode}/attendance/{month}")
    Month month(@PathVariable String employeeCode, @PathVariable YearMonth month, Locale locale) {
        var found = months.of(callers.current(), employeeCode, month);
        return new Month(
                employeeCode,
                found.person().name(locale.getLanguage()),
                month,
                found.days().stream()
                        .map(d -> new MonthDay(d.day(), d.institution().code(), session(d.line()), lateness(d)))
                        .toList(),
                found.offPortal().stream()
                        .map(d -> new OffPortalDay(d.day(), d.place(), time(d.in()), time(d.out())))
                        .toList());
    }

    private static Lateness lateness(PersonMonth.Day day) {
        return day.verdict()
                .map(v -> new Lateness(
                        v.consequence(),
                        v.reason(),
                        v.freeDay().isPresent() ? v.freeDay().getAsInt() : null,
                        day.condonation().map(Condonation::state).orElse(null),
                        day.condonation().flatMap(Condonation::remark).orElse(null)))
                .orElse(null);
    }

    record Roll(@NotNull @Size(max = 2000) List<@NotNull @Valid RollLine> lines) {}

    record RollLine(
            @NotBlank String employeeCode,
            @Schema(allowableValues = {"PRESENT", "ABSENT", "TOUR", "LEAVE", "DUTY", "UNMARKED"})
                    SessionStatus forenoon,
            @Schema(allowableValues = {"PRESENT", "ABSENT", "TOUR", "LEAVE", "DUTY", "UNMARKED"})
                    SessionStatus afternoon,
            @Size(max = 500) String remark) {

        RollEntry.Line toLine() {
            return new RollEntry.Line(
                    employeeCode,
                    Optional.ofNullable(forenoon),
                    Optional.ofNullable(afternoon),
                    Optional.ofNullable(remark));
        }
    }

    private Answer answer(DaySheet sheet, Locale locale) {
        var language = locale.getLanguage();
        return new Answer(
                sheet.institution().code(),
                sheet.institution().name(language),
                sheet.terms().day(),
                sheet.terms().working(),
                sheet.terms().holiday(language).orElse(null),
                sheet.terms().mode().name(),
                sheet.expected(),
                sheet.recorded(),
                sheet.complete(),
                sheet.closed(),
                time(Optional.of(sheet.terms().hours().closes())),
                sheet.lines().stream()
                        .map(l -> new PersonLine(
                                l.employeeCode(),
                                l.name(language),
                                designations.in(l.designation(), locale),
                                session(l),
                                l.remark().orElse(null)))
                        .toList(),
                sheet.elsewhere().stream()
                        .map(e -> new ElsewhereLine(
                                e.employeeCode(),
                                e.name(language),
                                e.place(),
                                e.offPortal(),
                                time(e.in()),
                                time(e.out())))
                        .toList());
    }

    private Sessions session(DaySheet.Line line) {
        return new Sessions(
                line.forenoon().status(),
                line.afternoon().status(),
                time(line.in()),
                time(line.out()),
                line.lateMinutes(),
                line.earlyMinutes(),
                line.source().orElse(null),
                line.forenoon().source().orElse(null),
                line.afternoon().source().orElse(null),
                line.flags(),
                line.leaveType().orElse(null),
                line.forenoon().leave().orElse(null),
                line.afternoon().leave().orElse(null));
    }

    private OffsetDateTime time(Optional<Instant> at) {
        return at.map(i -> i.atZone(zone).toOffsetDateTime()).orElse(null);
    }

    /**
     * A page of the day register.
     *
     * @param expected people who are expected in any session; {@code recorded}: of them, those with a status in each
     *     session that has begun
     * @param elsewhere posted here, working elsewhere that day
     */
    record Answer(
            String institution,
            String institutionName,
            LocalDate day,
            boolean workingDay,
            String holiday,
            String mode,
            int expected,
            int recorded,
            boolean complete,
            boolean closed,
            OffsetDateTime closes,
            List<PersonLine> lines,
            List<ElsewhereLine> elsewhere) {}

    record PersonLine(
            String employeeCode, String name, String designation, @JsonUnwrapped Sessions sessions, String remark) {}

    record ElsewhereLine(
            String employeeCode,
            String name,
            String place,
            boolean offPortal,
            OffsetDateTime inAt,
            OffsetDateTime outAt) {}

    /** @param offPortal days at an office outside the portal, which count in no institution's figures (RJ-12) */
    record Month(
            String employeeCode, String name, YearMonth month, List<MonthDay> days, List<OffPortalDay> offPortal) {}

    record OffPortalDay(LocalDate day, String place, OffsetDateTime inAt, OffsetDateTime outAt) {}

    /** One day; {@code lateness} is null where there are no minutes to speak of. */
    record MonthDay(LocalDate day, String institution, @JsonUnwrapped Sessions sessions, Lateness lateness) {}

    /** What late or early minutes cost (BR-20), and what was asked or said about them. */
    record Lateness(
            Consequence consequence, Reason reason, Integer freeDay, Condonation.State condonation, String remark) {}

    /** @param leaveType of the day; of two kinds the one granted later: {@code forenoonLeave} and {@code afternoonLeave} tell them apart */
    record Sessions(
            SessionStatus forenoon,
            SessionStatus afternoon,
            OffsetDateTime inAt,
            OffsetDateTime outAt,
            int lateMinutes,
            int earlyMinutes,
            Origin source,
            Origin forenoonSource,
            Origin afternoonSource,
            Set<Flag> flags,
            String leaveType,
            String forenoonLeave,
            String afternoonLeave) {}
}
