package org.panjika.helpdesk.process;

import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.panjika.helpdesk.Faults;
import org.panjika.models.UsableInModels;
import org.springframework.stereotype.Component;

/** Makes the sessions TECHNICAL that do not read so yet, and tells who settles them. */
@Component("makeTechnical")
@UsableInModels
class MakeTechnical implements JavaDelegate {

    private final Faults faults;

    MakeTechnical(Faults faults) {
        this.faults = faults;
    }

    @Override
    public void execute(DelegateExecution execution) {
        faults.begun(UUID.fromString((String) execution.getVariable("requestId")));
    }
}
