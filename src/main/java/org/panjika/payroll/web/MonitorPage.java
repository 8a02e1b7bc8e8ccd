package org.panjika.payroll.web;

import de.siegmar.fastcsv.writer.CsvWriter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.YearMonth;
import java.util.Optional;
import org.panjika.access.Callers;
import org.panjika.lists.Spreadsheet;
import org.panjika.payroll.NegativeLists;
import org.panjika.payroll.PayExport;
import org.panjika.payroll.PayMonitor;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** How a month's pay stands from the highest office held down to the school, and its lines for a pay system (RJ-14). */
@Controller
@RequestMapping("/payroll/{month}")
class MonitorPage {

    private final PayMonitor monitor;
    private final PayExport export;
    private final NegativeLists lists;
    private final Callers callers;
    private final Clock clock;

    MonitorPage(PayMonitor monitor, PayExport export, NegativeLists lists, Callers callers, Clock clock) {
        this.monitor = monitor;
        this.export = export;
        this.lists = lists;
        this.callers = callers;
        this.clock = clock;
    }

    @GetMapping
    String page(@PathVariable YearMonth month, @RequestParam Optional<String> under, Model model) {
        var caller = callers.current();
        var page = monitor.of(caller, month, under);
        model.addAttribute("page", page);
        model.addAttribute("way", monitor.way(caller, page.under()));
        model.addAttribute(
                "listed", !lists.of(caller, page.under().code(), month).isEmpty());
        model.addAttribute("thisMonth", YearMonth.now(clock));
        return "payroll/monitor";
    }

    /** Lines of sent statements in stable columns: see src/docs/pay-export.md. */
    @GetMapping("/lines.csv")
    void csv(@PathVariable YearMonth month, @RequestParam Optional<String> under, HttpServletResponse response)
            throws IOException {
        var office = monitor.of(callers.current(), month, under).under();
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader(
                "Content-Disposition", "attachment; filename=\"pay-%s-%s.csv\"".formatted(office.code(), month));
        try (var csv = CsvWriter.builder().build(response.getWriter())) {
            csv.writeRecord(PayExport.COLUMNS.toArray(String[]::new));
            export.lines(
                    office,
                    month,
                    row -> csv.writeRecord(
                            row.stream().map(Spreadsheet::guarded).toArray(String[]::new)));
        }
    }
}
