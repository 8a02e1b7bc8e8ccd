package org.panjika.sandbox.web;

import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import org.panjika.sandbox.SandboxOnly;
import org.panjika.sandbox.process.ClockMove;
import org.panjika.sandbox.process.SandboxClock;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The clock of the sandbox for people, so that they can see what happens at a deadline (UP-7). */
@Controller
@SandboxOnly
@RequestMapping("/sandbox")
class ClockPage {

    private static final LocalTime MORNING = LocalTime.of(8, 0);

    private final SandboxClock clock;
    private final ClockMove move;

    ClockPage(SandboxClock clock, ClockMove move) {
        this.clock = clock;
        this.move = move;
    }

    @GetMapping
    String page(Model model) {
        var now = ZonedDateTime.now(clock);
        model.addAttribute("now", now);
        model.addAttribute("running", clock.running());
        model.addAttribute("hour", now.plusHours(1).toLocalDateTime().withNano(0));
        model.addAttribute("morning", now.toLocalDate().plusDays(1).atTime(MORNING));
        return "sandbox/clock";
    }

    /** @param to date and time in the zone of the state */
    @PostMapping
    String move(
            @RequestParam LocalDateTime to,
            @RequestParam(defaultValue = "false") boolean running,
            RedirectAttributes next) {
        var moved = move.to(to.atZone(clock.getZone()).toInstant(), running);
        next.addFlashAttribute("moved", moved);
        return "redirect:/sandbox";
    }
}
