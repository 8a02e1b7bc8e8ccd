package org.panjika.attendance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;
import static org.panjika.Calls.ownMark;
import static org.panjika.Calls.position;
import static org.panjika.attendance.Cases.confirm;
import static org.panjika.attendance.Cases.reject;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.Calls;
import org.panjika.CoversProcess;
import org.panjika.Jobs;
import org.panjika.Photographs;
import org.panjika.SystemTest;
import org.panjika.Tasklist;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.access.Callers;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
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
    Calls calls;

    @Autowired
    Tasklist tasklist;

    @Autowired
    Cases cases;

    @Autowired
    Callers callers;

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
        assertThat(cases.task(head).getTaskDefinitionKey()).isEqualTo("HeadDecides");
        assertThat(cases.decide(head, confirm(mark))).isEqualTo(204);
        assertThat(forenoon(teacher)).isEqualTo("PRESENT");
        assertThat(openCases()).isZero();
    }

    @Test
    @DisplayName(
            "a rejection needs a remark: without one it is refused and the task stays; with one the session is UNMARKED")
    void headRejects() {
        var mark = markWithoutPosition(teacher);
        assertThat(cases.decide(head, reject(mark, " "))).isEqualTo(400);
        assertThat(forenoon(teacher)).isEqualTo("TO_BE_CONFIRMED");
        assertThat(cases.decide(head, reject(mark, "Was not seen before eleven")))
                .isEqualTo(204);
        assertThat(forenoon(teacher)).isEqualTo("UNMARKED");
        assertThat(calls.mark(teacher, "IN", clock.instant()).getStatusCode().value())
                .as("a rejected mark frees its place (C8)")
                .isEqualTo(201);
    }

    @Test
    @DisplayName("the person contests a rejection once, and the parent office decides")
    void contest() {
        var mark = markWithoutPosition(teacher);
        cases.decide(head, reject(mark, "Not seen"));
        assertThat(cases.contest(teacher, mark)).isEqualTo(202);
        assertThat(cases.contest(teacher, mark)).isEqualTo(409);
        assertThat(cases.contest(head, mark)).isEqualTo(404);
        assertThat(cases.task(blockOfficer).getTaskDefinitionKey()).isEqualTo("ParentOfficeDecides");
        assertThat(cases.confirmAll(blockOfficer)).isEqualTo(204);
        assertThat(forenoon(teacher)).isEqualTo("PRESENT");
    }

    @Test
    @DisplayName("nobody decides the own mark: the head's goes to the parent office (C4)")
    void headsOwn() {
        markWithoutPosition(head);
        cases.task(blockOfficer);
        assertThat(tasklist.of(head)).isEmpty();
        assertThat(cases.confirmAll(blockOfficer)).isEqualTo(204);
        assertThat(forenoon(head)).isEqualTo("PRESENT");
    }

    @Test
    @DisplayName("the head confirms all but the own; the own is then the parent office's")
    void allButTheOwn() {
        markWithoutPosition(teacher);
        markWithoutPosition(head);
        assertThat(cases.confirmAll(head)).isEqualTo(204);
        assertThat(forenoon(teacher)).isEqualTo("PRESENT");
        assertThat(forenoon(head)).isEqualTo("TO_BE_CONFIRMED");
        assertThat(cases.task(blockOfficer).getTaskDefinitionKey()).isEqualTo("ParentOfficeDecides");
    }

    @Test
    @DisplayName("the parent office may decide one mark now and the other later")
    void oneAfterTheOther() {
        var in = markWithoutPosition(head);
        var out = ownMark("OUT", clock.instant());
        calls.send(head, out);
        assertThat(cases.lines(blockOfficer))
                .contains(in.toString(), out.get("id").toString());
        cases.decide(blockOfficer, confirm(in));
        assertThat(forenoon(head)).isEqualTo("PRESENT");
        assertThat(cases.decide(
                        blockOfficer, confirm(UUID.fromString(out.get("id").toString()))))
                .isEqualTo(204);
        assertThat(openCases()).isZero();
    }

    @Test
    @DisplayName("marks of one day join one case, at most one is open")
    void oneCase() {
        var first = markWithoutPosition(teacher);
        cases.task(head);
        var colleague = state.staff(school);
        opening.open(DAY);
        var second = markWithoutPosition(colleague);
        assertThat(cases.lines(head)).contains(first.toString(), second.toString());
        assertThat(openCases()).isEqualTo(1);
        assertThat(cases.decide(head, confirm(first))).isEqualTo(204);
        assertThat(cases.task(head)).as("the other still waits").isNotNull();
    }

    @Test
    @DisplayName("undecided for two working days it goes to the parent office, over the Sunday")
    void twoWorkingDays() {
        markWithoutPosition(teacher);
        cases.task(head);
        var instance = instance();
        var timer = jobs.timer(instance.getId());
        assertThat(timer.getDuedate().toInstant())
                .isEqualTo(DAY.plusDays(2).atTime(9, 20).atZone(clock.getZone()).toInstant());
        clock.set(DAY.plusDays(2), "09:20");
        jobs.carryOut(timer);
        assertThat(instance).isWaitingAt("ParentOfficeDecides");
        assertThat(tasklist.of(head)).isEmpty();
        assertThat(tasklist.of(blockOfficer)).hasSize(1);
    }

    @Test
    @DisplayName("a mark of another case, an unknown word, no list at all: refused, nothing written")
    void badInput() {
        markWithoutPosition(teacher);
        assertThat(cases.decide(head, confirm(UUID.randomUUID()))).isEqualTo(400);
        assertThat(cases.decide(head, new Cases.Line(UUID.randomUUID(), "perhaps", "")))
                .isEqualTo(400);
        assertThat(tasklist.complete(head, cases.task(head), Map.of("decisions", Tasklist.json("[{}]"))))
                .isEqualTo(400);
        assertThat(forenoon(teacher)).isEqualTo("TO_BE_CONFIRMED");
    }

    @Test
    @DisplayName("who reads Hindi finds the task, its form and the reasons in Hindi")
    void inHindi() {
        markWithoutPosition(teacher);
        var id = cases.task(head).getId();
        assertThat(inHindi("/engine-rest/task/" + id)).contains("\"name\":\"प्रधान का निर्णय\"");
        assertThat(inHindi("/engine-rest/task/" + id + "/deployed-form"))
                .contains("आपका निर्णय क्या है?", "सबकी पुष्टि करें", "alt=\\\"फ़ोटो\\\"")
                .doesNotContain("Confirm all");
        assertThat(inHindi("/engine-rest/task/" + id + "/form-variables?deserializeValues=false"))
                .contains("स्थिति उपलब्ध नहीं है", "विद्यालय आगमन, 07-12-2026 09:20", "(" + school + ")")
                .doesNotContain("{#");
    }

    @Test
    @DisplayName("the line shows the photograph, the reason, and the position drawn to scale with the fence (C7, C11)")
    void evidence() {
        var mark = ownMark("IN", clock.instant());
        mark.put("position", position(26.5 + 400 / 111_195.0, 250));
        mark.put("photo", new Photographs(2).next());
        assertThat(calls.send(teacher, mark).getBody()).containsEntry("reasons", List.of("POOR_ACCURACY"));
        var shown =
                inHindi("/engine-rest/task/" + cases.task(head).getId() + "/form-variables?deserializeValues=false");
        assertThat(shown)
                .contains("/attendance/marks/" + mark.get("id") + "/photo")
                .contains("/attendance/marks/" + mark.get("id") + "/sketch");
        assertThat(inHindi("/api/v1/attendance/marks/" + mark.get("id") + "/sketch"))
                .contains("<circle cx=\"100.0\" cy=\"100\" r=\"69.9\"", "<circle cx=\"155.9\" cy=\"100\" r=\"35.0\"")
                .contains("400 m ± 250 m");
    }

    private String inHindi(String path) {
        var headers = new HttpHeaders();
        headers.setBasicAuth(head, TestState.PASSWORD);
        headers.set(HttpHeaders.ACCEPT_LANGUAGE, "hi");
        return http.exchange(path, HttpMethod.GET, new HttpEntity<>(headers), String.class)
                .getBody();
    }

    private UUID markWithoutPosition(String who) {
        var mark = ownMark("IN", clock.instant());
        var answer = calls.send(who, mark);
        assertThat(answer.getBody()).containsEntry("reasons", List.of("NO_POSITION"));
        return UUID.fromString(mark.get("id").toString());
    }

    private ProcessInstance instance() {
        return runtime.createProcessInstanceQuery()
                .variableValueEquals("institution", school)
                .singleResult();
    }

    private long openCases() {
        return cases.open(school);
    }

    private String forenoon(String who) {
        return state.forenoon(who, DAY);
    }

    @Test
    @DisplayName(
            "the head's own doubtful mark stays the parent office's when others join, which are the head's: each has the own list (C4)")
    void headsMarkFirst() {
        var own = markWithoutPosition(head);
        var asked = cases.task(blockOfficer);
        assertThat(asked.getTaskDefinitionKey()).isEqualTo("ParentOfficeDecides");
        var mark = markWithoutPosition(teacher);
        assertThat(cases.lines(head)).contains(mark.toString()).doesNotContain(own.toString());
        assertThat(cases.task(blockOfficer).getId()).isEqualTo(asked.getId());
        assertThat(cases.lines(blockOfficer)).contains(own.toString()).doesNotContain(mark.toString());
        assertThat(cases.decide(head, confirm(own))).as("the own").isEqualTo(403);
        assertThat(cases.decide(blockOfficer, confirm(mark)))
                .as("before the head has had the time for it")
                .isEqualTo(400);
        assertThat(cases.confirmAll(blockOfficer)).isEqualTo(204);
        assertThat(forenoon(head)).isEqualTo("PRESENT");
        assertThat(forenoon(teacher)).isEqualTo("TO_BE_CONFIRMED");
        assertThat(cases.confirmAll(head)).isEqualTo(204);
        assertThat(forenoon(teacher)).isEqualTo("PRESENT");
        Awaitility.await().until(() -> openCases() == 0);
        assertThat(instances()).isZero();
    }

    @Test
    @DisplayName("the head's own mark that joins the head's list is the parent office's, at once")
    void headsMarkLater() {
        markWithoutPosition(teacher);
        var asked = cases.task(head);
        var own = markWithoutPosition(head);
        assertThat(cases.lines(blockOfficer)).contains(own.toString());
        assertThat(cases.task(head).getId()).isEqualTo(asked.getId());
        assertThat(cases.confirmAll(head)).isEqualTo(204);
        assertThat(forenoon(head)).isEqualTo("TO_BE_CONFIRMED");
        assertThat(cases.confirmAll(blockOfficer)).isEqualTo(204);
        Awaitility.await().until(() -> openCases() == 0);
    }

    @Test
    @DisplayName("what the silent head leaves joins the list that the parent office has already (C11)")
    void leftToWhoIsAsked() {
        var own = markWithoutPosition(head);
        var asked = cases.task(blockOfficer);
        var left = markWithoutPosition(teacher);
        cases.task(head);
        clock.set(DAY.plusDays(2), "09:20");
        jobs.carryOut(jobs.timer(instance().getId()));
        assertThat(tasklist.of(head)).isEmpty();
        assertThat(cases.task(blockOfficer).getId()).isEqualTo(asked.getId());
        assertThat(cases.lines(blockOfficer)).contains(own.toString(), left.toString());
        assertThat(cases.confirmAll(blockOfficer)).isEqualTo(204);
        assertThat(forenoon(teacher)).isEqualTo("PRESENT");
        assertThat(openCases()).isZero();
    }

    @Test
    @DisplayName("who has nothing left to decide is asked no more; the other still is")
    void askedNoMore() {
        assertThat(calls.mark(teacher, "OUT", clock.instant()).getBody()).containsEntry("reasons", List.of("NO_IN"));
        cases.task(head);
        markWithoutPosition(head);
        var asked = cases.task(blockOfficer);
        calls.mark(teacher, "IN", clock.instant());
        Awaitility.await().until(() -> tasklist.of(head).isEmpty());
        assertThat(cases.task(blockOfficer).getId()).isEqualTo(asked.getId());
        var colleague = state.staff(school);
        opening.open(DAY);
        var joined = markWithoutPosition(colleague);
        assertThat(cases.lines(head)).contains(joined.toString());
        assertThat(cases.confirmAll(blockOfficer)).isEqualTo(204);
        assertThat(cases.confirmAll(head)).isEqualTo(204);
        Awaitility.await().until(() -> openCases() == 0);
    }

    private long instances() {
        return runtime.createProcessInstanceQuery()
                .variableValueEquals("institution", school)
                .count();
    }

    @Test
    @DisplayName(
            "what the head left undecided for two working days stays with the parent office, whatever joins it (C11)")
    void staysAbove() {
        var left = markWithoutPosition(teacher);
        cases.task(head);
        var timer = jobs.timer(instance().getId());
        clock.set(DAY.plusDays(2), "09:20");
        jobs.carryOut(timer);
        var colleague = state.staff(school);
        opening.open(DAY);
        var late = ownMark("IN", DAY.atTime(9, 25).atZone(clock.getZone()).toInstant());
        assertThat(calls.send(colleague, late).getStatusCode().value()).isEqualTo(201);
        assertThat(cases.lines(blockOfficer))
                .contains(left.toString(), late.get("id").toString());
        assertThat(tasklist.of(head)).isEmpty();
    }

    @Test
    @DisplayName("an OUT that came before its IN waits for nobody once the IN is there (C8)")
    void outBeforeIn() {
        assertThat(calls.mark(teacher, "OUT", clock.instant()).getBody()).containsEntry("reasons", List.of("NO_IN"));
        cases.task(head);
        assertThat(calls.mark(teacher, "IN", clock.instant()).getStatusCode().value())
                .isEqualTo(201);
        Awaitility.await().until(() -> tasklist.of(head).isEmpty());
        assertThat(openCases()).isZero();
    }

    @Test
    @DisplayName("confirm and reject of one mark at once is refused, and nothing is written")
    void bothWords() {
        var mark = markWithoutPosition(teacher);
        assertThat(cases.decide(head, confirm(mark), reject(mark, "Not seen"))).isEqualTo(400);
        var both = Tasklist.json("[\"" + mark + "\"]");
        assertThat(tasklist.complete(
                        head,
                        cases.task(head),
                        Map.of(
                                "decision",
                                Tasklist.value("each"),
                                "confirm",
                                both,
                                "reject",
                                both,
                                "remark",
                                Tasklist.value("Not seen"))))
                .isEqualTo(400);
        assertThat(forenoon(teacher)).isEqualTo("TO_BE_CONFIRMED");
    }

    @Test
    @DisplayName("an OUT whose IN is rejected waits for the head like one without an IN (C8)")
    void outOfARejectedIn() {
        var in = markWithoutPosition(teacher);
        cases.task(head);
        clock.set(DAY, "16:05");
        var out = calls.mark(teacher, "OUT", clock.instant()).getBody();
        assertThat(out).containsEntry("verdict", "ACCEPTED");
        assertThat(cases.decide(head, reject(in, "Was seen first at three"))).isEqualTo(204);
        assertThat(state.afternoon(teacher, DAY)).isEqualTo("TO_BE_CONFIRMED");
        assertThat(cases.lines(head)).contains(out.get("id").toString(), "reason.NO_IN");
        assertThat(cases.confirmAll(head)).isEqualTo(204);
        assertThat(state.afternoon(teacher, DAY)).isEqualTo("PRESENT");
    }

    @Test
    @DisplayName("who contests and then marks again has one IN: the contested one waits no longer (BR-8)")
    void markedAgain() {
        var mark = markWithoutPosition(teacher);
        cases.decide(head, reject(mark, "Not seen"));
        assertThat(cases.contest(teacher, mark)).isEqualTo(202);
        cases.task(blockOfficer);
        assertThat(calls.mark(teacher, "IN", clock.instant()).getStatusCode().value())
                .isEqualTo(201);
        Awaitility.await().until(() -> tasklist.of(blockOfficer).isEmpty());
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
            assertThat(tasklist.one(head)).isNotNull();
            assertThat(cases.open(other)).isEqualTo(1);
        } finally {
            jdbc.sql("update attendance_exception set closed_at = ?::timestamptz where institution_id ="
                            + " (select id from institution where code = ?)")
                    .params(clock.instant().toString(), other)
                    .update();
        }
    }

    @Test
    @DisplayName(
            "who officiates decides about the others, and never about the head: that stays the parent office's (C3, C4)")
    void officiatingDecidesNotAboutTheHead() {
        var colleague = state.staff(school);
        opening.open(DAY);
        var own = markWithoutPosition(head);
        var other = markWithoutPosition(colleague);
        cases.task(blockOfficer);
        headIsAwayOn(DAY.plusDays(1));
        assertThat(cases.lines(teacher)).contains(other.toString()).doesNotContain(own.toString());
        assertThat(cases.lines(blockOfficer)).contains(own.toString()).doesNotContain(other.toString());
        assertThat(cases.decide(teacher, confirm(own))).isEqualTo(403);
        assertThat(cases.confirmAll(teacher)).isEqualTo(204);
        assertThat(cases.confirmAll(blockOfficer)).isEqualTo(204);
        assertThat(forenoon(head)).isEqualTo("PRESENT");
        assertThat(forenoon(colleague)).isEqualTo("PRESENT");
        assertThat(openCases()).isZero();
    }

    @Test
    @DisplayName(
            "when the head is back the mark of who officiated is the head's to decide, and the parent office is asked no more (C4)")
    void headIsBack() {
        headIsAwayOn(DAY);
        markWithoutPosition(teacher);
        assertThat(cases.task(blockOfficer).getTaskDefinitionKey()).isEqualTo("ParentOfficeDecides");
        clock.set(DAY.plusDays(1), "09:20");
        opening.open(DAY.plusDays(1));
        Awaitility.await().until(() -> tasklist.of(head).size() == 1);
        assertThat(tasklist.of(blockOfficer)).isEmpty();
        assertThat(cases.confirmAll(head)).isEqualTo(204);
        assertThat(forenoon(teacher)).isEqualTo("PRESENT");
    }

    /** The teacher, the longest in service, officiates. */
    private void headIsAwayOn(LocalDate day) {
        clock.set(day, "09:20");
        opening.open(day);
        var line = Map.of("employeeCode", head, "forenoon", "TOUR", "afternoon", "TOUR");
        assertThat(calls.roll(head, school, day, List.of(line)).getStatusCode().value())
                .isEqualTo(200);
        callers.forgetAll();
        cases.followSeats();
    }

    @Test
    @DisplayName("where the parent office's seat is vacant too, the next office up that is held decides (C4)")
    void vacantParent() {
        var block = state.blockAtWork("BR", DAY);
        var alone = state.staff(state.school(block.block()));
        var districtOfficer = state.holder("HEAD", block.district());
        opening.open(DAY);
        markWithoutPosition(alone);
        var task = tasklist.one(districtOfficer);
        assertThat(task.getTaskDefinitionKey()).isEqualTo("ParentOfficeDecides");
        assertThat(tasklist.decide(districtOfficer, task, "confirm-all")).isEqualTo(204);
        assertThat(forenoon(alone)).isEqualTo("PRESENT");
    }
}
