package org.panjika.correction.process;

import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.panjika.correction.CorrectionRequests;
import org.panjika.models.UsableInModels;
import org.springframework.stereotype.Component;

/** Withdraws a request that was returned and not asked anew in time (C12). */
@Component("lapseCorrection")
@UsableInModels
class LapseCorrection implements JavaDelegate {

    private final CorrectionRequests requests;

    LapseCorrection(CorrectionRequests requests) {
        this.requests = requests;
    }

    @Override
    public void execute(DelegateExecution execution) {
        requests.lapse(UUID.fromString((String) execution.getVariable("requestId")));
    }
}
