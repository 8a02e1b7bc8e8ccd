package org.panjika.payroll.jdbc;

import java.time.YearMonth;
import java.util.Collection;
import java.util.List;
import org.panjika.payroll.OpenMatter.Kind;
import org.panjika.payroll.Sessions;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What people have asked for and nobody has decided: leave, corrections, that lateness be condoned. */
@Repository
public class UndecidedTable {

    private final JdbcClient jdbc;

    UndecidedTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param sessions of the month that a matter is about; of lateness the forenoon stands for the day */
    public record Undecided(Kind kind, long staffId, Sessions sessions) {}

    public List<Undecided> of(YearMonth month, Collection<Long> staff) {
        var first = month.atDay(1);
        var after = month.plusMonths(1).atDay(1);
        return jdbc.sql(
                        """
                        select f.kind, f.staff_id, bit_or(f.sessions) as sessions
                          from (select 'LEAVE' as kind, c.staff_id,
                                       (1::bigint << (least(upper(c.during), :afterSession) - :firstSession))
                                       - (1::bigint << (greatest(lower(c.during), :firstSession) - :firstSession)) as sessions
                                  from leave_case c
                                 where c.staff_id = any (:staff::bigint[]) and c.state in ('PENDING', 'RETURNED')
                                   and c.during && int4range(:firstSession, :afterSession)
                                union all
                                select 'CORRECTION', l.staff_id,
                                       ((l.forenoon is not null)::int + 2 * (l.afternoon is not null)::int)::bigint << (2 * (c.day - :month))
                                  from correction_line l
                                       join correction_case c on c.request_id = l.request_id and c.version = l.version
                                 where l.staff_id = any (:staff::bigint[]) and c.state in ('PENDING', 'RETURNED')
                                   and c.day >= :month and c.day < :after
                                union all
                                select 'CONDONATION', q.staff_id, 1::bigint << (2 * (q.day - :month))
                                  from lateness_request q
                                 where q.staff_id = any (:staff::bigint[]) and q.day >= :month and q.day < :after
                                   and not exists (select from lateness_condonation x where x.staff_id = q.staff_id and x.day = q.day)) f
                         group by f.kind, f.staff_id
                        """)
                .param("staff", staff.toArray(Long[]::new))
                .param("month", first)
                .param("after", after)
                .param("firstSession", (int) first.toEpochDay() * 2)
                .param("afterSession", (int) after.toEpochDay() * 2)
                .query((row, n) -> new Undecided(
                        Kind.valueOf(row.getString("kind")),
                        row.getLong("staff_id"),
                        new Sessions(row.getLong("sessions"))))
                .list();
    }
}
