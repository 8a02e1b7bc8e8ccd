package org.panjika.attendance;

import java.time.LocalDate;
import java.util.List;
import org.panjika.organisation.Institution;

/** The kinds of leave, as the room that regulates them knows them. */
public interface LeaveKinds {

    /** Those that people posted at an institution may ask for on a day, in the order of pages. */
    List<Kind> at(Institution institution, LocalDate day);

    /** @param halfDays whether it may begin at noon or end there */
    record Kind(String code, String name, String nameHi, String nameVi, boolean halfDays) {}
}
