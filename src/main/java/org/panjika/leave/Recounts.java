package org.panjika.leave;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.panjika.attendance.LeaveOnFreeDay;
import org.panjika.leave.jdbc.LeaveTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;

/** Gives back what leave no longer costs when one of its days has become free; one leave never keeps another waiting. */
@Component
class Recounts {

    private static final Logger log = LoggerFactory.getLogger(Recounts.class);

    private final LeaveTable table;
    private final LeaveApplications applications;

    Recounts(LeaveTable table, LeaveApplications applications) {
        this.table = table;
        this.applications = applications;
    }

    /** Leave that lies over a day which is a holiday now. */
    void over(LocalDate day) {
        each(table.overHoliday(day));
    }

    @Async
    @EventListener
    void recount(LeaveOnFreeDay found) {
        each(found.applications());
    }

    private void each(List<UUID> found) {
        for (var id : found) {
            try {
                applications.recount(id);
            } catch (RuntimeException e) {
                log.warn("leave {} is not counted again", id, e);
            }
        }
    }
}
