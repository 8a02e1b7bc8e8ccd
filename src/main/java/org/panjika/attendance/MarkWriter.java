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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import org.panjika.attendance.Finding.Refusal;
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
import org.panjika.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Records marks in groups: those that arrive while one group commits go together in the next. A mark is acknowledged only
 * after the commit that holds it.
 */
@Component
class MarkWriter implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(MarkWriter.class);
    private static final int LARGEST_GROUP = 200;
    private static final int MOST_TRIES = 3;

    private final BlockingQueue<Pending> queue = new LinkedBlockingQueue<>();
    private final MarkTable marks;
    private final PersonDayTable days;
    private final OffPortalTable offPortalDays;
    private final DutyOrderTable dutyOrders;
    private final ExceptionTable exceptions;
    private final DayOpening opening;
    private final Limits limits;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final ApplicationEventPublisher events;
    private volatile Thread thread;

    MarkWriter(
            MarkTable marks,
            PersonDayTable days,
            OffPortalTable offPortalDays,
            DutyOrderTable dutyOrders,
            ExceptionTable exceptions,
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
        this.opening = opening;
        this.limits = limits;
        this.transaction = transaction;
        this.clock = clock;
        this.events = events;
    }

    private record Pending(Attempt attempt, CompletableFuture<Outcome> answer) {}

    /** What became of a mark. */
    sealed interface Outcome {
        record Recorded(MarkReceipt receipt) implements Outcome {}

        record NotRecorded(Problem problem, Map<String, Object> fields) implements Outcome {}

        /** Doubtful, or an OUT delivered after it was missed. */
        default boolean changesACase(LocalDate today) {
            return this instanceof Recorded r
                    && r.receipt().fresh()
                    && (!r.receipt().doubts().isEmpty()
                            || r.receipt().kind() == Mark.Kind.OUT
                                    && r.receipt().day().isBefore(today));
        }
    }

    /** Completes after the commit, or with the failure of the database. */
    CompletableFuture<Outcome> write(Attempt attempt) {
        var pending = new Pending(attempt, new CompletableFuture<>());
        queue.add(pending);
        return pending.answer();
    }

    private void run() {
        while (thread == Thread.currentThread()) {
            try {
                var group = new ArrayList<Pending>();
                group.add(queue.take());
                queue.drainTo(group, LARGEST_GROUP - 1);
                record(group);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void record(List<Pending> group) {
        List<Outcome> outcomes;
        try {
            outcomes = outcomes(group.stream().map(Pending::attempt).toList());
        } catch (RuntimeException e) {
            if (group.size() == 1 || databaseIsAway(e)) {
                log.error("{} marks could not be recorded", group.size(), e);
                group.forEach(one -> one.answer().completeExceptionally(e));
            } else {
                log.warn("a group of {} marks failed, each is tried alone: {}", group.size(), e.toString());
                group.forEach(one -> record(List.of(one)));
            }
            return;
        }
        for (int i = 0; i < group.size(); i++) group.get(i).answer().complete(outcomes.get(i));
        var today = LocalDate.now(clock);
        if (outcomes.stream().anyMatch(o -> o.changesACase(today))) events.publishEvent(new MarksInDoubt());
    }

    private List<Outcome> outcomes(List<Attempt> attempts) {
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        // Before the transaction: an opened day stays open even if this group fails.
        attempts.stream()
                .filter(a -> untimely(a, now).isEmpty())
                .map(Attempt::day)
                .distinct()
                .forEach(opening::ensureOpen);
        for (int again = 1; ; again++) {
            try {
                return transaction.execute(status -> new Group(now).judge(attempts));
            } catch (PessimisticLockingFailureException e) {
                // PostgreSQL ends one of those that wait for each other; nothing of it was written.
                if (again == MOST_TRIES) throw e;
            }
        }
    }

    /** Then one by one would fail too, each after its time. */
    private static boolean databaseIsAway(RuntimeException e) {
        return e instanceof TransactionException || e instanceof NonTransientDataAccessResourceException;
    }

    private Optional<Refusal> untimely(Attempt attempt, Instant now) {
        return MarkPolicy.untimely(attempt, now, limits.marks(attempt.mode()));
    }

    /** One group while it is being judged: what it has found, and what it will write. */
    private final class Group {
        private final Instant now;
        /** Where a person works at two institutions in a day there are two lines (C5). */
        private final Map<Key, List<PersonDay>> open = new HashMap<>();

        private final Map<Key, PersonDay> offPortal = new HashMap<>();
        private final Map<Key, List<DutyOrder>> orders = new HashMap<>();
        private final Map<Line, PersonDay> changed = new LinkedHashMap<>();
        private final Map<Key, PersonDay> changedOffPortal = new LinkedHashMap<>();
        private final List<NewMark> accepted = new ArrayList<>();
        private final List<MarkTable.Refusal> refused = new ArrayList<>();
        private final Map<UUID, Attempt> first = new HashMap<>();

        Group(Instant now) {
            this.now = now;
        }

        List<Outcome> judge(List<Attempt> attempts) {
            // The days are locked first: what was recorded before is then seen, whichever copy recorded it.
            lock(attempts.stream().filter(a -> untimely(a, now).isEmpty()).toList());
            var recorded = recordedBefore(attempts);
            var judged = new ArrayList<Object>();
            for (var attempt : attempts) {
                var earlier = recorded.get(attempt.id());
                if (earlier != null) judged.add(again(attempt, earlier.contentHash(), earlier.receipt()));
                else judged.add(judge(attempt));
            }
            var numbers = marks.insert(accepted, now);
            marks.refuse(refused, now);
            days.project(changed.values(), now);
            offPortalDays.project(changedOffPortal.values(), now);
            exceptions.open(accepted.stream().filter(Group::waitsForTheHead).toList(), now);
            var today = LocalDate.ofInstant(now, clock.getZone());
            exceptions.tellAgain(accepted.stream()
                    .filter(m -> m.attempt().kind() == Mark.Kind.OUT
                            && m.attempt().day().isBefore(today))
                    .toList());
            return judged.stream().map(j -> finished(j, numbers)).toList();
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

        /** A mark outside the portal waits for nobody: its month is verified by the parent institution (RJ-12). */
        private static boolean waitsForTheHead(NewMark mark) {
            return !mark.doubts().isEmpty() && mark.attempt().mode() != Mark.Mode.OFF_PORTAL;
        }

        private Map<UUID, MarkTable.Recorded> recordedBefore(List<Attempt> attempts) {
            var today = LocalDate.ofInstant(now, clock.getZone());
            var oldest =
                    today.minusDays(limits.marks(Mark.Mode.SELF).deliverWithin().toDays() + 1);
            return marks.recorded(attempts.stream().map(Attempt::id).toList(), oldest, today.plusDays(1));
        }

        /** An outcome, or the new mark whose number is not known yet. */
        private Object judge(Attempt attempt) {
            var twin = first.putIfAbsent(attempt.id(), attempt);
            if (twin != null) return sameGroup(attempt, twin);
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
            var doubts = ((Verdict.Recorded) verdict).doubts();
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
            return fresh;
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

        private void put(Attempt attempt, PersonDay before, PersonDay after) {
            if (attempt.mode() == Mark.Mode.OFF_PORTAL) {
                offPortal.put(key(attempt), after);
                changedOffPortal.put(key(attempt), after);
            } else {
                open.get(key(attempt)).replaceAll(l -> l == before ? after : l);
                changed.put(new Line(key(attempt), after.place().institutionId()), after);
            }
        }

        private record Line(Key of, long institutionId) {}

        private Outcome refuse(Attempt attempt, Optional<PersonDay> day, Refusal refusal) {
            refused.add(new MarkTable.Refusal(attempt, refusal.problem(), day));
            return new Outcome.NotRecorded(refusal.problem(), refusal.fields());
        }

        private Object sameGroup(Attempt attempt, Attempt twin) {
            if (!Arrays.equals(attempt.contentHash(), twin.contentHash())) return reused();
            return accepted.stream()
                    .filter(m -> m.attempt().id().equals(attempt.id()))
                    .<Object>map(m -> new Copy(m))
                    .findFirst()
                    .orElseGet(() -> refused.stream()
                            .filter(r -> r.attempt().id().equals(attempt.id()))
                            .findFirst()
                            .<Object>map(r -> new Outcome.NotRecorded(r.problem(), Map.of()))
                            .orElseThrow());
        }

        private Outcome again(Attempt attempt, byte[] contentHash, MarkReceipt receipt) {
            return Arrays.equals(attempt.contentHash(), contentHash) ? new Outcome.Recorded(receipt) : reused();
        }

        private Outcome reused() {
            return new Outcome.NotRecorded(CommonProblem.ID_REUSED, Map.of());
        }

        private Outcome finished(Object judged, Map<UUID, Long> numbers) {
            if (judged instanceof Outcome outcome) return outcome;
            if (judged instanceof Copy copy) return new Outcome.Recorded(receipt(copy.of(), numbers, false));
            return new Outcome.Recorded(receipt((NewMark) judged, numbers, true));
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

        private record Copy(NewMark of) {}
    }

    @Override
    public void start() {
        thread = new Thread(this::run, "mark-writer");
        thread.start();
    }

    @Override
    public void stop() {
        var running = thread;
        thread = null;
        if (running == null) return;
        running.interrupt();
        try {
            running.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        var late = new ArrayList<Pending>();
        queue.drainTo(late);
        late.forEach(p -> p.answer().completeExceptionally(new IllegalStateException("shutting down")));
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
