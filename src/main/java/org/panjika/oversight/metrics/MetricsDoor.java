package org.panjika.oversight.metrics;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.withDefaults;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.panjika.access.ProgramLogin;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Metrics are read by administrators, and by a program that brings the token of the settings and gets nothing else for it. */
@Configuration(proxyBeanMethods = false)
class MetricsDoor {

    private static final String METRICS = "/actuator/prometheus";
    private static final int SHORTEST_TOKEN = 32;

    /** Only a request with the right token comes this way; every other goes the way of persons. */
    @Bean
    @Order(20)
    SecurityFilterChain metricsForProgram(HttpSecurity http, @Value("${panjika.metrics.token:}") String token)
            throws Exception {
        return stateless(http, request -> path().matches(request) && carries(request, token))
                .authorizeHttpRequests(r -> r.anyRequest().permitAll())
                .build();
    }

    @Bean
    @Order(21)
    SecurityFilterChain metricsForAdministrators(HttpSecurity http, ProgramLogin login) throws Exception {
        login.apply(http);
        return stateless(http, path())
                .authorizeHttpRequests(r -> r.anyRequest().hasRole("ADMINISTRATOR"))
                .build();
    }

    private static HttpSecurity stateless(HttpSecurity http, RequestMatcher requests) throws Exception {
        return http.securityMatcher(requests)
                .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable);
    }

    private static RequestMatcher path() {
        return withDefaults().matcher(HttpMethod.GET, METRICS);
    }

    private static boolean carries(HttpServletRequest request, String token) {
        var header = request.getHeader(HttpHeaders.AUTHORIZATION);
        return token.length() >= SHORTEST_TOKEN
                && header != null
                && MessageDigest.isEqual(
                        header.getBytes(StandardCharsets.UTF_8), ("Bearer " + token).getBytes(StandardCharsets.UTF_8));
    }
}
