package org.panjika.access;

import org.panjika.access.web.ProblemAnswers;
import org.panjika.access.web.ProgramLoginFilter;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.stereotype.Component;

/**
 * How programs get in, the same on every path that lets programs in: HTTP Basic or a bearer token, proved with every
 * request, throttled, answered with 401 (429 while locked) and problem details, never with a redirect.
 */
@Component
public class ProgramLogin {

    private final ProgramLoginFilter filter;
    private final ProblemAnswers answers;

    ProgramLogin(SignIn signIn, Tokens tokens, Logins logins, ProblemAnswers answers) {
        this.filter = new ProgramLoginFilter(signIn, tokens, logins, answers);
        this.answers = answers;
    }

    /**
     * Installs Basic, bearer and the answers for those not let in. A request with an {@code Authorization} header never
     * counts as the person of the session cookie, whether the header is right or not.
     */
    public void apply(HttpSecurity http) throws Exception {
        http.addFilterAt(filter, BasicAuthenticationFilter.class)
                .exceptionHandling(e -> e.authenticationEntryPoint(answers).accessDeniedHandler(answers));
    }
}
