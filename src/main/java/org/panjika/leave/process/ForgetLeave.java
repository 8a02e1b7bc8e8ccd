package org.panjika.leave.process;

import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.panjika.leave.LeaveApplications;
import org.panjika.models.UsableInModels;
import org.springframework.stereotype.Component;

/** Withdraws what was returned and not asked for again. */
@Component("forgetLeave")
@UsableInModels
class ForgetLeave implements JavaDelegate {

    private final LeaveApplications applications;

    ForgetLeave(LeaveApplications applications) {
        this.applications = applications;
    }

    @Override
    public void execute(DelegateExecution execution) {
        applications.forgotten(UUID.fromString((String) execution.getVariable("requestId")));
    }
}
