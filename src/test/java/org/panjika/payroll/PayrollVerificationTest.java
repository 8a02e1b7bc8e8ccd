package org.panjika.payroll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.panjika.Tasklist.json;
import static org.panjika.Tasklist.value;
import static org.panjika.payroll.PayScene.MONTH;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
import org.panjika.access.Callers;
import org.panjika.engine.VacatedTasks;
import org.panjika.organisation.Charge;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
import org.panjika.organisation.Officer;
import org.panjika.payroll.PayScene.Place;
import org.panjika.payroll.jdbc.DrawalTable;
import org.panjika.payroll.jdbc.PayCaseTable;
import org.panjika.problem.Refused;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@SystemTest
@CoversProcess({"payroll-month", "payroll-verification"})
@DisplayName(
        "The month begins for all, the head sends it by the 5th, who draws the pay accepts or returns it (RJ-13, RJ-14, C16)")
class PayrollVerificationTest {

    @Autowired
    PayScene scene;

    @Autowired
    PaperMonth paper;

    @Autowired
    PayMonthStart start;

    @Autowired
    TestState state;

    @Autowired
    Tasklist tasklist;

    @Autowired
    Calls calls;

    @Autowired
    Jobs jobs;

    @Autowired
    RuntimeService runtime;

    @Autowired
    ManagementService management;

    @Autowired
    PayBooks books;

    @Autowired
    Adjustments adjustments;

    @Autowired
    Verification verification;

    @Autowired
    PayCaseTable cases;

    @Autowired
    TestClock clock;

    @Autowired
    HistoryService history;

    @Autowired
    OpenMatters.Severities severities;

    @Autowired
    TransactionTemplate transactions;

    @Autowired
    Proposals proposals;

    @Autowired
    Drawals drawals;

    @Autowired
    Officer officers;

    @Autowired
    VacatedTasks vacated;

    @Autowired
    PayMonitor monitor;

    @Autowired
    Statements statements;

    @Autowired
    OpenMatters matters;

    @Autowired
    Institutions institutions;

    @Autowired
    Callers callers;

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    Place place;

    @BeforeEach
    void aSchoolWhoseMonthIsOver() {
        place = scene.place("RJ");
    }

    @AfterEach
    void noCasesAreLeft() {
        scene.end();
    }

    @Test
    @DisplayName(
            "at night on the 1st the month begins for all institutions, each once, also when the server is stopped between portions; what changed in a month sent before is adjusted")
    void begins() {
        var before = sentTheMonthBefore();
        paper.day(place.teacher(), place.school(), before.atDay(8), "U");
        start.begin();
        scene.leaveOthersAlone(place);
        var timer = management
                .createJobQuery()
                .processDefinitionKey("payroll-month")
                .timers()
                .singleResult();
        jobs.carryOut(timer);
        Awaitility.await().until(() -> scene.hasCase(place.school()));
        Awaitility.await()
                .until(() -> runtime.createProcessInstanceQuery()
                                .processDefinitionKey("payroll-month")
                                .count()
                        == 0);
        assertThat(scene.due(place.school())).isEqualTo(MONTH.plusMonths(1).atDay(5));
        start.begin();
        assertThat(start.anyToStart()).isFalse();
        assertThat(start.startPortion()).as("each once").isZero();
        assertThat(scene.hasCase(place.block().district()))
                .as("also the office of the district, where people are posted")
                .isTrue();
        assertThat(books.adjusted(place.teacher(), before))
                .as("nothing need be sent for it (C17)")
                .isEqualTo("2027-04 RECOVERY FULL>HELD 2 REGISTER");
    }

    private YearMonth sentTheMonthBefore() {
        var before = MONTH.minusMonths(1);
        for (var person : List.of(place.head(), place.teacher()))
            paper.write(
                    person, place.school(), before, "P P P P P P - P P P P P P - P P P P P P - P P P P P P - P P P");
        statements.send(institutions.find(place.school()).orElseThrow(), before, place.head(), false);
        return before;
    }

    @Test
    @DisplayName(
            "whose pay somebody draws is asked for a state at once, and answers as for each: drawing officer, office above while that seat is vacant, the top (C4)")
    void whoDraws() {
        scene.begin(place);
        whoDrawsIsAskedForAll();
        jdbc.sql(
                        "insert into service_state (staff_id, state, during) select id, 'SUSPENDED', daterange(?, null) from staff where employee_code = ?")
                .params(MONTH.atDay(1), place.ddo())
                .update();
        whoDrawsIsAskedForAll();
        assertThat(drawals.standing(
                                callers.find(place.officer()).orElseThrow(), MONTH, Optional.empty(), Optional.empty())
                        .places())
                .as("the block's own is drawn above it")
                .extracting(DrawalTable.Standing::code)
                .containsExactly(place.school());
        jdbc.sql(
                        "update charge set may_act = false where kind = 'HEAD' and institution_id <> (select id from institution where code = ?)"
                                + " and institution_id in (select i.id from institution i, institution d where d.code = ? and d.id = any (i.path))")
                .params(place.school(), place.block().directorate())
                .update();
        whoDrawsIsAskedForAll();
    }

    @Test
    @DisplayName(
            "who draws the pay of many reads them by name, fifty at a time, finds one by code or name, and has all lines in one list (RJ-14)")
    void manyToDraw() {
        var schools = new ArrayList<String>();
        for (int n = 10; n < 61; n++) {
            var school = state.school(place.block().block());
            jdbc.sql("update institution set name = ? where code = ?")
                    .params("Drawn %d".formatted(n), school)
                    .update();
            paper.write(state.staff(school), school, MONTH, PayScene.PRESENT);
            schools.add(school);
        }
        scene.begin(place);
        var ddo = callers.find(place.ddo()).orElseThrow();
        var first = drawals.standing(ddo, MONTH, Optional.of("drawn"), Optional.empty());
        assertThat(first.places())
                .extracting(DrawalTable.Standing::code)
                .containsExactlyElementsOf(schools.subList(0, 50));
        var second = drawals.standing(ddo, MONTH, Optional.of("drawn"), first.next());
        assertThat(second.places()).extracting(DrawalTable.Standing::code).containsExactly(schools.get(50));
        assertThat(second.next()).isEmpty();
        assertThat(drawals.standing(ddo, MONTH, Optional.of(schools.get(7)), Optional.empty())
                        .places())
                .extracting(DrawalTable.Standing::name)
                .containsExactly("Drawn 17");
        assertThat(drawals.standing(ddo, MONTH, Optional.of("dr_wn"), Optional.empty())
                        .places())
                .as("as it is written")
                .isEmpty();
        for (var school : List.of(schools.get(0), schools.get(50))) {
            var at = institutions.find(school).orElseThrow();
            statements.send(at, MONTH, place.officer(), true);
            statements.accept(at, MONTH, place.ddo());
        }
        var page = Browser.loggedIn(port, place.ddo(), TestState.PASSWORD);
        assertThat(page.get("/payroll/" + MONTH + "/drawal").body())
                .contains("Drawn 10")
                .doesNotContain("Drawn 60");
        assertThat(page.get("/payroll/" + MONTH + "/drawal?institution=" + schools.get(50))
                        .body())
                .as("one that is on a later page is entered all the same")
                .contains("Drawn 60", "name=\"institution\" value=\"" + schools.get(50) + "\"");
        assertThat(SheetRows.ofCsv(page.download("/payroll/" + MONTH + "/drawal/list.csv")))
                .extracting(line -> line.get(0))
                .containsExactly("institution", schools.get(0), schools.get(50));
    }

    private void whoDrawsIsAskedForAll() {
        var people = Stream.of(place.ddo(), place.officer(), place.head(), place.teacher())
                .map(code -> callers.find(code).orElseThrow())
                .toList();
        for (var caller : people) {
            var each = Stream.of(
                            place.school(),
                            place.block().block(),
                            place.block().district(),
                            place.block().directorate())
                    .filter(code ->
                            drawals.mayEnter(caller, institutions.find(code).orElseThrow()))
                    .toList();
            assertThat(drawals.standing(caller, MONTH, Optional.empty(), Optional.empty())
                            .places())
                    .extracting(DrawalTable.Standing::code)
                    .containsExactlyInAnyOrderElementsOf(each);
        }
    }

    @Test
    @DisplayName("two copies of the application at once start each case once")
    void once() throws Exception {
        start.begin();
        scene.leaveOthersAlone(place);
        var started = Together.copies(4, start::startPortion).stream()
                .mapToInt(n -> n)
                .sum();
        assertThat(started).as("school, block, district: whoever has staff").isEqualTo(3);
    }

    @Test
    @DisplayName("after an outage of months each month that was missed is begun, and its cases are started")
    void missedMonths() {
        scene.begin(place);
        var newest = cases.newestBegun(YearMonth.of(2099, 12)).orElseThrow();
        clock.set(newest.plusMonths(4).atDay(2), "08:00");
        start.begin();
        scene.leaveOthersAlone(place);
        assertThat(cases.anyToStart(newest.plusMonths(4).atDay(2))).isTrue();
        var started = transactions.execute(t -> cases.start(newest.plusMonths(4).atDay(2), 250, clock.instant()));
        assertThat(started)
                .filteredOn(m -> m.institution().equals(place.school()))
                .extracting(PayCases.Month::month)
                .contains(newest.plusMonths(1), newest.plusMonths(2), newest.plusMonths(3))
                .doesNotContain(newest.plusMonths(4));
    }

    @Test
    @DisplayName(
            "reminded on the 3rd and the 5th while it is not sent, on no other day; while the seat is vacant the office above")
    void reminded() {
        scene.begin(place);
        var told = new StringBuilder();
        for (int day = 1; day <= 7; day++) {
            scene.on(day, "00:20");
            var before = notices();
            start.remind();
            if (notices() > before) told.append(day).append(' ');
        }
        assertThat(told).hasToString("3 5 ");
        jdbc.sql(
                        "insert into service_state (staff_id, state, during) select id, 'SUSPENDED', daterange(?, null) from staff where employee_code = ?")
                .params(MONTH.plusMonths(1).atDay(1), place.head())
                .update();
        scene.on(5, "00:20");
        start.remind();
        assertThat(calls.get(place.officer(), "/notices").getBody().toString())
                .as("the seat is vacant: who holds the task (C4)")
                .contains("/payroll/" + MONTH + "/institutions/" + place.school());
    }

    private long notices() {
        var items = (List<?>) calls.get(place.head(), "/notices").getBody().get("items");
        return items.size();
    }

    @Test
    @DisplayName(
            "due on the 5th, a Wednesday as it happens; what is open is listed with its cure and weight, and nothing blocks")
    void listed() {
        jdbc.sql("update staff set name_hi = 'मीरा' where employee_code = ?")
                .param(place.teacher())
                .update();
        paper.day(place.teacher(), place.school(), MONTH.atDay(8), "U");
        paper.day(place.teacher(), place.school(), MONTH.atDay(9), "PX");
        paper.day(place.teacher(), place.school(), MONTH.atDay(10), "?");
        paper.day(place.teacher(), place.school(), MONTH.atDay(12), "A");
        paper.day(place.teacher(), place.school(), MONTH.atDay(13), "U");
        paper.correctionAsked(place.teacher(), place.school(), MONTH.atDay(13));
        paper.late(place.teacher(), MONTH.atDay(14), 75);
        paper.condonationAsked(place.teacher(), place.school(), MONTH.atDay(14));
        scene.begin(place);
        scene.on(2, "10:00");
        var task = tasklist.one(place.head());
        assertThat(task.getName()).isEqualTo("Head verifies");
        assertThat(task.getDueDate()).isEqualTo("2027-05-05T18:29:00.000");
        var shown = tasklist.form(place.head(), task).get("statement").get("value");
        var form = shown.isTextual() ? read(shown.asText()) : shown;
        assertThat(form.get("held").asText()).isEqualTo("1");
        assertThat(form.get("open").get(0).get("who").asText()).endsWith(" / मीरा (" + place.teacher() + ")");
        assertThat(matters(form, "open"))
                .isEqualTo(
                        """
                        Attendance not entered 1 on 08-04 Held /corrections/new?institution=%1$s&day=2027-04-08
                        Marks to be confirmed 1 on 10-04 Paid, adjusted later /camunda/app/tasklist/
                        Technical fault not settled ½ on 09-04 Paid, adjusted later /faults
                        Correction not decided 1 on 13-04 Paid, adjusted later /corrections
                        Condonation of lateness not decided ½ on 14-04 Paid, adjusted later /camunda/app/tasklist/
                        Proposed deduction not settled 1 on 12-04 Next month /payroll/2027-04/institutions/%1$s/proposals"""
                                .formatted(place.school()));
        assertThat(tasklist.decide(place.head(), task, "anything")).isEqualTo(400);
        assertThat(tasklist.decide(place.head(), task, "send")).isEqualTo(204);
        assertThat(scene.statement(place.school()))
                .containsEntry("state", "SENT")
                .containsEntry("version", 1)
                .containsEntry("sent_by", place.head())
                .containsEntry("in_stead", false)
                .containsEntry("held", 1);
    }

    @Test
    @DisplayName(
            "lateness without casual leave waits for the head and is listed with its way to the decision; with leave left it is taken, and nothing is open (BR-20, C16)")
    void latenessWaitsForTheHead() {
        place = scene.place("BR");
        scene.in(1, "08:00");
        state.set(place.block().directorate(), "payRoute", "DDO_STATEMENT");
        var withLeave = state.staff(place.school());
        paper.write(withLeave, place.school(), MONTH, PayScene.PRESENT);
        books.balance(withLeave, "CL", 10);
        paper.late(place.teacher(), MONTH.atDay(14), 75);
        paper.late(withLeave, MONTH.atDay(14), 75);
        scene.in(15, "07:00");
        proposals.tell();
        scene.on(1, "08:00");
        scene.begin(place);
        scene.on(2, "10:00");
        assertThat(open(place.head()))
                .isEqualTo(
                        "Deduction for lateness not decided ½ on 14-04 Paid, adjusted later /payroll/2027-04/institutions/%s/proposals"
                                .formatted(place.school()));
        var told = proposals.of(books.id(place.teacher()), MONTH).get(0).id();
        proposals.decide(callers.find(place.head()).orElseThrow(), told, Proposal.Verdict.WAIVE, "The bridge was out");
        assertThat(open(place.head())).isEmpty();
    }

    @Test
    @DisplayName(
            "what is left over from a month that was sent passes to the next: its head reads person, days and cure, until it is decided (C16)")
    void leftOver() {
        var before = sentTheMonthBefore();
        for (var day : List.of(1, 2, 3, 4, 5, 8)) paper.day(place.teacher(), place.school(), before.atDay(day), "U");
        paper.day(place.teacher(), place.school(), before.atDay(12), "A");
        clock.set(before.plusMonths(1).atDay(1), "07:00");
        proposals.tell();
        var told = proposals.of(books.id(place.teacher()), before);
        assertThat(told).hasSize(7);
        var twelfth = told.get(0);
        proposals.reply(
                callers.find(place.teacher()).orElseThrow(),
                twelfth.id(),
                Proposal.Reply.CONTEST,
                Optional.of("At the hospital"),
                List.of());
        scene.on(1, "08:00");
        scene.begin(place);
        scene.on(2, "10:00");
        assertThat(listed(place.head(), "open")).isEmpty();
        assertThat(listed(place.head(), "earlier"))
                .isEqualTo(
                        """
                        Attendance not entered 6 on 01-03, 02-03, 03-03, 04-03, 05-03 … Held /corrections/new?institution=%1$s&day=2027-03-01
                        Proposed deduction not settled 1 on 12-03 Next month /payroll/2027-03/institutions/%1$s/proposals"""
                                .formatted(place.school()));
        assertThat(tasklist.form(place.head(), tasklist.one(place.head())).toString())
                .contains("03-2027");
        var school = institutions.find(place.school()).orElseThrow();
        assertThat(matters.before(school, before.plusMonths(3))).hasSize(2);
        assertThat(matters.before(school, before.plusMonths(4)))
                .as("not for ever")
                .isEmpty();
        told.forEach(p ->
                proposals.decide(callers.find(place.head()).orElseThrow(), p.id(), Proposal.Verdict.WAIVE, "Was here"));
        assertThat(listed(place.head(), "earlier")).isEmpty();
    }

    private String open(String who) {
        return listed(who, "open");
    }

    private String listed(String who, String list) {
        var shown = tasklist.form(who, tasklist.one(who)).get("statement").get("value");
        return matters(shown.isTextual() ? read(shown.asText()) : shown, list);
    }

    private static String matters(com.fasterxml.jackson.databind.JsonNode form, String list) {
        return StreamSupport.stream(form.get(list).spliterator(), false)
                .map(m -> m.get("what").asText() + " " + m.get("days").asText() + " on "
                        + m.get("on").asText() + " " + m.get("severity").asText() + " "
                        + m.get("link").asText())
                .collect(Collectors.joining("\n"));
    }

    @Test
    @DisplayName(
            "how much a matter weighs is read with the connection of whoever opens the form, so that many forms opened at once never wait for each other")
    void weighedWithoutAnotherConnection() {
        var read = read();
        transactions.executeWithoutResult(opening -> {
            for (var kind : OpenMatter.Kind.values())
                assertThat(severities.of(kind)).isNotNull();
            opening.setRollbackOnly();
        });
        assertThat(read()).as("what was read in it is gone with it").isEqualTo(read);
    }

    private long read() {
        return history.createHistoricDecisionInstanceQuery()
                .decisionDefinitionKey("payroll-open-matters")
                .count();
    }

    private static com.fasterxml.jackson.databind.JsonNode read(String json) {
        try {
            return new com.fasterxml.jackson.databind.ObjectMapper().readTree(json);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @DisplayName("returned with a remark for one line, sent again as version 2, accepted; then everybody has drawn")
    void returnedAndAccepted() {
        paper.day(place.teacher(), place.school(), MONTH.atDay(8), "AP");
        books.balance(place.teacher(), "PL", 2);
        scene.in(9, "07:00");
        proposals.tell();
        scene.on(1, "08:00");
        scene.begin(place);
        scene.on(2, "10:00");
        tasklist.decide(place.head(), "send");
        var task = tasklist.one(place.ddo());
        assertThat(tasklist.complete(place.ddo(), task, Map.of("decision", value("return"))))
                .as("which lines, and why")
                .isEqualTo(400);
        assertThat(tasklist.complete(
                        place.ddo(),
                        task,
                        Map.of(
                                "decision",
                                value("return"),
                                "remark",
                                value("Which leave is it?"),
                                "lines",
                                json("[\"" + place.teacher() + "\"]"))))
                .isEqualTo(204);
        assertThat(scene.statement(place.school())).containsEntry("state", "RETURNED");
        var again = tasklist.one(place.head());
        assertThat(tasklist.form(place.head(), again).toString()).contains("Which leave is it?", place.teacher());
        tasklist.decide(place.head(), again, "send");
        assertThat(scene.statement(place.school())).containsEntry("version", 2);
        var accepting = tasklist.one(place.ddo());
        assertThat(tasklist.form(place.ddo(), accepting).toString())
                .as("what acceptance takes from leave")
                .contains("PL ½");
        tasklist.decide(place.ddo(), accepting, "accept");
        assertThat(scene.statement(place.school())).containsEntry("state", "ACCEPTED");
        assertThat(books.left(place.teacher(), "PL")).isEqualTo(1);
        assertThat(books.astray(place.school())).isZero();
        var drawal = tasklist.one(place.ddo());
        assertThat(tasklist.complete(place.ddo(), drawal, Map.of())).as("who?").isEqualTo(400);
        assertThat(tasklist.complete(place.ddo(), drawal, Map.of("decision", value("all"), "bill", value("B 17"))))
                .isEqualTo(204);
        assertThat(scene.statement(place.school())).containsEntry("drawn", 2);
        assertThat(scene.hasCase(place.school())).as("the month is over").isFalse();
    }

    @Test
    @DisplayName(
            "what changed in a month sent before is adjusted with this one: who draws the pay sees it in the task (C17)")
    void supplement() {
        var before = sentTheMonthBefore();
        paper.day(place.teacher(), place.school(), before.atDay(8), "U");
        paper.day(place.head(), place.school(), before.atDay(9), "U");
        scene.begin(place);
        scene.on(2, "10:00");
        tasklist.decide(place.head(), "send");
        var page = "/payroll/" + MONTH + "/adjustments?limit=1&under="
                + place.block().block();
        var first = calls.get(place.officer(), page).getBody();
        var second =
                calls.get(place.officer(), page + "&after=" + first.get("next")).getBody();
        assertThat(Stream.of(first, second)
                        .flatMap(p -> ((List<?>) p.get("items")).stream())
                        .map(a -> String.valueOf(((Map<?, ?>) a).get("employeeCode"))))
                .as("page by page")
                .containsExactly(place.head(), place.teacher());
        assertThat(second).containsEntry("next", null);
        assertThat(adjustments.posted(institutions.find(place.block().block()).orElseThrow(), MONTH))
                .as("the office's own")
                .isEmpty();
        var form = tasklist.form(place.ddo(), tasklist.one(place.ddo())).toString();
        assertThat(form).contains("03-2027", "Recovery: full pay → held");
    }

    @Test
    @DisplayName(
            "where nobody is posted nothing is sent: such an institution has no case and is not counted as missing")
    void nobodyThere() {
        var empty = state.school(place.block().block());
        scene.begin(place);
        assertThat(scene.hasCase(empty)).isFalse();
        var below = monitor.of(
                callers.find(place.officer()).orElseThrow(),
                MONTH,
                Optional.of(place.block().block()));
        assertThat(below.rows())
                .extracting(r -> r.institution().code())
                .contains(place.school())
                .doesNotContain(empty);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"RJ", "BR"})
    @DisplayName(
            "a school whose only teacher has left has its month all the same while absence is not taken or something is adjusted (C16, C17)")
    void nobodyThereAnyMore(String regime) {
        place = scene.place(regime);
        var before = MONTH.minusMonths(1);
        var due = leftAfter(before, "A");
        var owed = leftAfter(before, "P");
        clock.set(before.plusMonths(1).atDay(1), "07:00");
        proposals.tell();
        for (var school : List.of(due, owed)) statements.send(school, before, place.officer(), true);
        paper.day(onlyTeacher(owed), owed.code(), before.atDay(8), "U");
        adjustments.post(List.of(owed), "test");
        scene.on(1, "08:00");
        scene.begin(place);
        if (regime.equals("BR")) {
            for (var school : List.of(due, owed))
                assertThat(scene.statement(school.code()).get("list_id"))
                        .as("on the block's list")
                        .isNotNull();
            return;
        }
        scene.on(2, "10:00");
        for (var school : List.of(due, owed)) {
            var task = theTaskAt(place.officer(), "HeadVerifies", school.code());
            assertThat(tasklist.decide(place.officer(), task, "send")).isEqualTo(204);
        }
        assertThat(books.adjusted(onlyTeacher(due), before)).isEqualTo("2027-04 RECOVERY FULL>NONE 2 ABSENCE");
        for (var school : List.of(due, owed)) {
            var task = theTaskAt(place.ddo(), "DdoDecides", school.code());
            assertThat(tasklist.form(place.ddo(), task).toString()).contains("03-2027", "Recovery: full pay");
            tasklist.decide(place.ddo(), task, "accept");
            var drawal = theTaskAt(place.ddo(), "EnterDrawal", school.code());
            assertThat(tasklist.complete(place.ddo(), drawal, Map.of("decision", value("all"), "bill", value("B 17"))))
                    .isEqualTo(204);
            Awaitility.await().until(() -> !scene.hasCase(school.code()));
        }
    }

    /** A school whose only teacher left with the month, of whose last day the register says a word. */
    private Institution leftAfter(YearMonth month, String lastDay) {
        var school = state.school(place.block().block());
        var only = state.staff(school);
        paper.write(only, school, month, "P P P P P P - P P P P P P - P P P P P P - P P P P P P - P P " + lastDay);
        jdbc.sql("update posting set during = daterange(lower(during), ?) where staff_id = ?")
                .params(month.plusMonths(1).atDay(1), books.id(only))
                .update();
        return institutions.find(school).orElseThrow();
    }

    private String onlyTeacher(Institution school) {
        return jdbc.sql(
                        "select s.employee_code from staff s join posting p on p.staff_id = s.id where p.institution_id = ?")
                .param(school.id())
                .query(String.class)
                .single();
    }

    @Test
    @DisplayName(
            "drawal of each person from a program: one drawn, one withheld; who is missing is asked for again; offices above see why pay is withheld, and whose (RJ-14)")
    void drawalOfEach() {
        scene.begin(place);
        scene.on(2, "10:00");
        tasklist.decide(place.head(), "send");
        tasklist.decide(place.ddo(), "accept");
        assertThat(say("[{\"employeeCode\":\"%s\",\"status\":\"WITHHELD\"}]".formatted(place.teacher())))
                .as("withheld needs a reason")
                .isEqualTo(400);
        assertThat(say("[{\"employeeCode\":\"%s\",\"status\":\"WITHHELD\",\"reason\":\"Inquiry\"}]"
                        .formatted(place.teacher())))
                .isEqualTo(204);
        assertThat(scene.hasCase(place.school())).as("one is missing").isTrue();
        assertThat(say("[{\"employeeCode\":\"%s\",\"status\":\"DRAWN\",\"bill\":\"B 1\",\"date\":\"2027-05-02\"}]"
                        .formatted(place.head())))
                .isEqualTo(204);
        assertThat(scene.statement(place.school())).containsEntry("drawn", 1).containsEntry("withheld", 1);
        assertThat(scene.hasCase(place.school())).isFalse();
        assertThat(calls.get(place.officer(), "/payroll/" + MONTH + "/drawal")
                        .getBody()
                        .get("withheld"))
                .isEqualTo(List.of(Map.of("reason", "Inquiry", "people", 1)));
        assertThat(withheld(place.officer(), "?reason=INQUIRY"))
                .as("however it is written")
                .containsExactly(place.teacher());
        assertThat(withheld(place.officer(), "?reason=Suspended")).isEmpty();
        assertThat(Calls.problem(calls.get(place.teacher(), "/payroll/" + MONTH + "/drawal/withheld")))
                .isEqualTo("403 not-allowed");
        var page = Browser.loggedIn(port, place.officer(), TestState.PASSWORD);
        assertThat(page.get("/payroll/" + MONTH).body()).contains("Inquiry", "reason=Inquiry");
        assertThat(page.get("/payroll/" + MONTH + "/withheld?reason=Inquiry").body())
                .contains(place.teacher())
                .doesNotContain(place.head());
        assertThat(Browser.loggedIn(port, place.teacher(), TestState.PASSWORD)
                        .get("/payroll/" + MONTH + "/me")
                        .body())
                .as("the person reads why")
                .contains("Inquiry");
    }

    @SuppressWarnings("unchecked")
    private List<Object> withheld(String who, String query) {
        var found = (List<Map<String, Object>>) calls.get(who, "/payroll/" + MONTH + "/drawal/withheld" + query)
                .getBody()
                .get("items");
        return found.stream().map(w -> w.get("employeeCode")).toList();
    }

    private int say(String drawal) {
        return tasklist.complete(place.ddo(), tasklist.one(place.ddo()), Map.of("drawal", value(drawal)));
    }

    @Test
    @DisplayName("drawal entered outside the case ends its task")
    void drawalFromThePage() {
        scene.begin(place);
        scene.on(2, "10:00");
        tasklist.decide(place.head(), "send");
        tasklist.decide(place.ddo(), "accept");
        tasklist.one(place.ddo());
        var entry = List.of(
                Map.of("employeeCode", place.head(), "status", "DRAWN"),
                Map.of("employeeCode", place.teacher(), "status", "PARTLY", "bill", "B 2"));
        var path = "/payroll/" + MONTH + "/institutions/" + place.school() + "/drawal";
        assertThat(Calls.problem(calls.post(place.head(), path, Map.of("drawal", entry))))
                .as("not by the head")
                .isEqualTo("403 not-allowed");
        assertThat(calls.post(place.ddo(), path, Map.of("drawal", entry))
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
        assertThat(scene.statement(place.school())).containsEntry("drawn", 1).containsEntry("partly", 1);
        assertThat(scene.hasCase(place.school())).isFalse();
    }

    @Test
    @DisplayName(
            "not sent by the 5th: from the 6th the office above has the same task and sends in the head's stead, marked so")
    void inStead() {
        scene.begin(place);
        scene.on(5, "23:00");
        tasklist.one(place.head());
        assertThat(ofTheSchool("HeadVerifies")).as("not the officer's yet").isEmpty();
        scene.windowPasses(place.school());
        assertThat(tasklist.of(place.head(), "HeadOrOfficeAboveVerifies")).hasSize(1);
        var task = ofTheSchool("HeadOrOfficeAboveVerifies").get(0);
        assertThat(tasklist.decide(place.officer(), task, "send")).isEqualTo(204);
        assertThat(scene.statement(place.school()))
                .containsEntry("in_stead", true)
                .containsEntry("sent_by", place.officer());
        assertThat(tasklist.one(place.ddo()).getName()).isEqualTo("DDO decides");
    }

    @Test
    @DisplayName(
            "sent by the office above, then nobody draws the pay: it is accepted one higher, never by who sent it (C4, C16)")
    void drawingSeatVacantAfterSentInStead() {
        sentInStead();
        jdbc.sql("update charge set may_act = false where kind = 'DDO' and staff_id ="
                        + " (select id from staff where employee_code = ?)")
                .param(place.ddo())
                .update();
        vacated.handOn();
        assertThat(tasksAt(place.officer(), "DdoDecides", place.school())).isEmpty();
        var district = officers.head(institutions.find(place.block().district()).orElseThrow())
                .orElseThrow()
                .employeeCode();
        var task = theTaskAt(district, "DdoDecides", place.school());
        assertThat(tasklist.decide(district, task, "accept")).isEqualTo(204);
        assertThat(scene.statement(place.school())).containsEntry("state", "ACCEPTED");
    }

    @Test
    @DisplayName(
            "who sent does not accept what nobody has looked at again, though the task be in that person's hands (C16)")
    void ownStatement() {
        sentInStead();
        var school = institutions.find(place.school()).orElseThrow();
        assertThatThrownBy(() -> statements.accept(school, MONTH, place.officer()))
                .isInstanceOfSatisfying(
                        Refused.class, r -> assertThat(r.problem()).isEqualTo(PayrollProblem.PAY_OWN_STATEMENT));
        assertThat(scene.statement(place.school())).containsEntry("state", "SENT");
    }

    private void sentInStead() {
        scene.begin(place);
        scene.windowPasses(place.school());
        var task = theTaskAt(place.officer(), "HeadOrOfficeAboveVerifies", place.school());
        assertThat(tasklist.decide(place.officer(), task, "send")).isEqualTo(204);
        assertThat(tasklist.one(place.ddo()).getName()).isEqualTo("DDO decides");
    }

    /** What the block officer sees of the school's case; the block has one of its own. */
    private List<Task> ofTheSchool(String task) {
        return tasksAt(place.officer(), task, place.school());
    }

    private Task theTaskAt(String who, String task, String school) {
        return Awaitility.await()
                .until(() -> tasksAt(who, task, school), found -> found.size() == 1)
                .get(0);
    }

    private List<Task> tasksAt(String who, String task, String school) {
        return tasklist.of(who, task).stream()
                .filter(t ->
                        runtime.getVariable(t.getExecutionId(), "institution").equals(school))
                .toList();
    }

    @Test
    @DisplayName(
            "head and DDO one person: the office above looks again at the own line and at lines that person decided; returned, then agreed")
    void secondLook() {
        state.charge(place.head(), "DDO", place.school());
        scene.begin(place);
        scene.on(2, "10:00");
        tasklist.decide(place.head(), "send");
        assertThat(tasklist.of(place.head())).as("not yet").isEmpty();
        var task = tasklist.of(place.officer(), "SecondLook").get(0);
        assertThat(tasklist.form(place.officer(), task).toString())
                .contains(place.head())
                .doesNotContain(place.teacher());
        assertThat(tasklist.decide(place.officer(), task, "return", "The 8th was a Thursday"))
                .isEqualTo(204);
        assertThat(scene.statement(place.school())).containsEntry("state", "RETURNED");
        tasklist.decide(place.head(), "send");
        tasklist.decide(
                place.officer(), tasklist.of(place.officer(), "SecondLook").get(0), "agree");
        assertThat(tasklist.one(place.head()).getName()).isEqualTo("DDO decides");
        tasklist.decide(place.head(), "accept");
        assertThat(scene.statement(place.school()))
                .containsEntry("state", "ACCEPTED")
                .containsEntry("version", 2);
    }

    @Test
    @DisplayName(
            "head and DDO one person: what that person decided about an earlier month and is adjusted with this one is looked at again too (C16, C17)")
    void secondLookAtEarlierMonths() {
        state.charge(place.head(), "DDO", place.school());
        var other = state.staff(place.school());
        var before = sentTheMonthBefore();
        paper.day(place.teacher(), place.school(), before.atDay(8), "U");
        paper.day(other, place.school(), before.atDay(8), "U");
        jdbc.sql(
                        """
                        insert into attendance_mark_decision (recorded_at, recorded_by, mark_id, day, staff_id, decision)
                        select current_timestamp, ?, gen_random_uuid(), ?, id, 'REJECTED' from staff where employee_code = ?
                        """)
                .params(place.head(), before.atDay(8), place.teacher())
                .update();
        scene.begin(place);
        scene.on(2, "10:00");
        tasklist.decide(place.head(), "send");
        var task = tasklist.of(place.officer(), "SecondLook").get(0);
        assertThat(tasklist.form(place.officer(), task).toString())
                .contains("03-2027", place.teacher(), "Recovery: full pay → held")
                .doesNotContain(other);
    }

    @Test
    @DisplayName(
            "head and DDO one person, sent by the office above: looked at again one higher, with those whose mark, lateness or certificate that person decided (C16)")
    void secondLookThoughSentInStead() {
        state.charge(place.head(), "DDO", place.school());
        var confirmed = present();
        var condoned = present();
        var certified = present();
        jdbc.sql(
                        """
                        with whose as (
                          select m.id as mark, l.id as late, c.id as outside, i.id as school
                            from staff m, staff l, staff c, institution i
                           where m.employee_code = :confirmed and l.employee_code = :condoned and c.employee_code = :certified
                             and i.code = :school),
                        mark as (
                          insert into attendance_mark_decision (recorded_at, recorded_by, mark_id, day, staff_id, decision)
                          select current_timestamp, :head, gen_random_uuid(), :day, mark, 'CONFIRMED' from whose),
                        late as (
                          insert into lateness_condonation (recorded_at, recorded_by, day, staff_id, institution_id, decision, reason)
                          select current_timestamp, :head, :day, late, school, 'CONDONED', 'A flood' from whose)
                        insert into payroll_certificate (recorded_at, recorded_by, institution_id, staff_id, month, through, scan)
                        select current_timestamp, :head, school, outside, :month, :day, '\\x00' from whose
                        """)
                .param("confirmed", confirmed)
                .param("condoned", condoned)
                .param("certified", certified)
                .param("school", place.school())
                .param("head", place.head())
                .param("day", MONTH.atDay(8))
                .param("month", MONTH.atDay(1))
                .update();
        scene.begin(place);
        tasklist.one(place.head());
        scene.windowPasses(place.school());
        tasklist.decide(
                place.officer(), ofTheSchool("HeadOrOfficeAboveVerifies").get(0), "send");
        assertThat(tasklist.of(place.head(), "DdoDecides")).as("not alone").isEmpty();
        assertThat(ofTheSchool("SecondLook")).as("not by who sent").isEmpty();
        var institution = institutions.find(place.school()).orElseThrow();
        assertThat(verification.secondLook(institution, MONTH))
                .isEqualTo(Charge.group(
                        Charge.Kind.HEAD,
                        institutions.find(place.block().district()).orElseThrow()));
        assertThat(verification.toLookAtAgain(institution, MONTH))
                .extracting(l -> l.person().employeeCode())
                .containsExactlyInAnyOrder(place.head(), confirmed, condoned, certified);
    }

    private String present() {
        var person = state.staff(place.school());
        paper.write(person, place.school(), MONTH, PayScene.PRESENT);
        return person;
    }
}
