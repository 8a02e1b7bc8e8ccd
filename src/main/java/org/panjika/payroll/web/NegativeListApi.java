package org.panjika.payroll.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.panjika.access.Callers;
import org.panjika.attendance.SessionStatus;
import org.panjika.lists.SheetWriter;
import org.panjika.lists.SheetWriter.Format;
import org.panjika.payroll.NegativeLists;
import org.panjika.payroll.NegativeLists.Absence;
import org.panjika.payroll.NegativeLists.NegativeList;
import org.panjika.payroll.NegativeLists.Open;
import org.panjika.payroll.NegativeLists.Verified;
import org.panjika.payroll.OpenMatter;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.panjika.storage.ContentHash;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A block's list of the absent, as JSON, CSV and XLSX (BR-17). */
@RestController
@RequestMapping("/api/v1/payroll/{month}/offices/{code}")
class NegativeListApi {

    private static final List<String> COLUMNS = List.of(
            "month",
            "office",
            "institution",
            "institution_name",
            "employee_code",
            "name",
            "designation",
            "day",
            "half_days",
            "struck",
            "reads");

    private final NegativeLists lists;
    private final Callers callers;

    NegativeListApi(NegativeLists lists, Callers callers) {
        this.lists = lists;
        this.callers = callers;
    }

    /**
     * Not begun: version 0, no lines and nothing open. Where no number is said, the newest list; {@code remark} why it was returned, while
     * it is.
     */
    @GetMapping("/negative-list")
    Answer list(
            @PathVariable YearMonth month,
            @PathVariable String code,
            @RequestParam Optional<Integer> number,
            Locale locale) {
        var caller = callers.current();
        var list = lists.of(caller, code, month, number);
        var mayReadEvidence = list.filter(l -> lists.mayReadEvidence(caller, l)).isPresent();
        return new Answer(
                code,
                month,
                list.map(NegativeList::number).orElse(1),
                list.map(NegativeList::state).orElse("NOT_BEGUN"),
                list.map(NegativeList::version).orElse(0),
                list.flatMap(NegativeList::contentHash).map(ContentHash::hex).orElse(null),
                list.flatMap(NegativeList::returned).orElse(null),
                list.map(lists::absences).orElse(List.of()).stream()
                        .map(a -> Line.of(a, locale.getLanguage(), mayReadEvidence))
                        .toList(),
                list.map(lists::open).orElse(List.of()).stream()
                        .map(OpenLine::of)
                        .toList());
    }

    record Answer(
            String office,
            YearMonth month,
            int number,
            String state,
            int version,
            String contentHash,
            String remark,
            List<Line> lines,
            List<OpenLine> open) {}

    /**
     * @param sessions half days, 1 or 2; {@code struck} why it is struck, and {@code reads} what the person did instead: both null where it
     *     stands
     * @param evidence hashes of what it was struck for; none to who may not read it
     */
    record Line(
            String institution,
            String employeeCode,
            String name,
            LocalDate day,
            int sessions,
            String struck,
            SessionStatus reads,
            List<String> evidence) {

        static Line of(Absence absence, String language, boolean mayReadEvidence) {
            return new Line(
                    absence.institution().code(),
                    absence.person().employeeCode(),
                    absence.person().name(language),
                    absence.day(),
                    absence.sessions().count(),
                    absence.struck().map(Verified::reason).orElse(null),
                    absence.struck().map(Verified::reads).orElse(null),
                    absence.struck().filter(v -> mayReadEvidence).map(Verified::evidence).orElse(List.of()).stream()
                            .map(ContentHash::hex)
                            .toList());
        }
    }

    /**
     * What nobody has decided at an institution.
     *
     * @param sessions half days, of so many {@code people}; {@code link} where it is cured
     */
    record OpenLine(
            String institution,
            OpenMatter.Kind kind,
            OpenMatter.Severity severity,
            int people,
            int sessions,
            String link) {

        static OpenLine of(Open open) {
            return new OpenLine(
                    open.institution().code(),
                    open.kind(),
                    open.severity(),
                    open.people(),
                    open.sessions(),
                    open.link());
        }
    }

    /** A file for which a line is struck. */
    @GetMapping("/negative-list/evidence/{hash}")
    ResponseEntity<byte[]> evidence(
            @PathVariable YearMonth month,
            @PathVariable String code,
            @PathVariable String hash,
            @RequestParam Optional<Integer> number) {
        var caller = callers.current();
        var content = lists.of(caller, code, month, number)
                .map(list -> lists.evidence(caller, list, hash))
                .orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        return PayrollApi.file(content);
    }

    @GetMapping("/negative-list.csv")
    void csv(
            @PathVariable YearMonth month,
            @PathVariable String code,
            @RequestParam Optional<Integer> number,
            HttpServletResponse response)
            throws IOException {
        write(month, code, number, Format.CSV, response);
    }

    @GetMapping("/negative-list.xlsx")
    void xlsx(
            @PathVariable YearMonth month,
            @PathVariable String code,
            @RequestParam Optional<Integer> number,
            HttpServletResponse response)
            throws IOException {
        write(month, code, number, Format.XLSX, response);
    }

    private void write(
            YearMonth month, String code, Optional<Integer> number, Format format, HttpServletResponse response)
            throws IOException {
        var list = lists.of(callers.current(), code, month, number);
        response.setContentType(format.contentType());
        response.setHeader("Content-Disposition", format.attachment("negative-list-" + code + "-" + month));
        try (var sheet = SheetWriter.begin(format, response.getOutputStream(), COLUMNS)) {
            for (var absence : list.map(lists::absences).orElse(List.of())) {
                sheet.row(
                        month,
                        code,
                        absence.institution().code(),
                        absence.institution().name(),
                        absence.person().employeeCode(),
                        absence.person().name(),
                        absence.person().designation(),
                        absence.day(),
                        absence.sessions().count(),
                        absence.struck().map(Verified::reason).orElse(""),
                        absence.struck().map(v -> v.reads().name()).orElse(""));
            }
        }
    }
}
