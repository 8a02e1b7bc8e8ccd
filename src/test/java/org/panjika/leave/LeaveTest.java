package org.panjika.leave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.panjika.Calls.problem;
import static org.panjika.leave.LeaveScene.body;
import static org.panjika.leave.LeaveScene.changed;
import static org.panjika.leave.LeaveScene.half;
import static org.panjika.leave.LeaveScene.path;
import static org.panjika.leave.LeaveScene.status;

import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.panjika.Browser;
import org.panjika.Calls;
import org.panjika.CoversProcess;
import org.panjika.Jobs;
import org.panjika.SheetRows;
import org.panjika.SystemTest;
import org.panjika.Tasklist;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.Together;
import org.panjika.attendance.DayOpening;
import org.panjika.engine.VacatedTasks;
import org.panjika.models.CasePath;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;

@SystemTest
@CoversProcess("leave-application")
@DisplayName(
        "Leave is asked for, decided, taken from the ledger and written into the register (RJ-2 to RJ-4, BR-11 to BR-13, C13)")
class LeaveTest {

    /** A Monday. */
    private static final LocalDate DAY = LocalDate.of(2027, 3, 1);

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
    Accrual accrual;

    @Autowired
    LeaveScene scene;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    RuntimeService runtime;

    @Autowired
    RepositoryService repository;

    @Autowired
    VacatedTasks vacated;

    @Autowired
    AskForLeave asking;

    @Autowired
    CasePath path;

    @LocalServerPort
    int port;

    TestState.Block block;
    String school;
    String teacher;
    String head;
    String blockOfficer;
    String districtOfficer;

    @BeforeEach
    void aSchoolUnderABlock() {
        clock.set(DAY, "08:00");
        var made = scene.school(DAY);
        block = made.offices();
        school = made.code();
        teacher = made.teacher();
        head = made.head();
        blockOfficer = made.blockOfficer();
        districtOfficer = made.districtOfficer();
        opening.open(DAY);
    }

    @Test
    @DisplayName(
            "three days of casual leave: the head approves, 16 days become 13, today reads LEAVE, and tomorrow when it is opened")
    void approved() {
        assertThat(scene.balance(teacher, "CL", DAY)).isEqualTo(16.0);
        var leave = scene.asked(teacher, "CL", DAY, DAY.plusDays(2));
        assertThat(leave)
                .containsEntry("state", "PENDING")
                .containsEntry("days", 3.0)
                .containsEntry("approver", "HEAD_" + school);
        assertThat(tasklist.of(blockOfficer)).isEmpty();
        var form = tasklist.form(head, tasklist.one(head));
        assertThat(form.toString()).contains(teacher);
        assertThat(tasklist.decide(head, "approve")).isEqualTo(204);
        assertThat(scene.find(teacher, leave)).containsEntry("state", "APPROVED");
        assertThat(scene.balance(teacher, "CL", DAY)).isEqualTo(13.0);
        assertThat(state.reads(teacher, DAY)).isEqualTo("LEAVE LEAVE");
        opening.open(DAY.plusDays(1));
        assertThat(state.reads(teacher, DAY.plusDays(1))).isEqualTo("LEAVE LEAVE");
        assertThat(scene.running(leave)).isFalse();
    }

    @Test
    @DisplayName(
            "the leave register of a month is taken as CSV and as XLSX, row for row the same, and no reason runs as a formula")
    void register() {
        var body = half(DAY, "FORENOON");
        body.put("reason", "=1+1");
        scene.approved(teacher, head, body);
        var browser = Browser.loggedIn(port, head, TestState.PASSWORD);
        var path = "/institutions/" + school + "/leave/" + YearMonth.from(DAY);
        var rows = SheetRows.ofXlsx(browser.download(path + ".xlsx"));
        assertThat(rows).isEqualTo(SheetRows.ofCsv(browser.download(path + ".csv")));
        assertThat(rows.get(0))
                .containsExactly(
                        "employee_code",
                        "name",
                        "type",
                        "from",
                        "from_session",
                        "to",
                        "to_session",
                        "days",
                        "state",
                        "reason",
                        "guard_file",
                        "applied_on",
                        "sanctioned_by",
                        "sanctioned_on",
                        "order_number");
        assertThat(rows.get(1)).contains(teacher, "CL", DAY.toString(), "FORENOON", "0.5", "APPROVED", "'=1+1");
        assertThat(rows).hasSize(2);
    }

    @Test
    @DisplayName("rejected and returned only with a remark; asked again within 15 days, else withdrawn")
    void returned() {
        var leave = scene.asked(teacher, "CL", DAY.plusDays(3), DAY.plusDays(4));
        assertThat(tasklist.decide(head, "return", " ")).isEqualTo(400);
        assertThat(tasklist.decide(head, "return", "Which reason?")).isEqualTo(204);
        assertThat(scene.find(teacher, leave)).containsEntry("state", "RETURNED");
        assertThat(problem(calls.post(head, path(leave) + "/resubmit", Map.of())))
                .isEqualTo("403 not-allowed");
        var again =
                calls.post(teacher, path(leave) + "/resubmit", Map.of("reason", "A wedding", "to", DAY.plusDays(3)));
        assertThat(again.getBody()).containsEntry("state", "PENDING").containsEntry("days", 1.0);
        assertThat(tasklist.decide(head, "reject", "Examinations")).isEqualTo(204);
        assertThat(scene.find(teacher, leave)).containsEntry("state", "REJECTED");
        assertThat(scene.balance(teacher, "CL", DAY)).isEqualTo(16.0);

        var forgotten = scene.asked(teacher, "CL", DAY.plusDays(3), DAY.plusDays(4));
        assertThat(tasklist.decide(head, "return", "Which reason?")).isEqualTo(204);
        clock.set(DAY.plusDays(16), "08:00");
        jobs.carryOut(jobs.timer(scene.instance(forgotten)));
        assertThat(scene.find(teacher, forgotten)).containsEntry("state", "WITHDRAWN");
        assertThat(Browser.loggedIn(port, teacher, TestState.PASSWORD)
                        .get(path(forgotten))
                        .body())
                .contains(">the system itself<")
                .doesNotContain(">system<");
    }

    @Test
    @DisplayName("withdrawn while it waits: the task is gone, and the days are free again")
    void withdrawn() {
        var leave = scene.asked(teacher, "CL", DAY, DAY);
        tasklist.one(head);
        assertThat(problem(calls.post(head, path(leave) + "/withdraw", Map.of())))
                .isEqualTo("403 not-allowed");
        assertThat(calls.post(teacher, path(leave) + "/withdraw", Map.of()).getBody())
                .containsEntry("state", "WITHDRAWN");
        assertThat(tasklist.of(head)).isEmpty();
        assertThat(problem(calls.post(teacher, path(leave) + "/withdraw", Map.of())))
                .isEqualTo("409 leave-state");
        scene.asked(teacher, "CL", DAY, DAY);
    }

    @Test
    @DisplayName("the day before it begins the head is reminded; undecided for two working days the block decides")
    void undecided() {
        var leave = scene.asked(teacher, "CL", DAY.plusDays(2), DAY.plusDays(2));
        tasklist.one(head);
        clock.set(DAY.plusDays(1), "09:00");
        jobs.carryOut(due(leave, "BeforeItBegins", DAY.plusDays(1)));
        assertThat(scene.told(head)).contains("leave-begins");
        clock.set(DAY.plusDays(2), "08:00");
        jobs.carryOut(due(leave, "TwoWorkingDays", DAY.plusDays(2)));
        assertThat(tasklist.of(head)).isEmpty();
        assertThat(String.valueOf(scene.find(teacher, leave).get("approver")))
                .as("who has it now")
                .startsWith("CBEO_");
        assertThat(tasklist.decide(blockOfficer, "approve")).isEqualTo(204);
        assertThat(scene.find(teacher, leave)).containsEntry("state", "APPROVED");
    }

    @Test
    @DisplayName("leave asked for long before: the day before it begins it is the office above that is reminded")
    void undecidedAbove() {
        var leave = scene.asked(teacher, "CL", DAY.plusDays(9), DAY.plusDays(9));
        clock.set(DAY.plusDays(2), "08:00");
        jobs.carryOut(due(leave, "TwoWorkingDays", DAY.plusDays(2)));
        clock.set(DAY.plusDays(8), "09:00");
        jobs.carryOut(due(leave, "BeforeItBeginsAbove", DAY.plusDays(8)));
        assertThat(scene.told(blockOfficer)).contains("leave-begins");
        assertThat(scene.told(head)).doesNotContain("leave-begins");
        assertThat(tasklist.decide(blockOfficer, "approve")).isEqualTo(204);
    }

    @Test
    @DisplayName(
            "undecided it goes further up than the office that was silent, though the vacant seat beneath is filled meanwhile (C4,"
                    + " C11)")
    void furtherUp() {
        vacate(head);
        var leave = scene.asked(teacher, "CL", DAY.plusDays(9), DAY.plusDays(9));
        tasklist.one(blockOfficer);
        state.holder("HEAD", school);
        clock.set(DAY.plusDays(2), "08:00");
        jobs.carryOut(due(leave, "TwoWorkingDays", DAY.plusDays(2)));
        assertThat(tasklist.of(blockOfficer)).isEmpty();
        assertThat(tasklist.decide(districtOfficer, "approve")).isEqualTo(204);
    }

    private void vacate(String holder) {
        jdbc.sql(
                        "delete from charge c using staff s where s.id = c.staff_id and s.employee_code = ? and c.kind = 'HEAD'")
                .param(holder)
                .update();
    }

    private Job due(Map<String, Object> leave, String activity, LocalDate day) {
        return jobs
                .due(
                        scene.instance(leave),
                        day.atTime(9, 0).atZone(clock.getZone()).toInstant())
                .stream()
                .filter(j -> jobs.activity(j).equals(activity))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @DisplayName("the seat falls vacant while leave waits there: the next office up has it (C4)")
    void emptySeat() {
        var leave = scene.asked(teacher, "CL", DAY.plusDays(9), DAY.plusDays(9));
        clock.set(DAY.plusDays(2), "08:00");
        jobs.carryOut(due(leave, "TwoWorkingDays", DAY.plusDays(2)));
        vacated.handOn();
        assertThat(tasklist.of(blockOfficer)).as("a seat that is held keeps it").hasSize(1);
        vacate(blockOfficer);
        vacated.handOn();
        assertThat(path.openAt("leave-application", leave.get("id").toString()))
                .containsExactly("CDEO_" + block.district().substring("CDEO".length()));
        assertThat(tasklist.decide(districtOfficer, "approve")).isEqualTo(204);
    }

    @Test
    @DisplayName(
            "returned and asked for again, the next word is the office's own: nothing of the one before is in its task")
    void askedAgain() {
        var leave = scene.asked(teacher, "CL", DAY, DAY);
        assertThat(tasklist.decide(head, "return", "Which reason?")).isEqualTo(204);
        scene.post(teacher, leave, "resubmit", Map.of("reason", "Fever"));
        assertThat(tasklist.form(head, tasklist.one(head)).toString()).doesNotContain("Which reason?");
        assertThat(tasklist.decide(head, "approve")).isEqualTo(204);
        assertThat(jdbc.sql("select remark from leave_step where application_id = ?::uuid and state = 'APPROVED'")
                        .param(leave.get("id"))
                        .query(String.class)
                        .list())
                .containsOnlyNulls();
    }

    @Test
    @DisplayName(
            "leaveRoute (C1): where the head enters all leave nobody applies; a value that means nothing is refused")
    void routes() {
        state.set(school, "leaveRoute", "HEAD_ENTERED");
        assertThat(problem(scene.ask(teacher, "CL", DAY, DAY))).isEqualTo("409 leave-on-paper-only");
        var entered = calls.post(head, "/leave/grants", scene.grant(teacher, "CL", DAY, DAY, scene.scan(head)));
        assertThat(entered.getBody()).containsEntry("state", "APPROVED");
        var other = changed(entered.getBody(), "EL");
        assertThat(problem(scene.ask(state.staff(school), other))).isEqualTo("404 not-found");
        assertThat(tasklist.decide(head, scene.task(head, scene.asked(teacher, other)), "approve"))
                .as("another kind for days sanctioned on paper (domain 2.3)")
                .isEqualTo(204);
        var online = scene.school("RJ", DAY);
        assertThat(problem(calls.post(
                        online.head(),
                        "/leave/grants",
                        scene.grant(online.teacher(), "CL", DAY, DAY, scene.scan(online.head())))))
                .isEqualTo("409 leave-online-only");
        assertThatThrownBy(() -> state.set(school, "leaveRoute", "HEAD")).hasMessageContaining("setting_understood");
    }

    @Test
    @DisplayName("cancelled: counter-entries give everything back, and the register reads what the evidence gives")
    void cancelled() {
        var leave = scene.approved(teacher, head, "CL", DAY, DAY.plusDays(1));
        assertThat(problem(calls.post(blockOfficer, path(leave) + "/cancel", Map.of())))
                .isEqualTo("403 not-allowed");
        assertThat(calls.post(teacher, path(leave) + "/cancel", Map.of()).getBody())
                .containsEntry("state", "CANCELLED");
        assertThat(scene.balance(teacher, "CL", DAY)).isEqualTo(16.0);
        assertThat(state.reads(teacher, DAY)).isEqualTo("UNMARKED UNMARKED");
        opening.open(DAY.plusDays(1));
        assertThat(state.reads(teacher, DAY.plusDays(1))).isEqualTo("UNMARKED UNMARKED");
        assertThat(entries(teacher)).containsExactly("CREDIT 32", "LEAVE -4", "LEAVE 4");
    }

    @Test
    @DisplayName(
            "who has not ended it is told: the office of what the person takes back, the person of what the office does")
    void toldOfTheEnd() {
        var first = scene.approved(teacher, head, "CL", DAY, DAY.plusDays(2));
        scene.post(head, first, "join", Map.of("day", DAY.plusDays(2).toString()));
        assertThat(scene.told(teacher)).contains("leave-shortened").doesNotContain("leave-cancelled");
        scene.post(head, first, "cancel");
        assertThat(scene.told(teacher)).contains("leave-cancelled");
        assertThat(scene.told(head)).doesNotContain("leave-ended");
        assertThat(calls.get(teacher, "/notices").getBody().toString())
                .contains("cancelled by the office", "from 3 March 2027 on");
        var second = scene.approved(teacher, head, "CL", DAY, DAY.plusDays(2));
        scene.post(teacher, second, "cancel");
        assertThat(scene.told(head)).contains("leave-ended");
        assertThat(scene.told(teacher)).containsOnlyOnce("leave-cancelled");
    }

    @Test
    @DisplayName("back at noon of the second day: one and a half days are taken, the rest is given back")
    void joined() {
        var leave = scene.approved(teacher, head, "CL", DAY, DAY.plusDays(3));
        assertThat(scene.balance(teacher, "CL", DAY)).isEqualTo(12.0);
        clock.set(DAY.plusDays(1), "12:00");
        opening.open(DAY.plusDays(1));
        var back = calls.post(teacher, path(leave) + "/join", Map.of("day", DAY.plusDays(1), "session", "AFTERNOON"));
        assertThat(back.getBody()).containsEntry("days", 1.5).containsEntry("state", "APPROVED");
        assertThat(state.reads(teacher, DAY.plusDays(1))).isEqualTo("LEAVE UNMARKED");
        assertThat(scene.balance(teacher, "CL", DAY)).isEqualTo(14.5);
        scene.asked(teacher, "CL", DAY.plusDays(2), DAY.plusDays(2));
    }

    @Test
    @DisplayName(
            "a marked session needs a choice: worked, it stays and costs nothing; leave, the mark is kept as evidence")
    void markedSessions() {
        clock.set(DAY, "09:20");
        assertThat(calls.mark(teacher, "IN", clock.instant()).getStatusCode().value())
                .isEqualTo(201);
        clock.set(DAY, "12:00");
        assertThat(calls.mark(teacher, "OUT", clock.instant()).getStatusCode().value())
                .isEqualTo(201);
        assertThat(state.reads(teacher, DAY)).isEqualTo("PRESENT UNMARKED");
        var leave = scene.asked(teacher, "CL", DAY, DAY);
        var task = tasklist.one(head);
        assertThat(tasklist.form(head, task).path("marks").path("value").toString())
                .contains(DAY + " FORENOON");
        assertThat(tasklist.decide(head, task, "approve")).as("no choice").isGreaterThanOrEqualTo(400);
        var chosen = Map.<String, Object>of(
                "decision", Tasklist.value("approve"), "asWorked", Tasklist.json("[\"" + DAY + " FORENOON\"]"));
        assertThat(tasklist.complete(head, task, chosen)).isEqualTo(204);
        assertThat(state.reads(teacher, DAY)).isEqualTo("PRESENT LEAVE");
        assertThat(scene.balance(teacher, "CL", DAY)).isEqualTo(15.5);
        calls.post(teacher, path(leave) + "/cancel", Map.of());
        assertThat(state.reads(teacher, DAY)).isEqualTo("PRESENT UNMARKED");
        scene.asked(teacher, "CL", DAY, DAY);
        var asLeave = Map.<String, Object>of(
                "decision", Tasklist.value("approve"), "asLeave", Tasklist.json("[\"" + DAY + " FORENOON\"]"));
        assertThat(tasklist.complete(head, tasklist.one(head), asLeave)).isEqualTo(204);
        assertThat(state.reads(teacher, DAY)).isEqualTo("LEAVE LEAVE");
        assertThat(state.flags(teacher, DAY)).contains("MARKED_ON_LEAVE");
    }

    @Test
    @DisplayName("leave taken already is asked for until 30 days after it, and counts once it is approved (BR-13)")
    void postFacto() {
        clock.set(DAY.plusDays(31), "08:00");
        assertThat(problem(scene.ask(teacher, "CL", DAY, DAY))).isEqualTo("422 leave-too-late");
        clock.set(DAY.plusDays(30), "08:00");
        var leave = scene.asked(teacher, "CL", DAY, DAY);
        assertThat(leave).containsEntry("postFacto", true);
        assertThat(state.reads(teacher, DAY)).isEqualTo("UNMARKED UNMARKED");
        assertThat(tasklist.decide(head, "approve")).isEqualTo(204);
        assertThat(state.reads(teacher, DAY)).isEqualTo("LEAVE LEAVE");
    }

    @Test
    @DisplayName(
            "another kind within 90 days: the old debit is reversed, the new one written, the register names the new kind")
    void anotherKind() {
        var old = scene.approved(teacher, head, "CL", DAY, DAY.plusDays(1));
        clock.set(DAY.plusDays(1 + 91), "08:00");
        assertThat(problem(scene.ask(teacher, changed(old, "EL")))).isEqualTo("422 leave-change-too-late");
        clock.set(DAY.plusDays(1 + 90), "08:00");
        var leave = scene.ask(teacher, changed(old, "EL"));
        assertThat(leave.getStatusCode().value()).isEqualTo(201);
        assertThat(scene.find(teacher, old)).containsEntry("state", "APPROVED");
        assertThat(tasklist.decide(head, "approve")).isEqualTo(204);
        assertThat(scene.find(teacher, old)).containsEntry("state", "CHANGED");
        assertThat(scene.balance(teacher, "CL", DAY)).isEqualTo(16.0);
        assertThat(scene.balance(teacher, "EL", DAY)).isEqualTo(13.0);
        assertThat(jdbc.sql(
                                "select leave_type from attendance_day d join staff s on s.id = d.staff_id where s.employee_code = ? and d.day = ?")
                        .params(teacher, DAY)
                        .query(String.class)
                        .single())
                .isEqualTo("EL");
        assertThat(problem(scene.ask(teacher, changed(old, "HPL")))).isEqualTo("409 leave-not-changeable");
    }

    @Test
    @DisplayName("commuted leave debits half-pay leave double")
    void commuted() {
        assertThat(scene.balance(teacher, "HPL", DAY)).isEqualTo(20.0);
        assertThat(problem(scene.ask(teacher, "COM", DAY, DAY.plusDays(4)))).isEqualTo("422 leave-document-required");
        var body = body("COM", DAY, DAY.plusDays(4));
        body.put("attachments", List.of(scene.scan(teacher)));
        assertThat(calls.post(teacher, "/leave/applications", body)
                        .getStatusCode()
                        .value())
                .isEqualTo(201);
        assertThat(tasklist.decide(head, "approve")).isEqualTo(204);
        assertThat(scene.balance(teacher, "HPL", DAY)).isEqualTo(10.0);
        assertThat(problem(scene.ask(teacher, "LWP", DAY.plusDays(7), DAY.plusDays(7))))
                .isEqualTo("422 leave-other-first");
    }

    @Test
    @DisplayName("two approvals at once that together exceed the balance: one wins")
    void exceedTogether() throws Exception {
        scene.approved(teacher, head, body("CL", DAY, DAY.plusDays(10)));
        scene.asked(teacher, "CL", DAY.plusDays(12), DAY.plusDays(15));
        scene.asked(teacher, "CL", DAY.plusDays(17), DAY.plusDays(19));
        assertThat(scene.balance(teacher, "CL", DAY)).isEqualTo(5.0);
        var tasks = tasklist.of(head);
        assertThat(tasks).hasSize(2);
        var answers = Together.all(
                2,
                tasks.stream()
                        .map(t -> (Callable<Integer>) () -> tasklist.decide(head, t, "approve"))
                        .toList());
        assertThat(answers).containsOnlyOnce(204);
        assertThat(tasklist.of(head)).hasSize(1);
        assertThat(scene.balance(teacher, "CL", DAY)).isIn(1.0, 2.0);
    }

    @Test
    @DisplayName("two of overlapping leave at once: one wins")
    void overlapTogether() throws Exception {
        var answers = Together.all(
                8,
                Stream.<Callable<String>>generate(
                                () -> () -> status(scene.ask(teacher, "CL", DAY.plusDays(1), DAY.plusDays(2))))
                        .limit(8)
                        .toList());
        assertThat(answers).containsOnlyOnce("201");
        assertThat(answers.stream().filter("409 leave-overlaps"::equals)).hasSize(7);
    }

    @Test
    @DisplayName("forenoon and afternoon of one day are two leaves; what overlaps is refused")
    void halfDays() {
        scene.approved(teacher, head, half(DAY, "FORENOON"));
        assertThat(problem(calls.post(teacher, "/leave/applications", half(DAY, "FORENOON"))))
                .isEqualTo("409 leave-overlaps");
        assertThat(problem(scene.ask(teacher, "CL", DAY, DAY.plusDays(1)))).isEqualTo("409 leave-overlaps");
        assertThat(state.reads(teacher, DAY)).isEqualTo("LEAVE UNMARKED");
        scene.approved(teacher, head, half(DAY, "AFTERNOON"));
        assertThat(state.reads(teacher, DAY)).isEqualTo("LEAVE LEAVE");
        assertThat(scene.balance(teacher, "CL", DAY)).isEqualTo(15.0);
    }

    @Test
    @DisplayName("bad input: reversed dates, no day of work, unknown kinds, more than is left, unreadable scans")
    void badInput() {
        assertThat(problem(scene.ask(teacher, "CL", DAY.plusDays(1), DAY))).isEqualTo("422 leave-dates-reversed");
        var first = LocalDate.of(1, 1, 1);
        var last = LocalDate.of(9999, 12, 31);
        assertThat(problem(scene.ask(teacher, "CL", first, last))).isEqualTo("422 leave-dates-reversed");
        assertThat(problem(scene.ask(teacher, "CL", first, first))).isEqualTo("422 leave-not-in-service");
        assertThat(problem(scene.ask(teacher, "CL", last, last))).isEqualTo("422 leave-too-early");
        state.holiday(school, DAY.plusDays(5));
        assertThat(problem(scene.ask(teacher, "CL", DAY.plusDays(5), DAY.plusDays(5))))
                .isEqualTo("422 leave-zero-days");
        assertThat(problem(scene.ask(teacher, "XX", DAY, DAY))).isEqualTo("422 leave-not-admissible");
        assertThat(problem(scene.ask(teacher, "SCL", DAY, DAY))).as("for women").isEqualTo("422 leave-not-admissible");
        assertThat(problem(scene.ask(teacher, "CL", DAY, DAY.plusDays(12))))
                .isEqualTo("422 leave-too-long-with-holidays");
        assertThat(problem(scene.ask(teacher, "EL", DAY, DAY.plusDays(25)))).isEqualTo("409 leave-balance-short");
        var scan = body("COM", DAY, DAY);
        scan.put("attachments", List.of("00"));
        assertThat(problem(calls.post(teacher, "/leave/applications", scan))).isEqualTo("422 leave-attachment-unknown");
        var again = body("CL", DAY, DAY);
        assertThat(calls.post(teacher, "/leave/applications", again)
                        .getStatusCode()
                        .value())
                .isEqualTo(201);
        assertThat(calls.post(teacher, "/leave/applications", again)
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
        again.put("reason", "Another one");
        assertThat(problem(calls.post(teacher, "/leave/applications", again))).isEqualTo("409 id-reused");
        assertThat(problem(calls.get(state.staff(school), "/leave/applications/" + again.get("id"))))
                .isEqualTo("404 not-found");
    }

    @Test
    @DisplayName("casual leave is not joined to earned leave, nor taken beside a vacation")
    void notJoined() {
        scene.approved(teacher, head, body("EL", DAY.plusDays(2), DAY.plusDays(3)));
        assertThat(problem(scene.ask(teacher, "CL", DAY.plusDays(4), DAY.plusDays(4))))
                .isEqualTo("422 leave-not-joinable");
        assertThat(scene.ask(teacher, "CL", DAY.plusDays(5), DAY.plusDays(5))
                        .getStatusCode()
                        .value())
                .isEqualTo(201);
        for (int i = 8; i < 15; i++) state.holiday(school, DAY.plusDays(i));
        for (int last : List.of(7, 15, 17)) {
            assertThat(problem(scene.ask(teacher, "CL", DAY.plusDays(7), DAY.plusDays(last))))
                    .isEqualTo("422 leave-beside-vacation");
        }
        assertThat(status(scene.ask(teacher, half(DAY.plusDays(7), "AFTERNOON"))))
                .isEqualTo("422 leave-beside-vacation");
        assertThat(status(scene.ask(teacher, half(DAY.plusDays(7), "FORENOON"))))
                .isEqualTo("201");
    }

    @Test
    @DisplayName(
            "asked for in pieces it is one stretch: the 13th day running is refused (domain 1.2), and the 11th of Rajasthan (domain 2.3)")
    void oneStretch() {
        scene.approved(teacher, head, "CL", DAY, DAY.plusDays(5));
        scene.asked(teacher, "CL", DAY.plusDays(9), DAY.plusDays(11));
        assertThat(problem(scene.ask(teacher, "CL", DAY.plusDays(6), DAY.plusDays(12))))
                .isEqualTo("409 leave-overlaps");
        state.holiday(school, DAY.plusDays(12));
        assertThat(problem(scene.ask(teacher, "CL", DAY.plusDays(6), DAY.plusDays(8))))
                .isEqualTo("422 leave-too-long-with-holidays");
        assertThat(status(scene.ask(teacher, "CL", DAY.plusDays(6), DAY.plusDays(7))))
                .isEqualTo("201");
        var rajasthan = scene.school("RJ", DAY);
        scene.asked(rajasthan.teacher(), "CL", DAY, DAY.plusDays(8));
        assertThat(problem(scene.ask(rajasthan.teacher(), "CL", DAY.plusDays(9), DAY.plusDays(10))))
                .isEqualTo("422 leave-too-long");
        assertThat(status(scene.ask(rajasthan.teacher(), "CL", DAY.plusDays(9), DAY.plusDays(9))))
                .isEqualTo("201");
    }

    @Test
    @DisplayName(
            "180 days of maternity leave are one stretch also when the rest is asked for half a year later, or in three pieces (domain 1.2)")
    void longStretch() {
        woman(teacher);
        scene.approved(teacher, head, certified("ML", DAY, DAY.plusDays(99)));
        assertThat(problem(scene.ask(teacher, certified("ML", DAY.plusDays(100), DAY.plusDays(219)))))
                .isEqualTo("422 leave-too-long");
        scene.approved(teacher, head, certified("ML", DAY.plusDays(100), DAY.plusDays(178)));
        assertThat(problem(scene.ask(teacher, certified("ML", DAY.plusDays(179), DAY.plusDays(180)))))
                .isEqualTo("422 leave-too-long");
        assertThat(status(scene.ask(teacher, certified("ML", DAY.plusDays(179), DAY.plusDays(179)))))
                .isEqualTo("201");
    }

    private Map<String, Object> certified(String type, LocalDate from, LocalDate to) {
        var body = body(type, from, to);
        body.put("attachments", List.of(scene.scan(teacher)));
        return body;
    }

    @Test
    @DisplayName("the certificate is read by the person and by who may act above, not by who only reads (C3)")
    void documents() {
        var body = body("COM", DAY, DAY);
        var scan = scene.scan(teacher);
        body.put("attachments", List.of(scan));
        var leave = scene.asked(teacher, body);
        var path = "/api/v1" + LeaveScene.path(leave) + "/attachments/" + scan;
        for (var who : List.of(teacher, head, blockOfficer)) {
            assertThat(new String(
                            Browser.loggedIn(port, who, TestState.PASSWORD).download(path)))
                    .as(who)
                    .startsWith("%PDF-1.4");
        }
        var reads = state.holder("DM", block.district());
        jdbc.sql("update charge set may_act = false where staff_id = (select id from staff where employee_code = ?)")
                .param(reads)
                .update();
        assertThat(scene.find(teacher, leave)).containsEntry("attachments", List.of(scan));
        assertThat(scene.find(head, leave)).containsEntry("attachments", List.of(scan));
        assertThat(scene.find(reads, leave)).containsEntry("state", "PENDING").containsEntry("attachments", List.of());
        for (var who : List.of(state.staff(school), reads)) {
            assertThat(Browser.loggedIn(port, who, TestState.PASSWORD).get(path).statusCode())
                    .as(who)
                    .isEqualTo(404);
        }
    }

    @Test
    @DisplayName(
            "nobody reads another's certificate by naming its hash in an application or grant; who has sent the same file may"
                    + " (C3)")
    void documentOfAnother() {
        var body = body("COM", DAY, DAY);
        var scan = scene.scan(teacher);
        body.put("attachments", List.of(scan));
        var colleague = state.staff(school);
        assertThat(problem(scene.ask(colleague, body))).isEqualTo("422 leave-attachment-unknown");
        assertThat(problem(calls.post(head, "/leave/grants", scene.grant(teacher, "CL", DAY, DAY, scan))))
                .isEqualTo("422 leave-attachment-unknown");
        scene.scan(colleague);
        for (var who : List.of(colleague, teacher)) {
            var own = new HashMap<>(body);
            own.put("id", UUID.randomUUID().toString());
            scene.asked(who, own);
        }
    }

    @Test
    @DisplayName(
            "a case that an administrator has ended in the engine: what waited for an office waits no longer, the person is told and may"
                    + " ask anew; what was returned is asked for again")
    void endedInTheEngine() {
        var pending = scene.asked(teacher, "CL", DAY, DAY);
        end(pending);
        assertThat(scene.state(teacher, pending)).isEqualTo("WITHDRAWN");
        assertThat(scene.told(teacher)).containsOnlyOnce("leave-case-ended");
        assertThat(state.flags(teacher, DAY)).doesNotContain("LEAVE_PENDING");
        var returned = scene.asked(teacher, "CL", DAY, DAY);
        assertThat(tasklist.decide(head, "return", "Which reason?")).isEqualTo(204);
        end(returned);
        assertThat(status(scene.post(teacher, returned, "resubmit", Map.of("reason", "A wedding"))))
                .isEqualTo("200");
        assertThat(tasklist.decide(head, scene.task(head, returned), "approve")).isEqualTo(204);
        assertThat(scene.state(teacher, returned)).isEqualTo("APPROVED");
    }

    @Test
    @DisplayName(
            "a halted case is over when its application is withdrawn, and what was returned is not asked again before it goes on;"
                    + " while all are halted nothing is asked; an administrator may also send the message that it is taken back")
    void halted() {
        var withdrawn = scene.asked(teacher, "CL", DAY, DAY);
        runtime.suspendProcessInstanceById(scene.instance(withdrawn));
        assertThat(status(scene.post(teacher, withdrawn, "withdraw"))).isEqualTo("200");
        assertThat(scene.running(withdrawn)).isFalse();
        repository.suspendProcessDefinitionByKey("leave-application");
        try {
            assertThat(problem(scene.ask(teacher, "CL", DAY, DAY))).isEqualTo("409 leave-halted");
        } finally {
            repository.activateProcessDefinitionByKey("leave-application");
        }
        var returned = scene.asked(teacher, "CL", DAY, DAY);
        assertThat(tasklist.decide(head, "return", "Which reason?")).isEqualTo(204);
        var reason = Map.<String, Object>of("reason", "A wedding");
        runtime.suspendProcessInstanceById(scene.instance(returned));
        assertThat(problem(scene.post(teacher, returned, "resubmit", reason))).isEqualTo("409 leave-halted");
        assertThat(scene.find(teacher, returned))
                .containsEntry("state", "RETURNED")
                .containsEntry("reason", "Family");
        runtime.activateProcessInstanceById(scene.instance(returned));
        assertThat(status(scene.post(teacher, returned, "resubmit", reason))).isEqualTo("200");
        assertThat(scene.told(teacher)).doesNotContain("leave-case-ended");
        runtime.createMessageCorrelation("leave-withdrawn")
                .processInstanceBusinessKey(returned.get("id").toString())
                .correlate();
        assertThat(scene.state(teacher, returned)).isEqualTo("WITHDRAWN");
        assertThat(scene.told(teacher)).containsOnlyOnce("leave-case-ended");
    }

    @Test
    @DisplayName(
            "returned leave whose case an administrator has ended is forgotten 15 days after it was returned all the same")
    void forgottenThoughEnded() {
        var leave = scene.asked(teacher, "CL", DAY, DAY);
        assertThat(tasklist.decide(head, "return", "Why?")).isEqualTo(204);
        var returned = clock.instant();
        end(leave);
        clock.set(returned.plus(Duration.ofDays(3)));
        for (int times = 0; times < 2; times++) asking.waitAnew(UUID.fromString((String) leave.get("id")));
        var timer = jobs.timer(scene.instance(leave));
        assertThat(timer.getDuedate().toInstant())
                .isCloseTo(returned.plus(Duration.ofDays(15)), within(1, ChronoUnit.SECONDS));
        jobs.carryOut(timer);
        assertThat(scene.state(teacher, leave)).isEqualTo("WITHDRAWN");
    }

    private void end(Map<String, Object> leave) {
        runtime.deleteProcessInstance(scene.instance(leave), "an administrator's mistake");
    }

    @Test
    @DisplayName("returned after 30 days, what was asked for in time is asked for again; further days are not")
    void resubmittedLate() {
        clock.set(DAY.plusDays(29), "08:00");
        var leave = scene.asked(teacher, "CL", DAY, DAY);
        clock.set(DAY.plusDays(35), "08:00");
        assertThat(tasklist.decide(head, "return", "Why?")).isEqualTo(204);
        assertThat(problem(scene.post(
                        teacher, leave, "resubmit", Map.of("to", DAY.plusDays(1).toString()))))
                .isEqualTo("422 leave-too-late");
        assertThat(status(scene.post(teacher, leave, "resubmit", Map.of("reason", "Fever"))))
                .isEqualTo("200");
    }

    @Test
    @DisplayName("two special casual days a month for women, three spells of child care a year")
    void byMonthAndYear() {
        woman(teacher);
        var single = scene.asked(teacher, "SCL", DAY, DAY);
        assertThat(problem(scene.ask(teacher, "SCL", DAY.plusDays(3), DAY.plusDays(3))))
                .as("two consecutive days, not two single ones")
                .isEqualTo("422 leave-not-together");
        scene.post(teacher, single, "withdraw", Map.of());
        assertThat(scene.ask(teacher, "SCL", DAY, DAY.plusDays(1))
                        .getStatusCode()
                        .value())
                .isEqualTo(201);
        assertThat(problem(scene.ask(teacher, "SCL", DAY.plusDays(3), DAY.plusDays(3))))
                .isEqualTo("422 leave-month-used");
        var april = LocalDate.of(2027, 4, 1);
        assertThat(problem(scene.ask(teacher, "SCL", april.minusDays(1), april)))
                .as("March has its two days")
                .isEqualTo("422 leave-month-used");
        for (int i = 0; i < 3; i++) scene.asked(teacher, "CCL", DAY.plusDays(5 + 3L * i), DAY.plusDays(6 + 3L * i));
        assertThat(problem(scene.ask(teacher, "CCL", DAY.plusDays(20), DAY.plusDays(20))))
                .isEqualTo("422 leave-spells-used");
    }

    @ParameterizedTest(name = "{0}, {1} to {2}: {3} days, then {4} and {5} left")
    @CsvSource({
        "BR, 2027-04-29, 2027-05-03, 5.0, 11.0, 11.0",
        "BR, 2028-02-28, 2028-03-01, 3.0, 13.0, 13.0",
        "BR, 2028-02-29, 2028-02-29, 1.0, 15.0, 15.0",
        "RJ, 2027-06-29, 2027-07-03, 5.0, 13.0, 12.0",
        "RJ, 2027-12-30, 2028-01-02, 4.0, 11.0, 11.0"
    })
    @DisplayName(
            "leave over the end of a month, of a leave year, and over 29 February: every day once, from the leave year it lies in")
    void overAnEnd(String regime, LocalDate from, LocalDate to, double days, double before, double after) {
        clock.set(from, "08:00");
        var made = scene.school(regime, from);
        var leave = scene.approved(made.teacher(), made.head(), "CL", from, to);
        assertThat(leave).containsEntry("days", days);
        assertThat(scene.balance(made.teacher(), "CL", from)).isEqualTo(before);
        assertThat(scene.balance(made.teacher(), "CL", to)).isEqualTo(after);
        assertThat(scene.debited(leave)).isEqualTo((int) (2 * days));
        from.datesUntil(to.plusDays(1)).forEach(day -> {
            clock.set(day, "08:00");
            opening.open(day);
            assertThat(state.reads(made.teacher(), day)).isEqualTo("LEAVE LEAVE");
        });
    }

    @Test
    @DisplayName("over the turn of the year each leave year pays its own days; what is left of the old one lapses")
    void overTheYear() {
        // a year of which no other test has changed the calendar
        var last = LocalDate.of(2032, 12, 31);
        state.workingDay(block.directorate(), last);
        state.workingDay(block.directorate(), last.plusDays(1));
        clock.set(last.minusDays(10), "08:00");
        scene.approved(teacher, head, "CL", last, last.plusDays(1));
        assertThat(scene.balance(teacher, "CL", last)).isEqualTo(15.0);
        assertThat(scene.balance(teacher, "CL", last.plusDays(1))).isEqualTo(15.0);
        clock.set(last.plusDays(1), "00:20");
        accrual.run();
        accrual.run();
        assertThat(sums(teacher, "CL")).containsEntry(last.withDayOfYear(1), 0).containsEntry(last.plusDays(1), 30);
        clock.set(last.plusDays(2), "08:00");
        scene.approved(teacher, head, body("CL", last.minusDays(1), last.minusDays(1)));
        accrual.run();
        assertThat(sums(teacher, "CL")).containsEntry(last.withDayOfYear(1), 0);
    }

    @Test
    @DisplayName(
            "the head enters sanctioned leave with guard file and scan (BR-11, BR-12); without a scan it is refused")
    void headEntered() {
        var grant = scene.grant(teacher, "CL", DAY, DAY, scene.scan(head));
        assertThat(problem(calls.post(teacher, "/leave/grants", grant))).isEqualTo("403 not-allowed");
        var noScan = scene.grant(teacher, "CL", DAY, DAY, "");
        assertThat(problem(calls.post(head, "/leave/grants", noScan))).isEqualTo("422 invalid-fields");
        assertThat(problem(calls.post(head, "/leave/grants", scene.grant(teacher, "CL", DAY, DAY, "00"))))
                .isEqualTo("422 leave-attachment-unknown");
        var entered = calls.post(head, "/leave/grants", grant);
        assertThat(entered.getBody()).containsEntry("state", "APPROVED").containsEntry("guardFileReference", "GF/12");
        assertThat(scene.balance(teacher, "CL", DAY)).isEqualTo(15.0);
        assertThat(tasklist.of(head)).isEmpty();
    }

    @Test
    @DisplayName(
            "what the head entered from paper and the block returned the head mends, who has the paper (BR-11, BR-12)")
    void headMendsWhatWasEntered() {
        jdbc.sql("update institution set category = 'ELEMENTARY' where code = ?")
                .param(school)
                .update();
        scene.approved(state.staff(school), head, "CL", DAY, DAY);
        // the second of a day is the controlling office's
        var entered = calls.post(head, "/leave/grants", scene.grant(teacher, "CL", DAY, DAY, scene.scan(head)))
                .getBody();
        assertThat(entered).containsEntry("state", "PENDING");
        assertThat(tasklist.decide(blockOfficer, "return", "Until which day?")).isEqualTo(204);
        assertThat(calls.get(head, "/notices").getBody().toString())
                .as("who has the paper is told as well")
                .contains("leave-returned-office", "Until which day?");
        assertThat(problem(scene.post(state.staff(school), entered, "resubmit", Map.of())))
                .isEqualTo("404 not-found");
        var certificate = List.of(scene.scan(teacher, "%PDF-1.4 a certificate"));
        assertThat(status(scene.post(teacher, entered, "resubmit", Map.of("attachments", certificate))))
                .isEqualTo("200");
        assertThat(tasklist.decide(blockOfficer, "return", "Until which day?")).isEqualTo(204);
        var longer = Map.<String, Object>of("to", DAY.plusDays(1).toString());
        assertThat(status(scene.post(head, entered, "resubmit", longer))).isEqualTo("200");
        assertThat(tasklist.decide(blockOfficer, "return", "The guard file is wrong"))
                .isEqualTo(204);
        var own = scene.post(teacher, entered, "resubmit", Map.of("guardFileReference", "GF/13"));
        assertThat(problem(own)).as("who has no paper").isEqualTo("403 not-allowed");
        var page = Browser.loggedIn(port, head, TestState.PASSWORD);
        assertThat(page.get(path(entered)).body()).contains("value=\"GF/12\"", "value=\"Head of the school\"");
        var form = new HashMap<>(Map.of(
                "step",
                "again",
                "type",
                "CL",
                "from",
                DAY.toString(),
                "to",
                DAY.plusDays(1).toString(),
                "reason",
                "",
                "applicationDate",
                DAY.toString(),
                "sanctionDate",
                DAY.toString(),
                "sanctionedByOffice",
                "Block office",
                "guardFileReference",
                " ",
                "scanned",
                scene.scan(head)));
        form.put("documents", certificate.get(0));
        assertThat(page.post(path(entered), form).body())
                .contains("value=\"Block office\"")
                .containsPattern("name=\"guardFileReference\"[^>]* aria-invalid=\"true\"");
        form.put("guardFileReference", "GF/13");
        assertThat(page.post(path(entered), form).statusCode()).isEqualTo(302);
        assertThat(scene.find(head, entered))
                .containsEntry("state", "PENDING")
                .containsEntry("guardFileReference", "GF/13");
        assertThat(tasklist.decide(blockOfficer, "return", "And the order?")).isEqualTo(204);
        assertThat(status(scene.post(head, entered, "resubmit", Map.of("orderNumber", "O/7"))))
                .isEqualTo("200");
        assertThat(tasklist.form(blockOfficer, tasklist.one(blockOfficer)).toString())
                .contains("Block office", "Order number: O/7", "GF/13");
        assertThat(tasklist.decide(blockOfficer, "approve")).isEqualTo(204);
        assertThat(scene.find(teacher, entered))
                .containsEntry("state", "APPROVED")
                .containsEntry("days", 2.0)
                .containsEntry("attachments", certificate);
    }

    @Test
    @DisplayName("the head's own leave from paper waits for the block before it debits (BR-11, RJ-4)")
    void headEntersTheOwn() {
        var entered = calls.post(head, "/leave/grants", scene.grant(head, "CL", DAY, DAY, scene.scan(head)));
        assertThat(entered.getBody()).containsEntry("state", "PENDING");
        assertThat(scene.balance(head, "CL", DAY)).isEqualTo(16.0);
        assertThat(tasklist.of(head)).isEmpty();
        assertThat(tasklist.decide(blockOfficer, "approve")).isEqualTo(204);
        assertThat(scene.balance(head, "CL", DAY)).isEqualTo(15.0);
    }

    @Test
    @DisplayName(
            "of leave from paper everybody reads when it was applied for and sanctioned, by which order and where it is kept: in the task, on the page, in the register (BR-11, BR-12)")
    void paperIsShown() {
        var grant = scene.grant(head, "CL", DAY, DAY.minusDays(3), scene.scan(head));
        grant.put("sanctionDate", DAY.minusDays(2).toString());
        grant.put("orderNumber", "O/9");
        var entered = calls.post(head, "/leave/grants", grant).getBody();
        assertThat(tasklist.form(blockOfficer, tasklist.one(blockOfficer)).toString())
                .contains("Applied on: 26-02-2027", "Sanctioned on: 27-02-2027", "Order number: O/9", "GF/12");
        assertThat(Browser.loggedIn(port, head, TestState.PASSWORD)
                        .get(path(entered))
                        .body()
                        .replaceAll("<[^>]*>", " ")
                        .replaceAll("\\s+", " "))
                .contains("Applied on 26 Feb 2027", "Sanctioned on 27 Feb 2027", "Order number O/9", "GF/12");
        assertThat(tasklist.decide(blockOfficer, "approve")).isEqualTo(204);
        var register = "/institutions/" + school + "/leave/" + YearMonth.from(DAY) + ".csv";
        assertThat(SheetRows.ofCsv(
                                Browser.loggedIn(port, head, TestState.PASSWORD).download(register))
                        .get(1))
                .endsWith("GF/12", "2027-02-26", "Head of the school", "2027-02-27", "O/9");
    }

    @Test
    @DisplayName("who officiates for the head while the head is away holds the seat from the first day on (C3)")
    void officiates() {
        var body = body("CL", DAY, DAY.plusDays(1));
        body.put("officiating", blockOfficer);
        assertThat(problem(calls.post(head, "/leave/applications", body))).isEqualTo("422 invalid-fields");
        body.put("officiating", teacher);
        assertThat(refusedDeputy(teacher, body("CL", DAY, DAY), head)).contains("nobody-officiates");
        assertThat(refusedDeputy(head, LeaveScene.half(DAY, "FORENOON"), teacher))
                .contains("nobody-officiates");
        scene.approved(teacher, head, "CL", DAY.plusDays(1), DAY.plusDays(1));
        assertThat(refusedDeputy(head, body, teacher)).contains("away-then");
        body.put("to", DAY.toString());
        var asked = calls.post(head, "/leave/applications", body);
        assertThat(asked.getStatusCode().value()).isEqualTo(201);
        assertThat(asked.getBody()).containsEntry("officiating", teacher);
        var pages = Browser.loggedIn(port, head, TestState.PASSWORD);
        for (var page : List.of("/leave", path(asked.getBody()))) {
            assertThat(pages.get(page).body()).as(page).contains("Officiates meanwhile", "Staff " + teacher);
        }
        assertThat(tasklist.decide(blockOfficer, "approve")).isEqualTo(204);
        assertThat(jdbc.sql("select count(*) from charge c join staff s on s.id = c.staff_id"
                                + " where s.employee_code = ? and c.basis = 'OFFICIATING' and c.during @> ?::date")
                        .params(teacher, DAY.toString())
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    private String refusedDeputy(String by, Map<String, Object> leave, String deputy) {
        var body = new HashMap<>(leave);
        body.put("officiating", deputy);
        var answer = calls.post(by, "/leave/applications", body);
        assertThat(problem(answer)).isEqualTo("422 invalid-fields");
        return answer.getBody().get("errors").toString();
    }

    @Test
    @DisplayName("a day of casual leave that becomes a holiday is given back, once; a single day is cancelled (C14)")
    void holidayDeclaredLater() {
        var leave = scene.approved(teacher, head, "CL", DAY, DAY.plusDays(2));
        var single = scene.approved(head, blockOfficer, body("CL", DAY.plusDays(1), DAY.plusDays(1)));
        var counted = scene.approved(teacher, head, body("EL", DAY.plusDays(4), DAY.plusDays(6)));
        for (var day : List.of(DAY.plusDays(1), DAY.plusDays(5))) {
            jdbc.sql("update calendar_day set day_kind = 'HOLIDAY' where from_day = ?"
                            + " and area_id = (select id from institution where code = ?)")
                    .params(day, block.directorate())
                    .update();
            clock.set(day, "00:20");
            accrual.run();
            accrual.run();
        }
        assertThat(scene.find(teacher, leave)).containsEntry("days", 2.0);
        assertThat(scene.balance(teacher, "CL", DAY)).isEqualTo(14.0);
        assertThat(scene.find(head, single)).containsEntry("state", "CANCELLED");
        assertThat(scene.balance(head, "CL", DAY)).isEqualTo(16.0);
        assertThat(scene.find(teacher, counted))
                .as("a holiday within earned leave counts")
                .containsEntry("days", 3.0);
        assertThat(scene.told(teacher)).containsOnlyOnce("leave-recounted");
    }

    @Test
    @DisplayName("three years of service are counted from the first posting of who has no date of joining (domain 1.2)")
    void serviceFromTheFirstPosting() {
        jdbc.sql("update staff set gender = 'F', joined_on = null where employee_code = ?")
                .param(teacher)
                .update();
        scene.post(teacher, scene.asked(teacher, "CCL", DAY, DAY), "withdraw");
        jdbc.sql("update posting set during = daterange(?, null)"
                        + " where staff_id = (select id from staff where employee_code = ?)")
                .params(DAY.minusYears(1), teacher)
                .update();
        assertThat(problem(scene.ask(teacher, "CCL", DAY, DAY))).isEqualTo("422 leave-not-admissible");
    }

    @ParameterizedTest(name = "{0}: at most {2} days")
    @CsvSource({"ML, F, 180", "PTL, M, 15", "STL, F, 730"})
    @DisplayName(
            "maternity, paternity and study leave keep no balance: they are limited by their stretch, with a document")
    void byStretch(String type, String gender, int longest) {
        person(gender, DAY.minusYears(4));
        assertThat(problem(scene.ask(teacher, type, DAY, DAY.plusDays(longest))))
                .isEqualTo("422 leave-too-long");
        assertThat(problem(scene.ask(teacher, type, DAY, DAY.plusDays(longest - 1L))))
                .isEqualTo("422 leave-document-required");
        var body = body(type, DAY, DAY.plusDays(longest - 1L));
        body.put("attachments", List.of(scene.scan(teacher)));
        assertThat(calls.post(teacher, "/leave/applications", body).getBody()).containsEntry("days", (double) longest);
        person(gender.equals("F") ? "M" : "F", DAY.minusYears(1));
        assertThat(problem(scene.ask(teacher, type, DAY.minusDays(9), DAY.minusDays(8))))
                .as("another gender, or too short in service")
                .isEqualTo("422 leave-not-admissible");
    }

    @Test
    @DisplayName("quarantine leave, where the regime knows it")
    void quarantine() {
        assertThat(problem(scene.ask(teacher, "QL", DAY, DAY)))
                .as("not in Bihar")
                .isEqualTo("422 leave-not-admissible");
        var elsewhere =
                state.staff(state.school(state.blockAtWork("RJ", DAY, 30).block()));
        assertThat(problem(scene.ask(elsewhere, "QL", DAY, DAY.plusDays(30)))).isEqualTo("422 leave-too-long");
        assertThat(problem(scene.ask(elsewhere, "QL", DAY, DAY.plusDays(29)))).isEqualTo("422 leave-document-required");
    }

    private void person(String gender, LocalDate joined) {
        jdbc.sql("update staff set gender = ?, joined_on = ? where employee_code = ?")
                .params(gender, joined, teacher)
                .update();
    }

    @Test
    @DisplayName("a duty on a holiday gives a day of compensatory leave, once, by the head (C8)")
    void compensatory() {
        var holiday = DAY.plusDays(2);
        assertThat(problem(creditDuty(head, holiday))).isEqualTo("422 leave-no-holiday-duty");
        state.holiday(school, holiday);
        clock.set(holiday, "09:40");
        opening.open(holiday);
        calls.post(
                head,
                "/attendance/duty-orders",
                Map.of(
                        "id",
                        UUID.randomUUID().toString(),
                        "employeeCode",
                        teacher,
                        "place",
                        "District Election Office",
                        "from",
                        holiday.toString(),
                        "to",
                        holiday.toString(),
                        "orderNumber",
                        "DEO/7",
                        "attachments",
                        List.of(scene.scan(head))));
        var mark = Calls.ownMark("IN", clock.instant());
        mark.put("mode", "ON_DUTY");
        mark.put("position", Calls.position(26.9, 5));
        assertThat(calls.send(teacher, mark).getStatusCode().value()).isEqualTo(201);
        assertThat(problem(creditDuty(teacher, holiday))).isEqualTo("403 own-leave");
        assertThat(creditDuty(head, holiday).getStatusCode().value()).isEqualTo(200);
        assertThat(problem(creditDuty(head, holiday))).isEqualTo("422 leave-no-holiday-duty");
        assertThat(scene.balance(teacher, "CO", holiday)).isEqualTo(1.0);
        var leave = scene.asked(teacher, body("CO", DAY.plusDays(5), DAY.plusDays(5)));
        assertThat(leave.get("approver")).as("nobody is DPO here").asString().startsWith("CDEO_");
        assertThat(tasklist.decide(districtOfficer, "approve")).isEqualTo(204);
        assertThat(scene.balance(teacher, "CO", holiday)).isEqualTo(0.0);
    }

    private ResponseEntity<Map<String, Object>> creditDuty(String who, LocalDate day) {
        return calls.post(who, "/leave/duty-credits", Map.of("employeeCode", teacher, "day", day.toString()));
    }

    @Test
    @DisplayName("an intimation informs the head and grants nothing (BR-12)")
    void intimation() {
        var body = Map.of("id", UUID.randomUUID().toString(), "from", DAY.toString(), "text", "I am ill");
        assertThat(calls.post(teacher, "/leave/intimations", body)
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
        assertThat(scene.told(head)).containsExactly("leave-intimated");
        assertThat(calls.get(head, "/notices").getBody().toString()).contains("I am ill");
        assertThat(state.reads(teacher, DAY)).isEqualTo("UNMARKED UNMARKED");
        assertThat(tasklist.of(head)).isEmpty();
    }

    @Test
    @DisplayName(
            "one teacher a day of a primary school; a second one goes to the controlling office, which may let go more (domain 1.2)")
    void ceiling() {
        jdbc.sql("update institution set category = 'ELEMENTARY' where code = ?")
                .param(school)
                .update();
        var other = state.staff(school);
        var waiting = scene.asked(other, "CL", DAY, DAY);
        scene.approved(teacher, head, body("CL", DAY, DAY));
        assertThat(tasklist.decide(head, "approve")).as("the ceiling").isEqualTo(409);
        calls.post(other, path(waiting) + "/withdraw", Map.of());
        var again = scene.asked(other, "CL", DAY, DAY);
        assertThat(String.valueOf(again.get("approver"))).startsWith("CBEO_");
        assertThat(tasklist.decide(blockOfficer, "approve")).isEqualTo(204);
    }

    private Map<LocalDate, Integer> sums(String who, String account) {
        var found = new HashMap<LocalDate, Integer>();
        jdbc.sql("select e.period, sum(e.half_days) as sum, min(a.balance) as balance from leave_entry e"
                        + " join leave_account a using (staff_id, account, period) join staff s on s.id = e.staff_id"
                        + " where s.employee_code = ? and e.account = ? group by 1")
                .params(who, account)
                .query(row -> {
                    assertThat(row.getInt("sum")).isEqualTo(row.getInt("balance"));
                    found.put(row.getObject("period", LocalDate.class), row.getInt("sum"));
                });
        return found;
    }

    private List<String> entries(String who) {
        return jdbc.sql("select e.source || ' ' || e.half_days from leave_entry e join staff s on s.id = e.staff_id"
                        + " where s.employee_code = ? and e.account = 'CL' order by e.entry_no")
                .param(who)
                .query(String.class)
                .list();
    }

    private void woman(String who) {
        jdbc.sql("update staff set gender = 'F' where employee_code = ?")
                .param(who)
                .update();
    }
}
