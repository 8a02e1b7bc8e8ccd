package org.panjika.attendance;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.panjika.Calls.line;
import static org.panjika.Calls.problem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.panjika.Calls;
import org.panjika.CoversProcess;
import org.panjika.Jobs;
import org.panjika.SystemTest;
import org.panjika.Tasklist;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.attendance.process.AttendanceDays;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;

@SystemTest
@CoversProcess("attendance-day")
@DisplayName("The working day of an office: 14:00, chased, 17:00, closed (RJ-5, RJ-6, C10, C11)")
class AttendanceDayTest {

    /** A Sunday: nobody but the test's own people is expected. */
    private static final LocalDate DAY = LocalDate.of(2026, 12, 13);

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
    AttendanceDays days;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    RuntimeService runtime;

    @Autowired
    RepositoryService repository;

    @Autowired
    ManagementService management;

    RunningDays running;
    TestState.Block block;
    String school;
    String cluster;
    String head;
    String teacher;
    String clusterHead;
    String blockOfficer;
    String districtOfficer;
    String director;

    @BeforeEach
    void aBlockOfTwoSchools() {
        running = new RunningDays(runtime, jobs, clock, DAY);
        clock.set(DAY, "08:00");
        block = state.block("RJ");
        state.workingDay(block.directorate(), DAY);
        school = state.school(block.block());
        cluster = state.school(school);
        head = state.holder("HEAD", school);
        teacher = state.staff(school);
        clusterHead = state.holder("HEAD", cluster);
        blockOfficer = state.holder("HEAD", block.block());
        districtOfficer = state.holder("HEAD", block.district());
        director = state.holder("HEAD", block.directorate());
    }

    @AfterEach
    void noTimersAreLeft() {
        running.end();
    }

    @Nested
    @DisplayName("Begun once")
    class Begun {

        @Test
        @DisplayName(
                "one instance for each office below which somebody is expected, none for schools, nodal ones too (C11)")
        void oneForEachOffice() {
            begin();
            assertThat(offices()).containsExactlyInAnyOrder(block.block(), block.district(), block.directorate());
        }

        @Test
        @DisplayName("started again, or by two copies at once, there is still one of each")
        void once() {
            opening.open(DAY);
            var together = new CyclicBarrier(2);
            Stream.generate(() -> CompletableFuture.runAsync(() -> {
                        meet(together);
                        days.start(DAY);
                    }))
                    .limit(2)
                    .toList()
                    .forEach(CompletableFuture::join);
            assertThat(days.start(DAY)).isZero();
            assertThat(offices()).hasSize(3).doesNotHaveDuplicates();
        }

        @Test
        @DisplayName("on a holiday no office has a day to begin (C14)")
        void holiday() {
            state.holiday(block.district(), DAY);
            begin();
            assertThat(offices()).isEmpty();
        }

        @Test
        @DisplayName(
                "where somebody came to an office only at noon, its day begins then, and the others do not begin anew")
        void lateOffice() {
            begin();
            var late = state.block("RJ");
            state.workingDay(late.directorate(), DAY);
            state.holder("HEAD", state.school(late.block()));
            begin();
            assertThat(running.of(late.block())).isPresent();
            assertThat(offices()).hasSize(3);
        }
    }

    @Nested
    @DisplayName("Begun late")
    class BegunLate {

        @Test
        @DisplayName("a holiday that is moved on the morning itself: the offices begin once it is known (RJ-5, C14)")
        void holidayMoved() {
            declare("HOLIDAY");
            startLate("00:10", DAY.plusDays(1));
            assertThat(offices()).isEmpty();
            clock.set(DAY, "07:30");
            declare("WORKING");
            startLate("07:31", DAY.plusDays(1));
            assertThat(offices()).containsExactlyInAnyOrder(block.block(), block.district(), block.directorate());
            startLate("07:32", DAY.plusDays(1));
            assertThat(offices()).as("once").hasSize(3);
            at("14:00", block.block(), "EntryIsDue");
            assertThat(stood("ENTRY", block.block())).containsExactly("14:00 2 2");
        }

        @Test
        @DisplayName("no office begins before the hour at which days begin, nor while that is suspended")
        void notBeforeTheHour() {
            opening.open(DAY);
            assertThat(startLate("00:02", DAY)).isZero();
            assertThat(days.startLate()).isZero();
            assertThat(offices()).isEmpty();
        }

        @Test
        @DisplayName(
                "a day on which the server was down is begun though a mark has opened and begun today before (C11)")
        void downTheDayBefore() {
            var before = DAY.minusDays(1);
            state.workingDay(block.directorate(), before);
            opening.open(DAY);
            startLate("07:31", DAY.plusDays(1));
            opening.open(before);
            startLate("07:32", DAY.plusDays(1));
            assertThat(new RunningDays(runtime, jobs, clock, before).of(block.block()))
                    .isPresent();
        }

        /** The timer of the hour is awake, and to go off next at 00:05 of a day. */
        private int startLate(String now, LocalDate next) {
            clock.set(DAY, now);
            // days of other tests are theirs
            jdbc.sql("insert into attendance_office_day (day, office_id, started_at)"
                            + " select ?, id, current_timestamp from institution where code = ? on conflict do nothing")
                    .params(DAY.minusDays(2), school)
                    .update();
            var timer = management
                    .createJobQuery()
                    .processDefinitionKey("day-opening")
                    .timers()
                    .singleResult();
            var due = next.atTime(0, 5).atZone(clock.getZone()).toInstant();
            management.setJobDuedate(timer.getId(), Date.from(due));
            management.activateJobById(timer.getId());
            try {
                return days.startLate();
            } finally {
                management.suspendJobById(timer.getId());
                management.setJobDuedate(timer.getId(), timer.getDuedate());
            }
        }
    }

    @Nested
    @DisplayName("At 14:00")
    class Entry {

        @Test
        @DisplayName(
                "nothing is due at 13:59:59.999; at 14:00:00.000 what is missing is recorded, heads are told, the office has one list")
        void toTheMillisecond() {
            begin();
            enter(clusterHead, cluster, clusterHead);
            clock.set(DAY, "13:59:59.999");
            assertThat(running.due(block.block(), "13:59:59.999")).isEmpty();
            assertThat(running.due(block.block(), "14:00:00")).containsExactly("EntryIsDue");
            clock.set(DAY, "14:00:00");
            fire(block.block(), "EntryIsDue");
            assertThat(stood("ENTRY", block.block())).containsExactly("14:00 2 1");
            assertThat(missed("ENTRY")).containsExactly(school + " 0/4");
            assertThat(tasklist.of(blockOfficer, "ChaseTheMissing")).hasSize(1);
            var list = list(blockOfficer, "ChaseTheMissing");
            assertThat(list).hasSize(1);
            assertThat(list.get(0).path("figures").asText()).isEqualTo("0 / 4");
            assertThat(list.get(0).path("who").asText()).contains("Staff " + teacher, "Staff " + head);
            assertThat(notice(head)).contains("Attendance is not complete", "0 of 4", "14:00", "17:00");
            assertThat(notice(clusterHead)).isEmpty();
            assertThat(notice(teacher)).isEmpty();
        }

        @Test
        @DisplayName("the list shrinks as they catch up, is read when it is opened, and ends by itself when all are in")
        void shrinks() {
            begin();
            at("14:00", block.block(), "EntryIsDue");
            assertThat(list(blockOfficer, "ChaseTheMissing")).hasSize(2);
            clock.set(DAY, "14:30");
            enter(clusterHead, cluster, clusterHead);
            assertThat(list(blockOfficer, "ChaseTheMissing")).hasSize(1);
            enter(head, school, head, teacher);
            Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(
                            tasklist.of(blockOfficer, "ChaseTheMissing"))
                    .isEmpty());
            assertThat(walked(block.block()))
                    .contains("AllAreIn", "NoMoreToChase")
                    .doesNotContain("DayCloses");
            assertThat(stood("ENTRY", block.block()))
                    .as("what stood at 14:00 stays")
                    .containsExactly("14:00 2 2");
        }

        @Test
        @DisplayName("the officer ends it with a remark, which is kept; without one it is refused and stays")
        void remark() {
            begin();
            at("14:00", block.block(), "EntryIsDue");
            var task = task(blockOfficer, "ChaseTheMissing");
            assertThat(tasklist.complete(blockOfficer, task, Map.of())).isEqualTo(400);
            assertThat(tasklist.complete(blockOfficer, task, Map.of("remark", Tasklist.value("Called both heads"))))
                    .isEqualTo(204);
            assertThat(tasklist.of(blockOfficer, "ChaseTheMissing")).isEmpty();
            assertThat(jdbc.sql("select recorded_by || ' ' || r.kind || ' ' || remark from attendance_deadline_remark r"
                                    + " join institution i on i.id = r.office_id where i.code = ?")
                            .param(block.block())
                            .query(String.class)
                            .list())
                    .containsExactly(blockOfficer + " ENTRY Called both heads");
        }

        @Test
        @DisplayName("all complete: no task, nobody is told")
        void complete_() {
            begin();
            enterAll();
            at("14:00", block.block(), "EntryIsDue");
            assertThat(stood("ENTRY", block.block())).containsExactly("14:00 2 0");
            assertThat(tasklist.of(blockOfficer, "ChaseTheMissing")).isEmpty();
            assertThat(notice(head)).isEmpty();
            dayEnds(block.block());
            assertThat(walked(block.block())).contains("EverybodyIsIn", "NoMoreEntryDeadlines");
        }

        @Test
        @DisplayName("no office chases its own roll: the block's own is on the district's list")
        void notTheOwn() {
            begin();
            at("14:00", block.district(), "EntryIsDue");
            assertThat(list(districtOfficer, "ChaseTheMissing"))
                    .extracting(l -> l.path("code").asText())
                    .containsExactly(block.block());
        }

        @Test
        @DisplayName("two deadlines in one office's charge are two lists, each at its own time")
        void twoDeadlines() {
            opening.open(DAY);
            jdbc.sql(
                            "update institution_day set entry_due = entry_due + interval '1 hour' where day = ? and institution_id ="
                                    + " (select id from institution where code = ?)")
                    .params(DAY, cluster)
                    .update();
            days.start(DAY);
            at("14:00", block.block(), "EntryIsDue");
            assertThat(stood("ENTRY", block.block())).containsExactly("14:00 1 1");
            assertThat(running.due(block.block(), "14:00")).isEmpty();
            at("15:00", block.block(), "EntryIsDue");
            assertThat(stood("ENTRY", block.block())).containsExactly("14:00 1 1", "15:00 1 1");
            assertThat(tasklist.of(blockOfficer, "ChaseTheMissing")).hasSize(2);
        }

        @Test
        @DisplayName("an administrator who changes 14:00 to 15:00 in the table has moved today's deadline too")
        void changedTable() throws IOException {
            begin();
            clock.set(DAY, "13:00");
            var changed = deployCutoffs("\"14:00\"", "\"15:00\"");
            try {
                clock.set(DAY, "14:00");
                assertThat(running.due(block.block(), "14:00")).isEmpty();
                at("15:00", block.block(), "EntryIsDue");
                assertThat(stood("ENTRY", block.block())).containsExactly("15:00 2 2");
            } finally {
                repository.deleteDeployment(changed, true);
            }
        }

        @Test
        @DisplayName("a deadline that has passed is not moved any more")
        void changedTooLate() throws IOException {
            begin();
            clock.set(DAY, "14:00:00");
            var changed = deployCutoffs("\"14:00\"", "\"15:00\"");
            try {
                fire(block.block(), "EntryIsDue");
                assertThat(stood("ENTRY", block.block())).containsExactly("14:00 2 2");
            } finally {
                repository.deleteDeployment(changed, true);
            }
        }
    }

    @Nested
    @DisplayName("At 17:00")
    class Closing {

        @Test
        @DisplayName(
                "nothing closes at 16:59:59.999; at 17:00:00.000 the chase ends, what was missed is recorded, the parent office has one list by office")
        void toTheMillisecond() {
            begin();
            at("14:00", block.block(), "EntryIsDue");
            clock.set(DAY, "16:59:59.999");
            assertThat(running.due(block.district(), "16:59:59.999")).doesNotContain("ClosingIsDue");
            assertThat(running.due(block.block(), "16:59:59.999")).isEmpty();
            assertThat(running.due(block.district(), "17:00:00")).contains("ClosingIsDue");
            assertThat(running.due(block.block(), "17:00:00")).containsExactly("DayCloses");
            enter(clusterHead, cluster, clusterHead);
            clock.set(DAY, "17:00:00");
            fire(block.block(), "DayCloses");
            fire(block.district(), "ClosingIsDue");
            assertThat(tasklist.of(blockOfficer, "ChaseTheMissing")).isEmpty();
            assertThat(stood("CLOSING", block.block())).containsExactly("17:00 2 1");
            assertThat(missed("CLOSING")).containsExactly(school + " 0/4");
            assertThat(tasklist.of(districtOfficer, "LookIntoTheMissed")).hasSize(1);
            assertThat(list(districtOfficer, "LookIntoTheMissed")
                            .get(0)
                            .path("office")
                            .asText())
                    .contains(block.block());
            assertThat(problem(roll(head, school, head))).isEqualTo("409 day-closed");
        }

        @Test
        @DisplayName("the officer looks into it with a remark")
        void lookedInto() {
            begin();
            at("17:00", block.district(), "ClosingIsDue");
            var task = task(districtOfficer, "LookIntoTheMissed");
            assertThat(tasklist.complete(districtOfficer, task, Map.of("remark", Tasklist.value("Asked the CBEO"))))
                    .isEqualTo(204);
            assertThat(walked(block.district())).contains("KeepRemarkOnClosing", "LookedInto");
        }

        @Test
        @DisplayName("after two working days it is left at that")
        void leftAtThat() {
            begin();
            at("17:00", block.district(), "ClosingIsDue");
            clock.set(DAY.plusDays(2), "17:00");
            fire(block.district(), "TwoWorkingDays");
            assertThat(tasklist.of(districtOfficer, "LookIntoTheMissed")).isEmpty();
            assertThat(walked(block.district())).contains("LeftAtThat");
        }

        @Test
        @DisplayName("all complete: no task for the parent office")
        void complete_() {
            begin();
            enterAll();
            at("17:00", block.district(), "ClosingIsDue");
            assertThat(stood("CLOSING", block.block())).containsExactly("17:00 2 0");
            assertThat(tasklist.of(districtOfficer, "LookIntoTheMissed")).isEmpty();
            dayEnds(block.district());
            assertThat(walked(block.district())).contains("NothingMissed", "NoMoreClosings");
        }

        @Test
        @DisplayName("a second shift closes 60 minutes after its end, apart from the first (C10)")
        void secondShift() {
            jdbc.sql("update institution set calendar_group = 'SHIFT2' where code = ?")
                    .param(cluster)
                    .update();
            jdbc.sql("insert into calendar_timing (area_id, calendar_group, from_md, to_md, starts, ends)"
                            + " select id, 'SHIFT2', 101, 1231, '12:30', '18:00' from institution where code = ?")
                    .param(block.directorate())
                    .update();
            begin();
            at("17:00", block.district(), "ClosingIsDue");
            assertThat(stood("CLOSING", block.block())).containsExactly("17:00 1 1");
            assertThat(problem(roll(head, school, head))).isEqualTo("409 day-closed");
            assertThat(roll(clusterHead, cluster, clusterHead).getStatusCode().value())
                    .isEqualTo(200);
            clock.set(DAY, "18:59:59.999");
            assertThat(running.due(block.district(), "18:59:59.999")).doesNotContain("ClosingIsDue");
            at("19:00", block.district(), "ClosingIsDue");
            assertThat(stood("CLOSING", block.block())).containsExactly("17:00 1 1", "19:00 1 0");
            assertThat(tasklist.of(districtOfficer, "LookIntoTheMissed")).hasSize(1);
        }

        @Test
        @DisplayName("the list of the topmost office stays with it: there is none above")
        void topmost() {
            begin();
            at("17:00", block.directorate(), "ClosingIsDue");
            assertThat(list(director, "LookIntoTheMissed"))
                    .extracting(l -> l.path("code").asText())
                    .containsExactlyInAnyOrder(block.block(), block.district());
        }

        @Test
        @DisplayName(
                "what arrives while the day closes is recorded and counted, or refused with day-closed: nothing between")
        void race() {
            var schools = new HashMap<String, String>();
            for (int n = 0; n < 12; n++) {
                var one = state.school(block.block());
                schools.put(one, state.holder("HEAD", one));
            }
            begin();
            clock.set(DAY, "16:59:59.999");
            // warm: nobody's first call, with its password, is slower than the others'
            schools.values().forEach(h -> calls.get(h, "/me"));
            var together = new CyclicBarrier(schools.size() + 1);
            var answers = new HashMap<String, CompletableFuture<String>>();
            schools.forEach((code, who) -> answers.put(
                    code,
                    CompletableFuture.supplyAsync(
                            () -> {
                                meet(together);
                                var answer = roll(who, code, who);
                                return answer.getStatusCode().value() == 200 ? "recorded" : problem(answer);
                            },
                            command -> new Thread(command).start())));
            meet(together);
            clock.set(DAY, "17:00:00");
            fire(block.district(), "ClosingIsDue");
            var late = schools.keySet().stream()
                    .filter(code -> !answers.get(code).join().equals("recorded"))
                    .toList();
            assertThat(late)
                    .allSatisfy(code -> assertThat(answers.get(code).join()).isEqualTo("409 day-closed"));
            var missed = missed("CLOSING").stream().map(m -> m.split(" ")[0]).collect(toSet());
            missed.removeAll(List.of(school, cluster));
            assertThat(missed).containsExactlyInAnyOrderElementsOf(late);
        }
    }

    @Nested
    @DisplayName("On a day that goes otherwise")
    class Otherwise {

        @Test
        @DisplayName("a holiday declared at noon: the day ends quietly, no task, nothing recorded (C14)")
        void holidayAtNoon() {
            begin();
            clock.set(DAY, "12:00");
            state.holiday(block.district(), DAY);
            state.holiday(block.directorate(), DAY.minusDays(1));
            opening.open(DAY);
            for (var office : List.of(block.block(), block.district())) {
                dayEnds(office);
                assertThat(running.of(office)).isEmpty();
            }
            assertThat(stood("ENTRY", block.block())).isEmpty();
            assertThat(stood("CLOSING", block.block())).isEmpty();
            assertThat(tasklist.of(blockOfficer, "ChaseTheMissing")).isEmpty();
            assertThat(tasklist.of(districtOfficer, "LookIntoTheMissed")).isEmpty();
        }

        @Test
        @DisplayName(
                "a holiday imported by mistake and taken back: the lists come at their hours all the same (RJ-5, RJ-6)")
        void holidayTakenBack() {
            begin();
            clock.set(DAY, "09:00");
            declare("HOLIDAY");
            assertThat(offices()).hasSize(3);
            for (var office : offices())
                assertThat(running.due(office, "23:59:58")).isEmpty();
            clock.set(DAY, "09:10");
            declare("WORKING");
            at("14:00", block.block(), "EntryIsDue");
            assertThat(stood("ENTRY", block.block())).containsExactly("14:00 2 2");
            assertThat(tasklist.of(blockOfficer, "ChaseTheMissing")).hasSize(1);
            assertThat(notice(head)).contains("Attendance is not complete");
            at("17:00", block.district(), "ClosingIsDue");
            assertThat(stood("CLOSING", block.block())).containsExactly("17:00 2 2");
            assertThat(tasklist.of(districtOfficer, "LookIntoTheMissed")).hasSize(1);
        }

        @Test
        @DisplayName(
                "a holiday of the offices moved in the morning: the office whose schools alone were expected chases the offices too (RJ-5)")
        void officesWorkAfterAll() {
            jdbc.sql(
                            "insert into calendar_day (area_id, kind, from_day, to_day, day_kind, name)"
                                    + " select id, 'OFFICE', ?, ?, 'HOLIDAY', 'Made for a test' from institution where code = ?")
                    .params(DAY, DAY, block.district())
                    .update();
            begin();
            clock.set(DAY, "07:30");
            jdbc.sql("delete from calendar_day where kind = 'OFFICE' and from_day = ?")
                    .param(DAY)
                    .update();
            opening.open(DAY);
            at("14:00", block.district(), "EntryIsDue");
            assertThat(list(districtOfficer, "ChaseTheMissing"))
                    .extracting(l -> l.path("code").asText())
                    .containsExactly(block.block());
        }

        @Test
        @DisplayName(
                "a server that was down across both deadlines records each once when it is back, for the right day")
        void downAcrossTheDeadlines() {
            begin();
            enter(clusterHead, cluster, clusterHead);
            clock.set(DAY.plusDays(1), "08:00");
            fire(block.block(), "EntryIsDue");
            fire(block.block(), "DayCloses");
            fire(block.district(), "ClosingIsDue");
            assertThat(stood("ENTRY", block.block())).containsExactly("14:00 2 1");
            assertThat(stood("CLOSING", block.block())).containsExactly("17:00 2 1");
            assertThat(tasklist.of(blockOfficer, "ChaseTheMissing")).isEmpty();
            assertThat(tasklist.of(districtOfficer, "LookIntoTheMissed")).hasSize(1);
        }

        @Test
        @DisplayName("on a half day the forenoon is all that is expected")
        void halfDay() {
            jdbc.sql("insert into calendar_day (area_id, from_day, to_day, day_kind, name)"
                            + " select id, ?, ?, 'HALF', 'Made for a test' from institution where code = ?")
                    .params(DAY, DAY, block.district())
                    .update();
            begin();
            at("14:00", block.block(), "EntryIsDue");
            assertThat(missed("ENTRY")).containsExactlyInAnyOrder(school + " 0/2", cluster + " 0/1");
        }
    }

    private void begin() {
        opening.open(DAY);
        days.start(DAY);
    }

    private void dayEnds(String office) {
        at("23:59:59", office, "EntryIsDue");
    }

    private void declare(String kind) {
        jdbc.sql("update calendar_day set day_kind = ? where from_day = ? and area_id ="
                        + " (select id from institution where code = ?)")
                .params(kind, DAY, block.directorate())
                .update();
        opening.open(DAY);
    }

    private void at(String time, String office, String timer) {
        clock.set(DAY, time);
        fire(office, timer);
    }

    private void fire(String office, String timer) {
        running.fire(office, timer);
    }

    private List<String> offices() {
        return runtime
                .createProcessInstanceQuery()
                .processDefinitionKey("attendance-day")
                .variableValueEquals("day", DAY.toString())
                .list()
                .stream()
                .map(i -> String.valueOf(runtime.getVariable(i.getId(), "institution")))
                .filter(List.of(block.block(), block.district(), block.directorate(), school, cluster)::contains)
                .toList();
    }

    private List<String> walked(String office) {
        return jdbc.sql("select act_id_ from engine.act_hi_actinst a join engine.act_hi_procinst p"
                        + " on p.proc_inst_id_ = a.proc_inst_id_ where p.business_key_ = ?")
                .param(office + "/" + DAY)
                .query(String.class)
                .list();
    }

    private void enterAll() {
        enter(head, school, head, teacher);
        enter(clusterHead, cluster, clusterHead);
    }

    private void enter(String who, String where, String... people) {
        assertThat(roll(who, where, people).getStatusCode().value()).isEqualTo(200);
    }

    private ResponseEntity<Map<String, Object>> roll(String who, String where, String... people) {
        return calls.roll(
                who,
                where,
                DAY,
                Stream.of(people).map(p -> line(p, "PRESENT", "PRESENT")).toList());
    }

    private List<String> stood(String kind, String office) {
        return jdbc.sql(
                        """
                        select to_char(d.due at time zone 'Asia/Kolkata', 'HH24:MI') || ' ' || d.institutions || ' ' || d.missed
                          from attendance_deadline d join institution i on i.id = d.office_id
                         where d.day = ? and d.kind = ? and i.code = ? order by d.due
                        """)
                .params(DAY, kind, office)
                .query(String.class)
                .list();
    }

    /** The schools of this block that missed a deadline. */
    private List<String> missed(String kind) {
        return jdbc.sql(
                        """
                        select i.code || ' ' || m.recorded || '/' || m.expected
                          from attendance_deadline_missed m
                               join institution i on i.id = m.institution_id
                               join institution o on o.id = m.office_id
                         where m.day = ? and m.kind = ? and o.code = ?
                        """)
                .params(DAY, kind, block.block())
                .query(String.class)
                .list();
    }

    /** What the person sees who opens the form of the one task. */
    private List<JsonNode> list(String who, String what) {
        var lines = new ArrayList<JsonNode>();
        try {
            new ObjectMapper()
                    .readTree(tasklist.form(who, task(who, what))
                            .path("lines")
                            .path("value")
                            .asText())
                    .forEach(lines::add);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return lines;
    }

    private Task task(String who, String what) {
        var found = tasklist.of(who, what);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private String notice(String who) {
        @SuppressWarnings("unchecked")
        var items =
                (List<Map<String, Object>>) calls.get(who, "/notices").getBody().get("items");
        return items.isEmpty()
                ? ""
                : items.get(0).get("title") + ": " + items.get(0).get("text");
    }

    private String deployCutoffs(String from, String to) throws IOException {
        var table = new ClassPathResource("processes/day-cutoffs.dmn").getContentAsString(StandardCharsets.UTF_8);
        return repository
                .createDeployment()
                .name("changed by an administrator")
                .addString("day-cutoffs.dmn", table.replace(from, to))
                .deploy()
                .getId();
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
