package org.panjika.correction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.panjika.Calls.line;
import static org.panjika.Calls.problem;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.Calls;
import org.panjika.SystemTest;
import org.panjika.Tasklist;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.Together;
import org.panjika.access.Callers;
import org.panjika.attendance.DayOpening;
import org.panjika.correction.CorrectionScene.Cluster;
import org.panjika.correction.jdbc.CorrectionTable;
import org.panjika.correction.jdbc.CorrectionTable.Dated;
import org.panjika.engine.VacatedTasks;
import org.panjika.organisation.CompetentOffice;
import org.panjika.organisation.Officer;
import org.panjika.problem.Refused;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@SystemTest
@DisplayName("Who sits on the seats decides who may correct, and who may ask (C4, C12)")
class CorrectionSeatTest {

    /** A Wednesday; every day of the next two weeks is a working day. */
    private static final LocalDate DAY = LocalDate.of(2027, 6, 2);

    @Autowired
    TestState state;

    @Autowired
    CorrectionScene scene;

    @Autowired
    Calls calls;

    @Autowired
    Tasklist tasklist;

    @Autowired
    TestClock clock;

    @Autowired
    DayOpening opening;

    @Autowired
    CorrectionDecisions decisions;

    @Autowired
    CorrectionTable table;

    @Autowired
    Officer officer;

    @Autowired
    CorrectionMonths months;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    CorrectionCases cases;

    @Autowired
    VacatedTasks vacated;

    @Autowired
    Corrections corrections;

    @Autowired
    Callers callers;

    @Autowired
    RepositoryService repository;

    @Autowired
    RuntimeService runtime;

    Cluster school;

    @BeforeEach
    void aSchool() {
        clock.set(DAY, "11:00");
        school = scene.cluster(state.blockAtWork("RJ", DAY, 14));
        opening.open(DAY);
        clock.set(DAY.plusDays(1), "10:00");
    }

    private Map<String, Object> asked() {
        return scene.asked(school.head(), school.school(), DAY, school.teacher());
    }

    @Test
    @DisplayName("C4: the PEEO's seat is vacant when it is asked: the CBEO, with the reason")
    void vacant() {
        scene.vacate("HEAD", school.nodal());
        var request = asked();
        assertThat(request).containsEntry("authority", "CBEO");
        assertThat(CorrectionScene.skipped(request)).containsExactly("PEEO seat-vacant");
        assertThat(tasklist.decide(school.blockOfficer(), "approve")).isEqualTo(204);
        assertThat(scene.slots(school.school(), "CBEO")).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "C3, C4: the PEEO is away and nobody officiates: what is asked today is the CBEO's, and the reason is not that the"
                    + " seat is vacant; what waits already waits for who is back before the window ends (C12)")
    void awayForADay() {
        opening.open(DAY.plusDays(1));
        clock.set(DAY.plusDays(1), "18:00");
        var waits = asked();
        away(school.peeo(), DAY.plusDays(1));
        callers.forgetAll();
        assertThat(refusal(school.peeo(), waits, "approve", 1)).isEqualTo("away-from-seat");
        vacated.handOn();
        decisions.moveOnFromEmptySeats();
        assertThat(scene.timerDue(waits)).isFalse();
        assertThat(joined(waits)).containsEntry("authority", "PEEO").containsEntry("version", 2);
        assertThat(scene.timerDue(waits)).isFalse();
        var asked = scene.asked(school.head(), school.school(), DAY.plusDays(1), school.teacher());
        assertThat(asked).containsEntry("authority", "CBEO");
        assertThat(CorrectionScene.skipped(asked)).containsExactly("PEEO nobody-acts");
        away(school.blockOfficer(), DAY.plusDays(1));
        assertThat(next(waits))
                .as("when its window has passed the CBEO may be back")
                .isEqualTo("CBEO");
    }

    private Map<String, Object> joined(Map<String, Object> request) {
        var lines = Map.of("lines", List.of(line(school.colleague(), "PRESENT", "PRESENT")));
        return calls.post(school.head(), "/corrections/" + request.get("id") + "/join", lines)
                .getBody();
    }

    /** On approved leave for a day, as the leave of a head whose school has nobody else. */
    private void away(String employeeCode, LocalDate day) {
        jdbc.sql(
                        """
                        insert into leave_case (id, number, state, staff_id, place_id, institution_id, regime, type, from_day, to_day,
                               half_days, post_facto, head_entered, during)
                        select gen_random_uuid(), nextval('journal_entry_no'), 'APPROVED', s.id, p.institution_id,
                               p.institution_id, 'RJ', 'CL', :day, :day, 2, false, false,
                               int4range((:day::date - '1970-01-01') * 2, (:day::date - '1970-01-01') * 2 + 2)
                          from staff s join posting p on p.staff_id = s.id
                         where s.employee_code = :code
                        """)
                .param("code", employeeCode)
                .param("day", day)
                .update();
    }

    @Test
    @DisplayName(
            "C4, C12: the PEEO's seat is filled on the day on which the CBEO's quota runs out: the request goes up, not"
                    + " down; returned and asked anew it is the PEEO's")
    void neverDown() {
        scene.vacate("HEAD", school.nodal());
        var request = asked();
        assertThat(request).containsEntry("authority", "CBEO");
        scene.takeSlots(school.school(), "CBEO", DAY, 5);
        state.handOver(school.peeo(), state.staff(school.nodal()), "HEAD", school.nodal());
        callers.forgetAll();
        assertThat(tasklist.decide(school.blockOfficer(), "approve")).isEqualTo(204);
        assertThat(scene.path(school.head(), request)).containsExactly("CBEO quota-used", "CDEO null");
        assertThat(tasklist.of(school.peeo())).isEmpty();
        assertThat(tasklist.decide(school.districtOfficer(), "return", "Which session?"))
                .isEqualTo(204);
        var again = Map.of("reason", "The forenoon", "lines", List.of(line(school.teacher(), "PRESENT", "ABSENT")));
        assertThat(calls.post(school.head(), "/corrections/" + request.get("id") + "/resubmit", again)
                        .getBody())
                .containsEntry("authority", "PEEO");
    }

    @Test
    @DisplayName(
            "C4: vacant later, the case moves on when a day begins; begun twice, nothing else happens; a seat filled is"
                    + " left in peace")
    void vacantLater() {
        var request = asked();
        decisions.moveOnFromEmptySeats();
        assertThat(scene.timerDue(request)).isFalse();
        scene.vacate("HEAD", school.nodal());
        vacated.handOn();
        assertThat(scene.timerDue(request))
                .as("up the ladder it goes, not to another seat")
                .isFalse();
        decisions.moveOnFromEmptySeats();
        decisions.moveOnFromEmptySeats();
        movedTo(request, "CBEO");
        assertThat(scene.path(school.head(), request)).containsExactly("PEEO seat-vacant", "CBEO null");
        opening.open(DAY.plusDays(1));
        decisions.moveOnFromEmptySeats();
        assertThat(scene.find(school.head(), request)).containsEntry("authority", "CBEO");
    }

    @Test
    @DisplayName(
            "C4: who looks for empty seats passes over a request that comes to its office meanwhile, and one that has"
                    + " left it")
    void comeMeanwhile() {
        var before = table.officesWithDeadline();
        var holders = officer.holders(before);
        var request = asked();
        assertThat(table.undecidable(before, holders)).extracting(Dated::id).doesNotContain(id(request));
        scene.vacate("HEAD", school.nodal());
        var offices = table.officesWithDeadline();
        var found = table.undecidable(offices, officer.holders(offices)).stream()
                .filter(r -> r.id().equals(id(request)))
                .findFirst()
                .orElseThrow();
        assertThat(transaction.<Boolean>execute(status -> table.keep(found))).isTrue();
        clock.set(found.deadline());
        movedTo(request, "CBEO");
        assertThat(transaction.<Boolean>execute(status -> table.keep(found))).isFalse();
    }

    private static UUID id(Map<String, Object> request) {
        return UUID.fromString((String) request.get("id"));
    }

    @Test
    @DisplayName("a list of what waits goes on behind a request that has been decided meanwhile")
    void listGoesOn() {
        opening.open(DAY.plusDays(1));
        clock.set(DAY.plusDays(5), "10:00");
        asked();
        scene.asked(school.head(), school.school(), DAY.plusDays(1), school.teacher());
        var officer = callers.find(school.blockOfficer()).orElseThrow();
        var first = corrections
                .waiting(officer, Optional.empty(), Optional.empty(), 1)
                .get(0);
        var last = Urgency.valueOf(Urgency.of(first).toString());
        cases.complete(
                officer, first.id(), "approve", Optional.empty(), first.asked().version());
        assertThat(corrections.waiting(officer, Optional.empty(), Optional.of(last), 30))
                .singleElement()
                .satisfies(next -> assertThat(next.id()).isNotEqualTo(first.id()));
    }

    /** The engine beside the test carries out by itself what is due. */
    private void movedTo(Map<String, Object> request, String authority) {
        Awaitility.await("the case has moved to " + authority)
                .atMost(Duration.ofSeconds(60))
                .until(() -> {
                    scene.timers(request);
                    return authority.equals(scene.find(school.head(), request).get("authority"));
                });
    }

    @Test
    @DisplayName(
            "a request whose case an administrator has ended in the engine waits no longer: the head is told, the path says so, and"
                    + " the day is asked for anew; it keeps no other in its vacant seat")
    void endedInTheEngine() {
        var ended = asked();
        clock.set(DAY.plusDays(1), "18:00");
        opening.open(DAY.plusDays(1));
        var other = scene.asked(school.head(), school.school(), DAY.plusDays(1), school.teacher());
        runtime.deleteProcessInstance(scene.instance(ended), "an administrator's mistake");
        scene.vacate("HEAD", school.nodal());
        decisions.moveOnFromEmptySeats();
        movedTo(other, "CBEO");
        assertThat(scene.find(school.head(), ended))
                .containsEntry("state", "WITHDRAWN")
                .containsEntry("offices", List.of());
        assertThat(scene.path(school.head(), ended)).containsExactly("PEEO null");
        assertThat(lastStep(ended)).containsEntry("what", "ENDED");
        assertThat(told(school.head())).containsOnlyOnce("correction-ended");
        assertThat(refusal(school.peeo(), ended, "approve", 1)).isEqualTo("correction-not-pending");
        asked();
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> lastStep(Map<String, Object> request) {
        var path =
                (List<Map<String, Object>>) scene.find(school.head(), request).get("path");
        return path.get(path.size() - 1);
    }

    @Test
    @DisplayName(
            "C12: a returned request whose case an administrator has ended lapses on the 15th day after it was returned all the same,"
                    + " or is asked anew")
    void returnedAndEnded() {
        var lapses = returned(DAY);
        clock.set(DAY.plusDays(1), "18:00");
        opening.open(DAY.plusDays(1));
        clock.set(DAY.plusDays(2), "11:00");
        var mended = returned(DAY.plusDays(1));
        for (var one : List.of(lapses, mended)) runtime.deleteProcessInstance(scene.instance(one), "a mistake");
        clock.set(DAY.plusDays(6), "08:00");
        decisions.waitAnew();
        decisions.waitAnew();
        var again = Map.of("reason", "The roll", "lines", List.of(line(school.teacher(), "PRESENT", "PRESENT")));
        assertThat(post(mended, "resubmit", again).getBody()).containsEntry("state", "PENDING");
        clock.set(DAY.plusDays(16), "09:59");
        assertThat(scene.timerDue(lapses)).isFalse();
        clock.set(DAY.plusDays(16), "10:01");
        Awaitility.await("it lapses").atMost(Duration.ofSeconds(60)).until(() -> {
            if (!"RETURNED".equals(scene.state(school.head(), lapses))) return true;
            scene.timers(lapses);
            return false;
        });
        assertThat(lastStep(lapses)).containsEntry("what", "LAPSED");
    }

    private Map<String, Object> returned(LocalDate day) {
        var request = scene.asked(school.head(), school.school(), day, school.teacher());
        assertThat(tasklist.decide(school.peeo(), "return", "Which roll?")).isEqualTo(204);
        return request;
    }

    @Test
    @DisplayName("C3, C4: a head who is away reads the school's requests, and neither asks nor takes back in its name")
    void headAway() {
        var request = asked();
        away(school.head(), DAY.plusDays(1));
        callers.forgetAll();
        assertThat(scene.find(school.head(), request)).containsEntry("state", "PENDING");
        assertThat(calls.get(school.head(), "/corrections?under=" + school.school())
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
        assertThat(problem(post(request, "withdraw", Map.of()))).isEqualTo("403 away-from-seat");
        assertThat(problem(scene.ask(school.head(), school.school(), DAY, school.colleague())))
                .isEqualTo("403 away-from-seat");
        jdbc.sql("insert into charge (staff_id, kind, institution_id, during, basis)"
                        + " select s.id, 'HEAD', i.id, daterange(?, ?), 'OFFICIATING' from staff s, institution i"
                        + " where s.employee_code = ? and i.code = ?")
                .params(DAY, DAY.plusDays(9), school.colleague(), school.school())
                .update();
        callers.forgetAll();
        assertThat(scene.find(school.head(), request)).as("still").containsEntry("state", "PENDING");
        assertThat(problem(post(request, "withdraw", Map.of()))).isEqualTo("403 away-from-seat");
        assertThat(calls.post(school.colleague(), "/corrections/" + request.get("id") + "/withdraw", Map.of())
                        .getBody())
                .containsEntry("state", "WITHDRAWN");
    }

    @Test
    @DisplayName(
            "a case that an administrator begins by hand under a key that names no request is left to itself, also when it ends")
    void begunByHand() {
        var request = asked();
        var variables = runtime.getVariables(scene.instance(request), List.of("requestId", "institution", "day"));
        for (var key : List.of("by hand", UUID.randomUUID().toString())) {
            var other = runtime.startProcessInstanceByKey("attendance-correction", key, variables);
            runtime.deleteProcessInstance(other.getId(), "a trial");
        }
        var nameless = runtime.startProcessInstanceByKey("attendance-correction", variables);
        runtime.deleteProcessInstance(nameless.getId(), "a trial");
        assertThat(scene.find(school.head(), request)).containsEntry("state", "PENDING");
    }

    @Test
    @DisplayName(
            "a halted case is over when its request is withdrawn, and what was returned is not asked anew before it goes on; while"
                    + " all are halted nothing is asked")
    void halted() {
        var withdrawn = asked();
        runtime.suspendProcessInstanceById(scene.instance(withdrawn));
        assertThat(post(withdrawn, "withdraw", Map.of()).getBody()).containsEntry("state", "WITHDRAWN");
        assertThat(scene.written(school.school())).containsEntry("running", 0L);
        assertThat(told(school.head())).doesNotContain("correction-ended");
        repository.suspendProcessDefinitionByKey("attendance-correction");
        try {
            assertThat(problem(scene.ask(school.head(), school.school(), DAY, school.teacher())))
                    .isEqualTo("409 correction-halted");
        } finally {
            repository.activateProcessDefinitionByKey("attendance-correction");
        }
        var returned = asked();
        assertThat(tasklist.decide(school.peeo(), "return", "Which roll?")).isEqualTo(204);
        var before = scene.written(school.school());
        var again = Map.of(
                "reason", "The roll of the class", "lines", List.of(line(school.teacher(), "PRESENT", "PRESENT")));
        runtime.suspendProcessInstanceById(scene.instance(returned));
        assertThat(problem(post(returned, "resubmit", again))).isEqualTo("409 correction-halted");
        assertThat(scene.written(school.school())).isEqualTo(before);
        runtime.activateProcessInstanceById(scene.instance(returned));
        assertThat(post(returned, "resubmit", again).getBody()).containsEntry("state", "PENDING");
    }

    @Test
    @DisplayName(
            "a request waits as long as one of its cases runs; when an administrator has sent the last the message that the"
                    + " institution withdraws, it waits no longer")
    void lastCase() {
        var request = asked();
        var variables = runtime.getVariables(scene.instance(request), List.of("requestId", "institution", "day"));
        var further = runtime.startProcessInstanceByKey(
                "attendance-correction", request.get("id").toString(), variables);
        runtime.deleteProcessInstance(further.getId(), "one too many");
        assertThat(scene.state(school.head(), request)).isEqualTo("PENDING");
        runtime.createMessageCorrelation("correction-withdrawn")
                .processInstanceBusinessKey(request.get("id").toString())
                .correlate();
        assertThat(scene.state(school.head(), request)).isEqualTo("WITHDRAWN");
        assertThat(told(school.head())).containsOnlyOnce("correction-ended");
        var together = asked();
        var key = together.get("id").toString();
        variables.put("requestId", key);
        var instances = List.of(
                scene.instance(together),
                runtime.startProcessInstanceByKey("attendance-correction", key, variables)
                        .getId());
        runtime.deleteProcessInstances(instances, "both at once", false, false);
        assertThat(scene.state(school.head(), together)).isEqualTo("WITHDRAWN");
    }

    private ResponseEntity<Map<String, Object>> post(
            Map<String, Object> request, String verb, Map<String, Object> body) {
        return calls.post(school.head(), "/corrections/" + request.get("id") + "/" + verb, body);
    }

    private List<String> told(String who) {
        return jdbc.sql("select n.key from notice n join staff s on s.id = n.staff_id where s.employee_code = ?")
                .param(who)
                .query(String.class)
                .list();
    }

    @Test
    @DisplayName(
            "what comes of a request by itself is reckoned with the quotas of the month in which it comes: the next month's are"
                    + " fresh")
    void nextMonthsQuota() {
        var monday = LocalDate.of(2027, 6, 28);
        clock.set(monday, "11:00");
        school = scene.cluster(state.blockAtWork("RJ", monday, 5));
        opening.open(monday);
        scene.takeSlots(school.school(), "CBEO", monday, 5);
        clock.set(monday.plusDays(1), "10:00");
        assertThat(next(scene.asked(school.head(), school.school(), monday, school.teacher())))
                .as("on the 30th")
                .isEqualTo("CDEO");
        clock.set(monday.plusDays(2), "11:00");
        opening.open(monday.plusDays(2));
        clock.set(monday.plusDays(2), "18:00");
        assertThat(next(scene.asked(school.head(), school.school(), monday.plusDays(2), school.teacher())))
                .as("on the 2nd of the next month")
                .isEqualTo("CBEO");
    }

    private String next(Map<String, Object> request) {
        var head = callers.find(school.head()).orElseThrow();
        return corrections
                .next(corrections.find(head, id(request)))
                .flatMap(Corrections.Next::authority)
                .orElseThrow();
    }

    @Test
    @DisplayName("C4: the PEEO is head of the asking school as well: concerned, so the CBEO")
    void headOfBoth() {
        state.handOver(school.head(), school.peeo(), "HEAD", school.school());
        var request = scene.asked(school.peeo(), school.school(), DAY, school.teacher());
        assertThat(CorrectionScene.skipped(request)).containsExactly("PEEO concerned");
        assertThat(tasklist.of(school.peeo())).isEmpty();
    }

    @Test
    @DisplayName("C4, C12: asked in its stead it is still the institution that asks: its head, who is the PEEO too, is"
            + " concerned")
    void inSteadOfAHeadWhoIsPeeo() {
        state.handOver(school.head(), school.peeo(), "HEAD", school.school());
        var request = inStead(school.blockOfficer(), List.of(scene.scan(school.blockOfficer())));
        assertThat(CorrectionScene.skipped(CorrectionScene.accepted(request))).containsExactly("PEEO concerned");
    }

    @Test
    @DisplayName("C4: who asked as the head decides nothing about it as the new PEEO")
    void askerPromoted() {
        var request = asked();
        state.handOver(school.peeo(), school.head(), "HEAD", school.nodal());
        callers.forgetAll();
        assertThat(tasklist.of(school.head())).hasSize(1);
        assertThat(tasklist.decide(school.head(), "approve")).isGreaterThanOrEqualTo(400);
        assertThat(scene.state(school.head(), request)).isEqualTo("PENDING");
        decisions.moveOnFromEmptySeats();
        movedTo(request, "CBEO");
        assertThat(scene.path(school.head(), request)).containsExactly("PEEO concerned", "CBEO null");
    }

    @Test
    @DisplayName("C4: at a secondary school the CBEO's own line is the CDEO's")
    void officersOwnLine() {
        state.deputeFor(school.blockOfficer(), school.nodal(), DAY);
        opening.open(DAY);
        var request = scene.asked(school.peeo(), school.nodal(), DAY, school.blockOfficer());
        assertThat(request).containsEntry("authority", "CDEO");
        assertThat(CorrectionScene.skipped(request)).containsExactly("PEEO not-for-this-kind", "CBEO concerned");
    }

    @Test
    @DisplayName("C4, C12: the line of the officer who has the case joins later: it moves on at once")
    void officersLineJoins() {
        state.deputeFor(school.blockOfficer(), school.nodal(), DAY);
        opening.open(DAY);
        var teacher = state.staff(school.nodal());
        opening.open(DAY);
        var request = scene.asked(school.peeo(), school.nodal(), DAY, teacher);
        assertThat(request).containsEntry("authority", "CBEO");
        var joined = calls.post(
                school.peeo(),
                "/corrections/" + request.get("id") + "/join",
                Map.of("lines", List.of(line(school.blockOfficer(), "PRESENT", "PRESENT"))));
        assertThat(joined.getBody()).containsEntry("version", 2);
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            scene.timers(request);
            return "CDEO".equals(scene.find(school.peeo(), request).get("authority"));
        });
        assertThat(scene.path(school.peeo(), request)).contains("CDEO null");
        assertThat(tasklist.decide(school.districtOfficer(), "approve")).isEqualTo(204);
        assertThat(state.reads(school.blockOfficer(), DAY)).isEqualTo("PRESENT PRESENT");
        assertThat(state.reads(teacher, DAY)).isEqualTo("PRESENT PRESENT");
    }

    @Test
    @DisplayName(
            "C4: about the Directorate itself its establishment decides, never the person concerned; and if that one is"
                    + " concerned as well, the administrators")
    void atTheTop() {
        var directorate = school.offices().directorate();
        var establishment = state.holder("DIRECTORATE_ESTABLISHMENT", directorate);
        var clerk = state.staff(directorate);
        opening.open(DAY);
        var request = scene.asked(school.director(), directorate, DAY, clerk);
        assertThat(request).containsEntry("authority", "DIRECTORATE").containsEntry("deadline", null);
        assertThat(CorrectionScene.skipped(request))
                .containsExactly("PEEO not-for-this-kind", "CBEO not-for-this-kind", "CDEO not-for-this-kind");
        assertThat(tasklist.decide(school.director(), "approve")).isGreaterThanOrEqualTo(400);
        assertThat(tasklist.decide(establishment, "approve")).isEqualTo(204);
        assertThat(state.reads(clerk, DAY)).isEqualTo("PRESENT PRESENT");
        var own = scene.asked(school.director(), directorate, DAY, establishment);
        assertThat(own.get("offices").toString()).contains(CompetentOffice.ADMINISTRATORS);
        assertThat(tasklist.of(establishment)).isEmpty();
        decides(state.administrator(), own, "approve", 1);
        assertThat(state.reads(establishment, DAY)).isEqualTo("PRESENT PRESENT");
    }

    @Test
    @DisplayName("C4: with the Director's seat vacant the establishment decides about a CDEO office")
    void directorVacant() {
        var establishment =
                state.holder("DIRECTORATE_ESTABLISHMENT", school.offices().directorate());
        scene.vacate("HEAD", school.offices().directorate());
        var clerk = state.staff(school.offices().district());
        opening.open(DAY);
        var request = scene.asked(school.districtOfficer(), school.offices().district(), DAY, clerk);
        assertThat(request).containsEntry("authority", "DIRECTORATE");
        assertThat(tasklist.decide(establishment, "approve")).isEqualTo(204);
        assertThat(state.reads(clerk, DAY)).isEqualTo("PRESENT PRESENT");
    }

    @Test
    @DisplayName(
            "RJ-9: the block office's own day is the CDEO's from the first day on, with a slot of the block office")
    void blockOffice() {
        var clerk = state.staff(school.offices().block());
        opening.open(DAY);
        var request = scene.asked(school.blockOfficer(), school.offices().block(), DAY, clerk);
        assertThat(request).containsEntry("authority", "CDEO");
        assertThat(tasklist.decide(school.districtOfficer(), "approve")).isEqualTo(204);
        assertThat(scene.slots(school.offices().block(), "CDEO")).isEqualTo(1);
    }

    @Test
    @DisplayName("the school moves to another block while it waits: the office that has the case decides it")
    void movedInTheTree() {
        scene.vacate("HEAD", school.nodal());
        var request = asked();
        assertThat(request).containsEntry("authority", "CBEO");
        state.move(school.nodal(), state.blockUnder(school.offices().district()));
        decisions.moveOnFromEmptySeats();
        assertThat(scene.timerDue(request)).isFalse();
        callers.forgetAll();
        assertThat(calls.get(school.blockOfficer(), "/corrections/" + request.get("id"))
                        .getBody())
                .as("who has it can open it")
                .containsEntry("authority", "CBEO");
        assertThat(tasklist.decide(school.blockOfficer(), "approve")).isEqualTo(204);
        assertThat(state.reads(school.teacher(), DAY)).isEqualTo("PRESENT PRESENT");
    }

    @Test
    @DisplayName("a teacher who is named sees the own line and no scan; colleagues who are not see nothing")
    void named() {
        var asking = scene.asking(
                school.school(),
                DAY,
                List.of(line(school.teacher(), "PRESENT", "PRESENT"), line(school.head(), "TOUR", "TOUR")));
        asking.put("attachments", List.of(scene.scan(school.head())));
        var path = "/corrections/"
                + CorrectionScene.accepted(scene.ask(school.head(), asking)).get("id");
        var seen = calls.get(school.teacher(), path).getBody();
        assertThat(seen.get("lines").toString()).contains(school.teacher()).doesNotContain(school.head());
        assertThat(seen.get("attachments")).isEqualTo(List.of());
        assertThat(calls.get(school.colleague(), path).getStatusCode().value()).isEqualTo(404);
    }

    @Test
    @DisplayName("C4: where the head is the PEEO too, the calendar names the CBEO, as the request will")
    void calendarOfBoth() {
        state.handOver(school.head(), school.peeo(), "HEAD", school.school());
        callers.forgetAll();
        var day = months.of(callers.find(school.peeo()).orElseThrow(), school.school(), YearMonth.from(DAY))
                .days()
                .get(DAY.getDayOfMonth() - 1);
        assertThat(day.authority()).contains("CBEO");
    }

    @Test
    @DisplayName("C1: each day is corrected as the setting of that day says, and the calendar shows it")
    void ladderByDay() {
        opening.open(DAY.plusDays(1));
        clock.set(DAY.plusDays(3), "10:00");
        jdbc.sql("insert into setting (institution_id, name, value, during)"
                        + " select id, 'correctionLadder', 'OFF', daterange(?, ?) from institution where code = ?")
                .params(DAY.plusDays(1), DAY.plusDays(2), school.school())
                .update();
        var head = callers.find(school.head()).orElseThrow();
        var days = months.of(head, school.school(), YearMonth.from(DAY)).days();
        assertThat(days.get(DAY.getDayOfMonth() - 1).correctable()).isTrue();
        assertThat(days.get(DAY.getDayOfMonth()).correctable()).isFalse();
        assertThat(problem(scene.ask(school.head(), school.school(), DAY.plusDays(1), school.teacher())))
                .endsWith("ladder-not-used");
        asked();
    }

    @Test
    @DisplayName("of two words at the same moment one counts, and the other is told that it waits no longer")
    void atTheSameMoment() throws Exception {
        for (int round = 0; round < 5; round++) {
            var request = asked();
            var peeo = callers.find(school.peeo()).orElseThrow();
            var answers = Together.copies(2, () -> {
                try {
                    cases.complete(peeo, id(request), "reject", Optional.of("Not so"), 1);
                    return "done";
                } catch (Refused refused) {
                    return refused.problem().code();
                }
            });
            assertThat(answers)
                    .hasSize(2)
                    .containsOnlyOnce("done")
                    .containsAnyOf("correction-not-pending", "task-gone");
        }
    }

    @Test
    @DisplayName("the head changes while it waits: the successor may join and withdraw, the predecessor may not")
    void headChanges() {
        var request = asked();
        var successor = state.staff(school.school());
        state.handOver(school.head(), successor, "HEAD", school.school());
        callers.forgetAll();
        var path = "/corrections/" + request.get("id");
        assertThat(calls.post(school.head(), path + "/withdraw", Map.of())
                        .getStatusCode()
                        .value())
                .isIn(403, 404);
        assertThat(calls.post(successor, path + "/withdraw", Map.of()).getBody())
                .containsEntry("state", "WITHDRAWN");
    }

    @Test
    @DisplayName(
            "C12: an authority asks in the institution's stead with its written request, and the institution may take"
                    + " it back; nobody else asks")
    void inStead() {
        assertThat(problem(inStead(school.blockOfficer(), List.of()))).isEqualTo("422 written-request-required");
        assertThat(problem(inStead(school.blockOfficer(), List.of("00".repeat(32)))))
                .isEqualTo("422 invalid-fields");
        assertThat(problem(inStead(school.blockOfficer(), List.of(scene.scan(school.head())))))
                .as("a scan that another has sent")
                .isEqualTo("422 invalid-fields");
        var before = scene.written(school.school());
        for (var stranger : List.of(
                school.teacher(),
                state.holder("HEAD", state.school(school.offices().block())),
                state.administrator())) {
            assertThat(inStead(stranger, List.of(scene.scan(stranger)))
                            .getStatusCode()
                            .value())
                    .isIn(403, 404);
        }
        assertThat(scene.written(school.school())).isEqualTo(before);
        var request =
                CorrectionScene.accepted(inStead(school.blockOfficer(), List.of(scene.scan(school.blockOfficer()))));
        assertThat(request).containsEntry("authority", "PEEO").containsEntry("requestedBy", school.blockOfficer());
        assertThat(request.get("inStead").toString()).startsWith("CBEO_");
        assertThat(tasklist.decide(school.peeo(), "return", "Which session?")).isEqualTo(204);
        var again = Map.of(
                "reason",
                "The forenoon",
                "lines",
                List.of(line(school.teacher(), "PRESENT", "ABSENT")),
                "attachments",
                List.of(scene.scan(school.blockOfficer())));
        var path = "/corrections/" + request.get("id");
        assertThat(calls.post(school.peeo(), path + "/resubmit", again)
                        .getStatusCode()
                        .value())
                .as("the authority that has it has not asked for it")
                .isEqualTo(403);
        assertThat(calls.post(school.teacher(), path + "/withdraw", Map.of())
                        .getStatusCode()
                        .value())
                .isEqualTo(403);
        assertThat(calls.post(school.head(), path + "/resubmit", again).getBody())
                .containsEntry("state", "PENDING");
        assertThat(calls.post(school.head(), path + "/withdraw", Map.of()).getBody())
                .containsEntry("state", "WITHDRAWN");
    }

    private ResponseEntity<Map<String, Object>> inStead(String who, List<String> scans) {
        var asking = scene.asking(school.school(), DAY, List.of(line(school.teacher(), "PRESENT", "PRESENT")));
        asking.put("attachments", scans);
        return scene.ask(who, asking);
    }

    @Test
    @DisplayName(
            "C12: further staff join; who has opened the task before is told that the request has changed, and nothing"
                    + " is written; what is wrong with who joins is named by its place")
    void join() {
        var request = asked();
        var task = tasklist.one(school.peeo());
        var seen =
                tasklist.form(school.peeo(), task).path("version").path("value").asText();
        var path = "/corrections/" + request.get("id") + "/join";
        var wrong = calls.post(
                school.head(),
                path,
                Map.of(
                        "lines",
                        List.of(line(school.colleague(), "PRESENT", "PRESENT"), line("7", "PRESENT", "PRESENT"))));
        assertThat(problem(wrong)).isEqualTo("422 invalid-fields");
        assertThat(wrong.getBody().get("errors").toString()).contains("lines[1].employeeCode");
        var twice = line(school.colleague(), "PRESENT", "PRESENT");
        assertThat(calls.post(school.head(), path, Map.of("lines", List.of(twice, twice)))
                        .getBody()
                        .get("errors")
                        .toString())
                .contains("named-twice");
        assertThat(calls.post(school.peeo(), path, Map.of("lines", List.of(twice)))
                        .getStatusCode()
                        .value())
                .isEqualTo(403);
        assertThat(calls.post(school.head(), path, Map.of("lines", List.of(twice)))
                        .getBody())
                .containsEntry("version", 2)
                .containsEntry("authority", "PEEO");
        var before = scene.written(school.school());
        for (var stale : List.of(seen.replace("\"", ""), "x", "")) {
            assertThat(tasklist.complete(
                            school.peeo(),
                            task,
                            Map.of("decision", Tasklist.value("approve"), "version", Tasklist.value(stale))))
                    .as("version %s", stale)
                    .isIn(400, 409);
        }
        assertThat(scene.written(school.school())).isEqualTo(before);
        decides(school.peeo(), request, "approve", 2);
        assertThat(state.reads(school.teacher(), DAY)).isEqualTo("PRESENT PRESENT");
        assertThat(state.reads(school.colleague(), DAY)).isEqualTo("PRESENT PRESENT");
        assertThat(scene.slots(school.school(), "PEEO"))
                .as("one request, one slot")
                .isEqualTo(1);
        assertThat(problem(calls.post(school.head(), path, Map.of("lines", List.of(twice)))))
                .isEqualTo("409 correction-not-pending");
    }

    @Test
    @DisplayName(
            "decided from a page the rules are Tasklist's: stale, without remark, by somebody else: refused in our words")
    void fromAPage() {
        var request = asked();
        assertThat(refusal(school.peeo(), request, "approve", 7)).isEqualTo("request-changed");
        assertThat(refusal(school.peeo(), request, "perhaps", 1)).isNotEmpty();
        assertThat(refusal(school.peeo(), request, "reject", 1)).isNotEmpty();
        assertThat(refusal(school.blockOfficer(), request, "approve", 1)).isEqualTo("correction-not-pending");
        assertThat(refusal(school.colleague(), request, "approve", 1)).isEqualTo("correction-not-pending");
        decides(school.peeo(), request, "approve", 1);
        assertThat(refusal(school.peeo(), request, "approve", 1)).isEqualTo("correction-not-pending");
        assertThat(scene.state(school.head(), request)).isEqualTo("APPROVED");
    }

    private void decides(String who, Map<String, Object> request, String decision, int version) {
        cases.complete(
                callers.find(who).orElseThrow(),
                UUID.fromString(request.get("id").toString()),
                decision,
                Optional.empty(),
                version);
    }

    private String refusal(String who, Map<String, Object> request, String decision, int version) {
        try {
            decides(who, request, decision, version);
            return "";
        } catch (Refused refused) {
            return refused.problem().code();
        }
    }

    @Test
    @DisplayName(
            "C12: twenty requests for one day at the same moment: one is made, nineteen are told which one is open")
    void oneOpenRequest() throws Exception {
        var answers = Together.copies(20, () -> scene.ask(school.head(), school.school(), DAY, school.teacher()));
        var made = answers.stream()
                .filter(a -> a.getStatusCode().value() == 201)
                .map(a -> a.getBody().get("id"))
                .toList();
        assertThat(made).hasSize(1);
        assertThat(answers.stream().filter(a -> a.getStatusCode().value() != 201))
                .hasSize(19)
                .allSatisfy(a -> {
                    assertThat(problem(a)).isEqualTo("409 request-open");
                    assertThat(a.getBody()).containsEntry("request", made.get(0));
                });
        assertThat(scene.written(school.school()))
                .containsEntry("requests", 1L)
                .containsEntry("cases", 1L)
                .containsEntry("running", 1L);
    }

    @Test
    @DisplayName("the same request twenty times at the same moment is one; the same id with other content is another's")
    void idempotent() throws Exception {
        var asking = scene.asking(school.school(), DAY, List.of(line(school.teacher(), "PRESENT", "PRESENT")));
        var answers = Together.copies(20, () -> scene.ask(school.head(), asking));
        assertThat(answers.stream()
                        .map(a -> a.getStatusCode().value())
                        .distinct()
                        .sorted())
                .containsExactly(200, 201);
        assertThat(answers.stream().filter(a -> a.getStatusCode().value() == 201))
                .hasSize(1);
        asking.put("reason", "Another reason");
        assertThat(problem(scene.ask(school.head(), asking))).isEqualTo("409 id-reused");
        assertThat(scene.written(school.school())).containsEntry("requests", 1L).containsEntry("asked", 1L);
    }

    @Test
    @DisplayName(
            "a task that an administrator has put into the model is on the path as well, and changes nothing of the rest")
    void insertedTask() throws Exception {
        var model = Files.readString(Path.of("processes", "attendance-correction.bpmn"))
                .replace("<bpmn:incoming>PeeoMay</bpmn:incoming>", "<bpmn:incoming>Looked</bpmn:incoming>")
                .replace(
                        "sourceRef=\"MayThePeeoDecide\" targetRef=\"PeeoDecides\"",
                        "sourceRef=\"MayThePeeoDecide\" targetRef=\"SomebodyLooks\"")
                .replace(
                        "<bpmn:sequenceFlow id=\"PeeoMayNot\"",
                        "<bpmn:userTask id=\"SomebodyLooks\" name=\"Somebody looks\""
                                + " camunda:candidateGroups=\"${officer.of('PARENT_HEAD', institution)}\">"
                                + "<bpmn:incoming>PeeoMay</bpmn:incoming><bpmn:outgoing>Looked</bpmn:outgoing></bpmn:userTask>"
                                + "<bpmn:sequenceFlow id=\"Looked\" sourceRef=\"SomebodyLooks\" targetRef=\"PeeoDecides\"/>"
                                + "<bpmn:sequenceFlow id=\"PeeoMayNot\"");
        var deployment = repository
                .createDeployment()
                .name("an administrator's model")
                .addString("attendance-correction.bpmn", model)
                .addString(
                        "attendance-correction.form",
                        Files.readString(Path.of("forms", "attendance-correction.form"), StandardCharsets.UTF_8))
                .deploy();
        try {
            var request = asked();
            assertThat(request).containsEntry("authority", "HEAD");
            assertThat(tasklist.one(school.peeo()).getTaskDefinitionKey()).isEqualTo("SomebodyLooks");
            assertThat(tasklist.complete(school.peeo(), tasklist.one(school.peeo()), Map.of()))
                    .isEqualTo(204);
            assertThat(tasklist.decide(school.peeo(), "approve")).isEqualTo(204);
            assertThat(scene.path(school.head(), request)).containsExactly("HEAD null", "PEEO APPROVED");
            assertThat(state.reads(school.teacher(), DAY)).isEqualTo("PRESENT PRESENT");
        } finally {
            repository.deleteDeployment(deployment.getId(), true);
        }
    }
}
