package org.panjika.correction.process;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.SuspendedEntityInteractionException;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.variable.Variables;
import org.panjika.access.Caller;
import org.panjika.correction.CorrectionCases;
import org.panjika.correction.CorrectionProblem;
import org.panjika.models.ProcessContract;
import org.panjika.organisation.Charge;
import org.panjika.organisation.Institution;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.springframework.stereotype.Component;

/** One case for one request. */
@Component
class EngineCases implements CorrectionCases, ProcessContract {

    static final String PROCESS = "attendance-correction";

    /** What an authority sets when it decides, not said yet. */
    static final Map<String, Object> NOTHING_SAID = Variables.createVariables()
            .putValue("decision", null)
            .putValue("remark", null)
            .putValue("version", null);

    /** Where it waits for the institution. */
    private static final String WAITS = "WaitForTheInstitution";

    private static final String RESUBMITTED = "correction-resubmitted";
    private static final String WITHDRAWN = "correction-withdrawn";

    private final RuntimeService runtime;
    private final TaskService tasks;
    private final ManagementService management;
    private final IdentityService identity;
    private final Clock clock;

    EngineCases(
            RuntimeService runtime,
            TaskService tasks,
            ManagementService management,
            IdentityService identity,
            Clock clock) {
        this.runtime = runtime;
        this.tasks = tasks;
        this.management = management;
        this.identity = identity;
        this.clock = clock;
    }

    @Override
    public void start(UUID id, Institution institution, LocalDate day) {
        try {
            runtime.startProcessInstanceByKey(PROCESS, id.toString(), variables(id, institution, day));
        } catch (SuspendedEntityInteractionException e) {
            throw new Refused(CorrectionProblem.CORRECTION_HALTED);
        }
    }

    private static Map<String, Object> variables(UUID id, Institution institution, LocalDate day) {
        return Map.of("requestId", id.toString(), "institution", institution.code(), "day", day.toString());
    }

    @Override
    public void waitAnew(UUID id, Institution institution, LocalDate day, Instant since) {
        if (!running(id).isEmpty()) return;
        runtime.createProcessInstanceByKey(PROCESS)
                .businessKey(id.toString())
                .setVariables(variables(id, institution, day))
                .startBeforeActivity(WAITS)
                .execute();
        var waited = Duration.between(since, clock.instant());
        timers(id)
                .forEach(timer -> management.setJobDuedate(
                        timer.getId(), Date.from(timer.getDuedate().toInstant().minus(waited))));
    }

    /** Where an administrator has ended the case it begins anew; one that is halted hears nothing. */
    @Override
    public void resubmitted(UUID id, Institution institution, LocalDate day) {
        var waited = runtime.createMessageCorrelation(RESUBMITTED)
                .processInstanceBusinessKey(id.toString())
                .setVariables(NOTHING_SAID)
                .correlateAllWithResult();
        if (!waited.isEmpty()) return;
        if (!running(id).isEmpty()) throw new Refused(CorrectionProblem.CORRECTION_HALTED);
        start(id, institution, day);
    }

    /** A case that is halted does not hear it, and is ended; where an administrator has done so, the request is free all the same. */
    @Override
    public void withdrawn(UUID id) {
        var heard = runtime.createMessageCorrelation(WITHDRAWN)
                .processInstanceBusinessKey(id.toString())
                .correlateAllWithResult();
        if (heard.isEmpty())
            running(id).forEach(instance -> runtime.deleteProcessInstance(instance.getId(), WITHDRAWN));
    }

    /** The window is made to pass now; the model says what comes then. */
    @Override
    public void moveOn(UUID id) {
        timers(id).forEach(timer -> management.setJobDuedate(timer.getId(), Date.from(clock.instant())));
    }

    @Override
    public void redate(UUID id, Instant deadline) {
        timers(id).forEach(timer -> management.setJobDuedate(timer.getId(), Date.from(deadline)));
        for (var task : tasks.createTaskQuery()
                .processDefinitionKey(PROCESS)
                .processInstanceBusinessKey(id.toString())
                .list()) {
            task.setDueDate(Date.from(deadline));
            tasks.saveTask(task);
        }
    }

    private Stream<Job> timers(UUID id) {
        return running(id).stream()
                .flatMap(instance ->
                        management.createJobQuery().processInstanceId(instance.getId()).timers().list().stream());
    }

    /** Also halted ones. */
    private List<ProcessInstance> running(UUID id) {
        return runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(id.toString(), PROCESS)
                .list();
    }

    @Override
    public Optional<Instant> lapses(UUID id) {
        return timers(id).map(timer -> timer.getDuedate().toInstant()).findFirst();
    }

    @Override
    public void complete(Caller caller, UUID id, String decision, Optional<String> remark, int version) {
        // what the engine itself makes of the caller's seats, as at its own doors
        var groups = identity.createGroupQuery().groupMember(caller.login()).list().stream()
                .map(Group::getId)
                .toList();
        var task = task(id, groups).orElseThrow(() -> noTask(caller));
        var variables = new HashMap<String, Object>();
        variables.put("decision", decision);
        variables.put("version", String.valueOf(version));
        remark.ifPresent(r -> variables.put("remark", r));
        identity.setAuthentication(caller.login(), groups);
        try {
            tasks.complete(task.getId(), variables);
        } catch (AuthorizationException e) {
            throw new Refused(CommonProblem.NOT_ALLOWED);
        } catch (RuntimeException e) {
            throw inWords(e);
        } finally {
            identity.clearAuthentication();
        }
    }

    /** Also one that somebody of the office has claimed. */
    private Optional<Task> task(UUID id, List<String> groups) {
        if (groups.isEmpty()) return Optional.empty();
        return tasks
                .createTaskQuery()
                .processDefinitionKey(PROCESS)
                .processInstanceBusinessKey(id.toString())
                .taskCandidateGroupIn(groups)
                .includeAssignedTasks()
                .list()
                .stream()
                .findFirst();
    }

    private static Refused noTask(Caller caller) {
        return caller.charges().stream().anyMatch(Charge::away)
                ? caller.refused()
                : new Refused(CorrectionProblem.CORRECTION_NOT_PENDING);
    }

    /** The engine wraps a refusal of ours for its own interface; of two who decide at once it tells the second that it is so. */
    private static RuntimeException inWords(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refused refused) return refused;
            if (cause instanceof OptimisticLockingException)
                return new Refused(CorrectionProblem.CORRECTION_NOT_PENDING);
            if (cause instanceof SuspendedEntityInteractionException)
                return new Refused(CorrectionProblem.CORRECTION_HALTED);
        }
        return failure;
    }

    @Override
    public String process() {
        return PROCESS;
    }

    @Override
    public Set<String> variables() {
        return Set.of("requestId", "institution", "day");
    }

    @Override
    public Set<String> messages() {
        return Set.of(RESUBMITTED, WITHDRAWN);
    }

    @Override
    public Optional<Ladder> ladder() {
        return Optional.of(new Ladder("correctionLadder", LadderTables.TABLE, "authority"));
    }
}
