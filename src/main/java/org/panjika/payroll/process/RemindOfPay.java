package org.panjika.payroll.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.panjika.models.UsableInModels;
import org.panjika.payroll.PayMonthStart;
import org.springframework.stereotype.Component;

/** Reminds the heads who have not sent, or not approved the list that stands for it. */
@Component("remindOfPay")
@UsableInModels
class RemindOfPay implements JavaDelegate {

    private final PayMonthStart start;

    RemindOfPay(PayMonthStart start) {
        this.start = start;
    }

    @Override
    public void execute(DelegateExecution execution) {
        start.remind();
    }
}
