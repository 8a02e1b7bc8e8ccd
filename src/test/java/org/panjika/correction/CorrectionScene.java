package org.panjika.correction;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.RuntimeService;
import org.panjika.Calls;
import org.panjika.Jobs;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.storage.Scans;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Schools with the offices above them, and what their people do about days that have closed. */
@TestComponent
public class CorrectionScene {

    private final TestState state;
    private final Calls calls;
    private final Jobs jobs;
    private final TestClock clock;
    private final RuntimeService runtime;
    private final Scans scans;
    private final JdbcClient jdbc;

    CorrectionScene(
            TestState state,
            Calls calls,
            Jobs jobs,
            TestClock clock,
            RuntimeService runtime,
            Scans scans,
            JdbcClient jdbc) {
        this.state = state;
        this.calls = calls;
        this.jobs = jobs;
        this.clock = clock;
        this.runtime = runtime;
        this.scans = scans;
        this.jdbc = jdbc;
    }

    /** An elementary school with two teachers under its nodal school, every seat held. */
    record Cluster(
            TestState.Block offices,
            String nodal,
            String school,
            String teacher,
            String colleague,
            String head,
            String peeo,
            String blockOfficer,
            String districtOfficer,
            String director) {}

    Cluster cluster(TestState.Block offices) {
        var nodal = state.school(offices.block());
        var school = state.elementarySchool(nodal);
        return new Cluster(
                offices,
                nodal,
                school,
                state.staff(school),
                state.staff(school),
                state.holder("HEAD", school),
                state.holder("HEAD", nodal),
                state.holder("HEAD", offices.block()),
                state.holder("HEAD", offices.district()),
                state.holder("HEAD", offices.directorate()));
    }

    /** Another one under the same block office. */
    Cluster beside(Cluster other) {
        var nodal = state.school(other.offices().block());
        var school = state.elementarySchool(nodal);
        return new Cluster(
                other.offices(),
                nodal,
                school,
                state.staff(school),
                state.staff(school),
                state.holder("HEAD", school),
                state.holder("HEAD", nodal),
                other.blockOfficer(),
                other.districtOfficer(),
                other.director());
    }

    /** A request to be completed and sent. */
    Map<String, Object> asking(String institution, LocalDate day, List<Map<String, String>> lines) {
        return new HashMap<>(Map.of(
                "id",
                UUID.randomUUID().toString(),
                "institution",
                institution,
                "day",
                day.toString(),
                "kind",
                "FORGOTTEN",
                "reason",
                "The roll was forgotten",
                "lines",
                lines));
    }

    ResponseEntity<Map<String, Object>> ask(String who, Map<String, Object> request) {
        return calls.post(who, "/corrections", request);
    }

    ResponseEntity<Map<String, Object>> ask(String who, String institution, LocalDate day, String teacher) {
        return ask(who, asking(institution, day, List.of(Calls.line(teacher, "PRESENT", "PRESENT"))));
    }

    /** A request that is accepted: a teacher's day should read PRESENT. */
    Map<String, Object> asked(String who, String institution, LocalDate day, String teacher) {
        return accepted(ask(who, institution, day, teacher));
    }

    static Map<String, Object> accepted(ResponseEntity<Map<String, Object>> answer) {
        assertThat(answer.getStatusCode().value()).as("%s", answer.getBody()).isEqualTo(201);
        return answer.getBody();
    }

    Map<String, Object> find(String who, Map<String, Object> request) {
        return calls.get(who, "/corrections/" + request.get("id")).getBody();
    }

    String state(String who, Map<String, Object> request) {
        return String.valueOf(find(who, request).get("state"));
    }

    /** The authorities a request came to, each with why it left it, or with what it decided. */
    @SuppressWarnings("unchecked")
    List<String> path(String who, Map<String, Object> request) {
        return ((List<Map<String, Object>>) find(who, request).get("path"))
                .stream()
                        .filter(step -> step.get("what").equals("AUTHORITY"))
                        .map(step -> step.get("authority") + " "
                                + (step.get("moved") == null ? step.get("decision") : step.get("moved")))
                        .toList();
    }

    /** Why the authorities below the one that has it may not decide. */
    @SuppressWarnings("unchecked")
    static List<String> skipped(Map<String, Object> request) {
        return ((List<Map<String, Object>>) request.get("skipped"))
                .stream().map(s -> s.get("authority") + " " + s.get("reason")).toList();
    }

    static Instant deadline(Map<String, Object> request) {
        return OffsetDateTime.parse(request.get("deadline").toString()).toInstant();
    }

    String instance(Map<String, Object> request) {
        return runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(request.get("id").toString())
                .singleResult()
                .getId();
    }

    /** Carries out the timers of a request that are due. */
    void timers(Map<String, Object> request) {
        jobs.due(instance(request), clock.instant()).forEach(jobs::carryOut);
    }

    boolean timerDue(Map<String, Object> request) {
        return !jobs.due(instance(request), clock.instant()).isEmpty();
    }

    /** Slots of a month that earlier corrections of the institution have taken. */
    void takeSlots(String institution, String authority, LocalDate month, int slots) {
        for (int slot = 1; slot <= slots; slot++) {
            jdbc.sql(
                            """
                            with request as (
                              insert into correction_request (id, content_hash, recorded_at, recorded_by, institution_id, day)
                              select gen_random_uuid(), '', :at::timestamptz, 'earlier', id, :day from institution
                               where code = :institution
                              returning id, institution_id)
                            insert into correction_slot (institution_id, month, authority, slot, recorded_at, recorded_by,
                                   request_id)
                            select institution_id, :month, :authority, :slot, :at::timestamptz, 'earlier', id from request
                            """)
                    .param("at", clock.instant().toString())
                    .param("day", month)
                    .param("institution", institution)
                    .param("month", month.withDayOfMonth(1))
                    .param("authority", authority)
                    .param("slot", slot)
                    .update();
        }
    }

    int slots(String institution, String authority) {
        return jdbc.sql("select count(*) from correction_slot s join institution i on i.id = s.institution_id"
                        + " where i.code = ? and s.authority = ?")
                .params(institution, authority)
                .query(Integer.class)
                .single();
    }

    /** How many facts about corrections of an institution there are, of each kind. */
    Map<String, Object> written(String institution) {
        return jdbc.sql(
                        """
                        with one as (select id from institution where code = :institution),
                             request as (select r.id from correction_request r join one on one.id = r.institution_id)
                        select (select count(*) from request) requests,
                               (select count(*) from correction_submission where request_id in (select id from request)) asked,
                               (select count(*) from correction_line where request_id in (select id from request)) lines,
                               (select count(*) from correction_reached where request_id in (select id from request)) moves,
                               (select count(*) from correction_decision where request_id in (select id from request)) decisions,
                               (select count(*) from correction_slot s join one on one.id = s.institution_id) slots,
                               (select count(*) from correction_case c join one on one.id = c.institution_id) cases,
                               (select count(*) from day_entry e join one on one.id = e.institution_id) entries,
                               (select count(*) from engine.act_ru_execution
                                 where business_key_ in (select id::text from request)) running
                        """)
                .param("institution", institution)
                .query()
                .singleRow();
    }

    /** A written request of an institution, sent by who asks in its stead. */
    String scan(String by) {
        return scans.keep(by, "%PDF-1.7 a written request".getBytes(StandardCharsets.UTF_8))
                .hash()
                .hex();
    }

    /** Nobody sits on a seat any more. */
    void vacate(String kind, String institution) {
        jdbc.sql(
                        """
                        update charge c set during = daterange(lower(c.during), lower(c.during) + 1) from institution i
                         where i.id = c.institution_id and c.kind = ? and i.code = ?
                        """)
                .params(kind, institution)
                .update();
    }
}
