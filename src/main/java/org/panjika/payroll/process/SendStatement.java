package org.panjika.payroll.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.panjika.models.UsableInModels;
import org.panjika.payroll.Verification;
import org.springframework.stereotype.Component;

/** Freezes and sends the month, in the task's own transaction. */
@Component("sendStatement")
@UsableInModels
class SendStatement implements JavaDelegate {

    private final Verification verification;
    private final CaseOfMonth cases;

    SendStatement(Verification verification, CaseOfMonth cases) {
        this.verification = verification;
        this.cases = cases;
    }

    @Override
    public void execute(DelegateExecution execution) {
        var said = cases.said(execution);
        verification.send(said.institution(), said.month(), said.by());
    }
}
