package org.panjika.oversight.web;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.panjika.access.Callers;
import org.panjika.oversight.Outlook;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/** Completeness from the highest office held down to the school; today's figures refresh themselves (RJ-6). */
@Controller
class CompletenessPage {

    private static final List<String> COLUMNS =
            List.of("PRESENT", "TOUR", "DUTY", "LEAVE", "ABSENT", "TECHNICAL", "TO_BE_CONFIRMED", "UNMARKED");

    private final Outlook outlook;
    private final Callers callers;
    private final Clock clock;

    CompletenessPage(Outlook outlook, Callers callers, Clock clock) {
        this.outlook = outlook;
        this.callers = callers;
        this.clock = clock;
    }

    @GetMapping("/oversight/completeness")
    String page(
            @RequestParam Optional<String> under,
            @RequestParam Optional<LocalDate> day,
            @RequestHeader(name = "HX-Request", required = false) Optional<String> part,
            Model model) {
        var caller = callers.current();
        var today = LocalDate.now(clock);
        var page = outlook.completeness(caller, under, day);
        model.addAttribute("page", page);
        model.addAttribute("way", outlook.way(caller, page.under()));
        model.addAttribute("seats", outlook.seats(caller));
        model.addAttribute("today", today);
        // links of today's page stay links to today, also after midnight
        model.addAttribute("chosenDay", page.day().equals(today) ? null : page.day());
        model.addAttribute("columns", COLUMNS);
        return part.isPresent() ? "completeness :: figures" : "completeness";
    }
}
