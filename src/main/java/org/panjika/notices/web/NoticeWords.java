package org.panjika.notices.web;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.panjika.notices.Told;
import org.panjika.problem.web.ProblemTexts;
import org.springframework.stereotype.Component;

/** A message in the reader's language; days {@code from} and {@code to} are also one {@code period}. */
@Component("noticeWords")
class NoticeWords {

    private static final int MONTH = "2026-11".length();

    private final ProblemTexts texts;

    NoticeWords(ProblemTexts texts) {
        this.texts = texts;
    }

    public String title(Told told, Locale locale) {
        return texts.text("notice." + told.key() + ".title", fields(told, locale), locale);
    }

    public String text(Told told, Locale locale) {
        return texts.text("notice." + told.key() + ".text", fields(told, locale), locale);
    }

    private Map<String, Object> fields(Told told, Locale locale) {
        var fields = new HashMap<String, Object>();
        told.fields().forEach((name, value) -> fields.put(name, inLanguage(value, locale)));
        if (fields.get("from") instanceof LocalDate from && fields.get("to") instanceof LocalDate to) {
            fields.put("period", from.equals(to) ? from : texts.text("notices.period", fields, locale));
        }
        return fields;
    }

    private static Object inLanguage(Object value, Locale locale) {
        if (value instanceof Map<?, ?> names) {
            var own = names.get(locale.getLanguage());
            return own == null ? names.get("en") : own;
        }
        return value instanceof String text ? day(text) : value;
    }

    private static Object day(String text) {
        try {
            return text.length() == MONTH ? YearMonth.parse(text) : LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            return text;
        }
    }
}
