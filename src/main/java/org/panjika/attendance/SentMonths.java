package org.panjika.attendance;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Set;

/** Months that have been sent to who draws the pay: from then on the register changes by its proper ways only (C17). */
public interface SentMonths {

    /**
     * Those of the staff, by key, whose day stands in a statement that has been sent, of whatever institution; not where it was paid
     * before it was read (C16).
     */
    Set<Long> among(Collection<Long> staff, LocalDate day);
}
