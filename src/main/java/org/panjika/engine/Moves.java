package org.panjika.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.migration.MigrationInstruction;
import org.camunda.bpm.engine.migration.MigrationPlan;
import org.camunda.bpm.engine.migration.MigrationPlanValidationException;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.panjika.access.Caller;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.springframework.stereotype.Service;

/**
 * Moves running cases from one version of a process to another, in the background, each case all or nothing: what cannot be
 * moved stays where it was and goes on there. For administrators.
 */
@Service
public class Moves {

    /** Choice for a step whose cases go on where they are. */
    public static final String STAY = "stay";

    private final RuntimeService runtime;
    private final RepositoryService repository;
    private final ManagementService management;
    private final Deployments deployments;
    private final CasesBetweenSteps between;
    private final DeploymentLog log;

    Moves(
            RuntimeService runtime,
            RepositoryService repository,
            ManagementService management,
            Deployments deployments,
            CasesBetweenSteps between,
            DeploymentLog log) {
        this.runtime = runtime;
        this.repository = repository;
        this.management = management;
        this.deployments = deployments;
        this.between = between;
        this.log = log;
    }

    /** What becomes of the timers of moved cases: due when they were, or when the other version says. */
    public enum Timers {
        KEPT,
        ANEW
    }

    /**
     * What a move would do.
     *
     * @param steps at which cases stand, in the order of their ids
     */
    public record Plan(int from, int to, List<Step> steps) {

        public long cases() {
            return steps.stream().mapToLong(Step::cases).sum();
        }
    }

    /**
     * A step at which cases stand.
     *
     * @param to the same step in the other version; empty where there is none, so that somebody has to choose
     * @param choices steps of the other version that could take the cases
     */
    public record Step(String id, String name, long cases, Optional<String> to, List<Choice> choices) {}

    /** A step of the other version. */
    public record Choice(String id, String name) {}

    /** From which version of a process to which, with what becomes of the timers. */
    public record Way(String process, int from, int to, Timers timers) {}

    /**
     * A move as it was started.
     *
     * @param batch of the engine; empty for one of ours, of which {@code moved} and {@code failures} tell
     */
    public record Made(
            Optional<String> batch, Instant at, String by, Way way, int cases, int moved, List<String> failures) {}

    /**
     * How far a move has come.
     *
     * @param failures why cases could not be moved, in the engine's words
     */
    public record Progress(Made made, int moved, int failed, List<String> failures) {

        public boolean done() {
            return moved + failed >= made.cases();
        }
    }

    /**
     * The plan of a move from one version to another.
     *
     * @throws Refused {@code not-found} if there is no such version
     */
    public Plan plan(Caller by, String process, int from, int to) {
        var source = deployments.versions(by, process).stream()
                .filter(v -> v.number() == from)
                .findFirst()
                .orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        var target = definition(process, to);
        var same = equal(source.definition(), target.getId(), Timers.KEPT).getInstructions().stream()
                .collect(Collectors.toMap(
                        MigrationInstruction::getSourceActivityId, MigrationInstruction::getTargetActivityId));
        var before = repository.getBpmnModelInstance(source.definition());
        var after = repository.getBpmnModelInstance(target.getId());
        var steps = new ArrayList<Step>();
        deployments.standing(by, source).forEach((id, standing) -> {
            var counterpart = Optional.ofNullable(same.get(id));
            steps.add(new Step(
                    id,
                    standing.name(),
                    standing.cases(),
                    counterpart,
                    counterpart.isPresent() ? List.of() : like(before, id, after)));
        });
        return new Plan(from, to, steps);
    }

    /**
     * Starts to move all cases of a version.
     *
     * @param choices for each step without a counterpart the step that takes its cases, which begins anew, or {@link #STAY}
     * @throws Refused {@code step-undecided}, {@code move-not-possible}, {@code nothing-to-move}
     */
    public void move(Caller by, Way way, Map<String, String> choices) {
        var chosen = new TreeMap<String, String>();
        for (var step : plan(by, way.process(), way.from(), way.to()).steps()) {
            if (step.to().isPresent()) continue;
            var choice = choices.getOrDefault(step.id(), "");
            if (choice.isBlank()) {
                throw new Refused(EngineProblem.STEP_UNDECIDED, Map.of("step", step.name(), "cases", step.cases()));
            }
            chosen.put(step.id(), choice);
        }
        var source = definition(way.process(), way.from()).getId();
        var target = definition(way.process(), way.to()).getId();
        var alike = cases(source);
        chosen.keySet().forEach(step -> alike.removeAll(casesAt(source, step)));
        var changing = chosen.entrySet().stream()
                .filter(choice -> !choice.getValue().equals(STAY))
                .map(choice -> new CasesBetweenSteps.Group(
                        casesAt(source, choice.getKey()),
                        build(source, target, Map.of(choice.getKey(), choice.getValue()), way.timers()),
                        choice.getValue()))
                .filter(group -> !group.cases().isEmpty())
                .toList();
        if (alike.isEmpty() && changing.isEmpty()) throw new Refused(EngineProblem.NOTHING_TO_MOVE);
        if (!alike.isEmpty()) {
            var batch = deployments.as(by, () -> runtime.newMigration(build(source, target, Map.of(), way.timers()))
                    .processInstanceIds(List.copyOf(alike))
                    .executeAsync());
            log.moves(by.login(), way, Optional.of(batch.getId()), alike.size());
        }
        changing.forEach(group -> between.move(
                group,
                log.moves(by.login(), way, Optional.empty(), group.cases().size())));
    }

    /**
     * Goes back: the models of an earlier version become the newest again, and all running cases of the version that was
     * the newest are moved to them.
     *
     * @return number of the version that now is the newest
     * @throws Refused as {@link #move}, then nothing has happened
     */
    public int goBack(Caller by, String process, int version, String reason, Map<String, String> choices) {
        var newest = deployments.versions(by, process).get(0);
        for (var step : plan(by, process, newest.number(), version).steps()) {
            if (step.to().isEmpty() && choices.getOrDefault(step.id(), "").isBlank()) {
                throw new Refused(EngineProblem.STEP_UNDECIDED, Map.of("step", step.name(), "cases", step.cases()));
            }
        }
        deployments.deployAgain(by, process, version, reason);
        var back = deployments.versions(by, process).get(0).number();
        if (newest.cases() > 0) move(by, new Way(process, newest.number(), back, Timers.KEPT), choices);
        return back;
    }

    /** The moves of a process, the newest first. */
    public List<Progress> progress(Caller by, String process) {
        Deployments.mustBeAdministrator(by);
        return log.moves(process).stream().map(this::progress).toList();
    }

    private Progress progress(Made made) {
        if (made.batch().isEmpty()) {
            return new Progress(made, made.moved(), made.failures().size(), made.failures());
        }
        var running = management
                .createBatchStatisticsQuery()
                .batchId(made.batch().get())
                .singleResult();
        if (running == null) return new Progress(made, made.cases(), 0, List.of());
        var failures = management
                .createJobQuery()
                .jobDefinitionId(running.getBatchJobDefinitionId())
                .noRetriesLeft()
                .listPage(0, 20)
                .stream()
                .map(job -> String.valueOf(job.getExceptionMessage()))
                .toList();
        return new Progress(made, running.getCompletedJobs(), running.getFailedJobs(), failures);
    }

    private Set<String> cases(String definition) {
        return runtime.createProcessInstanceQuery().processDefinitionId(definition).list().stream()
                .map(ProcessInstance::getId)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Set<String> casesAt(String definition, String step) {
        return runtime.createProcessInstanceQuery().processDefinitionId(definition).activityIdIn(step).list().stream()
                .map(ProcessInstance::getId)
                .collect(Collectors.toSet());
    }

    private MigrationPlan equal(String source, String target, Timers timers) {
        var plan = runtime.createMigrationPlan(source, target).mapEqualActivities();
        return timers == Timers.ANEW ? plan.updateEventTriggers().build() : plan.build();
    }

    private MigrationPlan build(String source, String target, Map<String, String> chosen, Timers timers) {
        var plan = runtime.createMigrationPlan(source, target);
        equal(source, target, timers).getInstructions().forEach(same -> {
            var mapped = plan.mapActivities(same.getSourceActivityId(), same.getTargetActivityId());
            if (same.isUpdateEventTrigger()) mapped.updateEventTrigger();
        });
        chosen.forEach(plan::mapActivities);
        try {
            return plan.build();
        } catch (MigrationPlanValidationException e) {
            throw new Refused(EngineProblem.MOVE_NOT_POSSIBLE, Map.of("why", String.valueOf(e.getMessage())));
        }
    }

    private ProcessDefinition definition(String process, int version) {
        return Optional.ofNullable(repository
                        .createProcessDefinitionQuery()
                        .processDefinitionKey(process)
                        .processDefinitionVersion(version)
                        .singleResult())
                .orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
    }

    private static List<Choice> like(BpmnModelInstance before, String id, BpmnModelInstance after) {
        var step = before.getModelElementById(id);
        if (step == null) return List.of();
        return after.getModelElementsByType(step.getElementType()).stream()
                .map(FlowNode.class::cast)
                .map(node -> new Choice(node.getId(), Deployments.name(after, node.getId())))
                .toList();
    }
}
