package org.panjika.leave.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.panjika.leave.Accrual;
import org.panjika.models.ProcessContract;
import org.panjika.models.UsableInModels;
import org.springframework.stereotype.Component;

/** Ends leave years that are over, and gives everybody what is due. */
@Component("creditLeave")
@UsableInModels
class CreditLeave implements JavaDelegate, ProcessContract.ByTheClock {

    private final Accrual accrual;

    CreditLeave(Accrual accrual) {
        this.accrual = accrual;
    }

    @Override
    public void execute(DelegateExecution execution) {
        accrual.run();
    }

    @Override
    public String process() {
        return "leave-accrual";
    }
}
