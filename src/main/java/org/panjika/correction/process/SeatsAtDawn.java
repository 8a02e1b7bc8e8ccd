package org.panjika.correction.process;

import org.panjika.attendance.DayOpened;
import org.panjika.correction.Corrections;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** Each morning requests leave the seats that nobody holds any more. */
@Component
class SeatsAtDawn {

    private final Corrections corrections;

    SeatsAtDawn(Corrections corrections) {
        this.corrections = corrections;
    }

    @Async
    @TransactionalEventListener(fallbackExecution = true)
    void onDayOpened(DayOpened opened) {
        corrections.moveOnFromEmptySeats();
    }
}
