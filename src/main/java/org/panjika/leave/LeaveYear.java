package org.panjika.leave;

import java.time.LocalDate;
import java.time.Month;

/** From when to when a kind of leave is counted. */
public enum LeaveYear {
    CALENDAR(Month.JANUARY),
    JULY(Month.JULY);

    /** Names the one account of a kind whose credits never lapse. */
    public static final LocalDate ALWAYS = LocalDate.of(1900, 1, 1);

    private final Month begins;

    LeaveYear(Month begins) {
        this.begins = begins;
    }

    /** The first day of the leave year in which a day lies. */
    public LocalDate firstDay(LocalDate day) {
        var first = LocalDate.of(day.getYear(), begins, 1);
        return first.isAfter(day) ? first.minusYears(1) : first;
    }
}
