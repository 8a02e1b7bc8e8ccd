package org.panjika.access.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.panjika.access.Logins;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Ends the session of a person who has left the service or is no administrator any more, at its next request. */
final class EndedSessionGate extends OncePerRequestFilter {

    private static final AuthenticationTrustResolver TRUST = new AuthenticationTrustResolverImpl();

    private final Logins logins;
    private final ProblemAnswers answers;

    EndedSessionGate(Logins logins, ProblemAnswers answers) {
        this.logins = logins;
        this.answers = answers;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        var person = SecurityContextHolder.getContext().getAuthentication();
        return ProgramLoginFilter.concerns(request)
                || !TRUST.isAuthenticated(person)
                || Granted.holds(person, logins.find(person.getName()));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        SecurityContextHolder.clearContext();
        var session = request.getSession(false);
        if (session != null) session.invalidate();
        answers.refuseOrSendTo("/login", new Refused(CommonProblem.NOT_AUTHENTICATED), request, response);
    }
}
