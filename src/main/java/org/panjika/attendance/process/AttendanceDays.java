package org.panjika.attendance.process;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private final Clock clock;

    AttendanceDays(Monitoring monitoring, RuntimeService runtime, Clock clock) {
        this.monitoring = monitoring;
        this.runtime = runtime;
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

    /** The same for one day. */
    @Transactional
    public int start(LocalDate day) {
        var offices = monitoring.begin(day);
        for (var office : offices) {
            runtime.startProcessInstanceByKey(
                    PROCESS, office + "/" + day, Map.of("institution", office, "day", day.toString()));
        }
        return offices.size();
    }

    /** When the entry of the office's charge is due next; now, if nothing is left to wait for. */
    @UsableInModels
    public Date entryDue(String institution, String day) {
        return orNow(monitoring.next(Deadline.ENTRY, institution, LocalDate.parse(day)));
    }

    /** When charges of the offices below close next; now, if nothing is left to wait for. */
    @UsableInModels
    public Date closingDue(String institution, String day) {
        return orNow(monitoring.next(Deadline.CLOSING, institution, LocalDate.parse(day)));
    }

    /** When the last institution of the office's charge closes; now, if nobody is expected there any more. */
    @UsableInModels
    public Date lastClosing(String institution, String day) {
        return orNow(monitoring.lastClosing(institution, LocalDate.parse(day)));
    }

    /** Whether an entry deadline of the office's charge has not been recorded today. */
    @UsableInModels
    public boolean entryLeft(String institution, String day) {
        return monitoring
                .next(Deadline.ENTRY, institution, LocalDate.parse(day))
                .isPresent();
    }

    /** Whether a closing of the charges of the offices below has not been recorded today. */
    @UsableInModels
    public boolean closingLeft(String institution, String day) {
        return monitoring
                .next(Deadline.CLOSING, institution, LocalDate.parse(day))
                .isPresent();
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

    private Date orNow(Optional<Instant> at) {
        return Date.from(at.orElseGet(clock::instant));
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
