package org.panjika.leave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.panjika.Calls.problem;
import static org.panjika.leave.LeaveScene.body;
import static org.panjika.leave.LeaveScene.changed;
import static org.panjika.leave.LeaveScene.path;

import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.Browser;
import org.panjika.Browser.FileField;
import org.panjika.Calls;
import org.panjika.SystemTest;
import org.panjika.Tasklist;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.Together;
import org.panjika.attendance.DayOpening;
import org.panjika.storage.Scans;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

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
    LeaveScene scene;

    @Autowired
    Scans scans;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transaction;

    @LocalServerPort
    int port;

    String school;
    String teacher;
    String head;
    String blockOfficer;

    @BeforeEach
    void aSchoolUnderABlock() {
        clock.set(DAY, "08:00");
        var made = scene.school(DAY);
        school = made.code();
        teacher = made.teacher();
        head = made.head();
        blockOfficer = made.blockOfficer();
        opening.open(DAY);
    }

    @Test
    @DisplayName("who officiates for the head does not decide the head's further leave: the block does (RJ-4, C4)")
    void headWhileAway() {
        officiatedBy(teacher, DAY, DAY.plusDays(4));
        assertThat(acting(DAY)).containsExactly(teacher);
        var further = scene.asked(head, body("CL", DAY.plusDays(6), DAY.plusDays(6)));
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
    @DisplayName("leave and an order overlap: on each day one of the named officiates, whichever of the two ends (C3)")
    void officiatingInLeaveAndOrder() {
        var deputy = state.staff(school);
        var first = ordered(teacher, DAY, DAY.plusDays(2));
        var leave = officiatedBy(deputy, DAY.plusDays(2), DAY.plusDays(3));
        assertThat(acting(DAY.plusDays(2))).containsExactly(teacher);
        assertThat(acting(DAY.plusDays(3))).containsExactly(deputy);
        calls.post(blockOfficer, first + "/cancel", Map.of());
        assertThat(acting(DAY.plusDays(1))).isEmpty();
        assertThat(acting(DAY.plusDays(2))).containsExactly(deputy);
        ordered(teacher, DAY.plusDays(3), DAY.plusDays(3));
        calls.post(head, path(leave) + "/cancel", Map.of());
        assertThat(acting(DAY.plusDays(2))).isEmpty();
        assertThat(acting(DAY.plusDays(3))).containsExactly(teacher);
    }

    private String ordered(String officiating, LocalDate from, LocalDate to) {
        var id = UUID.randomUUID();
        var scan =
                scans.keep(blockOfficer, "%PDF-1.4 an order".getBytes()).hash().hex();
        var answer = calls.post(
                blockOfficer,
                "/attendance/duty-orders",
                Map.of(
                        "id",
                        id,
                        "employeeCode",
                        head,
                        "place",
                        "District Election Office",
                        "from",
                        from.toString(),
                        "to",
                        to.toString(),
                        "orderNumber",
                        "DEO/" + id,
                        "officiating",
                        officiating,
                        "attachments",
                        List.of(scan)));
        assertThat(answer.getStatusCode().value()).isEqualTo(201);
        return "/attendance/duty-orders/" + id;
    }

    @Test
    @DisplayName("who officiates stays named when a returned application is asked for again (C3)")
    void officiatingAfterReturn() {
        var body = body("CL", DAY, DAY.plusDays(1));
        body.put("officiating", teacher);
        var leave = scene.asked(head, body);
        assertThat(tasklist.decide(blockOfficer, "return", "Why?")).isEqualTo(204);
        calls.post(head, path(leave) + "/resubmit", Map.of("reason", "A wedding"));
        assertThat(tasklist.decide(blockOfficer, "approve")).isEqualTo(204);
        assertThat(acting(DAY)).containsExactly(teacher);
    }

    @Test
    @DisplayName("who officiates goes on officiating when the kind of the leave changes, and ends with it (C3)")
    void officiatingAfterChange() {
        var old = officiatedBy(teacher, DAY, DAY.plusDays(3));
        var leave = scene.asked(head, changed(old, "EL"));
        assertThat(tasklist.decide(blockOfficer, "approve")).isEqualTo(204);
        assertThat(acting(DAY.plusDays(1))).containsExactly(teacher);
        calls.post(head, path(leave) + "/cancel", Map.of());
        assertThat(acting(DAY.plusDays(1))).isEmpty();
    }

    @Test
    @DisplayName("of every two spans of half days of two days the table keeps both if and only if they do not overlap")
    void allPairsOfSpans() {
        var spans = IntStream.range(0, 4)
                .boxed()
                .flatMap(a -> IntStream.range(a, 4).mapToObj(b -> new LeaveSpan(half(a), half(b))))
                .toList();
        for (var one : spans) {
            for (var other : spans) {
                var kept = !refusesBoth(one, other);
                assertThat(kept).as("%s, %s", one, other).isEqualTo(!one.overlaps(other));
            }
        }
    }

    private boolean refusesBoth(LeaveSpan one, LeaveSpan other) {
        return transaction.execute(status -> {
            status.setRollbackOnly();
            try {
                insert(one);
                insert(other);
                return false;
            } catch (DataIntegrityViolationException e) {
                assertThat(e).hasMessageContaining("leave_case_overlap");
                return true;
            }
        });
    }

    private void insert(LeaveSpan span) {
        jdbc.sql(
                        """
                        insert into leave_case (id, number, state, staff_id, place_id, institution_id, regime, type, from_day, to_day,
                               half_days, post_facto, head_entered, during)
                        select gen_random_uuid(), nextval('journal_entry_no'), 'PENDING', s.id, i.id, i.id, 'BR', 'CL', ?, ?, 1, false,
                               false, int4range(?, ?, '[]')
                          from staff s, institution i where s.employee_code = ? and i.code = ?
                        """)
                .params(
                        span.from(),
                        span.to(),
                        (int) span.first().number(),
                        (int) span.last().number(),
                        teacher,
                        school)
                .update();
    }

    private static LeaveSpan.HalfDay half(int number) {
        return LeaveSpan.HalfDay.of(DAY.toEpochDay() * 2 + number);
    }

    @Test
    @DisplayName("another kind is not approved over days that the person came back to work meanwhile")
    void changedAfterReturn() {
        var old = scene.approved(teacher, head, body("CL", DAY, DAY.plusDays(3)));
        var leave = scene.asked(teacher, changed(old, "EL"));
        clock.set(DAY.plusDays(1), "08:00");
        calls.post(teacher, path(old) + "/join", Map.of("day", DAY.plusDays(1).toString()));
        assertThat(tasklist.decide(head, scene.task(head, leave), "approve")).isEqualTo(409);
        assertThat(scene.balance(teacher, "CL", DAY)).isEqualTo(15.0);
        assertThat(scene.balance(teacher, "EL", DAY)).isEqualTo(15.0);
    }

    @Test
    @DisplayName("another kind needs no word for a mark that was made on the leave day: it read LEAVE and goes on so")
    void changedOverMark() {
        var old = scene.approved(teacher, head, body("CL", DAY, DAY));
        clock.set(DAY, "09:20");
        assertThat(calls.mark(teacher, "IN", clock.instant()).getStatusCode().value())
                .isEqualTo(201);
        assertThat(state.flags(teacher, DAY)).contains("MARKED_ON_LEAVE");
        var leave = scene.asked(teacher, changed(old, "EL"));
        assertThat(tasklist.decide(head, scene.task(head, leave), "approve")).isEqualTo(204);
        assertThat(state.reads(teacher, DAY)).isEqualTo("LEAVE LEAVE");
        assertThat(scene.balance(teacher, "EL", DAY)).isEqualTo(14.0);
    }

    @Test
    @DisplayName("half-pay leave becomes commuted leave with what is given back for it")
    void changedInOneAccount() {
        var old = scene.approved(teacher, head, body("HPL", DAY, DAY.plusDays(9)));
        assertThat(scene.balance(teacher, "HPL", DAY)).isEqualTo(10.0);
        var body = changed(old, "COM");
        body.put("attachments", List.of(scene.scan(teacher)));
        var leave = scene.asked(teacher, body);
        assertThat(tasklist.decide(head, scene.task(head, leave), "approve")).isEqualTo(204);
        assertThat(scene.balance(teacher, "HPL", DAY)).isEqualTo(0.0);
    }

    @Test
    @DisplayName("leave from paper over a marked session waits for the head's word about it (BR-11, C13)")
    void headEnteredOverMark() {
        clock.set(DAY, "09:20");
        assertThat(calls.mark(teacher, "IN", clock.instant()).getStatusCode().value())
                .isEqualTo(201);
        var entered = calls.post(head, "/leave/grants", scene.grant(teacher, "CL", DAY, DAY, scene.scan(head)));
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
        assertThat(problem(calls.post(
                        head, "/leave/grants", scene.grant(teacher, "CL", DAY, DAY.plusDays(31), scene.scan(head)))))
                .isEqualTo("422 leave-too-late");
        assertThat(problem(calls.post(
                        head, "/leave/grants", scene.grant(teacher, "CL", DAY, DAY.plusDays(36), scene.scan(head)))))
                .isEqualTo("422 invalid-fields");
        assertThat(calls.post(
                                head,
                                "/leave/grants",
                                scene.grant(teacher, "CL", DAY, DAY.plusDays(30), scene.scan(head)))
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
    @DisplayName(
            "special casual leave asked for as another kind counts in its month like any other: the second is refused, instead of"
                    + " other leave and by itself")
    void monthByAnotherKind() {
        jdbc.sql("update staff set gender = 'F' where employee_code = ?")
                .param(teacher)
                .update();
        var first = scene.approved(teacher, head, "CL", DAY, DAY.plusDays(1));
        var second = scene.approved(teacher, head, "CL", DAY.plusDays(7), DAY.plusDays(8));
        var other = scene.asked(teacher, changed(first, "SCL"));
        assertThat(problem(scene.ask(teacher, changed(second, "SCL")))).isEqualTo("422 leave-month-used");
        assertThat(problem(scene.ask(teacher, body("SCL", DAY.plusDays(14), DAY.plusDays(15)))))
                .isEqualTo("422 leave-month-used");
        scene.asked(teacher, changed(first, "EL"));
        assertThat(tasklist.decide(head, scene.task(head, other), "reject", "Examinations"))
                .isEqualTo(204);
        scene.asked(teacher, changed(second, "SCL"));
    }

    @Test
    @DisplayName("another kind that can no longer be, because its leave has been taken back, keeps no days")
    void changeOfNothing() {
        var old = scene.approved(teacher, head, "CL", DAY.plusDays(1), DAY.plusDays(2));
        scene.asked(teacher, changed(old, "EL"));
        assertThat(scene.post(teacher, old, "cancel").getStatusCode().value()).isEqualTo(200);
        scene.asked(teacher, body("CL", DAY.plusDays(1), DAY.plusDays(3)));
    }

    @Test
    @DisplayName("four approvals of one application at once: one wins, and the balance is debited once")
    void approvedTwice() throws Exception {
        var leave = scene.asked(teacher, body("CL", DAY, DAY));
        var task = scene.task(head, leave);
        var answers = Together.all(
                4,
                Stream.<Callable<Integer>>generate(() -> () -> tasklist.decide(head, task, "approve"))
                        .limit(4)
                        .toList());
        assertThat(answers).containsOnlyOnce(204);
        assertThat(scene.balance(teacher, "CL", DAY)).isEqualTo(15.0);
    }

    @Test
    @DisplayName("two other kinds for the same days, approved at once: one wins, and is debited for both days alone")
    void otherKindsTogether() throws Exception {
        var old = scene.approved(teacher, head, "CL", DAY.plusDays(4), DAY.plusDays(5));
        var asked = List.of(scene.asked(teacher, changed(old, "EL")), scene.asked(teacher, changed(old, "HPL")));
        var tasks = asked.stream().map(leave -> scene.task(head, leave)).toList();
        var answers = Together.all(
                2,
                tasks.stream()
                        .<Callable<Integer>>map(task -> () -> tasklist.decide(head, task, "approve"))
                        .toList());
        assertThat(answers).containsOnlyOnce(204);
        assertThat(scene.state(teacher, old)).isEqualTo("CHANGED");
        assertThat(scene.balance(teacher, "CL", DAY)).isEqualTo(16.0);
        assertThat(asked.stream().map(scene::debited)).containsExactlyInAnyOrder(4, 0);
        assertThat(asked.stream().map(scene::debited).toList())
                .as("who paid has the days")
                .isEqualTo(asked.stream().map(this::sessions).toList());
    }

    @Test
    @DisplayName("leave is cancelled while another kind for it is approved: one wins, and the books say which")
    void cancelledWhileChanged() throws Exception {
        var old = scene.approved(teacher, head, "CL", DAY.plusDays(4), DAY.plusDays(5));
        var other = scene.asked(teacher, changed(old, "EL"));
        var task = scene.task(head, other);
        var answers = Together.all(
                2,
                List.<Callable<Integer>>of(
                        () -> scene.post(teacher, old, "cancel").getStatusCode().value(),
                        () -> tasklist.decide(head, task, "approve")));
        var approved = answers.get(1) == 204;
        assertThat(answers.get(0) == 200).as("%s", answers).isNotEqualTo(approved);
        assertThat(scene.state(teacher, old)).isEqualTo(approved ? "CHANGED" : "CANCELLED");
        assertThat(scene.state(teacher, other)).isEqualTo(approved ? "APPROVED" : "PENDING");
        assertThat(scene.balance(teacher, "CL", DAY)).isEqualTo(16.0);
        assertThat(scene.debited(other)).isEqualTo(approved ? 4 : 0).isEqualTo(sessions(other));
    }

    /** Half days that read LEAVE by the application, when their day is opened. */
    private int sessions(Map<String, Object> leave) {
        return jdbc.sql(
                        """
                        select coalesce(sum((forenoon = 'LEAVE')::int + (afternoon = 'LEAVE')::int), 0)
                          from day_entry e
                         where request_id = ?::uuid and source = 'LEAVE'
                           and not exists (select from day_entry later where later.supersedes = e.entry_no)
                        """)
                .param(leave.get("id"))
                .query(Integer.class)
                .single();
    }

    @Test
    @DisplayName(
            "a scan that nobody can read is refused in words, what was typed stays, and nothing is entered (BR-12)")
    void unreadableScan() {
        var words = new FileField("scan", "application.pdf", "application/pdf", "this is no PDF".getBytes());
        var form = fromPaper();
        var answer = Browser.loggedIn(port, head, TestState.PASSWORD)
                .post("/institutions/" + school + "/leave/grants", form, words);
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("role=\"alert\"", "a PDF, a JPEG or a PNG", "value=\"GF/77\"");
        var own = Browser.loggedIn(port, teacher, TestState.PASSWORD)
                .post(
                        "/leave",
                        Map.of(
                                "id", UUID.randomUUID().toString(),
                                "type", "CL",
                                "from", DAY.toString(),
                                "to", DAY.toString(),
                                "reason", "A wedding"),
                        new FileField("document", "scan.jpg", "image/jpeg", new byte[] {1, 2, 3}));
        assertThat(own.statusCode()).isEqualTo(422);
        assertThat(own.body()).contains("role=\"alert\"", "a PDF, a JPEG or a PNG", ">A wedding</textarea>");
        assertThat(jdbc.sql("select count(*) from leave_case c join staff s on s.id = c.staff_id where"
                                + " s.employee_code = ?")
                        .param(teacher)
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    /** The form of leave from paper, filled in but for the scan (BR-12). */
    private Map<String, String> fromPaper() {
        return new HashMap<>(Map.of(
                "employeeCode",
                teacher,
                "type",
                "CL",
                "from",
                DAY.toString(),
                "to",
                DAY.toString(),
                "applicationDate",
                DAY.toString(),
                "sanctionDate",
                DAY.toString(),
                "sanctionedByOffice",
                "Head of the school",
                "orderNumber",
                "O/9",
                "guardFileReference",
                "GF/77"));
    }

    @Test
    @DisplayName(
            "blank fields are named and what was typed stays: of leave from paper (BR-11, BR-12), and the reason of the own (RJ-2)")
    void blankFields() {
        var browser = Browser.loggedIn(port, head, TestState.PASSWORD);
        var path = "/institutions/" + school + "/leave/grants";
        for (var blank : List.of("guardFileReference", "sanctionedByOffice", "from")) {
            var form = fromPaper();
            form.put("scanned", scene.scan(head));
            form.put(blank, " ");
            var answer = browser.post(path, form);
            assertThat(answer.statusCode()).as(blank).isEqualTo(422);
            assertThat(answer.body())
                    .contains("role=\"alert\"", "This is missing", "value=\"O/9\"", form.get("scanned"))
                    .containsPattern("name=\"" + blank + "\"[^>]* aria-invalid=\"true\"");
        }
        var own = Browser.loggedIn(port, teacher, TestState.PASSWORD);
        var unreasoned = Map.of(
                "id", UUID.randomUUID().toString(),
                "type", "CL",
                "from", DAY.toString(),
                "to", DAY.plusDays(1).toString(),
                "reason", " ");
        var answer = own.post("/leave", unreasoned);
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains("value=\"" + DAY.plusDays(1) + "\"")
                .containsPattern("name=\"reason\"[^>]* aria-invalid=\"true\"");
        var leave = scene.asked(teacher, "CL", DAY, DAY);
        assertThat(tasklist.decide(head, "return", "Which reason?")).isEqualTo(204);
        var again = new HashMap<>(unreasoned);
        again.put("step", "again");
        assertThat(own.post(path(leave), again).statusCode()).isEqualTo(422);
        assertThat(problem(scene.post(teacher, leave, "resubmit", Map.of("reason", " "))))
                .isEqualTo("422 invalid-fields");
        assertThat(scene.state(teacher, leave)).isEqualTo("RETURNED");
    }

    @Test
    @DisplayName("the office's calendar shows both halves of a day on which two leaves lie")
    void bothHalves() {
        scene.asked(teacher, LeaveScene.half(DAY, "AFTERNOON"));
        scene.approved(teacher, head, LeaveScene.half(DAY, "FORENOON"));
        scene.asked(teacher, body("CL", DAY.plusDays(1), DAY.plusDays(1)));
        var month = Browser.loggedIn(port, head, TestState.PASSWORD)
                .get("/institutions/" + school + "/leave/" + YearMonth.from(DAY))
                .body();
        assertThat(month)
                .containsPattern(
                        "title=\"Approved, Forenoon\"[^>]*>CL½</a> <a [^>]*title=\"[^\"]*, Afternoon\"[^>]*>CL½\\?</a>")
                .containsPattern(">CL\\?</a>");
    }

    @Test
    @DisplayName("while it is typed it is said that so many days need a document, until one is there")
    void documentWhileTyped() {
        var browser = Browser.loggedIn(port, teacher, TestState.PASSWORD);
        var path = "/leave/outlook?type=%s&from=" + DAY.plusDays(1) + "&to=" + DAY.plusDays(2);
        var compulsory = "A document is compulsory from 1 day on";
        assertThat(browser.get(path.formatted("COM")).body())
                .contains("data-tone=\"wait\"", "Counted: 2 days", compulsory);
        assertThat(browser.get(path.formatted("COM") + "&documents=" + scene.scan(teacher))
                        .body())
                .contains("data-tone=\"good\"")
                .doesNotContain(compulsory);
        assertThat(browser.get(path.formatted("CL")).body())
                .contains("data-tone=\"good\"")
                .doesNotContain(compulsory);
    }

    @Test
    @DisplayName("behind a figure it is said from which credit each debit was taken, the oldest first")
    void takenFrom() {
        assertThat(scene.balance(teacher, "EL", DAY)).isEqualTo(15.0);
        jdbc.sql(
                        """
                        insert into leave_entry (recorded_at, recorded_by, staff_id, account, period, source, half_days, day)
                        select now(), 'test', id, 'EL', '1900-01-01', 'CREDIT', 2, '2026-01-01' from staff where employee_code = ?
                        """)
                .param(teacher)
                .update();
        scene.approved(teacher, head, "EL", DAY.plusDays(1), DAY.plusDays(3));
        assertThat(Browser.loggedIn(port, teacher, TestState.PASSWORD)
                        .get("/leave")
                        .body()
                        .replaceAll("<[^>]*>", " ")
                        .replaceAll("\\s+", " "))
                .contains("Leave taken 1 from what was given on 1 Jan 2026 2 from what was given on 1 Jan 2027 -3");
    }

    @Test
    @DisplayName(
            "a holiday declared in approved casual leave is given back; where all of it is one, the leave is cancelled")
    void holidayLater() {
        scene.approved(teacher, head, body("CL", DAY, DAY.plusDays(2)));
        var single = scene.approved(teacher, head, body("CL", DAY.plusDays(5), DAY.plusDays(5)));
        assertThat(scene.balance(teacher, "CL", DAY)).isEqualTo(12.0);
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
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                        scene.balance(teacher, "CL", DAY))
                .isEqualTo(days));
    }

    private Map<String, Object> officiatedBy(String other, LocalDate from, LocalDate to) {
        var body = body("CL", from, to);
        body.put("officiating", other);
        var leave = scene.asked(head, body);
        assertThat(tasklist.decide(blockOfficer, scene.task(blockOfficer, leave), "approve"))
                .isEqualTo(204);
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
}
