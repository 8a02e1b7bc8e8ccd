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
import org.panjika.SystemTest;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@SystemTest
@DisplayName("Which office decides: the head, else the next office up that is held by somebody else (C4)")
class CompetentOfficeTest {

    private static final LocalDate DAY = LocalDate.of(2027, 4, 14);

    @Autowired
    CompetentOffice competent;

    @Autowired
    Institutions institutions;

    @Autowired
    TestState state;

    @Autowired
    TestClock clock;

    @Autowired
    JdbcClient jdbc;

    TestState.Block block;
    String school;
    String head;

    @BeforeEach
    void aSchool() {
        clock.set(DAY, "10:00");
        block = state.block("BR");
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
        jdbc.sql("insert into charge (staff_id, kind, institution_id, during, basis)"
                        + " select ?, 'HEAD', id, '[2027-04-01,)', 'OFFICIATING' from institution where code = ?")
                .params(key(deputy), school)
                .update();
        assertThat(at(school, Optional.empty())).isEqualTo(group(school));
        assertThat(at(school, Optional.of(key(head)))).isEqualTo(group(school));
        assertThat(at(school, Optional.of(key(deputy)))).isEqualTo(group(block.district()));
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
    @DisplayName("seen from the offices it is the same, whoever holds which seats (seed 20270414)")
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
                           and (c.office_id is null or h.staff_id <> :about)
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
