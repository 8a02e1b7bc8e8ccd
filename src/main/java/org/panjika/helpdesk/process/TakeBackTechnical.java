package org.panjika.helpdesk.process;

import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.panjika.helpdesk.Faults;
import org.panjika.models.UsableInModels;
import org.springframework.stereotype.Component;

/** Takes back what a refused fault made TECHNICAL in a whole area. */
@Component("takeBackTechnical")
@UsableInModels
class TakeBackTechnical implements JavaDelegate {

    private final Faults faults;

    TakeBackTechnical(Faults faults) {
        this.faults = faults;
    }

    @Override
    public void execute(DelegateExecution execution) {
        faults.refused(UUID.fromString((String) execution.getVariable("requestId")));
    }
}
