package org.panjika.helpdesk.process;

import java.util.Optional;
import java.util.UUID;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.panjika.helpdesk.Fault.Verdict;
import org.panjika.helpdesk.Faults;
import org.panjika.models.UsableInModels;
import org.springframework.stereotype.Component;

/** Writes what the office above said, in the task's own transaction. */
@Component("decideFault")
@UsableInModels
class DecideFault implements JavaDelegate {

    private final Faults faults;
    private final IdentityService identity;

    DecideFault(Faults faults, IdentityService identity) {
        this.faults = faults;
        this.identity = identity;
    }

    @Override
    public void execute(DelegateExecution execution) {
        var verdict = "confirm".equals(execution.getVariable("decision")) ? Verdict.CONFIRMED : Verdict.REFUSED;
        var remark = Optional.ofNullable((String) execution.getVariable("remark"));
        var decider = identity.getCurrentAuthentication().getUserId();
        faults.decide(UUID.fromString((String) execution.getVariable("requestId")), decider, verdict, remark);
    }
}
