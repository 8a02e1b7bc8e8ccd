package org.panjika.engine.web;

import java.util.Locale;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The settings of the task list, a script of its page: our name, the person's language, our login, the way home. */
@Controller
class TasklistPage {

    private static final String SETTINGS =
            """
            const home = document.createElement('a');
            home.className = 'panjika-home';
            home.href = '/';
            home.textContent = '%2$s';
            document.documentElement.append(home); // the page fills its body anew

            const toOurLogin = () => {
              if (location.hash.startsWith('#/login')) location.assign('/login');
            };
            addEventListener('hashchange', toOurLogin);
            toOurLogin();

            // a form's links open beside it: what was typed stays
            addEventListener('click', event => {
              const link = event.target.closest('.fjs-container a[href]');
              if (link) link.target = '_blank';
            }, true);

            export default {
              app: {name: '%2$s', vendor: '%2$s'},
              locales: {availableLocales: ['%1$s'], fallbackLocale: '%1$s'},
              disableWelcomeMessage: true
            };
            """;

    @GetMapping("/camunda/app/tasklist/scripts/config.js")
    ResponseEntity<String> settings(Locale locale) {
        var hindi = locale.getLanguage().equals("hi");
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("text/javascript;charset=UTF-8"))
                .cacheControl(CacheControl.noCache().cachePrivate())
                .body(hindi ? SETTINGS.formatted("hi", "पंजिका") : SETTINGS.formatted("en", "Panjika"));
    }
}
