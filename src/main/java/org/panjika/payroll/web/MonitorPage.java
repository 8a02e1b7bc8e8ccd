package org.panjika.payroll.web;

import java.time.Clock;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.panjika.access.Callers;
import org.panjika.payroll.NegativeLists;
import org.panjika.payroll.PayMonitor;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** How a month's pay stands from the highest office held down to the school (RJ-14). */
@Controller
@RequestMapping("/payroll/{month}")
class MonitorPage {

    private static final int SHOWN = 50;

    private final PayMonitor monitor;
    private final NegativeLists lists;
    private final Callers callers;
    private final Clock clock;

    MonitorPage(PayMonitor monitor, NegativeLists lists, Callers callers, Clock clock) {
        this.monitor = monitor;
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
        model.addAttribute("mayAct", caller.acts());
        model.addAttribute("thisMonth", YearMonth.now(clock));
        model.addAttribute("reasons", page.total().withheld() == 0 ? List.of() : monitor.reasons(caller, month, under));
        return "payroll/monitor";
    }

    /** Whose pay is withheld, for all reasons or one. */
    @GetMapping("/withheld")
    String withheld(
            @PathVariable YearMonth month,
            @RequestParam Optional<String> under,
            @RequestParam Optional<String> reason,
            @RequestParam Optional<Long> after,
            Model model) {
        var caller = callers.current();
        var office = monitor.office(caller, under);
        var said = reason.filter(r -> !r.isBlank());
        var found = monitor.withheld(caller, month, Optional.of(office.code()), said, after, SHOWN + 1);
        var shown = found.subList(0, Math.min(SHOWN, found.size()));
        model.addAttribute("month", month);
        model.addAttribute("office", office);
        model.addAttribute("way", monitor.way(caller, office));
        model.addAttribute("reason", said.orElse(null));
        model.addAttribute("people", shown);
        model.addAttribute("next", found.size() > SHOWN ? shown.get(SHOWN - 1).number() : null);
        return "payroll/withheld";
    }
}
