package org.panjika.engine.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.panjika.access.Callers;
import org.springframework.core.io.ClassPathResource;
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

            // who may only work on a task is not offered to date it, route it or hand it on
            if (%4$s) {
              document.documentElement.classList.add('panjika-official');
              const fixed = ['.followup-date', '.due-date', '.groups', '.assignee [cam-widget-inline-field]']
                  .map(place => `[cam-tasklist-task-meta] ${place}`).join();
              for (const way of ['click', 'keydown', 'paste']) addEventListener(way, event => {
                if (event.key === 'Tab' || !event.target.closest?.(fixed)) return;
                event.preventDefault();
                event.stopImmediatePropagation();
              }, true);
            }

            // without its words the app shows their keys until they have come: it looks here first
            try {
              const kept = JSON.parse(localStorage.getItem('camunda-web') || '{}');
              kept[`/camunda/app/tasklist/locales/_locales_data_%1$s_${bust}`] = %3$s;
              localStorage.setItem('camunda-web', JSON.stringify(kept));
            } catch {
              // a full or closed store: it fetches them
            }

            export default {
              app: {name: '%2$s', vendor: '%2$s'},
              locales: {availableLocales: ['%1$s'], fallbackLocale: '%1$s'},
              disableWelcomeMessage: true
            };
            """;

    private static final String WORDS = "META-INF/resources/webjars/camunda/app/tasklist/locales/%s.json";

    private final Map<String, String> official;
    private final Map<String, String> administrator;
    private final Callers callers;

    TasklistPage(ObjectMapper json, Callers callers) throws IOException {
        official = settings(true, json);
        administrator = settings(false, json);
        this.callers = callers;
    }

    private static Map<String, String> settings(boolean official, ObjectMapper json) throws IOException {
        return Map.of("hi", settings("hi", "पंजिका", official, json), "en", settings("en", "Panjika", official, json));
    }

    private static String settings(String language, String name, boolean official, ObjectMapper json)
            throws IOException {
        var words = new ClassPathResource(WORDS.formatted(language))
                .getContentAsString(StandardCharsets.UTF_8)
                .replace("\uFEFF", "");
        return SETTINGS.formatted(language, name, json.writeValueAsString(words), official);
    }

    @GetMapping("/camunda/app/tasklist/scripts/config.js")
    ResponseEntity<String> settings(Locale locale) {
        var settings = callers.current().administrator() ? administrator : official;
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("text/javascript;charset=UTF-8"))
                .cacheControl(CacheControl.noCache().cachePrivate())
                .body(settings.getOrDefault(locale.getLanguage(), settings.get("en")));
    }
}
