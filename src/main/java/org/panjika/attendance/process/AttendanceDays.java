package org.panjika.attendance.process;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.spin.Spin;
import org.camunda.spin.json.SpinJsonNode;
import org.panjika.attendance.Monitoring;
import org.panjika.attendance.Monitoring.Deadline;
import org.panjika.models.ProcessContract;
import org.panjika.models.UsableInModels;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What the models of the day ask: when the deadlines are, who is missing. Starts the offices' days. */
@Component("attendanceDays")
@UsableInModels
public class AttendanceDays implements ProcessContract {

    static final String PROCESS = "attendance-day";

    private final Monitoring monitoring;
    private final RuntimeService runtime;
    private final ManagementService management;
    private final Clock clock;

    AttendanceDays(Monitoring monitoring, RuntimeService runtime, ManagementService management, Clock clock) {
        this.monitoring = monitoring;
        this.runtime = runtime;
        this.management = management;
        this.clock = clock;
    }

    /** Whether there is an office whose day has not begun: below it somebody is expected. */
    @UsableInModels
    public boolean anybodyExpected() {
        return !monitoring.daysToBegin().isEmpty();
    }

    /** Starts one instance for each office and working day that has none; all of them or none. */
    @Transactional
    public int start() {
        return monitoring.daysToBegin().stream().mapToInt(this::start).sum();
    }

    /**
     * The same once the hour has come at which days begin: for whom nobody was expected at that hour, or whose server was down
     * then. Nothing begins while the timer of that hour is suspended.
     */
    @Transactional
    public int startLate() {
        return hourHasCome() ? start() : 0;
    }

    private boolean hourHasCome() {
        var now = Date.from(clock.instant());
        var tomorrow = Date.from(
                LocalDate.now(clock).plusDays(1).atStartOfDay(clock.getZone()).toInstant());
        var openings = management
                .createJobQuery()
                .processDefinitionKey(StartOfficeDays.PROCESS)
                .timers()
                .active()
                .list();
        return !openings.isEmpty()
                && openings.stream()
                        .noneMatch(
                                o -> o.getDuedate().after(now) && o.getDuedate().before(tomorrow));
    }

    /** The same for one day, whatever the hour. */
    @Transactional
    public int start(LocalDate day) {
        var offices = monitoring.begin(day);
        for (var office : offices) {
            runtime.startProcessInstanceByKey(
                    PROCESS, office + "/" + day, Map.of("institution", office, "day", day.toString()));
        }
        return offices.size();
    }

    /** When the entry of the office's charge is due next; at the end of the day, if nothing is left to wait for. */
    @UsableInModels
    public Date entryDue(String institution, String day) {
        return due(Deadline.ENTRY, institution, LocalDate.parse(day));
    }

    /** When charges of the offices below close next; at the end of the day, if nothing is left to wait for. */
    @UsableInModels
    public Date closingDue(String institution, String day) {
        return due(Deadline.CLOSING, institution, LocalDate.parse(day));
    }

    private Date due(Deadline deadline, String institution, LocalDate day) {
        return Date.from(monitoring.next(deadline, institution, day).orElseGet(() -> end(day)));
    }

    /** When the last institution of the office's charge closes; now, if nobody is expected there any more. */
    @UsableInModels
    public Date lastClosing(String institution, String day) {
        return Date.from(
                monitoring.lastClosing(institution, LocalDate.parse(day)).orElseGet(clock::instant));
    }

    /** Whether an entry deadline of the office's charge has not been recorded, or one may still come. */
    @UsableInModels
    public boolean entryLeft(String institution, String day) {
        return left(Deadline.ENTRY, institution, LocalDate.parse(day));
    }

    /** Whether a closing of the charges of the offices below has not been recorded, or one may still come. */
    @UsableInModels
    public boolean closingLeft(String institution, String day) {
        return left(Deadline.CLOSING, institution, LocalDate.parse(day));
    }

    /** Until the day is over a holiday may be taken back, or an institution come under the office. */
    private boolean left(Deadline deadline, String institution, LocalDate day) {
        return clock.instant().isBefore(end(day))
                || monitoring.next(deadline, institution, day).isPresent();
    }

    /** A timer at the last second still is one of this day. */
    private Instant end(LocalDate day) {
        return day.plusDays(1).atStartOfDay(clock.getZone()).minusSeconds(1).toInstant();
    }

    /** The list for the form: who is still missing. */
    @UsableInModels
    public SpinJsonNode missing(String institution, String day, String due) {
        return json(monitoring.missing(institution, LocalDate.parse(day), Instant.parse(due)));
    }

    /** The list for the form: who had not completed the day at closing, by office. */
    @UsableInModels
    public SpinJsonNode missedAtClosing(String institution, String day, String due) {
        return json(monitoring.missedAtClosing(institution, LocalDate.parse(day), Instant.parse(due)));
    }

    private static SpinJsonNode json(List<Monitoring.Line> lines) {
        return Spin.JSON(lines.stream()
                .map(l -> Map.of(
                        "office", l.office(),
                        "code", l.code(),
                        "name", l.institution(),
                        "figures", l.recorded() + " / " + l.expected(),
                        "who", l.who()))
                .toList());
    }

    @Override
    public String process() {
        return PROCESS;
    }

    @Override
    public Set<String> variables() {
        return Set.of("institution", "day", "entryDue", "entryMissed", "closedAt", "closingMissed");
    }

    @Override
    public Set<String> messages() {
        return Set.of(OpenLists.MESSAGE);
    }
}
