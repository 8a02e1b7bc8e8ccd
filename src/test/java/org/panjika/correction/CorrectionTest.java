package org.panjika.correction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.panjika.Calls.line;
import static org.panjika.Calls.lineOf;
import static org.panjika.Calls.problem;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.Calls;
import org.panjika.CoversProcess;
import org.panjika.Jobs;
import org.panjika.SystemTest;
import org.panjika.Tasklist;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.attendance.DayOpening;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;

@SystemTest
@CoversProcess("attendance-correction")
@DisplayName("Closed days are corrected by the first authority of the ladder that may (RJ-7 to RJ-10, C12)")
class CorrectionTest {

    /** A Wednesday; every day of the next four weeks is a working day. */
    private static final LocalDate DAY = LocalDate.of(2027, 3, 3);

    @Autowired
    TestState state;

    @Autowired
    Calls calls;

    @Autowired
    Tasklist tasklist;

    @Autowired
    Jobs jobs;

    @Autowired
    TestClock clock;

    @Autowired
    DayOpening opening;

    @Autowired
    RuntimeService runtime;

    @Autowired
    JdbcClient jdbc;

    TestState.Block block;
    String nodal;
    String school;
    String teacher;
    String colleague;
    String head;
    String peeo;
    String blockOfficer;
    String districtOfficer;
    String director;

    @BeforeEach
    void anElementarySchoolInACluster() {
        clock.set(DAY, "11:00");
        block = state.blockAtWork("RJ", DAY, 28);
        nodal = state.school(block.block());
        school = state.elementarySchool(nodal);
        teacher = state.staff(school);
        colleague = state.staff(school);
        head = state.holder("HEAD", school);
        peeo = state.holder("HEAD", nodal);
        blockOfficer = state.holder("HEAD", block.block());
        districtOfficer = state.holder("HEAD", block.district());
        director = state.holder("HEAD", block.directorate());
        opening.open(DAY);
    }

    @Test
    @DisplayName("RJ-7: the next day the PEEO approves; the register reads so at once, and one of three slots is taken")
    void approved() {
        clock.set(DAY.plusDays(1), "10:00");
        var request = requested(teacher, "PRESENT", "PRESENT");
        assertThat(request)
                .containsEntry("state", "PENDING")
                .containsEntry("authority", "PEEO")
                .containsEntry("skipped", List.of());
        assertThat(OffsetDateTime.parse(request.get("deadline").toString()).toInstant())
                .isEqualTo(DAY.plusDays(2).atStartOfDay(clock.getZone()).toInstant());
        var task = tasklist.one(peeo);
        assertThat(task.getTaskDefinitionKey()).isEqualTo("PeeoDecides");
        assertThat(tasklist.of(blockOfficer)).isEmpty();
        assertThat(tasklist.decide(peeo, task, "approve")).isEqualTo(204);
        assertThat(find(head, request)).containsEntry("state", "APPROVED");
        assertThat(reads(teacher)).isEqualTo("PRESENT PRESENT");
        assertThat(reads(colleague)).isEqualTo("UNMARKED UNMARKED");
        assertThat(quota("PEEO")).containsEntry("used", 1).containsEntry("left", 2);
        assertThat(running(request)).isFalse();
        assertThat(told(head)).containsExactly("correction-approved");
        assertThat(told(teacher)).containsExactly("correction-of-your-day");
    }

    @Test
    @DisplayName("the day must have closed: until 17:00 the roll is open; day 0 after closing counts as 1")
    void notClosed() {
        clock.set(DAY, "16:59");
        var refused = request(head, school, DAY, line(teacher, "PRESENT", "PRESENT"));
        assertThat(problem(refused)).isEqualTo("409 day-not-closed");
        clock.set(DAY, "17:00");
        assertThat(requested(teacher, "PRESENT", "PRESENT")).containsEntry("authority", "PEEO");
    }

    @Test
    @DisplayName(
            "ignored, it walks PEEO (1 day) → CBEO (8) → CDEO (23) → Directorate (any) at midnight, each move with its reason")
    void ignored() {
        clock.set(DAY.plusDays(1), "10:00");
        var request = requested(teacher, "PRESENT", "PRESENT");
        assertThat(tasklist.one(peeo).getTaskDefinitionKey()).isEqualTo("PeeoDecides");
        windowPasses(request, 2);
        assertThat(tasklist.of(peeo)).isEmpty();
        assertThat(tasklist.one(blockOfficer).getTaskDefinitionKey()).isEqualTo("CbeoDecides");
        windowPasses(request, 9);
        assertThat(tasklist.one(districtOfficer).getTaskDefinitionKey()).isEqualTo("CdeoDecides");
        windowPasses(request, 24);
        assertThat(tasklist.one(director).getTaskDefinitionKey()).isEqualTo("DirectorateDecides");
        clock.set(DAY.plusDays(300), "12:00");
        assertThat(tasklist.decide(director, "approve")).isEqualTo(204);
        assertThat(reads(teacher)).isEqualTo("PRESENT PRESENT");
        assertThat(authorities(request))
                .containsExactly(
                        "PEEO window-passed", "CBEO window-passed", "CDEO window-passed", "DIRECTORATE APPROVED");
    }

    @Test
    @DisplayName(
            "RJ-7, C12: the fourth of a month goes to the CBEO; of two that wait for the last slot one moves up when approved")
    void quota() {
        clock.set(DAY.plusDays(1), "10:00");
        approveAnother(DAY.minusDays(3), 2);
        var first = requested(teacher, "PRESENT", "PRESENT");
        var second = request(head, school, DAY.plusDays(1), line(teacher, "PRESENT", "PRESENT"));
        assertThat(problem(second)).as("that day has not closed").isEqualTo("409 day-not-closed");
        clock.set(DAY.plusDays(1), "18:00");
        opening.open(DAY.plusDays(1));
        second = request(head, school, DAY.plusDays(1), line(teacher, "PRESENT", "PRESENT"));
        assertThat(second.getBody()).containsEntry("authority", "PEEO");
        for (var task : tasklist.of(peeo))
            assertThat(tasklist.decide(peeo, task, "approve")).isEqualTo(204);
        assertThat(List.of(
                        find(head, first).get("state"),
                        find(head, second.getBody()).get("state")))
                .as("both were approved, one slot was left")
                .containsExactlyInAnyOrder("APPROVED", "PENDING");
        assertThat(tasklist.one(blockOfficer).getTaskDefinitionKey()).isEqualTo("CbeoDecides");
        assertThat(quota("PEEO")).containsEntry("left", 0);
        assertThat(tasklist.decide(blockOfficer, "approve")).isEqualTo(204);
        assertThat(quota("CBEO")).containsEntry("used", 1);
    }

    @Test
    @DisplayName(
            "returned with a remark, mended and resubmitted: the authority is found afresh, and nothing said before is left")
    void returned() {
        clock.set(DAY.plusDays(1), "10:00");
        var request = requested(teacher, "PRESENT", "TOUR");
        assertThat(tasklist.decide(peeo, "return", " ")).isEqualTo(400);
        assertThat(tasklist.decide(peeo, "return", "Attach the tour order")).isEqualTo(204);
        assertThat(find(head, request)).containsEntry("state", "RETURNED");
        assertThat(told(head)).containsExactly("correction-returned");
        clock.set(DAY.plusDays(5), "10:00");
        var again = calls.post(
                head,
                "/corrections/" + request.get("id") + "/resubmit",
                Map.of("reason", "She taught all day", "lines", List.of(line(teacher, "PRESENT", "PRESENT"))));
        assertThat(again.getBody())
                .containsEntry("state", "PENDING")
                .containsEntry("version", 2)
                .containsEntry("authority", "CBEO");
        var task = tasklist.one(blockOfficer);
        assertThat(tasklist.form(blockOfficer, task)
                        .path("decision")
                        .path("value")
                        .isNull())
                .isTrue();
        assertThat(tasklist.decide(blockOfficer, task, "approve")).isEqualTo(204);
        assertThat(reads(teacher)).isEqualTo("PRESENT PRESENT");
    }

    @Test
    @DisplayName("returned, and its case ended by an administrator: asked anew it begins afresh")
    void returnedAndEnded() {
        clock.set(DAY.plusDays(1), "10:00");
        var request = requested(teacher, "PRESENT", "TOUR");
        assertThat(tasklist.decide(peeo, "return", "Attach the tour order")).isEqualTo(204);
        var id = request.get("id").toString();
        runtime.deleteProcessInstance(
                runtime.createProcessInstanceQuery()
                        .processInstanceBusinessKey(id)
                        .singleResult()
                        .getId(),
                "by an administrator");
        var again = calls.post(
                head,
                "/corrections/" + id + "/resubmit",
                Map.of("reason", "She taught all day", "lines", List.of(line(teacher, "PRESENT", "PRESENT"))));
        assertThat(again.getBody()).containsEntry("state", "PENDING").containsEntry("authority", "PEEO");
        assertThat(tasklist.decide(peeo, "approve", "")).isEqualTo(204);
        assertThat(reads(teacher)).isEqualTo("PRESENT PRESENT");
    }

    @Test
    @DisplayName("an administrator who holds no seat decides nothing in an office's name (C12)")
    void administrator() {
        clock.set(DAY.plusDays(1), "10:00");
        requested(teacher, "PRESENT", "PRESENT");
        var administrator = state.administrator();
        var task = tasklist.one(peeo);
        assertThat(tasklist.decide(administrator, task, "approve")).isEqualTo(403);
        assertThat(reads(teacher)).isEqualTo("UNMARKED UNMARKED");
        assertThat(tasklist.decide(peeo, task, "approve")).isEqualTo(204);
    }

    @Test
    @DisplayName("C12: returned and not resubmitted in 15 days: withdrawn, and the head is told")
    void lapsed() {
        clock.set(DAY.plusDays(1), "10:00");
        var request = requested(teacher, "PRESENT", "TOUR");
        tasklist.decide(peeo, "return", "Attach the tour order");
        clock.set(DAY.plusDays(16), "10:00");
        timers(request);
        assertThat(find(head, request)).containsEntry("state", "WITHDRAWN");
        assertThat(told(head)).containsExactlyInAnyOrder("correction-returned", "correction-lapsed");
        assertThat(running(request)).isFalse();
    }

    @Test
    @DisplayName("rejected only with a remark; no slot is taken, the register stays as it is")
    void rejected() {
        clock.set(DAY.plusDays(1), "10:00");
        var request = requested(teacher, "PRESENT", "PRESENT");
        assertThat(tasklist.decide(peeo, "reject", "")).isEqualTo(400);
        assertThat(tasklist.decide(peeo, "perhaps")).isEqualTo(400);
        assertThat(tasklist.decide(peeo, "reject", "She was not seen")).isEqualTo(204);
        assertThat(find(head, request)).containsEntry("state", "REJECTED");
        assertThat(reads(teacher)).isEqualTo("UNMARKED UNMARKED");
        assertThat(quota("PEEO")).containsEntry("used", 0);
    }

    @Test
    @DisplayName(
            "the institution withdraws while it waits; then nobody can decide it, and the day can be asked for again")
    void withdrawn() {
        clock.set(DAY.plusDays(1), "10:00");
        var request = requested(teacher, "PRESENT", "PRESENT");
        assertThat(problem(request(head, school, DAY, line(colleague, "PRESENT", "PRESENT"))))
                .isEqualTo("409 request-open");
        var answer = calls.post(head, "/corrections/" + request.get("id") + "/withdraw", Map.of());
        assertThat(answer.getBody()).containsEntry("state", "WITHDRAWN");
        assertThat(tasklist.of(peeo)).isEmpty();
        assertThat(running(request)).isFalse();
        assertThat(problem(calls.post(head, "/corrections/" + request.get("id") + "/withdraw", Map.of())))
                .isEqualTo("409 correction-not-pending");
        requested(colleague, "PRESENT", "PRESENT");
    }

    @Test
    @DisplayName("asked late, it begins where the window is still open: 10 days back the CDEO, 24 the Directorate")
    void late() {
        clock.set(DAY.plusDays(10), "10:00");
        var request = requested(teacher, "PRESENT", "PRESENT");
        assertThat(request).containsEntry("authority", "CDEO");
        assertThat(request.get("skipped"))
                .isEqualTo(List.of(
                        Map.of("authority", "PEEO", "reason", "window-passed"),
                        Map.of("authority", "CBEO", "reason", "window-passed")));
        assertThat(tasklist.decide(districtOfficer, "approve")).isEqualTo(204);
        assertThat(quota("CDEO")).containsEntry("used", 1);
        clock.set(DAY.plusDays(24), "10:00");
        assertThat(requested(colleague, "PRESENT", "PRESENT"))
                .containsEntry("authority", "DIRECTORATE")
                .doesNotContainEntry("skipped", List.of());
        assertThat(tasklist.decide(director, "approve")).isEqualTo(204);
        assertThat(reads(colleague)).isEqualTo("PRESENT PRESENT");
    }

    /** Corrections of earlier days that have taken slots of the PEEO in this month. */
    private void approveAnother(LocalDate first, int count) {
        for (int i = 0; i < count; i++) {
            jdbc.sql(
                            """
                            with request as (
                              insert into correction_request (id, content_hash, recorded_at, recorded_by, institution_id, day)
                              select gen_random_uuid(), '', :at::timestamptz, :by, id, :day from institution where code = :school
                              returning id, institution_id)
                            insert into correction_slot (institution_id, month, authority, slot, recorded_at, recorded_by, request_id)
                            select institution_id, :month::date, 'PEEO', :slot, :at::timestamptz, :by, id from request
                            """)
                    .param("at", clock.instant().toString())
                    .param("by", peeo)
                    .param("day", first.plusDays(i))
                    .param("school", school)
                    .param("month", DAY.withDayOfMonth(1))
                    .param("slot", i + 1)
                    .update();
        }
    }

    private void windowPasses(Map<String, Object> request, int daysAfter) {
        clock.set(DAY.plusDays(daysAfter)
                .atStartOfDay(clock.getZone())
                .toInstant()
                .minusMillis(1));
        assertThat(jobs.due(instance(request), clock.instant())).isEmpty();
        clock.set(DAY.plusDays(daysAfter).atStartOfDay(clock.getZone()).toInstant());
        timers(request);
    }

    private void timers(Map<String, Object> request) {
        jobs.due(instance(request), clock.instant()).forEach(jobs::carryOut);
    }

    private String instance(Map<String, Object> request) {
        return runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(request.get("id").toString())
                .singleResult()
                .getId();
    }

    @SuppressWarnings("unchecked")
    private List<String> authorities(Map<String, Object> request) {
        return ((List<Map<String, Object>>) find(head, request).get("path"))
                .stream()
                        .filter(step -> step.get("what").equals("AUTHORITY"))
                        .map(step -> step.get("authority") + " "
                                + (step.get("moved") == null ? step.get("decision") : step.get("moved")))
                        .toList();
    }

    private ResponseEntity<Map<String, Object>> request(
            String who, String institution, LocalDate day, Map<String, String> line) {
        var body = new HashMap<String, Object>();
        body.put("id", UUID.randomUUID().toString());
        body.put("institution", institution);
        body.put("day", day.toString());
        body.put("kind", "FORGOTTEN");
        body.put("reason", "The roll was forgotten");
        body.put("lines", List.of(line));
        return calls.post(who, "/corrections", body);
    }

    private Map<String, Object> requested(String employeeCode, String forenoon, String afternoon) {
        var answer = request(head, school, DAY, line(employeeCode, forenoon, afternoon));
        assertThat(answer.getStatusCode().value()).as("%s", answer.getBody()).isEqualTo(201);
        return answer.getBody();
    }

    private Map<String, Object> find(String who, Map<String, Object> request) {
        return calls.get(who, "/corrections/" + request.get("id")).getBody();
    }

    private String reads(String employeeCode) {
        var line = lineOf(calls.get(head, "/institutions/" + school + "/attendance/" + DAY), employeeCode);
        return line.get("forenoon") + " " + line.get("afternoon");
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> quota(String authority) {
        var answer = calls.get(head, "/corrections/quota?institution=" + school + "&month=2027-03");
        return ((List<Map<String, Object>>) answer.getBody().get("tiers"))
                .stream()
                        .filter(t -> t.get("authority").equals(authority))
                        .findFirst()
                        .orElseThrow();
    }

    private boolean running(Map<String, Object> request) {
        return runtime.createProcessInstanceQuery()
                        .processInstanceBusinessKey(request.get("id").toString())
                        .count()
                > 0;
    }

    private List<String> told(String employeeCode) {
        return jdbc.sql("select n.key from notice n join staff s on s.id = n.staff_id where s.employee_code = ?")
                .param(employeeCode)
                .query(String.class)
                .list();
    }
}
