package org.panjika.attendance.web;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.time.Clock;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import org.panjika.access.Callers;
import org.panjika.attendance.DaySheets;
import org.panjika.attendance.jdbc.OffPortalTable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** The month of staff at offices outside the portal, as the parent institution verifies it (RJ-12). */
@Controller
class OffPortalPage {

    private final DaySheets sheets;
    private final Callers callers;
    private final Clock clock;

    OffPortalPage(DaySheets sheets, Callers callers, Clock clock) {
        this.sheets = sheets;
        this.callers = callers;
        this.clock = clock;
    }

    @GetMapping("/institutions/{code}/off-portal/{month}")
    String page(@PathVariable String code, @PathVariable YearMonth month, Model model) {
        var found = sheets.offPortal(callers.current(), code, month);
        model.addAttribute("institution", found.institution());
        model.addAttribute("month", month.atDay(1));
        model.addAttribute(
                "people",
                found.lines().stream()
                        .collect(groupingBy(OffPortalTable.Line::employeeCode, LinkedHashMap::new, toList()))
                        .values());
        model.addAttribute("thisMonth", YearMonth.now(clock).atDay(1));
        model.addAttribute("zone", clock.getZone());
        return "off-portal";
    }
}
