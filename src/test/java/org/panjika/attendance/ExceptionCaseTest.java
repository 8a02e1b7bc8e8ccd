package org.panjika.attendance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.CoversProcess;
import org.panjika.SystemTest;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;

@SystemTest
@CoversProcess("attendance-exception")
@DisplayName("Doubtful marks are decided as a list (C4, C7, C11)")
class ExceptionCaseTest {

    private static final LocalDate DAY = LocalDate.of(2026, 12, 7);

    @Autowired
    TestRestTemplate http;

    @Autowired
    TestState state;

    @Autowired
    TestClock clock;

    @Autowired
    DayOpening opening;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    RuntimeService runtime;

    @Autowired
    TaskService tasks;

    @Autowired
    ManagementService management;

    @Autowired
    FormService forms;

    String school;
    String teacher;
    String head;
    String blockOfficer;

    @BeforeEach
    void aSchoolUnderABlock() {
        clock.set(DAY, "09:20");
        var block = state.blockAtWork("BR", DAY);
        school = state.school(block.block());
        teacher = state.staff(school);
        head = state.holder("HEAD", school);
        blockOfficer = state.holder("HEAD", block.block());
        opening.open(DAY);
    }

    @Test
    @DisplayName("a mark that cannot be judged is a line in the head's task; confirmed, the day reads PRESENT")
    void headConfirms() {
        var mark = markWithoutPosition(teacher);
        var task = task(head);
        assertThat(task.getTaskDefinitionKey()).isEqualTo("HeadDecides");
        assertThat(complete(head, task, decisions(line(mark, "confirm", "")))).isEqualTo(204);
        assertThat(forenoon(teacher)).isEqualTo("PRESENT");
        assertThat(openCases()).isZero();
    }

    @Test
    @DisplayName(
            "a rejection needs a remark: without one it is refused and the task stays; with one the session is UNMARKED")
    void headRejects() {
        var mark = markWithoutPosition(teacher);
        var task = task(head);
        assertThat(complete(head, task, decisions(line(mark, "reject", " ")))).isEqualTo(400);
        assertThat(forenoon(teacher)).isEqualTo("TO_BE_CONFIRMED");
        assertThat(complete(head, task(head), decisions(line(mark, "reject", "Was not seen before eleven"))))
                .isEqualTo(204);
        assertThat(forenoon(teacher)).isEqualTo("UNMARKED");
        assertThat(markWithPosition(teacher).getStatusCode().value())
                .as("a rejected mark frees its place (C8)")
                .isEqualTo(201);
    }

    @Test
    @DisplayName("the person contests a rejection once, and the parent office decides")
    void contest() {
        var mark = markWithoutPosition(teacher);
        complete(head, task(head), decisions(line(mark, "reject", "Not seen")));
        assertThat(contest(teacher, mark)).isEqualTo(202);
        assertThat(contest(teacher, mark)).isEqualTo(409);
        assertThat(contest(head, mark)).isEqualTo(404);
        var task = task(blockOfficer);
        assertThat(task.getTaskDefinitionKey()).isEqualTo("ParentOfficeDecides");
        assertThat(complete(blockOfficer, task, Map.of("decision", Map.of("value", "confirm-all"))))
                .isEqualTo(204);
        assertThat(forenoon(teacher)).isEqualTo("PRESENT");
    }

    @Test
    @DisplayName("nobody decides the own mark: the head's goes to the parent office (C4)")
    void ownMark() {
        markWithoutPosition(head);
        var task = task(blockOfficer);
        assertThat(tasksOf(head)).isEmpty();
        assertThat(complete(blockOfficer, task, Map.of("decision", Map.of("value", "confirm-all"))))
                .isEqualTo(204);
        assertThat(forenoon(head)).isEqualTo("PRESENT");
    }

    @Test
    @DisplayName("the head confirms all but the own; the own is then the parent office's")
    void allButTheOwn() {
        markWithoutPosition(teacher);
        markWithoutPosition(head);
        assertThat(complete(head, task(head), Map.of("decision", Map.of("value", "confirm-all"))))
                .isEqualTo(204);
        assertThat(forenoon(teacher)).isEqualTo("PRESENT");
        assertThat(forenoon(head)).isEqualTo("TO_BE_CONFIRMED");
        assertThat(task(blockOfficer).getTaskDefinitionKey()).isEqualTo("ParentOfficeDecides");
    }

    @Test
    @DisplayName("the parent office may decide one mark now and the other later")
    void oneAfterTheOther() {
        var in = markWithoutPosition(head);
        var out = mark();
        out.put("kind", "OUT");
        post(head, out);
        Awaitility.await().untilAsserted(() -> assertThat(lines(task(blockOfficer)))
                .contains(in.toString(), out.get("id").toString()));
        complete(blockOfficer, task(blockOfficer), decisions(line(in, "confirm", "")));
        assertThat(forenoon(head)).isEqualTo("PRESENT");
        var rest = task(blockOfficer);
        assertThat(complete(
                        blockOfficer,
                        rest,
                        decisions(line(UUID.fromString(out.get("id").toString()), "confirm", ""))))
                .isEqualTo(204);
        assertThat(openCases()).isZero();
    }

    @Test
    @DisplayName("marks of one day join one case, at most one is open")
    void oneCase() {
        var first = markWithoutPosition(teacher);
        task(head);
        var colleague = state.staff(school);
        opening.open(DAY);
        var second = markWithoutPosition(colleague);
        Awaitility.await()
                .untilAsserted(() -> assertThat(lines(task(head))).contains(first.toString(), second.toString()));
        assertThat(openCases()).isEqualTo(1);
        assertThat(complete(head, task(head), decisions(line(first, "confirm", ""))))
                .isEqualTo(204);
        assertThat(task(head)).as("the other still waits").isNotNull();
    }

    @Test
    @DisplayName("undecided for two working days it goes to the parent office, over the Sunday")
    void twoWorkingDays() {
        markWithoutPosition(teacher);
        task(head);
        var instance = instance();
        var timer = management
                .createJobQuery()
                .processInstanceId(instance.getId())
                .timers()
                .singleResult();
        assertThat(timer.getDuedate().toInstant())
                .isEqualTo(DAY.plusDays(2).atTime(9, 20).atZone(clock.getZone()).toInstant());
        clock.set(DAY.plusDays(2), "09:20");
        management.executeJob(timer.getId());
        assertThat(instance).isWaitingAt("ParentOfficeDecides");
        assertThat(tasksOf(head)).isEmpty();
        assertThat(tasksOf(blockOfficer)).hasSize(1);
    }

    @Test
    @DisplayName("a mark of another case, an unknown word, no list at all: refused, nothing written")
    void badInput() {
        markWithoutPosition(teacher);
        var task = task(head);
        assertThat(complete(head, task, decisions(line(UUID.randomUUID(), "confirm", ""))))
                .isEqualTo(400);
        assertThat(complete(head, task, decisions(line(UUID.randomUUID(), "perhaps", ""))))
                .isEqualTo(400);
        assertThat(complete(head, task, Map.of("decisions", Map.of("value", "[{}]", "type", "Json"))))
                .isEqualTo(400);
        assertThat(forenoon(teacher)).isEqualTo("TO_BE_CONFIRMED");
    }

    @Test
    @DisplayName("who reads Hindi finds the task, its form and the reasons in Hindi")
    void inHindi() {
        markWithoutPosition(teacher);
        var id = task(head).getId();
        assertThat(inHindi("/engine-rest/task/" + id)).contains("\"name\":\"प्रधान का निर्णय\"");
        assertThat(inHindi("/engine-rest/task/" + id + "/deployed-form"))
                .contains("आपका निर्णय क्या है?", "सबकी पुष्टि करें", "alt=\\\"फ़ोटो\\\"")
                .doesNotContain("Confirm all");
        assertThat(inHindi("/engine-rest/task/" + id + "/form-variables?deserializeValues=false"))
                .contains("स्थिति उपलब्ध नहीं है", "विद्यालय आगमन, 09:20")
                .doesNotContain("{#");
    }

    private String inHindi(String path) {
        var headers = new HttpHeaders();
        headers.setBasicAuth(head, TestState.PASSWORD);
        headers.set(HttpHeaders.ACCEPT_LANGUAGE, "hi");
        return http.exchange(path, HttpMethod.GET, new HttpEntity<>(headers), String.class)
                .getBody();
    }

    private UUID markWithoutPosition(String who) {
        var mark = mark();
        var answer = post(who, mark);
        assertThat(answer.getBody()).containsEntry("reasons", List.of("NO_POSITION"));
        return UUID.fromString(mark.get("id").toString());
    }

    private ResponseEntity<Map<String, Object>> markWithPosition(String who) {
        var mark = mark();
        mark.put("position", Map.of("latitude", 26.5, "longitude", 84.5, "accuracyMetres", 10));
        return post(who, mark);
    }

    private Map<String, Object> mark() {
        return new HashMap<>(Map.of(
                "id",
                UUID.randomUUID().toString(),
                "kind",
                "IN",
                "mode",
                "SELF",
                "capturedAt",
                clock.instant().toString()));
    }

    private ResponseEntity<Map<String, Object>> post(String who, Map<String, Object> mark) {
        return http.withBasicAuth(who, TestState.PASSWORD)
                .exchange(
                        "/api/v1/attendance/marks",
                        HttpMethod.POST,
                        new HttpEntity<>(mark),
                        new ParameterizedTypeReference<>() {});
    }

    private int contest(String who, UUID mark) {
        return http.withBasicAuth(who, TestState.PASSWORD)
                .postForEntity(
                        "/api/v1/attendance/marks/" + mark + "/contest",
                        Map.of("text", "I was at the gate"),
                        String.class)
                .getStatusCode()
                .value();
    }

    private static Map<String, Object> line(UUID mark, String decision, String remark) {
        return Map.of("markId", mark.toString(), "decision", decision, "remark", remark);
    }

    @SafeVarargs
    private static Map<String, Object> decisions(Map<String, Object>... lines) {
        var json = new StringBuilder("[");
        for (var line : lines) {
            if (json.length() > 1) json.append(',');
            json.append("{\"markId\":\"%s\",\"decision\":\"%s\",\"remark\":\"%s\"}"
                    .formatted(line.get("markId"), line.get("decision"), line.get("remark")));
        }
        return Map.of("decisions", Map.of("value", json.append(']').toString(), "type", "Json"));
    }

    private int complete(String who, Task task, Map<String, Object> variables) {
        return http.withBasicAuth(who, TestState.PASSWORD)
                .postForEntity(
                        "/engine-rest/task/" + task.getId() + "/complete", Map.of("variables", variables), String.class)
                .getStatusCode()
                .value();
    }

    /** The task a person can see for this school, as soon as it is there. */
    private Task task(String who) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> tasksOf(who), found -> found.size() == 1)
                .get(0);
    }

    private List<Task> tasksOf(String who) {
        var seen = http.withBasicAuth(who, TestState.PASSWORD)
                .exchange(
                        "/engine-rest/task",
                        HttpMethod.GET,
                        null,
                        new ParameterizedTypeReference<List<Map<String, Object>>>() {});
        return seen.getBody().stream()
                .map(t -> tasks.createTaskQuery().taskId(t.get("id").toString()).singleResult())
                .toList();
    }

    private ProcessInstance instance() {
        return runtime.createProcessInstanceQuery()
                .variableValueEquals("institution", school)
                .singleResult();
    }

    private long openCases() {
        return jdbc.sql("select count(*) from attendance_exception e join institution i on i.id = e.institution_id"
                        + " where i.code = ? and closed_at is null")
                .param(school)
                .query(Long.class)
                .single();
    }

    private String forenoon(String who) {
        return state.forenoon(who, DAY);
    }

    @Test
    @DisplayName("the head's own doubtful mark, first of the day, does not keep the head from the others' (C4)")
    void headsMarkFirst() {
        markWithoutPosition(head);
        assertThat(task(blockOfficer).getTaskDefinitionKey()).isEqualTo("ParentOfficeDecides");
        var mark = markWithoutPosition(teacher);
        assertThat(lines(task(head))).contains(mark.toString());
        assertThat(tasksOf(blockOfficer)).isEmpty();
        assertThat(complete(head, task(head), Map.of("decision", Map.of("value", "confirm-all"))))
                .isEqualTo(204);
        assertThat(forenoon(teacher)).isEqualTo("PRESENT");
        assertThat(complete(blockOfficer, task(blockOfficer), Map.of("decision", Map.of("value", "confirm-all"))))
                .isEqualTo(204);
        assertThat(openCases()).isZero();
    }

    @Test
    @DisplayName(
            "what the head left undecided for two working days stays with the parent office, whatever joins it (C11)")
    void staysAbove() {
        var left = markWithoutPosition(teacher);
        task(head);
        var timer = management
                .createJobQuery()
                .processInstanceId(instance().getId())
                .timers()
                .singleResult();
        clock.set(DAY.plusDays(2), "09:20");
        management.executeJob(timer.getId());
        var colleague = state.staff(school);
        opening.open(DAY);
        var mark = mark();
        mark.put(
                "capturedAt",
                DAY.atTime(9, 25).atZone(clock.getZone()).toInstant().toString());
        assertThat(post(colleague, mark).getStatusCode().value()).isEqualTo(201);
        Awaitility.await().until(() -> untold() == 0);
        assertThat(lines(task(blockOfficer)))
                .contains(left.toString(), mark.get("id").toString());
        assertThat(tasksOf(head)).isEmpty();
    }

    @Test
    @DisplayName("an OUT that came before its IN waits for nobody once the IN is there (C8)")
    void outBeforeIn() {
        var out = mark();
        out.put("kind", "OUT");
        out.put("position", Map.of("latitude", 26.5, "longitude", 84.5, "accuracyMetres", 10));
        assertThat(post(teacher, out).getBody()).containsEntry("reasons", List.of("NO_IN"));
        task(head);
        assertThat(markWithPosition(teacher).getStatusCode().value()).isEqualTo(201);
        Awaitility.await().until(() -> tasksOf(head).isEmpty());
        assertThat(openCases()).isZero();
    }

    @Test
    @DisplayName("confirm and reject of one mark at once is refused, and nothing is written")
    void bothWords() {
        var mark = markWithoutPosition(teacher);
        assertThat(complete(head, task(head), decisions(line(mark, "confirm", ""), line(mark, "reject", "Not seen"))))
                .isEqualTo(400);
        var both = "[\"" + mark + "\"]";
        assertThat(complete(
                        head,
                        task(head),
                        Map.of(
                                "decision", Map.of("value", "each"),
                                "confirm", Map.of("value", both, "type", "Json"),
                                "reject", Map.of("value", both, "type", "Json"),
                                "remark", Map.of("value", "Not seen"))))
                .isEqualTo(400);
        assertThat(forenoon(teacher)).isEqualTo("TO_BE_CONFIRMED");
    }

    @Test
    @DisplayName("an OUT whose IN is rejected waits for the head like one without an IN (C8)")
    void outOfARejectedIn() {
        var in = markWithoutPosition(teacher);
        task(head);
        clock.set(DAY, "16:05");
        var out = mark();
        out.put("kind", "OUT");
        out.put("position", Map.of("latitude", 26.5, "longitude", 84.5, "accuracyMetres", 10));
        assertThat(post(teacher, out).getBody()).containsEntry("verdict", "ACCEPTED");
        assertThat(complete(head, task(head), decisions(line(in, "reject", "Was seen first at three"))))
                .isEqualTo(204);
        assertThat(afternoon(teacher)).isEqualTo("TO_BE_CONFIRMED");
        var task = task(head);
        assertThat(lines(task)).contains(out.get("id").toString(), "reason.NO_IN");
        assertThat(complete(head, task, Map.of("decision", Map.of("value", "confirm-all"))))
                .isEqualTo(204);
        assertThat(afternoon(teacher)).isEqualTo("PRESENT");
    }

    @Test
    @DisplayName("who contests and then marks again has one IN: the contested one waits no longer (BR-8)")
    void markedAgain() {
        var mark = markWithoutPosition(teacher);
        complete(head, task(head), decisions(line(mark, "reject", "Not seen")));
        assertThat(contest(teacher, mark)).isEqualTo(202);
        task(blockOfficer);
        assertThat(markWithPosition(teacher).getStatusCode().value()).isEqualTo(201);
        Awaitility.await().until(() -> tasksOf(blockOfficer).isEmpty());
        assertThat(openCases()).isZero();
    }

    @Test
    @DisplayName("a case that cannot start keeps no other waiting")
    void oneFails() {
        var vacation = state.blockAtWork("BR", DAY);
        jdbc.sql("insert into calendar_day (area_id, from_day, to_day, day_kind, name)"
                        + " select id, ?, ?, 'HOLIDAY', 'For ever' from institution where code = ?")
                .params(DAY.plusDays(1), DAY.plusYears(9), vacation.directorate())
                .update();
        var other = state.school(vacation.block());
        state.holder("HEAD", other);
        var lonely = state.staff(other);
        opening.open(DAY);
        try {
            markWithoutPosition(lonely);
            markWithoutPosition(teacher);
            assertThat(task(head)).isNotNull();
            assertThat(untold(other)).isEqualTo(1);
        } finally {
            jdbc.sql("update attendance_exception set closed_at = ?::timestamptz where institution_id ="
                            + " (select id from institution where code = ?)")
                    .params(clock.instant().toString(), other)
                    .update();
        }
    }

    private long untold() {
        return untold(school);
    }

    private long untold(String institution) {
        return jdbc.sql("select count(*) from attendance_exception e join institution i on i.id = e.institution_id"
                        + " where i.code = ? and not told and closed_at is null")
                .param(institution)
                .query(Long.class)
                .single();
    }

    private String lines(Task task) {
        return String.valueOf(forms.getTaskFormVariables(task.getId()).get("marks"));
    }

    private String afternoon(String who) {
        return jdbc.sql("select afternoon from attendance_day d join staff s on s.id = d.staff_id"
                        + " where s.employee_code = ? and d.day = ?")
                .params(who, DAY)
                .query(String.class)
                .single();
    }
}
