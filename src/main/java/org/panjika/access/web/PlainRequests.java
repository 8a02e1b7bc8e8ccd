package org.panjika.access.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.springframework.core.annotation.Order;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers {@code bad-request} to an address that can be read in two ways ({@code //}, {@code ;}, {@code ..}, control characters) or to an
 * unknown method, before anything takes the address apart: what answers beneath another servlet, such as the engine, fails over it before
 * the firewall of the security filters sees it.
 */
@Component
@Order(BodyLimits.AFTER_SESSIONS)
class PlainRequests extends OncePerRequestFilter implements RequestRejectedHandler {

    private final StrictHttpFirewall firewall = new StrictHttpFirewall();
    private final ProblemAnswers answers;

    PlainRequests(ProblemAnswers answers) {
        this.answers = answers;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            firewall.getFirewalledRequest(request);
        } catch (RequestRejectedException rejected) {
            handle(request, response, rejected);
            return;
        }
        chain.doFilter(request, response);
    }

    /** What the security filters find only when they read it: a header, the name of a parameter. */
    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, RequestRejectedException rejected)
            throws IOException {
        answers.refuse(new Refused(CommonProblem.BAD_REQUEST), request, response);
    }
}
