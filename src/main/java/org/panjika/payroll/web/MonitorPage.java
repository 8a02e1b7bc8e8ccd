package org.panjika.payroll.web;

import java.time.Clock;
import java.time.YearMonth;
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
        model.addAttribute("thisMonth", YearMonth.now(clock));
        return "payroll/monitor";
    }
}
