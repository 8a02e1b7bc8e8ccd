package org.panjika.attendance.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.spin.SpinRuntimeException;
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
        if ("confirm-all".equals(taken(execution, "decision"))) cases.confirmAll(requestId, decider);
        else cases.settle(requestId, decider, decisions(execution));
        // what the other office is still asked about is not closed over its head
        var other = execution
                        .getProcessEngineServices()
                        .getRuntimeService()
                        .getActiveActivityIds(execution.getProcessInstanceId())
                        .size()
                > 1;
        if (other || !cases.close(requestId)) cases.lookAgain(requestId);
    }

    /** Line by line as {@code decisions}, or as the form's lists of marks to confirm and to reject with one remark. */
    private static List<Decision> decisions(DelegateExecution execution) {
        var remark = Optional.ofNullable(taken(execution, "remark")).map(Object::toString);
        var all = new ArrayList<Decision>();
        for (var line : elements(taken(execution, "decisions"))) all.add(decision(line));
        for (var mark : elements(taken(execution, "confirm"))) all.add(decision(mark, Mark.Decision.CONFIRMED, remark));
        for (var mark : elements(taken(execution, "reject"))) all.add(decision(mark, Mark.Decision.REJECTED, remark));
        if (all.isEmpty()) throw notUnderstood();
        return all;
    }

    /** Read once: what was said in one task says nothing in the next. */
    private static Object taken(DelegateExecution execution, String name) {
        var value = execution.getVariable(name);
        execution.removeVariable(name);
        return value;
    }

    private static List<SpinJsonNode> elements(Object value) {
        if (value == null) return List.of();
        if (value instanceof SpinJsonNode json && json.isArray()) return json.elements();
        throw notUnderstood();
    }

    private static Decision decision(SpinJsonNode line) {
        try {
            var decision =
                    switch (line.prop("decision").stringValue()) {
                        case "confirm" -> Mark.Decision.CONFIRMED;
                        case "reject" -> Mark.Decision.REJECTED;
                        default -> throw notUnderstood();
                    };
            var remark = line.hasProp("remark") && line.prop("remark").isString()
                    ? Optional.of(line.prop("remark").stringValue())
                    : Optional.<String>empty();
            return decision(line.prop("markId"), decision, remark);
        } catch (SpinRuntimeException e) {
            throw notUnderstood();
        }
    }

    private static Decision decision(SpinJsonNode markId, Mark.Decision decision, Optional<String> remark) {
        try {
            return new Decision(UUID.fromString(markId.stringValue()), decision, remark);
        } catch (SpinRuntimeException | IllegalArgumentException e) {
            throw notUnderstood();
        }
    }

    private static Refused notUnderstood() {
        return new Refused(AttendanceProblem.DECISION_NOT_UNDERSTOOD);
    }
}
