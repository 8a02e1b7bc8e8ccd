package org.panjika.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.MovesTheClock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** In the application whose clock moves, because no other test adds marks there. */
@MovesTheClock
class SampleHistoryTest {

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Clock clock;

    @Test
    @DisplayName(
            "of the sessions of the month before, most are present, some absent, on tour or on duty, and none lie in the future")
    void oneMonth() {
        var sums = jdbc.sql(
                        """
                        select sum(forenoon_expected) as expected, sum(forenoon_present) as present,
                               sum(forenoon_absent) as absent, sum(forenoon_tour) as tour, sum(forenoon_duty) as duty,
                               sum(forenoon_to_be_confirmed) as doubtful
                          from institution_day x join institution i on i.id = x.institution_id
                         where i.code ~ '99' and x.day <= (select max(day) from day_entry)
                        """)
                .query()
                .singleRow();
        assertThat(share(sums, "present")).isBetween(0.88, 0.97);
        assertThat(share(sums, "absent")).isBetween(0.01, 0.06);
        assertThat(share(sums, "tour")).isPositive();
        assertThat(share(sums, "duty")).isPositive();
        assertThat(jdbc.sql("select count(distinct day) from attendance_mark where day < :today")
                        .param("today", LocalDate.now(clock))
                        .query(Long.class)
                        .single())
                .isGreaterThan(15L);
        assertThat(jdbc.sql("select distinct unnest(flags) from attendance_day")
                        .query(String.class)
                        .list())
                .contains("LATE", "MISSING_OUT");
        assertThat(jdbc.sql("select count(*) from attendance_mark where device_id = 'sample' and day >= :today")
                        .param("today", LocalDate.now(clock))
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    @DisplayName("the deadlines of the month are recorded for every supervising office, some missed, nobody told")
    void deadlines() {
        var sums = jdbc.sql(
                        """
                        select count(distinct day) as days, count(distinct kind) as kinds, sum(institutions) as institutions,
                               sum(missed) as missed
                          from attendance_deadline where recorded_at = due
                        """)
                .query()
                .singleRow();
        assertThat(((Number) sums.get("days")).intValue()).isGreaterThan(15);
        assertThat(sums).containsEntry("kinds", 2L);
        assertThat(((Number) sums.get("missed")).doubleValue() / ((Number) sums.get("institutions")).doubleValue())
                .isBetween(0.01, 0.5);
    }

    @Test
    @DisplayName("one technical fault waits for a block officer, unless nothing was left open on the two days before")
    void fault() {
        var firstStart = LocalDate.now(clock.getZone());
        var open = jdbc.sql(
                        """
                        select count(*) from attendance_day d join institution i on i.id = d.institution_id
                         where d.day between :from and :to and i.kind = 'SCHOOL' and i.code ~ '99'
                           and (d.forenoon in ('UNMARKED', 'TECHNICAL') or d.afternoon in ('UNMARKED', 'TECHNICAL'))
                        """)
                .param("from", firstStart.minusDays(2))
                .param("to", firstStart.minusDays(1))
                .query(Long.class)
                .single();
        assertThat(jdbc.sql("select count(*) from technical_fault where text = 'No network in the whole village'")
                        .query(Long.class)
                        .single())
                .isEqualTo(Math.min(open, 1));
    }

    private static double share(Map<String, Object> sums, String column) {
        return ((Number) sums.get(column)).doubleValue() / ((Number) sums.get("expected")).doubleValue();
    }
}
