package org.panjika.attendance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.panjika.Calls.lineOf;
import static org.panjika.Calls.ownMark;
import static org.panjika.Calls.problem;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.panjika.Browser;
import org.panjika.Calls;
import org.panjika.SystemTest;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.Together;
import org.panjika.organisation.CompetentOffice;
import org.panjika.organisation.Institutions;
import org.panjika.organisation.Officiating;
import org.panjika.storage.Scans;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@SystemTest
@DisplayName("Duty orders")
class DutyOrderTest {

    /** A Tuesday. */
    private static final LocalDate DAY = LocalDate.of(2027, 1, 5);

    @Autowired
    TestRestTemplate http;

    @Autowired
    TestState state;

    @Autowired
    Calls calls;

    @Autowired
    TestClock clock;

    @Autowired
    DayOpening opening;

    @Autowired
    Rebuild rebuild;

    @Autowired
    Scans files;

    @Autowired
    TaskService tasks;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    Officiating deputies;

    @Autowired
    Institutions institutions;

    @Autowired
    CompetentOffice offices;

    @LocalServerPort
    int port;

    TestState.Block block;
    String school;
    String teacher;
    String head;
    String officer;
    String scan;

    @BeforeEach
    void aBiharSchoolOnAWorkingDay() {
        clock.set(DAY, "09:40");
        block = state.blockAtWork("BR", DAY);
        school = state.school(block.block());
        teacher = state.staff(school);
        head = state.holder("HEAD", school);
        officer = state.holder("HEAD", block.block());
        opening.open(DAY);
        scan = sent(head);
        sent(officer);
    }

    private String sent(String by) {
        return files.keep(by, "%PDF-1.4 an order".getBytes()).hash().hex();
    }

    @Nested
    @DisplayName("entered")
    class EnteredOrders {

        @Test
        @DisplayName("by the head with its scan; the same again: 200 with the first answer; other content: 409 (BR-5)")
        void again() {
            var order = order(teacher);
            var first = enter(head, order);
            assertThat(first.getStatusCode().value()).isEqualTo(201);
            assertThat(first.getBody())
                    .containsEntry("employeeCode", teacher)
                    .containsEntry("institution", school)
                    .containsEntry("weekdays", List.of(1, 2, 3, 4, 5, 6, 7))
                    .containsEntry("sessions", List.of("FORENOON", "AFTERNOON"))
                    .containsEntry("attachments", List.of(scan))
                    .containsEntry("state", "IN_FORCE")
                    .containsEntry("recordedBy", head);
            var second = enter(head, order);
            assertThat(second.getStatusCode().value()).isEqualTo(200);
            assertThat(second.getBody()).isEqualTo(first.getBody());
            order.put("place", "Elsewhere");
            assertThat(problem(enter(head, order))).isEqualTo("409 id-reused");
        }

        @Test
        @DisplayName("by nobody for himself: the head's by the office above (C4)")
        void forTheHead() {
            assertThat(problem(enter(head, order(head)))).isEqualTo("403 own-duty-order");
            assertThat(problem(enter(teacher, order(teacher)))).isEqualTo("403 own-duty-order");
            assertThat(problem(enter(teacher, order(head)))).isEqualTo("403 not-allowed");
            assertThat(problem(enter(officer, order(teacher)))).isEqualTo("403 not-allowed");
            assertThat(enter(officer, order(head)).getStatusCode().value()).isEqualTo(201);
            var stranger = state.holder("HEAD", state.school(block.block()));
            assertThat(problem(enter(stranger, order(teacher)))).isEqualTo("404 not-found");
        }

        @Test
        @DisplayName(
                "C3: it takes the head away for whole days: the longest in service officiates on them until it is cancelled")
        void officiates() {
            state.staff(school);
            var order = order(head);
            order.put("from", DAY.plusDays(1).toString());
            order.put("to", DAY.plusDays(9).toString());
            order.put("weekdays", List.of(3, 4));
            assertThat(enter(officer, order).getStatusCode().value()).isEqualTo(201);
            assertThat(officiating())
                    .containsExactly(teacher + " [2027-01-06,2027-01-08)", teacher + " [2027-01-13,2027-01-15)");
            clock.set(DAY.plusDays(2), "09:00");
            assertThat(problem(calls.post(teacher, "/attendance/duty-orders/" + order.get("id") + "/cancel", Map.of())))
                    .as("who officiates has no word about the head (C4)")
                    .isEqualTo("403 not-allowed");
            assertThat(calls.post(officer, "/attendance/duty-orders/" + order.get("id") + "/cancel", Map.of())
                            .getStatusCode()
                            .value())
                    .isEqualTo(200);
            assertThat(officiating()).containsExactly(teacher + " [2027-01-06,2027-01-07)");
        }

        @Test
        @DisplayName(
                "C3: orders that overlap: who is named officiates on the days left, and on the others when the first is cancelled")
        void ordersThatOverlap() {
            var deputy = state.staff(school);
            var first = days(3, 3, teacher);
            var second = days(1, 5, deputy);
            enter(officer, first);
            enter(officer, second);
            assertThat(officiating())
                    .containsExactly(
                            deputy + " [2027-01-06,2027-01-08)",
                            teacher + " [2027-01-08,2027-01-09)",
                            deputy + " [2027-01-09,2027-01-11)");
            cancel(first);
            assertThat(officiating())
                    .containsExactly(
                            deputy + " [2027-01-06,2027-01-08)",
                            deputy + " [2027-01-08,2027-01-09)",
                            deputy + " [2027-01-09,2027-01-11)");
            cancel(second);
            assertThat(officiating()).isEmpty();
        }

        @Test
        @DisplayName(
                "C3, C4: an order takes away who heads the school and an office: a teacher officiates at the school alone, and"
                        + " the office above acts for the other")
        void headOfTwoSeats() {
            var another = state.blockUnder(block.district());
            state.charge(head, "HEAD", another);
            state.holder("HEAD", block.district());
            assertThat(actsFor(another)).isEqualTo(another);
            var order = order(head);
            assertThat(enter(officer, order).getStatusCode().value()).isEqualTo(201);
            assertThat(officiating()).containsExactly(teacher + " [2027-01-05,2027-01-07)");
            assertThat(actsFor(school)).isEqualTo(school);
            assertThat(actsFor(another)).isEqualTo(block.district());
            cancel(order);
            assertThat(actsFor(another)).isEqualTo(another);
        }

        private String actsFor(String place) {
            var office = institutions.find(place).flatMap(i -> offices.whoseHead(i, Optional.empty()));
            return office.orElseThrow().code();
        }

        private Map<String, Object> days(int first, int last, String deputy) {
            return order(
                    head,
                    Map.of(
                            "from",
                            DAY.plusDays(first).toString(),
                            "to",
                            DAY.plusDays(last).toString(),
                            "officiating",
                            deputy));
        }

        private void cancel(Map<String, Object> order) {
            assertThat(calls.post(officer, "/attendance/duty-orders/" + order.get("id") + "/cancel", Map.of())
                            .getStatusCode()
                            .value())
                    .isEqualTo(200);
        }

        @Test
        @DisplayName("C3: nobody is named to officiate who never would: for no head, for half days, while away as well")
        void namedInVain() {
            var deputy = state.staff(school);
            var away = order(deputy, Map.of("from", DAY.plusDays(1).toString()));
            enter(head, away);
            assertThat(refused(head, order(teacher, Map.of("officiating", deputy))))
                    .contains("officiating", "nobody-officiates");
            assertThat(refused(officer, order(head, Map.of("sessions", List.of("FORENOON"), "officiating", teacher))))
                    .contains("officiating", "nobody-officiates");
            assertThat(refused(officer, order(head, Map.of("officiating", deputy))))
                    .contains("officiating", "away-then");
            calls.post(head, "/attendance/duty-orders/" + away.get("id") + "/cancel", Map.of());
            assertThat(enter(officer, order(head, Map.of("officiating", deputy)))
                            .getBody())
                    .containsEntry("officiating", deputy);
        }

        @Test
        @DisplayName(
                "C3: an absence of the head is written while another of the same days is: it waits, and adds the days left")
        void awayTwiceAtOnce() {
            var deputy = state.staff(school);
            var second = new AtomicReference<CompletableFuture<ResponseEntity<Map<String, Object>>>>();
            transaction.executeWithoutResult(status -> {
                var place = institutions.find(school).orElseThrow().id();
                deputies.name(key(head), place, key(teacher), DAY.plusDays(2), DAY.plusDays(2));
                second.set(CompletableFuture.supplyAsync(() -> enter(officer, days(1, 3, deputy))));
                Awaitility.await("the second waits")
                        .until(() -> jdbc.sql("select exists (select from pg_locks where not granted)")
                                .query(Boolean.class)
                                .single());
            });
            assertThat(second.get().join().getStatusCode().value()).isEqualTo(201);
            assertThat(officiating())
                    .containsExactly(
                            deputy + " [2027-01-06,2027-01-07)",
                            teacher + " [2027-01-07,2027-01-08)",
                            deputy + " [2027-01-08,2027-01-09)");
        }

        private long key(String employeeCode) {
            return jdbc.sql("select id from staff where employee_code = ?")
                    .param(employeeCode)
                    .query(Long.class)
                    .single();
        }

        private String refused(String by, Map<String, Object> order) {
            var answer = enter(by, order);
            assertThat(problem(answer)).isEqualTo("422 invalid-fields");
            return answer.getBody().get("errors").toString();
        }

        private List<String> officiating() {
            return jdbc.sql(
                            """
                            select s.employee_code || ' ' || c.during
                              from charge c join staff s on s.id = c.staff_id join institution i on i.id = c.institution_id
                             where i.code = ? and c.basis = 'OFFICIATING' order by lower(c.during)
                            """)
                    .param(school)
                    .query(String.class)
                    .list();
        }

        @Test
        @DisplayName("C3: it names who officiates for the head; nobody from elsewhere, nor the head")
        void namedToOfficiate() {
            var named = state.staff(school);
            var order = order(head, Map.of("officiating", state.staff(block.block())));
            assertThat(problem(enter(officer, order))).isEqualTo("422 invalid-fields");
            order.put("officiating", head);
            assertThat(problem(enter(officer, order))).isEqualTo("422 invalid-fields");
            order.put("officiating", named);
            assertThat(enter(officer, order).getBody()).containsEntry("officiating", named);
            assertThat(officiating()).containsExactly(named + " [2027-01-05,2027-01-07)");
            var path = "/institutions/" + school + "/duty-orders";
            assertThat(Browser.loggedIn(port, officer, TestState.PASSWORD)
                            .get(path)
                            .body())
                    .contains("<select name=\"officiating\">", "value=\"" + named + "\"", ">officiating</span>");
            assertThat(Browser.loggedIn(port, named, TestState.PASSWORD)
                            .get(path)
                            .body())
                    .as("who officiates enters no order about the head")
                    .doesNotContain("name=\"officiating\"");
            var pages = Browser.loggedIn(port, head, TestState.PASSWORD);
            assertThat(pages.get("/institutions/" + school + "/attendance/" + DAY)
                            .body())
                    .as("the head reads the register, and who acts for the school")
                    .contains("Staff " + named + " officiates for Staff " + head)
                    .doesNotContain("name=\"remark.");
            assertThat(pages.get("/").body()).contains("(you are away today: others act)");
        }

        @Test
        @DisplayName("by the office above where the head's seat is vacant (C4)")
        void vacantSeat() {
            var headless = state.school(block.block());
            var colleague = state.staff(headless);
            assertThat(enter(officer, order(colleague)).getStatusCode().value()).isEqualTo(201);
        }

        @Test
        @DisplayName("with fields that are wrong: all are named, nothing is recorded")
        void wrongFields() {
            var order = order(teacher);
            order.put("to", DAY.minusDays(1).toString());
            var anothers = files.keep(officer, "%PDF-1.4 another's order".getBytes());
            order.put("attachments", List.of(anothers.hash().hex()));
            order.put("place", " ".repeat(3) + "x".repeat(201));
            var answer = enter(head, order);
            assertThat(problem(answer)).isEqualTo("422 invalid-fields");
            assertThat(answer.getBody().get("errors").toString())
                    .contains("before-from")
                    .contains("unknown-file")
                    .contains("too-long");
            assertThat(calls.get(head, "/attendance/duty-orders/" + order.get("id"))
                            .getStatusCode()
                            .value())
                    .isEqualTo(404);
        }

        @Test
        @DisplayName("a hundred times at once: one order, one answer")
        void atOnce() throws Exception {
            var order = order(teacher);
            var answers = Together.copies(24, () -> enter(head, order));
            assertThat(answers)
                    .filteredOn(a -> a.getStatusCode().value() == 201)
                    .hasSize(1);
            assertThat(answers).allMatch(a -> a.getBody().equals(answers.get(0).getBody()));
        }

        @Test
        @DisplayName("seen by the person, the head and the offices above; listed newest first, page by page")
        @SuppressWarnings("unchecked")
        void seen() {
            var first = order(teacher);
            var second = order(teacher);
            enter(head, first);
            enter(head, second);
            for (var who : List.of(teacher, head, officer)) {
                assertThat(calls.get(who, "/attendance/duty-orders/" + first.get("id"))
                                .getBody())
                        .containsEntry("orderNumber", first.get("orderNumber"));
            }
            var page = calls.get(head, "/attendance/duty-orders?limit=1&institution=" + school)
                    .getBody();
            var items = (List<Map<String, Object>>) page.get("items");
            assertThat(items).extracting(i -> i.get("id")).containsExactly(second.get("id"));
            var next = calls.get(
                            head,
                            "/attendance/duty-orders?limit=1&institution=" + school + "&after=" + page.get("next"))
                    .getBody();
            assertThat(((List<Map<String, Object>>) next.get("items")))
                    .extracting(i -> i.get("id"))
                    .containsExactly(first.get("id"));
            assertThat(next.get("next")).isNull();
            assertThat(((List<?>) calls.get(teacher, "/attendance/duty-orders")
                            .getBody()
                            .get("items")))
                    .hasSize(2);
            assertThat(problem(calls.get(teacher, "/attendance/duty-orders?institution=" + school)))
                    .isEqualTo("403 not-allowed");
            assertThat(http.withBasicAuth(teacher, TestState.PASSWORD)
                            .getForEntity(
                                    "/api/v1/attendance/duty-orders/" + first.get("id") + "/attachments/" + scan,
                                    byte[].class)
                            .getHeaders()
                            .getContentType())
                    .hasToString("application/pdf");
        }
    }

    @Nested
    @DisplayName("and marks")
    class AndMarks {

        @Test
        @DisplayName("a mark covered by an order is accepted and reads DUTY, IN and OUT, wherever it is made (BR-5)")
        void covered() {
            enter(head, order(teacher));
            assertThat(onDuty("IN").getBody())
                    .containsEntry("verdict", "ACCEPTED")
                    .containsEntry("reasons", List.of());
            clock.set(DAY, "16:10");
            assertThat(onDuty("OUT").getBody()).containsEntry("verdict", "ACCEPTED");
            assertThat(sessions(teacher)).isEqualTo("DUTY DUTY");
        }

        @Test
        @DisplayName("another's day, another weekday, another session, another number: it waits for the head")
        void notCovered() {
            enter(head, order(head, Map.of()));
            enter(head, order(teacher, Map.of("weekdays", List.of(1, 3))));
            enter(
                    head,
                    order(
                            teacher,
                            Map.of(
                                    "from",
                                    DAY.plusDays(1).toString(),
                                    "to",
                                    DAY.plusDays(3).toString())));
            enter(head, order(teacher, Map.of("sessions", List.of("AFTERNOON"))));
            assertThat(onDuty("IN").getBody()).containsEntry("reasons", List.of("NO_DUTY_ORDER"));
            var named = order(teacher, Map.of());
            enter(head, named);
            var colleague = state.staff(school);
            opening.open(DAY);
            enter(head, order(colleague));
            assertThat(calls.send(colleague, onDutyMark("IN", "a number nobody knows"))
                            .getBody())
                    .as("unknown: a doubt, not a refusal")
                    .containsEntry("reasons", List.of("NO_DUTY_ORDER"));
        }

        @Test
        @DisplayName("the order's number in the mark is resolved")
        void byNumber() {
            var order = order(teacher);
            enter(head, order);
            assertThat(calls.send(
                                    teacher,
                                    onDutyMark("IN", order.get("orderNumber").toString()))
                            .getBody())
                    .containsEntry("verdict", "ACCEPTED");
        }

        @Test
        @DisplayName("going home from ordered duty in the forenoon needs no order for the afternoon")
        void goingAfterTheSession() {
            enter(head, order(teacher, Map.of("sessions", List.of("FORENOON"))));
            onDuty("IN");
            clock.set(DAY, "13:10");
            assertThat(onDuty("OUT").getBody()).containsEntry("verdict", "ACCEPTED");
        }

        @Test
        @DisplayName("a cancelled order covers nothing from then on; what was made under it stays")
        void cancelled() {
            var order = order(teacher);
            enter(head, order);
            onDuty("IN");
            var answer = calls.post(head, "/attendance/duty-orders/" + order.get("id") + "/cancel", Map.of());
            assertThat(answer.getBody()).containsEntry("state", "CANCELLED").containsEntry("cancelledBy", head);
            assertThat(calls.post(head, "/attendance/duty-orders/" + order.get("id") + "/cancel", Map.of())
                            .getBody())
                    .isEqualTo(answer.getBody());
            assertThat(sessions(teacher)).isEqualTo("DUTY DUTY");
            var colleague = state.staff(school);
            opening.open(DAY);
            var other = order(colleague);
            enter(head, other);
            calls.post(head, "/attendance/duty-orders/" + other.get("id") + "/cancel", Map.of());
            assertThat(calls.send(colleague, onDutyMark("IN", null)).getBody())
                    .containsEntry("reasons", List.of("NO_DUTY_ORDER"));
            assertThat(problem(calls.post(teacher, "/attendance/duty-orders/" + order.get("id") + "/cancel", Map.of())))
                    .isEqualTo("403 own-duty-order");
        }

        @Test
        @DisplayName("coming to school after duty elsewhere is an arrival: the afternoon reads PRESENT (C8)")
        void arrival() {
            enter(head, order(teacher, Map.of("sessions", List.of("FORENOON"))));
            onDuty("IN");
            clock.set(DAY, "12:20");
            onDuty("OUT");
            clock.set(DAY, "13:30");
            assertThat(calls.mark(teacher, "IN", clock.instant()).getBody()).containsEntry("verdict", "ACCEPTED");
            assertThat(sessions(teacher)).isEqualTo("DUTY PRESENT");
            assertThat(problem(calls.mark(teacher, "IN", clock.instant()))).isEqualTo("409 already-marked");
            clock.set(DAY, "16:05");
            assertThat(calls.mark(teacher, "OUT", clock.instant()).getBody()).containsEntry("verdict", "ACCEPTED");
            assertThat(sessions(teacher)).isEqualTo("DUTY PRESENT");
        }

        @Test
        @DisplayName(
                "an order that comes after the mark settles it, and the case's task goes when nothing is left in it")
        void laterOrder() {
            onDuty("IN");
            clock.set(DAY, "16:10");
            onDuty("OUT");
            assertThat(sessions(teacher)).isEqualTo("TO_BE_CONFIRMED TO_BE_CONFIRMED");
            await().atMost(Duration.ofSeconds(60)).until(() -> caseTasks() == 1);
            enter(head, order(teacher));
            assertThat(sessions(teacher)).isEqualTo("DUTY DUTY");
            await().atMost(Duration.ofSeconds(60)).until(() -> caseTasks() == 0);
            rebuild.day(DAY);
            assertThat(sessions(teacher)).isEqualTo("DUTY DUTY");
        }

        @Test
        @DisplayName("a mark with another doubt still waits after the order has come")
        void anotherDoubt() {
            clock.set(DAY, "07:00");
            assertThat(onDuty("IN").getBody()).containsEntry("reasons", List.of("NO_DUTY_ORDER", "UNUSUAL_TIME"));
            enter(head, order(teacher));
            assertThat(sessions(teacher)).isEqualTo("TO_BE_CONFIRMED TO_BE_CONFIRMED");
        }

        @Test
        @DisplayName("an order and its mark at the same moment: whichever is first, nothing is left to confirm")
        void atTheSameMoment() throws Exception {
            var staff = new ArrayList<String>();
            for (int i = 0; i < 12; i++) staff.add(state.staff(school));
            opening.open(DAY);
            var work = new ArrayList<Callable<Object>>();
            for (var person : staff) {
                work.add(() -> enter(head, order(person)));
                work.add(() -> calls.send(person, onDutyMark("IN", null)));
            }
            Together.all(work.size(), work);
            assertThat(staff).allMatch(s -> sessions(s).equals("DUTY DUTY"));
        }
    }

    @Nested
    @DisplayName("on a holiday")
    class Holiday {

        private final LocalDate holiday = DAY.plusDays(2);

        @BeforeEach
        void aHoliday() {
            state.holiday(block.directorate(), holiday);
            clock.set(holiday, "09:40");
            opening.open(holiday);
        }

        @Test
        @DisplayName("a mark with an order is accepted as HOLIDAY_DUTY; the institution stays not concerned (C8, C6)")
        void called() {
            enter(head, order(teacher, Map.of("from", holiday.toString(), "to", holiday.toString())));
            assertThat(onDuty("IN").getBody()).containsEntry("verdict", "ACCEPTED");
            clock.set(holiday, "15:00");
            assertThat(onDuty("OUT").getBody()).containsEntry("verdict", "ACCEPTED");
            var register = calls.get(head, "/institutions/" + school + "/attendance/" + holiday);
            assertThat(register.getBody()).containsEntry("expected", 0).containsEntry("workingDay", false);
            assertThat(lineOf(register, teacher))
                    .containsEntry("forenoon", "HOLIDAY")
                    .containsEntry("flags", List.of("HOLIDAY_DUTY"))
                    .extractingByKey("outAt")
                    .asString()
                    .contains("15:00");
            rebuild.day(holiday);
            assertThat(lineOf(calls.get(head, "/institutions/" + school + "/attendance/" + holiday), teacher))
                    .containsEntry("flags", List.of("HOLIDAY_DUTY"));
        }

        @Test
        @DisplayName("called to the school itself: a mark inside its fence is accepted, outside it is refused")
        void calledToSchool() {
            enter(head, order(teacher, Map.of("from", holiday.toString(), "to", holiday.toString())));
            assertThat(calls.mark(teacher, "IN", clock.instant()).getBody()).containsEntry("verdict", "ACCEPTED");
        }

        @Test
        @DisplayName(
                "without an order, or outside its session, it is no working day; opening again changes nothing (C8)")
        void notCalled() {
            assertThat(problem(onDuty("IN"))).isEqualTo("422 not-a-working-day");
            enter(
                    head,
                    order(
                            teacher,
                            Map.of(
                                    "from",
                                    holiday.toString(),
                                    "to",
                                    holiday.toString(),
                                    "sessions",
                                    List.of("AFTERNOON"))));
            var refused = onDuty("IN");
            assertThat(problem(refused)).isEqualTo("422 not-a-working-day");
            assertThat(refused.getBody()).containsEntry("holiday", "Made for a test");
            clock.set(holiday, "13:00");
            assertThat(onDuty("IN").getBody()).containsEntry("verdict", "ACCEPTED");
            opening.open(holiday);
            clock.set(holiday, "15:00");
            assertThat(onDuty("OUT").getBody()).containsEntry("verdict", "ACCEPTED");
        }
    }

    private Map<String, Object> order(String employeeCode) {
        return order(employeeCode, Map.of());
    }

    private Map<String, Object> order(String employeeCode, Map<String, Object> but) {
        var order = new HashMap<String, Object>(Map.of(
                "id", UUID.randomUUID().toString(),
                "employeeCode", employeeCode,
                "place", "District Election Office",
                "from", DAY.toString(),
                "to", DAY.plusDays(1).toString(),
                "orderNumber", "DEO/" + UUID.randomUUID(),
                "attachments", List.of(scan)));
        order.putAll(but);
        return order;
    }

    private ResponseEntity<Map<String, Object>> enter(String login, Map<String, Object> order) {
        return calls.post(login, "/attendance/duty-orders", order);
    }

    private ResponseEntity<Map<String, Object>> onDuty(String kind) {
        return calls.send(teacher, onDutyMark(kind, null));
    }

    private Map<String, Object> onDutyMark(String kind, String number) {
        var mark = ownMark(kind, clock.instant());
        mark.put("mode", "ON_DUTY");
        mark.put("position", Map.of("latitude", 27.1, "longitude", 84.9, "accuracyMetres", 8));
        if (number != null) mark.put("dutyOrder", number);
        return mark;
    }

    private String sessions(String employeeCode) {
        return state.reads(employeeCode, DAY);
    }

    private long caseTasks() {
        return tasks.createTaskQuery()
                .processDefinitionKey("attendance-exception")
                .processVariableValueEquals("institution", school)
                .count();
    }
}
