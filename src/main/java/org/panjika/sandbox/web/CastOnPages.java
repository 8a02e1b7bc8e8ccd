package org.panjika.sandbox.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.panjika.sandbox.Cast;
import org.panjika.sandbox.CastMember;
import org.panjika.sandbox.SandboxOnly;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Gives the pages where people come in, the start page and the login page, the sample people as {@code cast}. */
@ControllerAdvice
@SandboxOnly
class CastOnPages {

    private final Cast cast;

    CastOnPages(Cast cast) {
        this.cast = cast;
    }

    @ModelAttribute("cast")
    List<CastMember> cast(HttpServletRequest request) {
        var path = request.getServletPath();
        return path.equals("/") || path.equals("/login") ? cast.list() : List.of();
    }
}
