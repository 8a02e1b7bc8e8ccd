package org.panjika.access.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.security.Principal;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.panjika.access.Logins;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The choice of language: for this browser, and for the person who is logged in. */
@Controller
class LanguagePage {

    private final LocaleResolver locales;
    private final Logins logins;
    private final RequestMappingHandlerMapping mappings;

    LanguagePage(
            LocaleResolver locales,
            Logins logins,
            @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mappings) {
        this.locales = locales;
        this.logins = logins;
        this.mappings = mappings;
    }

    /**
     * @param lang en, hi or vi
     * @param formAt where the form stood that the page before answered
     */
    @PostMapping("/language")
    String choose(
            @RequestParam String lang,
            @RequestParam Optional<String> formAt,
            @RequestHeader(name = HttpHeaders.REFERER, required = false) String from,
            Principal person,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (!PersonsLanguage.isKnown(lang)) throw new Refused(CommonProblem.BAD_REQUEST);
        locales.setLocale(request, response, new Locale(lang));
        if (person != null) logins.setLanguage(person.getName(), lang);
        if (formAt.isEmpty()) return "redirect:" + back(from);
        // a form's address need not be a page's
        return Stream.of(formAt.get(), Objects.requireNonNullElse(from, "/"))
                .map(LanguagePage::back)
                .filter(this::isPage)
                .findFirst()
                .map("redirect:"::concat)
                .orElse("redirect:/");
    }

    private boolean isPage(String address) {
        var path = PathContainer.parsePath(URI.create(address).getRawPath());
        return mappings.getHandlerMethods().keySet().stream()
                .filter(info -> info.getMethodsCondition().getMethods().contains(RequestMethod.GET))
                .flatMap(info -> Stream.ofNullable(info.getPathPatternsCondition()))
                .flatMap(patterns -> patterns.getPatterns().stream())
                .anyMatch(pattern -> pattern.matches(path));
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
