package org.panjika.access.web;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import org.panjika.access.Tokens;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Bearer tokens of programs. */
@RestController
@RequestMapping("/api/v1/tokens")
class TokenApi {

    private final Tokens tokens;

    TokenApi(Tokens tokens) {
        this.tokens = tokens;
    }

    /** A token for whoever proves a password with this very request; a session or another token does not do. */
    @PostMapping
    Tokens.Issued issue(HttpServletRequest request, Principal principal) {
        if (!ProgramLoginFilter.concerns(request)
                || !ProgramLoginFilter.bearer(request).isEmpty()) {
            throw new Refused(CommonProblem.NOT_AUTHENTICATED);
        }
        return tokens.issue(principal.getName(), request.getRemoteAddr());
    }

    /** Ends the token this request carries. */
    @DeleteMapping("/current")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(HttpServletRequest request) {
        var token = ProgramLoginFilter.bearer(request);
        if (token.isEmpty()) throw new Refused(CommonProblem.NOT_FOUND);
        tokens.revoke(token, request.getRemoteAddr());
    }
}
