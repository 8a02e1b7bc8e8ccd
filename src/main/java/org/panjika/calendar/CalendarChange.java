package org.panjika.calendar;

import java.time.LocalDate;
import java.util.SortedSet;

/**
 * A change of the calendar that has been made in the running transaction, and may yet be taken back with it. While the transaction
 * lasts the temporary table {@value #TABLE} holds day, institution_id, cadre, was and becomes (kinds of day) of whatever is another
 * day than before.
 *
 * @param days the days of that table
 */
public record CalendarChange(SortedSet<LocalDate> days) {

    public static final String TABLE = "calendar_change";
}
