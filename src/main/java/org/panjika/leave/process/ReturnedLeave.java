package org.panjika.leave.process;

import org.panjika.attendance.DayOpened;
import org.panjika.leave.AskForLeave;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** Each morning what was returned waits in a case, also where an administrator has ended that. */
@Component
class ReturnedLeave {

    private static final Logger log = LoggerFactory.getLogger(ReturnedLeave.class);

    private final AskForLeave ask;

    ReturnedLeave(AskForLeave ask) {
        this.ask = ask;
    }

    @Async
    @TransactionalEventListener(fallbackExecution = true)
    void onDayOpened(DayOpened opened) {
        ask.returned().forEach(id -> {
            try {
                ask.waitAnew(id);
            } catch (RuntimeException e) {
                log.warn("returned leave {} has no case until the next day begins", id, e);
            }
        });
    }
}
