package org.panjika.organisation;

import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Designations of staff, which lists bring as they are written: those that are known are said in the reader's language. */
@Component("designations")
public class Designations {

    private final MessageSource messages;

    Designations(MessageSource messages) {
        this.messages = messages;
    }

    /** The message {@code designation.<words in kebab-case>} where there is one, else the words of the list. */
    public String in(String words, Locale locale) {
        if (locale.getLanguage().equals("en")) return words;
        return messages.getMessage("designation." + kebab(words), null, words, locale);
    }

    private static String kebab(String words) {
        return words.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]+", "-")
                .replaceAll("^-|-$", "");
    }
}
