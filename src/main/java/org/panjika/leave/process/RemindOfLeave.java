package org.panjika.leave.process;

import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.panjika.leave.LeaveCases;
import org.panjika.leave.LeaveDecisions;
import org.panjika.models.CasePath;
import org.panjika.models.UsableInModels;
import org.springframework.stereotype.Component;

/** Reminds the offices that have it that undecided leave begins. */
@Component("remindOfLeave")
@UsableInModels
class RemindOfLeave implements JavaDelegate {

    private final LeaveDecisions decisions;
    private final CasePath path;

    RemindOfLeave(LeaveDecisions decisions, CasePath path) {
        this.decisions = decisions;
        this.path = path;
    }

    @Override
    public void execute(DelegateExecution execution) {
        var request = (String) execution.getVariable("requestId");
        decisions.remind(UUID.fromString(request), path.openAt(LeaveCases.PROCESS, request));
    }
}
