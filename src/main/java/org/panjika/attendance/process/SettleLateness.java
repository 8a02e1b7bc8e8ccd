package org.panjika.attendance.process;

import java.util.Optional;
import java.util.UUID;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.panjika.attendance.LatenessCondonation;
import org.panjika.attendance.LatenessProblem;
import org.panjika.models.UsableInModels;
import org.panjika.problem.Refused;
import org.springframework.stereotype.Component;

/** Writes what the officer decided about a lateness, in the task's own transaction. */
@Component("settleLateness")
@UsableInModels
class SettleLateness implements JavaDelegate {

    private final LatenessCondonation condonation;
    private final IdentityService identity;

    SettleLateness(LatenessCondonation condonation, IdentityService identity) {
        this.condonation = condonation;
        this.identity = identity;
    }

    @Override
    public void execute(DelegateExecution execution) {
        condonation.decide(
                UUID.fromString((String) execution.getVariable("requestId")),
                identity.getCurrentAuthentication().getUserId(),
                condone(execution.getVariable("decision")),
                Optional.ofNullable(execution.getVariable("remark")).map(Object::toString));
    }

    private static boolean condone(Object decision) {
        if ("condone".equals(decision)) return true;
        if ("refuse".equals(decision)) return false;
        throw new Refused(LatenessProblem.LATENESS_DECISION_NOT_UNDERSTOOD);
    }
}
