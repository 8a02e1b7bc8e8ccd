package org.panjika.calendar;

import java.util.List;
import org.panjika.lists.Effect;

/** What a change of the calendar would do in a room that counts by it; asked before it is applied (C14, C17). */
public interface CalendarConsequences {

    /** In the transaction of the change, which is rolled back afterwards: what is written meanwhile is lost. */
    List<Effect> of(CalendarChange change);
}
