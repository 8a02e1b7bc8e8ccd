package org.panjika.correction.process;

import org.panjika.attendance.DayOpened;
import org.panjika.correction.CorrectionDecisions;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** Each morning requests leave the seats that nobody holds any more. */
@Component
class SeatsAtDawn {

    private final CorrectionDecisions decisions;

    SeatsAtDawn(CorrectionDecisions decisions) {
        this.decisions = decisions;
    }

    @Async
    @TransactionalEventListener(fallbackExecution = true)
    void onDayOpened(DayOpened opened) {
        decisions.moveOnFromEmptySeats();
    }
}
