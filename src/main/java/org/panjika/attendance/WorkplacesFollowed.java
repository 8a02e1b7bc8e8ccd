package org.panjika.attendance;

import java.time.LocalDate;
import java.util.Set;

/**
 * The lines of people on a day before today follow what is known only now of where they worked (C5); told in the transaction that
 * changes them.
 *
 * @param staff keys of those whose lines may be others
 */
public record WorkplacesFollowed(LocalDate day, Set<Long> staff) {}
