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
import org.panjika.organisation.Institutions;
import org.panjika.payroll.Adjustment;
import org.panjika.payroll.Adjustments;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The supplementary list of a month: what is paid or recovered with it for months sent before (C17). */
@Controller
@RequestMapping("/payroll/{month}")
class SupplementPage {

    /** As src/docs/pay-export.md explains them. */
    private static final List<String> COLUMNS = List.of(
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

    /** A page shows so many; the list has them all. */
    private static final int SHOWN = 500;

    /** Rows of the list that are read at once. */
    private static final int PORTION = 5_000;

    private final Adjustments adjustments;
    private final Institutions institutions;
    private final Callers callers;

    SupplementPage(Adjustments adjustments, Institutions institutions, Callers callers) {
        this.adjustments = adjustments;
        this.institutions = institutions;
        this.callers = callers;
    }

    @GetMapping("/adjustments")
    String page(@PathVariable YearMonth month, @RequestParam String under, Model model) {
        var caller = callers.current();
        var posted = adjustments.posted(caller, month, under, Optional.empty(), SHOWN);
        model.addAttribute("month", month);
        model.addAttribute("office", institutions.find(under).orElseThrow());
        model.addAttribute("posted", posted);
        model.addAttribute("more", adjustments.countPosted(caller, month, under) - posted.size());
        return "payroll/supplement";
    }

    @GetMapping("/adjustments.csv")
    void csv(@PathVariable YearMonth month, @RequestParam String under, HttpServletResponse response)
            throws IOException {
        write(month, under, Format.CSV, response);
    }

    @GetMapping("/adjustments.xlsx")
    void xlsx(@PathVariable YearMonth month, @RequestParam String under, HttpServletResponse response)
            throws IOException {
        write(month, under, Format.XLSX, response);
    }

    private void write(YearMonth month, String under, Format format, HttpServletResponse response) throws IOException {
        var caller = callers.current();
        var posted = adjustments.posted(caller, month, under, Optional.empty(), PORTION);
        response.setContentType(format.contentType());
        response.setHeader("Content-Disposition", format.attachment("adjustments-" + under + "-" + month));
        try (var list = SheetWriter.begin(format, response.getOutputStream(), COLUMNS)) {
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
                    .map(SupplementPage::day)
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
