package org.panjika.attendance.process;

import java.time.LocalDate;
import java.util.Objects;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.panjika.attendance.Monitoring;
import org.panjika.attendance.Monitoring.Deadline;
import org.panjika.models.UsableInModels;
import org.springframework.stereotype.Component;

/** Keeps what the officer said about a list, in the task's own transaction. The model says which list: {@code about}. */
@Component("keepRemark")
@UsableInModels
class KeepRemark implements JavaDelegate {

    private final Monitoring monitoring;
    private final IdentityService identity;

    KeepRemark(Monitoring monitoring, IdentityService identity) {
        this.monitoring = monitoring;
        this.identity = identity;
    }

    @Override
    public void execute(DelegateExecution execution) {
        monitoring.remark(
                Deadline.valueOf((String) execution.getVariable("about")),
                (String) execution.getVariable("institution"),
                LocalDate.parse((String) execution.getVariable("day")),
                identity.getCurrentAuthentication().getUserId(),
                Objects.toString(execution.getVariable("remark"), ""));
        // what was said of one list says nothing of the next
        execution.removeVariable("remark");
    }
}
