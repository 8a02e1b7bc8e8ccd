package org.panjika.leave.process;

import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.panjika.leave.LeaveDecisions;
import org.panjika.models.UsableInModels;
import org.springframework.stereotype.Component;

/** Reminds the office that undecided leave begins. */
@Component("remindOfLeave")
@UsableInModels
class RemindOfLeave implements JavaDelegate {

    private final LeaveDecisions decisions;

    RemindOfLeave(LeaveDecisions decisions) {
        this.decisions = decisions;
    }

    @Override
    public void execute(DelegateExecution execution) {
        var authority = (String) execution.getVariable("authority");
        decisions.remind(UUID.fromString((String) execution.getVariable("requestId")), authority);
    }
}
