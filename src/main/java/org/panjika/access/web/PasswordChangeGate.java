package org.panjika.access.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.panjika.access.AccessProblem;
import org.panjika.problem.Refused;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Whoever must change the password can do nothing else before (BR-21). */
final class PasswordChangeGate extends OncePerRequestFilter {

    private static final Set<String> OPEN =
            Set.of("/password", "/login", "/logout", "/language", "/error", "/api/v1/me/password", "/favicon.ico");

    private final ProblemAnswers answers;

    PasswordChangeGate(ProblemAnswers answers) {
        this.answers = answers;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        var path = request.getServletPath();
        return OPEN.contains(path)
                || path.startsWith("/assets/")
                || path.startsWith("/webjars/")
                || !Granted.mustChange(SecurityContextHolder.getContext().getAuthentication());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        answers.refuseOrSendTo("/password", new Refused(AccessProblem.PASSWORD_CHANGE_REQUIRED), request, response);
    }
}
