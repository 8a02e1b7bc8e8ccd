package org.panjika.payroll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.panjika.Tasklist.value;
import static org.panjika.payroll.PayScene.MONTH;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.Browser;
import org.panjika.Calls;
import org.panjika.CoversProcess;
import org.panjika.Jobs;
import org.panjika.SheetRows;
import org.panjika.SystemTest;
import org.panjika.Tasklist;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.access.Callers;
import org.panjika.attendance.SessionStatus;
import org.panjika.organisation.Officer;
import org.panjika.payroll.PayScene.Place;
import org.panjika.problem.Refused;
import org.panjika.storage.Scans;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@SystemTest
@CoversProcess("negative-list")
@DisplayName("A block's list of those absent without leave, verified by the BEO, accepted by the DPO (BR-17, C16)")
class NegativeListTest {

    @Autowired
    PayScene scene;

    @Autowired
    PaperMonth paper;

    @Autowired
    TestState state;

    @Autowired
    TestClock clock;

    @Autowired
    Tasklist tasklist;

    @Autowired
    Calls calls;

    @Autowired
    Jobs jobs;

    @Autowired
    Scans scans;

    @Autowired
    RuntimeService runtime;

    @LocalServerPort
    int port;

    @Autowired
    NegativeLists lists;

    @Autowired
    PayMonthStart start;

    @Autowired
    Officer officers;

    @Autowired
    Callers callers;

    @Autowired
    JdbcClient jdbc;

    Place place;
    String dpo;

    @BeforeEach
    void twoDaysOfAbsence() {
        place = scene.place("BR");
        dpo = state.holder("DPO_ESTABLISHMENT", place.block().district());
        paper.said(place.teacher(), place.school(), MONTH.atDay(8), "A");
        paper.said(place.teacher(), place.school(), MONTH.atDay(9), "PA");
        scene.begin(place);
        scene.on(2, "10:00");
    }

    @AfterEach
    void noCasesAreLeft() {
        scene.end();
    }

    @Test
    @DisplayName(
            "the list is the block's absence; a line struck with reason and evidence; the approval sends, returned it opens, accepted pay follows")
    void whole() {
        assertThat(scene.hasCase(place.school())).as("never both").isFalse();
        assertThat(lines()).containsExactly("2027-04-08 2 null", "2027-04-09 1 null");
        jdbc.sql("update staff set name_hi = 'मीरा' where employee_code = ?")
                .param(place.teacher())
                .update();
        jdbc.sql("update institution set name_hi = 'विद्यालय' where code = ?")
                .param(place.school())
                .update();
        var task = theTask(place.officer(), "BeoVerifies");
        assertThat(tasklist.form(place.officer(), task).toString())
                .contains(" / मीरा (" + place.teacher() + ")", " / विद्यालय");
        assertThat(strike(place.officer(), "")).as("no evidence").isEqualTo(400);
        assertThat(strike(place.officer(), "0".repeat(64)))
                .as("unknown evidence")
                .isEqualTo(400);
        assertThat(strike(place.officer(), evidence(place.head())))
                .as("evidence that another has sent")
                .isEqualTo(400);
        var evidence = evidence(place.officer());
        assertThat(strike(place.officer(), evidence)).isEqualTo(204);
        assertThat(task.getName()).isEqualTo("BEO verifies line by line");
        Awaitility.await().until(() -> tasklist.of(dpo, "DpoDecides").size() == 1);
        assertThat(lines()).containsExactly("2027-04-08 2 On duty by order", "2027-04-09 1 null");
        whoActsReadsTheEvidence(evidence);
        assertThat(paper.reads(place.teacher(), MONTH.atDay(8)))
                .as("the register reads what was verified")
                .isEqualTo("DUTY PAY DUTY PAY");
        assertThat(scene.statement(place.school()))
                .containsEntry("state", "SENT")
                .containsEntry("sent_by", place.officer())
                .containsEntry("route", "NEGATIVE_LIST");
        assertThat(tasklist.decide(dpo, tasklist.of(dpo, "DpoDecides").get(0), "return", "What of the 12th?"))
                .isEqualTo(204);
        assertThat(scene.statement(place.school())).containsEntry("state", "RETURNED");
        scene.windowPassesForList(place.block().block());
        var again = theTask(place.officer(), "BeoOrOfficeAboveVerifies");
        assertThat(tasklist.form(place.officer(), again).toString())
                .as("the block officer reads why")
                .contains("What of the 12th?");
        assertThat(page()).contains("What of the 12th?");
        assertThat(list()).containsEntry("remark", "What of the 12th?");
        assertThat(tasklist.decide(place.officer(), again, "approve")).isEqualTo(204);
        Awaitility.await().until(() -> tasklist.of(dpo, "DpoDecides").size() == 1);
        assertThat(scene.statement(place.school())).containsEntry("version", 2);
        assertThat(page()).as("answered").doesNotContain("What of the 12th?");
        assertThat(list()).containsEntry("remark", null);
        assertThat(tasklist.decide(dpo, tasklist.of(dpo, "DpoDecides").get(0), "accept"))
                .isEqualTo(204);
        assertThat(scene.statement(place.school())).containsEntry("state", "ACCEPTED");
        assertThat(list().get("state")).isEqualTo("ACCEPTED");
        assertThat(list().get("version")).isEqualTo(2);
        sameInBoth("/api/v1/payroll/" + MONTH + "/offices/" + place.block().block() + "/negative-list", 2);
        var lines = sameInBoth("/payroll/" + MONTH + "/lines", 3);
        assertThat(lines.get(0)).containsExactlyElementsOf(PayExport.COLUMNS);
        assertThat(lines).anySatisfy(line -> assertThat(line)
                .contains(place.school(), "NEGATIVE_LIST", "ACCEPTED", "2", place.teacher()));
    }

    /** C3: it may be a medical paper. */
    private void whoActsReadsTheEvidence(String hash) {
        var path = "/api/v1/payroll/%s/offices/%s/negative-list"
                .formatted(MONTH, place.block().block());
        assertThat(tasklist.form(dpo, tasklist.of(dpo, "DpoDecides").get(0)).toString())
                .contains(path + "/evidence/" + hash + "?number=1");
        assertThat(evidence(dpo, path, hash)).isEqualTo(List.of(hash));
        assertThat(Browser.loggedIn(port, dpo, TestState.PASSWORD)
                        .get(path + "/evidence/" + hash)
                        .body())
                .isEqualTo("%PDF-1.7 the order");
        var magistrate = state.holder("DM", place.block().district());
        assertThat(evidence(magistrate, path, hash)).as("only reads").isEmpty();
        assertThat(Browser.loggedIn(port, magistrate, TestState.PASSWORD)
                        .get(path + "/evidence/" + hash)
                        .statusCode())
                .isEqualTo(404);
        assertThat(page()).as("the page leads there").contains(path + "/evidence/" + hash);
    }

    private List<?> evidence(String reader, String path, String hash) {
        @SuppressWarnings("unchecked")
        var lines = (List<Map<String, Object>>)
                calls.get(reader, path.substring("/api/v1".length())).getBody().get("lines");
        return lines.stream()
                .flatMap(l -> ((List<?>) l.get("evidence")).stream())
                .filter(hash::equals)
                .toList();
    }

    private String page() {
        return Browser.loggedIn(port, place.officer(), TestState.PASSWORD)
                .get("/payroll/" + MONTH + "/offices/" + place.block().block() + "/negative-list")
                .body();
    }

    @Test
    @DisplayName(
            "what is open at the institutions of the block is shown to the block officer, in the form and on the page, with its cure; once approved, no more (C16)")
    void open() {
        paper.said(place.teacher(), place.school(), MONTH.atDay(12), "U");
        paper.said(place.head(), place.school(), MONTH.atDay(12), "UP");
        var task = theTask(place.officer(), "BeoVerifies");
        var link = "/corrections/new?institution=" + place.school();
        assertThat(openIn(task))
                .containsExactly(
                        "Attendance not entered 2 1½ Held " + link,
                        "Proposed deduction not settled 1 1½ Next month /payroll/2027-04/institutions/%s/proposals"
                                .formatted(place.school()));
        assertThat(page()).contains("Attendance not entered", link);
        assertThat(list().get("open"))
                .asInstanceOf(InstanceOfAssertFactories.list(Map.class))
                .first()
                .isEqualTo(Map.of(
                        "institution",
                        place.school(),
                        "kind",
                        "UNMARKED",
                        "severity",
                        "HOLDS",
                        "people",
                        2,
                        "sessions",
                        3,
                        "link",
                        link));
        assertThat(tasklist.decide(place.officer(), task, "approve")).isEqualTo(204);
        Awaitility.await().until(() -> tasklist.of(dpo, "DpoDecides").size() == 1);
        assertThat(page()).doesNotContain("Attendance not entered");
        assertThat(list()).containsEntry("open", List.of());
    }

    private List<String> openIn(org.camunda.bpm.engine.task.Task task) {
        var shown = tasklist.form(place.officer(), task).get("list").get("value");
        var form = shown.isTextual() ? read(shown.asText()) : shown;
        return StreamSupport.stream(form.get("open").spliterator(), false)
                .map(o -> "%s %s %s %s %s"
                        .formatted(
                                o.get("what").asText(),
                                o.get("people").asText(),
                                o.get("days").asText(),
                                o.get("severity").asText(),
                                o.get("link").asText()))
                .toList();
    }

    private static JsonNode read(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** As CSV and as XLSX, row for row. */
    private List<List<String>> sameInBoth(String path, int atLeast) {
        var browser = Browser.loggedIn(port, place.officer(), TestState.PASSWORD);
        var rows = SheetRows.ofXlsx(browser.download(path + ".xlsx"));
        assertThat(rows).isEqualTo(SheetRows.ofCsv(browser.download(path + ".csv")));
        assertThat(rows).hasSizeGreaterThanOrEqualTo(atLeast);
        return rows;
    }

    @Test
    @DisplayName("on the 3rd the block officer is reminded of the list, no head of a statement that goes by it")
    void reminded() {
        scene.on(3, "00:20");
        start.remind();
        assertThat(told(place.officer())).containsOnlyOnce("pay-list");
        assertThat(told(place.head())).doesNotContain("pay-send");
        var words = calls.get(place.officer(), "/notices").getBody().toString();
        assertThat(words).as("the month as people write it").contains("the list of April 2027");
        scene.on(4, "00:20");
        start.remind();
        assertThat(told(place.officer())).containsOnlyOnce("pay-list");
    }

    private List<String> told(String person) {
        return jdbc.sql("select key from notice where staff_id = (select id from staff where employee_code = ?)")
                .param(person)
                .query(String.class)
                .list();
    }

    @Test
    @DisplayName("nobody strikes the own line, and none that is not on the list (C4)")
    void notTheOwn() {
        paper.day(place.officer(), place.block().block(), MONTH.atDay(8), "A");
        var evidence = evidence(place.officer());
        assertThat(strike(place.officer(), place.officer(), evidence)).isEqualTo(400);
        assertThat(strike(place.officer(), place.head(), evidence)).isEqualTo(400);
    }

    @Test
    @DisplayName(
            "a struck day is undone by putting it back, half days too: the register reads what it read, and it is never struck once approved")
    void putBack() {
        var evidence = List.of(evidence(place.officer()));
        var list = lists.find(UUID.fromString(String.valueOf(
                runtime.getVariable(theTask(place.officer(), "BeoVerifies").getExecutionId(), "requestId"))));
        var ninth = MONTH.atDay(9);
        var tour =
                new NegativeLists.Strike(place.teacher(), ninth, "On tour", evidence, Optional.of(SessionStatus.TOUR));
        lists.strike(list, place.officer(), List.of(tour));
        assertThat(paper.reads(place.teacher(), ninth)).isEqualTo("PRESENT ROLL TOUR PAY");
        assertThat(lines()).containsExactly("2027-04-08 2 null", "2027-04-09 1 On tour");
        var duty =
                new NegativeLists.Strike(place.teacher(), ninth, "On duty", evidence, Optional.of(SessionStatus.DUTY));
        lists.strike(list, place.officer(), List.of(duty));
        assertThat(paper.reads(place.teacher(), ninth)).isEqualTo("PRESENT ROLL DUTY PAY");
        lists.putBack(list, place.officer(), place.teacher(), ninth, "The order is of another day");
        assertThat(paper.reads(place.teacher(), ninth)).isEqualTo("PRESENT ROLL ABSENT ROLL");
        assertThat(lines()).containsExactly("2027-04-08 2 null", "2027-04-09 1 null");
        assertThatThrownBy(() -> lists.putBack(list, place.officer(), place.teacher(), ninth, "Again"))
                .isInstanceOf(Refused.class);
        lists.approve(list, place.officer());
        assertThatThrownBy(() -> lists.strike(list, place.officer(), List.of(duty)))
                .hasMessageContaining("pay-statement-sent");
        assertThat(paper.reads(place.teacher(), ninth)).isEqualTo("PRESENT ROLL ABSENT ROLL");
    }

    @Test
    @DisplayName("an office where nobody is posted begins no list of its own")
    void nobodyThere() {
        var empty = state.block("BR");
        start.begin();
        scene.leaveOthersAlone(new Place(empty, "", "", "", "", ""));
        assertThat(start.anyToStart()).isFalse();
        assertThat(jdbc.sql(
                                "select count(*) from payroll_negative_list l join institution i on i.id = l.office_id where i.code = ?")
                        .param(empty.block())
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    @DisplayName(
            "from the 6th the office above strikes and approves in the block officer's stead, and does not accept then, though the DPO's seat is vacant (C4, C16)")
    void neverTheSame() {
        var list = lists.find(UUID.fromString(String.valueOf(
                runtime.getVariable(theTask(place.officer(), "BeoVerifies").getExecutionId(), "requestId"))));
        jdbc.sql(
                        "update charge set may_act = false where kind = 'DPO_ESTABLISHMENT' and staff_id = (select id from staff where employee_code = ?)")
                .param(dpo)
                .update();
        var district = lists.acceptor(list);
        var officer = officers.holder(district).orElseThrow();
        var above = callers.find(officer.employeeCode()).orElseThrow();
        assertThat(lists.mayStrike(above, list)).as("within the window").isFalse();
        scene.on(6, "00:01");
        assertThat(lists.mayStrike(above, list)).as("holds the same task").isTrue();
        lists.approve(list, officer.employeeCode());
        assertThat(scene.statement(place.school())).containsEntry("in_stead", true);
        assertThat(lists.acceptor(list)).isNotEqualTo(district);
        assertThatThrownBy(() -> lists.accept(list, officer.employeeCode()))
                .isInstanceOfSatisfying(
                        Refused.class, r -> assertThat(r.problem()).isEqualTo(PayrollProblem.PAY_OWN_STATEMENT));
    }

    @Test
    @DisplayName("a school that joins the block after its list was accepted goes by the block's next list, and is sent")
    void joinsLate() {
        assertThat(tasklist.decide(place.officer(), theTask(place.officer(), "BeoVerifies"), "approve"))
                .isEqualTo(204);
        Awaitility.await().until(() -> tasklist.of(dpo, "DpoDecides").size() == 1);
        assertThat(tasklist.decide(dpo, tasklist.of(dpo, "DpoDecides").get(0), "accept"))
                .isEqualTo(204);
        var late = state.school(place.block().block());
        var teacher = state.staff(late);
        paper.write(teacher, late, MONTH, PayScene.PRESENT);
        paper.said(teacher, late, MONTH.atDay(12), "A");
        scene.begin(place);
        assertThat(list()).containsEntry("number", 2).containsEntry("state", "OPEN");
        assertThat(lines()).containsExactly("2027-04-12 2 null");
        assertThat(tasklist.decide(place.officer(), theTask(place.officer(), "BeoVerifies"), "approve"))
                .isEqualTo(204);
        Awaitility.await().until(() -> tasklist.of(dpo, "DpoDecides").size() == 1);
        assertThat(scene.statement(late)).containsEntry("state", "SENT");
        assertThat(scene.statement(place.school())).containsEntry("state", "ACCEPTED");
        var first = calls.get(
                        place.officer(),
                        "/payroll/" + MONTH + "/offices/" + place.block().block() + "/negative-list?number=1")
                .getBody();
        assertThat(first).containsEntry("state", "ACCEPTED");
    }

    private String evidence(String by) {
        return scans.keep(by, "%PDF-1.7 the order".getBytes(StandardCharsets.UTF_8))
                .hash()
                .hex();
    }

    private int strike(String who, String evidence) {
        return strike(who, place.teacher(), evidence);
    }

    private int strike(String who, String whose, String evidence) {
        var strikes =
                "[{\"employeeCode\":\"%s\",\"day\":\"2027-04-08\",\"reason\":\"On duty by order\",\"reads\":\"DUTY\",\"attachments\":[%s]}]"
                        .formatted(whose, evidence.isEmpty() ? "" : "\"" + evidence + "\"");
        return tasklist.complete(
                who, theTask(who, "BeoVerifies"), Map.of("decision", value("approve"), "strikes", value(strikes)));
    }

    private org.camunda.bpm.engine.task.Task theTask(String who, String name) {
        return Awaitility.await()
                .until(
                        () -> tasklist.of(who, name).stream()
                                .filter(t -> runtime.getVariable(t.getExecutionId(), "institution")
                                        .equals(place.block().block()))
                                .toList(),
                        found -> found.size() == 1)
                .get(0);
    }

    private Map<String, Object> list() {
        return calls.get(
                        place.officer(),
                        "/payroll/" + MONTH + "/offices/" + place.block().block() + "/negative-list")
                .getBody();
    }

    private List<String> lines() {
        @SuppressWarnings("unchecked")
        var lines = (List<Map<String, Object>>) list().get("lines");
        return lines.stream()
                .map(l -> l.get("day") + " " + l.get("sessions") + " " + l.get("struck"))
                .toList();
    }
}
