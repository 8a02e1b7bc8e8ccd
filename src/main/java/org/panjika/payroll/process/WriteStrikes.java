package org.panjika.payroll.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.panjika.models.UsableInModels;
import org.panjika.payroll.DrawalProblem;
import org.panjika.payroll.NegativeLists;
import org.panjika.payroll.NegativeLists.Strike;
import org.panjika.problem.Refused;
import org.springframework.stereotype.Component;

/** Writes what the block officer strikes, and who approves the rest. */
@Component("writeStrikes")
@UsableInModels
class WriteStrikes implements JavaDelegate {

    private static final TypeReference<List<Strike>> LIST = new TypeReference<>() {};

    private final NegativeLists lists;
    private final IdentityService identity;
    private final ObjectMapper json;

    WriteStrikes(NegativeLists lists, IdentityService identity, ObjectMapper json) {
        this.lists = lists;
        this.identity = identity;
        this.json = json;
    }

    @Override
    public void execute(DelegateExecution execution) {
        var list = lists.find(UUID.fromString((String) execution.getVariable("requestId")));
        var by = identity.getCurrentAuthentication().getUserId();
        lists.strike(list, by, strikes(Objects.toString(execution.getVariable("strikes"), "")));
        execution.removeVariables(List.of("decision", "strikes"));
        execution.setVariable("approvedBy", by);
    }

    private List<Strike> strikes(String text) {
        if (text.isBlank()) return List.of();
        try {
            var strikes = json.readValue(text, LIST);
            for (var s : strikes) {
                if (s.employeeCode() == null || s.day() == null || s.reason() == null || s.attachments() == null)
                    throw new Refused(DrawalProblem.PAY_STRIKES_UNREADABLE);
            }
            return strikes;
        } catch (JsonProcessingException e) {
            throw new Refused(DrawalProblem.PAY_STRIKES_UNREADABLE);
        }
    }
}
