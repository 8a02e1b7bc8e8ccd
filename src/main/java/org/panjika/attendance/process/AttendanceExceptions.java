package org.panjika.attendance.process;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.spin.Spin;
import org.camunda.spin.json.SpinJsonNode;
import org.panjika.attendance.DoubtfulMark;
import org.panjika.attendance.ExceptionCases;
import org.panjika.models.UsableInModels;
import org.panjika.problem.Named;
import org.springframework.stereotype.Component;

/** What the model of doubtful marks asks about a case. */
@Component("attendanceExceptions")
@UsableInModels
class AttendanceExceptions {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd-MM-yyyy HH:mm");

    private final ExceptionCases cases;
    private final RuntimeService runtime;
    private final ZoneId zone;

    AttendanceExceptions(ExceptionCases cases, RuntimeService runtime, ZoneId zone) {
        this.cases = cases;
        this.runtime = runtime;
        this.zone = zone;
    }

    /** Whether something in the case is the head's to decide (C4), who has not been asked yet. */
    @UsableInModels
    public boolean headToBeAsked(String requestId) {
        return !cases.lists(UUID.fromString(requestId)).theHeads().isEmpty()
                && !asked(requestId, ExceptionStarter.HEAD);
    }

    /** The same for the office above, which decides all else. */
    @UsableInModels
    public boolean officeAboveToBeAsked(String requestId) {
        return !cases.lists(UUID.fromString(requestId)).theOffices().isEmpty()
                && !asked(requestId, ExceptionStarter.OFFICE_ABOVE);
    }

    private boolean asked(String requestId, String task) {
        return runtime
                .createProcessInstanceQuery()
                .processDefinitionKey(ExceptionStarter.PROCESS)
                .processInstanceBusinessKey(requestId)
                .list()
                .stream()
                .anyMatch(i -> runtime.getActiveActivityIds(i.getId()).contains(task));
    }

    /** The group of the office above that decides otherwise: the next one up whose seat is held (C4). */
    @UsableInModels
    public String groupAbove(String requestId) {
        return cases.groupAbove(UUID.fromString(requestId));
    }

    /** The list for the head's form: one line a mark, with its evidence. */
    @UsableInModels
    public SpinJsonNode linesForTheHead(String requestId) {
        var id = UUID.fromString(requestId);
        return lines(id, cases.lists(id).theHeads());
    }

    /** The same for the form of the office above. */
    @UsableInModels
    public SpinJsonNode linesForTheOfficeAbove(String requestId) {
        var id = UUID.fromString(requestId);
        return lines(id, cases.lists(id).theOffices());
    }

    private SpinJsonNode lines(UUID id, List<DoubtfulMark> marks) {
        var place = cases.place(id);
        return Spin.JSON(marks.stream()
                .map(mark -> line(mark, place.bothNames() + " (" + place.code() + ")"))
                .toList());
    }

    private Map<String, Object> line(DoubtfulMark mark, String place) {
        var line = new LinkedHashMap<String, Object>();
        line.put("markId", mark.id().toString());
        line.put("who", Named.both(mark.name(), mark.nameHi()) + " (" + mark.employeeCode() + ")");
        line.put(
                "what",
                word("attendance.kind." + mark.kind()) + ", "
                        + TIME.format(mark.capturedAt().atZone(zone)));
        line.put("why", why(mark) + mark.contested().map(c -> " — " + c).orElse(""));
        line.put(
                "where",
                place
                        + (mark.distanceMetres().isPresent()
                                ? " · " + mark.distanceMetres().getAsInt() + " m ± "
                                        + mark.accuracyMetres().orElse(0) + " m"
                                : ""));
        line.put("photo", mark.photographed() ? "/api/v1/attendance/marks/" + mark.id() + "/photo" : "");
        line.put("sketch", "/api/v1/attendance/marks/" + mark.id() + "/sketch");
        return line;
    }

    private String why(DoubtfulMark mark) {
        var doubts = mark.inDoubt() ? mark.doubts().stream().map(d -> word("reason." + d)) : Stream.<String>empty();
        var missing = mark.missingOut() ? Stream.of(word("attendance.flag.MISSING_OUT")) : Stream.<String>empty();
        return Stream.concat(doubts, missing).collect(Collectors.joining("; "));
    }

    /** Stands for a message; the engine's door says it in the language of who reads the list. */
    private static String word(String key) {
        return "{#" + key + "}";
    }
}
