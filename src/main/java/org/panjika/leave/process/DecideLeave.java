package org.panjika.leave.process;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.spin.SpinRuntimeException;
import org.camunda.spin.json.SpinJsonNode;
import org.panjika.attendance.Session;
import org.panjika.leave.LeaveDecisions;
import org.panjika.leave.LeaveDecisions.MarkChoice;
import org.panjika.leave.LeaveDecisions.Verdict;
import org.panjika.leave.LeaveProblem;
import org.panjika.leave.LeaveSpan.HalfDay;
import org.panjika.models.UsableInModels;
import org.panjika.problem.Refused;
import org.springframework.stereotype.Component;

/** Writes what the office said, in the task's own transaction. */
@Component("decideLeave")
@UsableInModels
class DecideLeave implements JavaDelegate {

    private final LeaveDecisions decisions;
    private final IdentityService identity;

    DecideLeave(LeaveDecisions decisions, IdentityService identity) {
        this.decisions = decisions;
        this.identity = identity;
    }

    @Override
    public void execute(DelegateExecution execution) {
        var verdict =
                switch (String.valueOf(execution.getVariable("decision"))) {
                    case "approve" -> Verdict.APPROVE;
                    case "return" -> Verdict.RETURN;
                    case "reject" -> Verdict.REJECT;
                    default -> throw notUnderstood();
                };
        decisions.decide(
                UUID.fromString((String) execution.getVariable("requestId")),
                identity.getCurrentAuthentication().getUserId(),
                Optional.ofNullable((String) execution.getVariable("authority")),
                verdict,
                Optional.ofNullable(execution.getVariable("remark")).map(Object::toString),
                choices(execution));
    }

    /** Marked sessions, named as 2027-01-04 FORENOON, in one of two lists; read once. */
    private static List<MarkChoice> choices(DelegateExecution execution) {
        var choices = new ArrayList<MarkChoice>();
        for (var list : List.of("asLeave", "asWorked")) {
            var value = execution.getVariable(list);
            execution.removeVariable(list);
            if (value == null) continue;
            if (!(value instanceof SpinJsonNode json) || !json.isArray()) throw notUnderstood();
            json.elements().forEach(e -> choices.add(new MarkChoice(session(e), list.equals("asLeave"))));
        }
        return choices;
    }

    private static HalfDay session(SpinJsonNode element) {
        try {
            var words = element.stringValue().split(" ", 2);
            return new HalfDay(LocalDate.parse(words[0]), Session.valueOf(words[1]));
        } catch (SpinRuntimeException
                | DateTimeParseException
                | IllegalArgumentException
                | ArrayIndexOutOfBoundsException e) {
            throw notUnderstood();
        }
    }

    private static Refused notUnderstood() {
        return new Refused(LeaveProblem.LEAVE_DECISION_NOT_UNDERSTOOD);
    }
}
