package org.panjika.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.migration.MigrationInstruction;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.panjika.access.Caller;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

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
    private final Deployments deployments;
    private final MovePlans plans;
    private final MoveLog log;
    private final CasesOnTheMove background;
    private final TransactionTemplate transaction;

    Moves(
            RuntimeService runtime,
            RepositoryService repository,
            Deployments deployments,
            MovePlans plans,
            MoveLog log,
            CasesOnTheMove background,
            TransactionTemplate transaction) {
        this.runtime = runtime;
        this.repository = repository;
        this.deployments = deployments;
        this.plans = plans;
        this.log = log;
        this.background = background;
        this.transaction = transaction;
    }

    /**
     * What becomes of the timers of moved cases, and of what their tasks say: as it was, or as the other version says. Set
     * anew are when timers and tasks are due and, where the version names it in another way, the office of the task.
     */
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
     * How far a move has come.
     *
     * @param number by which its cases are asked for
     * @param gone cases that had left the version before their turn
     * @param failures why cases could not be moved, in the engine's words; the first 20
     */
    public record Progress(
            long number,
            Instant at,
            String by,
            Way way,
            int cases,
            int moved,
            int gone,
            int failed,
            List<String> failures) {

        public boolean done() {
            return moved + gone + failed >= cases;
        }
    }

    /**
     * A case that could not be moved.
     *
     * @param number by which the list goes on
     * @param why in the engine's words
     */
    public record Stayed(long number, String instance, String why) {}

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
        var target = plans.definition(process, to);
        var same = plans.alike(source.definition(), target.getId(), Timers.KEPT).getInstructions().stream()
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
        var move = ordered(by, way, choices);
        var cases = cases(move);
        if (cases.isEmpty()) throw new Refused(EngineProblem.NOTHING_TO_MOVE);
        log.begins(by.login(), move, cases);
        background.goOn();
    }

    /**
     * Goes back: the models of an earlier version become the newest again, and all running cases of the version that was
     * the newest are moved to them.
     *
     * @return number of the version that now is the newest
     * @throws Refused {@code step-undecided}, {@code move-not-possible}, or as {@link Deployments#deployAgain}; then nothing
     *     has happened
     */
    public int goBack(
            Caller by, String process, int version, Timers timers, String reason, Map<String, String> choices) {
        int back = transaction.execute(status -> {
            var newest = deployments.versions(by, process).get(0).number();
            ordered(by, new Way(process, newest, version, timers), choices);
            deployments.deployAgain(by, process, version, reason);
            var again = deployments.versions(by, process).get(0).number();
            // cases have gone on meanwhile: a step that nobody chose for undoes the deployment too
            var move = ordered(by, new Way(process, newest, again, timers), choices);
            var cases = cases(move);
            if (!cases.isEmpty()) log.begins(by.login(), move, cases);
            return again;
        });
        background.goOn();
        return back;
    }

    private MoveLog.Ordered ordered(Caller by, Way way, Map<String, String> choices) {
        var chosen = new TreeMap<String, String>();
        for (var step : plan(by, way.process(), way.from(), way.to()).steps()) {
            if (step.to().isPresent()) continue;
            var choice = choices.getOrDefault(step.id(), "");
            if (choice.isBlank()) {
                throw new Refused(EngineProblem.STEP_UNDECIDED, Map.of("step", step.name(), "cases", step.cases()));
            }
            chosen.put(step.id(), choice);
        }
        var move = new MoveLog.Ordered(way, chosen);
        plans.of(way, move.changing());
        return move;
    }

    /** The moves of a process, the newest first. */
    public List<Progress> progress(Caller by, String process) {
        Deployments.mustBeAdministrator(by);
        return log.progress(process);
    }

    /**
     * The cases of a move that stayed where they were.
     *
     * @param after number of the last one before; 0 to begin
     */
    public List<Stayed> stayed(Caller by, String process, long move, long after, int atMost) {
        Deployments.mustBeAdministrator(by);
        return log.stayed(process, move, after, atMost);
    }

    private Set<String> cases(MoveLog.Ordered move) {
        var source = plans.definition(move.way().process(), move.way().from()).getId();
        var cases = runtime.createProcessInstanceQuery().processDefinitionId(source).list().stream()
                .map(ProcessInstance::getId)
                .collect(Collectors.toCollection(HashSet::new));
        move.choices().forEach((step, choice) -> {
            if (choice.equals(STAY)) cases.removeAll(casesAt(source, step));
        });
        return cases;
    }

    private Set<String> casesAt(String definition, String step) {
        return runtime.createProcessInstanceQuery().processDefinitionId(definition).activityIdIn(step).list().stream()
                .map(ProcessInstance::getId)
                .collect(Collectors.toSet());
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
