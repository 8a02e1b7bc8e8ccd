package org.panjika.attendance.process;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.spin.Spin;
import org.camunda.spin.json.SpinJsonNode;
import org.panjika.attendance.CondonationProcess;
import org.panjika.attendance.LatenessCondonation;
import org.panjika.attendance.Punctuality.Verdict;
import org.panjika.models.ProcessContract;
import org.panjika.models.UsableInModels;
import org.panjika.organisation.Institution;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Starts the model of condonation, and answers what it asks about a request. */
@Component("latenessCondonations")
@UsableInModels
class LatenessCondonations implements CondonationProcess, ProcessContract {

    private static final String PROCESS = "lateness-condonation";
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("dd-MM-yyyy");

    private final ObjectProvider<LatenessCondonation> condonation;
    private final RuntimeService runtime;

    LatenessCondonations(ObjectProvider<LatenessCondonation> condonation, RuntimeService runtime) {
        this.condonation = condonation;
        this.runtime = runtime;
    }

    @Override
    public void start(UUID requestId, Institution place, LocalDate day) {
        runtime.startProcessInstanceByKey(
                PROCESS,
                requestId.toString(),
                Map.of("requestId", requestId.toString(), "institution", place.code(), "day", day.toString()));
    }

    /** Whether the request is the head's to decide (C4). */
    @UsableInModels
    public boolean headMayDecide(String requestId) {
        return condonation.getObject().headMayDecide(UUID.fromString(requestId));
    }

    /** The group of the office above that decides otherwise (C4). */
    @UsableInModels
    public String groupAbove(String requestId) {
        return condonation.getObject().groupAbove(UUID.fromString(requestId));
    }

    /** What the form shows: who, when, how late, why, and what it costs with and without the head's word. */
    @UsableInModels
    public SpinJsonNode lateness(String requestId) {
        var question = condonation.getObject().question(UUID.fromString(requestId));
        var shown = new LinkedHashMap<String, Object>();
        shown.put(
                "who", question.person().bothNames() + " (" + question.person().employeeCode() + ")");
        shown.put("day", DAY.format(question.request().day()));
        shown.put(
                "late",
                question.now()
                        .map(v -> v.day().lateMinutes() + " " + word("punctuality.minutesLate"))
                        .orElse(""));
        shown.put("reason", question.request().asked().orElse(""));
        shown.put("now", words(question.now()));
        shown.put("condoned", words(question.ifCondoned()));
        return Spin.JSON(shown);
    }

    private static String words(Optional<Verdict> verdict) {
        return verdict.map(v -> word("punctuality.consequence." + v.consequence()) + ". "
                        + word("punctuality.reason." + v.reason()))
                .orElse("");
    }

    /** Stands for a message; the engine's door says it in the language of who reads the form. */
    private static String word(String key) {
        return "{#" + key + "}";
    }

    @Override
    public String process() {
        return PROCESS;
    }

    @Override
    public Set<String> variables() {
        return Set.of("requestId", "institution", "day");
    }
}
