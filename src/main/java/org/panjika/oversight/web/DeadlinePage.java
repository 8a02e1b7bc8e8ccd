package org.panjika.oversight.web;

import jakarta.servlet.http.HttpServletResponse;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.panjika.access.Callers;
import org.panjika.oversight.DeadlineBoard.TrendDay;
import org.panjika.oversight.Outlook;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/** The deadline board from the highest office held down to the school; today's figures refresh themselves (RJ-6). */
@Controller
class DeadlinePage {

    private final Outlook outlook;
    private final Callers callers;
    private final BoardFrame frame;
    private final ZoneId zone;

    DeadlinePage(Outlook outlook, Callers callers, BoardFrame frame, ZoneId zone) {
        this.outlook = outlook;
        this.callers = callers;
        this.frame = frame;
        this.zone = zone;
    }

    /** @param shown the day under which a piece of the page is to be put */
    @GetMapping("/oversight/deadlines")
    String page(
            @RequestParam Optional<String> under,
            @RequestParam Optional<LocalDate> day,
            @RequestParam Optional<LocalDate> shown,
            @RequestHeader(name = "HX-Request", required = false) Optional<String> part,
            Model model,
            HttpServletResponse response) {
        var caller = callers.current();
        var page = outlook.deadlines(caller, under, day);
        model.addAttribute("page", page);
        frame.put(model, caller, page.under(), page.day());
        frame.readAnewIfOver(shown, page.day(), response);
        model.addAttribute("zone", zone);
        model.addAttribute("entryTrend", TrendChart.of(page.trend(), page.day(), TrendDay::entry));
        model.addAttribute("closingTrend", TrendChart.of(page.trend(), page.day(), TrendDay::closing));
        return part.isPresent() ? "deadlines :: figures" : "deadlines";
    }
}
