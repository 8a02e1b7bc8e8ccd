package org.panjika.problem;

import java.util.Locale;

/**
 * A reason to refuse a request, one of a closed set: each room has an enum of them.
 *
 * <p>Texts are {@code problem.<code>.title} and {@code problem.<code>.detail} in every language; {@code {name}} in a text
 * stands for the field of that name.
 */
public interface Problem {

    /** The enum constant's. */
    String name();

    /** The name in kebab-case; unique over all rooms. */
    default String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** HTTP status of the answer, 400 to 599. */
    int status();
}
