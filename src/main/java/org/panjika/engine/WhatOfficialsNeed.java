package org.panjika.engine;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.panjika.access.Caller;
import org.panjika.access.Callers;
import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.stereotype.Component;

/**
 * Of the engine's HTTP interface everybody but administrators gets only what the task list needs; the engine's own rights
 * then decide about each task. Whatever is not named here is refused: the engine does not check who lists its users.
 */
@Component
class WhatOfficialsNeed implements AuthorizationManager<RequestAuthorizationContext> {

    private static final String ID = "/[^/]*[0-9][^/]*";

    private static final List<Rule> RULES = List.of(
            get("/task(/count)?"),
            get("/task" + ID + "(/form|/deployed-form|/form-variables|/variables|/identity-links)?"),
            post("/task(/count)?"),
            post("/task" + ID + "/(claim|unclaim|complete|submit-form)"),
            get("/filter(/count)?"),
            get("/filter" + ID + "(/list|/count)?"),
            post("/filter" + ID + "/(list|count)"),
            new Rule("OPTIONS", "/filter(" + ID + ")?"),
            get("/process-definition" + ID + "(/xml)?"),
            get("/history/user-operation(/count)?"),
            get("/version"));

    private static final Pattern PREFIX =
            Pattern.compile("/engine-rest/engine/default|/engine-rest|/camunda/api/engine/engine/default");

    private static final AuthenticationTrustResolver TRUST = new AuthenticationTrustResolverImpl();

    private static final Pattern PROFILE = Pattern.compile("/user/([^/]+)/profile");

    private final Callers callers;

    WhatOfficialsNeed(Callers callers) {
        this.callers = callers;
    }

    @Override
    @SuppressWarnings("deprecation") // the successor's default implementation calls it
    public AuthorizationDecision check(Supplier<Authentication> login, RequestAuthorizationContext context) {
        var request = context.getRequest();
        var path = request.getRequestURI();
        return new AuthorizationDecision(caller(login)
                .filter(c -> c.administrator() || isNeeded(request.getMethod(), path, c.login()))
                .isPresent());
    }

    /** Whether the person who asks is an administrator. */
    boolean isAdministrator(Supplier<Authentication> login) {
        return caller(login).filter(Caller::administrator).isPresent();
    }

    private Optional<Caller> caller(Supplier<Authentication> login) {
        return Optional.ofNullable(login.get()).filter(TRUST::isAuthenticated).flatMap(a -> callers.find(a.getName()));
    }

    static boolean isNeeded(String method, String path, String login) {
        var prefix = PREFIX.matcher(path);
        if (!prefix.lookingAt()) return false;
        var rest = path.substring(prefix.end());
        if (rest.endsWith("/")) rest = rest.substring(0, rest.length() - 1);
        var profile = PROFILE.matcher(rest);
        if (method.equals("GET") && profile.matches() && profile.group(1).equals(login)) return true;
        var asked = rest;
        return RULES.stream().anyMatch(rule -> rule.allows(method, asked));
    }

    private static Rule get(String path) {
        return new Rule("GET", path);
    }

    private static Rule post(String path) {
        return new Rule("POST", path);
    }

    private record Rule(String method, Pattern path) {

        Rule(String method, String path) {
            this(method, Pattern.compile(path));
        }

        boolean allows(String asked, String rest) {
            return method.equals(asked) && path.matcher(rest).matches();
        }
    }
}
