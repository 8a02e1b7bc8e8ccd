package org.panjika.attendance.process;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.spin.json.SpinJsonNode;
import org.panjika.attendance.AttendanceProblem;
import org.panjika.attendance.ExceptionCases;
import org.panjika.attendance.ExceptionCases.Decision;
import org.panjika.attendance.Mark;
import org.panjika.models.UsableInModels;
import org.panjika.problem.Refused;
import org.springframework.stereotype.Component;

/** Writes what the officer decided about the marks of a case, in the task's own transaction, and closes a settled case. */
@Component("settleMarks")
@UsableInModels
class SettleMarks implements JavaDelegate {

    private final ExceptionCases cases;
    private final IdentityService identity;

    SettleMarks(ExceptionCases cases, IdentityService identity) {
        this.cases = cases;
        this.identity = identity;
    }

    @Override
    public void execute(DelegateExecution execution) {
        var requestId = UUID.fromString((String) execution.getVariable("requestId"));
        var decider = identity.getCurrentAuthentication().getUserId();
        if ("confirm-all".equals(execution.getVariable("decision"))) cases.confirmAll(requestId, decider);
        else cases.settle(requestId, decider, decisions(execution.getVariable("decisions")));
        cases.close(requestId);
    }

    private static List<Decision> decisions(Object lines) {
        if (!(lines instanceof SpinJsonNode json) || !json.isArray()) {
            throw new Refused(AttendanceProblem.DECISION_NOT_UNDERSTOOD);
        }
        return json.elements().stream().map(SettleMarks::decision).toList();
    }

    private static Decision decision(SpinJsonNode line) {
        try {
            var decision =
                    switch (line.prop("decision").stringValue()) {
                        case "confirm" -> Mark.Decision.CONFIRMED;
                        case "reject" -> Mark.Decision.REJECTED;
                        default -> throw new Refused(AttendanceProblem.DECISION_NOT_UNDERSTOOD);
                    };
            var remark = line.hasProp("remark") && line.prop("remark").isString()
                    ? Optional.of(line.prop("remark").stringValue())
                    : Optional.<String>empty();
            return new Decision(UUID.fromString(line.prop("markId").stringValue()), decision, remark);
        } catch (org.camunda.spin.SpinRuntimeException | IllegalArgumentException e) {
            throw new Refused(AttendanceProblem.DECISION_NOT_UNDERSTOOD);
        }
    }
}
