package org.panjika.engine;

import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.migration.MigrationPlan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Moves cases whose step the other version does not have to a step that it has. That step begins anew, because it is another
 * office's: the engine alone would leave the task to the office that had it.
 */
@Component
class CasesBetweenSteps {

    private static final Logger log = LoggerFactory.getLogger(CasesBetweenSteps.class);

    private final RuntimeService runtime;
    private final TransactionTemplate transaction;
    private final DeploymentLog moves;

    CasesBetweenSteps(RuntimeService runtime, TransactionTemplate transaction, DeploymentLog moves) {
        this.runtime = runtime;
        this.transaction = transaction;
        this.moves = moves;
    }

    /**
     * Cases that stand at one step.
     *
     * @param step of the other version, where they begin anew
     */
    record Group(Set<String> cases, MigrationPlan plan, String step) {}

    /** Each case in a transaction of its own, in the background. */
    @Async
    void move(Group group, long move) {
        for (var instance : group.cases()) {
            try {
                transaction.executeWithoutResult(status -> {
                    move(instance, group);
                    moves.moved(move, instance, Optional.empty());
                });
            } catch (RuntimeException e) {
                log.warn("{} stays where it was", instance, e);
                moves.moved(move, instance, Optional.of(String.valueOf(e.getMessage())));
            }
        }
    }

    private void move(String instance, Group group) {
        runtime.newMigration(group.plan()).processInstanceIds(instance).execute();
        var change = runtime.createProcessInstanceModification(instance);
        for (var standing : runtime.getActivityInstance(instance).getActivityInstances(group.step())) {
            change.startBeforeActivity(group.step()).cancelActivityInstance(standing.getId());
        }
        change.execute();
    }
}
