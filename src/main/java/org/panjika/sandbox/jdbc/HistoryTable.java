package org.panjika.sandbox.jdbc;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.panjika.sandbox.SandboxOnly;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Invents what happened on days that are open: marks where phones are used, the roll elsewhere. The same at every first start. */
@Repository
@SandboxOnly
public class HistoryTable {

    /** Everybody expected in the period, with throws of a die from 0 to 999 that fall the same way every time. */
    private static final String EXPECTED =
            """
            with head as materialized (
              select d.day, s.institution_id, h.employee_code
                from generate_series(:from::date, :to::date, '1 day') g (at)
                     cross join lateral (select g.at::date as day) d
                     cross join lateral seats(d.day) s
                     join staff h on h.id = s.staff_id
               where s.kind = 'HEAD'),
            expected as (
              select d.day, d.staff_id, d.institution_id, d.afternoon = 'HOLIDAY' as half, s.employee_code,
                     coalesce(h.employee_code, 'admin') as head, x.mode, x.starts, x.ends, x.entry_due,
                     i.kind, i.latitude, i.longitude, i.coordinate_quality = 'SUSPECT' as suspect,
                     (hashtext(d.staff_id || ' fate ' || d.day)::bigint & 2147483647) % 1000 as fate,
                     (hashtext(d.staff_id || ' time ' || d.day)::bigint & 2147483647) % 1000 as time,
                     (hashtext(d.staff_id || ' doubt ' || d.day)::bigint & 2147483647) % 1000 as doubt,
                     (hashtext(d.institution_id || ' roll ' || d.day)::bigint & 2147483647) % 1000 as roll
                from attendance_day d
                     join institution_day x on x.day = d.day and x.institution_id = d.institution_id
                     join institution i on i.id = d.institution_id
                     join staff s on s.id = d.staff_id
                     left join head h on h.day = d.day and h.institution_id = d.institution_id
               where d.day between :from and :to and d.facts = 0)
            """;

    private static final String MARKS = EXPECTED
            + """
            , mark as (
              select e.*, kind_of_mark, case kind_of_mark
                       when 'IN' then starts + make_interval(secs => case when time < 80 then time * 30 else -time * 1.5 end)
                       else ends + make_interval(secs => case when time < 20 then -time * 90 else time end)
                     end as captured_at,
                     case when suspect then 'SUSPECT_COORDINATES' when doubt < 12 then 'POOR_ACCURACY' end as reason
                from expected e cross join (values ('IN'), ('OUT')) k (kind_of_mark)
               where mode <> 'ROLL' and not half and fate < 940
                 and latitude is not null
                 and (kind_of_mark = 'IN' or doubt not between 940 and 969))
            insert into attendance_mark (id, day, content_hash, recorded_at, recorded_by, staff_id, institution_id, kind, mode,
                   captured_at, verdict, reasons, latitude, longitude, accuracy_m, fix_age_s, distance_m, device_id)
            select md5('sample ' || staff_id || kind_of_mark || day)::uuid, day,
                   sha256(convert_to('sample ' || staff_id || kind_of_mark || day, 'UTF8')),
                   captured_at + interval '2 s', employee_code, staff_id, institution_id, kind_of_mark, 'SELF', captured_at,
                   case when reason is null then 'ACCEPTED' else 'TO_BE_CONFIRMED' end,
                   case when reason is null then '{}' else array[reason] end,
                   latitude + (time - 500) * 0.0000012, longitude + (doubt - 500) * 0.0000012,
                   case when reason = 'POOR_ACCURACY' then 240 + doubt else 6 + time::int % 40 end, 3,
                   round(sqrt(power((time - 500) * 0.133, 2) + power((doubt - 500) * 0.119, 2)))::int, 'sample'
              from mark
             order by captured_at, staff_id
            """;

    /** Doubtful marks of all days but the last are decided; the last day's wait for the head. */
    private static final String DECISIONS =
            """
            insert into attendance_mark_decision (recorded_at, recorded_by, mark_id, day, staff_id, decision, remark)
            select m.recorded_at + interval '20 h', coalesce(h.employee_code, 'admin'), m.id, m.day, m.staff_id, 'CONFIRMED',
                   'Seen at school'
              from attendance_mark m
                   left join lateral (select s.staff_id from seats(m.day) s
                                       where s.kind = 'HEAD' and s.institution_id = m.institution_id) seat on true
                   left join staff h on h.id = seat.staff_id
             where m.verdict = 'TO_BE_CONFIRMED' and m.day >= :from and m.day < :to
             order by m.recorded_at, m.staff_id
            """;

    private static final String ROLL = EXPECTED
            + """
            insert into day_entry (recorded_at, recorded_by, day, staff_id, institution_id, source, forenoon, afternoon)
            select entry_due - make_interval(mins => 20 + roll::int % 100), head, day, staff_id, institution_id, 'ROLL',
                   said.forenoon::session_status, (case when not half then said.afternoon end)::session_status
              from expected e
                   cross join lateral (
                     select case when mode <> 'ROLL' then case when not half and fate between 940 and 979 then 'ABSENT' end
                                 when fate < 940 then 'PRESENT'
                                 when fate < 965 then 'ABSENT'
                                 when kind = 'SCHOOL' then 'DUTY' else 'TOUR' end as forenoon,
                            case when mode <> 'ROLL' then case when not half and fate between 940 and 979 then 'ABSENT' end
                                 when fate < 930 then 'PRESENT'
                                 when fate < 965 then 'ABSENT'
                                 when kind = 'SCHOOL' then 'DUTY' else 'TOUR' end as afternoon) said
             where said.forenoon is not null
               -- some offices and schools forget a day
               and (mode <> 'ROLL' or roll >= 15)
             order by e.day, e.institution_id, e.staff_id
            """;

    private final JdbcClient jdbc;

    HistoryTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public boolean anyFact() {
        return jdbc.sql("select exists (select from attendance_mark) or exists (select from day_entry)")
                .query(Boolean.class)
                .single();
    }

    /** A school with a head, and the hours of the last day on which a session there is not recorded. */
    public record Unrecorded(String institution, String head, Instant starts, Instant ends) {}

    public Optional<Unrecorded> unrecorded(LocalDate from, LocalDate to) {
        return jdbc.sql(
                        """
                        select i.code, h.employee_code, x.starts, x.ends
                          from institution_day x
                               join institution i on i.id = x.institution_id
                               join charge c on c.institution_id = x.institution_id and c.kind = 'HEAD' and c.during @> :to
                               join staff h on h.id = c.staff_id
                         where x.day between :from and :to
                           and i.kind = 'SCHOOL'
                           and exists (
                             select from attendance_day d
                              where d.day = x.day and d.institution_id = x.institution_id
                                and 'UNMARKED' in (d.forenoon::text, d.afternoon::text))
                         order by x.day desc, i.code
                         limit 1
                        """)
                .param("from", from)
                .param("to", to)
                .query((row, n) -> new Unrecorded(
                        row.getString("code"),
                        row.getString("employee_code"),
                        row.getTimestamp("starts").toInstant(),
                        row.getTimestamp("ends").toInstant()))
                .optional();
    }

    /** A day of a school, its head, and somebody there who might have been sent elsewhere. */
    public record Elsewhere(String institution, String head, LocalDate day, String employeeCode) {}

    /** Days of the one elementary school below a nodal school whose head is in the cast, newest first. */
    public List<Elsewhere> elsewhere(LocalDate from, LocalDate to, int atMost) {
        return jdbc.sql(
                        """
                        select i.code, h.employee_code as head, x.day, min(s.employee_code) as person
                          from institution i
                               join charge c on c.institution_id = i.id and c.kind = 'HEAD' and c.during @> :to
                               join staff h on h.id = c.staff_id
                               join sandbox_cast k on k.login = h.employee_code
                               join institution nodal on nodal.id = i.path[array_length(i.path, 1) - 1] and nodal.kind = 'SCHOOL'
                               join institution_day x on x.institution_id = i.id and x.day between :from and :to
                               join attendance_day d on d.institution_id = i.id and d.day = x.day and d.staff_id <> h.id
                                    and d.forenoon in ('UNMARKED', 'PRESENT', 'ABSENT')
                                    and d.afternoon in ('UNMARKED', 'PRESENT', 'ABSENT')
                               join staff s on s.id = d.staff_id
                         where i.category = 'ELEMENTARY'
                         group by i.code, h.employee_code, x.day
                         order by i.code, x.day desc
                         limit :most
                        """)
                .param("from", from)
                .param("to", to)
                .param("most", atMost)
                .query((row, n) -> new Elsewhere(
                        row.getString("code"),
                        row.getString("head"),
                        row.getObject("day", LocalDate.class),
                        row.getString("person")))
                .list();
    }

    /** What happened from the one day to the other, both included. */
    public void invent(LocalDate from, LocalDate to) {
        for (var sql : new String[] {ROLL, MARKS, DECISIONS}) {
            jdbc.sql(sql).param("from", from).param("to", to).update();
        }
    }

    /** The days were opened with all postings known: no register has to follow one that came late. */
    public void workplacesFollowed() {
        jdbc.sql("delete from workplace_change").update();
    }
}
