package org.panjika.engine.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.MessageSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The looks of the engine's own pages; a made-up state is called so there too, in the person's language (UP-7). */
@Controller
class EngineStyles {

    /** In the gap that the vendor's hidden banner leaves below the bar. */
    private static final String RIBBON =
            """

            html::before {
              content: "%s · %s";
              position: fixed;
              top: 45px;
              left: 0;
              right: 0;
              z-index: 1000;
              padding: 0 8px;
              overflow: hidden;
              white-space: nowrap;
              text-overflow: ellipsis;
              text-align: center;
              font-size: 12px;
              line-height: 20px;
              color: #2b1c00;
              background: repeating-linear-gradient(-45deg, #f6cf86 0 14px, #f3c26a 14px 28px);
              pointer-events: none;
            }
            """;

    private final MessageSource messages;
    private final boolean sandbox;

    EngineStyles(MessageSource messages, @Value("${panjika.sandbox}") boolean sandbox) {
        this.messages = messages;
        this.sandbox = sandbox;
    }

    @GetMapping({
        "/camunda/app/admin/styles/user-styles.css",
        "/camunda/app/cockpit/styles/user-styles.css",
        "/camunda/app/tasklist/styles/user-styles.css",
        "/camunda/app/welcome/styles/user-styles.css"
    })
    ResponseEntity<String> styles(HttpServletRequest request, Locale locale) throws IOException {
        var file = new ClassPathResource("META-INF/resources/webjars" + request.getRequestURI());
        var styles = file.getContentAsString(StandardCharsets.UTF_8);
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("text/css;charset=UTF-8"))
                .cacheControl(CacheControl.noCache().cachePrivate())
                .body(sandbox ? styles + ribbon(locale) : styles);
    }

    private String ribbon(Locale locale) {
        return RIBBON.formatted(
                messages.getMessage("home.sandbox.ribbon", null, locale),
                messages.getMessage("home.sandbox.words", null, locale));
    }
}
