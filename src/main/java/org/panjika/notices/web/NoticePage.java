package org.panjika.notices.web;

import java.time.ZoneId;
import java.util.Optional;
import org.panjika.access.Callers;
import org.panjika.notices.Notices;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Everybody's own messages, newest first. */
@Controller
@RequestMapping("/notices")
class NoticePage {

    private static final int A_PAGE = 25;

    private final Notices notices;
    private final Callers callers;
    private final ZoneId zone;

    NoticePage(Notices notices, Callers callers, ZoneId zone) {
        this.notices = notices;
        this.callers = callers;
        this.zone = zone;
    }

    @GetMapping
    String page(@RequestParam Optional<Long> after, Model model) {
        model.addAttribute("page", notices.of(callers.current(), after, A_PAGE));
        model.addAttribute("zone", zone);
        model.addAttribute("first", after.isEmpty());
        return "notices/notices";
    }

    @PostMapping("/{number}/read")
    String read(@PathVariable long number) {
        return "redirect:" + notices.read(callers.current(), number);
    }

    @PostMapping("/read")
    String readUpTo(@RequestParam long upTo) {
        notices.readUpTo(callers.current(), upTo);
        return "redirect:/notices";
    }
}
