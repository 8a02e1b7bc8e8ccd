package org.panjika.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * The words of Camunda Forms and of models in the language of who reads them. The file says them once, in English; the
 * messages have the same English under a key, and its translations. A text that an administrator has changed is no longer
 * the one that was translated: it is shown as it stands.
 *
 * <p>Keys: {@code form.<form>.<key or id of the component>.<label|description|text|content|alt>}, {@code ….value.<value>}
 * for what a radio, select or checklist offers; {@code task.<process>.<task>}, {@code process.<process>} and
 * {@code decision.<decision>} for names.
 */
@Component
public class FormWords {

    private static final List<String> TEXTS = List.of("label", "description", "text", "content", "alt");

    private final MessageSource messages;

    FormWords(MessageSource messages) {
        this.messages = messages;
    }

    /** Puts a form's words in another language, as far as they are translated. */
    void translate(JsonNode form, Locale locale) {
        walk(form, (key, english) -> inLanguage(key, english, locale));
    }

    /** The name of a task, process or decision. */
    public String name(String key, String english, Locale locale) {
        return inLanguage(key, english, locale);
    }

    /** Every text of a form by its key. */
    static Map<String, String> texts(JsonNode form) {
        var texts = new TreeMap<String, String>();
        walk(form, (key, english) -> {
            texts.put(key, english);
            return english;
        });
        return texts;
    }

    private String inLanguage(String key, String english, Locale locale) {
        var known = messages.getMessage(key, null, "", Locale.ENGLISH);
        return english.equals(known) ? messages.getMessage(key, null, english, locale) : english;
    }

    private static void walk(JsonNode form, BiFunction<String, String, String> word) {
        var name = "form." + form.path("id").asText();
        form.path("components").forEach(c -> walk(c, name, word));
    }

    private static void walk(JsonNode component, String form, BiFunction<String, String, String> word) {
        var name =
                form + "." + component.path("key").asText(component.path("id").asText());
        for (var property : TEXTS) replace(component, property, name + "." + property, word);
        component
                .path("values")
                .forEach(v ->
                        replace(v, "label", name + ".value." + v.path("value").asText(), word));
        component.path("components").forEach(c -> walk(c, form, word));
    }

    private static void replace(JsonNode owner, String property, String key, BiFunction<String, String, String> word) {
        var english = owner.path(property).asText();
        if (!hasWords(english)) return;
        ((ObjectNode) owner).put(property, word.apply(key, english));
    }

    /** An expression has none, and HTML may show nothing but variables. */
    private static boolean hasWords(String text) {
        return !text.startsWith("=")
                && text.replaceAll("\\{\\{[^}]*}}", "")
                        .replaceAll("\\b(?:alt|title)=\"([^\"]*)\"", ">$1<")
                        .replaceAll("<[^>]*>", "")
                        .codePoints()
                        .anyMatch(Character::isLetter);
    }
}
