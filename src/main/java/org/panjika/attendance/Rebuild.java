package org.panjika.attendance;

import java.time.Clock;
import java.time.LocalDate;
import org.panjika.attendance.jdbc.OffPortalTable;
import org.panjika.attendance.jdbc.PersonDayTable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes a day's projection anew from its facts: after facts came in as a whole, or to prove that nothing drifted. */
@Service
public class Rebuild {

    private static final int AT_ONCE = 2_000;

    private final DayOpening opening;
    private final PersonDayTable days;
    private final OffPortalTable offPortal;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Rebuild(
            DayOpening opening,
            PersonDayTable days,
            OffPortalTable offPortal,
            TransactionTemplate transaction,
            Clock clock) {
        this.opening = opening;
        this.days = days;
        this.offPortal = offPortal;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * Folds the facts of everybody expected on the day, and of those at offices outside the portal; opens the day if nobody
     * has. Counters follow. People are taken in groups that commit one by one, beside marks that come in.
     */
    public void day(LocalDate day) {
        opening.ensureOpen(day);
        transaction.executeWithoutResult(
                status -> offPortal.project(offPortal.lock(offPortal.on(day)), clock.instant()));
        var last = 0L;
        while (true) {
            var group = days.expected(day, last, AT_ONCE);
            if (group.isEmpty()) return;
            transaction.executeWithoutResult(status -> {
                var locked = days.lock(group.values());
                days.project(days.withFacts(locked), clock.instant());
            });
            last = group.lastKey();
        }
    }
}
