package org.panjika.access.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.security.Principal;
import java.util.Locale;
import org.panjika.access.Logins;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.LocaleResolver;

/** The choice of language: for this browser, and for the person who is logged in. */
@Controller
class LanguagePage {

    private final LocaleResolver locales;
    private final Logins logins;

    LanguagePage(LocaleResolver locales, Logins logins) {
        this.locales = locales;
        this.logins = logins;
    }

    /** @param lang en, hi or vi */
    @PostMapping("/language")
    String choose(
            @RequestParam String lang,
            @RequestHeader(name = HttpHeaders.REFERER, required = false) String from,
            Principal person,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (!PersonsLanguage.isKnown(lang)) throw new Refused(CommonProblem.BAD_REQUEST);
        locales.setLocale(request, response, new Locale(lang));
        if (person != null) logins.setLanguage(person.getName(), lang);
        return "redirect:" + back(from);
    }

    // Only the path is taken, so that nobody is sent to another site.
    private static String back(String from) {
        try {
            var uri = URI.create(from == null ? "/" : from);
            var path = uri.getRawPath() == null ? "/" : uri.getRawPath();
            var inside = path.startsWith("/") && !path.startsWith("//") ? path : "/";
            return uri.getRawQuery() == null ? inside : inside + "?" + uri.getRawQuery();
        } catch (IllegalArgumentException e) {
            return "/";
        }
    }
}
