package org.panjika.oversight.web;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;
import org.panjika.access.Caller;
import org.panjika.organisation.Institution;
import org.panjika.oversight.Outlook;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** What stands around every board: the way down to the office, the seats held, the days. */
@Component
class BoardFrame {

    private final Outlook outlook;
    private final Clock clock;

    BoardFrame(Outlook outlook, Clock clock) {
        this.outlook = outlook;
        this.clock = clock;
    }

    void put(Model model, Caller caller, Institution under, LocalDate day) {
        var today = LocalDate.now(clock);
        model.addAttribute("way", outlook.way(caller, under));
        model.addAttribute("seats", outlook.seats(caller));
        model.addAttribute("today", today);
        // links of today's page stay links to today, also after midnight
        model.addAttribute("chosenDay", day.equals(today) ? null : day);
    }

    /** A board left open over midnight is read anew as a whole, so that no figures stand under another day's date. */
    void readAnewIfOver(Optional<LocalDate> shown, LocalDate day, HttpServletResponse response) {
        if (shown.filter(s -> !s.equals(day)).isPresent()) response.setHeader("HX-Refresh", "true");
    }
}
