package org.panjika.access.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.panjika.access.AccessProblem;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Lazy;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.LocaleResolver;

/** Answers of the security filters in the same words as all other refusals. */
@Component
public class ProblemAnswers implements AuthenticationEntryPoint, AccessDeniedHandler {

    private static final AuthenticationTrustResolver TRUST = new AuthenticationTrustResolverImpl();

    private final HandlerExceptionResolver problems;
    private final LocaleResolver locales;
    private final Clock clock;

    ProblemAnswers(
            @Lazy @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems,
            @Lazy LocaleResolver locales,
            Clock clock) {
        this.problems = problems;
        this.locales = locales;
        this.clock = clock;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        refuse(new Refused(CommonProblem.NOT_AUTHENTICATED), request, response);
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException e)
            throws IOException {
        if (!TRUST.isAuthenticated(SecurityContextHolder.getContext().getAuthentication())) {
            refuse(new Refused(CommonProblem.NOT_AUTHENTICATED), request, response);
        } else if (e instanceof CsrfException) {
            refuse(new Refused(AccessProblem.CSRF_TOKEN_MISSING), request, response);
        } else {
            refuse(new Refused(CommonProblem.NOT_ALLOWED), request, response);
        }
    }

    void refuse(Refused refused, HttpServletRequest request, HttpServletResponse response) throws IOException {
        var status = refused.problem().status();
        if (status == HttpServletResponse.SC_UNAUTHORIZED) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, challenge(request) + " realm=\"Panjika\"");
        }
        if (refused.fields().get("until") instanceof OffsetDateTime until) {
            var seconds = Duration.between(clock.instant(), until).toSeconds();
            response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(Math.max(1, seconds)));
        }
        request.setAttribute(DispatcherServlet.LOCALE_RESOLVER_ATTRIBUTE, locales);
        var page = problems.resolveException(request, response, null, refused);
        if (page != null && !page.isEmpty()) response.sendError(status);
    }

    /** The same, but somebody who asked for a page is sent to another one. */
    void refuseOrSendTo(String page, Refused refused, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        var accept = request.getHeader(HttpHeaders.ACCEPT);
        if (request.getRequestURI().startsWith("/api/")
                || ProgramLoginFilter.concerns(request)
                || accept == null
                || !accept.contains(MediaType.TEXT_HTML_VALUE)) {
            refuse(refused, request, response);
        } else {
            response.sendRedirect(page);
        }
    }

    // A browser that has asked for name and password would send them with forged requests too.
    private static String challenge(HttpServletRequest request) {
        var accept = request.getHeader(HttpHeaders.ACCEPT);
        var browser = request.getHeader("Sec-Fetch-Mode") != null
                || accept != null && accept.contains(MediaType.TEXT_HTML_VALUE);
        return browser ? "Bearer" : "Basic";
    }
}
