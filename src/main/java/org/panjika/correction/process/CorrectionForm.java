package org.panjika.correction.process;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.camunda.spin.Spin;
import org.camunda.spin.json.SpinJsonNode;
import org.panjika.attendance.CorrectionEffect;
import org.panjika.attendance.DayTrace;
import org.panjika.attendance.Session;
import org.panjika.attendance.SessionStatus;
import org.panjika.correction.Correction;
import org.panjika.correction.CorrectionHistory;
import org.panjika.correction.CorrectionHistory.History;
import org.panjika.correction.CorrectionHistory.Person;
import org.panjika.correction.ReadsNow;
import org.panjika.correction.ReadsNow.Since;
import org.panjika.correction.jdbc.CorrectionTable;
import org.panjika.models.UsableInModels;
import org.panjika.organisation.StaffList;
import org.panjika.problem.Named;
import org.springframework.stereotype.Component;

/** What the form of a correction shows, as of now. */
@Component("correctionForm")
@UsableInModels
class CorrectionForm {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("dd-MM-yyyy");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd-MM-yyyy HH:mm");
    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("HH:mm");

    private final CorrectionTable table;
    private final ReadsNow now;
    private final CorrectionEffect effect;
    private final CorrectionHistory history;
    private final StaffList staff;
    private final ZoneId zone;

    CorrectionForm(
            CorrectionTable table,
            ReadsNow now,
            CorrectionEffect effect,
            CorrectionHistory history,
            StaffList staff,
            ZoneId zone) {
        this.table = table;
        this.now = now;
        this.effect = effect;
        this.history = history;
        this.staff = staff;
        this.zone = zone;
    }

    /** How often it has been asked: who decides says which version was before him. */
    @UsableInModels
    public SpinJsonNode version(String requestId) {
        return Spin.JSON("\"" + find(requestId).asked().version() + "\"");
    }

    @UsableInModels
    public SpinJsonNode request(String requestId) {
        var request = find(requestId);
        var asked = request.asked();
        var shown = new LinkedHashMap<String, Object>();
        shown.put("link", "/corrections/" + requestId);
        shown.put(
                "where",
                request.institution().bothNames() + " (" + request.institution().code() + ")");
        shown.put("day", DAY.format(request.day()));
        shown.put("kind", word("correction.kind." + asked.kind()));
        shown.put("reason", asked.reason());
        shown.put("by", by(request) + ", " + time(asked.at()));
        shown.put(
                "scans",
                IntStream.range(0, asked.scans().size())
                        .mapToObj(n -> Map.of(
                                "name", word("correction.scan") + " " + (n + 1),
                                "href",
                                        "/api/v1/corrections/" + requestId + "/attachments/"
                                                + asked.scans().get(n).hex()))
                        .toList());
        var since = now.since(request);
        shown.put("overtaken", since.overtaken() ? List.of(word("correction.now.overtaken")) : List.of());
        shown.put("lines", asked.lines().stream().map(line -> line(line, since)).toList());
        shown.put("traces", traces(request));
        var past = history.of(request.institution());
        shown.put("history", inShort(past));
        shown.put("hints", hints(past));
        return Spin.JSON(shown);
    }

    private Correction find(String requestId) {
        return table.find(UUID.fromString(requestId)).orElseThrow();
    }

    private String by(Correction request) {
        var login = request.asked().by();
        var name = staff.find(login)
                .map(s -> s.bothNames() + " (" + s.employeeCode() + ")")
                .orElse(login);
        return request.inStead().isEmpty() ? name : name + " · " + word("correction.inStead");
    }

    private String time(Instant at) {
        return TIME.format(at.atZone(zone));
    }

    private static Map<String, Object> line(Correction.Line line, Since since) {
        var shown = new LinkedHashMap<String, Object>();
        shown.put("who", names(line) + " (" + line.employeeCode() + ")");
        shown.put("forenoonWas", word(line.forenoonWas()));
        shown.put("forenoonNow", now(line, Session.FORENOON, since));
        shown.put("forenoon", line.forenoon().map(CorrectionForm::word).orElse("–"));
        shown.put("afternoonWas", word(line.afternoonWas()));
        shown.put("afternoonNow", now(line, Session.AFTERNOON, since));
        shown.put("afternoon", line.afternoon().map(CorrectionForm::word).orElse("–"));
        shown.put("remark", line.remark().orElse(""));
        return shown;
    }

    /** Nothing where it reads as it did. */
    private static String now(Correction.Line line, Session session, Since since) {
        return since.of(line.staffId(), session)
                .map(reads -> word("correction.form.now") + ": " + word(reads))
                .orElse("");
    }

    private static String names(Correction.Line line) {
        return Named.both(line.name(), line.nameHi());
    }

    private List<Map<String, Object>> traces(Correction request) {
        var names = request.asked().lines().stream().collect(Collectors.toMap(Correction.Line::staffId, l -> l));
        return effect.traces(Map.of(request.day(), names.keySet())).stream()
                .map(trace -> {
                    var shown = new LinkedHashMap<String, Object>();
                    shown.put("who", names(names.get(trace.staffId())));
                    shown.put("what", what(trace));
                    shown.put("photo", trace.photograph().orElse(""));
                    return (Map<String, Object>) shown;
                })
                .toList();
    }

    private static String inShort(History past) {
        return word("correction.form.before") + days(past) + ": " + past.approved()
                + past.mean().map(CorrectionForm::beside).orElse("");
    }

    private static List<String> hints(History past) {
        var people = past.people().stream()
                .filter(Person::striking)
                .map(p -> word("correction.form.person") + ": " + p.bothNames() + " (" + p.employeeCode() + ")"
                        + days(past) + ": " + p.times() + beside(p.mean()));
        var institution = Stream.of(past).filter(History::striking).map(p -> word("correction.form.above"));
        return Stream.concat(institution, people).toList();
    }

    private static String days(History past) {
        return " (" + past.measure().days() + " " + word("correction.form.days") + ")";
    }

    private static String beside(double mean) {
        return "; " + word("correction.form.beside") + ": "
                + BigDecimal.valueOf(mean).setScale(1, RoundingMode.HALF_UP);
    }

    private String what(DayTrace trace) {
        return word("attendance.kind." + trace.kind())
                + " " + HOUR.format(trace.at().atZone(zone))
                + trace.distanceMetres().map(m -> ", " + m + " m").orElse("")
                + trace.refused()
                        .map(code -> " · " + word("problem." + code + ".title"))
                        .orElse("");
    }

    private static String word(SessionStatus status) {
        return word("attendance.status." + status);
    }

    /** Stands for a message; the engine's door says it in the language of who reads the form. */
    private static String word(String key) {
        return "{#" + key + "}";
    }
}
