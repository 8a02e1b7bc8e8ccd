package org.panjika.helpdesk.process;

import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.panjika.helpdesk.Faults;
import org.panjika.models.UsableInModels;
import org.springframework.stereotype.Component;

/** Makes the sessions of a whole area TECHNICAL. */
@Component("makeTechnical")
@UsableInModels
class MakeTechnical implements JavaDelegate {

    private final Faults faults;

    MakeTechnical(Faults faults) {
        this.faults = faults;
    }

    @Override
    public void execute(DelegateExecution execution) {
        faults.makeAreaTechnical(UUID.fromString((String) execution.getVariable("requestId")));
    }
}
