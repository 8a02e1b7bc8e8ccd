package org.panjika.payroll.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.panjika.models.UsableInModels;
import org.panjika.payroll.LateChanges;
import org.panjika.payroll.PayMonthStart;
import org.springframework.stereotype.Component;

/**
 * Reminds the heads who have not sent, or not approved the list that stands for it; what changed in months that were sent is adjusted
 * at the same time of the night (C17).
 */
@Component("remindOfPay")
@UsableInModels
class RemindOfPay implements JavaDelegate {

    private final LateChanges changes;
    private final PayMonthStart start;

    RemindOfPay(LateChanges changes, PayMonthStart start) {
        this.changes = changes;
        this.start = start;
    }

    @Override
    public void execute(DelegateExecution execution) {
        changes.post();
        start.remind();
    }
}
