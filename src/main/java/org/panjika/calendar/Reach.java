package org.panjika.calendar;

import java.util.Optional;
import org.panjika.organisation.Institution;

/**
 * For whom a word of the calendar holds (C14): everybody at and below the area, or those of a kind or a calendar group there. The
 * nearest area goes before one further up.
 *
 * @param group such as that of Urdu schools
 */
public record Reach(Institution area, Optional<Kind> kind, Optional<String> group) {

    /** Schools and offices may have hours and days off of their own. */
    public enum Kind {
        OFFICE,
        SCHOOL
    }
}
