package org.panjika.attendance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.SystemTest;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.attendance.jdbc.MissingOutTable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;

@SystemTest
@DisplayName("A missing School Out joins the list of the day and is never absence (BR-3, C9, C10, C11)")
class MissingOutTest {

    private static final LocalDate DAY = LocalDate.of(2026, 12, 15);

    @Autowired
    TestRestTemplate http;

    @Autowired
    TestState state;

    @Autowired
    TestClock clock;

    @Autowired
    DayOpening opening;

    @Autowired
    MissingOuts missing;

    @Autowired
    MissingOutTable table;

    @Autowired
    Rebuild rebuild;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TaskService tasks;

    @Autowired
    FormService forms;

    Calls calls;
    String school;
    String teacher;
    String head;
    String blockOfficer;

    @BeforeEach
    void aSchoolUnderABlock() {
        calls = new Calls(http);
        clock.set(DAY, "09:35");
        var block = state.block("BR");
        state.set(block.directorate(), "photo", "OPTIONAL");
        state.workingDay(block.directorate(), DAY);
        state.workingDay(block.directorate(), DAY.plusDays(1));
        school = state.school(block.block());
        teacher = state.staff(school);
        head = state.holder("HEAD", school);
        blockOfficer = state.holder("HEAD", block.block());
        opening.open(DAY);
    }

    @Test
    @DisplayName("the day over, the IN is a line in the head's task; confirmed, the presence stands")
    void headConfirms() {
        var in = come(teacher);
        dawn();
        assertThat(afternoon(teacher)).isEqualTo("PRESENT");
        assertThat(flags(teacher)).contains("MISSING_OUT");
        var task = task(head);
        assertThat(lines(task)).contains(in.toString(), "attendance.flag.MISSING_OUT");
        assertThat(complete(head, task, decision(in, "confirm", ""))).isEqualTo(204);
        assertThat(afternoon(teacher)).isEqualTo("PRESENT");
        assertThat(words(in)).containsExactly("MISSING_OUT CONFIRMED");
        assertThat(openCases()).isZero();
        missing.list(DAY);
        assertThat(openCases()).as("what is decided is not listed again").isZero();
    }

    @Test
    @DisplayName(
            "rejected with a remark the afternoon is UNMARKED, never ABSENT; the person contests once, above the head")
    void headRejects() {
        var in = come(teacher);
        dawn();
        var task = task(head);
        assertThat(complete(head, task, decision(in, "reject", " "))).isEqualTo(400);
        assertThat(afternoon(teacher)).isEqualTo("PRESENT");
        assertThat(complete(head, task, decision(in, "reject", "Left at noon"))).isEqualTo(204);
        assertThat(afternoon(teacher)).isEqualTo("UNMARKED");
        assertThat(forenoon(teacher)).isEqualTo("PRESENT");
        assertThat(String.valueOf(calls.get(teacher, "/notices").getBody())).contains("Left at noon");
        assertThat(contest(teacher, in)).isEqualTo(202);
        assertThat(contest(teacher, in)).isEqualTo(409);
        var above = task(blockOfficer);
        assertThat(complete(blockOfficer, above, confirmAll())).isEqualTo(204);
        assertThat(afternoon(teacher)).isEqualTo("PRESENT");
        assertThat(openCases()).isZero();
    }

    @Test
    @DisplayName("at 23:59:00 an OUT is still accepted and none is missing; with the day over it is (C10)")
    void untilTheDayEnds() {
        come(teacher);
        var colleague = state.staff(school);
        opening.open(DAY);
        come(colleague);
        clock.set(DAY, "23:59");
        rebuild.day(DAY);
        assertThat(flags(teacher)).doesNotContain("MISSING_OUT");
        assertThat(calls.mark(teacher, "OUT", clock.instant()).getStatusCode().value())
                .isEqualTo(201);
        dawn();
        assertThat(flags(teacher)).doesNotContain("MISSING_OUT");
        assertThat(flags(colleague)).contains("MISSING_OUT");
        assertThat(lines(task(head))).contains(colleague).doesNotContain(teacher);
        rebuild.day(DAY);
        assertThat(flags(colleague)).as("made anew from the facts").contains("MISSING_OUT");
    }

    @Test
    @DisplayName("a doubtful IN without an OUT is one line; confirmed once, nothing is left to decide")
    void doubtfulToo() {
        var in = doubtful(teacher, "IN");
        task(head);
        dawn();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> lines(task(head))
                .contains("attendance.flag.MISSING_OUT"));
        assertThat(complete(head, task(head), decision(in, "confirm", ""))).isEqualTo(204);
        assertThat(afternoon(teacher)).isEqualTo("PRESENT");
        assertThat(words(in)).containsExactlyInAnyOrder("MARK CONFIRMED", "MISSING_OUT CONFIRMED");
        assertThat(openCases()).isZero();
    }

    @Test
    @DisplayName("confirm all covers marks and missing OUTs; the head's own is the parent office's (C4)")
    void confirmAllOfThem() {
        come(teacher);
        come(head);
        var colleague = state.staff(school);
        opening.open(DAY);
        doubtful(colleague, "IN");
        dawn();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> lines(task(head))
                .contains(teacher));
        assertThat(complete(head, task(head), confirmAll())).isEqualTo(204);
        assertThat(forenoon(colleague)).isEqualTo("PRESENT");
        var above = task(blockOfficer);
        assertThat(lines(above)).contains(head).doesNotContain(teacher);
        assertThat(complete(blockOfficer, above, confirmAll())).isEqualTo(204);
        assertThat(openCases()).isZero();
    }

    @Test
    @DisplayName("an OUT made in time and delivered the next day is missing no more; the head's task ends by itself")
    void outDeliveredLate() {
        come(teacher);
        dawn();
        task(head);
        clock.set(DAY.plusDays(1), "09:30");
        var went = DAY.atTime(LocalTime.of(16, 2)).atZone(clock.getZone()).toInstant();
        assertThat(calls.mark(teacher, "OUT", went).getStatusCode().value()).isEqualTo(201);
        assertThat(flags(teacher)).doesNotContain("MISSING_OUT");
        Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> tasksOf(head)
                .isEmpty());
        assertThat(openCases()).isZero();
    }

    @Test
    @DisplayName("an IN delivered after the list was made is found by when it was recorded (C10: up to 72 hours)")
    void inDeliveredLate() {
        var came = clock.instant();
        clock.set(DAY.plusDays(1), "10:00");
        missing.list(DAY);
        assertThat(openCases()).isZero();
        assertThat(calls.mark(teacher, "IN", came).getStatusCode().value()).isEqualTo(201);
        list(DAY.plusDays(1).atTime(10, 1).atZone(clock.getZone()).toInstant());
        assertThat(openCases()).isZero();
        list(DAY.plusDays(1).atStartOfDay(clock.getZone()).toInstant());
        assertThat(openCases()).isEqualTo(1);
    }

    private void list(Instant deliveredSince) {
        table.list(DAY, Optional.of(deliveredSince), clock.instant());
    }

    private void dawn() {
        clock.set(DAY.plusDays(1), "00:05");
        missing.catchUp();
        missing.list(DAY);
    }

    private UUID come(String who) {
        return UUID.fromString(
                calls.mark(who, "IN", clock.instant()).getBody().get("id").toString());
    }

    private UUID doubtful(String who, String kind) {
        var mark = new HashMap<String, Object>(Map.of(
                "id",
                UUID.randomUUID(),
                "kind",
                kind,
                "mode",
                "SELF",
                "capturedAt",
                clock.instant().toString()));
        var answer = http.withBasicAuth(who, TestState.PASSWORD)
                .exchange(
                        "/api/v1/attendance/marks",
                        HttpMethod.POST,
                        new HttpEntity<>(mark),
                        new ParameterizedTypeReference<Map<String, Object>>() {});
        assertThat(answer.getBody()).containsEntry("verdict", "TO_BE_CONFIRMED");
        return (UUID) mark.get("id");
    }

    private int contest(String who, UUID mark) {
        return http.withBasicAuth(who, TestState.PASSWORD)
                .postForEntity(
                        "/api/v1/attendance/marks/" + mark + "/contest",
                        Map.of("text", "I left at four, the phone was empty"),
                        String.class)
                .getStatusCode()
                .value();
    }

    private static Map<String, Object> decision(UUID mark, String decision, String remark) {
        return Map.of(
                "decisions",
                Map.of(
                        "value",
                        "[{\"markId\":\"%s\",\"decision\":\"%s\",\"remark\":\"%s\"}]".formatted(mark, decision, remark),
                        "type",
                        "Json"));
    }

    private static Map<String, Object> confirmAll() {
        return Map.of("decision", Map.of("value", "confirm-all"));
    }

    private int complete(String who, Task task, Map<String, Object> variables) {
        return http.withBasicAuth(who, TestState.PASSWORD)
                .postForEntity(
                        "/engine-rest/task/" + task.getId() + "/complete", Map.of("variables", variables), String.class)
                .getStatusCode()
                .value();
    }

    private Task task(String who) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> tasksOf(who), found -> found.size() == 1)
                .get(0);
    }

    private List<Task> tasksOf(String who) {
        return http
                .withBasicAuth(who, TestState.PASSWORD)
                .exchange(
                        "/engine-rest/task",
                        HttpMethod.GET,
                        null,
                        new ParameterizedTypeReference<List<Map<String, Object>>>() {})
                .getBody()
                .stream()
                .map(t -> tasks.createTaskQuery().taskId(t.get("id").toString()).singleResult())
                .toList();
    }

    private String lines(Task task) {
        return String.valueOf(forms.getTaskFormVariables(task.getId()).get("marks"));
    }

    private List<String> words(UUID mark) {
        return jdbc.sql("select about || ' ' || decision from attendance_mark_decision where mark_id = ?")
                .param(mark)
                .query(String.class)
                .list();
    }

    private long openCases() {
        return jdbc.sql("select count(*) from attendance_exception e join institution i on i.id = e.institution_id"
                        + " where i.code = ? and closed_at is null")
                .param(school)
                .query(Long.class)
                .single();
    }

    private String forenoon(String who) {
        return day(who, "forenoon::text");
    }

    private String afternoon(String who) {
        return day(who, "afternoon::text");
    }

    private String flags(String who) {
        return day(who, "flags::text");
    }

    private String day(String who, String column) {
        return jdbc.sql("select " + column + " from attendance_day d join staff s on s.id = d.staff_id"
                        + " where s.employee_code = ? and d.day = ?")
                .params(who, DAY)
                .query(String.class)
                .single();
    }

    @Test
    @DisplayName("on half a day too: the forenoon is then the last session")
    void halfDay() {
        jdbc.sql("update calendar_day set day_kind = 'HALF' where from_day = ? and area_id in"
                        + " (select unnest(path) from institution where code = ?)")
                .params(DAY, school)
                .update();
        opening.open(DAY);
        var in = come(teacher);
        dawn();
        assertThat(forenoon(teacher)).isEqualTo("PRESENT");
        assertThat(flags(teacher)).contains("MISSING_OUT");
        assertThat(lines(task(head))).contains(in.toString(), "attendance.flag.MISSING_OUT");
    }
}
