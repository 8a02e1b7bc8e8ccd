package org.panjika.access.web;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Name and password; in the sandbox also the cast, if the model has it. */
@Controller
class LoginPage {

    private final Clock clock;

    LoginPage(Clock clock) {
        this.clock = clock;
    }

    /**
     * @param failed present after a wrong attempt
     * @param expired present after a one-time password that came too late
     * @param locked until when no attempt is possible with this login
     * @param lockedAddress until when none is possible from this address
     */
    @GetMapping("/login")
    String page(
            @RequestParam(required = false) String failed,
            @RequestParam(required = false) String expired,
            @RequestParam(required = false) String locked,
            @RequestParam(required = false) String lockedAddress,
            Model model) {
        model.addAttribute("expired", expired != null);
        model.addAttribute("failed", failed != null);
        if (locked != null) model.addAttribute("lockedUntil", until(locked).atZone(clock.getZone()));
        if (lockedAddress != null)
            model.addAttribute("addressUntil", until(lockedAddress).atZone(clock.getZone()));
        return "access/login";
    }

    private Instant until(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            return clock.instant();
        }
    }
}
