package org.panjika.payroll.process;

import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.panjika.models.UsableInModels;
import org.panjika.payroll.NegativeLists;
import org.springframework.stereotype.Component;

/** Sends the statements behind an approved list. */
@Component("sendNegativeList")
@UsableInModels
class SendNegativeList implements JavaDelegate {

    private final NegativeLists lists;

    SendNegativeList(NegativeLists lists) {
        this.lists = lists;
    }

    @Override
    public void execute(DelegateExecution execution) {
        var list = lists.find(UUID.fromString((String) execution.getVariable("requestId")));
        lists.approve(list, (String) execution.getVariable("approvedBy"));
    }
}
