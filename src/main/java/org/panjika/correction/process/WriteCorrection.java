package org.panjika.correction.process;

import java.util.Optional;
import java.util.UUID;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.BpmnError;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.panjika.correction.Correction.Verdict;
import org.panjika.correction.CorrectionDecisions;
import org.panjika.correction.CorrectionProblem;
import org.panjika.models.UsableInModels;
import org.panjika.problem.Refused;
import org.springframework.stereotype.Component;

/** Writes what an authority said, in the task's own transaction; where it may not say so any more, the request moves up. */
@Component("writeCorrection")
@UsableInModels
class WriteCorrection implements JavaDelegate {

    private static final String MOVES_UP = "moves-up";

    private final CorrectionDecisions decisions;
    private final IdentityService identity;

    WriteCorrection(CorrectionDecisions decisions, IdentityService identity) {
        this.decisions = decisions;
        this.identity = identity;
    }

    @Override
    public void execute(DelegateExecution execution) {
        var leaves = decisions.decide(
                UUID.fromString((String) execution.getVariable("requestId")),
                identity.getCurrentAuthentication().getUserId(),
                verdict(execution.getVariable("decision")),
                text(execution, "remark"),
                text(execution, "version").map(WriteCorrection::version));
        if (leaves.isEmpty()) return;
        // the next authority says its own word
        execution.setVariables(EngineCases.NOTHING_SAID);
        throw new BpmnError(MOVES_UP);
    }

    private static Verdict verdict(Object decision) {
        if ("approve".equals(decision)) return Verdict.APPROVED;
        if ("reject".equals(decision)) return Verdict.REJECTED;
        if ("return".equals(decision)) return Verdict.RETURNED;
        throw new Refused(CorrectionProblem.CORRECTION_DECISION_NOT_UNDERSTOOD);
    }

    /** What is not the number of a version is none that this request has had. */
    private static int version(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static Optional<String> text(DelegateExecution execution, String variable) {
        return Optional.ofNullable(execution.getVariable(variable)).map(Object::toString);
    }
}
