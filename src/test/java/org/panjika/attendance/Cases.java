package org.panjika.attendance;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.task.Task;
import org.panjika.Calls;
import org.panjika.Tasklist;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Cases of doubtful marks and missing OUTs, as who decides them and who contests sees them. */
@TestComponent
public class Cases {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final JdbcClient jdbc;
    private final Tasklist tasklist;
    private final Calls calls;
    private final FormService forms;
    private final ExceptionCases exceptions;

    Cases(JdbcClient jdbc, Tasklist tasklist, Calls calls, FormService forms, ExceptionCases exceptions) {
        this.jdbc = jdbc;
        this.tasklist = tasklist;
        this.calls = calls;
        this.forms = forms;
        this.exceptions = exceptions;
    }

    /** How many of the school nobody has settled. */
    long open(String school) {
        return jdbc.sql("select count(*) from attendance_exception e join institution i on i.id = e.institution_id"
                        + " where i.code = ? and closed_at is null")
                .param(school)
                .query(Long.class)
                .single();
    }

    /**
     * The only task the person sees, as soon as the engine has been told of everything that waits: before, it is still
     * being changed, and who completes it then is refused.
     */
    Task task(String who) {
        Awaitility.await("the engine knows of all cases").atMost(PATIENCE).until(this::allTold);
        return tasklist.one(who);
    }

    private boolean allTold() {
        return jdbc.sql("select not exists (select from attendance_exception where not told and closed_at is null)")
                .query(Boolean.class)
                .single();
    }

    /** As in the morning. */
    void followSeats() {
        exceptions.followSeats();
    }

    /** The list in that task's form. */
    String lines(String who) {
        return String.valueOf(forms.getTaskFormVariables(task(who).getId()).get("marks"));
    }

    /** Decides lines of that task; answers the HTTP status. */
    int decide(String who, Line... lines) {
        var json = Stream.of(lines).map(Line::json).collect(Collectors.joining(",", "[", "]"));
        return tasklist.complete(who, task(who), Map.of("decisions", Tasklist.json(json)));
    }

    /** Confirms all lines of that task; answers the HTTP status. */
    int confirmAll(String who) {
        return tasklist.decide(who, task(who), "confirm-all");
    }

    static Line confirm(UUID mark) {
        return new Line(mark, "confirm", "");
    }

    static Line reject(UUID mark, String remark) {
        return new Line(mark, "reject", remark);
    }

    /** What somebody says about one mark of the list. */
    record Line(UUID mark, String decision, String remark) {

        private String json() {
            return "{\"markId\":\"%s\",\"decision\":\"%s\",\"remark\":\"%s\"}".formatted(mark, decision, remark);
        }
    }

    /** Contests the rejection of a mark; answers the HTTP status. */
    int contest(String who, UUID mark) {
        return calls.post(who, "/attendance/marks/" + mark + "/contest", Map.of("text", "I was there"))
                .getStatusCode()
                .value();
    }
}
