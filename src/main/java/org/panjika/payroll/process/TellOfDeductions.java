package org.panjika.payroll.process;

import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.panjika.models.ProcessContract;
import org.panjika.models.UsableInModels;
import org.panjika.payroll.Proposals;
import org.springframework.stereotype.Component;

/** Tells everybody of deductions that are proposed (C16). */
@Component("tellOfDeductions")
@UsableInModels
class TellOfDeductions implements JavaDelegate, ProcessContract {

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

    /** Its own clock starts it. */
    @Override
    public boolean started() {
        return false;
    }

    @Override
    public Set<String> variables() {
        return Set.of();
    }
}
