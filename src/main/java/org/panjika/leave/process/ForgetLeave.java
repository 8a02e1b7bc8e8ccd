package org.panjika.leave.process;

import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.panjika.leave.AskForLeave;
import org.panjika.models.UsableInModels;
import org.springframework.stereotype.Component;

/** Withdraws what was returned and not asked for again. */
@Component("forgetLeave")
@UsableInModels
class ForgetLeave implements JavaDelegate {

    private final AskForLeave ask;

    ForgetLeave(AskForLeave ask) {
        this.ask = ask;
    }

    @Override
    public void execute(DelegateExecution execution) {
        ask.forgotten(UUID.fromString((String) execution.getVariable("requestId")));
    }
}
