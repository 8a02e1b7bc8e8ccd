package org.panjika.payroll.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.panjika.models.UsableInModels;
import org.panjika.payroll.Statements;
import org.springframework.stereotype.Component;

/** Writes what the drawing officer says; the model reads it as {@code outcome}. */
@Component("decideStatement")
@UsableInModels
class DecideStatement implements JavaDelegate {

    private final Statements statements;
    private final CaseOfMonth cases;

    DecideStatement(Statements statements, CaseOfMonth cases) {
        this.statements = statements;
        this.cases = cases;
    }

    @Override
    public void execute(DelegateExecution execution) {
        var said = cases.said(execution);
        if (said.decision().equals("accept")) statements.accept(said.institution(), said.month(), said.by());
        else statements.giveBack(said.institution(), said.month(), said.by(), said.remark(), said.lines());
        execution.setVariable("outcome", said.decision());
    }
}
