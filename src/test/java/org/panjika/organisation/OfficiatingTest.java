package org.panjika.organisation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.panjika.SystemTest;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.attendance.DayOpening;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@SystemTest
@DisplayName("Who officiates for a head who is away: in the seat of one place (C3)")
class OfficiatingTest {

    private static final LocalDate DAY = LocalDate.of(2027, 4, 15);

    @Autowired
    Officiating officiating;

    @Autowired
    CompetentOffice competent;

    @Autowired
    Institutions institutions;

    @Autowired
    TestState state;

    @Autowired
    TestClock clock;

    @Autowired
    DayOpening opening;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transaction;

    TestState.Block block;
    String school;
    String head;
    String teacher;

    @BeforeEach
    void aHeadOfASchoolAndAnOffice() {
        clock.set(DAY, "10:00");
        block = state.blockAtWork("BR", DAY);
        school = state.school(block.block());
        head = state.holder("HEAD", school);
        teacher = state.staff(school);
        state.charge(head, "HEAD", block.block());
        state.holder("HEAD", block.district());
        opening.open(DAY);
    }

    @Test
    @DisplayName(
            "C3, C4: the school's register reads that the head of two places is away: at the school a teacher officiates, for the"
                    + " other the office above acts")
    void readsAway() {
        var clerk = state.staff(block.block());
        reads("TOUR", "TOUR");
        inOne(() -> officiating.readsAway(key(head), id(school), DAY));
        assertThat(whoOfficiates(school)).containsExactly(teacher + " [2027-04-15,2027-04-16)");
        assertThat(whoOfficiates(block.block())).isEmpty();
        assertThat(actsFor(school)).isEqualTo(school);
        assertThat(actsFor(block.block())).isEqualTo(block.district());

        inOne(() -> officiating.name(key(head), id(block.block()), key(clerk), DAY, DAY));
        assertThat(actsFor(block.block())).isEqualTo(block.block());
        reads("PRESENT", "PRESENT");
        inOne(() -> officiating.readsBack(key(head), id(school), DAY));
        assertThat(whoOfficiates(school)).isEmpty();
        assertThat(whoOfficiates(block.block()))
                .as("of another place the school's register says nothing")
                .containsExactly(clerk + " [2027-04-15,2027-04-16)");
    }

    @Test
    @DisplayName(
            "C3: what an order given at the school names is not said of the office, also when something else there ends")
    void namedForTheSchool() {
        var clerk = state.staff(block.block());
        jdbc.sql(
                        """
                        insert into attendance_duty_order (recorded_at, recorded_by, id, content_hash, staff_id, institution_id,
                               place, from_day, to_day, weekdays, sessions, order_number, scans, officiating_id)
                        values ('2027-04-01', 'test', gen_random_uuid(), '', :head, :school, 'Counting hall', :day, :day,
                                '{1,2,3,4,5,6,7}', '{FORENOON,AFTERNOON}', '1', '{}', :teacher)
                        """)
                .param("head", key(head))
                .param("school", id(school))
                .param("day", DAY)
                .param("teacher", key(teacher))
                .update();
        inOne(() -> officiating.name(key(head), id(block.block()), key(clerk), DAY, DAY));
        inOne(() -> officiating.end(key(head), id(block.block()), key(clerk), DAY, DAY, DAY));
        assertThat(whoOfficiates(block.block())).isEmpty();
        inOne(() -> officiating.name(key(head), id(school), key(state.staff(school)), DAY, DAY));
        inOne(() -> officiating.readsBack(key(head), id(school), DAY));
        assertThat(whoOfficiates(school)).containsExactly(teacher + " [2027-04-15,2027-04-16)");
    }

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource({
        "TOUR, HOLIDAY, away",
        "LEAVE, HOLIDAY, away",
        "HOLIDAY, DUTY, away",
        "PRESENT, HOLIDAY, there",
        "UNMARKED, HOLIDAY, there",
        "ABSENT, HOLIDAY, there",
        "HOLIDAY, HOLIDAY, there"
    })
    @DisplayName("C4, C14: a head who is away in the session that a half day has leaves it to the next office up")
    void awayOnAHalfDay(String forenoon, String afternoon, String then) {
        reads(forenoon, afternoon);
        assertThat(actsFor(school)).isEqualTo(then.equals("away") ? block.district() : school);
    }

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource({
        "LEAVE, HOLIDAY, another",
        "ABSENT, HOLIDAY, another",
        "HOLIDAY, TOUR, another",
        "PRESENT, HOLIDAY, longest",
        "HOLIDAY, HOLIDAY, longest"
    })
    @DisplayName("C3, C14: on a half day the longest in service who is there in the session that it has officiates")
    void longestInServiceOnAHalfDay(String forenoon, String afternoon, String then) {
        var another = state.staff(school);
        reads(teacher, forenoon, afternoon);
        assertThat(officiating.seniorMost(key(head), id(school), DAY, DAY))
                .hasValue(key(then.equals("another") ? another : teacher));
    }

    private void inOne(Runnable work) {
        transaction.executeWithoutResult(status -> work.run());
    }

    private void reads(String forenoon, String afternoon) {
        reads(head, forenoon, afternoon);
    }

    private void reads(String who, String forenoon, String afternoon) {
        var rows = jdbc.sql("update attendance_day set forenoon = ?::session_status, afternoon = ?::session_status"
                        + " where day = ? and staff_id = ?")
                .params(forenoon, afternoon, DAY, key(who))
                .update();
        assertThat(rows).isEqualTo(1);
    }

    private String actsFor(String place) {
        return competent
                .whoseHead(institution(place), Optional.empty())
                .orElseThrow()
                .code();
    }

    private List<String> whoOfficiates(String place) {
        return jdbc.sql(
                        """
                        select s.employee_code || ' ' || c.during from charge c join staff s on s.id = c.staff_id
                         where c.institution_id = ? and c.basis = 'OFFICIATING' order by lower(c.during)
                        """)
                .param(id(place))
                .query(String.class)
                .list();
    }

    private Institution institution(String code) {
        return institutions.find(code).orElseThrow();
    }

    private long id(String code) {
        return institution(code).id();
    }

    private long key(String employeeCode) {
        return jdbc.sql("select id from staff where employee_code = ?")
                .param(employeeCode)
                .query(Long.class)
                .single();
    }
}
