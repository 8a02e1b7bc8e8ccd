package org.panjika.correction.process;

import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.panjika.correction.Corrections;
import org.panjika.models.UsableInModels;
import org.springframework.stereotype.Component;

/** Withdraws a request that was returned and not asked anew in time (C12). */
@Component("lapseCorrection")
@UsableInModels
class LapseCorrection implements JavaDelegate {

    private final Corrections corrections;

    LapseCorrection(Corrections corrections) {
        this.corrections = corrections;
    }

    @Override
    public void execute(DelegateExecution execution) {
        corrections.lapse(UUID.fromString((String) execution.getVariable("requestId")));
    }
}
