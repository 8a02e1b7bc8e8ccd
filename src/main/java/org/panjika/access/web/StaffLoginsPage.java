package org.panjika.access.web;

import jakarta.servlet.http.HttpServletRequest;
import org.panjika.access.Callers;
import org.panjika.access.Passwords;
import org.panjika.access.StaffLogins;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The in-charge sees the logins of own staff and helps whoever has forgotten the Teacher ID or the password (BR-21). */
@Controller
@RequestMapping("/staff/logins")
class StaffLoginsPage {

    private final Callers callers;
    private final StaffLogins staffLogins;
    private final Passwords passwords;

    StaffLoginsPage(Callers callers, StaffLogins staffLogins, Passwords passwords) {
        this.callers = callers;
        this.staffLogins = staffLogins;
        this.passwords = passwords;
    }

    /** @param login whom an administrator looks for */
    @GetMapping
    String page(@RequestParam(defaultValue = "") String login, Model model) {
        var caller = callers.current();
        if (caller.headed().isEmpty() && !caller.administrator()) throw caller.refused();
        model.addAttribute("administrator", caller.administrator());
        model.addAttribute("own", caller.login());
        model.addAttribute("institutions", staffLogins.ofOwnStaff(caller));
        model.addAttribute("sought", login.strip());
        if (!login.isBlank()) {
            staffLogins.find(caller, login.strip()).ifPresent(line -> model.addAttribute("found", line));
        }
        return "access/staff-logins";
    }

    @PostMapping("/one-time-password")
    String issue(@RequestParam String login, HttpServletRequest request, Model model) {
        model.addAttribute("login", login);
        model.addAttribute("oneTime", passwords.issueOneTime(callers.current(), login, request.getRemoteAddr()));
        model.addAttribute("shownOnce", true);
        return "access/one-time-password";
    }

    @PostMapping("/unlock")
    String unlock(@RequestParam String login, RedirectAttributes redirect) {
        staffLogins.unlock(callers.current(), login);
        redirect.addFlashAttribute("notice", "access.staff.unlocked");
        redirect.addAttribute("login", login);
        return "redirect:/staff/logins";
    }
}
