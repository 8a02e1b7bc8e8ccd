package org.panjika.attendance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;
import static org.panjika.Calls.problem;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
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
import org.panjika.organisation.Institutions;
import org.panjika.organisation.StaffList;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;

@SystemTest
@CoversProcess("lateness-condonation")
@DisplayName("Lateness is seen the same day, asked about, permitted and condoned (BR-20, C4)")
class LatenessCondonationTest {

    private static final LocalDate DAY = LocalDate.of(2026, 12, 17);
    private static final YearMonth MONTH = YearMonth.from(DAY);

    @Autowired
    TaskService tasks;

    @Autowired
    JdbcClient jdbc;

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
    Limits limits;

    @Autowired
    PunctualityMonths months;

    @Autowired
    StaffList staffList;

    @Autowired
    Institutions institutions;

    @Autowired
    RuntimeService runtime;

    @Autowired
    ManagementService management;

    TestState.Block block;
    String school;
    String teacher;
    String head;
    String blockOfficer;

    @BeforeEach
    void aSchoolUnderABlock() {
        clock.set(DAY, "09:00");
        block = state.blockAtWork("BR", DAY, 4);
        school = state.school(block.block());
        teacher = state.staff(school);
        head = state.holder("HEAD", school);
        blockOfficer = state.holder("HEAD", block.block());
        opening.open(DAY);
    }

    @Test
    @DisplayName(
            "the figures stand in the table: no grace, half a casual leave from 60 minutes, two free days; Bihar only")
    void figures() {
        assertThat(limits.punctuality("BR")).isEqualTo(new PunctualityLimits(true, 0, 60, 2, true));
        for (var other : List.of("RJ", "UP", "VN", "DEFAULT", "XX")) {
            assertThat(limits.punctuality(other).applies()).as(other).isFalse();
        }
    }

    @Test
    @DisplayName("12 minutes late: seen at once, asked, condoned by the head, and one of the two free days")
    void condoned() {
        comes(teacher, DAY, "09:42");
        assertThat(day(teacher)).containsEntry("lateMinutes", 12);
        assertThat(lateness(teacher))
                .containsEntry("consequence", "HALF_CASUAL_LEAVE")
                .containsEntry("reason", "NOT_CONDONED");
        var request = ask(teacher, "The bus broke down");
        assertThat(request.getStatusCode().value()).isEqualTo(201);
        assertThat(lateness(teacher)).containsEntry("condonation", "PENDING");
        assertThat(tasklist.of(head)).as("at once").hasSize(1);
        var task = tasklist.one(head);
        assertThat(task.getTaskDefinitionKey()).isEqualTo("HeadDecides");
        assertThat(tasklist.shown(task, "lateness"))
                .contains(
                        teacher,
                        "12 {#punctuality.minutesLate}",
                        "The bus broke down",
                        "{#punctuality.consequence.FREE_DAY}");
        assertThat(tasklist.decide(head, task, "condone")).isEqualTo(204);
        assertThat(lateness(teacher))
                .containsEntry("consequence", "FREE_DAY")
                .containsEntry("freeDay", 1)
                .containsEntry("condonation", "CONDONED");
    }

    @Test
    @DisplayName("a refusal needs a remark, an unknown word is refused; the person has asked once")
    void refused() {
        comes(teacher, DAY, "09:42");
        ask(teacher, "The bus broke down");
        assertThat(tasklist.decide(head, "refuse", " ")).isEqualTo(400);
        assertThat(tasklist.decide(head, "perhaps", "x")).isEqualTo(400);
        assertThat(lateness(teacher)).containsEntry("condonation", "PENDING");
        assertThat(tasklist.decide(head, "refuse", "The third bus this week")).isEqualTo(204);
        assertThat(lateness(teacher))
                .containsEntry("condonation", "REFUSED")
                .containsEntry("remark", "The third bus this week")
                .containsEntry("consequence", "HALF_CASUAL_LEAVE");
        assertThat(String.valueOf(calls.get(teacher, "/notices").getBody())).contains("The third bus this week");
        assertThat(problem(ask(teacher, "Please"))).isEqualTo("409 condonation-asked");
        assertThat(grant(head, teacher, DAY, "On second thoughts")
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
        assertThat(lateness(teacher)).containsEntry("consequence", "FREE_DAY");
    }

    @Test
    @DisplayName(
            "two condoned days are free, the third is half a casual leave; the school's list says the same at once")
    void threeDays() {
        for (int i = 0; i < 3; i++) {
            var day = DAY.plusDays(i);
            opening.open(day);
            comes(teacher, day, "09:40");
            assertThat(grant(head, teacher, day, "Road closed").getStatusCode().value())
                    .isEqualTo(200);
        }
        comes(head, DAY.plusDays(2), "10:45");
        var person = staffList.find(teacher).orElseThrow();
        var verdicts = months.ofPerson(person.id(), MONTH);
        assertThat(verdicts).extracting(v -> v.reason().name()).containsExactly("FREE", "FREE", "FREE_DAYS_USED");
        var all = months.ofInstitution(institutions.find(school).orElseThrow().id(), MONTH);
        assertThat(all).hasSize(2).containsEntry(person.id(), verdicts);
    }

    @Test
    @DisplayName("59 minutes can be condoned, 60 are half a casual leave all the same")
    void anHour() {
        comes(teacher, DAY, "10:29");
        comes(head, DAY, "10:30");
        grant(head, teacher, DAY, "Flood");
        grant(blockOfficer, head, DAY, "Flood");
        assertThat(lateness(teacher)).containsEntry("consequence", "FREE_DAY");
        assertThat(lateness(head))
                .containsEntry("consequence", "HALF_CASUAL_LEAVE")
                .containsEntry("reason", "TOO_LATE");
    }

    @Test
    @DisplayName("the head's own lateness is the parent office's; nobody condones the own (C4)")
    void ownLateness() {
        comes(head, DAY, "09:50");
        assertThat(problem(grant(head, head, DAY, "I was ill"))).isEqualTo("403 own-lateness");
        ask(head, "I was at the bank for the school");
        assertThat(tasklist.of(head)).isEmpty();
        var task = tasklist.one(blockOfficer);
        assertThat(task.getTaskDefinitionKey()).isEqualTo("OfficeAboveDecides");
        assertThat(tasklist.decide(blockOfficer, task, "condone")).isEqualTo(204);
        assertThat(lateness(head)).containsEntry("consequence", "FREE_DAY");
    }

    @Test
    @DisplayName("where the seats of school and block are vacant the next office up decides (C4)")
    void vacantSeats() {
        var emptyBlock = state.blockAtWork("BR", DAY);
        var cdeo = state.holder("HEAD", emptyBlock.district());
        var orphan = state.staff(state.school(emptyBlock.block()));
        clock.set(DAY, "09:00");
        opening.open(DAY);
        comes(orphan, DAY, "09:50");
        ask(orphan, "No bus");
        assertThat(tasklist.decide(cdeo, "condone")).isEqualTo(204);
        assertThat(lateness(orphan)).containsEntry("consequence", "FREE_DAY");
        comes(orphan, DAY, "09:50");
        assertThat(grant(cdeo, orphan, DAY.plusDays(1), "Training")
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("undecided for two working days it goes to the office above; a millisecond before, it does not")
    void twoWorkingDays() {
        comes(teacher, DAY, "09:42");
        ask(teacher, "The bus broke down");
        var timer = jobs.timer(instance().getId());
        var due = DAY.plusDays(2).atTime(9, 42).atZone(clock.getZone()).toInstant();
        assertThat(timer.getDuedate().toInstant()).isEqualTo(due);
        clock.set(due.minusMillis(1));
        assertThat(management.createJobQuery().jobId(timer.getId()).executable().count())
                .isZero();
        assertThat(instance()).isWaitingAt("HeadDecides");
        clock.set(due);
        jobs.carryOut(timer);
        assertThat(tasklist.of(head)).isEmpty();
        assertThat(tasklist.decide(blockOfficer, "condone")).isEqualTo(204);
    }

    @Test
    @DisplayName("decided in time the deadline does not fire")
    void inTime() {
        comes(teacher, DAY, "09:42");
        ask(teacher, "The bus broke down");
        var running = instance().getId();
        tasklist.decide(head, "condone");
        assertThat(management.createJobQuery().processInstanceId(running).count())
                .isZero();
        assertThat(tasklist.of(blockOfficer)).isEmpty();
    }

    @Test
    @DisplayName("the head permits a late arrival beforehand; the day is free when it comes")
    void permitted() {
        var tomorrow = DAY.plusDays(1);
        var first = grant(head, teacher, tomorrow, "Election training until ten");
        assertThat(first.getBody()).containsEntry("state", "PERMITTED");
        assertThat(grant(head, teacher, tomorrow, "Election training until ten").getBody())
                .as("said again")
                .isEqualTo(first.getBody());
        assertThat(problem(grant(head, teacher, tomorrow, "Something else"))).isEqualTo("409 already-condoned");
        opening.open(tomorrow);
        comes(teacher, tomorrow, "10:05");
        assertThat(months.ofDay(staffList.find(teacher).orElseThrow().id(), tomorrow)
                        .orElseThrow()
                        .reason())
                .isEqualTo(Punctuality.Reason.FREE);
    }

    @Test
    @DisplayName("on time, in another state's settings, entered in the roll: nothing to condone")
    void nothingToCondone() {
        comes(teacher, DAY, "09:30");
        assertThat(lateness(teacher)).isNull();
        assertThat(problem(ask(teacher, "In case"))).isEqualTo("422 nothing-to-condone");
        var rajasthan = state.blockAtWork("RJ", DAY);
        state.set(rajasthan.directorate(), "attendanceMode", "MARKS");
        var other = state.staff(state.school(rajasthan.block()));
        opening.open(DAY);
        comes(other, DAY, "10:45");
        assertThat(day(other)).containsEntry("lateMinutes", 75);
        assertThat(lateness(other)).containsEntry("consequence", "NONE").containsEntry("reason", "NO_RULE");
        assertThat(problem(ask(other, "In case"))).isEqualTo("422 nothing-to-condone");
    }

    @Test
    @DisplayName("the same request again is answered as it stands; the id with other words is refused")
    void idempotent() {
        comes(teacher, DAY, "09:42");
        var id = UUID.randomUUID();
        var first = ask(teacher, id, "The bus broke down");
        var again = ask(teacher, id, "The bus broke down");
        assertThat(first.getStatusCode().value()).isEqualTo(201);
        assertThat(again.getStatusCode().value()).isEqualTo(200);
        assertThat(again.getBody()).isEqualTo(first.getBody());
        assertThat(problem(ask(teacher, id, "The tram broke down"))).isEqualTo("409 id-reused");
        assertThat(problem(grant(head, teacher, DAY, "I saw it"))).isEqualTo("409 condonation-waits");
        assertThat(calls.get(teacher, "/attendance/condonations/" + id).getBody())
                .containsEntry("state", "PENDING");
        assertThat(calls.get(state.staff(school), "/attendance/condonations/" + id)
                        .getStatusCode()
                        .value())
                .isEqualTo(404);
    }

    private void comes(String who, LocalDate day, String time) {
        clock.set(day, time);
        calls.mark(who, "IN", clock.instant());
    }

    private ResponseEntity<Map<String, Object>> ask(String who, String reason) {
        return ask(who, UUID.randomUUID(), reason);
    }

    private ResponseEntity<Map<String, Object>> ask(String who, UUID id, String reason) {
        return calls.post(who, "/attendance/condonations", Map.of("id", id, "day", DAY.toString(), "reason", reason));
    }

    private ResponseEntity<Map<String, Object>> grant(String who, String employee, LocalDate day, String reason) {
        return calls.put(who, "/staff/" + employee + "/attendance/" + day + "/condonation", Map.of("reason", reason));
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> day(String who) {
        var month = calls.get(who, "/staff/" + who + "/attendance/" + MONTH);
        return ((List<Map<String, Object>>) month.getBody().get("days"))
                .stream()
                        .filter(d -> d.get("day").equals(DAY.toString()))
                        .findFirst()
                        .orElseThrow();
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> lateness(String who) {
        return (Map<String, Object>) day(who).get("lateness");
    }

    private ProcessInstance instance() {
        return runtime.createProcessInstanceQuery()
                .processDefinitionKey("lateness-condonation")
                .variableValueEquals("institution", school)
                .singleResult();
    }

    @Test
    @DisplayName(
            "a suspended head decides nothing: the office above does; with no seat held at all, the administrators (C4)")
    void nobodyActs() {
        jdbc.sql("insert into service_state (staff_id, state, during)"
                        + " select id, 'SUSPENDED', '[2020-01-01,)' from staff where employee_code = ?")
                .param(head)
                .update();
        comes(teacher, DAY, "09:42");
        assertThat(ask(teacher, "The bus broke down").getStatusCode().value()).isEqualTo(201);
        assertThat(tasklist.decide(blockOfficer, "condone")).isEqualTo(204);
        var empty = state.blockAtWork("BR", DAY);
        var orphan = state.staff(state.school(empty.block()));
        clock.set(DAY, "09:00");
        opening.open(DAY);
        comes(orphan, DAY, "09:50");
        assertThat(ask(orphan, "No bus").getStatusCode().value()).isEqualTo(201);
        var task = tasks.createTaskQuery()
                .processDefinitionKey("lateness-condonation")
                .taskCandidateGroup("camunda-admin")
                .singleResult();
        assertThat(tasklist.decide(state.administrator(), task, "condone")).isEqualTo(204);
        assertThat(lateness(orphan)).containsEntry("consequence", "FREE_DAY");
    }
}
