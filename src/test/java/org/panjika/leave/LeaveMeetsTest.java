package org.panjika.leave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.panjika.Calls.problem;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.Calls;
import org.panjika.SystemTest;
import org.panjika.Tasklist;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.Together;
import org.panjika.attendance.DayOpening;
import org.panjika.storage.FileStore;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;

@SystemTest
@DisplayName("Leave where it meets other leave, marks, who officiates and the calendar (C3, C4, C13)")
class LeaveMeetsTest {

    /** A Monday. */
    private static final LocalDate DAY = LocalDate.of(2027, 3, 1);

    @Autowired
    TestState state;

    @Autowired
    Calls calls;

    @Autowired
    Tasklist tasklist;

    @Autowired
    TestClock clock;

    @Autowired
    DayOpening opening;

    @Autowired
    FileStore files;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    RuntimeService runtime;

    TestState.Block block;
    String school;
    String teacher;
    String head;
    String blockOfficer;

    @BeforeEach
    void aSchoolUnderABlock() {
        clock.set(DAY, "08:00");
        block = state.blockAtWork("BR", DAY.minusDays(10), 50);
        school = state.school(block.block());
        teacher = state.staff(school);
        head = state.holder("HEAD", school);
        blockOfficer = state.holder("HEAD", block.block());
        state.holder("HEAD", block.district());
        opening.open(DAY);
    }

    @Test
    @DisplayName("who officiates for the head does not decide the head's further leave: the block does (RJ-4, C4)")
    void headWhileAway() {
        officiatedBy(teacher, DAY, DAY.plusDays(4));
        assertThat(acting(DAY)).containsExactly(teacher);
        var further = asked(head, body("CL", DAY.plusDays(6), DAY.plusDays(6)));
        assertThat(String.valueOf(further.get("approver"))).startsWith("CBEO_");
        assertThat(tasklist.of(teacher)).isEmpty();
        tasklist.one(blockOfficer);
    }

    @Test
    @DisplayName("a leave taken back ends whoever officiates for it from today on, and nobody of another leave (C3)")
    void officiatingOfOneLeave() {
        var first = officiatedBy(teacher, DAY, DAY.plusDays(3));
        officiatedBy(teacher, DAY.plusDays(20), DAY.plusDays(21));
        clock.set(DAY.plusDays(2), "08:00");
        assertThat(calls.post(head, path(first) + "/cancel", Map.of()).getBody())
                .containsEntry("days", 2.0);
        assertThat(acting(DAY.plusDays(1))).as("acted on it").containsExactly(teacher);
        assertThat(acting(DAY.plusDays(2))).isEmpty();
        assertThat(acting(DAY.plusDays(20))).containsExactly(teacher);
    }

    @Test
    @DisplayName("who officiates stays named when a returned application is asked for again (C3)")
    void officiatingAfterReturn() {
        var body = body("CL", DAY, DAY.plusDays(1));
        body.put("officiating", teacher);
        var leave = asked(head, body);
        assertThat(tasklist.decide(blockOfficer, "return", "Why?")).isEqualTo(204);
        calls.post(head, path(leave) + "/resubmit", Map.of("reason", "A wedding"));
        assertThat(tasklist.decide(blockOfficer, "approve")).isEqualTo(204);
        assertThat(acting(DAY)).containsExactly(teacher);
    }

    @Test
    @DisplayName("who officiates goes on officiating when the kind of the leave changes, and ends with it (C3)")
    void officiatingAfterChange() {
        var old = officiatedBy(teacher, DAY, DAY.plusDays(3));
        var leave = asked(head, changed(old, "EL", DAY, DAY.plusDays(3)));
        assertThat(tasklist.decide(blockOfficer, "approve")).isEqualTo(204);
        assertThat(acting(DAY.plusDays(1))).containsExactly(teacher);
        calls.post(head, path(leave) + "/cancel", Map.of());
        assertThat(acting(DAY.plusDays(1))).isEmpty();
    }

    @Test
    @DisplayName("another kind is not approved over days that the person came back to work meanwhile")
    void changedAfterReturn() {
        var old = approved(teacher, body("CL", DAY, DAY.plusDays(3)));
        var leave = asked(teacher, changed(old, "EL", DAY, DAY.plusDays(3)));
        clock.set(DAY.plusDays(1), "08:00");
        calls.post(teacher, path(old) + "/join", Map.of("day", DAY.plusDays(1).toString()));
        assertThat(tasklist.decide(head, task(leave), "approve")).isEqualTo(409);
        assertThat(balance("CL")).isEqualTo(15.0);
        assertThat(balance("EL")).isEqualTo(15.0);
    }

    @Test
    @DisplayName("another kind needs no word for a mark that was made on the leave day: it read LEAVE and goes on so")
    void changedOverMark() {
        var old = approved(teacher, body("CL", DAY, DAY));
        clock.set(DAY, "09:20");
        assertThat(calls.mark(teacher, "IN", clock.instant()).getStatusCode().value())
                .isEqualTo(201);
        assertThat(state.flags(teacher, DAY)).contains("MARKED_ON_LEAVE");
        var leave = asked(teacher, changed(old, "EL", DAY, DAY));
        assertThat(tasklist.decide(head, task(leave), "approve")).isEqualTo(204);
        assertThat(state.reads(teacher, DAY)).isEqualTo("LEAVE LEAVE");
        assertThat(balance("EL")).isEqualTo(14.0);
    }

    @Test
    @DisplayName("half-pay leave becomes commuted leave with what is given back for it")
    void changedInOneAccount() {
        var old = approved(teacher, body("HPL", DAY, DAY.plusDays(9)));
        assertThat(balance("HPL")).isEqualTo(10.0);
        var body = changed(old, "COM", DAY, DAY.plusDays(9));
        body.put("attachments", List.of(scan()));
        var leave = asked(teacher, body);
        assertThat(tasklist.decide(head, task(leave), "approve")).isEqualTo(204);
        assertThat(balance("HPL")).isEqualTo(0.0);
    }

    @Test
    @DisplayName("leave from paper over a marked session waits for the head's word about it (BR-11, C13)")
    void headEnteredOverMark() {
        clock.set(DAY, "09:20");
        assertThat(calls.mark(teacher, "IN", clock.instant()).getStatusCode().value())
                .isEqualTo(201);
        var entered = calls.post(head, "/leave/grants", grant(DAY, DAY));
        assertThat(entered.getStatusCode().value()).isEqualTo(201);
        assertThat(entered.getBody()).containsEntry("state", "PENDING");
        assertThat(tasklist.form(head, tasklist.one(head))
                        .path("marks")
                        .path("value")
                        .toString())
                .contains(DAY + " FORENOON");
    }

    @Test
    @DisplayName("30 days count from the written application too, which nobody writes tomorrow (BR-13)")
    void paperTooLate() {
        clock.set(DAY.plusDays(35), "08:00");
        assertThat(problem(calls.post(head, "/leave/grants", grant(DAY, DAY.plusDays(31)))))
                .isEqualTo("422 leave-too-late");
        assertThat(problem(calls.post(head, "/leave/grants", grant(DAY, DAY.plusDays(36)))))
                .isEqualTo("422 invalid-fields");
        assertThat(calls.post(head, "/leave/grants", grant(DAY, DAY.plusDays(30)))
                        .getStatusCode()
                        .value())
                .isEqualTo(201);
    }

    @Test
    @DisplayName("two applications at once for the two special casual days of a month: one wins")
    void monthTogether() throws Exception {
        jdbc.sql("update staff set gender = 'F' where employee_code = ?")
                .param(teacher)
                .update();
        var days = List.of(2, 6, 10, 14, 18, 22);
        var answers = Together.all(
                6,
                days.stream()
                        .<Callable<Integer>>map(d -> () -> calls.post(
                                        teacher,
                                        "/leave/applications",
                                        body("SCL", DAY.plusDays(d), DAY.plusDays(d + 1)))
                                .getStatusCode()
                                .value())
                        .toList());
        assertThat(answers).containsOnlyOnce(201);
    }

    @Test
    @DisplayName("four approvals of one application at once: one wins, and the balance is debited once")
    void approvedTwice() throws Exception {
        var leave = asked(teacher, body("CL", DAY, DAY));
        var task = task(leave);
        var answers = Together.all(
                4,
                Stream.<Callable<Integer>>generate(() -> () -> tasklist.decide(head, task, "approve"))
                        .limit(4)
                        .toList());
        assertThat(answers).containsOnlyOnce(204);
        assertThat(balance("CL")).isEqualTo(15.0);
    }

    @Test
    @DisplayName(
            "a holiday declared in approved casual leave is given back; where all of it is one, the leave is cancelled")
    void holidayLater() {
        approved(teacher, body("CL", DAY, DAY.plusDays(2)));
        var single = approved(teacher, body("CL", DAY.plusDays(5), DAY.plusDays(5)));
        assertThat(balance("CL")).isEqualTo(12.0);
        state.holiday(school, DAY.plusDays(1));
        clock.set(DAY.plusDays(1), "05:00");
        opening.open(DAY.plusDays(1));
        awaitBalance(13.0);
        state.holiday(school, DAY.plusDays(5));
        clock.set(DAY.plusDays(5), "05:00");
        opening.open(DAY.plusDays(5));
        awaitBalance(14.0);
        assertThat(calls.get(teacher, path(single)).getBody()).containsEntry("state", "CANCELLED");
        opening.open(DAY.plusDays(1));
        awaitBalance(14.0);
    }

    private void awaitBalance(double days) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(balance("CL"))
                .isEqualTo(days));
    }

    private Map<String, Object> officiatedBy(String other, LocalDate from, LocalDate to) {
        var body = body("CL", from, to);
        body.put("officiating", other);
        var leave = asked(head, body);
        assertThat(tasklist.decide(blockOfficer, task(leave), "approve")).isEqualTo(204);
        return leave;
    }

    private List<String> acting(LocalDate day) {
        return jdbc.sql("select s.employee_code from charge c join staff s on s.id = c.staff_id"
                        + " join institution i on i.id = c.institution_id"
                        + " where i.code = ? and c.basis = 'OFFICIATING' and c.during @> ?")
                .params(school, day)
                .query(String.class)
                .list();
    }

    private Map<String, Object> asked(String who, Map<String, Object> body) {
        ResponseEntity<Map<String, Object>> answer = calls.post(who, "/leave/applications", body);
        assertThat(answer.getStatusCode().value()).as("%s", answer.getBody()).isEqualTo(201);
        return answer.getBody();
    }

    private Map<String, Object> approved(String who, Map<String, Object> body) {
        var leave = asked(who, body);
        assertThat(tasklist.decide(head, task(leave), "approve")).isEqualTo(204);
        return leave;
    }

    private Task task(Map<String, Object> leave) {
        return Stream.of(head, blockOfficer)
                .flatMap(who -> tasklist.of(who).stream())
                .filter(t -> leave.get("id")
                        .equals(runtime.createProcessInstanceQuery()
                                .processInstanceId(t.getProcessInstanceId())
                                .singleResult()
                                .getBusinessKey()))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Object> changed(Map<String, Object> old, String type, LocalDate from, LocalDate to) {
        var body = body(type, from, to);
        body.put("changes", old.get("id"));
        return body;
    }

    private static Map<String, Object> body(String type, LocalDate from, LocalDate to) {
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

    private Map<String, Object> grant(LocalDate day, LocalDate written) {
        return new HashMap<>(Map.of(
                "id",
                UUID.randomUUID().toString(),
                "employeeCode",
                teacher,
                "type",
                "CL",
                "from",
                day.toString(),
                "to",
                day.toString(),
                "applicationDate",
                written.toString(),
                "sanctionedByOffice",
                "Head of the school",
                "sanctionDate",
                DAY.toString(),
                "guardFileReference",
                "GF/12",
                "scan",
                scan()));
    }

    private String scan() {
        return files.save("%PDF-1.4 a written application".getBytes(StandardCharsets.UTF_8))
                .hex();
    }

    private static String path(Map<String, Object> leave) {
        return "/leave/applications/" + leave.get("id");
    }

    @SuppressWarnings("unchecked")
    private double balance(String account) {
        var told = calls.get(teacher, "/staff/" + teacher + "/leave/balances?on=" + DAY)
                .getBody();
        return ((List<Map<String, Object>>) told.get("items"))
                .stream()
                        .filter(b -> b.get("account").equals(account))
                        .mapToDouble(b -> (Double) b.get("days"))
                        .sum();
    }
}
