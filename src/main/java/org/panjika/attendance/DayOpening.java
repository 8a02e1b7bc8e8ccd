package org.panjika.attendance;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.panjika.attendance.Finding.Refusal;
import org.panjika.attendance.jdbc.DayOpeningTable;
import org.panjika.attendance.jdbc.PersonDayTable;
import org.panjika.models.ModelsDeployed;
import org.panjika.organisation.ListsChanged;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Opens the registers of a day: for every institution its hours and counters, for everybody expected an UNMARKED line
 * (C5, C6, C14). Done at dawn; a day that nobody opened is opened by the first mark for it.
 */
@Service
public class DayOpening {

    /** Days further back are opened by hand, by whoever knows why the server was down so long. */
    private static final int LONGEST_ABSENCE = 31;

    private final DayOpeningTable table;
    private final Limits limits;
    private final Clock clock;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final TransactionTemplate apart;
    private final Cache<LocalDate, Boolean> opened =
            Caffeine.newBuilder().maximumSize(32).build();

    DayOpening(
            DayOpeningTable table,
            Limits limits,
            Clock clock,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions) {
        this.table = table;
        this.limits = limits;
        this.clock = clock;
        this.events = events;
        this.transaction = new TransactionTemplate(transactions);
        this.apart = new TransactionTemplate(transactions);
        this.apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /** Opens the day unless it is open; it stays open though what asked for it is refused later. */
    public void ensureOpen(LocalDate day) {
        if (opened.getIfPresent(day) != null) return;
        // Not remembered before it is seen to be open: a state without institutions has nothing to open yet.
        if (table.isOpen(day)) opened.put(day, true);
        else apart.executeWithoutResult(status -> open(day));
    }

    /** Opens today, and the days since the last one that was opened: the server may have been down. */
    @EventListener(ApplicationReadyEvent.class)
    public void catchUp() {
        var today = LocalDate.now(clock);
        var next = table.lastOpened().map(last -> last.plusDays(1)).orElse(today);
        var first = next.isBefore(today.minusDays(LONGEST_ABSENCE)) ? today.minusDays(LONGEST_ABSENCE) : next;
        if (first.isBefore(today)) first.datesUntil(today).forEach(this::ensureOpen);
        ensureOpen(today);
    }

    /** Today's deadlines follow the table of cut-offs, unless they have passed. */
    @TransactionalEventListener(fallbackExecution = true)
    void followTables(ModelsDeployed deployed) {
        var today = LocalDate.now(clock);
        if (deployed.defines(Limits.DAY_CUTOFFS) && isOpen(today)) apart.executeWithoutResult(status -> open(today));
    }

    /** Who is expected today follows the lists as soon as they are imported. */
    @Async
    @TransactionalEventListener(classes = ListsChanged.class, fallbackExecution = true)
    void followLists() {
        open(LocalDate.now(clock));
    }

    /** Whether there are registers of the day. */
    public boolean isOpen(LocalDate day) {
        return opened.getIfPresent(day) != null || table.isOpen(day);
    }

    /**
     * Opens the day, or brings an open one in line with the calendar, the tree, the postings and the settings as they are
     * now. Lines about which somebody has said something stay as they are.
     */
    public void open(LocalDate day) {
        var cutoffs = limits.dayCutoffs(table.regimes());
        transaction.executeWithoutResult(status -> {
            table.open(day, clock.getZone(), cutoffs, clock.instant());
            events.publishEvent(new DayOpened(day));
        });
    }

    /** The holiday that keeps a person from being expected on a day. */
    Optional<DayOpeningTable.Holiday> holiday(PersonDayTable.Key of) {
        return table.holiday(of.employeeCode(), of.day());
    }

    /** Why a person has no line on a day: a holiday, with its name, or no place of work. */
    Refusal whyNotExpected(Attempt attempt) {
        return table.holiday(attempt.employeeCode(), attempt.day())
                .map(holiday -> {
                    var fields = Map.of("day", attempt.day(), "holiday", holiday.name());
                    return new Refusal(AttendanceProblem.NOT_A_WORKING_DAY, fields);
                })
                .orElseGet(() -> new Refusal(AttendanceProblem.NOT_POSTED_HERE, Map.of()));
    }
}
