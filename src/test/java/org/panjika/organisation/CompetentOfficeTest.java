package org.panjika.organisation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
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

@SystemTest
@DisplayName("Which office decides: the head, else the next office up that is held by somebody else (C4)")
class CompetentOfficeTest {

    private static final LocalDate DAY = LocalDate.of(2027, 4, 14);

    @Autowired
    CompetentOffice competent;

    @Autowired
    Officer officer;

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

    TestState.Block block;
    String school;
    String head;

    @BeforeEach
    void aSchool() {
        clock.set(DAY, "10:00");
        block = state.blockAtWork("BR", DAY);
        school = state.school(block.block());
        head = state.holder("HEAD", school);
        state.holder("HEAD", block.district());
    }

    @Test
    @DisplayName("the head of the place; about the head, and where nobody holds the seat, the next office that is held")
    void nextHeld() {
        assertThat(at(school, Optional.empty())).isEqualTo(group(school));
        assertThat(at(school, Optional.of(key(head))))
                .as("the block's seat is vacant")
                .isEqualTo(group(block.district()));
        assertThat(competent.above(institution(school), Optional.empty())).isEqualTo(group(block.district()));
        assertThat(at(block.block(), Optional.empty())).isEqualTo(group(block.district()));
    }

    @Test
    @DisplayName("who was silent leaves it to the office above, also where that one decides in the head's stead")
    void silence() {
        state.holder("HEAD", block.directorate());
        assertThat(competent.afterSilence(institution(school), Optional.empty()))
                .isEqualTo(group(block.district()));
        assertThat(competent.afterSilence(institution(school), Optional.of(key(head))))
                .isEqualTo(group(block.directorate()));
    }

    @Test
    @DisplayName("suspended, retired, deceased, resigned, in transit or awaiting a posting nobody acts for a seat (C5)")
    void outOfService() {
        jdbc.sql("insert into service_state (staff_id, state, during) values (?, 'ACTIVE', '[2027-04-01,)')")
                .param(key(head))
                .update();
        for (var service :
                List.of("SUSPENDED", "RETIRED", "DECEASED", "RESIGNED", "IN_TRANSIT", "AWAITING_POSTING", "ACTIVE")) {
            jdbc.sql("update service_state set state = ? where staff_id = ?")
                    .params(service, key(head))
                    .update();
            assertThat(at(school, Optional.empty()))
                    .as(service)
                    .isEqualTo(service.equals("ACTIVE") ? group(school) : group(block.district()));
        }
    }

    @Test
    @DisplayName("a charge that does not let act leaves the seat vacant; who officiates for its holder fills it")
    void officiating() {
        jdbc.sql("update charge set may_act = false where staff_id = ?")
                .param(key(head))
                .update();
        assertThat(at(school, Optional.empty())).isEqualTo(group(block.district()));
        var deputy = state.staff(school);
        officiates(deputy);
        assertThat(at(school, Optional.empty())).isEqualTo(group(school));
        for (var one : List.of(head, deputy)) {
            assertThat(at(school, Optional.of(key(one))))
                    .as("who officiates does not decide about the head (C4)")
                    .isEqualTo(group(block.district()));
        }
        var colleague = key(state.staff(school));
        assertThat(competent.at(institution(school), List.of(key(head), key(deputy), colleague)))
                .isEqualTo(Map.of(
                        key(head),
                        group(block.district()),
                        key(deputy),
                        group(block.district()),
                        colleague,
                        group(school)));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        on approved leave of a day                     | leave 2027-04-14 FORENOON 2027-04-14 AFTERNOON | away
        on approved leave of weeks                     | leave 2027-04-01 FORENOON 2027-05-01 AFTERNOON | away
        on leave of half the day                       | leave 2027-04-12 FORENOON 2027-04-14 FORENOON  | there
        back from leave the day before                 | leave 2027-04-01 FORENOON 2027-04-13 AFTERNOON | there
        on duty elsewhere by order                     | duty {3} {FORENOON,AFTERNOON}                  | away
        on duty elsewhere on another weekday           | duty {4} {FORENOON,AFTERNOON}                  | there
        on duty elsewhere in the afternoon             | duty {3} {AFTERNOON}                           | there
        deputed to another institution                 | deputed                                        | away
        deputed for the afternoons                     | deputed AFTERNOON                              | there
        on tour, as the register reads                 | reads TOUR TOUR                                | away
        on duty and on leave, as the register reads    | reads DUTY LEAVE                               | away
        on tour for half the day                       | reads TOUR PRESENT                             | there
        absent, which is no reason to be given leave   | reads ABSENT ABSENT                            | there
        """)
    @DisplayName("C4: a head who is away for the whole day with nobody officiating leaves it to the next office up")
    void away(String who, String because, String then) {
        because(because.split(" "));
        var above = group(block.district());
        assertThat(at(school, Optional.empty())).isEqualTo(then.equals("away") ? above : group(school));
        var afterSilence = competent.afterSilence(institution(school), Optional.empty());
        assertThat(afterSilence)
                .isEqualTo(then.equals("away") ? competent.atTheTop(institution(school), Optional.empty()) : above);
        var inCharge = officer.inCharge(institution(school)).orElseThrow();
        assertThat(inCharge.person().employeeCode()).as("shown all the same").isEqualTo(head);
        assertThat(inCharge.away()).isEqualTo(then.equals("away"));
        var deputy = state.staff(school);
        officiates(deputy);
        assertThat(at(school, Optional.empty())).as("somebody officiates").isEqualTo(group(school));
        var officiating = officer.inCharge(institution(school)).orElseThrow();
        assertThat(officiating.person().employeeCode()).isEqualTo(deputy);
        assertThat(officiating.away()).isFalse();
        assertThat(officiating.officiatesFor()).map(Staff::employeeCode).hasValue(head);
    }

    @Test
    @DisplayName("C4: the seat held in addition is not left by who is deputed from the place of the posting")
    void deputedFromElsewhere() {
        var other = state.school(block.block());
        state.charge(head, "HEAD", other);
        because("deputed");
        assertThat(at(school, Optional.empty())).isEqualTo(group(block.district()));
        assertThat(at(other, Optional.empty())).isEqualTo(group(other));
    }

    private void because(String... words) {
        var statement =
                switch (words[0]) {
                    case "leave" ->
                        """
                        insert into leave_case (id, number, state, staff_id, place_id, institution_id, regime, type, from_day, to_day,
                               half_days, post_facto, head_entered, during)
                        select gen_random_uuid(), nextval('journal_entry_no'), 'APPROVED', :head, :school, :school, 'BR', 'CL',
                               :a::date, :c::date, 1, false, false,
                               int4range((:a::date - '1970-01-01') * 2 + (:b = 'AFTERNOON')::int,
                                         (:c::date - '1970-01-01') * 2 + (:d = 'AFTERNOON')::int, '[]')
                        """;
                    case "duty" ->
                        """
                        insert into attendance_duty_order (recorded_at, recorded_by, id, content_hash, staff_id, institution_id,
                               place, from_day, to_day, weekdays, sessions, order_number, scans)
                        values ('2027-04-01', 'test', gen_random_uuid(), '', :head, :school, 'Counting hall', '2027-04-01',
                                '2027-04-30', :a::smallint[], :b::text[], '1', '{}')
                        """;
                    case "deputed" ->
                        """
                        insert into deputation (staff_id, institution_id, during, session)
                        select :head, id, '[2027-04-01,2027-05-01)', nullif(:a, '') from institution where code = :block
                        """;
                    default -> {
                        opening.open(DAY);
                        yield """
                              update attendance_day set forenoon = :a::session_status, afternoon = :b::session_status
                               where day = '2027-04-14' and staff_id = :head
                              """;
                    }
                };
        var rows = jdbc.sql(statement)
                .param("head", key(head))
                .param("school", institution(school).id())
                .param("block", block.block())
                .param("a", words.length > 1 ? words[1] : "")
                .param("b", words.length > 2 ? words[2] : "")
                .param("c", words.length > 3 ? words[3] : "")
                .param("d", words.length > 4 ? words[4] : "")
                .update();
        assertThat(rows).isEqualTo(1);
    }

    private void officiates(String deputy) {
        officiates(deputy, school);
    }

    private void officiates(String deputy, String place) {
        jdbc.sql("insert into charge (staff_id, kind, institution_id, during, basis)"
                        + " select ?, 'HEAD', id, '[2027-04-01,)', 'OFFICIATING' from institution where code = ?")
                .params(key(deputy), place)
                .update();
    }

    @Test
    @DisplayName("above the top the directorate's establishment; where nobody acts there either, the administrators")
    void top() {
        var directorate = institution(block.directorate());
        assertThat(competent.at(directorate, Optional.empty())).isEqualTo(CompetentOffice.ADMINISTRATORS);
        var establishment = state.holder("DIRECTORATE_ESTABLISHMENT", block.directorate());
        var group = Charge.group(Charge.Kind.DIRECTORATE_ESTABLISHMENT, directorate);
        assertThat(competent.at(directorate, Optional.empty())).isEqualTo(group);
        assertThat(competent.at(directorate, Optional.of(key(establishment))))
                .isEqualTo(CompetentOffice.ADMINISTRATORS);
    }

    @Test
    @DisplayName(
            "seen from the offices it is the same, whoever holds which seats, and officiates there (seed 20270414)")
    void bothSides() {
        var random = new Random(20270414);
        for (int round = 0; round < 20; round++) {
            var some = state.block("BR");
            var places = new ArrayList<>(List.of(some.directorate(), some.district(), some.block()));
            var nodal = state.school(some.block());
            places.addAll(List.of(nodal, state.school(nodal), state.school(nodal), state.school(some.block())));
            var staff = List.of(state.staff(nodal), state.staff(nodal), state.staff(nodal), state.staff(nodal));
            for (var place : places) {
                if (random.nextInt(3) > 0) state.charge(staff.get(random.nextInt(4)), "HEAD", place);
                if (random.nextInt(4) == 0) officiates(staff.get(random.nextInt(4)), place);
            }
            for (var place : places) {
                for (var person : staff) {
                    var from = at(place, Optional.of(key(person)));
                    assertThat(decidersSeenFromTheOffices(places, place, key(person)))
                            .as(round + ": " + place + " about " + person)
                            .containsExactly(from);
                }
            }
        }
    }

    /** The offices that would say that the matter is theirs. */
    private List<String> decidersSeenFromTheOffices(List<String> offices, String place, long about) {
        var ids = offices.stream().map(code -> institution(code).id()).toArray(Long[]::new);
        var found = new HashSet<String>();
        jdbc.sql(
                        """
                        select o.code, h.staff_id
                          from competence(:day, :offices, :root) c
                               left join institution o on o.id = c.office_id
                               left join lateral acting('HEAD', c.office_id, :day) h on true
                         where c.institution_id = :place and (c.about is null or c.about = :about)
                           and (c.office_id is null or h.staff_id is not null and not exists (
                                 select from at_the_head(c.office_id, :day) who where who.staff_id = :about))
                        """)
                .param("day", DAY)
                .param("offices", ids)
                .param("root", institution(offices.get(0)).id())
                .param("place", institution(place).id())
                .param("about", about)
                .query((row, n) -> Optional.ofNullable(row.getString("code"))
                        .map(this::group)
                        .orElse(CompetentOffice.ADMINISTRATORS))
                .list()
                .forEach(found::add);
        return List.copyOf(found);
    }

    private String at(String place, Optional<Long> concerned) {
        return competent.at(institution(place), concerned);
    }

    private String group(String code) {
        return Charge.group(Charge.Kind.HEAD, institution(code));
    }

    private Institution institution(String code) {
        return institutions.find(code).orElseThrow();
    }

    private long key(String employeeCode) {
        return jdbc.sql("select id from staff where employee_code = :code")
                .params(Map.of("code", employeeCode))
                .query(Long.class)
                .single();
    }
}
