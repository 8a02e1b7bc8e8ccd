package org.panjika.attendance;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.panjika.attendance.Finding.Refusal;
import org.panjika.attendance.MarkOutcome.NotRecorded;
import org.panjika.attendance.MarkOutcome.Recorded;
import org.panjika.attendance.MarkPolicy.Verdict;
import org.panjika.attendance.jdbc.DutyOrderTable;
import org.panjika.attendance.jdbc.ExceptionTable;
import org.panjika.attendance.jdbc.MarkTable;
import org.panjika.attendance.jdbc.MarkTable.NewMark;
import org.panjika.attendance.jdbc.OffPortalTable;
import org.panjika.attendance.jdbc.PersonDayTable;
import org.panjika.attendance.jdbc.PersonDayTable.HolidayLine;
import org.panjika.attendance.jdbc.PersonDayTable.Key;
import org.panjika.problem.CommonProblem;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Judges marks that came together and records them in one transaction: the marks, the refusals and what the days read then. */
@Component
class MarkGroups {

    private static final int MOST_TRIES = 3;

    private final MarkTable marks;
    private final PersonDayTable days;
    private final OffPortalTable offPortalDays;
    private final DutyOrderTable dutyOrders;
    private final ExceptionTable exceptions;
    private final HeadsAway headsAway;
    private final DayOpening opening;
    private final Limits limits;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    MarkGroups(
            MarkTable marks,
            PersonDayTable days,
            OffPortalTable offPortalDays,
            DutyOrderTable dutyOrders,
            ExceptionTable exceptions,
            HeadsAway headsAway,
            DayOpening opening,
            Limits limits,
            TransactionTemplate transaction,
            Clock clock,
            ApplicationEventPublisher events) {
        this.marks = marks;
        this.days = days;
        this.offPortalDays = offPortalDays;
        this.dutyOrders = dutyOrders;
        this.exceptions = exceptions;
        this.headsAway = headsAway;
        this.opening = opening;
        this.limits = limits;
        this.transaction = transaction;
        this.clock = clock;
        this.events = events;
    }

    /** What became of each, in order; all of it is committed. */
    List<MarkOutcome> record(List<Attempt> attempts) {
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        // Before the transaction: an opened day stays open even if this group fails.
        attempts.stream()
                .filter(a -> untimely(a, now).isEmpty())
                .map(Attempt::day)
                .distinct()
                .forEach(opening::ensureOpen);
        for (int again = 1; ; again++) {
            try {
                return transaction.execute(status -> new Group(now).record(attempts));
            } catch (PessimisticLockingFailureException e) {
                // PostgreSQL ends one of those that wait for each other; nothing of it was written.
                if (again == MOST_TRIES) throw e;
            }
        }
    }

    private Optional<Refusal> untimely(Attempt attempt, Instant now) {
        return MarkPolicy.untimely(attempt, now, limits.marks(attempt.mode()));
    }

    /** One mark of a group, judged. */
    private sealed interface Judged {

        /** To be recorded; its number is not known yet. */
        record Fresh(NewMark mark) implements Judged {}

        /** The same as one of this group that is to be recorded. */
        record CopyOf(NewMark mark) implements Judged {}

        record Settled(MarkOutcome outcome) implements Judged {}
    }

    /** One group while it is being judged: what it has found, and what it will write. */
    private final class Group {
        private final Instant now;
        private final LocalDate today;
        /** Where a person works at two institutions in a day there are two lines (C5). */
        private final Map<Key, List<PersonDay>> open = new HashMap<>();

        private final Map<Key, PersonDay> offPortal = new HashMap<>();
        private final Map<Key, List<DutyOrder>> orders = new HashMap<>();
        private final Map<Line, PersonDay> asTheyWere = new HashMap<>();
        private final Map<Line, PersonDay> changed = new LinkedHashMap<>();
        private final Map<Key, PersonDay> changedOffPortal = new LinkedHashMap<>();
        private final List<NewMark> accepted = new ArrayList<>();
        private final List<MarkedOnLeave.Day> onLeave = new ArrayList<>();
        private final List<MarkTable.Refusal> refused = new ArrayList<>();
        private final Map<UUID, First> first = new HashMap<>();

        Group(Instant now) {
            this.now = now;
            this.today = LocalDate.ofInstant(now, clock.getZone());
        }

        private record Line(Key of, long institutionId) {}

        /** The first mark of an id in this group, and what it was judged to be. */
        private record First(Attempt attempt, Judged judged) {}

        List<MarkOutcome> record(List<Attempt> attempts) {
            marks.keepPlans();
            // The days are locked first: what was recorded before is then seen, whichever copy recorded it.
            lock(attempts.stream().filter(a -> untimely(a, now).isEmpty()).toList());
            var recorded = recordedBefore(attempts);
            var judged = new ArrayList<Judged>();
            for (var attempt : attempts) {
                var earlier = recorded.get(attempt.id());
                judged.add(earlier == null ? once(attempt) : again(attempt, earlier));
            }
            var numbers = marks.insert(accepted, now);
            marks.refuse(refused, now);
            days.project(changed.values(), now);
            headsAway.follow(asTheyWere.values(), changed.values());
            offPortalDays.project(changedOffPortal.values(), now);
            tellCases();
            return judged.stream().map(j -> outcome(j, numbers)).toList();
        }

        private void tellCases() {
            var doubtful = accepted.stream().filter(Group::waitsForTheHead).toList();
            var settling = accepted.stream().filter(this::maySettleACase).toList();
            if (!onLeave.isEmpty()) events.publishEvent(new MarkedOnLeave(onLeave));
            exceptions.open(doubtful, now);
            exceptions.tellAgain(settling);
            if (!doubtful.isEmpty() || !settling.isEmpty()) events.publishEvent(new MarksInDoubt());
        }

        /** A mark outside the portal waits for nobody: its month is verified by the parent institution (RJ-12). */
        private static boolean waitsForTheHead(NewMark mark) {
            return !mark.doubts().isEmpty() && mark.attempt().mode() != Mark.Mode.OFF_PORTAL;
        }

        /** An OUT delivered after it was missed, the IN of an OUT that waits for it, or one in the place of a rejected one (C8). */
        private boolean maySettleACase(NewMark mark) {
            var out = mark.attempt().kind() == Mark.Kind.OUT;
            return out && mark.attempt().day().isBefore(today)
                    || mark.day().marks().stream().anyMatch(m -> !m.effective() || !out && m.kind() == Mark.Kind.OUT);
        }

        private void lock(List<Attempt> attempts) {
            var keys = new LinkedHashSet<Key>();
            var apart = new LinkedHashSet<Key>();
            var onDuty = new LinkedHashSet<Key>();
            for (var attempt : attempts) {
                var key = key(attempt);
                if (attempt.mode() == Mark.Mode.OFF_PORTAL) apart.add(key);
                else keys.add(key);
                if (attempt.mode() == Mark.Mode.ON_DUTY) onDuty.add(key);
            }
            lockLines(keys);
            offPortalDays.lock(apart).forEach(d -> offPortal.put(new Key(d.employeeCode(), d.day()), d));
            // Orders are read after the days are locked, so that one entered meanwhile is seen here or sees this mark.
            keys.removeIf(k -> isExpected(k) && !onDuty.contains(k));
            orders.putAll(dutyOrders.inForce(keys));
            addCalledOnHoliday();
        }

        private void lockLines(Set<Key> keys) {
            for (var line : days.lock(keys)) {
                open.computeIfAbsent(new Key(line.employeeCode(), line.day()), k -> new ArrayList<>())
                        .add(line);
            }
        }

        private boolean isExpected(Key key) {
            return open.getOrDefault(key, List.of()).stream()
                    .anyMatch(l -> !l.expected().isEmpty());
        }

        /** C8: who is called by an order on a holiday gets a line that day, which expects nothing. */
        private void addCalledOnHoliday() {
            var called = orders.keySet().stream()
                    .filter(k -> !open.containsKey(k))
                    .flatMap(k -> opening.holiday(k).map(h -> new HolidayLine(k, h.institutionId())).stream())
                    .toList();
            if (called.isEmpty()) return;
            days.addHolidays(called);
            lockLines(called.stream().map(HolidayLine::of).collect(Collectors.toSet()));
        }

        private static Key key(Attempt attempt) {
            return new Key(attempt.employeeCode(), attempt.day());
        }

        private Map<UUID, MarkTable.Recorded> recordedBefore(List<Attempt> attempts) {
            var oldest =
                    today.minusDays(limits.marks(Mark.Mode.SELF).deliverWithin().toDays() + 1);
            return marks.recorded(attempts.stream().map(Attempt::id).toList(), oldest, today.plusDays(1));
        }

        private Judged again(Attempt attempt, MarkTable.Recorded earlier) {
            return Arrays.equals(attempt.contentHash(), earlier.contentHash())
                    ? new Judged.Settled(new Recorded(earlier.receipt()))
                    : reused();
        }

        /** Copies of one mark in a group are judged once. */
        private Judged once(Attempt attempt) {
            var twin = first.get(attempt.id());
            if (twin == null) {
                var judged = judge(attempt);
                first.put(attempt.id(), new First(attempt, judged));
                return judged;
            }
            if (!Arrays.equals(attempt.contentHash(), twin.attempt().contentHash())) return reused();
            return twin.judged() instanceof Judged.Fresh fresh ? new Judged.CopyOf(fresh.mark()) : twin.judged();
        }

        private static Judged reused() {
            return new Judged.Settled(new NotRecorded(CommonProblem.ID_REUSED, Map.of()));
        }

        private Judged judge(Attempt attempt) {
            var untimely = untimely(attempt, now);
            if (untimely.isPresent()) return refuse(attempt, Optional.empty(), untimely.get());
            var found = line(attempt);
            if (found.isEmpty()) return refuse(attempt, Optional.empty(), opening.whyNotExpected(attempt));
            var day = found.get();
            var sofar = new MarkPolicy.Day(day.marks(), orders.getOrDefault(key(attempt), List.of()));
            if (notCalled(attempt, day, sofar)) {
                return refuse(attempt, Optional.of(day), opening.whyNotExpected(attempt));
            }
            var verdict = MarkPolicy.judgeAll(attempt, day.place(), sofar, limits.marks(attempt.mode()));
            if (verdict instanceof Verdict.Refused no) return refuse(attempt, Optional.of(day), no.refusal());
            return accept(attempt, day, sofar, ((Verdict.Recorded) verdict).doubts());
        }

        private Optional<PersonDay> line(Attempt attempt) {
            if (attempt.mode() == Mark.Mode.OFF_PORTAL) return Optional.ofNullable(offPortal.get(key(attempt)));
            return Optional.ofNullable(open.get(key(attempt))).map(lines -> PlaceOfMark.choose(lines, attempt));
        }

        private static boolean notCalled(Attempt attempt, PersonDay day, MarkPolicy.Day sofar) {
            return attempt.mode() != Mark.Mode.OFF_PORTAL
                    && day.expected().isEmpty()
                    && !sofar.called(attempt, day.place());
        }

        private Judged refuse(Attempt attempt, Optional<PersonDay> day, Refusal refusal) {
            refused.add(new MarkTable.Refusal(attempt, refusal.problem(), day));
            return new Judged.Settled(new NotRecorded(refusal.problem(), refusal.fields()));
        }

        private Judged accept(Attempt attempt, PersonDay day, MarkPolicy.Day sofar, List<Mark.Doubt> doubts) {
            var mark = new Mark(
                    attempt.id(),
                    attempt.kind(),
                    attempt.mode(),
                    attempt.at(),
                    attempt.caller(),
                    Set.copyOf(doubts),
                    Optional.empty());
            var replaced = sofar.effective(attempt.kind())
                    .filter(m -> attempt.kind() == Mark.Kind.OUT)
                    .map(Mark::id);
            var fresh = new NewMark(attempt, day, doubts, replaced);
            accepted.add(fresh);
            put(attempt, day, day.with(mark));
            return new Judged.Fresh(fresh);
        }

        private void put(Attempt attempt, PersonDay before, PersonDay after) {
            if (attempt.mode() == Mark.Mode.OFF_PORTAL) {
                offPortal.put(key(attempt), after);
                changedOffPortal.put(key(attempt), after);
            } else {
                open.get(key(attempt)).replaceAll(l -> l == before ? after : l);
                var line = new Line(key(attempt), after.place().institutionId());
                asTheyWere.putIfAbsent(line, before);
                changed.put(line, after);
                onLeave.addAll(MarkedOnLeave.since(List.of(before), List.of(after), today));
            }
        }

        private MarkOutcome outcome(Judged judged, Map<UUID, Long> numbers) {
            if (judged instanceof Judged.Fresh fresh) return new Recorded(receipt(fresh.mark(), numbers, true));
            if (judged instanceof Judged.CopyOf copy) return new Recorded(receipt(copy.mark(), numbers, false));
            return ((Judged.Settled) judged).outcome();
        }

        private MarkReceipt receipt(NewMark mark, Map<UUID, Long> numbers, boolean fresh) {
            var attempt = mark.attempt();
            return new MarkReceipt(
                    fresh,
                    numbers.get(attempt.id()),
                    attempt.id(),
                    attempt.employeeCode(),
                    attempt.day(),
                    attempt.kind(),
                    mark.doubts(),
                    mark.day().place().distance(attempt.position()),
                    now);
        }
    }
}
