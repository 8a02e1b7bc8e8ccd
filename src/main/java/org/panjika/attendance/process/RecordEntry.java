package org.panjika.attendance.process;

import java.time.LocalDate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.panjika.attendance.Monitoring;
import org.panjika.attendance.Monitoring.Deadline;
import org.panjika.models.UsableInModels;
import org.springframework.stereotype.Component;

/** Records who missed the entry deadline and tells their heads. */
@Component("recordEntry")
@UsableInModels
class RecordEntry implements JavaDelegate {

    private final Monitoring monitoring;

    RecordEntry(Monitoring monitoring) {
        this.monitoring = monitoring;
    }

    @Override
    public void execute(DelegateExecution execution) {
        var day = LocalDate.parse((String) execution.getVariable("day"));
        var found = monitoring.record(Deadline.ENTRY, (String) execution.getVariable("institution"), day);
        execution.setVariable("entryDue", found.due().map(Object::toString).orElse(""));
        execution.setVariable("entryMissed", found.missed());
    }
}
