package org.panjika.helpdesk.process;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.UUID;
import org.camunda.spin.Spin;
import org.camunda.spin.json.SpinJsonNode;
import org.panjika.helpdesk.Fault;
import org.panjika.helpdesk.Faults;
import org.panjika.helpdesk.jdbc.FaultTable;
import org.panjika.models.UsableInModels;
import org.panjika.organisation.StaffList;
import org.springframework.stereotype.Component;

/** What the model of technical faults asks. */
@Component("technicalFaults")
@UsableInModels
class TechnicalFaults {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd-MM-yyyy HH:mm");

    private final FaultTable table;
    private final Faults faults;
    private final StaffList staff;
    private final ZoneId zone;

    TechnicalFaults(FaultTable table, Faults faults, StaffList staff, ZoneId zone) {
        this.table = table;
        this.faults = faults;
        this.staff = staff;
        this.zone = zone;
    }

    /** Whether the office above has to confirm it (C15). */
    @UsableInModels
    public boolean needsConfirmation(String requestId) {
        return faults.pending(UUID.fromString(requestId));
    }

    /** The office that confirms or refuses it: nobody concerned, no vacant seat (C4). */
    @UsableInModels
    public String office(String requestId) {
        return faults.office(UUID.fromString(requestId));
    }

    /** The office above that one, which decides when it was silent (C11). */
    @UsableInModels
    public String officeAbove(String requestId) {
        return faults.officeAbove(UUID.fromString(requestId));
    }

    /** Whether any session still waits for the physical register. */
    @UsableInModels
    public boolean anythingOpen(String requestId) {
        return faults.anythingOpen(UUID.fromString(requestId));
    }

    /** What the form shows. */
    @UsableInModels
    public SpinJsonNode summary(String requestId) {
        var fault = table.find(UUID.fromString(requestId)).orElseThrow();
        var shown = new LinkedHashMap<String, Object>();
        shown.put("kind", word(fault.kind() == Fault.Kind.OTHER ? "fault.one" : "fault.kind." + fault.kind()));
        shown.put(
                "where",
                fault.person()
                                .map(p -> p.name() + " (" + p.employeeCode() + "), ")
                                .orElse("")
                        + fault.institution().bothNames() + " ("
                        + fault.institution().code() + ")"
                        + (fault.scope() == Fault.Scope.AREA ? ", " + word("fault.below") : ""));
        shown.put(
                "period",
                TIME.format(fault.from().atZone(zone)) + " – "
                        + TIME.format(fault.to().atZone(zone)));
        shown.put(
                "by",
                staff.find(fault.by())
                        .map(s -> s.bothNames() + " (" + s.employeeCode() + ")")
                        .orElse(fault.by()));
        shown.put("text", fault.text().orElse(""));
        shown.put("link", "/faults/" + requestId);
        return Spin.JSON(shown);
    }

    /** Stands for a message; the engine's door says it in the language of who reads the form. */
    private static String word(String key) {
        return "{#" + key + "}";
    }
}
