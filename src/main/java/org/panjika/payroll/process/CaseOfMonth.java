package org.panjika.payroll.process;

import java.time.YearMonth;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.spin.json.SpinJsonNode;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
import org.springframework.stereotype.Component;

/** What a case about a month of an institution has in its variables. */
@Component
class CaseOfMonth {

    private final Institutions institutions;
    private final IdentityService identity;

    CaseOfMonth(Institutions institutions, IdentityService identity) {
        this.institutions = institutions;
        this.identity = identity;
    }

    /** What somebody said with a task: it is read once, and says nothing of the next task. */
    record Said(
            Institution institution, YearMonth month, String by, String decision, String remark, List<String> lines) {}

    Said said(DelegateExecution execution) {
        var said = new Said(
                institution((String) execution.getVariable("institution")),
                YearMonth.parse((String) execution.getVariable("month")),
                identity.getCurrentAuthentication().getUserId(),
                text(execution, "decision"),
                text(execution, "remark"),
                list(execution.getVariable("lines")));
        execution.removeVariables(List.of("decision", "remark", "lines"));
        return said;
    }

    Institution institution(String code) {
        return institutions.find(code).orElseThrow();
    }

    private static String text(DelegateExecution execution, String variable) {
        return Optional.ofNullable(execution.getVariable(variable))
                .map(Object::toString)
                .orElse("");
    }

    /** A form's list, a program's JSON, or words with commas between. */
    static List<String> list(Object value) {
        Stream<String> words = Stream.empty();
        if (value instanceof SpinJsonNode json && json.isArray()) {
            words = json.elements().stream().map(SpinJsonNode::stringValue);
        } else if (value instanceof Collection<?> all) {
            words = all.stream().map(Object::toString);
        } else if (value != null) {
            words = Stream.of(value.toString().split("[\\s,;]+"));
        }
        return words.filter(w -> !w.isBlank()).toList();
    }
}
