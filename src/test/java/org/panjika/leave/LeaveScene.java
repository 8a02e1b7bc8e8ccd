package org.panjika.leave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.panjika.Calls.problem;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.task.Task;
import org.panjika.Calls;
import org.panjika.Tasklist;
import org.panjika.TestState;
import org.panjika.storage.Scans;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A school with the offices above it, and what its people do about leave. */
@TestComponent
public class LeaveScene {

    private final TestState state;
    private final Calls calls;
    private final Tasklist tasklist;
    private final RuntimeService runtime;
    private final Scans scans;
    private final JdbcClient jdbc;

    LeaveScene(TestState state, Calls calls, Tasklist tasklist, RuntimeService runtime, Scans scans, JdbcClient jdbc) {
        this.state = state;
        this.calls = calls;
        this.tasklist = tasklist;
        this.runtime = runtime;
        this.scans = scans;
        this.jdbc = jdbc;
    }

    /** A secondary school with two teachers, every seat held. */
    record School(
            TestState.Block offices,
            String code,
            String teacher,
            String colleague,
            String head,
            String blockOfficer,
            String districtOfficer) {}

    /** In Bihar, where every day is a working day from ten days before one on. */
    School school(LocalDate day) {
        return school("BR", day);
    }

    /** The same in another regime. */
    School school(String regime, LocalDate day) {
        var offices = state.blockAtWork(regime, day.minusDays(10), 50);
        var school = state.school(offices.block());
        return new School(
                offices,
                school,
                state.staff(school),
                state.staff(school),
                state.holder("HEAD", school),
                state.holder("HEAD", offices.block()),
                state.holder("HEAD", offices.district()));
    }

    static Map<String, Object> body(String type, LocalDate from, LocalDate to) {
        return new HashMap<>(Map.of(
                "id",
                UUID.randomUUID().toString(),
                "type",
                type,
                "from",
                from.toString(),
                "to",
                to.toString(),
                "reason",
                "Family"));
    }

    static Map<String, Object> half(LocalDate day, String session) {
        var body = body("CL", day, day);
        body.put("fromSession", session);
        body.put("toSession", session);
        return body;
    }

    /** Casual or another kind of leave of one day, sanctioned on paper. */
    Map<String, Object> grant(String who, String type, LocalDate day, LocalDate written, String scan) {
        return new HashMap<>(Map.of(
                "id",
                UUID.randomUUID().toString(),
                "employeeCode",
                who,
                "type",
                type,
                "from",
                day.toString(),
                "to",
                day.toString(),
                "applicationDate",
                written.toString(),
                "sanctionedByOffice",
                "Head of the school",
                "sanctionDate",
                day.toString(),
                "guardFileReference",
                "GF/12",
                "scan",
                scan));
    }

    /** Sent by a login; by every one the same. */
    String scan(String who) {
        return scan(who, "%PDF-1.4 a written application");
    }

    String scan(String who, String content) {
        return scans.keep(who, content.getBytes(StandardCharsets.UTF_8)).hash().hex();
    }

    ResponseEntity<Map<String, Object>> ask(String who, Map<String, Object> body) {
        return calls.post(who, "/leave/applications", body);
    }

    ResponseEntity<Map<String, Object>> ask(String who, String type, LocalDate from, LocalDate to) {
        return ask(who, body(type, from, to));
    }

    Map<String, Object> asked(String who, Map<String, Object> body) {
        var answer = ask(who, body);
        assertThat(answer.getStatusCode().value()).as("%s", answer.getBody()).isEqualTo(201);
        return answer.getBody();
    }

    Map<String, Object> asked(String who, String type, LocalDate from, LocalDate to) {
        return asked(who, body(type, from, to));
    }

    /** Asked for by one and approved by another. */
    Map<String, Object> approved(String who, String office, Map<String, Object> body) {
        var leave = asked(who, body);
        assertThat(tasklist.decide(office, task(office, leave), "approve")).isEqualTo(204);
        return leave;
    }

    Map<String, Object> approved(String who, String office, String type, LocalDate from, LocalDate to) {
        return approved(who, office, body(type, from, to));
    }

    /** The application for another kind over the same days. */
    static Map<String, Object> changed(Map<String, Object> old, String type) {
        var body = body(
                type,
                LocalDate.parse(old.get("from").toString()),
                LocalDate.parse(old.get("to").toString()));
        body.put("changes", old.get("id"));
        return body;
    }

    /** The task of an office about an application. */
    Task task(String office, Map<String, Object> leave) {
        return tasklist.of(office).stream()
                .filter(t -> leave.get("id")
                        .equals(runtime.createProcessInstanceQuery()
                                .processInstanceId(t.getProcessInstanceId())
                                .singleResult()
                                .getBusinessKey()))
                .findFirst()
                .orElseThrow();
    }

    /** The engine's case of an application, while it runs. */
    String instance(Map<String, Object> leave) {
        return runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(String.valueOf(leave.get("id")))
                .singleResult()
                .getId();
    }

    boolean running(Map<String, Object> leave) {
        return runtime.createProcessInstanceQuery()
                        .processInstanceBusinessKey(String.valueOf(leave.get("id")))
                        .count()
                > 0;
    }

    static String path(Map<String, Object> leave) {
        return "/leave/applications/" + leave.get("id");
    }

    /** Does something about an application, such as {@code cancel}. */
    ResponseEntity<Map<String, Object>> post(String who, Map<String, Object> leave, String verb) {
        return post(who, leave, verb, Map.of());
    }

    ResponseEntity<Map<String, Object>> post(
            String who, Map<String, Object> leave, String verb, Map<String, Object> body) {
        return calls.post(who, path(leave) + "/" + verb, body);
    }

    Map<String, Object> find(String who, Map<String, Object> leave) {
        return calls.get(who, path(leave)).getBody();
    }

    String state(String who, Map<String, Object> leave) {
        return String.valueOf(find(who, leave).get("state"));
    }

    /** Days left, as the person is told. */
    @SuppressWarnings("unchecked")
    double balance(String who, String account, LocalDate on) {
        var told = calls.get(who, "/staff/" + who + "/leave/balances?on=" + on).getBody();
        return ((List<Map<String, Object>>) told.get("items"))
                .stream()
                        .filter(b -> b.get("account").equals(account))
                        .mapToDouble(b -> (Double) b.get("days"))
                        .sum();
    }

    List<String> told(String who) {
        return jdbc.sql("select n.key from notice n join staff s on s.id = n.staff_id where s.employee_code = ?")
                .param(who)
                .query(String.class)
                .list();
    }

    /** The sessions that an application makes LEAVE in the register, in half days. */
    int registered(Map<String, Object> leave) {
        return jdbc.sql(
                        """
                        select count(*)
                          from day_entry e
                               join attendance_day d on d.day = e.day and d.staff_id = e.staff_id
                               cross join lateral (values (e.forenoon, d.forenoon), (e.afternoon, d.afternoon)) x (said, reads)
                         where e.request_id = ?::uuid and e.source = 'LEAVE' and x.said = 'LEAVE' and x.reads = 'LEAVE'
                           and not exists (select from day_entry later where later.supersedes = e.entry_no)
                        """)
                .param(leave.get("id"))
                .query(Integer.class)
                .single();
    }

    /** The half days for which an application has debited the ledger. */
    int debited(Map<String, Object> leave) {
        return jdbc.sql("select coalesce(-sum(half_days), 0) from leave_entry where request_id = ?::uuid")
                .param(leave.get("id"))
                .query(Integer.class)
                .single();
    }

    static String status(ResponseEntity<Map<String, Object>> answer) {
        return answer.getStatusCode().is2xxSuccessful()
                ? "" + answer.getStatusCode().value()
                : problem(answer);
    }
}
