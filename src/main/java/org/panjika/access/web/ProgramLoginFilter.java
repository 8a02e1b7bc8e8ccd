package org.panjika.access.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.panjika.access.AccessProblem;
import org.panjika.access.Login;
import org.panjika.access.Logins;
import org.panjika.access.SignIn;
import org.panjika.access.Tokens;
import org.panjika.problem.Refused;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets a program in by its {@code Authorization} header; without the header it does nothing. */
public final class ProgramLoginFilter extends OncePerRequestFilter {

    // Where asynchronous and error dispatches of the same request find the login again.
    private final RequestAttributeSecurityContextRepository contexts = new RequestAttributeSecurityContextRepository();
    private final SignIn signIn;
    private final Tokens tokens;
    private final Logins logins;
    private final ProblemAnswers answers;

    public ProgramLoginFilter(SignIn signIn, Tokens tokens, Logins logins, ProblemAnswers answers) {
        this.signIn = signIn;
        this.tokens = tokens;
        this.logins = logins;
        this.answers = answers;
    }

    /** Whether a request speaks for itself, so that it needs neither session nor CSRF token. */
    static boolean concerns(HttpServletRequest request) {
        return request.getHeader(HttpHeaders.AUTHORIZATION) != null;
    }

    /** The token of a request that carries one. */
    static String bearer(HttpServletRequest request) {
        return credentials(request, "Bearer");
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !concerns(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            var context = new SecurityContextImpl(Granted.to(login(request)));
            SecurityContextHolder.setContext(context);
            contexts.saveContext(context, request, response);
        } catch (Refused refused) {
            answers.refuse(refused, request, response);
            return;
        }
        chain.doFilter(request, response);
    }

    private Login login(HttpServletRequest request) {
        var token = bearer(request);
        if (!token.isEmpty()) return tokens.owner(token).flatMap(logins::find).orElseThrow(ProgramLoginFilter::wrong);
        var basic = decoded(credentials(request, "Basic"));
        var colon = basic.indexOf(':');
        if (colon < 1) throw wrong();
        return signIn.program(basic.substring(0, colon), basic.substring(colon + 1), request.getRemoteAddr());
    }

    private static String credentials(HttpServletRequest request, String scheme) {
        var header = request.getHeader(HttpHeaders.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, scheme + " ", 0, scheme.length() + 1)
                ? header.substring(scheme.length() + 1).strip()
                : "";
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw wrong();
        }
    }

    private static Refused wrong() {
        return new Refused(AccessProblem.WRONG_CREDENTIALS);
    }
}
