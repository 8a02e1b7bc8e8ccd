package org.panjika.leave;

import org.panjika.attendance.MarkedOnLeave;
import org.panjika.leave.jdbc.LeaveTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** Asks the person and the office to end leave on which the person came to work (C13); no mark waits for it. */
@Component
class Curtailment {

    private static final Logger log = LoggerFactory.getLogger(Curtailment.class);

    private final LeaveTable table;
    private final LeaveApplications applications;
    private final LeaveNotices notices;

    Curtailment(LeaveTable table, LeaveApplications applications, LeaveNotices notices) {
        this.table = table;
        this.applications = applications;
        this.notices = notices;
    }

    @Async
    @TransactionalEventListener
    void ask(MarkedOnLeave marked) {
        for (var one : marked.days()) {
            try {
                table.approved(one.staffId(), one.day())
                        .forEach(leave -> notices.curtail(leave, one.day(), applications.office(leave)));
            } catch (RuntimeException e) {
                log.warn("nobody is asked about leave of {} on {}", one.staffId(), one.day(), e);
            }
        }
    }
}
