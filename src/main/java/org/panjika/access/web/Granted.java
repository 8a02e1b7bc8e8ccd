package org.panjika.access.web;

import java.util.ArrayList;
import java.util.Optional;
import org.panjika.access.Login;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** What is kept of a login in session and request: its name and the least of rights; all others are asked for afresh. */
final class Granted {

    private static final GrantedAuthority MUST_CHANGE = new SimpleGrantedAuthority("MUST_CHANGE_PASSWORD");
    private static final GrantedAuthority ADMINISTRATOR = new SimpleGrantedAuthority("ROLE_ADMINISTRATOR");

    private Granted() {}

    static Authentication to(Login login) {
        var authorities = new ArrayList<GrantedAuthority>();
        if (login.mustChange()) authorities.add(MUST_CHANGE);
        else if (login.administrator()) authorities.add(ADMINISTRATOR);
        return UsernamePasswordAuthenticationToken.authenticated(login.login(), null, authorities);
    }

    /** Whether what was granted then is still what the login gives: its owner has not left, an administrator is one still. */
    static boolean holds(Authentication granted, Optional<Login> now) {
        return now.filter(login ->
                        login.administrator() || !granted.getAuthorities().contains(ADMINISTRATOR))
                .isPresent();
    }

    static boolean mustChange(Authentication authentication) {
        return authentication != null && authentication.getAuthorities().contains(MUST_CHANGE);
    }
}
