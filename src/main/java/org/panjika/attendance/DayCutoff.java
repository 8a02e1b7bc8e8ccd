package org.panjika.attendance;

import java.time.LocalTime;

/**
 * When the day's entry is due and when it closes for hand entry (RJ-5, RJ-6, C10).
 *
 * @param kind SCHOOL or OFFICE
 * @param regime a regime's name, or {@link #ELSEWHERE}
 * @param minutesAfterEnd closing is not before this many minutes after the end of the day's hours
 */
public record DayCutoff(String kind, String regime, LocalTime entryDue, LocalTime closes, int minutesAfterEnd) {

    /** Where no regime is set, or the table has no row for the regime. */
    public static final String ELSEWHERE = "DEFAULT";
}
