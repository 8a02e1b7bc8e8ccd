package org.panjika.leave.process;

import java.util.Optional;
import java.util.UUID;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.panjika.leave.LeaveReturns;
import org.panjika.models.UsableInModels;
import org.springframework.stereotype.Component;

/** Writes whether the office agrees that the person was back, in the task's own transaction. */
@Component("decideReturn")
@UsableInModels
class DecideReturn implements JavaDelegate {

    private final LeaveReturns returns;
    private final IdentityService identity;

    DecideReturn(LeaveReturns returns, IdentityService identity) {
        this.returns = returns;
        this.identity = identity;
    }

    @Override
    public void execute(DelegateExecution execution) {
        returns.decide(
                UUID.fromString((String) execution.getVariable("returnId")),
                identity.getCurrentAuthentication().getUserId(),
                "approve".equals(execution.getVariable("decision")),
                Optional.ofNullable((String) execution.getVariable("remark")));
    }
}
