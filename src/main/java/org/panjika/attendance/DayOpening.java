package org.panjika.attendance;

import static java.util.stream.Collectors.toMap;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.panjika.attendance.Finding.Refusal;
import org.panjika.attendance.jdbc.DayOpeningTable;
import org.panjika.attendance.jdbc.DayOpeningTable.Misread;
import org.panjika.attendance.jdbc.LeaveEntryTable;
import org.panjika.attendance.jdbc.PersonDayTable;
import org.panjika.attendance.jdbc.PersonDayTable.Key;
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

    /** Days further back are caught up by hand, by whoever knows why the server was down so long. */
    static final int LONGEST_ABSENCE = 31;

    /** An order of posting is not entered later than so many days. */
    static final int FARTHEST_BACK = 400;

    /** So many lines are read again at once. */
    private static final int AT_ONCE = 1_000;

    private final DayOpeningTable table;
    private final PersonDayTable days;
    private final LeaveEntryTable leave;
    private final Limits limits;
    private final SentMonths sent;
    private final Clock clock;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate apart;
    private final Cache<LocalDate, Boolean> opened =
            Caffeine.newBuilder().maximumSize(32).build();

    DayOpening(
            DayOpeningTable table,
            PersonDayTable days,
            LeaveEntryTable leave,
            Limits limits,
            SentMonths sent,
            Clock clock,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions) {
        this.table = table;
        this.days = days;
        this.leave = leave;
        this.limits = limits;
        this.sent = sent;
        this.clock = clock;
        this.events = events;
        this.apart = new TransactionTemplate(transactions);
        this.apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /** Opens the day unless it is open; it stays open though what asked for it is refused later. */
    public void ensureOpen(LocalDate day) {
        if (opened.getIfPresent(day) != null) return;
        // Not remembered before it is seen to be open: a state without institutions has nothing to open yet.
        if (table.isOpen(day)) opened.put(day, true);
        else open(day);
    }

    /** Opens today, and the days since the last one that was opened: the server may have been down. */
    @EventListener(ApplicationReadyEvent.class)
    public void catchUp() {
        var today = LocalDate.now(clock);
        var next = table.lastOpenedBefore(today).map(last -> last.plusDays(1)).orElse(today);
        var first = next.isBefore(today.minusDays(LONGEST_ABSENCE)) ? today.minusDays(LONGEST_ABSENCE) : next;
        if (first.isBefore(today)) first.datesUntil(today).forEach(this::ensureOpen);
        ensureOpen(today);
    }

    /** What a copy of the application that was killed has not followed. */
    @Async
    @EventListener(ApplicationReadyEvent.class)
    void followWhatIsLeft() {
        followWorkplaces();
    }

    /** Today's deadlines follow the table of cut-offs, unless they have passed. */
    @TransactionalEventListener(fallbackExecution = true)
    void followTables(ModelsDeployed deployed) {
        var today = LocalDate.now(clock);
        if (deployed.defines(Limits.DAY_CUTOFFS) && isOpen(today)) open(today);
    }

    /** Who is expected today, and who was on the days before, follows the lists as soon as they are imported. */
    @Async
    @TransactionalEventListener(classes = ListsChanged.class, fallbackExecution = true)
    void followLists() {
        open(LocalDate.now(clock));
        followWorkplaces();
    }

    /**
     * Days before today that are open follow postings, deputations and states of service that were entered late (C5): who worked there
     * gets lines, which read UNMARKED or, where a technical fault is known, TECHNICAL, and who did not loses those about which
     * nothing has been said. Days that were read for a statement that has been sent stay as they are (C17), and so do those farther
     * back than {@value #FARTHEST_BACK} days.
     */
    public void followWorkplaces() {
        var newest = table.newestChange();
        if (newest.isEmpty()) return;
        var today = LocalDate.now(clock);
        for (var day : table.openDaysChanged(today.minusDays(FARTHEST_BACK), today, newest.get())) {
            var concerned = new HashSet<>(table.changed(day, newest.get()));
            concerned.removeAll(sent.among(concerned, day));
            if (concerned.isEmpty()) continue;
            apart.executeWithoutResult(status -> {
                table.follow(day, concerned);
                events.publishEvent(new WorkplacesFollowed(day, Set.copyOf(concerned)));
            });
            readLeave(day);
            events.publishEvent(new LinesMade(day));
        }
        table.changesFollowed(newest.get());
    }

    /** Whether there are registers of the day. */
    public boolean isOpen(LocalDate day) {
        return opened.getIfPresent(day) != null || table.isOpen(day);
    }

    /**
     * Opens the day, or brings an open one in line with the calendar, the tree, the postings and the settings as they are
     * now, in transactions of its own. Lines about which somebody has said something stay where they are, but read only
     * sessions that the calendar has: of half a day declared at noon nobody owes the afternoon. Whose leave was approved
     * before reads LEAVE (C13).
     */
    public void open(LocalDate day) {
        var cutoffs = limits.dayCutoffs(table.regimes());
        var misread = apart.execute(status -> {
            table.open(day, clock.getZone(), cutoffs, clock.instant());
            events.publishEvent(new DayOpened(day));
            return table.misread(day);
        });
        for (int i = 0; i < misread.size(); i += AT_ONCE) {
            var group = misread.subList(i, Math.min(i + AT_ONCE, misread.size()));
            apart.executeWithoutResult(status -> readAgain(group));
        }
        readLeave(day);
        if (isOpen(day)) events.publishEvent(new LinesMade(day));
    }

    private void readLeave(LocalDate day) {
        var onLeave = leave.notRead(day);
        for (int i = 0; i < onLeave.size(); i += AT_ONCE) {
            var group = onLeave.subList(i, Math.min(i + AT_ONCE, onLeave.size()));
            apart.executeWithoutResult(status -> days.project(days.withFacts(days.lock(group)), clock.instant()));
        }
        var free = leave.notExpected(day);
        if (!free.isEmpty()) events.publishEvent(new LeaveOnFreeDay(free));
    }

    private void readAgain(List<Misread> lines) {
        record Line(Key of, long institutionId) {}
        var expected = lines.stream().collect(toMap(m -> new Line(m.of(), m.institutionId()), Misread::expected));
        var changed = new ArrayList<PersonDay>();
        for (var line : days.lock(lines.stream().map(Misread::of).distinct().toList())) {
            var of = new Line(
                    new Key(line.employeeCode(), line.day()), line.place().institutionId());
            Optional.ofNullable(expected.get(of)).map(line::expecting).ifPresent(changed::add);
        }
        days.project(changed, clock.instant());
    }

    /** The holiday that keeps a person from being expected on a day. */
    Optional<DayOpeningTable.Holiday> holiday(Key of) {
        return table.holiday(of.employeeCode(), of.day());
    }

    /**
     * Why a person has no line on a day: no place of work, or none whose head the caller is who marks for others (BR-6); else a
     * holiday, with its name.
     */
    Refusal whyNotExpected(Attempt attempt) {
        return table.holiday(attempt.employeeCode(), attempt.day())
                .filter(h -> attempt.mode() != Mark.Mode.SCHOOL_ADMIN
                        || attempt.mayActFor().contains(h.institutionId()))
                .map(holiday -> {
                    var fields = Map.of("day", attempt.day(), "holiday", holiday.name());
                    return new Refusal(AttendanceProblem.NOT_A_WORKING_DAY, fields);
                })
                .orElseGet(() -> new Refusal(AttendanceProblem.NOT_POSTED_HERE, Map.of()));
    }
}
