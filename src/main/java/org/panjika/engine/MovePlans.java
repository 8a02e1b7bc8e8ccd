package org.panjika.engine;

import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.migration.MigrationPlan;
import org.camunda.bpm.engine.migration.MigrationPlanValidationException;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.springframework.stereotype.Component;

/** What the engine is to do with the cases of a version. */
@Component
class MovePlans {

    private final RuntimeService runtime;
    private final RepositoryService repository;

    MovePlans(RuntimeService runtime, RepositoryService repository) {
        this.runtime = runtime;
        this.repository = repository;
    }

    /** @throws Refused {@code not-found} */
    ProcessDefinition definition(String process, int version) {
        return Optional.ofNullable(repository
                        .createProcessDefinitionQuery()
                        .processDefinitionKey(process)
                        .processDefinitionVersion(version)
                        .singleResult())
                .orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
    }

    /** Only steps that both versions have. */
    MigrationPlan alike(String source, String target, Moves.Timers timers) {
        var plan = runtime.createMigrationPlan(source, target).mapEqualActivities();
        return timers == Moves.Timers.ANEW ? plan.updateEventTriggers().build() : plan.build();
    }

    /**
     * Steps that both versions have, and those somebody chose.
     *
     * @throws Refused {@code move-not-possible}
     */
    MigrationPlan of(Moves.Way way, Map<String, String> changing) {
        var source = definition(way.process(), way.from()).getId();
        var target = definition(way.process(), way.to()).getId();
        var plan = runtime.createMigrationPlan(source, target);
        alike(source, target, way.timers()).getInstructions().forEach(same -> {
            var mapped = plan.mapActivities(same.getSourceActivityId(), same.getTargetActivityId());
            if (same.isUpdateEventTrigger()) mapped.updateEventTrigger();
        });
        changing.forEach(plan::mapActivities);
        try {
            return plan.build();
        } catch (MigrationPlanValidationException e) {
            throw new Refused(EngineProblem.MOVE_NOT_POSSIBLE, Map.of("why", String.valueOf(e.getMessage())));
        }
    }
}
