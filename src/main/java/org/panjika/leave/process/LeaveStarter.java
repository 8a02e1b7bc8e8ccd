package org.panjika.leave.process;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.SuspendedEntityInteractionException;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.variable.Variables;
import org.panjika.leave.Leave;
import org.panjika.leave.LeaveCases;
import org.panjika.leave.LeaveProblem;
import org.panjika.models.ProcessContract;
import org.panjika.problem.Refused;
import org.springframework.stereotype.Component;

/** One case for one application. */
@Component
class LeaveStarter implements LeaveCases, ProcessContract {

    /** What an office said before does not answer the next one's task. */
    private static final Map<String, Object> NOTHING_SAID =
            Variables.createVariables().putValue("decision", null).putValue("remark", null);

    private static final String RESUBMITTED = "leave-resubmitted";
    private static final String WITHDRAWN = "leave-withdrawn";

    /** Where it waits for the person. */
    private static final String WAITS = "WaitForThePerson";

    private final RuntimeService runtime;
    private final ManagementService management;
    private final Clock clock;

    LeaveStarter(RuntimeService runtime, ManagementService management, Clock clock) {
        this.runtime = runtime;
        this.management = management;
        this.clock = clock;
    }

    @Override
    public void start(Leave leave, Map<String, Object> facts) {
        begin(PROCESS, leave.id(), variables(leave, facts));
    }

    private static Map<String, Object> variables(Leave leave, Map<String, Object> facts) {
        var variables = new HashMap<>(facts);
        variables.put("requestId", leave.id().toString());
        variables.put("institution", leave.institution().code());
        return variables;
    }

    @Override
    public void waitAnew(Leave leave, Map<String, Object> facts, Instant since) {
        if (!running(leave).isEmpty()) return;
        var instance = runtime.createProcessInstanceByKey(PROCESS)
                .businessKey(leave.id().toString())
                .setVariables(variables(leave, facts))
                .startBeforeActivity(WAITS)
                .execute();
        var waited = Duration.between(since, clock.instant());
        for (var timer : management
                .createJobQuery()
                .processInstanceId(instance.getId())
                .timers()
                .list()) {
            var due = timer.getDuedate().toInstant().minus(waited);
            management.setJobDuedate(timer.getId(), Date.from(due));
        }
    }

    private void begin(String process, UUID id, Map<String, Object> variables) {
        try {
            runtime.startProcessInstanceByKey(process, id.toString(), variables);
        } catch (SuspendedEntityInteractionException e) {
            throw new Refused(LeaveProblem.LEAVE_HALTED);
        }
    }

    /** Where an administrator has ended the case it begins anew; one that is halted hears nothing. */
    @Override
    public void resubmitted(Leave leave, Map<String, Object> facts) {
        var variables = new HashMap<>(facts);
        variables.put("institution", leave.institution().code());
        variables.putAll(NOTHING_SAID);
        var waited = runtime.createMessageCorrelation(RESUBMITTED)
                .processInstanceBusinessKey(leave.id().toString())
                .setVariables(variables)
                .correlateAllWithResult();
        if (!waited.isEmpty()) return;
        if (!running(leave).isEmpty()) throw new Refused(LeaveProblem.LEAVE_HALTED);
        start(leave, facts);
    }

    @Override
    public void returnAsked(UUID id, Leave leave, Map<String, Object> facts) {
        var variables = new HashMap<>(facts);
        variables.put("requestId", leave.id().toString());
        variables.put("returnId", id.toString());
        variables.put("institution", leave.institution().code());
        begin(RETURN, id, variables);
    }

    /** A case that is halted does not hear it, and is ended; where an administrator has done so, the leave is taken back all the same. */
    @Override
    public void withdrawn(Leave leave) {
        var heard = runtime.createMessageCorrelation(WITHDRAWN)
                .processInstanceBusinessKey(leave.id().toString())
                .correlateAllWithResult();
        if (heard.isEmpty())
            running(leave).forEach(instance -> runtime.deleteProcessInstance(instance.getId(), WITHDRAWN));
    }

    /** Also halted ones. */
    private List<ProcessInstance> running(Leave leave) {
        return runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(leave.id().toString(), PROCESS)
                .list();
    }

    @Override
    public String process() {
        return PROCESS;
    }

    @Override
    public Set<String> variables() {
        return Set.of("requestId", "institution", "kind", "category", "role", "regime", "type", "days", "overCeiling");
    }

    @Override
    public Set<String> messages() {
        return Set.of(RESUBMITTED, WITHDRAWN);
    }
}
