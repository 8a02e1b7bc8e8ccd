package org.panjika.attendance;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * How complete a day of an institution is.
 *
 * @param expected sessions in which somebody is expected, over all people
 * @param unmarked those of them about which nothing has been said
 */
public record DayCount(
        LocalDate day,
        boolean working,
        Optional<String> holiday,
        Optional<String> holidayHi,
        Instant closes,
        int expected,
        int unmarked) {

    /** The holiday's name in the given language. */
    public Optional<String> holiday(String language) {
        return language.equals("hi") ? holidayHi.or(() -> holiday) : holiday;
    }
}
