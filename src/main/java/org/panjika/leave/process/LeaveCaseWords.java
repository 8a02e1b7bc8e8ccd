package org.panjika.leave.process;

import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.camunda.spin.Spin;
import org.camunda.spin.json.SpinJsonNode;
import org.panjika.leave.Leave;
import org.panjika.leave.LeaveApplications;
import org.panjika.leave.LeaveApplications.Deputy;
import org.panjika.leave.LeaveBalances;
import org.panjika.leave.LeaveRequest.Paper;
import org.panjika.leave.LeaveSpan;
import org.panjika.leave.jdbc.LeaveTable;
import org.panjika.models.UsableInModels;
import org.springframework.stereotype.Component;

/** What the model of leave asks. */
@Component("leaveCases")
@UsableInModels
class LeaveCaseWords {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("dd-MM-yyyy");
    private static final int MOST = 20;

    private final LeaveApplications applications;
    private final LeaveBalances balances;
    private final LeaveTable table;
    private final Clock clock;

    LeaveCaseWords(LeaveApplications applications, LeaveBalances balances, LeaveTable table, Clock clock) {
        this.applications = applications;
        this.balances = balances;
        this.table = table;
        this.clock = clock;
    }

    /** The office that the table's word means: nobody concerned, no vacant seat (C4). About approved leave who approved it. */
    @UsableInModels
    public String office(String requestId, String authority) {
        return applications.office(UUID.fromString(requestId), authority);
    }

    /** The office above that one, which decides when it was silent (C11). */
    @UsableInModels
    public String officeAbove(String requestId, String authority) {
        return applications.officeAbove(UUID.fromString(requestId), authority);
    }

    /**
     * A time of the day before it begins, such as 09:00. Of leave that begins sooner, a year later: whoever reads the task needs
     * no reminder of it, and long before the office above has it.
     */
    @UsableInModels
    public Date dayBefore(String requestId, String time) {
        var before = find(requestId)
                .from()
                .minusDays(1)
                .atTime(LocalTime.parse(time))
                .atZone(clock.getZone());
        return Date.from((before.toInstant().isBefore(clock.instant()) ? before.plusYears(1) : before).toInstant());
    }

    /** Marked sessions, for which the office chooses (C13). */
    @UsableInModels
    public SpinJsonNode marks(String requestId) {
        return Spin.JSON(applications.marked(find(requestId)).stream()
                .map(m -> Map.of(
                        "session", m.day() + " " + m.session(),
                        "label",
                                DAY.format(m.day()) + ", " + word("attendance.session." + m.session()) + ": "
                                        + word("attendance.status." + m.status())))
                .toList());
    }

    /** What the form shows: the leave, the balance, who else is away, and what the person had before. */
    @UsableInModels
    public SpinJsonNode summary(String requestId) {
        var leave = find(requestId);
        var shown = new LinkedHashMap<String, Object>();
        shown.put("who", leave.person().bothNames() + " (" + leave.person().employeeCode() + ")");
        shown.put("what", kind(leave) + (leave.postFacto() ? ", " + word("leave.postFacto") : ""));
        shown.put("period", period(leave.span()));
        shown.put("days", days(leave.halfDays()));
        shown.put("reason", leave.reason());
        shown.put(
                "back",
                applications
                        .returnAsked(leave)
                        .map(back -> word("leave.join.other") + ": " + day(back.day()) + ", "
                                + word("attendance.session." + back.session()))
                        .orElse(""));
        shown.put(
                "paper",
                applications
                        .paper(leave)
                        .map(Leave.Kept::paper)
                        .map(LeaveCaseWords::paper)
                        .orElse(""));
        shown.put(
                "officiating",
                applications.deputy(leave).map(LeaveCaseWords::deputy).orElse(""));
        shown.put("link", "/leave/applications/" + requestId);
        shown.put("linkText", word("leave.open"));
        shown.put("balance", balance(leave));
        shown.put("othersTitle", word("leave.others"));
        shown.put("others", lines(others(leave), true));
        shown.put("historyTitle", word("leave.history"));
        shown.put("history", lines(history(leave), false));
        return Spin.JSON(shown);
    }

    private static String deputy(Deputy deputy) {
        var who = deputy.named()
                .map(s -> s.bothNames() + " (" + s.employeeCode() + ")")
                .orElse(word("duty.officiating.senior"));
        return word("leave.deputy") + ": " + who;
    }

    private static String paper(Paper paper) {
        var words = new ArrayList<String>();
        words.add(word("leave.paper") + ": " + paper.sanctionedBy());
        words.add(word("leave.grant.applied") + ": " + day(paper.appliedOn()));
        words.add(word("leave.grant.on") + ": " + day(paper.sanctionedOn()));
        paper.orderNumber().ifPresent(order -> words.add(word("leave.grant.order") + ": " + order));
        words.add(word("leave.guardFile") + ": " + paper.guardFile());
        return String.join("; ", words);
    }

    private String balance(Leave leave) {
        return balances.of(leave.person(), leave.type(), leave.from())
                .map(b -> word("leave.balance") + ": " + days(b))
                .orElse("");
    }

    private List<Leave> others(Leave leave) {
        return applications.at(leave.place(), leave.from(), leave.to(), Optional.empty(), MOST).stream()
                .filter(l -> l.person().id() != leave.person().id())
                .toList();
    }

    private List<Leave> history(Leave leave) {
        return applications.of(leave.person(), Optional.of(leave.number()), MOST);
    }

    private List<Map<String, String>> lines(List<Leave> leaves, boolean withName) {
        if (leaves.isEmpty()) return List.of(Map.of("line", "–"));
        return leaves.stream()
                .map(l -> Map.of(
                        "line",
                        (withName ? l.person().bothNames() + ": " : "") + kind(l) + ", " + period(l.span()) + " ("
                                + word("leave.state." + l.state()) + ")"))
                .toList();
    }

    private static String days(int halfDays) {
        return LeaveBalances.inDays(halfDays) + " " + word(halfDays == 2 ? "leave.dayWord" : "leave.daysWord");
    }

    private static String period(LeaveSpan span) {
        var first = day(span.from()) + (span.first().session().ordinal() == 1 ? " ½" : "");
        var last = day(span.to()) + (span.last().session().ordinal() == 0 ? " ½" : "");
        return span.from().equals(span.to()) && span.wholeDays() ? day(span.from()) : first + " – " + last;
    }

    private static String day(LocalDate day) {
        return DAY.format(day);
    }

    /** In both languages of the signs: who reads it is not known yet. */
    private String kind(Leave leave) {
        return applications
                .type(leave)
                .map(t -> t.names().english() + " / " + t.names().hindi())
                .orElse(leave.type());
    }

    private Leave find(String requestId) {
        return table.find(UUID.fromString(requestId)).orElseThrow();
    }

    /** Stands for a message; the engine's door says it in the language of who reads the form. */
    private static String word(String key) {
        return "{#" + key + "}";
    }
}
