package org.panjika.attendance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.panjika.attendance.MarkOutcome.NotRecorded;
import org.panjika.problem.CommonProblem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Writes marks in groups: those that arrive while one group commits go together in the next. A mark is acknowledged only
 * after the commit that holds it.
 */
@Component
class MarkWriter implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(MarkWriter.class);
    private static final int LARGEST_GROUP = 200;

    /** The last thing a writer takes from the queue. */
    private static final Pending END = new Pending(null, new CompletableFuture<>());

    private final BlockingQueue<Pending> queue = new LinkedBlockingQueue<>();
    private final MarkGroups groups;
    private volatile Thread thread;

    MarkWriter(MarkGroups groups) {
        this.groups = groups;
    }

    private record Pending(Attempt attempt, CompletableFuture<MarkOutcome> answer) {}

    /** Completes after the commit, or with the failure of the database. */
    CompletableFuture<MarkOutcome> write(Attempt attempt) {
        var pending = new Pending(attempt, new CompletableFuture<>());
        queue.add(pending);
        if (!isRunning()) sendAway();
        return pending.answer();
    }

    private void run() {
        var ended = false;
        while (!ended) {
            var group = new ArrayList<Pending>();
            try {
                group.add(queue.take());
            } catch (InterruptedException nobodyDoes) {
                continue;
            }
            queue.drainTo(group, LARGEST_GROUP - 1);
            ended = group.remove(END);
            if (!group.isEmpty()) record(group);
        }
    }

    /** Whatever happens, those who wait are answered and the writer goes on. */
    private void record(List<Pending> group) {
        try {
            var outcomes = groups.record(group.stream().map(Pending::attempt).toList());
            for (int i = 0; i < group.size(); i++) group.get(i).answer().complete(outcomes.get(i));
        } catch (RuntimeException e) {
            if (group.size() == 1 || databaseIsAway(e)) {
                fail(group, e);
            } else {
                log.warn("a group of {} marks failed, each is tried alone: {}", group.size(), e.toString());
                group.forEach(one -> record(List.of(one)));
            }
        } catch (Error e) {
            fail(group, e);
        }
    }

    private static void fail(List<Pending> group, Throwable failure) {
        log.error("{} marks could not be recorded", group.size(), failure);
        group.forEach(one -> one.answer().completeExceptionally(failure));
    }

    /** Then one by one would fail too, each after its time. */
    private static boolean databaseIsAway(RuntimeException e) {
        return e instanceof TransactionException || e instanceof NonTransientDataAccessResourceException;
    }

    /** Who comes when nobody writes is told to come again. */
    private void sendAway() {
        var late = new ArrayList<Pending>();
        queue.drainTo(late);
        late.remove(END);
        late.forEach(p -> p.answer().complete(new NotRecorded(CommonProblem.UNEXPECTED, Map.of())));
    }

    /** Before the web server starts, and until it has answered everybody. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 4096;
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
        queue.add(END);
        try {
            running.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sendAway();
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
