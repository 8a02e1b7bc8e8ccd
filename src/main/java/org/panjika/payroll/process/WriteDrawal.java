package org.panjika.payroll.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.panjika.models.UsableInModels;
import org.panjika.payroll.Drawal.Entry;
import org.panjika.payroll.Drawal.Status;
import org.panjika.payroll.DrawalProblem;
import org.panjika.payroll.Drawals;
import org.panjika.problem.Refused;
import org.springframework.stereotype.Component;

/** Writes what the drawing officer said with the task: everybody, or each as a program lists them. */
@Component("writeDrawal")
@UsableInModels
class WriteDrawal implements JavaDelegate {

    private static final TypeReference<List<Said>> LIST = new TypeReference<>() {};

    private final Drawals drawals;
    private final CaseOfMonth cases;
    private final ObjectMapper json;

    WriteDrawal(Drawals drawals, CaseOfMonth cases, ObjectMapper json) {
        this.drawals = drawals;
        this.cases = cases;
        this.json = json;
    }

    /** As the interface names it. */
    record Said(String employeeCode, Status status, String reason, String bill, LocalDate date) {

        Entry entry() {
            if (employeeCode == null || status == null) throw new Refused(DrawalProblem.PAY_DRAWAL_UNREADABLE);
            return new Entry(employeeCode, status, filled(reason), filled(bill), Optional.ofNullable(date));
        }
    }

    @Override
    public void execute(DelegateExecution execution) {
        var list = text(execution, "drawal");
        var bill = text(execution, "bill");
        var date = text(execution, "date").map(WriteDrawal::day);
        execution.removeVariables(List.of("drawal", "bill", "date"));
        var said = cases.said(execution);
        if (list.isPresent()) drawals.enter(said.institution(), said.month(), said.by(), entries(list.get()));
        else if (said.decision().equals("all"))
            drawals.enterRest(said.institution(), said.month(), said.by(), bill, date);
        else throw new Refused(DrawalProblem.PAY_DRAWAL_NOTHING);
    }

    private List<Entry> entries(String list) {
        try {
            return json.readValue(list, LIST).stream().map(Said::entry).toList();
        } catch (JsonProcessingException e) {
            throw new Refused(DrawalProblem.PAY_DRAWAL_UNREADABLE);
        }
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new Refused(DrawalProblem.PAY_DRAWAL_UNREADABLE);
        }
    }

    private static Optional<String> text(DelegateExecution execution, String variable) {
        return Optional.ofNullable(execution.getVariable(variable)).flatMap(v -> filled(v.toString()));
    }

    private static Optional<String> filled(String text) {
        return Optional.ofNullable(text).map(String::strip).filter(t -> !t.isEmpty());
    }
}
