package org.panjika.payroll.process;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.camunda.spin.Spin;
import org.camunda.spin.json.SpinJsonNode;
import org.panjika.models.UsableInModels;
import org.panjika.organisation.Institution;
import org.panjika.organisation.StaffList;
import org.panjika.payroll.Adjustment;
import org.panjika.payroll.Adjustments;
import org.panjika.payroll.Drawals;
import org.panjika.payroll.Figure;
import org.panjika.payroll.Line;
import org.panjika.payroll.OpenMatter;
import org.panjika.payroll.OpenMatters;
import org.panjika.payroll.Sessions;
import org.panjika.payroll.Statement;
import org.panjika.payroll.Statements;
import org.panjika.payroll.Verification;
import org.springframework.stereotype.Component;

/** What the forms of the month show, as of now. */
@Component("payrollForms")
@UsableInModels
class PayrollForms {

    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MM-yyyy");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("dd-MM");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd-MM-yyyy HH:mm");

    /** So many days of a matter are named. */
    private static final int NAMED = 5;

    private final Statements statements;
    private final Verification verification;
    private final OpenMatters matters;
    private final Adjustments adjustments;
    private final Drawals drawals;
    private final StaffList staff;
    private final CaseOfMonth cases;
    private final ZoneId zone;

    PayrollForms(
            Statements statements,
            Verification verification,
            OpenMatters matters,
            Adjustments adjustments,
            Drawals drawals,
            StaffList staff,
            CaseOfMonth cases,
            ZoneId zone) {
        this.statements = statements;
        this.verification = verification;
        this.matters = matters;
        this.adjustments = adjustments;
        this.drawals = drawals;
        this.staff = staff;
        this.cases = cases;
        this.zone = zone;
    }

    /** For who verifies: the figures as they would be sent now, what is open of it and of months before, and why it came back. */
    @UsableInModels
    public SpinJsonNode verification(String institution, String month) {
        var place = cases.institution(institution);
        var of = YearMonth.parse(month);
        var statement = statements.next(place, of);
        var shown = shown(place, of, statement);
        shown.put(
                "open", matters.of(statement).stream().map(PayrollForms::matter).toList());
        shown.put(
                "earlier",
                matters.before(place, of).stream().map(PayrollForms::matter).toList());
        var returned = verification.returned(place, of);
        shown.put("returned", returned.map(r -> r.remark()).orElse(""));
        shown.put(
                "returnedLines",
                returned.map(r -> String.join(", ", r.employeeCodes())).orElse(""));
        return Spin.JSON(shown);
    }

    /** For the second look: the lines, and adjustments of earlier months, that the sender could not judge alone. */
    @UsableInModels
    public SpinJsonNode secondLook(String institution, String month) {
        var place = cases.institution(institution);
        var of = YearMonth.parse(month);
        var statement = statements.of(place, of);
        var shown = shown(place, of, statement);
        shown.put("lines", lines(verification.toLookAtAgain(place, of)));
        shown.put(
                "supplement",
                verification.adjustmentsToLookAt(place, of).stream()
                        .map(PayrollForms::adjustment)
                        .toList());
        return Spin.JSON(shown);
    }

    /** For who draws the pay: everybody's line as it was sent, and what is adjusted with the month. */
    @UsableInModels
    public SpinJsonNode acceptance(String institution, String month) {
        var place = cases.institution(institution);
        var of = YearMonth.parse(month);
        var statement = statements.of(place, of);
        var shown = shown(place, of, statement);
        var fromLeave = statements.fromLeave(place, of);
        shown.put(
                "lines",
                statement.lines().stream()
                        .map(l -> line(l, fromLeave.getOrDefault(l.person().staffId(), new TreeMap<>())))
                        .toList());
        shown.put(
                "supplement",
                adjustments.posted(place, of).stream()
                        .map(PayrollForms::adjustment)
                        .toList());
        return Spin.JSON(shown);
    }

    /** For who enters the drawal: how many are known. */
    @UsableInModels
    public SpinJsonNode drawal(String institution, String month) {
        var place = cases.institution(institution);
        var of = YearMonth.parse(month);
        var shown = shown(place, of, statements.of(place, of));
        var all = drawals.of(place, of);
        shown.put("known", all.stream().filter(d -> d.said().isPresent()).count());
        shown.put("drawalLink", "/payroll/%s/drawal?institution=%s".formatted(month, institution));
        return Spin.JSON(shown);
    }

    private Map<String, Object> shown(Institution place, YearMonth month, Statement statement) {
        var shown = new LinkedHashMap<String, Object>();
        shown.put("where", place.bothNames() + " (" + place.code() + ")");
        shown.put("month", MONTH.format(month));
        shown.put("link", "/payroll/%s/institutions/%s".formatted(month, place.code()));
        shown.put("people", statement.lines().size());
        shown.put("full", days(statement, Figure.FULL_PAY));
        shown.put("half", days(statement, Figure.HALF_PAY));
        shown.put("none", days(statement, Figure.NO_PAY));
        shown.put("held", days(statement, Figure.HELD));
        shown.put("sent", statement.sent().map(this::sent).orElse(""));
        return shown;
    }

    private String sent(Statement.Sent sent) {
        var by = staff.find(sent.by())
                .map(s -> s.bothNames() + " (" + s.employeeCode() + ")")
                .orElse(sent.by());
        return TIME.format(sent.at().atZone(zone)) + ", " + by
                + (sent.inStead() ? " · " + word("verification.inStead") : "") + " · " + word("verification.version")
                + " "
                + sent.version();
    }

    private static List<Map<String, Object>> lines(List<Line> lines) {
        return lines.stream().map(PayrollForms::line).toList();
    }

    private static Map<String, Object> line(Line line) {
        var shown = new LinkedHashMap<String, Object>();
        shown.put("code", line.person().employeeCode());
        shown.put("who", who(line.person()));
        shown.put("full", line.of(Figure.FULL_PAY).inDays());
        shown.put("half", line.of(Figure.HALF_PAY).inDays());
        shown.put("none", line.of(Figure.NO_PAY).inDays());
        shown.put("held", line.of(Figure.HELD).inDays());
        return shown;
    }

    /** With what acceptance takes from leave. */
    private static Map<String, Object> line(Line line, SortedMap<String, Integer> fromLeave) {
        var shown = line(line);
        shown.put(
                "leave",
                fromLeave.entrySet().stream()
                        .map(e -> e.getKey() + " " + Sessions.inDays(e.getValue()))
                        .collect(Collectors.joining(", ")));
        return shown;
    }

    private static Map<String, Object> adjustment(Adjustment adjustment) {
        var change = adjustment.change();
        var shown = new LinkedHashMap<String, Object>();
        shown.put("who", who(adjustment.person()));
        shown.put("month", MONTH.format(adjustment.month()));
        shown.put(
                "what",
                word("payroll.direction." + adjustment.direction()) + ": " + word("payroll.as." + change.was()) + " → "
                        + word("payroll.as." + change.becomes()));
        shown.put("days", change.sessions().inDays());
        return shown;
    }

    private static Map<String, Object> matter(OpenMatter matter) {
        var shown = new LinkedHashMap<String, Object>();
        shown.put("who", who(matter.person()));
        shown.put("what", word("verification.open." + matter.kind()));
        shown.put("month", MONTH.format(matter.month()));
        shown.put("days", matter.sessions().inDays());
        shown.put("on", on(matter.days()));
        shown.put("severity", word("verification.severity." + matter.severity()));
        shown.put("link", matter.linkToDay());
        return shown;
    }

    private static String on(List<LocalDate> days) {
        var first = days.stream().limit(NAMED).map(DAY::format).collect(Collectors.joining(", "));
        return days.size() > NAMED ? first + " …" : first;
    }

    private static String days(Statement statement, Figure figure) {
        return Sessions.inDays(statement.total(figure));
    }

    static String who(Line.Person person) {
        return person.bothNames() + " (" + person.employeeCode() + ")";
    }

    /** Stands for a message; the engine's door says it in the language of who reads the form. */
    static String word(String key) {
        return "{#" + key + "}";
    }
}
