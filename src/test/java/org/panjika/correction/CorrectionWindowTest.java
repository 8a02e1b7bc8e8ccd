package org.panjika.correction;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.ManagementService;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.panjika.SystemTest;
import org.panjika.Tasklist;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.access.Callers;
import org.panjika.attendance.DayOpening;
import org.panjika.correction.CorrectionScene.Cluster;
import org.panjika.organisation.ListsChanged;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

@SystemTest
@DisplayName("How long each authority may correct a day, by the calendar (RJ-7 to RJ-10, C12)")
class CorrectionWindowTest {

    private static final LocalDate WEDNESDAY = LocalDate.of(2027, 4, 7);
    private static final LocalDate SATURDAY = LocalDate.of(2027, 4, 10);

    @Autowired
    TestState state;

    @Autowired
    CorrectionScene scene;

    @Autowired
    Tasklist tasklist;

    @Autowired
    TestClock clock;

    @Autowired
    DayOpening opening;

    @Autowired
    ManagementService management;

    @Autowired
    ApplicationEventPublisher events;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    CorrectionMonths months;

    @Autowired
    Callers callers;

    Cluster school;

    /** Sundays are holidays, as the calendar has it where nobody says otherwise. */
    private Map<String, Object> requested(LocalDate day, String holidays) {
        clock.set(day, "11:00");
        var block = state.block("RJ");
        for (var holiday : holidays.split(" ")) {
            if (!holiday.equals("-")) state.holiday(block.directorate(), day.plusDays(Integer.parseInt(holiday)));
        }
        school = scene.cluster(block);
        opening.open(day);
        clock.set(day, "18:00");
        return scene.asked(school.head(), school.school(), day, school.teacher());
    }

    @ParameterizedTest(name = "{0}, holidays after {1} days: to the end of day {2}")
    @DisplayName("C12: tier a is open to the end of the first working day after, the later tiers count calendar days")
    @CsvSource({
        // an ordinary day: the next one
        "2027-04-07, -, 1",
        // Friday: Saturday
        "2027-04-09, -, 1",
        // Saturday: Monday
        "2027-04-10, -, 2",
        // Saturday, and Monday a holiday: Tuesday
        "2027-04-10, 2, 3",
        // Thursday before a long holiday: Friday, Saturday and Monday off, so Tuesday
        "2027-04-08, 1 2 4, 5",
        // nine holidays: the authorities of later tiers have lost nothing by it
        "2027-04-07, 1 2 3 5 6 7 8 9, 10"
    })
    void walk(LocalDate day, String holidays, int peeo) {
        var request = requested(day, holidays);
        var walked = new ArrayList<String>();
        while (request.get("deadline") != null) {
            var deadline = CorrectionScene.deadline(request);
            clock.set(deadline.minusMillis(1));
            assertThat(scene.timerDue(request)).as("a millisecond before").isFalse();
            walked.add(request.get("authority") + " "
                    + (day.datesUntil(LocalDate.ofInstant(deadline, clock.getZone()))
                                    .count()
                            - 1));
            assertThat(deadline.atZone(clock.getZone()).toLocalTime()).isEqualTo(LocalTime.MIDNIGHT);
            clock.set(deadline);
            scene.timers(request);
            request = scene.find(school.head(), request);
        }
        walked.add(String.valueOf(request.get("authority")));
        assertThat(walked)
                .containsExactlyElementsOf(
                        peeo < 8
                                ? List.of("PEEO " + peeo, "CBEO 8", "CDEO 23", "DIRECTORATE")
                                // when the school works again the block office's days are over
                                : List.of("PEEO " + peeo, "CDEO 23", "DIRECTORATE"));
        assertThat(scene.path(school.head(), request))
                .startsWith("PEEO window-passed")
                .endsWith("CDEO window-passed", "DIRECTORATE null");
    }

    @Test
    @DisplayName("C12: on Monday's last second, a holiday, the PEEO still decides about Saturday; on Tuesday's, too")
    void decidedInTime() {
        for (var after : List.of(2, 3)) {
            var request = requested(SATURDAY, "2");
            clock.set(SATURDAY.plusDays(after), "23:59:59");
            assertThat(tasklist.decide(school.peeo(), "approve")).isEqualTo(204);
            assertThat(scene.state(school.head(), request)).isEqualTo("APPROVED");
            assertThat(state.reads(school.teacher(), SATURDAY)).isEqualTo("PRESENT PRESENT");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"approve", "reject", "return"})
    @DisplayName(
            "requested at 23:59:59, decided at 00:00:01 before the timer ran: the PEEO has lost it, the CBEO has it,"
                    + " and nothing of that decision is written")
    void overMidnight(String decision) {
        requested(WEDNESDAY, "-");
        clock.set(WEDNESDAY.plusDays(1), "23:59:59");
        var second = scene.beside(school);
        opening.open(WEDNESDAY);
        var request = scene.asked(second.head(), second.school(), WEDNESDAY, second.teacher());
        assertThat(request).containsEntry("authority", "PEEO");
        var task = tasklist.one(second.peeo());
        management.setJobRetries(
                management
                        .createJobQuery()
                        .processInstanceId(scene.instance(request))
                        .singleResult()
                        .getId(),
                0);
        clock.set(WEDNESDAY.plusDays(2), "00:00:01");
        var before = scene.written(second.school());
        assertThat(tasklist.decide(second.peeo(), task, decision, "Seen")).isEqualTo(204);
        var now = scene.find(second.head(), request);
        assertThat(now).containsEntry("state", "PENDING").containsEntry("authority", "CBEO");
        assertThat(CorrectionScene.skipped(now)).containsExactly("PEEO window-passed");
        assertThat(scene.path(second.head(), request)).containsExactly("PEEO window-passed", "CBEO null");
        assertThat(scene.written(second.school()))
                .containsEntry("decisions", 0L)
                .containsEntry("slots", 0L)
                .containsEntry("entries", before.get("entries"))
                .containsEntry("moves", 2L);
        assertThat(state.reads(second.teacher(), WEDNESDAY)).isEqualTo("UNMARKED UNMARKED");
        // the next authority finds a form in which nothing is said
        var next = tasklist.of(second.blockOfficer()).stream()
                .filter(t -> t.getProcessInstanceId().equals(scene.instance(request)))
                .findFirst()
                .orElseThrow();
        var form = tasklist.form(second.blockOfficer(), next);
        assertThat(form.path("decision").path("value").isNull()).isTrue();
        assertThat(form.path("remark").path("value").isNull()).isTrue();
    }

    @Test
    @DisplayName("asked at 00:00:01 of the day after the window, the PEEO is not asked at all")
    void askedAfterMidnight() {
        requested(WEDNESDAY, "-");
        var second = scene.beside(school);
        opening.open(WEDNESDAY);
        clock.set(WEDNESDAY.plusDays(2), "00:00:01");
        var request = scene.asked(second.head(), second.school(), WEDNESDAY, second.teacher());
        assertThat(request).containsEntry("authority", "CBEO");
        assertThat(CorrectionScene.skipped(request)).containsExactly("PEEO window-passed");
        assertThat(tasklist.of(second.peeo())).isEmpty();
    }

    @Test
    @DisplayName(
            "the month of a slot is that of the decision: asked on 31 March, approved on 1 April, April's quota counts")
    void monthOfTheDecision() {
        var day = LocalDate.of(2027, 3, 31);
        requested(day, "-");
        scene.takeSlots(school.school(), "PEEO", day, 2);
        clock.set(day.plusDays(1), "09:00");
        assertThat(tasklist.decide(school.peeo(), "approve")).isEqualTo(204);
        var second = scene.asked(school.head(), school.school(), day, school.colleague());
        assertThat(second).as("March had one slot left, April two").containsEntry("authority", "PEEO");
        assertThat(scene.slots(school.school(), "PEEO")).isEqualTo(3);
    }

    @Test
    @DisplayName(
            "the month names for each closed day the authority that a request for it would come to, over a holiday, too")
    void month() {
        clock.set(WEDNESDAY, "11:00");
        var block = state.block("RJ");
        state.holiday(block.directorate(), SATURDAY.plusDays(2));
        school = scene.cluster(block);
        for (int after : new int[] {0, 1, 2, 3, 6}) {
            clock.set(WEDNESDAY.plusDays(after), "11:00");
            opening.open(WEDNESDAY.plusDays(after));
        }
        clock.set(WEDNESDAY.plusDays(6), "18:00");
        var head = callers.find(school.head()).orElseThrow();
        var month = months.of(head, school.school(), YearMonth.from(WEDNESDAY));
        var named = new TreeMap<LocalDate, String>();
        month.days().forEach(day -> day.authority().ifPresent(a -> named.put(day.day(), a)));
        assertThat(named)
                .isEqualTo(Map.of(
                        WEDNESDAY,
                        "CBEO",
                        WEDNESDAY.plusDays(1),
                        "CBEO",
                        WEDNESDAY.plusDays(2),
                        "CBEO",
                        SATURDAY,
                        "PEEO",
                        WEDNESDAY.plusDays(6),
                        "PEEO"));
        named.forEach((day, authority) -> assertThat(
                        months.outlook(head, month.institution(), day).authority())
                .isEqualTo(authority));
    }

    @Test
    @DisplayName(
            "C12: a holiday declared while it waits lengthens the PEEO's window, in Tasklist too; one that is taken back"
                    + " shortens it")
    void holidayDeclaredWhileItWaits() {
        var request = requested(SATURDAY, "-");
        assertThat(CorrectionScene.deadline(request)).isEqualTo(midnightAfter(SATURDAY.plusDays(2)));
        state.holiday(school.offices().directorate(), SATURDAY.plusDays(2));
        waitsUntil(request, midnightAfter(SATURDAY.plusDays(3)));
        clock.set(SATURDAY.plusDays(3), "00:00");
        assertThat(scene.timerDue(request)).isFalse();
        assertThat(tasklist.one(school.peeo()).getDueDate()).isEqualTo(midnightAfter(SATURDAY.plusDays(3)));
        clock.set(SATURDAY.plusDays(2), "10:00");
        jdbc.sql("update calendar_day set day_kind = 'WORKING' where from_day = ? and area_id = "
                        + "(select id from institution where code = ?)")
                .params(SATURDAY.plusDays(2), school.offices().directorate())
                .update();
        waitsUntil(request, midnightAfter(SATURDAY.plusDays(2)));
        clock.set(SATURDAY.plusDays(3), "00:00");
        scene.timers(request);
        assertThat(scene.path(school.head(), request)).containsExactly("PEEO window-passed", "CBEO null");
    }

    private void waitsUntil(Map<String, Object> request, Instant deadline) {
        events.publishEvent(new ListsChanged());
        Awaitility.await("the window follows the calendar")
                .atMost(Duration.ofSeconds(30))
                .until(() -> deadline.equals(CorrectionScene.deadline(scene.find(school.head(), request))));
    }

    private Instant midnightAfter(LocalDate day) {
        return day.plusDays(1).atStartOfDay(clock.getZone()).toInstant();
    }

    @Test
    @DisplayName("a holiday declared afterwards opens no window again: the path says that the window has passed")
    void holidayDeclaredLater() {
        var request = requested(SATURDAY, "-");
        Instant deadline = CorrectionScene.deadline(request);
        state.holiday(school.offices().directorate(), SATURDAY.plusDays(2));
        clock.set(deadline);
        scene.timers(request);
        assertThat(scene.path(school.head(), request)).containsExactly("PEEO window-passed", "CBEO null");
    }
}
