package org.panjika.payroll.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.panjika.models.ProcessContract;
import org.panjika.models.UsableInModels;
import org.panjika.payroll.Proposals;
import org.springframework.stereotype.Component;

/** Tells everybody of deductions that are proposed (C16). */
@Component("tellOfDeductions")
@UsableInModels
class TellOfDeductions implements JavaDelegate, ProcessContract.ByTheClock {

    private final Proposals proposals;

    TellOfDeductions(Proposals proposals) {
        this.proposals = proposals;
    }

    @Override
    public void execute(DelegateExecution execution) {
        proposals.tell();
    }

    @Override
    public String process() {
        return "pay-notices";
    }
}
