package org.panjika.payroll.web;

import java.time.YearMonth;
import java.util.Optional;
import org.panjika.access.Callers;
import org.panjika.organisation.Institutions;
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

    /** A page shows so many; the list has them all. */
    private static final int SHOWN = 500;

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
}
