package org.panjika.attendance;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.panjika.attendance.jdbc.MissingOutTable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Who came and is not known to have gone: once a day is over, for OUT is accepted until it ends (C10), each such IN joins
 * the list of its institution and day (C11). It is never absence (BR-3).
 */
@Service
public class MissingOuts {

    private final MissingOutTable table;
    private final Limits limits;
    private final Clock clock;
    private final TransactionTemplate apart;
    private final ApplicationEventPublisher events;

    MissingOuts(
            MissingOutTable table,
            Limits limits,
            Clock clock,
            PlatformTransactionManager transactions,
            ApplicationEventPublisher events) {
        this.table = table;
        this.limits = limits;
        this.clock = clock;
        this.apart = new TransactionTemplate(transactions);
        this.apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.events = events;
    }

    /**
     * Lists those of yesterday, of the days before on which the server was down, and those whose IN was delivered late since
     * it was last done. A day commits by itself.
     */
    public void catchUp() {
        var today = LocalDate.now(clock);
        var yesterday = today.minusDays(1);
        var next = table.lastOver().map(last -> last.plusDays(1)).orElse(yesterday);
        var longest = today.minusDays(DayOpening.LONGEST_ABSENCE);
        var first = next.isBefore(longest) ? longest : next.isAfter(today) ? today : next;
        var oldest =
                today.minusDays(limits.marks(Mark.Mode.SELF).deliverWithin().toDays() + 1);
        var since = first.atStartOfDay(clock.getZone()).toInstant();
        if (oldest.isBefore(first)) oldest.datesUntil(first).forEach(day -> list(day, Optional.of(since)));
        if (first.isBefore(today)) first.datesUntil(today).forEach(this::list);
    }

    /** Lists those of a day that is over; who is listed or decided already is not listed again. */
    public void list(LocalDate day) {
        list(day, Optional.empty());
    }

    private void list(LocalDate day, Optional<Instant> deliveredSince) {
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        apart.executeWithoutResult(status -> {
            table.over(day, now);
            if (table.list(day, deliveredSince, now) > 0) events.publishEvent(new MarksInDoubt());
        });
    }
}
