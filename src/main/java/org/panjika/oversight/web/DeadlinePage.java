package org.panjika.oversight.web;

import java.time.Clock;
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
    private final Clock clock;
    private final ZoneId zone;

    DeadlinePage(Outlook outlook, Callers callers, Clock clock, ZoneId zone) {
        this.outlook = outlook;
        this.callers = callers;
        this.clock = clock;
        this.zone = zone;
    }

    @GetMapping("/oversight/deadlines")
    String page(
            @RequestParam Optional<String> under,
            @RequestParam Optional<LocalDate> day,
            @RequestHeader(name = "HX-Request", required = false) Optional<String> part,
            Model model) {
        var caller = callers.current();
        var today = LocalDate.now(clock);
        var page = outlook.deadlines(caller, under, day);
        model.addAttribute("page", page);
        model.addAttribute("way", outlook.way(caller, page.under()));
        model.addAttribute("seats", outlook.seats(caller));
        model.addAttribute("today", today);
        // links of today's page stay links to today, also after midnight
        model.addAttribute("chosenDay", page.day().equals(today) ? null : page.day());
        model.addAttribute("zone", zone);
        model.addAttribute("entryTrend", TrendChart.of(page.trend(), page.day(), TrendDay::entry));
        model.addAttribute("closingTrend", TrendChart.of(page.trend(), page.day(), TrendDay::closing));
        return part.isPresent() ? "deadlines :: figures" : "deadlines";
    }
}
