package org.panjika.access.web;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.withDefaults;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import org.panjika.access.Logins;
import org.panjika.access.ProgramLogin;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.security.SecurityProperties;
import org.springframework.boot.autoconfigure.security.servlet.PathRequest;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.NullRequestCache;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.session.config.SessionRepositoryCustomizer;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.session.jdbc.PostgreSqlJdbcIndexedSessionRepositoryCustomizer;

/** Who gets through the doors of our API and our pages; those of the engine have chains of their own before these. */
@Configuration(proxyBeanMethods = false)
class SecurityChains {

    private static final int API = 100;
    private static final int PAGES = 200;

    private static final String CONTENT_SECURITY_POLICY =
            """
            default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; object-src 'none'; base-uri 'self'; \
            form-action 'self'; frame-ancestors 'self'""";

    @Bean
    @Order(API)
    SecurityFilterChain api(
            HttpSecurity http,
            ProgramLogin programLogin,
            ProblemAnswers answers,
            @Value("${panjika.sandbox}") boolean sandbox)
            throws Exception {
        RequestMatcher sandboxCast = sandbox ? withDefaults().matcher("/api/v1/sandbox/cast") : request -> false;
        programLogin.apply(http);
        // the description is read by those who call: programs too
        return http.securityMatcher(new OrRequestMatcher(
                        withDefaults().matcher("/api/**"), withDefaults().matcher("/v3/**")))
                .csrf(csrf -> csrf.ignoringRequestMatchers(ProgramLoginFilter::concerns, sandboxCast))
                .requestCache(cache -> cache.requestCache(new NullRequestCache()))
                .logout(logout -> logout.disable())
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives("default-src 'none'")))
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers(sandboxCast)
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .build();
    }

    @Bean
    @Order(PAGES)
    SecurityFilterChain pages(HttpSecurity http, FormLogin formLogin) throws Exception {
        var saved = new HttpSessionRequestCache();
        saved.setRequestMatcher(SecurityChains::isPageOfItsOwn);
        formLogin.apply(http);
        return http.requestCache(cache -> cache.requestCache(saved))
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(CONTENT_SECURITY_POLICY))
                        .frameOptions(frame -> frame.sameOrigin())
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                        .permissionsPolicyHeader(permissions ->
                                permissions.policy("camera=(self), geolocation=(self), microphone=(), payment=()")))
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(
                                DispatcherType.ERROR, DispatcherType.FORWARD)
                        .permitAll()
                        .requestMatchers(PathRequest.toStaticResources().atCommonLocations())
                        .permitAll()
                        .requestMatchers(HttpMethod.GET, "/", "/login", "/actuator/health", "/assets/*", "/favicon.ico")
                        .permitAll()
                        .requestMatchers(HttpMethod.POST, "/language")
                        .permitAll()
                        .requestMatchers("/actuator/**")
                        .hasRole("ADMINISTRATOR")
                        .anyRequest()
                        .authenticated())
                .build();
    }

    /** Behind every chain, also the engine's, and before the engine's own filters. */
    @Bean
    FilterRegistrationBean<EndedSessionGate> endedSessionGate(Logins logins, ProblemAnswers answers) {
        var gate = new FilterRegistrationBean<>(new EndedSessionGate(logins, answers));
        gate.setOrder(SecurityProperties.DEFAULT_FILTER_ORDER + 5);
        return gate;
    }

    /** After it. */
    @Bean
    FilterRegistrationBean<PasswordChangeGate> passwordChangeGate(ProblemAnswers answers) {
        var gate = new FilterRegistrationBean<>(new PasswordChangeGate(answers));
        gate.setOrder(SecurityProperties.DEFAULT_FILTER_ORDER + 10);
        return gate;
    }

    /** A timer around every filter of every request costs a rush of marks more than it tells anybody. */
    @Bean
    SecurityObservationSettings filtersAreNotTimed() {
        return SecurityObservationSettings.noObservations();
    }

    /** Without it parallel first requests of one session collide. */
    @Bean
    PostgreSqlJdbcIndexedSessionRepositoryCustomizer sessionsOnPostgreSql() {
        return new PostgreSqlJdbcIndexedSessionRepositoryCustomizer();
    }

    /**
     * Login gives a session another id. A request that began before it, such as one for a picture on the page of login,
     * would write the old id back and the person would have to log in again.
     */
    @Bean
    SessionRepositoryCustomizer<JdbcIndexedSessionRepository> nothingUndoesALogin() {
        return sessions -> sessions.setUpdateSessionQuery(
                """
                update %TABLE_NAME% as s
                   set session_id = n.session_id, last_access_time = n.last_access_time,
                       max_inactive_interval = n.max_inactive_interval, expiry_time = n.expiry_time,
                       principal_name = n.principal_name
                  from (values (?, ?, ?, ?, ?, ?)) as n (session_id, last_access_time, max_inactive_interval, expiry_time,
                                                         principal_name, primary_id)
                 where s.primary_id = n.primary_id and (s.principal_name is null or n.principal_name is not null)
                """);
    }

    private static boolean isPageOfItsOwn(HttpServletRequest request) {
        var accept = request.getHeader("Accept");
        return request.getMethod().equals("GET")
                && accept != null
                && accept.contains(MediaType.TEXT_HTML_VALUE)
                && request.getHeader("HX-Request") == null;
    }
}
