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

    /** Leave over days whose calendar is another one than before, over today, and what could not be paid for until now. */
    void all() {
        var today = LocalDate.now(clock);
        each(table.miscounted(today));
        each(table.uncharged());
        changed();
    }

    private void changed() {
        var today = LocalDate.now(clock);
        var changes = table.calendarChanges(today.minusDays(AROUND), today.plusDays(AROUND));
        if (changes.isEmpty()) return;
        table.calendarSeen(changes.stream()
                .filter(change -> !change.known() || followed(change.day(), today))
                .toList());
    }

    /** Whether all leave of a day follows its calendar now; what does not is tried again the next night. */
    private boolean followed(LocalDate day, LocalDate today) {
        // the register of a day that is over follows the calendar too
        if (day.isBefore(today) && opening.isOpen(day)) opening.open(day);
        return each(table.miscounted(day));
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

    /** @return false if one of them failed; what is refused is known to its office, and has not */
    private boolean each(List<UUID> found) {
        var done = true;
        for (var id : found) done &= one(id);
        return done;
    }

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
