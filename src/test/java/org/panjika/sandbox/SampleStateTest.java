package org.panjika.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.panjika.SystemTest;
import org.panjika.access.Caller;
import org.panjika.access.Callers;
import org.panjika.organisation.Charge;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
import org.panjika.organisation.Officer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;

@SystemTest
class SampleStateTest {

    private static final String RAJASTHAN_SCHOOL = "99010100401";
    private static final String BIHAR_SCHOOL = "99020100401";
    private static final String URDU_SCHOOL = "99020100601";

    /** The first start was today, whatever the tests' clock says. */
    private static final Clock REAL = Clock.system(ZoneId.of("Asia/Kolkata"));

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Cast cast;

    @Autowired
    Callers callers;

    @Autowired
    Officer officer;

    @Autowired
    Institutions institutions;

    @Autowired
    PasswordEncoder passwords;

    @Autowired
    Clock clock;

    @Test
    @DisplayName(
            "the pay of the last month, once it is due, is sent, accepted and drawn nearly everywhere; a few schools are left to be verified or drawn")
    void paidLastMonth() {
        var month = YearMonth.from(LocalDate.now(REAL)).minusMonths(1).atDay(1);
        Assumptions.assumeTrue(LocalDate.now(REAL).getDayOfMonth() > 6, "the month is not due yet");
        var sums = jdbc.sql(
                        """
                        select count(*) as statements, count(*) filter (where s.state = 'ACCEPTED') as accepted,
                               count(*) filter (where s.state = 'OPEN') as open,
                               count(*) filter (where s.drawn > 0) as drawn,
                               count(*) filter (where s.state = 'ACCEPTED' and s.route = 'NEGATIVE_LIST' and s.list_id is null) as nowhere
                          from payroll_statement s join institution i on i.id = s.institution_id
                         where s.month = ? and i.path[1] = (select id from institution where code = 'DIRECTORATE99')
                           and exists (select from posting p where p.institution_id = i.id and p.during @> s.month)
                        """)
                .param(month)
                .query()
                .singleRow();
        var statements = ((Number) sums.get("statements")).intValue();
        assertThat(((Number) sums.get("accepted")).intValue()).isGreaterThan(statements * 85 / 100);
        assertThat(((Number) sums.get("drawn")).intValue()).isBetween(statements * 7 / 10, statements * 95 / 100);
        assertThat(((Number) sums.get("open")).intValue()).isBetween(1, 6);
        assertThat(sums).containsEntry("nowhere", 0L);
    }

    @Test
    @DisplayName("about fifty schools and three hundred people, every one with a login")
    void size() {
        assertThat(count("select count(*) from institution where kind = 'SCHOOL' and code like '99%'"))
                .isBetween(48L, 56L);
        assertThat(
                        count(
                                "select count(*) from posting p join institution i on i.id = p.institution_id and i.code ~ '99'"))
                .isBetween(280L, 340L);
        assertThat(count("select count(*) from staff s where employee_code like '9901____'"
                        + " and not exists (select from login l where l.staff_id = s.id)"))
                .isZero();
        assertThat(count("select count(*) from staff where employee_code like '9901____' and name_hi is null"))
                .isZero();
    }

    @Test
    @DisplayName(
            "C2: an elementary school lies under a nodal school or a block, a secondary one under a block, all under one root")
    void soundTree() {
        assertThat(jdbc.sql(
                                """
                                select i.code from institution i join institution p on p.id = i.path[cardinality(i.path) - 1]
                                 where i.kind = 'SCHOOL' and i.code like '99%'
                                   and case i.category when 'SECONDARY' then p.kind <> 'CBEO'
                                       else p.kind <> 'CBEO' and p.category is distinct from 'SECONDARY' end
                                """)
                        .query(String.class)
                        .list())
                .isEmpty();
        assertThat(jdbc.sql(
                                """
                                select distinct r.code from institution i join institution r on r.id = i.path[1]
                                 where i.code ~ '^([A-Z]+99|99)'
                                """)
                        .query(String.class)
                        .list())
                .containsExactly("DIRECTORATE99");
    }

    @Test
    @DisplayName(
            "C2: every kind of institution exists, a school under a block directly, one that takes no part, a provisional block")
    void everyKindOfInstitution() {
        assertThat(jdbc.sql("select distinct kind from institution")
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrderElementsOf(Institution.Kind.NAMED.stream()
                        .map(Institution.Kind::name)
                        .toList());
        assertThat(
                        count(
                                """
                        select count(*) from institution i join institution p on p.id = i.path[cardinality(i.path) - 1]
                         where i.category = 'ELEMENTARY' and p.kind = 'CBEO' and not p.provisional and i.participates
                        """))
                .isPositive();
        assertThat(count("select count(*) from institution where code like '99%' and not participates"))
                .isPositive();
        assertThat(count("select count(*) from institution where code = 'CBEO990203' and provisional"))
                .isEqualTo(1);
    }

    @Test
    @DisplayName(
            "C3: every kind of charge is held by somebody, substantively, additionally and officiating, and a seat is vacant")
    void everyKindOfCharge() {
        var today = LocalDate.now(clock);
        assertThat(jdbc.sql("select distinct kind from seats(?)")
                        .param(today)
                        .query(String.class)
                        .list())
                .containsAll(EnumSet.allOf(Charge.Kind.class).stream()
                        .map(Enum::name)
                        .toList());
        assertThat(jdbc.sql("select distinct basis from seats(?)")
                        .param(today)
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrder("SUBSTANTIVE", "ADDITIONAL", "OFFICIATING");
        assertThat(officer.head(institutions.find("99010200301").orElseThrow())).isEmpty();
        assertThat(officer.holder("CBEO_990202").orElseThrow().employeeCode()).isEqualTo("officiating.br");
    }

    @ParameterizedTest(name = "{0} holds {1}")
    @DisplayName("the cast sits where it says")
    @CsvSource({
        "head.br, HEAD_99020100401",
        "head.rj, HEAD_99010100401",
        "peeo.rj, PEEO_99010100101",
        "uceeo.rj, PEEO_99010200101",
        "principal.rj, HEAD_99010200101",
        "cbeo.rj, CBEO_990101",
        "cbeo.br, CBEO_990201",
        "cdeo.rj, CDEO_9901",
        "deo.elementary.br, DEO_ELEMENTARY_9902",
        "joint.director, DIVISION_99A",
        "director, DIRECTORATE_99",
        "dpo.br, DPO_ESTABLISHMENT_CDEO9902",
        "pmu, PMU_DIRECTORATE99",
    })
    void castHoldsSeats(String login, String group) {
        assertThat(officer.holder(group).orElseThrow().employeeCode()).isEqualTo(login);
    }

    @Test
    @DisplayName("the cast has everybody the rules name, each can log in with the password shown")
    void everybodyIsInTheCast() {
        var members = cast.list();
        assertThat(members.stream().flatMap(m -> m.roles().stream()))
                .contains(
                        "ADMINISTRATOR",
                        "TEACHER",
                        "HEAD",
                        "PEEO",
                        "UCEEO",
                        "CBEO",
                        "CDEO",
                        "DEO_ELEMENTARY",
                        "DEO_SECONDARY",
                        "ADPC",
                        "DIVISION",
                        "DIRECTORATE",
                        "DDO",
                        "DPO_ESTABLISHMENT",
                        "PMU",
                        "DIRECTORATE_ESTABLISHMENT",
                        "BSA",
                        "CDO",
                        "DM",
                        "SRG",
                        "ARP",
                        "OFF_PORTAL",
                        "DEPUTED",
                        "CLERK");
        var hashes = jdbc.sql("select distinct l.password_hash from sandbox_cast c join login l using (login)")
                .query(String.class)
                .list();
        assertThat(members).allSatisfy(m -> assertThat(m.password()).isEqualTo(SampleState.PASSWORD));
        assertThat(hashes).hasSize(1);
        assertThat(passwords.matches(SampleState.PASSWORD, hashes.get(0))).isTrue();
        assertThat(callers.find("admin").map(Caller::administrator)).contains(true);
        assertThat(members.stream()
                        .filter(m -> !m.roles().equals(List.of("ADMINISTRATOR")))
                        .allMatch(m ->
                                m.institutionCode().isPresent() && m.nameHi().isPresent()))
                .isTrue();
    }

    @ParameterizedTest(name = "{0}: {1} = {2}")
    @DisplayName("C1, C6: settings come down the tree, a district's regime before the state's")
    @CsvSource({
        RAJASTHAN_SCHOOL + ", attendanceMode, ROLL",
        BIHAR_SCHOOL + ", attendanceMode, MARKS_AND_ROLL",
        "CBEO990201, attendanceMode, ROLL",
        "CBEO990101, attendanceMode, ROLL",
        RAJASTHAN_SCHOOL + ", paperRegister, FIRST",
        BIHAR_SCHOOL + ", paperRegister, PARALLEL",
        BIHAR_SCHOOL + ", geofenceRadius, 500",
        "99010200501, geofenceRadius, 300",
        "DIVISION99A, attendanceMode, ROLL",
    })
    void settingsResolve(String code, String name, String value) {
        assertThat(jdbc.sql(
                                """
                                select s.value from settings_in_force(:day) s join institution i on i.id = s.institution_id
                                 where i.code = :code and s.name = :name
                                """)
                        .param("day", LocalDate.now(clock))
                        .param("code", code)
                        .param("name", name)
                        .query(String.class)
                        .list())
                .containsExactly(value);
    }

    @ParameterizedTest(name = "{0} on {1}: {2}")
    @DisplayName("C14: holidays and half days hold in their area; 26 January requires attendance")
    @CsvSource({
        RAJASTHAN_SCHOOL + ", --01-26, ATTENDANCE_REQUIRED",
        "CBEO990201, --01-26, ATTENDANCE_REQUIRED",
        RAJASTHAN_SCHOOL + ", --11-14, HALF",
        BIHAR_SCHOOL + ", --11-14, HOLIDAY",
        "CBEO990101, --12-25, HOLIDAY",
    })
    void calendarHolds(String code, MonthDay day, String kind) {
        assertThat(dayKind(code, day.atYear(thisYear()))).isEqualTo(kind);
    }

    @Test
    @DisplayName("C14: an Urdu school rests on Friday and works on Sunday")
    void urduSchool() {
        var friday = LocalDate.of(thisYear(), 8, 1).with(TemporalAdjusters.nextOrSame(DayOfWeek.FRIDAY));
        assertThat(dayKind(URDU_SCHOOL, friday)).isEqualTo("HOLIDAY");
        assertThat(dayKind(URDU_SCHOOL, friday.plusDays(2))).isEqualTo("WORKING");
        assertThat(dayKind(BIHAR_SCHOOL, friday)).isEqualTo("WORKING");
        assertThat(dayKind(BIHAR_SCHOOL, friday.plusDays(2))).isEqualTo("HOLIDAY");
    }

    @ParameterizedTest(name = "{0} on {1}: {2} to {3}")
    @DisplayName("C14: timings follow the season and the district")
    @CsvSource({
        RAJASTHAN_SCHOOL + ", --11-23, 10:00, 16:00",
        RAJASTHAN_SCHOOL + ", --04-01, 07:30, 13:00",
        BIHAR_SCHOOL + ", --11-23, 09:30, 16:00",
        BIHAR_SCHOOL + ", --05-03, 06:30, 12:30",
        "CDEO9901, --11-23, 09:30, 18:00",
    })
    void timings(String code, MonthDay day, String starts, String ends) {
        assertThat(jdbc.sql(
                                """
                                select to_char(t.starts, 'HH24:MI') || ' ' || to_char(t.ends, 'HH24:MI')
                                  from timings_on(:day) t join institution i on i.id = t.institution_id
                                 where i.code = :code
                                """)
                        .param("day", day.atYear(thisYear()))
                        .param("code", code)
                        .query(String.class)
                        .single())
                .isEqualTo(starts + " " + ends);
    }

    private int thisYear() {
        return LocalDate.now(clock).getYear();
    }

    private String dayKind(String code, LocalDate day) {
        return jdbc.sql(
                        """
                        select distinct c.day_kind from calendar_on(:day) c join institution i on i.id = c.institution_id
                         where i.code = :code and c.cadre = 'NON_VACATION'
                        """)
                .param("day", day)
                .param("code", code)
                .query(String.class)
                .single();
    }

    private long count(String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }
}
