package org.panjika.leave;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.panjika.attendance.DayOpening;
import org.panjika.attendance.LeaveOnFreeDay;
import org.panjika.leave.jdbc.LeaveTable;
import org.panjika.organisation.ListsChanged;
import org.panjika.problem.Refused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Counts leave again when the calendar of one of its days has changed, though the day is over (C14, C17); one leave never keeps
 * another waiting.
 */
@Component
class Recounts {

    private static final Logger log = LoggerFactory.getLogger(Recounts.class);

    /** So far from today the calendar is compared; further away nobody has leave that could still be asked for. */
    private static final int AROUND = 400;

    private final LeaveTable table;
    private final LeaveReturns returns;
    private final DayOpening opening;
    private final Clock clock;

    Recounts(LeaveTable table, LeaveReturns returns, DayOpening opening, Clock clock) {
        this.table = table;
        this.returns = returns;
        this.opening = opening;
        this.clock = clock;
    }

    /** Leave over days whose calendar is another one than before, over today, and what could not be paid for or counted until now. */
    void all() {
        var today = LocalDate.now(clock);
        for (var id : table.toRecount()) if (one(id)) table.recounted(id);
        each(table.miscounted(today));
        each(table.uncharged());
        changed();
    }

    private void changed() {
        var today = LocalDate.now(clock);
        var changes = table.calendarChanges(today.minusDays(AROUND), today.plusDays(AROUND));
        if (changes.isEmpty()) return;
        for (var change : changes) {
            if (!change.known()) continue;
            // the register of a day that is over follows the calendar too
            if (change.day().isBefore(today) && opening.isOpen(change.day())) opening.open(change.day());
            each(table.miscounted(change.day()));
        }
        table.calendarSeen(changes);
    }

    @Async
    @TransactionalEventListener(classes = ListsChanged.class, fallbackExecution = true)
    void recountAfterLists() {
        changed();
    }

    @Async
    @EventListener
    void recount(LeaveOnFreeDay found) {
        each(found.applications());
    }

    private void each(List<UUID> found) {
        for (var id : found) if (!one(id)) table.recountAgain(id);
    }

    /** @return false if it failed, and is to be tried again the next night; what is refused is known to its office */
    private boolean one(UUID id) {
        try {
            returns.recount(id);
            return true;
        } catch (Refused refused) {
            log.info("leave {} is not counted again: {}", id, refused.problem());
            return refused.problem() != LeaveProblem.LEAVE_BALANCE_SHORT || uncharged(id);
        } catch (RuntimeException e) {
            log.warn("leave {} is not counted again", id, e);
            return false;
        }
    }

    private boolean uncharged(UUID id) {
        try {
            returns.leaveUncharged(id);
            return true;
        } catch (RuntimeException e) {
            log.warn("nobody is told that leave {} is not charged", id, e);
            return false;
        }
    }
}
