package org.panjika.attendance;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.panjika.attendance.jdbc.FaultEntryTable;
import org.panjika.attendance.jdbc.PersonDayTable;
import org.panjika.attendance.jdbc.PersonDayTable.Key;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.panjika.problem.Refused.FieldError;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** What a technical fault does to sessions (C15, BR-19): TECHNICAL, back to what they were, or what the register says. */
@Service
public class FaultEffect {

    /** So many institutions, or days of people, are written at once. */
    private static final int AT_ONCE = 1_000;

    /** What a settlement may say. */
    public static final List<SessionStatus> SETTLED = List.of(
            SessionStatus.PRESENT, SessionStatus.ABSENT, SessionStatus.LEAVE, SessionStatus.TOUR, SessionStatus.DUTY);

    private final FaultEntryTable table;
    private final PersonDayTable days;
    private final DayOpening opening;
    private final Clock clock;
    private final TransactionTemplate together;
    private final TransactionTemplate apart;

    FaultEffect(
            FaultEntryTable table,
            PersonDayTable days,
            DayOpening opening,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.table = table;
        this.days = days;
        this.opening = opening;
        this.clock = clock;
        this.together = new TransactionTemplate(transactions);
        this.apart = new TransactionTemplate(transactions);
        this.apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /**
     * A line of the physical register.
     *
     * @param forenoon one of {@link #SETTLED}; empty: the session stays TECHNICAL
     */
    public record Line(
            String employeeCode,
            LocalDate day,
            Optional<SessionStatus> forenoon,
            Optional<SessionStatus> afternoon,
            Optional<String> remark) {

        Optional<SessionStatus> about(Session session) {
            return session == Session.FORENOON ? forenoon : afternoon;
        }
    }

    /**
     * As whom somebody settles: lines about which the own offices decide (C4), never the own line.
     *
     * @param staffId nobody's where an administrator is not staff
     * @param offices keys of the institutions the person heads
     * @param top key of the root, where the person decides what no seat up to it may
     */
    public record Settler(Optional<Long> staffId, List<Long> offices, Optional<Long> top) {}

    /** Whether anybody has a session that the fault would make TECHNICAL. */
    public boolean concernsAnybody(FaultPeriod fault) {
        return daysOf(fault).stream().anyMatch(day -> table.concernsAnybody(fault, day));
    }

    /**
     * Whether anybody works at all in the period, for so many minutes or more, at or below the institution.
     *
     * @return false where the period lies outside working hours or on holidays
     */
    public boolean inWorkingHours(FaultPeriod fault, int minutes) {
        return daysOf(fault).stream().anyMatch(day -> table.inWorkingHours(fault, day, minutes));
    }

    /**
     * Makes TECHNICAL what the fault covers and what would read UNMARKED or TO_BE_CONFIRMED, and excuses the deadlines that
     * were missed for it alone; in the caller's transaction. Done twice it changes nothing more.
     */
    public void declare(FaultPeriod fault, String by) {
        declare(fault, by, together);
    }

    /** The same in groups that commit one by one: for large areas, whose marks must not wait for the whole of it. */
    public void declareInGroups(FaultPeriod fault, String by) {
        declare(fault, by, apart);
    }

    private void declare(FaultPeriod fault, String by, TransactionTemplate transaction) {
        var now = now();
        for (var day : daysOf(fault)) {
            var institutions = table.institutions(fault, day);
            for (int i = 0; i < institutions.size(); i += AT_ONCE) {
                var group = institutions.subList(i, Math.min(i + AT_ONCE, institutions.size()));
                transaction.executeWithoutResult(status -> table.declare(fault, day, group, by, now));
            }
        }
    }

    /**
     * Takes back what a refused fault made TECHNICAL; in the caller's transaction. Done twice it changes nothing more.
     *
     * @param told learns of the people concerned, by their keys
     */
    public void takeBack(UUID fault, String by, Consumer<Set<Long>> told) {
        takeBack(fault, by, told, together);
    }

    /** The same in groups that commit one by one; {@code told} is called in the transaction of each. */
    public void takeBackInGroups(UUID fault, String by, Consumer<Set<Long>> told) {
        takeBack(fault, by, told, apart);
    }

    private void takeBack(UUID fault, String by, Consumer<Set<Long>> told, TransactionTemplate transaction) {
        var now = now();
        boolean more;
        do {
            more = Boolean.TRUE.equals(transaction.execute(status -> takeBackSome(fault, by, told, now)));
        } while (more);
    }

    private boolean takeBackSome(UUID fault, String by, Consumer<Set<Long>> told, Instant now) {
        var locked = days.lock(table.standing(fault, AT_ONCE));
        if (locked.isEmpty()) return false;
        var taken = table.takeBack(fault, locked, by, now);
        days.project(days.withFacts(locked), now);
        told.accept(locked.stream().map(PersonDay::staffId).collect(Collectors.toSet()));
        return taken > 0;
    }

    /** What still reads TECHNICAL by the fault at one institution, by day and name. */
    public List<FaultSession> open(UUID fault, long institutionId) {
        return table.open(fault, institutionId);
    }

    /** What of it somebody may settle, at all institutions or at one; at most some thousand lines. */
    public List<FaultSession> openTo(Settler settler, UUID fault, Optional<Long> institutionId) {
        return table.openTo(settler, fault, institutionId, LocalDate.now(clock));
    }

    /** Whether anything still reads TECHNICAL by the fault. */
    public boolean anythingOpen(UUID fault) {
        return table.anythingOpen(fault);
    }

    /** Whether the fault made sessions TECHNICAL at or below one of the institutions. */
    public boolean concerns(UUID fault, List<Long> institutionIds) {
        return table.concerns(fault, institutionIds);
    }

    /** Whether the fault made sessions TECHNICAL, and none of them reads so any more. */
    public boolean settled(UUID fault) {
        return table.madeTechnical(fault) && !table.anythingOpen(fault);
    }

    /** How many sessions the fault covers or covered, and how many still read TECHNICAL. */
    public Extent extent(UUID fault) {
        return table.extent(fault);
    }

    public record Extent(long sessions, long open) {}

    /**
     * Writes what the physical register says about sessions that read TECHNICAL by the fault, all lines or none.
     *
     * @param at the institution all of them belong to
     * @throws Refused {@code invalid-fields} naming lines that are wrong: nobody of that code with such a session here
     *     ({@code not-technical}), a status that cannot be settled ({@code not-for-settling}), a person and day named twice
     */
    @Transactional
    public void settle(UUID fault, long at, List<Line> lines, String by) {
        days.lock(lines.stream()
                .map(l -> new Key(l.employeeCode(), l.day()))
                .distinct()
                .toList());
        var open = new HashMap<Key, FaultSession>();
        table.open(fault, at).forEach(s -> open.put(new Key(s.employeeCode(), s.day()), s));
        refuse(lines, open);
        var now = now();
        table.settle(fault, lines, open, by, now);
        days.project(
                days.lock(lines.stream()
                        .map(l -> new Key(l.employeeCode(), l.day()))
                        .toList()),
                now);
    }

    private static void refuse(List<Line> lines, Map<Key, FaultSession> open) {
        var wrong = new ArrayList<FieldError>();
        var named = new HashSet<Key>();
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            var key = new Key(line.employeeCode(), line.day());
            var found = open.get(key);
            var field = "lines[%d].".formatted(i);
            if (!named.add(key)) wrong.add(new FieldError(field + "employeeCode", "named-twice"));
            else if (found == null) wrong.add(new FieldError(field + "employeeCode", "not-technical"));
            else {
                for (var session : Session.values()) {
                    var name = field + session.name().toLowerCase(Locale.ROOT);
                    line.about(session).ifPresent(said -> {
                        if (!SETTLED.contains(said)) wrong.add(new FieldError(name, "not-for-settling"));
                        else if (!found.open(session)) wrong.add(new FieldError(name, "not-technical"));
                    });
                }
            }
        }
        if (!wrong.isEmpty()) throw new Refused(CommonProblem.INVALID_FIELDS, Map.of(), wrong);
    }

    /** The days of the period that have registers; today's are opened. */
    private List<LocalDate> daysOf(FaultPeriod fault) {
        var first = LocalDate.ofInstant(fault.from(), clock.getZone());
        var last = LocalDate.ofInstant(fault.to().minusNanos(1), clock.getZone());
        var today = LocalDate.now(clock);
        if (!last.isBefore(today) && !first.isAfter(today)) opening.ensureOpen(today);
        return first.datesUntil(last.plusDays(1)).filter(opening::isOpen).toList();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
