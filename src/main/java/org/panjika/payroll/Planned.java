package org.panjika.payroll;

import java.time.LocalDate;
import org.panjika.attendance.Session;

/** A session of absence as it would be taken if the statement were sent now (BR-18). */
public record Planned(long staffId, LocalDate day, Session session, Pay pay) {}
