package org.panjika.access.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.panjika.access.Login;
import org.panjika.access.Logins;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.util.WebUtils;

/**
 * The language of an answer: what the browser was told last (cookie), what the person has chosen, what the browser
 * prefers, English. A program is answered in the language it asks for.
 */
@Component("localeResolver")
class PersonsLanguage implements LocaleResolver {

    private static final String COOKIE = "lang";
    private static final Map<String, Locale> LOCALES =
            Map.of("en", new Locale("en", "IN"), "hi", new Locale("hi", "IN"), "vi", new Locale("vi", "VN"));

    private final Logins logins;

    PersonsLanguage(Logins logins) {
        this.logins = logins;
    }

    static boolean isKnown(String language) {
        return LOCALES.containsKey(language);
    }

    @Override
    public Locale resolveLocale(HttpServletRequest request) {
        var cookie = Optional.ofNullable(WebUtils.getCookie(request, COOKIE)).map(c -> c.getValue());
        var asked = asked(request);
        var order = request.getRequestURI().startsWith("/api/")
                ? Stream.of(asked, cookie, chosen(request))
                : Stream.of(cookie, chosen(request), asked);
        return order.flatMap(Optional::stream)
                .filter(PersonsLanguage::isKnown)
                .findFirst()
                .map(LOCALES::get)
                .orElse(LOCALES.get("en"));
    }

    @Override
    public void setLocale(HttpServletRequest request, HttpServletResponse response, Locale locale) {
        var cookie = ResponseCookie.from(COOKIE, locale.getLanguage())
                .path("/")
                .maxAge(java.time.Duration.ofDays(365))
                .sameSite("Lax")
                .httpOnly(true)
                .secure(request.isSecure())
                .build();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    }

    private Optional<String> chosen(HttpServletRequest request) {
        return Optional.ofNullable(request.getUserPrincipal())
                .map(Principal::getName)
                .flatMap(logins::find)
                .flatMap(Login::language);
    }

    private static Optional<String> asked(HttpServletRequest request) {
        var header = request.getHeader(HttpHeaders.ACCEPT_LANGUAGE);
        if (header == null) return Optional.empty();
        try {
            return Optional.ofNullable(Locale.lookupTag(Locale.LanguageRange.parse(header), List.of("en", "hi", "vi")));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }
}
