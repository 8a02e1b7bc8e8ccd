package org.panjika.lists;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which columns a list may have. Headers are compared without case, blanks, hyphens and underscores, in any order.
 *
 * @param columns our word for a column, and the headers that mean it, the preferred first
 * @param required columns without which the list is refused
 */
public record Layout(Map<String, List<String>> columns, Set<String> required) {

    public static Builder of(String... required) {
        var builder = new Builder();
        for (var column : required) builder.required(column);
        return builder;
    }

    static String plain(String header) {
        return header.replaceAll("[\\s_-]", "").toLowerCase(Locale.ROOT);
    }

    /** Makes a layout. */
    public static final class Builder {

        private final Map<String, List<String>> columns = new LinkedHashMap<>();
        private final Set<String> required = new LinkedHashSet<>();

        /** A column without which the list is refused. */
        public Builder required(String column, String... otherHeaders) {
            required.add(column);
            return column(column, otherHeaders);
        }

        /** A column whose header is its own name, or one of the others. */
        public Builder column(String column, String... otherHeaders) {
            columns.put(
                    column,
                    java.util.stream.Stream.concat(
                                    java.util.stream.Stream.of(column), java.util.Arrays.stream(otherHeaders))
                            .map(Layout::plain)
                            .toList());
            return this;
        }

        public Builder columns(String... names) {
            for (var name : names) column(name);
            return this;
        }

        public Layout build() {
            return new Layout(columns, required);
        }
    }
}
