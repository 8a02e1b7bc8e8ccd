package org.panjika.attendance;

import java.time.Clock;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.HashMap;
import org.panjika.attendance.jdbc.OutlookTable;
import org.panjika.attendance.jdbc.OutlookTable.Gained;
import org.panjika.attendance.jdbc.PersonDayTable;
import org.panjika.calendar.CalendarChange;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What the registers of past days would read by a calendar that is not applied yet (C14). */
@Service
public class RegisterOutlook {

    /**
     * Made by {@link #look}, for as long as the transaction lasts: day, staff_id, institution_id, forenoon, afternoon and leave_type of
     * each line that would read otherwise, or would be there; gained are the sessions that it would have got, 1 the forenoon and 2 the
     * afternoon. Leave over these is not counted again yet: request_id is for who does.
     */
    public static final String TABLE = "register_outlook";

    /** The same of days outside the portal (RJ-12): day, staff_id, and whether it would be there or gone. */
    public static final String OFF_PORTAL_TABLE = "off_portal_outlook";

    private final OutlookTable table;
    private final PersonDayTable days;
    private final Clock clock;

    RegisterOutlook(OutlookTable table, PersonDayTable days, Clock clock) {
        this.table = table;
        this.days = days;
        this.clock = clock;
    }

    /** Compares registers of days before today that are open; as {@link DayOpening#open} would bring them in line. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void look(CalendarChange change) {
        var today = LocalDate.now(clock);
        table.create();
        change.days().headSet(today).forEach(table::look);
        var gained = table.withFacts();
        if (gained.isEmpty()) return;
        var lines = new HashMap<Gained.Line, Gained>();
        gained.forEach(g -> lines.put(g.line(), g));
        for (var line : days.lock(gained.stream().map(Gained::of).distinct().toList())) {
            var found = lines.get(
                    new Gained.Line(line.staffId(), line.day(), line.place().institutionId()));
            if (found == null) continue;
            var expected = EnumSet.copyOf(found.sessions());
            expected.addAll(line.expected());
            var reads = line.expecting(expected).read(today);
            table.reads(
                    found.line(), reads.forenoon().status(), reads.afternoon().status(), reads.leaveType());
        }
    }
}
