package org.panjika.lists;

import java.util.regex.Pattern;

/**
 * Keeps a spreadsheet from running a name as a formula, reversibly: a text that begins with {@code = + - @}, a tab or a
 * line break, after any number of apostrophes, is written with one apostrophe more, and read with one less.
 */
public final class Spreadsheet {

    /** Begins a CSV file, or spreadsheets spoil every name in Devanagari; reading passes it over. */
    public static final char BYTE_ORDER_MARK = '\uFEFF';

    private static final Pattern FORMULA = Pattern.compile("'*[=+\\-@\\t\\r\\n].*", Pattern.DOTALL);
    private static final Pattern GUARDED = Pattern.compile("'+[=+\\-@\\t\\r\\n].*", Pattern.DOTALL);

    private Spreadsheet() {}

    /** The text as a CSV file may hold it. */
    public static String guarded(String text) {
        return text != null && FORMULA.matcher(text).matches() ? "'" + text : text;
    }

    /** The text as it was before {@link #guarded}. */
    public static String unguarded(String text) {
        return text != null && GUARDED.matcher(text).matches() ? text.substring(1) : text;
    }
}
