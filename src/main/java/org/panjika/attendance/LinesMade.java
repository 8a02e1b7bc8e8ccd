package org.panjika.attendance;

import java.time.LocalDate;

/** The lines of a day have been brought in line with who works where; some may be new. Told outside any transaction of that. */
public record LinesMade(LocalDate day) {}
