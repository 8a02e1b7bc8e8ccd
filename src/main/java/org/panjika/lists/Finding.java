package org.panjika.lists;

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

    public Finding {
        value = shortened(value);
    }

    static String shortened(String value) {
        return value == null ? "" : value.length() <= LONGEST ? value : value.substring(0, LONGEST - 1) + "…";
    }
}
