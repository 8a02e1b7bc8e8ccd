package org.panjika.attendance;

import java.time.LocalDate;

/** The lines of a day follow who works where, some may be new; told after that has been committed. */
public record LinesMade(LocalDate day) {}
