package org.panjika.notices;

import java.util.Map;

/**
 * A message to one member of staff. Its words are {@code notice.<key>.title} and {@code notice.<key>.text} in the language
 * of whoever reads it.
 *
 * @param key of the words, kebab-case
 * @param fields what stands for {@code {name}} in the words: text, a number, a date, a month, or a map of languages ({@code en},
 *     {@code hi}, {@code vi}) to texts, of which English may not be missing
 * @param link where it leads: a path of this application, starting with a slash
 */
public record Notice(long staffId, String key, Map<String, Object> fields, String link) {

    public Notice {
        fields = Map.copyOf(fields);
        if (!link.startsWith("/") || link.startsWith("//")) throw new IllegalArgumentException("not a path: " + link);
    }
}
