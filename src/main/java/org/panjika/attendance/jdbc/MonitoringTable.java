package org.panjika.attendance.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.panjika.attendance.Monitoring.Chase;
import org.panjika.attendance.Monitoring.Deadline;
import org.panjika.attendance.Monitoring.Line;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What stands at the deadlines, office by office, from the counters of the institutions. */
@Repository
public class MonitoringTable {

    /** Institutions with the sessions that have begun by their deadline (C6), and how many of these are recorded. */
    private static final String CHARGE =
            """
            select d.day, d.institution_id, d.path, d.entry_office_id, d.closing_office_id, d.closes, due.at as due, begun.f, begun.a,
                   begun.f * d.forenoon_expected + begun.a * d.afternoon_expected as expected,
                   begun.f * (d.forenoon_present + d.forenoon_absent + d.forenoon_leave + d.forenoon_tour + d.forenoon_duty
                              + d.forenoon_to_be_confirmed + d.forenoon_technical + d.forenoon_leave_pending)
                   + begun.a * (d.afternoon_present + d.afternoon_absent + d.afternoon_leave + d.afternoon_tour
                                + d.afternoon_duty + d.afternoon_to_be_confirmed + d.afternoon_technical + d.afternoon_leave_pending) as recorded
              from institution_day d
                   cross join lateral (select d.${due}) due (at)
                   cross join lateral (select (d.starts <= due.at)::int, (d.boundary <= due.at)::int) begun (f, a)
            """;

    private static final String WHO =
            """
            left join lateral (
              select string_agg(concat_ws(' / ', s.name, s.name_hi), ', ' order by s.name) as names
                from attendance_day a join staff s on s.id = a.staff_id
               where a.institution_id = c.institution_id and a.day = c.day
                 and (c.f = 1 and a.forenoon = 'UNMARKED' and a.forenoon_source is distinct from 'LEAVE_PENDING'
                      or c.a = 1 and a.afternoon = 'UNMARKED' and a.afternoon_source is distinct from 'LEAVE_PENDING')) who on true
            """;

    private final JdbcClient jdbc;

    MonitoringTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Statement text for a kind of deadline: whose charge it is, and which column says when it is due. */
    private static String of(Deadline deadline, String sql) {
        var entry = deadline == Deadline.ENTRY;
        return sql.replace("${charge}", CHARGE)
                .replace("${office}", entry ? "entry_office_id" : "closing_office_id")
                .replace("${due}", entry ? "entry_due" : "closes")
                .replace("${kind}", deadline.name());
    }

    public List<LocalDate> daysToBegin(LocalDate today) {
        return jdbc.sql(
                        """
                        with first as (select coalesce(max(day), :today) as day from attendance_office_day where day < :today)
                        select d::date from first, generate_series(greatest(first.day, :today - 31), :today, interval '1 day') d
                         where exists (
                           select from institution_day x
                            where x.day = d::date and x.entry_office_id is not null
                              and x.forenoon_expected + x.afternoon_expected > 0
                              and not exists (
                                select from attendance_office_day b where b.day = x.day and b.office_id = x.entry_office_id))
                         order by d
                        """)
                .param("today", today)
                .query(LocalDate.class)
                .list();
    }

    public List<String> begin(LocalDate day, Instant now) {
        return jdbc.sql(
                        """
                        with concerned as (
                          select entry_office_id, closing_office_id from institution_day
                           where day = :day and entry_office_id is not null and forenoon_expected + afternoon_expected > 0),
                        begun as (
                          insert into attendance_office_day (day, office_id, started_at)
                          select :day, office_id, :now
                            from (select entry_office_id from concerned union select closing_office_id from concerned)
                                   o (office_id)
                           order by office_id
                              on conflict do nothing
                          returning office_id)
                        select i.code from begun join institution i on i.id = begun.office_id order by i.code
                        """)
                .param("day", day)
                .param("now", utc(now))
                .query(String.class)
                .list();
    }

    /** The offices below which somebody is expected on the day. */
    public List<String> offices(LocalDate day) {
        return jdbc.sql(
                        """
                        select code from institution i
                         where exists (
                           select from institution_day
                            where day = :day and i.id in (entry_office_id, closing_office_id)
                              and forenoon_expected + afternoon_expected > 0)
                         order by code
                        """)
                .param("day", day)
                .query(String.class)
                .list();
    }

    public Optional<Instant> next(Deadline deadline, String office, LocalDate day) {
        return jdbc.sql(
                        of(
                                deadline,
                                """
                                select min(c.due) as next
                                  from (${charge} where d.day = :day
                                           and d.${office} = (select id from institution where code = :office)) c
                                 where c.expected > 0
                                   and not exists (
                                     select from attendance_deadline r
                                      where r.day = c.day and r.office_id = c.entry_office_id and r.kind = '${kind}'
                                        and r.due = c.due)
                                """))
                .param("day", day)
                .param("office", office)
                .query((row, n) -> instant(row, "next"))
                .single();
    }

    public Optional<Instant> lastClosing(String office, LocalDate day) {
        return jdbc.sql(
                        """
                        select max(closes) as last from institution_day
                         where day = :day and entry_office_id = (select id from institution where code = :office)
                           and forenoon_expected + afternoon_expected > 0
                        """)
                .param("day", day)
                .param("office", office)
                .query((row, n) -> instant(row, "last"))
                .single();
    }

    /** Waits for those who are writing at this moment; whoever comes after finds the day closed. */
    public void awaitHandEntries(String office, LocalDate day, Instant due) {
        jdbc.sql(
                        """
                        select from institution_day
                         where day = :day and closing_office_id = (select id from institution where code = :office)
                           and closes = :due
                         order by institution_id
                           for no key update
                        """)
                .param("day", day)
                .param("office", office)
                .param("due", utc(due))
                .query(row -> {});
    }

    /** An institution that was not complete, and who heads it. */
    public record Missed(
            String code,
            String name,
            Optional<String> nameHi,
            Optional<Long> head,
            Instant due,
            Instant closes,
            int expected,
            int recorded) {}

    public List<Missed> record(Deadline deadline, String office, LocalDate day, Instant due, Instant now) {
        return jdbc.sql(
                        of(
                                deadline,
                                """
                                with concerned as materialized (
                                  select c.* from (${charge} where d.day = :day and d.${due} = :due
                                     and d.${office} = (select id from institution where code = :office)) c
                                   where c.expected > 0),
                                -- an institution that has been put under another office since it was found missing
                                elsewhere as materialized (
                                  select m.institution_id from attendance_deadline_missed m
                                   where m.day = :day and m.kind = '${kind}'
                                     and m.institution_id in (select institution_id from concerned)),
                                stood as (
                                  insert into attendance_deadline (day, office_id, kind, due, path, recorded_at, recorded_by,
                                         institutions, missed)
                                  select :day, c.entry_office_id, '${kind}', :due, coalesce(x.path, o.path), :now, 'panjika',
                                         count(*) filter (where e.institution_id is null),
                                         count(*) filter (where e.institution_id is null and c.recorded < c.expected)
                                    from concerned c
                                         left join elsewhere e on e.institution_id = c.institution_id
                                         join institution o on o.id = c.entry_office_id
                                         left join institution_day x on x.day = :day and x.institution_id = o.id
                                   group by c.entry_office_id, coalesce(x.path, o.path)
                                      on conflict do nothing
                                  returning office_id),
                                missed as (
                                  insert into attendance_deadline_missed (day, institution_id, path, kind, office_id, due, recorded_at,
                                         recorded_by, expected, recorded)
                                  select :day, c.institution_id, c.path, '${kind}', c.entry_office_id, :due, :now, 'panjika',
                                         c.expected, c.recorded
                                    from concerned c
                                   where c.recorded < c.expected and c.entry_office_id in (select office_id from stood)
                                      on conflict do nothing
                                  returning institution_id)
                                select i.code, i.name, i.name_hi, head.staff_id as head, c.due, c.closes, c.expected, c.recorded
                                  from missed m
                                       join concerned c on c.institution_id = m.institution_id
                                       join institution i on i.id = m.institution_id
                                       left join lateral (
                                         select h.staff_id from charge h
                                          where h.institution_id = m.institution_id and h.kind = 'HEAD' and h.during @> :day
                                          order by h.basis = 'OFFICIATING' desc limit 1) head on true
                                """))
                .param("day", day)
                .param("office", office)
                .param("due", utc(due))
                .param("now", utc(now))
                .query((row, n) -> new Missed(
                        row.getString("code"),
                        row.getString("name"),
                        Optional.ofNullable(row.getString("name_hi")),
                        Optional.ofNullable(row.getObject("head", Long.class)),
                        instant(row, "due").orElseThrow(),
                        instant(row, "closes").orElseThrow(),
                        row.getInt("expected"),
                        row.getInt("recorded")))
                .list();
    }

    public List<Line> missing(String office, LocalDate day, Instant due) {
        return jdbc.sql(of(
                                Deadline.ENTRY,
                                """
                                select concat_ws(' / ', o.name, o.name_hi) as office, i.code, concat_ws(' / ', i.name, i.name_hi) as name, c.expected,
                                       c.recorded, who.names
                                  from (${charge} where d.day = :day and d.entry_due = :due
                                           and d.entry_office_id = (select id from institution where code = :office)) c
                                       join institution i on i.id = c.institution_id
                                       join institution o on o.id = c.entry_office_id
                                """)
                        + WHO
                        + " where c.recorded < c.expected order by c.recorded::numeric / c.expected, i.name, i.code")
                .param("day", day)
                .param("office", office)
                .param("due", utc(due))
                .query(MonitoringTable::line)
                .list();
    }

    public List<Line> missedAtClosing(String office, LocalDate day, Instant due) {
        return jdbc.sql(of(
                                Deadline.CLOSING,
                                """
                                select concat_ws(' / ', o.name, o.name_hi) as office, i.code, concat_ws(' / ', i.name, i.name_hi) as name, m.expected,
                                       m.recorded, who.names
                                  from (${charge} where d.day = :day
                                           and d.closing_office_id = (select id from institution where code = :office)) c
                                       join attendance_deadline_missed m
                                         on m.day = c.day and m.institution_id = c.institution_id and m.kind = 'CLOSING'
                                        and m.due = :due
                                       join institution i on i.id = c.institution_id
                                       join institution o on o.id = m.office_id
                                """)
                        + WHO
                        + " order by o.name, o.code, i.name, i.code")
                .param("day", day)
                .param("office", office)
                .param("due", utc(due))
                .query(MonitoringTable::line)
                .list();
    }

    public void openChase(String office, LocalDate day, Instant due) {
        jdbc.sql("insert into attendance_chase (day, office_id, due)"
                        + " select :day, id, :due from institution where code = :office on conflict do nothing")
                .param("day", day)
                .param("office", office)
                .param("due", utc(due))
                .update();
    }

    public List<Chase> complete() {
        return jdbc.sql(
                        of(
                                Deadline.ENTRY,
                                """
                                select i.code, h.day, h.due
                                  from attendance_chase h join institution i on i.id = h.office_id
                                 where not exists (
                                   select from (${charge}) c
                                    where c.day = h.day and c.entry_office_id = h.office_id and c.due = h.due
                                      and c.recorded < c.expected)
                                """))
                .query((row, n) -> new Chase(
                        row.getString("code"),
                        row.getObject("day", LocalDate.class),
                        instant(row, "due").orElseThrow()))
                .list();
    }

    public void endChase(Chase chase) {
        jdbc.sql("delete from attendance_chase where day = :day and due = :due"
                        + " and office_id = (select id from institution where code = :office)")
                .param("day", chase.day())
                .param("office", chase.office())
                .param("due", utc(chase.due()))
                .update();
    }

    public void endChasesBefore(LocalDate today) {
        jdbc.sql("delete from attendance_chase where day < ?").param(today).update();
    }

    public void remark(Deadline about, String office, LocalDate day, String by, String remark, Instant now) {
        jdbc.sql(
                        """
                        insert into attendance_deadline_remark (recorded_at, recorded_by, day, office_id, kind, remark)
                        select :now, :by, :day, id, :kind, :remark from institution where code = :office
                        """)
                .param("now", utc(now))
                .param("by", by)
                .param("day", day)
                .param("kind", about.name())
                .param("remark", remark)
                .param("office", office)
                .update();
    }

    private static Line line(ResultSet row, int number) throws SQLException {
        return new Line(
                row.getString("office"),
                row.getString("code"),
                row.getString("name"),
                row.getInt("expected"),
                row.getInt("recorded"),
                Optional.ofNullable(row.getString("names")).orElse(""));
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(java.sql.Timestamp::toInstant);
    }
}
