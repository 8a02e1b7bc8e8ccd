package org.panjika.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * The engine answers everybody alike; on the way out its answers about tasks are put in the language of who asked: the words
 * of forms, the names of tasks, processes and shared filters, and in variables each {@code {#key}}, which stands for a message. Refusals of
 * ours are said in that language too.
 */
class PersonsWords extends OncePerRequestFilter {

    private static final String DOOR = "(/engine-rest(/engine/default)?|/camunda/api/engine/engine/default)";
    private static final Pattern FORM =
            Pattern.compile(DOOR + "/(task/[^/]+/deployed-form|process-definition/.+/deployed-start-form)");
    private static final Pattern VARIABLES = Pattern.compile(DOOR + "/task/[^/]+/(form-variables|variables)(/.+)?");
    private static final Pattern NAMES =
            Pattern.compile(DOOR + "/(task|task/[^/]+|filter(/[^/]+(/list|/singleResult)?)?|process-definition(/.+)?)");
    private static final Pattern WORD = Pattern.compile("\\{#([a-z][A-Za-z0-9._-]+)}");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FormWords words;
    private final MessageSource messages;
    private final LocaleResolver languages;

    PersonsWords(FormWords words, MessageSource messages, LocaleResolver languages) {
        this.words = words;
        this.messages = messages;
        this.languages = languages;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var before = LocaleContextHolder.getLocaleContext();
        var locale = languages.resolveLocale(request);
        LocaleContextHolder.setLocale(locale);
        try {
            answer(request, response, chain, locale);
        } finally {
            LocaleContextHolder.setLocaleContext(before);
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, FilterChain chain, Locale locale)
            throws ServletException, IOException {
        var path = request.getRequestURI();
        var translate = !locale.getLanguage().equals("en");
        var form = translate && FORM.matcher(path).matches();
        var names = translate && NAMES.matcher(path).matches();
        var variables = VARIABLES.matcher(path).matches();
        if (!form && !names && !variables) {
            chain.doFilter(request, response);
            return;
        }
        var kept = new ContentCachingResponseWrapper(response);
        chain.doFilter(request, kept);
        if (isJson(kept) && kept.getStatus() == HttpServletResponse.SC_OK) {
            var said = kept.getContentAsByteArray();
            if (variables)
                replace(
                        kept,
                        said,
                        filled(new String(said, StandardCharsets.UTF_8), locale).getBytes(StandardCharsets.UTF_8));
            else replace(kept, said, translated(said, form, locale));
        }
        kept.copyBodyToResponse();
    }

    private byte[] translated(byte[] said, boolean form, Locale locale) throws IOException {
        var json = JSON.readTree(said);
        if (form) words.translate(json, locale);
        else names(json, locale);
        return JSON.writeValueAsBytes(json);
    }

    private void names(JsonNode json, Locale locale) {
        if (json instanceof ObjectNode named && named.path("name").isTextual()) {
            var english = named.path("name").asText();
            var process = named.path("processDefinitionId").asText("").split(":", 2)[0];
            if (named.path("taskDefinitionKey").isTextual()) {
                var key = "task." + process + "."
                        + named.path("taskDefinitionKey").asText();
                named.put("name", words.name(key, english, locale));
            } else if (named.path("resourceType").isTextual()) {
                var key = "filter." + english.toLowerCase(Locale.ROOT).replace(' ', '-');
                named.put("name", words.name(key, english, locale));
            } else if (named.path("key").isTextual()) {
                named.put("name", words.name("process." + named.path("key").asText(), english, locale));
            }
        }
        json.forEach(inner -> names(inner, locale));
    }

    private String filled(String text, Locale locale) {
        return WORD.matcher(text).replaceAll(found -> {
            var word = messages.getMessage(found.group(1), null, found.group(1), locale);
            // it stands in JSON, perhaps in a text of JSON within JSON
            return Matcher.quoteReplacement(
                    word.replace('"', '”').replace('\\', '/').replace('\n', ' '));
        });
    }

    private static boolean isJson(HttpServletResponse response) {
        var type = response.getContentType();
        return type != null && type.contains("json");
    }

    private static void replace(ContentCachingResponseWrapper response, byte[] before, byte[] after)
            throws IOException {
        if (Arrays.equals(before, after)) return;
        response.resetBuffer();
        response.getOutputStream().write(after);
    }
}
