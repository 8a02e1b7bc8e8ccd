package org.panjika.attendance;

import java.time.LocalDate;
import java.util.List;

/** People came to work on days of approved leave: the marks are kept, the sessions stay LEAVE, the leave should end (C13). */
public record MarkedOnLeave(List<Day> days) {

    public record Day(long staffId, LocalDate day) {}
}
