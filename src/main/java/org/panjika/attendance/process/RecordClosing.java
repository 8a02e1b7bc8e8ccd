package org.panjika.attendance.process;

import java.time.LocalDate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.panjika.attendance.Monitoring;
import org.panjika.attendance.Monitoring.Deadline;
import org.panjika.models.UsableInModels;
import org.springframework.stereotype.Component;

/** Records what was not complete when the day closed for hand entry. */
@Component("recordClosing")
@UsableInModels
class RecordClosing implements JavaDelegate {

    private final Monitoring monitoring;

    RecordClosing(Monitoring monitoring) {
        this.monitoring = monitoring;
    }

    @Override
    public void execute(DelegateExecution execution) {
        var day = LocalDate.parse((String) execution.getVariable("day"));
        var found = monitoring.record(Deadline.CLOSING, (String) execution.getVariable("institution"), day);
        execution.setVariable("closedAt", found.due().map(Object::toString).orElse(""));
        execution.setVariable("closingMissed", found.missed());
    }
}
