package org.panjika.payroll.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.panjika.models.UsableInModels;
import org.panjika.payroll.PayMonthStart;
import org.springframework.stereotype.Component;

/** Starts the cases of a portion of the statements. */
@Component("startPayCases")
@UsableInModels
class StartPayCases implements JavaDelegate {

    private final PayMonthStart start;

    StartPayCases(PayMonthStart start) {
        this.start = start;
    }

    @Override
    public void execute(DelegateExecution execution) {
        start.startPortion();
    }
}
