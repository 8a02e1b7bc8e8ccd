package org.panjika.home;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** What this is, and the way in; for people who are in, what today's seats open to them. */
@Controller
class StartPage {

    @GetMapping("/")
    String page() {
        return "start";
    }
}
