package org.panjika.problem.web;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.panjika.problem.Problem;
import org.panjika.problem.Refused;
import org.springframework.context.MessageSource;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.util.PropertyPlaceholderHelper;

/** Words for problems, in the language asked for. */
@Component
public class ProblemTexts {

    private static final PropertyPlaceholderHelper PLACEHOLDERS = new PropertyPlaceholderHelper("{", "}");

    private final MessageSource messages;

    ProblemTexts(MessageSource messages) {
        this.messages = messages;
    }

    /** The answer of RFC 9457 for a refusal: {@code urn:panjika:problem:<code>}, texts, the refusal's fields. */
    public ProblemDetail detail(Refused refused, Locale locale) {
        var answer = detail(refused.problem(), refused.fields(), locale);
        refused.fields().forEach(answer::setProperty);
        if (!refused.errors().isEmpty()) {
            answer.setProperty(
                    "errors",
                    refused.errors().stream()
                            .map(e -> Map.of(
                                    "field", e.field(),
                                    "code", e.code(),
                                    "message", text("field." + e.code(), Map.of(), locale)))
                            .toList());
        }
        return answer;
    }

    /** The same for a problem without a refusal. */
    public ProblemDetail detail(Problem problem, Map<String, ?> fields, Locale locale) {
        var answer = ProblemDetail.forStatus(problem.status());
        answer.setType(java.net.URI.create("urn:panjika:problem:" + problem.code()));
        answer.setTitle(text("problem." + problem.code() + ".title", fields, locale));
        answer.setDetail(text("problem." + problem.code() + ".detail", fields, locale));
        return answer;
    }

    /** A text with the named fields put in. */
    public String text(String key, Map<String, ?> fields, Locale locale) {
        var text = Objects.requireNonNullElse(messages.getMessage(key, null, key, locale), key);
        return PLACEHOLDERS.replacePlaceholders(
                text, name -> fields.containsKey(name) ? String.valueOf(fields.get(name)) : "{" + name + "}");
    }
}
