package org.panjika.payroll.process;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.panjika.models.UsableInModels;
import org.panjika.payroll.NegativeLists;
import org.springframework.stereotype.Component;

/** Writes what the DPO (Establishment) says; the model reads it as {@code outcome}. */
@Component("decideNegativeList")
@UsableInModels
class DecideNegativeList implements JavaDelegate {

    private final NegativeLists lists;
    private final IdentityService identity;

    DecideNegativeList(NegativeLists lists, IdentityService identity) {
        this.lists = lists;
        this.identity = identity;
    }

    @Override
    public void execute(DelegateExecution execution) {
        var list = lists.find(UUID.fromString((String) execution.getVariable("requestId")));
        var by = identity.getCurrentAuthentication().getUserId();
        var decision = (String) execution.getVariable("decision");
        if (decision.equals("accept")) lists.accept(list, by);
        else lists.giveBack(list, by, Objects.toString(execution.getVariable("remark"), ""));
        execution.removeVariables(List.of("decision", "remark"));
        execution.setVariable("outcome", decision);
    }
}
