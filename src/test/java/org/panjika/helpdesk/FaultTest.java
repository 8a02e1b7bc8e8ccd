package org.panjika.helpdesk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.panjika.Calls.problem;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.panjika.Browser;
import org.panjika.Calls;
import org.panjika.CoversProcess;
import org.panjika.Jobs;
import org.panjika.SystemTest;
import org.panjika.Tasklist;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.Together;
import org.panjika.access.Callers;
import org.panjika.attendance.DayOpening;
import org.panjika.attendance.Rebuild;
import org.panjika.storage.Scans;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;

@SystemTest
@CoversProcess("technical-fault")
@DisplayName("Technical faults are claimed, declared, confirmed and settled from the physical register (BR-19, C15)")
class FaultTest {

    private static final LocalDate DAY = LocalDate.of(2027, 1, 13);

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
    Rebuild rebuild;

    @Autowired
    Scans scans;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    RuntimeService runtime;

    @Autowired
    Faults faults;

    @Autowired
    Callers callers;

    @Autowired
    TestRestTemplate http;

    @LocalServerPort
    int port;

    TestState.Block block;
    String school;
    String teacher;
    String colleague;
    String head;
    String blockOfficer;
    String districtOfficer;
    String director;

    @BeforeEach
    void aSchoolUnderABlock() {
        clock.set(DAY, "11:00");
        block = state.blockAtWork("BR", DAY, 8);
        school = state.school(block.block());
        teacher = state.staff(school);
        colleague = state.staff(school);
        head = state.holder("HEAD", school);
        blockOfficer = state.holder("HEAD", block.block());
        districtOfficer = state.holder("HEAD", block.district());
        director = state.holder("HEAD", block.directorate());
        opening.open(DAY);
    }

    @Test
    @DisplayName(
            "a claim for the own sessions: TECHNICAL at once, the head confirms, the register settles, the case ends")
    void ownClaim() {
        var fault = claimed(teacher, Map.of("employeeCode", teacher));
        assertThat(fault).containsEntry("state", "PENDING").containsEntry("sessions", 2);
        assertThat(reads(teacher)).isEqualTo("TECHNICAL TECHNICAL");
        assertThat(reads(colleague)).isEqualTo("UNMARKED UNMARKED");
        var task = tasklist.one(head);
        assertThat(task.getTaskDefinitionKey()).isEqualTo("DecideTheFault");
        assertThat(tasklist.of(blockOfficer)).isEmpty();
        assertThat(tasklist.decide(head, task, "confirm")).isEqualTo(204);
        assertThat(find(head, fault)).containsEntry("state", "IN_FORCE").containsEntry("open", 2);

        var settled = settle(head, fault, scan(head), line(teacher, "PRESENT", null));
        assertThat(settled.getStatusCode().value()).isEqualTo(200);
        assertThat(settled.getBody()).containsEntry("state", "IN_FORCE").containsEntry("open", 1);
        nextWorkingDay(fault, DAY.plusDays(1));
        assertThat(running(fault)).as("the afternoon is still open").isTrue();
        settle(head, fault, scan(head), line(teacher, null, "ABSENT"));
        assertThat(reads(teacher)).isEqualTo("PRESENT ABSENT");
        assertThat(find(teacher, fault)).containsEntry("state", "SETTLED");
        nextWorkingDay(fault, DAY.plusDays(2));
        assertThat(running(fault)).isFalse();
    }

    @Test
    @DisplayName("refused: only with a remark; the sessions go back to UNMARKED, with three working days to answer")
    void refused() {
        var fault = claimed(teacher, Map.of("employeeCode", teacher));
        assertThat(tasklist.decide(head, "refuse", " ")).isEqualTo(400);
        assertThat(reads(teacher)).isEqualTo("TECHNICAL TECHNICAL");
        assertThat(tasklist.decide(head, "refuse", "The network worked all day"))
                .isEqualTo(204);
        assertThat(reads(teacher)).isEqualTo("UNMARKED UNMARKED");
        var found = find(teacher, fault);
        assertThat(found).containsEntry("state", "REFUSED").containsEntry("remark", "The network worked all day");
        assertThat(OffsetDateTime.parse(found.get("replyUntil").toString()).toInstant())
                .isEqualTo(DAY.plusDays(3).atTime(11, 0).atZone(clock.getZone()).toInstant());
        assertThat(problem(settle(head, fault, scan(head), line(teacher, "PRESENT", null))))
                .isEqualTo("409 fault-not-in-force");
        assertThat(told(teacher)).containsExactly("fault-refused");
        assertThat(told(colleague)).isEmpty();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !running(fault));
    }

    @Test
    @DisplayName("the own sessions are claimed until day + 2, to the last millisecond")
    void window() {
        var last = DAY.plusDays(3).atStartOfDay(clock.getZone()).toInstant();
        clock.set(last);
        assertThat(problem(claim(colleague, Map.of("employeeCode", colleague)))).isEqualTo("422 claim-too-late");
        assertThat(problem(claim(head, Map.of("institution", school)))).isEqualTo("422 claim-too-late");
        clock.set(last.minusMillis(1));
        assertThat(claim(teacher, Map.of("employeeCode", teacher))
                        .getStatusCode()
                        .value())
                .isEqualTo(201);
        clock.set(last);
        assertThat(claim(blockOfficer, Map.of("under", block.block()))
                        .getStatusCode()
                        .value())
                .as("an office's declaration is no claim")
                .isEqualTo(201);
    }

    @Test
    @DisplayName("nobody claims for another; a head only for the own institution; what one may not know is not found")
    void whoMayClaim() {
        var elsewhere = state.school(state.block("BR").block());
        var stranger = state.staff(elsewhere);
        assertThat(problem(claim(teacher, Map.of("employeeCode", colleague)))).isEqualTo("403 not-allowed");
        assertThat(problem(claim(teacher, Map.of("employeeCode", stranger)))).isEqualTo("404 not-found");
        assertThat(problem(claim(teacher, Map.of("institution", school)))).isEqualTo("403 not-allowed");
        assertThat(problem(claim(head, Map.of("under", school)))).isEqualTo("403 not-allowed");
        assertThat(problem(claim(head, Map.of("institution", elsewhere)))).isEqualTo("404 not-found");
        assertThat(problem(claim(blockOfficer, Map.of("under", block.district()))))
                .isEqualTo("404 not-found");
        var fault = claimed(teacher, Map.of("employeeCode", teacher));
        assertThat(problem(calls.get(colleague, path(fault)))).isEqualTo("404 not-found");
        assertThat(problem(calls.get(stranger, path(fault)))).isEqualTo("404 not-found");
        assertThat(calls.get(blockOfficer, path(fault)).getStatusCode().value()).isEqualTo(200);
    }

    @Test
    @DisplayName("a head's own claim and a head's claim for the institution go to the parent office (C4)")
    void headsClaims() {
        claimed(head, Map.of("employeeCode", head));
        var own = tasklist.one(blockOfficer);
        assertThat(tasklist.of(head)).isEmpty();
        assertThat(tasklist.decide(blockOfficer, own, "confirm")).isEqualTo(204);
        var fault = claimed(head, Map.of("institution", school));
        assertThat(fault).containsEntry("sessions", 6);
        var schools = tasklist.one(blockOfficer);
        assertThat(tasklist.of(head)).isEmpty();
        assertThat(tasklist.decide(blockOfficer, schools, "refuse", "Only the router was off"))
                .isEqualTo(204);
        assertThat(reads(teacher)).isEqualTo("UNMARKED UNMARKED");
        assertThat(reads(head)).as("the own claim still covers the head").isEqualTo("TECHNICAL TECHNICAL");
    }

    @Test
    @DisplayName("where the head's seat is vacant the claim is the next office's (C4)")
    void vacantSeat() {
        var orphan = state.school(block.block());
        var alone = state.staff(orphan);
        opening.open(DAY);
        var fault = claimed(alone, Map.of("employeeCode", alone));
        assertThat(tasklist.decide(blockOfficer, "confirm")).isEqualTo(204);
        assertThat(settle(blockOfficer, fault, scan(blockOfficer), line(alone, "PRESENT", "PRESENT"))
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
        assertThat(reads(alone)).isEqualTo("PRESENT PRESENT");
    }

    @Test
    @DisplayName(
            "a block declares for its area, the district confirms; each head settles the own school, one case in all")
    void blockDeclares() {
        var other = state.school(block.block());
        var otherHead = state.holder("HEAD", other);
        var otherTeacher = state.staff(other);
        opening.open(DAY);
        var fault = claimed(blockOfficer, Map.of("under", block.block()));
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(
                        List.of(reads(teacher), reads(otherTeacher), reads(blockOfficer)))
                .containsOnly("TECHNICAL TECHNICAL"));
        assertThat(reads(districtOfficer)).isEqualTo("UNMARKED UNMARKED");
        assertThat(tasklist.of(blockOfficer)).isEmpty();
        assertThat(tasklist.decide(districtOfficer, "confirm")).isEqualTo(204);
        assertThat(instances(fault)).isEqualTo(1);
        assertThat(told(blockOfficer)).containsExactlyInAnyOrder("fault-confirmed", "fault-to-settle");
        assertThat(told(head)).containsExactly("fault-to-settle");
        assertThat(problem(settle(head, fault, scan(head), line(otherTeacher, "PRESENT", null))))
                .as("another school's line")
                .isEqualTo("422 invalid-fields");
        assertThat(problem(settle(head, fault, scan(head), line(head, "PRESENT", null))))
                .as("the own line")
                .isEqualTo("403 own-fault");
        settle(head, fault, scan(head), line(teacher, "PRESENT", "PRESENT"), line(colleague, "ABSENT", "ABSENT"));
        settle(otherHead, fault, scan(otherHead), line(otherTeacher, "PRESENT", "DUTY"));
        assertThat(List.of(reads(teacher), reads(colleague), reads(otherTeacher)))
                .containsExactly("PRESENT PRESENT", "ABSENT ABSENT", "PRESENT DUTY");
        var heads = new HashMap<String, Object>(Map.of(
                "institution", school, "scan", scan(blockOfficer), "lines", List.of(line(head, "PRESENT", "PRESENT"))));
        assertThat(calls.post(blockOfficer, path(fault) + "/settle", heads)
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
        assertThat(reads(head)).isEqualTo("PRESENT PRESENT");
    }

    @Test
    @DisplayName("a refused area goes back to what it would read: marks made meanwhile stand")
    void refusedArea() {
        var fault = claimed(districtOfficer, Map.of("under", block.district()));
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> reads(teacher)
                .equals("TECHNICAL TECHNICAL"));
        assertThat(calls.mark(teacher, "IN", clock.instant()).getStatusCode().value())
                .isEqualTo(201);
        assertThat(reads(teacher)).isEqualTo("PRESENT PRESENT");
        assertThat(tasklist.decide(director, "refuse", "It was one village")).isEqualTo(204);
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !running(fault));
        assertThat(reads(colleague)).isEqualTo("UNMARKED UNMARKED");
        assertThat(reads(teacher)).isEqualTo("PRESENT PRESENT");
        assertThat(List.of(told(colleague), told(districtOfficer))).containsOnly(List.of("fault-refused"));
    }

    @Test
    @DisplayName("PMU and Directorate declare for any area, at once: nobody is asked")
    void atOnce() {
        var pmu = state.holder("PMU", block.directorate());
        for (var who : List.of(pmu, director)) {
            var fault = claimed(who, Map.of("under", block.block()));
            assertThat(fault).containsEntry("state", "IN_FORCE");
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> waitingForRegister(fault));
        }
        assertThat(reads(teacher)).isEqualTo("TECHNICAL TECHNICAL");
        assertThat(tasklist.of(districtOfficer)).isEmpty();
    }

    @Test
    @DisplayName("the Director's own claim is the Directorate establishment's (C4)")
    void directorsOwn() {
        var establishment = state.holder("DIRECTORATE_ESTABLISHMENT", block.directorate());
        claimed(director, Map.of("employeeCode", director));
        var task = tasklist.one(establishment);
        assertThat(tasklist.of(director)).isEmpty();
        assertThat(tasklist.decide(establishment, task, "confirm")).isEqualTo(204);
    }

    @Test
    @DisplayName("only the sessions of the period, and only what nobody has recorded")
    void period() {
        calls.mark(colleague, "IN", clock.instant());
        var morning = claim(head, Map.of("institution", school), DAY + "T09:00:00+05:30", DAY + "T12:45:00+05:30");
        assertThat(morning.getStatusCode().value()).isEqualTo(201);
        assertThat(reads(teacher)).isEqualTo("TECHNICAL UNMARKED");
        assertThat(reads(colleague)).isEqualTo("PRESENT PRESENT");
        assertThat(calls.get(head, "/institutions/" + school + "/attendance/" + DAY)
                        .getBody())
                .as("counts as complete while only the forenoon has begun")
                .containsEntry("complete", true);
        assertThat(problem(claim(colleague, Map.of("employeeCode", colleague), DAY.toString(), DAY.toString())))
                .isEqualTo("422 no-session-affected");
    }

    @Test
    @DisplayName(
            "the same claim again is answered again; another under the same id, and impossible periods, are refused")
    void refusals() {
        var body = body(Map.of("employeeCode", teacher), DAY.toString(), DAY.toString());
        assertThat(calls.post(teacher, "/attendance/faults", body)
                        .getStatusCode()
                        .value())
                .isEqualTo(201);
        assertThat(calls.post(teacher, "/attendance/faults", body)
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
        body.put("kind", "POWER");
        assertThat(problem(calls.post(teacher, "/attendance/faults", body))).isEqualTo("409 id-reused");
        var own = Map.of("employeeCode", colleague);
        assertThat(problem(claim(colleague, own, DAY + "T12:00:00+05:30", DAY + "T12:00:00+05:30")))
                .isEqualTo("422 fault-period-invalid");
        assertThat(problem(claim(colleague, own, DAY.minusDays(40).toString(), DAY.toString())))
                .isEqualTo("422 fault-period-invalid");
        assertThat(problem(claim(colleague, own, DAY.toString(), DAY.plusDays(1).toString())))
                .isEqualTo("422 fault-in-future");
        assertThat(problem(claim(colleague, own, "yesterday", DAY.toString()))).isEqualTo("422 invalid-fields");
        assertThat(problem(claim(colleague, Map.of("institution", school, "under", school))))
                .isEqualTo("422 invalid-fields");
        assertThat(reads(colleague)).isEqualTo("UNMARKED UNMARKED");
    }

    @Test
    @DisplayName("on a holiday there is nothing to claim")
    void holiday() {
        var rest = DAY.minusDays(1);
        state.holiday(block.directorate(), rest);
        opening.open(rest);
        assertThat(problem(claim(teacher, Map.of("employeeCode", teacher), rest.toString(), rest.toString())))
                .isEqualTo("422 no-session-affected");
    }

    @Test
    @DisplayName("a settlement needs its evidence, sessions that read TECHNICAL, and a status the register can say")
    void settlementRefused() {
        var fault = claimed(head, Map.of("institution", school));
        assertThat(problem(settle(head, fault, scan(head), line(teacher, "PRESENT", null))))
                .isEqualTo("409 fault-not-in-force");
        tasklist.decide(blockOfficer, "confirm");
        assertThat(problem(settle(head, fault, null, line(teacher, "PRESENT", null))))
                .isEqualTo("422 scan-required");
        assertThat(problem(settle(head, fault, "ab".repeat(32), line(teacher, "PRESENT", null))))
                .isEqualTo("422 scan-unknown");
        var anothers = scans.keep(blockOfficer, "%PDF-1.7 a page of another register".getBytes(StandardCharsets.UTF_8));
        assertThat(problem(settle(head, fault, anothers.hash().hex(), line(teacher, "PRESENT", null))))
                .as("a scan that another has sent")
                .isEqualTo("422 scan-unknown");
        assertThat(problem(settle(head, fault, scan(head)))).isEqualTo("422 nothing-to-settle");
        assertThat(problem(settle(head, fault, scan(head), line(teacher, "HOLIDAY", null))))
                .isEqualTo("422 invalid-fields");
        assertThat(problem(
                        settle(head, fault, scan(head), line(teacher, "PRESENT", null), line(teacher, null, "ABSENT"))))
                .isEqualTo("422 invalid-fields");
        assertThat(problem(settle(teacher, fault, scan(teacher), line(colleague, "PRESENT", null))))
                .isEqualTo("403 not-allowed");
        settle(head, fault, scan(head), line(teacher, "PRESENT", null));
        assertThat(problem(settle(head, fault, scan(head), line(teacher, "ABSENT", null))))
                .as("settled once")
                .isEqualTo("422 invalid-fields");
        assertThat(reads(teacher)).isEqualTo("PRESENT TECHNICAL");
    }

    @Test
    @DisplayName("where paper is prohibited the head's signed statement with two staff witnesses settles (UP-9)")
    void withoutPaper() {
        state.set(school, "paperRegister", "PROHIBITED");
        var fault = claimed(teacher, Map.of("employeeCode", teacher));
        tasklist.decide(head, "confirm");
        var body = new HashMap<String, Object>(Map.of("lines", List.of(line(teacher, "PRESENT", "PRESENT"))));
        assertThat(problem(calls.post(head, path(fault) + "/settle", body))).isEqualTo("422 statement-required");
        body.put("statement", "I saw her teach from nine to four");
        body.put("witnesses", List.of(teacher, teacher));
        assertThat(problem(calls.post(head, path(fault) + "/settle", body))).isEqualTo("422 statement-required");
        body.put("witnesses", List.of(head, colleague));
        assertThat(problem(calls.post(head, path(fault) + "/settle", body))).isEqualTo("422 invalid-fields");
        body.put("witnesses", List.of(teacher, colleague));
        assertThat(calls.post(head, path(fault) + "/settle", body)
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
        assertThat(reads(teacher)).isEqualTo("PRESENT PRESENT");
        assertThat(jdbc.sql("select cardinality(witnesses) from technical_fault_settlement where fault_id = ?")
                        .param(id(fault))
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    @DisplayName(
            "a missed deadline is excused when only the fault left it open, and no longer when the fault is refused")
    void excuse() {
        missed("14:00");
        claimed(teacher, Map.of("employeeCode", teacher));
        assertThat(excused()).as("two of three are still unmarked").isEmpty();
        claimed(head, Map.of("institution", school));
        assertThat(excused()).containsExactly(true);
        tasklist.decide(blockOfficer, "refuse", "The server worked");
        assertThat(excused()).containsExactly(true, false);
    }

    @Test
    @DisplayName("marks that arrive while the fault is declared stand, whoever comes first; the counters are a recount")
    void race() throws Exception {
        var staff = new ArrayList<String>();
        for (int i = 0; i < 12; i++) staff.add(state.staff(school));
        opening.open(DAY);
        var work = new ArrayList<Callable<Integer>>();
        for (var person : staff.subList(0, 8)) {
            work.add(() ->
                    calls.mark(person, "IN", clock.instant()).getStatusCode().value());
        }
        work.add(
                4,
                () -> claim(head, Map.of("institution", school)).getStatusCode().value());
        work.add(2, () -> claim(director, Map.of("under", block.block()))
                .getStatusCode()
                .value());
        assertThat(Together.all(6, work)).containsOnly(201);
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> reads(blockOfficer)
                .equals("TECHNICAL TECHNICAL"));
        assertThat(staff.subList(0, 8)).allMatch(p -> reads(p).equals("PRESENT PRESENT"));
        assertThat(staff.subList(8, 12)).allMatch(p -> reads(p).equals("TECHNICAL TECHNICAL"));
        var before = projection();
        assertThat(counters()).isEqualTo("15 8 7");
        rebuild.day(DAY);
        assertThat(projection()).isEqualTo(before);
        assertThat(counters()).isEqualTo("15 8 7");
    }

    private Map<String, Object> claimed(String who, Map<String, String> scope) {
        var answer = claim(who, scope);
        assertThat(answer.getStatusCode().value())
                .as(String.valueOf(answer.getBody()))
                .isEqualTo(201);
        return answer.getBody();
    }

    private ResponseEntity<Map<String, Object>> claim(String who, Map<String, String> scope) {
        return claim(who, scope, DAY.toString(), DAY.toString());
    }

    private ResponseEntity<Map<String, Object>> claim(String who, Map<String, String> scope, String from, String to) {
        return calls.post(who, "/attendance/faults", body(scope, from, to));
    }

    private static Map<String, Object> body(Map<String, String> scope, String from, String to) {
        return new HashMap<>(Map.of(
                "id",
                UUID.randomUUID(),
                "kind",
                "NETWORK",
                "scope",
                scope,
                "from",
                from,
                "to",
                to,
                "text",
                "No signal"));
    }

    private Map<String, Object> find(String who, Map<String, Object> fault) {
        return calls.get(who, path(fault)).getBody();
    }

    @SafeVarargs
    private ResponseEntity<Map<String, Object>> settle(
            String who, Map<String, Object> fault, String scan, Map<String, Object>... lines) {
        var body = new HashMap<String, Object>(Map.of("lines", List.of(lines)));
        body.put("scan", scan);
        return calls.post(who, path(fault) + "/settle", body);
    }

    private static Map<String, Object> line(String who, String forenoon, String afternoon) {
        var line = new HashMap<String, Object>(Map.of("employeeCode", who));
        line.put("forenoon", forenoon);
        line.put("afternoon", afternoon);
        return line;
    }

    private String scan(String by) {
        return scans.keep(by, "%PDF-1.7 a page of the register".getBytes(StandardCharsets.UTF_8))
                .hash()
                .hex();
    }

    private static String path(Map<String, Object> fault) {
        return "/attendance/faults/" + fault.get("id");
    }

    private static UUID id(Map<String, Object> fault) {
        return UUID.fromString(fault.get("id").toString());
    }

    private long instances(Map<String, Object> fault) {
        return runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(fault.get("id").toString())
                .count();
    }

    private boolean running(Map<String, Object> fault) {
        return instances(fault) > 0;
    }

    private boolean waitingForRegister(Map<String, Object> fault) {
        return runtime.createProcessInstanceQuery()
                        .processInstanceBusinessKey(fault.get("id").toString())
                        .activityIdIn("NextWorkingDay")
                        .count()
                == 1;
    }

    private void nextWorkingDay(Map<String, Object> fault, LocalDate day) {
        var instance = runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(fault.get("id").toString())
                .singleResult();
        var timer = jobs.timer(instance.getId());
        assertThat(timer.getDuedate().toInstant())
                .isEqualTo(day.atTime(11, 0).atZone(clock.getZone()).toInstant());
        clock.set(day, "11:00");
        jobs.carryOut(timer);
    }

    private String reads(String who) {
        return state.reads(who, DAY);
    }

    private List<String> told(String who) {
        return jdbc.sql("select n.key from notice n join staff s on s.id = n.staff_id where s.employee_code = ?")
                .param(who)
                .query(String.class)
                .list();
    }

    private void missed(String due) {
        var at = DAY + "T" + due + ":00+05:30";
        jdbc.sql(
                        """
                        insert into attendance_deadline_missed (day, institution_id, path, kind, office_id, due, recorded_at,
                               recorded_by, expected, recorded)
                        select ?, i.id, i.path, 'ENTRY', o.id, ?::timestamptz, ?::timestamptz, 'test', 3, 0
                          from institution i, institution o where i.code = ? and o.code = ?
                        """)
                .params(DAY, at, at, school, block.block())
                .update();
    }

    private List<Boolean> excused() {
        return jdbc.sql("select excused from attendance_deadline_excuse e join institution i on i.id = e.institution_id"
                        + " where i.code = ? and e.day = ? order by entry_no")
                .params(school, DAY)
                .query(Boolean.class)
                .list();
    }

    private List<Map<String, Object>> projection() {
        return jdbc.sql(
                        """
                        select d.staff_id, d.forenoon::text, d.afternoon::text, d.forenoon_source, d.afternoon_source,
                               d.in_mark, d.late_minutes, d.flags::text, d.facts
                          from attendance_day d join institution i on i.id = d.institution_id
                         where d.day = ? and i.code = ? order by d.staff_id
                        """)
                .params(DAY, school)
                .query()
                .listOfRows();
    }

    private String counters() {
        return jdbc.sql(
                        """
                        select forenoon_expected || ' ' || forenoon_present || ' ' || forenoon_technical
                          from institution_day x join institution i on i.id = x.institution_id where x.day = ? and i.code = ?
                        """)
                .params(DAY, school)
                .query(String.class)
                .single();
    }

    @Test
    @DisplayName(
            "where the roll is used the forenoon can be entered until the day closes, so a fault after noon covers it")
    void forenoonOfTheRoll() {
        state.set(school, "attendanceMode", "ROLL");
        opening.open(DAY);
        clock.set(DAY, "16:30");
        assertThat(claim(head, Map.of("institution", school), DAY + "T13:30:00+05:30", DAY + "T16:00:00+05:30")
                        .getStatusCode()
                        .value())
                .isEqualTo(201);
        assertThat(reads(teacher)).isEqualTo("TECHNICAL TECHNICAL");
    }

    @Test
    @DisplayName("a suspended head neither decides nor settles: the office above does both (C4)")
    void suspendedHead() {
        jdbc.sql("insert into service_state (staff_id, state, during)"
                        + " select id, 'SUSPENDED', '[2020-01-01,)' from staff where employee_code = ?")
                .param(head)
                .update();
        var fault = claimed(teacher, Map.of("employeeCode", teacher));
        assertThat(tasklist.decide(blockOfficer, "confirm")).isEqualTo(204);
        assertThat(Calls.problem(settle(head, fault, scan(head), line(teacher, "PRESENT", "PRESENT"))))
                .isEqualTo("403 not-allowed");
        assertThat(settle(blockOfficer, fault, scan(blockOfficer), line(teacher, "PRESENT", "PRESENT"))
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
        assertThat(reads(teacher)).isEqualTo("PRESENT PRESENT");
    }

    @Test
    @DisplayName("a claim undecided for two working days goes to the office above; a millisecond before, it does not")
    void undecided() {
        var fault = claimed(teacher, Map.of("employeeCode", teacher));
        var task = tasklist.one(head);
        var timer = jobs.timer(task.getProcessInstanceId());
        var due = DAY.plusDays(2).atTime(11, 0).atZone(clock.getZone()).toInstant();
        assertThat(timer.getDuedate().toInstant()).isEqualTo(due);
        clock.set(due.minusMillis(1));
        assertThat(jobs.due(task.getProcessInstanceId(), clock.instant())).isEmpty();
        clock.set(due);
        jobs.carryOut(timer);
        assertThat(tasklist.of(head)).isEmpty();
        var above = tasklist.one(blockOfficer);
        assertThat(above.getTaskDefinitionKey()).isEqualTo("OfficeAboveDecides");
        assertThat(tasklist.decide(blockOfficer, above, "confirm")).isEqualTo(204);
        assertThat(find(teacher, fault)).containsEntry("state", "IN_FORCE");
    }

    @Test
    @DisplayName("decided in time nothing goes to the office above")
    void decidedInTime() {
        claimed(teacher, Map.of("employeeCode", teacher));
        var task = tasklist.one(head);
        tasklist.decide(head, task, "confirm");
        assertThat(jobs.timer(task.getProcessInstanceId()).getDuedate().toInstant())
                .as("the only one: of the next working day")
                .isEqualTo(DAY.plusDays(1).atTime(11, 0).atZone(clock.getZone()).toInstant());
        assertThat(tasklist.of(blockOfficer)).isEmpty();
    }

    @Test
    @DisplayName(
            "of an area's fault everybody is told of the lines that are theirs: heads', vacant schools', the Director's own")
    void everyLineHasItsSettler() {
        var orphanage = state.school(block.block());
        var orphan = state.staff(orphanage);
        var establishment = state.holder("DIRECTORATE_ESTABLISHMENT", block.directorate());
        opening.open(DAY);
        var fault = claimed(director, Map.of("under", block.directorate()));
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> waitingForRegister(fault));
        assertThat(told(head)).containsExactly("fault-to-settle");
        assertThat(told(blockOfficer)).containsExactly("fault-to-settle");
        assertThat(told(establishment)).containsExactly("fault-to-settle");
        assertThat(told(teacher)).isEmpty();
        assertThat(toSettle(head, fault)).containsExactlyInAnyOrder(teacher, colleague);
        assertThat(toSettle(blockOfficer, fault)).containsExactlyInAnyOrder(head, orphan);
        assertThat(toSettle(districtOfficer, fault)).containsExactlyInAnyOrder(blockOfficer);
        assertThat(toSettle(director, fault)).containsExactlyInAnyOrder(districtOfficer, establishment);
        assertThat(toSettle(establishment, fault)).containsExactlyInAnyOrder(director);
        assertThat(toSettle(teacher, fault)).isEmpty();
        var others = new HashMap<String, Object>(Map.of(
                "institution", school, "scan", scan(blockOfficer), "lines", List.of(line(teacher, "PRESENT", null))));
        assertThat(Calls.problem(calls.post(blockOfficer, path(fault) + "/settle", others)))
                .as("the head's to settle")
                .isEqualTo("403 not-allowed");
        assertThat(settle(establishment, fault, scan(establishment), line(director, "PRESENT", "PRESENT"))
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
        assertThat(toSettle(establishment, fault)).isEmpty();
    }

    @ParameterizedTest(name = "reported for {0}")
    @ValueSource(strings = {"the block", "the own sessions"})
    @DisplayName("who worked at two schools that day is settled at both")
    void twoSchools(String whose) {
        var other = state.school(block.block());
        var otherHead = state.holder("HEAD", other);
        jdbc.sql("insert into deputation (staff_id, institution_id, during, session) select s.id, i.id,"
                        + " '[2020-01-01,)', 'AFTERNOON' from staff s, institution i"
                        + " where s.employee_code = ? and i.code = ?")
                .params(teacher, other)
                .update();
        opening.open(DAY);
        var fault = whose.equals("the block")
                ? claimed(director, Map.of("under", block.block()))
                : claimed(teacher, Map.of("employeeCode", teacher));
        if (!whose.equals("the block")) {
            var decider = Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(
                            () -> Stream.of(head, otherHead)
                                    .filter(h -> !tasklist.of(h).isEmpty())
                                    .findFirst(),
                            Optional::isPresent)
                    .orElseThrow();
            tasklist.decide(decider, "confirm");
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> waitingForRegister(fault));
            assertThat(told(decider)).isEmpty();
            assertThat(told(decider.equals(head) ? otherHead : head)).containsExactly("fault-to-settle");
        }
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> waitingForRegister(fault));
        assertThat(settle(head, fault, scan(head), line(teacher, "PRESENT", null))
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
        assertThat(toSettle(otherHead, fault)).containsExactly(teacher);
        assertThat(settle(otherHead, fault, scan(otherHead), line(teacher, null, "ABSENT"))
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
        assertThat(jdbc.sql("select forenoon || ' ' || afternoon from attendance_day d"
                                + " join staff s on s.id = d.staff_id where s.employee_code = ? and d.day = ?")
                        .params(teacher, DAY)
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrder("PRESENT HOLIDAY", "HOLIDAY ABSENT");
    }

    @Test
    @DisplayName("a fault that began when the deadline had passed excuses nothing")
    void beganAfterwards() {
        missed("14:00");
        jdbc.sql("update attendance_day set forenoon = 'ABSENT' where day = ? and institution_id ="
                        + " (select id from institution where code = ?)")
                .params(DAY, school)
                .update();
        clock.set(DAY, "16:00");
        assertThat(claim(head, Map.of("institution", school), DAY + "T14:00:00+05:30", DAY + "T16:00:00+05:30")
                        .getStatusCode()
                        .value())
                .isEqualTo(201);
        assertThat(reads(teacher)).isEqualTo("ABSENT TECHNICAL");
        assertThat(excused()).isEmpty();
        claim(head, Map.of("institution", school), DAY + "T13:59:00+05:30", DAY + "T16:00:00+05:30");
        assertThat(excused()).as("one that began a minute before").containsExactly(true);
    }

    @Test
    @DisplayName("a fault whose sessions are not TECHNICAL yet is to be settled, in the list as on its page")
    void notYetTechnical() {
        var id = UUID.randomUUID();
        jdbc.sql(
                        """
                        insert into technical_fault (id, content_hash, recorded_at, recorded_by, claimant_id, kind, scope,
                               institution_id, office_id, from_at, to_at, at_once)
                        select ?, '', ?::timestamptz, 'test', s.id, 'SERVER', 'AREA', i.id, i.id, ?::timestamptz,
                               ?::timestamptz, true
                          from institution i, staff s where i.code = ? and s.employee_code = ?
                        """)
                .params(
                        id,
                        DAY + "T11:00:00+05:30",
                        DAY + "T10:00:00+05:30",
                        DAY + "T11:00:00+05:30",
                        block.block(),
                        director)
                .update();
        var caller = callers.find(director).orElseThrow();
        assertThat(faults.list(caller, java.util.Optional.empty(), 10))
                .singleElement()
                .extracting(Faults.Listed::state)
                .isEqualTo(Fault.State.IN_FORCE)
                .isEqualTo(faults.find(caller, id).state());
    }

    @Test
    @DisplayName("the evidence stays to be seen: the scan, or the statement and who bore witness; not by other schools")
    void evidence() {
        var other = state.school(block.block());
        var otherHead = state.holder("HEAD", other);
        state.staff(other);
        state.set(other, "paperRegister", "PROHIBITED");
        opening.open(DAY);
        var fault = claimed(director, Map.of("under", block.block()));
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> waitingForRegister(fault));
        settle(head, fault, scan(head), line(teacher, "PRESENT", "PRESENT"));
        var number = ((Map<?, ?>) settlements(head, fault).get(0)).get("number");
        var scan = path(fault) + "/settlements/" + number + "/scan";
        assertThat(bytes(head, scan)).isEqualTo("200 %PDF-1.7 a page of the register");
        assertThat(bytes(blockOfficer, scan)).startsWith("200");
        assertThat(bytes(teacher, scan)).as("whose register it is").startsWith("200");
        assertThat(settlements(otherHead, fault)).isEmpty();
        assertThat(bytes(otherHead, scan)).startsWith("404");
        assertThat(bytes(director, path(fault) + "/settlements/1/scan")).startsWith("404");
        var stranger = state.holder("HEAD", state.block("BR").block());
        assertThat(bytes(stranger, scan)).startsWith("404");
        var page = Browser.loggedIn(port, head, TestState.PASSWORD).get("/faults/" + fault.get("id"));
        assertThat(page.body()).contains(scan, "Staff " + head, "Staff " + director);
    }

    private List<?> settlements(String who, Map<String, Object> fault) {
        return (List<?>) find(who, fault).get("settlements");
    }

    private String bytes(String who, String path) {
        var answer = http.withBasicAuth(who, TestState.PASSWORD).getForEntity("/api/v1" + path, String.class);
        return answer.getStatusCode().value() + " " + answer.getBody();
    }

    @SuppressWarnings("unchecked")
    private List<String> toSettle(String who, Map<String, Object> fault) {
        return ((List<Map<String, Object>>) find(who, fault).get("lines"))
                .stream().map(l -> l.get("employeeCode").toString()).toList();
    }
}
