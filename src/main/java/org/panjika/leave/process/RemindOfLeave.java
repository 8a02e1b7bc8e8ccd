package org.panjika.leave.process;

import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.panjika.leave.LeaveApplications;
import org.panjika.models.UsableInModels;
import org.springframework.stereotype.Component;

/** Reminds the office that undecided leave begins. */
@Component("remindOfLeave")
@UsableInModels
class RemindOfLeave implements JavaDelegate {

    private final LeaveApplications applications;

    RemindOfLeave(LeaveApplications applications) {
        this.applications = applications;
    }

    @Override
    public void execute(DelegateExecution execution) {
        var authority = (String) execution.getVariable("authority");
        applications.remind(UUID.fromString((String) execution.getVariable("requestId")), authority);
    }
}
