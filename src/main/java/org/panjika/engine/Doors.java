package org.panjika.engine;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import org.camunda.bpm.engine.rest.security.auth.ProcessEngineAuthenticationFilter;
import org.camunda.bpm.webapp.impl.security.auth.ContainerBasedAuthenticationFilter;
import org.panjika.access.ProgramLogin;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.web.PathPatternRequestMatcherBuilderFactoryBean;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.web.servlet.LocaleResolver;

/** The engine's two doors: its HTTP interface for programs, and its pages. One login for both, ours. */
@Configuration(proxyBeanMethods = false)
class Doors {

    private static final String PROGRAMS = "/engine-rest/**";
    private static final String PAGES = "/camunda/**";
    private static final String SIGN_OUT = "/camunda/api/admin/auth/user/{engine}/logout";

    private final WhatOfficialsNeed officials;

    Doors(WhatOfficialsNeed officials) {
        this.officials = officials;
        OneMapper.replacesTheEnginesOwn();
        CutOffBody.isSaid();
        OurWords.areSaid();
    }

    /** Without it a pattern is one of Spring MVC's and never matches what another servlet answers, such as the engine. */
    @Bean
    PathPatternRequestMatcherBuilderFactoryBean pathPatterns() {
        return new PathPatternRequestMatcherBuilderFactoryBean();
    }

    @Bean
    @Order(10)
    SecurityFilterChain engineForPrograms(HttpSecurity http, ProgramLogin login) throws Exception {
        login.apply(http);
        return http.securityMatcher(PROGRAMS)
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .authorizeHttpRequests(r -> r.anyRequest().access(officials))
                .build();
    }

    @Bean
    @Order(11)
    SecurityFilterChain engineForPeople(HttpSecurity http, PathPatternRequestMatcher.Builder paths) throws Exception {
        AuthorizationManager<RequestAuthorizationContext> administrators =
                (login, request) -> new AuthorizationDecision(officials.isAdministrator(login));
        return http.securityMatcher(PAGES)
                // the engine's pages bring a token of their own
                .csrf(AbstractHttpConfigurer::disable)
                .headers(h -> h.frameOptions(f -> f.sameOrigin()))
                .authorizeHttpRequests(r -> r.requestMatchers(
                                "/camunda/app/admin/{engine}/setup/**",
                                "/camunda/api/admin/setup/**",
                                "/camunda/api/admin/auth/user/{engine}/login/**")
                        .denyAll()
                        .requestMatchers("/camunda/app/{app:admin|cockpit|welcome}/{engine}/**")
                        .access(administrators)
                        .requestMatchers(
                                "/camunda/app/**", "/camunda/lib/**", "/camunda/assets/**", "/camunda/favicon.ico")
                        .authenticated()
                        .requestMatchers(
                                HttpMethod.GET,
                                "/camunda/api/admin/auth/user/{engine}",
                                "/camunda/api/tasklist/plugin/{plugin}/static/**",
                                "/camunda/api/engine/engine/")
                        .authenticated()
                        .requestMatchers("/camunda/api/engine/engine/**")
                        .access(officials)
                        .anyRequest()
                        .access(administrators))
                .logout(l -> l.logoutRequestMatcher(paths.matcher(HttpMethod.POST, SIGN_OUT))
                        .logoutSuccessHandler(
                                (request, response, login) -> response.setStatus(HttpServletResponse.SC_NO_CONTENT)))
                .exceptionHandling(e -> e.defaultAuthenticationEntryPointFor(
                                new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED), paths.matcher("/camunda/api/**"))
                        .defaultAuthenticationEntryPointFor(
                                new LoginUrlAuthenticationEntryPoint("/login"), paths.matcher(PAGES)))
                .build();
    }

    @Bean
    FilterRegistrationBean<Filter> engineKnowsProgram() {
        var filter = afterSecurity(new ProcessEngineAuthenticationFilter(), "/engine-rest/*");
        filter.addInitParameter("rest-url-pattern-prefix", "/engine-rest");
        return filter;
    }

    @Bean
    FilterRegistrationBean<Filter> engineKnowsPerson() {
        return afterSecurity(new ContainerBasedAuthenticationFilter(), "/camunda/app/*", "/camunda/api/*");
    }

    /** After security, which knows the person whose language it is. */
    @Bean
    FilterRegistrationBean<Filter> engineSpeaksPersonsLanguage(
            FormWords words, MessageSource messages, LocaleResolver localeResolver) {
        var filter = new FilterRegistrationBean<Filter>(new PersonsWords(words, messages, localeResolver));
        filter.addUrlPatterns("/engine-rest/*", "/camunda/api/*");
        filter.setOrder(-60);
        return filter;
    }

    private static FilterRegistrationBean<Filter> afterSecurity(Filter filter, String... paths) {
        var registration = new FilterRegistrationBean<>(filter);
        registration.addUrlPatterns(paths);
        registration.addInitParameter("authentication-provider", SpringSecurityLogin.class.getName());
        registration.setOrder(-50);
        return registration;
    }
}
