package org.panjika.lists;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What is to be known about one value of a list.
 *
 * @param line where its row begins; the header is line 1
 * @param field the column
 * @param code kebab-case, closed set; text {@code lists.finding.<code>}
 * @param value as the file has it, at most {@value #LONGEST} characters
 */
public record Finding(int line, String field, String code, String value) {

    static final int LONGEST = 200;
    private static final Pattern CASE = Pattern.compile("_(.)");

    public Finding {
        field = header(field);
        value = shortened(value);
    }

    /** The header by which a file names a column of the database: {@code nameHi} for {@code name_hi}. */
    static String header(String column) {
        var name = column.matches("(from|to)_day") ? column.substring(0, column.indexOf('_')) : column;
        return CASE.matcher(name).replaceAll(m -> m.group(1).toUpperCase(Locale.ROOT));
    }

    static String shortened(String value) {
        return value == null ? "" : value.length() <= LONGEST ? value : value.substring(0, LONGEST - 1) + "…";
    }
}
