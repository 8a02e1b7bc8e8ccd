package org.panjika.problem.web;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.panjika.problem.Named;
import org.panjika.problem.Problem;
import org.panjika.problem.Refused;
import org.springframework.context.MessageSource;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;

/**
 * Words for problems, in the language asked for. {@code {name}} in a text stands for the field of that name, a day, a
 * month or a time as people write it; {@code {name:prefix}} for the message {@code prefix.<value>}.
 */
@Component
public class ProblemTexts {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)(?::([\\w.]+))?}");

    private final MessageSource messages;
    private final ZoneId zone;

    ProblemTexts(MessageSource messages, ZoneId zone) {
        this.messages = messages;
        this.zone = zone;
    }

    /** The answer of RFC 9457 for a refusal: {@code urn:panjika:problem:<code>}, texts, the refusal's fields. */
    public ProblemDetail detail(Refused refused, Locale locale) {
        var answer = detail(refused.problem(), refused.fields(), locale);
        refused.fields().forEach(answer::setProperty);
        if (!refused.errors().isEmpty()) {
            answer.setProperty(
                    "errors",
                    refused.errors().stream().map(e -> error(e, locale)).toList());
        }
        return answer;
    }

    private Map<String, Object> error(Refused.FieldError error, Locale locale) {
        var said = new LinkedHashMap<String, Object>();
        said.put("field", error.field());
        said.put("code", error.code());
        said.put("message", text("field." + error.code(), Map.of("allowed", error.allowed()), locale));
        if (!error.allowed().isEmpty()) said.put("allowed", error.allowed());
        return said;
    }

    /** The same for a problem without a refusal. */
    public ProblemDetail detail(Problem problem, Map<String, ?> fields, Locale locale) {
        var answer = ProblemDetail.forStatus(problem.status());
        answer.setType(java.net.URI.create("urn:panjika:problem:" + problem.code()));
        answer.setTitle(text("problem." + problem.code() + ".title", fields, locale));
        answer.setDetail(text("problem." + problem.code() + ".detail", fields, locale));
        return answer;
    }

    /** A text with the named fields put in; what looks like a field inside a value stays as it is. */
    public String text(String key, Map<String, ?> fields, Locale locale) {
        return PLACEHOLDER
                .matcher(message(key, locale))
                .replaceAll(found -> Matcher.quoteReplacement(
                        fields.containsKey(found.group(1))
                                ? put(found.group(1), found.group(2), fields.get(found.group(1)), locale)
                                : found.group()));
    }

    private String put(String field, String prefix, Object value, Locale locale) {
        if (prefix != null) return message(prefix + "." + value, locale);
        var words = inWords(value, locale);
        return words.isEmpty() ? messages.getMessage("no." + field, null, "", locale) : words;
    }

    private String message(String key, Locale locale) {
        return Objects.requireNonNullElse(messages.getMessage(key, null, key, locale), key);
    }

    private String inWords(Object value, Locale locale) {
        if (value instanceof Named named) return named.in(locale.getLanguage());
        if (value instanceof LocalDate day) return format("d MMMM yyyy", locale).format(day);
        if (value instanceof YearMonth month) return format("MMMM yyyy", locale).format(month);
        if (value instanceof Instant at)
            return format("d MMMM yyyy, HH:mm", locale).format(at.atZone(zone));
        if (value instanceof OffsetDateTime at) return inWords(at.toInstant(), locale);
        if (value instanceof Collection<?> several) {
            return several.stream().map(one -> inWords(one, locale)).collect(Collectors.joining(", "));
        }
        return String.valueOf(value);
    }

    private static DateTimeFormatter format(String pattern, Locale locale) {
        return DateTimeFormatter.ofPattern(pattern, locale);
    }
}
