package org.panjika.attendance;

import java.time.LocalDate;

/** The registers of a day have been opened, or brought in line with calendar, tree and tables again. */
public record DayOpened(LocalDate day) {}
