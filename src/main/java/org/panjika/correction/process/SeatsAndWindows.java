package org.panjika.correction.process;

import org.panjika.attendance.DayOpened;
import org.panjika.correction.CorrectionDecisions;
import org.panjika.organisation.ListsChanged;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** Each morning requests leave the seats that nobody holds any more, and those that were returned wait in a case; their windows follow the calendar when it changes. */
@Component
class SeatsAndWindows {

    private final CorrectionDecisions decisions;

    SeatsAndWindows(CorrectionDecisions decisions) {
        this.decisions = decisions;
    }

    @Async
    @TransactionalEventListener(fallbackExecution = true)
    void onDayOpened(DayOpened opened) {
        decisions.moveOnFromEmptySeats();
        decisions.waitAnew();
    }

    @Async
    @TransactionalEventListener(classes = ListsChanged.class, fallbackExecution = true)
    void onListsChanged() {
        decisions.followCalendar();
    }
}
