package org.panjika.oversight.web;

import jakarta.servlet.http.HttpServletResponse;
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

    private static final List<String> COLUMNS = List.of(
            "PRESENT", "TOUR", "DUTY", "LEAVE", "LEAVE_PENDING", "ABSENT", "TECHNICAL", "TO_BE_CONFIRMED", "UNMARKED");

    private final Outlook outlook;
    private final Callers callers;
    private final BoardFrame frame;

    CompletenessPage(Outlook outlook, Callers callers, BoardFrame frame) {
        this.outlook = outlook;
        this.callers = callers;
        this.frame = frame;
    }

    /** @param shown the day under which a piece of the page is to be put */
    @GetMapping("/oversight/completeness")
    String page(
            @RequestParam Optional<String> under,
            @RequestParam Optional<LocalDate> day,
            @RequestParam Optional<LocalDate> shown,
            @RequestHeader(name = "HX-Request", required = false) Optional<String> part,
            Model model,
            HttpServletResponse response) {
        var caller = callers.current();
        var page = outlook.completeness(caller, under, day);
        model.addAttribute("page", page);
        frame.put(model, caller, page.under(), page.day());
        frame.readAnewIfOver(shown, page.day(), response);
        model.addAttribute("columns", COLUMNS);
        return part.isPresent() ? "completeness :: figures" : "completeness";
    }
}
