package org.panjika.payroll;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.SystemTest;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.attendance.DayOpening;
import org.panjika.attendance.Session;
import org.panjika.attendance.jdbc.DaySheetTable;
import org.panjika.organisation.Institutions;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@SystemTest
@DisplayName("The statement of a month is what the register gives, everybody once for each day (RJ-13, BR-14, C5, C16)")
class StatementTest {

    private static final YearMonth MONTH = YearMonth.of(2027, 6);

    @Autowired
    TestState state;

    @Autowired
    TestClock clock;

    @Autowired
    PaperMonth paper;

    @Autowired
    DayOpening opening;

    @Autowired
    Statements statements;

    @Autowired
    DaySheetTable register;

    @Autowired
    Institutions institutions;

    @Autowired
    JdbcClient jdbc;

    TestState.Block block;
    String school;
    String other;

    @BeforeEach
    void aBlockAfterTheMonth() {
        clock.set(LocalDate.of(2027, 7, 1), "10:00");
        block = state.block("BR");
        school = state.school(block.block());
        other = state.school(block.block());
    }

    @Test
    @DisplayName(
            "a block's month counted by hand: each person's sessions of full, half and no pay, held, and what they come from")
    void byHand() {
        // days:                      1 2 3 4 5 6 7 8 9 …                                                      pay F H N
        // held | P A U open
        var byHand = List.of(
                row("P P P P P - P P P P P P - P P P P P P - P P P P P P - P P P", "60 0 0 0 | 52 0 0 0"),
                row("P A P PA P - P P P P P P - P P P P P P - P P P P P P - P P P", "60 0 0 0 | 49 3 0 3"),
                row("P U P P P - P P P P P P - PU P P P P P - P P P P P P - P P P", "57 0 0 3 | 49 0 3 0"),
                row("P T T D D - P P P P P P - P X P P P P - P P ? P P P - P P P", "60 0 0 0 | 40 0 0 4"),
                row("C C P P P - P P P P P P - P P P P P P - P P P P P P - P P P", "60 0 0 0 | 48 0 0 0"),
                row("H H H P P - P P P P P P - P P P P P P - P P P P P P - P P P", "54 6 0 0 | 46 0 0 0"),
                row("P P P P P - P P P P P P - P P P P P P - P P P P P W - W P P", "54 0 6 0 | 48 0 0 0"));
        for (var row : byHand) {
            var person = state.staff(school);
            paper.write(person, school, MONTH, row.days());
            if (row.days().contains("W")) paper.leave(person, "LWP", "APPROVED", MONTH.atDay(26), MONTH.atDay(28));
            assertThat(figures(school, person)).as(row.days()).isEqualTo(row.figures());
        }
        var all = statements.now(institutions.find(school).orElseThrow(), MONTH);
        assertThat(all.lines()).hasSize(7);
        assertThat(all.total(Figure.PAYABLE)).isEqualTo(7 * 60);
        assertThat(all.total(Figure.FULL_PAY)).isEqualTo(60 + 60 + 57 + 60 + 60 + 54 + 54);
        assertThat(all.leave()).containsExactlyInAnyOrderEntriesOf(java.util.Map.of("CL", 4, "HPL", 6, "LWP", 6));
    }

    private record Row(String days, String figures) {}

    private static Row row(String days, String figures) {
        return new Row(days, figures);
    }

    @Test
    @DisplayName("every figure opens to its days: a half day of absence is the afternoon of the 4th")
    void opens() {
        var person = state.staff(school);
        paper.write(person, school, MONTH, "P P P PA P - P P P P P P - P P P P P P - P P P P P P - P P P");
        var absent = line(school, person).of(Figure.ABSENT);
        assertThat(absent.days(MONTH)).containsOnlyKeys(MONTH.atDay(4));
        assertThat(absent.has(MONTH.atDay(4), Session.AFTERNOON)).isTrue();
        assertThat(absent.has(MONTH.atDay(4), Session.FORENOON)).isFalse();
        assertThat(absent.inDays()).isEqualTo("½");
    }

    @Test
    @DisplayName("joined on the 10th: 21 days; retired on the 20th: 20 days; nobody who left before is there")
    void joinedAndLeft() {
        var joined = state.staff(school);
        posting(joined, school, MONTH.atDay(10), null);
        paper.write(joined, school, MONTH, "- - - - - - - - - P P P - P P P P P P - P P P P P P - P P P");
        var retired = state.staff(school);
        serviceState(retired, "RETIRED", MONTH.atDay(21));
        paper.write(retired, school, MONTH, "P P P P P - P P P P P P - P P P P P P - - - - - - - - - - -");
        var gone = state.staff(school);
        serviceState(gone, "RESIGNED", MONTH.atDay(1));
        assertThat(figures(school, joined)).startsWith("42 0 0 0");
        assertThat(figures(school, retired)).startsWith("40 0 0 0");
        assertThat(statements
                        .now(institutions.find(school).orElseThrow(), MONTH)
                        .line(gone))
                .isEmpty();
    }

    @Test
    @DisplayName(
            "moved on the 16th: fifteen days at each school, each day once, with what the register of that day says")
    void moved() {
        var person = state.staff(school);
        posting(person, school, LocalDate.of(2020, 1, 1), MONTH.atDay(16));
        postedToo(person, other, MONTH.atDay(16));
        paper.write(person, school, MONTH, "P P A P P - P P P P P P - P P");
        paper.write(person, other, MONTH, "- - - - - - - - - - - - - - - P P P P - P P P U P P - P P P");
        assertThat(figures(school, person)).isEqualTo("30 0 0 0 | 24 2 0 2");
        assertThat(figures(other, person)).isEqualTo("28 0 0 2 | 24 0 2 0");
        assertThat(line(school, person)
                        .of(Figure.PAYABLE)
                        .in(line(other, person).of(Figure.PAYABLE)))
                .isEqualTo(Sessions.NONE);
    }

    @Test
    @DisplayName("four days on the way between two postings are paid, by the new school (C5)")
    void inTransit() {
        var person = state.staff(school);
        posting(person, school, LocalDate.of(2020, 1, 1), MONTH.atDay(16));
        postedToo(person, other, MONTH.atDay(20));
        jdbc.sql("insert into service_state (staff_id, state, during)"
                        + " select id, 'IN_TRANSIT', daterange(?, ?) from staff where employee_code = ?")
                .params(MONTH.atDay(16), MONTH.atDay(20), person)
                .update();
        assertThat(line(school, person).of(Figure.PAYABLE).inDays()).isEqualTo("15");
        assertThat(line(other, person).of(Figure.PAYABLE).days(MONTH)).containsKeys(MONTH.atDay(16), MONTH.atDay(30));
        assertThat(line(other, person).of(Figure.FULL_PAY).inDays()).isEqualTo("15");
    }

    @Test
    @DisplayName(
            "deputed from the 16th: the register of the place of work counts, on the parent's statement alone (C5)")
    void deputed() {
        var person = state.staff(school);
        state.depute(person, other, MONTH.atDay(16));
        MONTH.atDay(16).datesUntil(MONTH.plusMonths(1).atDay(1)).forEach(opening::open);
        assertThat(opened(person)).containsOnly(other);
        assertThat(figures(school, person)).as("there, and not marked yet").isEqualTo("34 0 0 26 | 0 0 26 0");
        paper.write(person, school, MONTH, "P P P P P - P P P P P P - P P");
        paper.write(person, other, MONTH, "- - - - - - - - - - - - - - - P A P P - P P P P P P - P P P");
        assertThat(opened(person)).hasSize(13 + 13);
        assertThat(figures(school, person)).isEqualTo("60 0 0 0 | 50 2 0 2");
        assertThat(statements.now(institutions.find(other).orElseThrow(), MONTH).lines())
                .isEmpty();
    }

    /** Where a person has lines in the register, one for each day. */
    private List<String> opened(String person) {
        return jdbc.sql(
                        """
                        select i.code from attendance_day d
                               join institution i on i.id = d.institution_id
                               join staff s on s.id = d.staff_id
                         where s.employee_code = ? and d.day between ? and ?
                        """)
                .params(person, MONTH.atDay(1), MONTH.atEndOfMonth())
                .query(String.class)
                .list();
    }

    @Test
    @DisplayName("deputed for the afternoons: one line at each place and day, each session once (C5)")
    void halfDeputed() {
        var person = state.staff(school);
        paper.write(person, school, MONTH, "P. P. A.");
        paper.write(person, other, MONTH, ".P .U .P");
        assertThat(figures(school, person)).isEqualTo("59 0 0 1 | 4 1 1 1");
    }

    @Test
    @DisplayName(
            "half-pay leave over two months: each month has its days, the free Sunday between counts with it, the one after does not")
    void leaveOverTwoMonths() {
        var person = state.staff(school);
        var may = YearMonth.of(2027, 5);
        paper.write(person, school, may, "- - - - - - - - - - - - - - - - - - - - - - - - - - - H H - H");
        paper.write(person, school, MONTH, "H H H H H - P P P P P P - P P P P P P - P P P P P P - P P P");
        paper.leave(person, "HPL", "APPROVED", may.atDay(28), MONTH.atDay(6));
        assertThat(line(school, person, may).of(Figure.HALF_PAY).inDays()).isEqualTo("4");
        assertThat(line(school, person, may).leave().get("HPL").days(may)).containsKey(may.atDay(30));
        assertThat(figures(school, person)).startsWith("50 10 0 0");
    }

    @Test
    @DisplayName(
            "two kinds of half-day leave on one day: each half counts as its own kind and is paid as that, and the register shows both (C13, C16)")
    void twoKindsOnOneDay() {
        var person = state.staff(school);
        paper.write(person, school, MONTH, "- ".repeat(7) + "CH");
        paper.halfDayLeave(person, "CL", MONTH.atDay(8), Session.FORENOON);
        paper.halfDayLeave(person, "HPL", MONTH.atDay(8), Session.AFTERNOON);
        var line = line(school, person);
        assertThat(line.leave()).containsOnlyKeys("CL", "HPL");
        assertThat(line.leave().get("CL")).isEqualTo(Sessions.of(MONTH.atDay(8), Session.FORENOON));
        assertThat(line.of(Figure.HALF_PAY)).isEqualTo(Sessions.of(MONTH.atDay(8), Session.AFTERNOON));
        assertThat(register.page(institutions.find(school).orElseThrow().id(), MONTH.atDay(8))
                        .orElseThrow()
                        .lines())
                .filteredOn(l -> l.employeeCode().equals(person))
                .singleElement()
                .satisfies(l -> {
                    assertThat(l.forenoon().leave()).contains("CL");
                    assertThat(l.afternoon().leave()).contains("HPL");
                });
    }

    @Test
    @DisplayName("UNMARKED while leave is asked for is paid and listed as open; without, it is held (C13, C16)")
    void pendingLeave() {
        var person = state.staff(school);
        paper.write(person, school, MONTH, "U U P P P - P P P P P P - P P P P P P - P P P P P P - P P P");
        assertThat(figures(school, person)).isEqualTo("56 0 0 4 | 48 0 4 0");
        paper.leave(person, "CL", "PENDING", MONTH.atDay(1), MONTH.atDay(1));
        assertThat(figures(school, person)).isEqualTo("58 0 0 2 | 48 0 4 2");
    }

    @Test
    @DisplayName("outside the portal: held until the parent's head certifies the month, absence as certified (RJ-12)")
    void offPortal() {
        var person = state.staff(school);
        for (var day : List.of(1, 2, 3)) {
            jdbc.sql(
                            """
                            insert into off_portal_day (day, staff_id, institution_id, place)
                            select ?, s.id, i.id, 'Census office' from staff s, institution i where s.employee_code = ? and i.code = ?
                            """)
                    .params(MONTH.atDay(day), person, school)
                    .update();
        }
        assertThat(figures(school, person)).isEqualTo("54 0 0 6 | 0 0 0 0");
        jdbc.sql(
                        """
                        insert into payroll_certificate (recorded_at, recorded_by, institution_id, staff_id, month, through, scan, absent)
                        select current_timestamp, 'test', i.id, s.id, ?, ?, ?, 4 from staff s, institution i
                         where s.employee_code = ? and i.code = ?
                        """)
                .params(MONTH.atDay(1), MONTH.atEndOfMonth(), new byte[32], person, school)
                .update();
        assertThat(figures(school, person)).isEqualTo("60 0 0 0 | 0 1 0 1");
        assertThat(line(school, person).of(Figure.OFF_PORTAL).inDays()).isEqualTo("3");
    }

    @Test
    @DisplayName("in the middle of the month: read until yesterday, the days after it paid provisionally")
    void provisional() {
        clock.set(MONTH.atDay(16), "10:00");
        var person = state.staff(school);
        paper.write(person, school, MONTH, "P P U P P - P P P P P P - P P U U");
        var statement = statements.now(institutions.find(school).orElseThrow(), MONTH);
        assertThat(statement.through()).isEqualTo(MONTH.atDay(15));
        assertThat(figures(school, person)).isEqualTo("58 0 0 2 | 24 0 2 0");
        assertThat(line(school, person).of(Figure.PROVISIONAL).inDays()).isEqualTo("15");
    }

    private Line line(String at, String person) {
        return line(at, person, MONTH);
    }

    private Line line(String at, String person, YearMonth month) {
        return statements
                .now(institutions.find(at).orElseThrow(), month)
                .line(person)
                .orElseThrow();
    }

    private String figures(String at, String person) {
        var line = line(at, person);
        var pay = Stream.of(Figure.FULL_PAY, Figure.HALF_PAY, Figure.NO_PAY, Figure.HELD);
        var from = Stream.of(Figure.PRESENT, Figure.ABSENT, Figure.UNMARKED, Figure.OPEN);
        return counts(line, pay) + " | " + counts(line, from);
    }

    private static String counts(Line line, Stream<Figure> figures) {
        return figures.map(f -> String.valueOf(line.of(f).count())).collect(Collectors.joining(" "));
    }

    private void posting(String person, String at, LocalDate from, LocalDate before) {
        jdbc.sql(
                        """
                        update posting set during = daterange(?::date, ?::date)
                         where staff_id = (select id from staff where employee_code = ?)
                           and institution_id = (select id from institution where code = ?)
                        """)
                .params(from.toString(), before == null ? null : before.toString(), person, at)
                .update();
    }

    private void postedToo(String person, String at, LocalDate from) {
        jdbc.sql(
                        """
                        insert into posting (staff_id, institution_id, during)
                        select s.id, i.id, daterange(?::date, null) from staff s, institution i
                         where s.employee_code = ? and i.code = ?
                        """)
                .params(from.toString(), person, at)
                .update();
    }

    private void serviceState(String person, String state, LocalDate from) {
        jdbc.sql("insert into service_state (staff_id, state, during)"
                        + " select id, ?, daterange(?::date, null) from staff where employee_code = ?")
                .params(state, from.toString(), person)
                .update();
    }
}
