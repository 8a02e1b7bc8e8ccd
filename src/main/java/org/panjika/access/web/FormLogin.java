package org.panjika.access.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.panjika.access.AccessProblem;
import org.panjika.access.SignIn;
import org.panjika.problem.Refused;
import org.springframework.security.authentication.AccountStatusException;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.CredentialsExpiredException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.DefaultRedirectStrategy;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/** How people get in: our own page, and a session. */
@Component
class FormLogin implements AuthenticationProvider {

    private final SignIn signIn;

    FormLogin(SignIn signIn) {
        this.signIn = signIn;
    }

    void apply(HttpSecurity http) throws Exception {
        http.formLogin(form -> form.loginPage("/login")
                        .usernameParameter("login")
                        .failureHandler(FormLogin::failed)
                        .permitAll())
                .logout(logout -> logout.logoutSuccessUrl("/"))
                .exceptionHandling(e -> e.authenticationEntryPoint(new ToLoginPage()));
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        var remote = attempt.getDetails() instanceof WebAuthenticationDetails details
                ? details.getRemoteAddress()
                : "unknown";
        try {
            return Granted.to(signIn.person(attempt.getName(), (String) attempt.getCredentials(), remote));
        } catch (Refused refused) {
            if (refused.problem() == AccessProblem.LOGIN_LOCKED) {
                throw new LockedException(refused.fields().get("until").toString());
            }
            if (refused.problem() == AccessProblem.ADDRESS_LOCKED) {
                throw new AddressLocked(refused.fields().get("until").toString());
            }
            if (refused.problem() == AccessProblem.ONE_TIME_PASSWORD_EXPIRED) {
                throw new CredentialsExpiredException(refused.problem().code());
            }
            throw new BadCredentialsException(refused.problem().code());
        }
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }

    private static final class AddressLocked extends AccountStatusException {

        AddressLocked(String until) {
            super(until);
        }
    }

    private static void failed(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        var page = UriComponentsBuilder.fromPath("/login");
        if (failure instanceof AddressLocked) page.queryParam("lockedAddress", "{until}");
        else if (failure instanceof LockedException) page.queryParam("locked", "{until}");
        else page.queryParam(failure instanceof CredentialsExpiredException ? "expired" : "failed");
        new DefaultRedirectStrategy()
                .sendRedirect(
                        request,
                        response,
                        page.encode().buildAndExpand(failure.getMessage()).toUriString());
    }

    /** A piece of a page asked for by htmx must not be filled with the login page: the whole page goes there. */
    private static final class ToLoginPage extends LoginUrlAuthenticationEntryPoint {

        ToLoginPage() {
            super("/login");
        }

        @Override
        public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
                throws IOException, jakarta.servlet.ServletException {
            if (request.getHeader("HX-Request") == null) {
                super.commence(request, response, e);
                return;
            }
            response.setHeader("HX-Redirect", getLoginFormUrl());
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        }
    }
}
