package org.panjika.access.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import org.panjika.access.AccessProblem;
import org.panjika.access.Login;
import org.panjika.access.Logins;
import org.panjika.access.Passwords;
import org.panjika.problem.Refused;
import org.panjika.problem.Refused.FieldError;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The change of one's own password, at any time or because it must be. */
@Controller
@RequestMapping("/password")
class PasswordPage {

    private final HttpSessionSecurityContextRepository contexts = new HttpSessionSecurityContextRepository();
    private final Passwords passwords;
    private final Logins logins;

    PasswordPage(Passwords passwords, Logins logins) {
        this.passwords = passwords;
        this.logins = logins;
    }

    @GetMapping
    String page(Authentication person, Model model) {
        return page(person, List.of(), model);
    }

    @PostMapping
    String change(
            @RequestParam String current,
            @RequestParam String wanted,
            @RequestParam String again,
            Authentication person,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        if (!wanted.equals(again)) {
            return refused(person, List.of(new FieldError("again", "password-differs")), model, response);
        }
        var session = Optional.ofNullable(request.getSession(false)).map(s -> s.getId());
        try {
            passwords.change(person.getName(), current, wanted, request.getRemoteAddr(), session);
        } catch (Refused refused) {
            if (refused.problem() != AccessProblem.PASSWORD_UNSUITABLE) throw refused;
            return refused(person, refused.errors(), model, response);
        }
        goOn(logins.find(person.getName()).orElseThrow(), request, response);
        redirect.addFlashAttribute("notice", "access.password.changed");
        return "redirect:/";
    }

    private void goOn(Login login, HttpServletRequest request, HttpServletResponse response) {
        request.changeSessionId();
        var context = new SecurityContextImpl(Granted.to(login));
        SecurityContextHolder.setContext(context);
        contexts.saveContext(context, request, response);
    }

    private String refused(Authentication person, List<FieldError> errors, Model model, HttpServletResponse response) {
        response.setStatus(AccessProblem.PASSWORD_UNSUITABLE.status());
        return page(person, errors, model);
    }

    private String page(Authentication person, List<FieldError> errors, Model model) {
        model.addAttribute("login", person.getName());
        model.addAttribute("must", Granted.mustChange(person));
        model.addAttribute("errors", errors);
        return "access/password";
    }
}
