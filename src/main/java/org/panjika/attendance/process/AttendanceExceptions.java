package org.panjika.attendance.process;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    private final ZoneId zone;

    AttendanceExceptions(ExceptionCases cases, ZoneId zone) {
        this.cases = cases;
        this.zone = zone;
    }

    /** Whether anything in the case is the head's to decide (C4). */
    @UsableInModels
    public boolean headMayDecide(String requestId) {
        return cases.headMayDecide(UUID.fromString(requestId));
    }

    /** The group of the office above that decides otherwise: the next one up whose seat is held (C4). */
    @UsableInModels
    public String groupAbove(String requestId) {
        return cases.groupAbove(UUID.fromString(requestId));
    }

    /** Whether anything still waits in the case. */
    @UsableInModels
    public boolean anythingLeft(String requestId) {
        return !cases.undecided(UUID.fromString(requestId)).isEmpty();
    }

    /** The list for the form: one line a mark, with its evidence. */
    @UsableInModels
    public SpinJsonNode lines(String requestId) {
        var id = UUID.fromString(requestId);
        var place = cases.place(id);
        return Spin.JSON(cases.undecided(id).stream()
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
