package org.panjika.payroll.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.panjika.models.ProcessContract;
import org.panjika.models.UsableInModels;
import org.panjika.payroll.PayMonthStart;
import org.springframework.stereotype.Component;

/** Begins the month whose time has come, for all institutions at once. */
@Component("beginPayMonth")
@UsableInModels
class BeginPayMonth implements JavaDelegate, ProcessContract.ByTheClock {

    private final PayMonthStart start;

    BeginPayMonth(PayMonthStart start) {
        this.start = start;
    }

    @Override
    public void execute(DelegateExecution execution) {
        start.begin();
    }

    @Override
    public String process() {
        return "payroll-month";
    }
}
