package org.panjika.payroll.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.YearMonth;
import java.util.Optional;
import org.panjika.access.Callers;
import org.panjika.lists.SheetWriter;
import org.panjika.lists.SheetWriter.Format;
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

    @GetMapping("/lines.csv")
    void csv(@PathVariable YearMonth month, @RequestParam Optional<String> under, HttpServletResponse response)
            throws IOException {
        lines(month, under, Format.CSV, response);
    }

    @GetMapping("/lines.xlsx")
    void xlsx(@PathVariable YearMonth month, @RequestParam Optional<String> under, HttpServletResponse response)
            throws IOException {
        lines(month, under, Format.XLSX, response);
    }

    /** Lines of sent statements in stable columns: see src/docs/pay-export.md. */
    private void lines(YearMonth month, Optional<String> under, Format format, HttpServletResponse response)
            throws IOException {
        var office = monitor.of(callers.current(), month, under).under();
        response.setContentType(format.contentType());
        response.setHeader("Content-Disposition", format.attachment("pay-" + office.code() + "-" + month));
        try (var list = SheetWriter.begin(format, response.getOutputStream(), PayExport.COLUMNS)) {
            export.lines(office, month, row -> list.row(row.toArray()));
        }
    }
}
