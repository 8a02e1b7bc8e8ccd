package org.panjika.problem;

/**
 * A reason to refuse a request, one of a closed set: each room has an enum of them.
 *
 * <p>Texts are {@code problem.<code>.title} and {@code problem.<code>.detail} in every language; {@code {name}} in a text
 * stands for the field of that name.
 */
public interface Problem {

    /** Kebab-case, unique over all rooms. */
    String code();

    /** HTTP status of the answer, 400 to 499. */
    int status();
}
