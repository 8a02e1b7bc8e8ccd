package org.panjika.correction.jdbc;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.panjika.correction.CorrectionHistory.Count;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Approved corrections, counted; the neighbours of an institution are those with the same parent. */
@Repository
public class CorrectionHistoryTable {

    private static final String NEAR =
            """
            with near as materialized (
              select beside.institution_id as id
                from institution_parent here
                     join institution_parent beside on beside.parent_id = here.parent_id and beside.during @> :today
                     join institution i on i.id = beside.institution_id and i.participates
               where here.institution_id = :institution and here.during @> :today)
            """;

    private final JdbcClient jdbc;

    CorrectionHistoryTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What each authority approved in the months from one on, newest first. */
    public List<Count> counts(long institutionId, YearMonth from, ZoneId zone) {
        return jdbc.sql(
                        """
                        select date_trunc('month', since at time zone :zone)::date as month, authority, count(*) as approved
                          from correction_case
                         where institution_id = :institution and state = 'APPROVED' and since >= :from
                         group by 1, 2
                         order by 1 desc, 2
                        """)
                .param("institution", institutionId)
                .param("zone", zone.getId())
                .param("from", from.atDay(1).atStartOfDay(zone).toOffsetDateTime())
                .query((row, n) -> new Count(
                        YearMonth.from(row.getObject("month", LocalDate.class)),
                        row.getString("authority"),
                        row.getInt("approved")))
                .list();
    }

    /** @param others institutions beside this one, and how many corrections were approved for them together */
    public record Near(int own, int theirs, int others) {}

    /** Corrections approved for an institution since a moment, and for those beside it. */
    public Near near(long institutionId, Instant from, LocalDate today) {
        return jdbc.sql(
                        NEAR
                                + """
                        select count(*) filter (where c.institution_id = :institution) as own,
                               count(*) filter (where c.institution_id <> :institution) as theirs,
                               (select count(*) from near where id <> :institution) as others
                          from correction_case c
                         where c.institution_id = any (array(select id from near union select :institution))
                           and c.state = 'APPROVED' and c.since >= :from
                        """)
                .param("institution", institutionId)
                .param("from", from.atOffset(ZoneOffset.UTC))
                .param("today", today)
                .query((row, n) -> new Near(row.getInt("own"), row.getInt("theirs"), row.getInt("others")))
                .single();
    }

    /** @param mean of the other people at the institution and beside it */
    public record Named(
            long staffId, String employeeCode, String name, Optional<String> nameHi, int times, double mean) {}

    /** The people of an institution most often corrected since a moment, the most frequent first. */
    public List<Named> people(long institutionId, Instant from, LocalDate today, int atMost) {
        return jdbc.sql(
                        NEAR
                                + """
                        , named as (
                          select l.staff_id, count(*) as times,
                                 bool_or(c.institution_id = :institution) as here
                            from correction_case c
                                 join correction_line l on l.request_id = c.request_id and l.version = c.version
                           where c.institution_id = any (array(select id from near union select :institution))
                             and c.state = 'APPROVED' and c.since >= :from
                           group by l.staff_id),
                        everybody as (
                          select count(distinct p.staff_id) as people, (select sum(times) from named) as times
                            from posting p
                           where p.institution_id = any (array(select id from near union select :institution))
                             and p.during @> :today)
                        select s.id, s.employee_code, s.name, s.name_hi, n.times,
                               (e.times - n.times) / greatest(e.people - 1, 1)::numeric as mean
                          from named n
                               join staff s on s.id = n.staff_id
                               cross join everybody e
                         where n.here
                         order by n.times desc, s.name, s.employee_code
                         limit :most
                        """)
                .param("institution", institutionId)
                .param("from", from.atOffset(ZoneOffset.UTC))
                .param("today", today)
                .param("most", atMost)
                .query((row, n) -> new Named(
                        row.getLong("id"),
                        row.getString("employee_code"),
                        row.getString("name"),
                        Optional.ofNullable(row.getString("name_hi")),
                        row.getInt("times"),
                        row.getDouble("mean")))
                .list();
    }
}
