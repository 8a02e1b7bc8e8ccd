package org.panjika.attendance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.panjika.Calls.line;
import static org.panjika.Calls.lineOf;
import static org.panjika.Calls.ownMark;
import static org.panjika.Calls.position;
import static org.panjika.Calls.problem;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.panjika.Calls;
import org.panjika.SystemTest;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.Together;
import org.panjika.organisation.StaffList;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;

@SystemTest
@DisplayName("Where a person works on a day (C5)")
class PlacesOfWorkTest {

    /** A Tuesday. */
    private static final LocalDate DAY = LocalDate.of(2027, 2, 2);

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
    PunctualityMonths punctuality;

    @Autowired
    StaffList staffList;

    @Autowired
    JdbcClient jdbc;

    TestState.Block block;
    String posting;
    String head;
    String teacher;

    @BeforeEach
    void aSchoolOnAWorkingDay() {
        clock.set(DAY, "09:35");
        block = state.blockAtWork("BR", DAY);
        posting = state.school(block.block());
        head = state.holder("HEAD", posting);
        teacher = state.staff(posting);
    }

    @Nested
    @DisplayName("an office that is not on the portal (RJ-12)")
    class OffPortal {

        @BeforeEach
        void deputedOutsideThePortal() {
            deputation(teacher, null, "Census office", null, null);
            opening.open(DAY);
        }

        @Test
        @DisplayName("the person marks IN and OUT daily from the own login: no fence, no photograph, no closing time")
        void marks() {
            state.set(posting, "photo", "REQUIRED");
            var in = calls.send(teacher, mark("IN"));
            assertThat(in.getStatusCode().value()).isEqualTo(201);
            assertThat(in.getBody()).containsEntry("verdict", "ACCEPTED").containsEntry("distanceMetres", null);
            assertThat(in.getBody().get("receipt").toString()).startsWith("270202-");
            clock.set(DAY, "20:15");
            assertThat(calls.send(teacher, mark("OUT")).getBody()).containsEntry("verdict", "ACCEPTED");
            assertThat(elsewhere())
                    .containsEntry("offPortal", true)
                    .extractingByKey("outAt")
                    .asString()
                    .contains("20:15");
        }

        @Test
        @DisplayName("counted apart: not in the parent's figures, which stay complete without it")
        void countedApart() {
            calls.send(teacher, mark("IN"));
            var register = calls.get(head, "/institutions/" + posting + "/attendance/" + DAY)
                    .getBody();
            assertThat(register).containsEntry("expected", 1).containsEntry("recorded", 0);
            var officer = state.holder("HEAD", block.block());
            var total = calls.get(officer, "/oversight/completeness?under=" + posting + "&day=" + DAY)
                    .getBody()
                    .toString();
            assertThat(total).contains("offPortal={staff=1, marked=1}");
        }

        @Test
        @DisplayName(
                "the same mark again: the first answer; a second IN: already marked; a later OUT replaces the earlier (C8)")
        void again() {
            var in = mark("IN");
            var first = calls.send(teacher, in);
            var second = calls.send(teacher, in);
            assertThat(second.getStatusCode().value()).isEqualTo(200);
            assertThat(second.getBody()).isEqualTo(first.getBody());
            assertThat(problem(calls.send(teacher, mark("IN")))).isEqualTo("409 already-marked");
            clock.set(DAY, "15:00");
            calls.send(teacher, mark("OUT"));
            clock.set(DAY, "16:00");
            assertThat(calls.send(teacher, mark("OUT")).getStatusCode().value()).isEqualTo(201);
            assertThat(elsewhere()).extractingByKey("outAt").asString().contains("16:00");
        }

        @Test
        @DisplayName("an OUT without an IN is kept with NO_IN, and no case is opened for the head (C8, RJ-12)")
        void outFirst() {
            assertThat(calls.send(teacher, mark("OUT")).getBody()).containsEntry("reasons", List.of("NO_IN"));
            assertThat(jdbc.sql(
                                    "select count(*) from attendance_exception e join institution i on i.id = e.institution_id where i.code = ?")
                            .param(posting)
                            .query(Long.class)
                            .single())
                    .isZero();
        }

        @Test
        @DisplayName("thirty at once: one IN")
        void atOnce() throws Exception {
            var answers = Together.copies(
                    30, () -> calls.send(teacher, mark("IN")).getStatusCode().value());
            assertThat(answers).filteredOn(s -> s == 201).hasSize(1);
            assertThat(answers).filteredOn(s -> s == 409).hasSize(29);
        }

        @Test
        @DisplayName("nobody else marks so, and so nobody escapes the fence; on a holiday there is nothing to mark")
        void othersDoNot() {
            assertThat(problem(calls.send(head, mark("IN")))).isEqualTo("422 not-posted-here");
            assertThat(problem(calls.mark(teacher, "IN", clock.instant()))).isEqualTo("422 not-posted-here");
            var holiday = DAY.plusDays(1);
            state.holiday(block.directorate(), holiday);
            clock.set(holiday, "10:00");
            opening.open(holiday);
            assertThat(problem(calls.send(teacher, mark("IN")))).isEqualTo("422 not-a-working-day");
        }

        @Test
        @DisplayName("the month is shown to the parent's head and to the person; a rebuild changes nothing")
        void month() {
            calls.send(teacher, mark("IN"));
            rebuild.day(DAY);
            for (var who : List.of(head, teacher)) {
                var month = calls.get(who, "/staff/" + teacher + "/attendance/" + YearMonth.from(DAY))
                        .getBody();
                assertThat(month.get("days")).isEqualTo(List.of());
                assertThat(month.get("offPortal").toString())
                        .contains("Census office")
                        .contains("09:35");
            }
        }
    }

    @Nested
    @DisplayName("the forenoon at one school, the afternoon at another")
    class TwoSchools {

        String other;
        String otherHead;

        @BeforeEach
        void deputedForTheAfternoon() {
            other = state.school(block.block());
            otherHead = state.holder("HEAD", other);
            jdbc.sql("update institution set latitude = 26.6 where code = ?")
                    .param(other)
                    .update();
            deputation(teacher, other, null, "AFTERNOON", null);
            opening.open(DAY);
        }

        @Test
        @DisplayName("is expected in each session at one of them, once")
        void expected() {
            assertThat(lines()).containsExactly(posting + " UNMARKED HOLIDAY", other + " HOLIDAY UNMARKED");
            opening.open(DAY);
            assertThat(lines()).hasSize(2);
            assertThat(expectedAt(posting)).isEqualTo("2 1");
            assertThat(expectedAt(other)).isEqualTo("1 2");
            assertThat(calls.get(head, "/institutions/" + posting + "/attendance/" + DAY)
                            .getBody()
                            .get("elsewhere")
                            .toString())
                    .contains(teacher);
        }

        @Test
        @DisplayName("marks at both, each inside its own fence, and is not late for the forenoon at the second")
        void marks() {
            assertThat(at(26.5, "IN").getBody()).containsEntry("verdict", "ACCEPTED");
            clock.set(DAY, "12:30");
            assertThat(at(26.5, "OUT").getBody()).containsEntry("verdict", "ACCEPTED");
            clock.set(DAY, "12:40");
            assertThat(at(26.6, "IN").getBody())
                    .as("before the boundary, at the second school")
                    .containsEntry("verdict", "ACCEPTED");
            clock.set(DAY, "16:01");
            assertThat(at(26.6, "OUT").getBody()).containsEntry("verdict", "ACCEPTED");
            assertThat(lines()).containsExactly(posting + " PRESENT HOLIDAY", other + " HOLIDAY PRESENT");
            var there = lineOf(calls.get(otherHead, "/institutions/" + other + "/attendance/" + DAY), teacher);
            assertThat(there).containsEntry("lateMinutes", 0).containsEntry("flags", List.of());
            rebuild.day(DAY);
            assertThat(lines()).containsExactly(posting + " PRESENT HOLIDAY", other + " HOLIDAY PRESENT");
            var month = calls.get(teacher, "/staff/" + teacher + "/attendance/" + YearMonth.from(DAY))
                    .getBody();
            assertThat((List<?>) month.get("days")).hasSize(2);
        }

        @Test
        @DisplayName("late at both is one late day of the month; the head of either school reads it (BR-20)")
        void lateAtBoth() {
            at(26.5, "IN");
            clock.set(DAY, "13:05");
            at(26.6, "IN");
            var person = staffList.find(teacher).orElseThrow();
            assertThat(punctuality.ofPerson(person.id(), YearMonth.from(DAY)))
                    .singleElement()
                    .satisfies(v -> assertThat(v.day().lateMinutes()).isEqualTo(20));
            for (var who : List.of(head, otherHead)) {
                assertThat(calls.get(who, "/staff/" + teacher + "/attendance/" + YearMonth.from(DAY))
                                .getStatusCode()
                                .value())
                        .isEqualTo(200);
            }
        }

        @Test
        @DisplayName("far from both is outside; a second IN at the first is already marked")
        void refused() {
            assertThat(problem(at(26.8, "IN"))).isEqualTo("422 outside-geofence");
            at(26.5, "IN");
            assertThat(problem(at(26.5, "IN"))).isEqualTo("409 already-marked");
        }

        @Test
        @DisplayName("each head enters the own session and marks by School Admin for the own school (BR-6)")
        void heads() {
            var roll = calls.roll(head, posting, DAY, List.of(line(teacher, "TOUR", "HOLIDAY")));
            assertThat(roll.getStatusCode().value()).isEqualTo(200);
            var byOther = ownMark("IN", clock.instant());
            byOther.putAll(Map.of("mode", "SCHOOL_ADMIN", "employeeCode", teacher, "position", position(26.6, 5)));
            assertThat(calls.send(otherHead, byOther).getBody()).containsEntry("verdict", "ACCEPTED");
            assertThat(lines()).containsExactly(posting + " TOUR HOLIDAY", other + " HOLIDAY PRESENT");
            assertThat(calls.roll(otherHead, other, DAY, List.of(line(teacher, "TOUR", "PRESENT")))
                            .getStatusCode()
                            .value())
                    .isEqualTo(422);
        }

        @Test
        @DisplayName("several deputations: the latest running one holds in its session and on its weekdays")
        void several() {
            var third = state.school(block.block());
            deputation(teacher, third, null, "FORENOON", List.of(2));
            deputation(teacher, posting, null, null, List.of(3));
            opening.open(DAY);
            assertThat(lines()).containsExactly(third + " UNMARKED HOLIDAY", other + " HOLIDAY UNMARKED");
            var wednesday = DAY.plusDays(1);
            state.workingDay(block.directorate(), wednesday);
            clock.set(wednesday, "09:00");
            opening.open(wednesday);
            assertThat(lines(wednesday)).containsExactly(posting + " UNMARKED UNMARKED");
        }

        private ResponseEntity<Map<String, Object>> at(double latitude, String kind) {
            var mark = ownMark(kind, clock.instant());
            mark.put("position", position(latitude, 5));
            return calls.send(teacher, mark);
        }
    }

    @Test
    @DisplayName("whatever the deputations, everybody posted works in each session at one place, once (seed 20270202)")
    void onceASession() {
        var random = new Random(20270202);
        var schools = List.of(posting, state.school(block.block()), state.school(block.block()));
        var staff = new ArrayList<String>();
        for (int i = 0; i < 20; i++) staff.add(state.staff(posting));
        for (int i = 0; i < 60; i++) {
            var portal = random.nextInt(4) > 0;
            deputation(
                    staff.get(random.nextInt(20)),
                    portal ? schools.get(random.nextInt(3)) : null,
                    portal ? null : "Census office",
                    random.nextInt(3) == 0 ? null : random.nextBoolean() ? "FORENOON" : "AFTERNOON",
                    random.nextBoolean() ? null : List.of(1 + random.nextInt(7), 1 + random.nextInt(7)));
        }
        for (int day = 0; day < 7; day++) {
            assertThat(jdbc.sql(
                                    """
                                    select sum(w.forenoon::int) || ' ' || sum(w.afternoon::int) || ' ' || max(n.places)
                                      from workplaces(?) w join staff s on s.id = w.staff_id
                                           join (select staff_id, count(*) as places from workplaces(?) group by 1) n using (staff_id)
                                     where s.employee_code = any (?)
                                    """)
                            .params(DAY.plusDays(day), DAY.plusDays(day), staff.toArray(String[]::new))
                            .query(String.class)
                            .single())
                    .isIn("20 20 1", "20 20 2");
            assertThat(places("workplaces(:day) w where w.staff_id = any (:staff)", staff, DAY.plusDays(day)))
                    .as("asked for these people only")
                    .isEqualTo(places("workplaces_of(:day, :staff) w", staff, DAY.plusDays(day)))
                    .hasSizeGreaterThanOrEqualTo(20);
        }
    }

    private void deputation(String staff, String institution, String place, String session, List<Integer> weekdays) {
        jdbc.sql(
                        """
                        insert into deputation (staff_id, institution_id, place, during, session, weekdays)
                        select s.id, (select id from institution where code = ?), ?, '[2020-01-01,)', ?, ?::smallint[]
                          from staff s where s.employee_code = ?
                        """)
                .params(
                        institution,
                        place,
                        session,
                        weekdays == null
                                ? null
                                : weekdays.toString().replace('[', '{').replace(']', '}'),
                        staff)
                .update();
    }

    private List<String> places(String from, List<String> staff, LocalDate day) {
        return jdbc.sql("select w::text from " + from + " order by 1")
                .param("day", day)
                .param(
                        "staff",
                        jdbc.sql("select id from staff where employee_code = any (?)")
                                .param(staff.toArray(String[]::new))
                                .query(Long.class)
                                .list()
                                .toArray(Long[]::new))
                .query(String.class)
                .list();
    }

    private List<String> lines() {
        return lines(DAY);
    }

    private List<String> lines(LocalDate day) {
        return jdbc.sql(
                        """
                        select i.code || ' ' || d.forenoon || ' ' || d.afternoon
                          from attendance_day d join staff s on s.id = d.staff_id join institution i on i.id = d.institution_id
                         where s.employee_code = ? and d.day = ? order by d.forenoon = 'HOLIDAY'
                        """)
                .params(teacher, day)
                .query(String.class)
                .list();
    }

    private String expectedAt(String institution) {
        return jdbc.sql("select forenoon_expected || ' ' || afternoon_expected from institution_day x"
                        + " join institution i on i.id = x.institution_id where i.code = ? and x.day = ?")
                .params(institution, DAY)
                .query(String.class)
                .single();
    }

    private Map<String, Object> mark(String kind) {
        var mark = ownMark(kind, clock.instant());
        mark.put("mode", "OFF_PORTAL");
        return mark;
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> elsewhere() {
        var register = calls.get(head, "/institutions/" + posting + "/attendance/" + DAY)
                .getBody();
        return ((List<Map<String, Object>>) register.get("elsewhere")).get(0);
    }
}
