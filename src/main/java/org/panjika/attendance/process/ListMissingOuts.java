package org.panjika.attendance.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.panjika.attendance.MissingOuts;
import org.panjika.models.UsableInModels;
import org.springframework.stereotype.Component;

/** Lists who came yesterday and is not known to have gone. */
@Component("listMissingOuts")
@UsableInModels
class ListMissingOuts implements JavaDelegate {

    private final MissingOuts missing;

    ListMissingOuts(MissingOuts missing) {
        this.missing = missing;
    }

    @Override
    public void execute(DelegateExecution execution) {
        missing.catchUp();
    }
}
