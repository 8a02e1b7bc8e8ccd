package org.panjika.engine;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Moves the cases that wait for it, some in a transaction; where that fails, each alone. Every copy of the application takes
 * its share, and what a copy that stopped had begun waits again.
 */
@Component
class CasesOnTheMove {

    private static final Logger log = LoggerFactory.getLogger(CasesOnTheMove.class);

    private static final int TOGETHER = 25;

    /** Of one case, with seconds in between. */
    private static final int MOST_TRIES = 30;

    private final ProcessEngineConfigurationImpl engine;
    private final RuntimeService runtime;
    private final MovePlans plans;
    private final TasksSetAnew tasks;
    private final MoveLog moves;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final ReentrantLock atWork = new ReentrantLock();

    CasesOnTheMove(
            ProcessEngineConfigurationImpl engine,
            RuntimeService runtime,
            MovePlans plans,
            TasksSetAnew tasks,
            MoveLog moves,
            JdbcClient jdbc,
            TransactionTemplate transaction) {
        this.engine = engine;
        this.runtime = runtime;
        this.plans = plans;
        this.tasks = tasks;
        this.moves = moves;
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    /** Until none waits; by one thread, which leaves the other processor to those who mark. */
    @Async
    @Scheduled(fixedDelay = 2_000, initialDelay = 10_000)
    void goOn() {
        if (!atWork.tryLock()) return;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                var next = moves.next(TOGETHER);
                if (next.isEmpty()) return;
                // again and again: what passes is given time to
                if (!moved(next) && next.get(0).tries() > 0) return;
            }
        } finally {
            atWork.unlock();
        }
    }

    /** Whether all have moved, or are known to stay: what failed in passing is tried again behind the others. */
    private boolean moved(List<MoveLog.Waiting> group) {
        try {
            move(group);
            return true;
        } catch (RuntimeException e) {
            if (group.size() == 1) return leave(group.get(0), e);
        }
        return group.stream().filter(one -> !moved(List.of(one))).count() == 0;
    }

    private boolean leave(MoveLog.Waiting one, RuntimeException why) {
        if (isPassing(why) && one.tries() < MOST_TRIES) {
            log.info("{} is moved later: {}", one.instance(), why.getMessage());
            moves.later(one);
            return false;
        }
        log.warn("{} stays where it was: {}", one.instance(), why.getMessage());
        transaction.executeWithoutResult(status -> {
            if (!moves.take(List.of(one)).isEmpty()) moves.failed(one, String.valueOf(why.getMessage()));
        });
        return true;
    }

    /** All of one move. */
    private void move(List<MoveLog.Waiting> group) {
        transaction.executeWithoutResult(status -> {
            var taken = moves.take(group);
            if (taken.isEmpty()) return;
            var move = group.get(0).move();
            var made = moves.made(move);
            var source =
                    plans.definition(made.way().process(), made.way().from()).getId();
            var here = on(source, taken);
            if (!here.isEmpty()) move(here, made, source);
            moves.moved(move, here);
            moves.gone(move, taken.stream().filter(i -> !here.contains(i)).toList());
        });
    }

    private void move(List<String> instances, MoveLog.Ordered made, String source) {
        var changing = made.changing();
        var leaving = instances.stream()
                .map(instance -> new Leaving(instance, standing(instance, changing)))
                .filter(leaves -> !leaves.steps().isEmpty())
                .toList();
        runtime.newMigration(plans.of(made.way(), changing))
                .processInstanceIds(instances)
                .execute();
        leaving.forEach(leaves -> beginAnew(leaves, changing));
        if (made.way().timers() == Moves.Timers.ANEW) {
            engine.getCommandExecutorTxRequired().execute(context -> tasks.set(instances, source, context));
        }
    }

    /** @param steps by the id with which a case stands at it */
    private record Leaving(String instance, Map<String, String> steps) {}

    private Map<String, String> standing(String instance, Map<String, String> changing) {
        if (changing.isEmpty()) return Map.of();
        var tree = runtime.getActivityInstance(instance);
        var standing = new HashMap<String, String>();
        changing.keySet().forEach(step -> {
            for (var at : tree.getActivityInstances(step)) standing.put(at.getId(), step);
        });
        return standing;
    }

    /** The step that was chosen is another office's: the engine alone would leave the task to the office that had it. */
    private void beginAnew(Leaving leaves, Map<String, String> changing) {
        var change = runtime.createProcessInstanceModification(leaves.instance());
        leaves.steps().forEach((at, step) -> change.startBeforeActivity(changing.get(step))
                .cancelActivityInstance(at));
        change.execute();
    }

    private List<String> on(String definition, List<String> instances) {
        return jdbc.sql(
                        """
                        select id_ from engine.act_ru_execution
                         where id_ = any (:instances) and proc_def_id_ = :definition order by id_
                        """)
                .param("instances", instances.toArray(String[]::new))
                .param("definition", definition)
                .query(String.class)
                .list();
    }

    /** Somebody was faster, or the database is away for a moment. */
    private static boolean isPassing(Throwable why) {
        for (var cause = why; cause != null; cause = cause.getCause()) {
            if (cause instanceof OptimisticLockingException || cause instanceof TransactionException) return true;
            // connection lost, rolled back because of another, shut down
            if (cause instanceof SQLException sql
                    && sql.getSQLState() != null
                    && sql.getSQLState().matches("(08|40|57).*")) return true;
        }
        return false;
    }
}
