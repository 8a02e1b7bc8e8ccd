package org.panjika.payroll.process;

import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.panjika.models.UsableInModels;
import org.panjika.payroll.Verification;
import org.springframework.stereotype.Component;

/** Writes what the office above says of the lines it looked at again; the model reads it as {@code outcome}. */
@Component("writeSecondLook")
@UsableInModels
class WriteSecondLook implements JavaDelegate {

    private final Verification verification;
    private final CaseOfMonth cases;

    WriteSecondLook(Verification verification, CaseOfMonth cases) {
        this.verification = verification;
        this.cases = cases;
    }

    @Override
    public void execute(DelegateExecution execution) {
        var said = cases.said(execution);
        var remark = said.remark();
        if (said.decision().equals("agree")) {
            verification.agree(
                    said.institution(),
                    said.month(),
                    said.by(),
                    Optional.of(remark).filter(r -> !r.isBlank()));
        } else {
            verification.returnFromSecondLook(said.institution(), said.month(), said.by(), remark, said.lines());
        }
        execution.setVariable("outcome", said.decision());
    }
}
