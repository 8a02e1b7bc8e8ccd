package org.panjika.payroll.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.panjika.access.Callers;
import org.panjika.attendance.Session;
import org.panjika.lists.SheetWriter;
import org.panjika.lists.SheetWriter.Format;
import org.panjika.payroll.Adjustment;
import org.panjika.payroll.Adjustments;
import org.panjika.payroll.PayExport;
import org.panjika.payroll.PayMonitor;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * A month's lists in stable columns, as src/docs/pay-export.md explains them: for people behind the pages' login, for pay systems
 * behind that of the interface (RJ-13, RJ-14).
 */
@Controller
@RequestMapping({"/payroll/{month}", "/api/v1/payroll/{month}"})
class PayLists {

    private static final List<String> ADJUSTMENT = List.of(
            "open_month",
            "number",
            "institution",
            "employee_code",
            "name",
            "designation",
            "month",
            "kind",
            "half_days",
            "was",
            "becomes",
            "days",
            "cause",
            "request");

    /** Rows that are read at once. */
    private static final int PORTION = 5_000;

    private final PayMonitor monitor;
    private final PayExport export;
    private final Adjustments adjustments;
    private final Callers callers;

    PayLists(PayMonitor monitor, PayExport export, Adjustments adjustments, Callers callers) {
        this.monitor = monitor;
        this.export = export;
        this.adjustments = adjustments;
        this.callers = callers;
    }

    @GetMapping("/lines.csv")
    void linesCsv(@PathVariable YearMonth month, @RequestParam Optional<String> under, HttpServletResponse response)
            throws IOException {
        lines(month, under, Format.CSV, response);
    }

    @GetMapping("/lines.xlsx")
    void linesXlsx(@PathVariable YearMonth month, @RequestParam Optional<String> under, HttpServletResponse response)
            throws IOException {
        lines(month, under, Format.XLSX, response);
    }

    private void lines(YearMonth month, Optional<String> under, Format format, HttpServletResponse response)
            throws IOException {
        var office = monitor.of(callers.current(), month, under).under();
        response.setContentType(format.contentType());
        response.setHeader("Content-Disposition", format.attachment("pay-" + office.code() + "-" + month));
        try (var list = SheetWriter.begin(format, response.getOutputStream(), PayExport.COLUMNS)) {
            export.lines(office, month, row -> list.row(row.toArray()));
        }
    }

    @GetMapping("/adjustments.csv")
    void adjustmentsCsv(@PathVariable YearMonth month, @RequestParam String under, HttpServletResponse response)
            throws IOException {
        adjustments(month, under, Format.CSV, response);
    }

    @GetMapping("/adjustments.xlsx")
    void adjustmentsXlsx(@PathVariable YearMonth month, @RequestParam String under, HttpServletResponse response)
            throws IOException {
        adjustments(month, under, Format.XLSX, response);
    }

    private void adjustments(YearMonth month, String under, Format format, HttpServletResponse response)
            throws IOException {
        var caller = callers.current();
        var posted = adjustments.posted(caller, month, under, Optional.empty(), PORTION);
        response.setContentType(format.contentType());
        response.setHeader("Content-Disposition", format.attachment("adjustments-" + under + "-" + month));
        try (var list = SheetWriter.begin(format, response.getOutputStream(), ADJUSTMENT)) {
            while (!posted.isEmpty()) {
                for (var one : posted) list.row(row(one));
                var last = posted.get(posted.size() - 1).number();
                posted = adjustments.posted(caller, month, under, Optional.of(last), PORTION);
            }
        }
    }

    private static Object[] row(Adjustment one) {
        return new Object[] {
            one.openMonth(),
            one.number(),
            one.institution(),
            one.person().employeeCode(),
            one.person().name(),
            one.person().designation(),
            one.month(),
            one.direction(),
            one.change().sessions().count(),
            one.change().was(),
            one.change().becomes(),
            one.change().sessions().days(one.month()).entrySet().stream()
                    .map(PayLists::day)
                    .collect(Collectors.joining(" ")),
            one.cause(),
            one.request().map(UUID::toString).orElse("")
        };
    }

    private static String day(Map.Entry<LocalDate, Set<Session>> day) {
        var halves = day.getValue();
        return halves.size() == 1 ? day.getKey() + "." + halves.iterator().next() : day.getKey() + "";
    }
}
