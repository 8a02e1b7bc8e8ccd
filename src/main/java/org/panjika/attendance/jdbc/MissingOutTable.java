package org.panjika.attendance.jdbc;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Finds INs without an OUT for a whole state, set-based. */
@Repository
public class MissingOutTable {

    /** Days are locked in the order in which marks lock them. */
    private static final String LIST =
            """
            with missing as materialized (
              select d.staff_id, d.institution_id, d.flags
                from attendance_day d
               where d.day = :day and d.in_mark is not null and d.out_mark is null
                 -- the last session of the day here; who goes on elsewhere leaves from there
                 and case when d.afternoon <> 'HOLIDAY' then d.afternoon_source = 'MARK'
                          else d.forenoon_source = 'MARK' and not exists (
                            select from attendance_day e
                             where e.day = d.day and e.staff_id = d.staff_id and e.afternoon <> 'HOLIDAY') end
                 and not exists (
                   select from attendance_mark_decision x where x.mark_id = d.in_mark and x.about = 'MISSING_OUT')
                 and (:since::timestamptz is null or exists (
                   select from attendance_mark m
                    where m.id = d.in_mark and m.day = d.day and m.recorded_at >= :since::timestamptz))
               order by d.institution_id, d.staff_id
                 for update of d),
            flagged as (
              update attendance_day d set flags = d.flags || '{MISSING_OUT}'
                from missing
               where d.day = :day and d.staff_id = missing.staff_id and d.institution_id = missing.institution_id
                 and not 'MISSING_OUT' = any (missing.flags))
            insert into attendance_exception (id, institution_id, day, opened_at)
            select gen_random_uuid(), place.institution_id, :day, :at::timestamptz
              from (select distinct institution_id from missing) place
             order by place.institution_id
                on conflict (institution_id, day) where closed_at is null do update set told = false
            """;

    private final JdbcClient jdbc;

    MissingOutTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The last day that was said to be over. */
    public Optional<LocalDate> lastOver() {
        return jdbc.sql("select max(day) from attendance_day_over")
                .query(LocalDate.class)
                .optional();
    }

    /** Says that a day is over, once. */
    public void over(LocalDate day, Instant at) {
        jdbc.sql(
                        "insert into attendance_day_over (day, recorded_at, recorded_by) values (:day, :at::timestamptz, 'system')"
                                + " on conflict do nothing")
                .param("day", day)
                .param("at", at.toString())
                .update();
    }

    /**
     * Flags the missing OUTs of a day and adds them to the cases of their institutions; answers how many cases.
     *
     * @param deliveredSince only those whose IN was recorded since then
     */
    public int list(LocalDate day, Optional<Instant> deliveredSince, Instant at) {
        return jdbc.sql(LIST)
                .param("day", day)
                .param("since", deliveredSince.map(Instant::toString).orElse(null))
                .param("at", at.toString())
                .update();
    }
}
