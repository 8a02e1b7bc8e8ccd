package org.panjika.payroll.jdbc;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.panjika.attendance.RegisterOutlook;
import org.panjika.calendar.CalendarChange;
import org.panjika.lists.Effect;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The months as they are paid and as they would be by a {@link CalendarChange}, by sets: the same statement over the registers as
 * they are and over those of a {@link RegisterOutlook}.
 */
@Repository
public class CalendarOutlookTable {

    // Of whom a session would be free that is paid in full anyway, nothing changes; of those on leave it may, for
    // holidays may count.
    private static final String PEOPLE =
            """
            insert into pay_outlook_person (staff_id)
            select distinct o.staff_id
              from register_outlook o
                   left join attendance_day d on d.day = o.day and d.staff_id = o.staff_id and d.institution_id = o.institution_id
             where o.day >= :month and o.day < :after
               and (o.gained > 0
                    or d.forenoon <> o.forenoon and d.forenoon in ('ABSENT', 'UNMARKED', 'LEAVE')
                    or d.afternoon <> o.afternoon and d.afternoon in ('ABSENT', 'UNMARKED', 'LEAVE')
                    or exists (
                      select from leave_case c
                       where c.staff_id = o.staff_id and c.state = 'APPROVED'
                         and c.during && int4range(2 * (:month::date - date '1970-01-01'), 2 * (:after::date - date '1970-01-01'))))
            union
            select p.staff_id from off_portal_outlook p where p.day >= :month and p.day < :after
            """;

    private static final String REGISTER =
            """
            insert into pay_outlook_register (day, staff_id, institution_id, forenoon, afternoon, leave_type, late_minutes)
            select d.day, d.staff_id, d.institution_id, coalesce(o.forenoon, d.forenoon), coalesce(o.afternoon, d.afternoon),
                   case when o.day is null then d.leave_type else o.leave_type end, d.late_minutes
              from attendance_day d
                   left join register_outlook o
                     on o.day = d.day and o.staff_id = d.staff_id and o.institution_id = d.institution_id
             where d.day = any (:days::date[]) and d.staff_id in (select staff_id from pay_outlook_person)
            union all
            select o.day, o.staff_id, o.institution_id, o.forenoon, o.afternoon, o.leave_type, 0
              from register_outlook o
             where o.day = any (:days::date[])
               and not exists (select from attendance_day d
                                where d.day = o.day and d.staff_id = o.staff_id and d.institution_id = o.institution_id)
            """;

    // Leave says nothing about a session that nobody works, and something about one that is worked (C14).
    private static final String ENTRIES =
            """
            (select e.entry_no, e.request_id, e.source, e.staff_id, e.day, e.leave_type,
                    case when o.forenoon = 'HOLIDAY' then null else e.forenoon end as forenoon,
                    case when o.afternoon = 'HOLIDAY' then null else e.afternoon end as afternoon
               from day_entry e
                    left join register_outlook o
                      on o.day = e.day and o.staff_id = e.staff_id and o.institution_id = e.institution_id
             union all
             select null, o.request_id, 'LEAVE', o.staff_id, o.day, o.leave_type,
                    case when o.gained & 1 = 1 and o.forenoon = 'LEAVE' then o.forenoon end,
                    case when o.gained & 2 = 2 and o.afternoon = 'LEAVE' then o.afternoon end
               from register_outlook o
              where o.request_id is not null)
            """;

    private static final String OFF_PORTAL =
            """
            (select o.day, o.staff_id from off_portal_day o
              where not exists (select from off_portal_outlook p where p.day = o.day and p.staff_id = o.staff_id)
             union all
             select p.day, p.staff_id from off_portal_outlook p where p.there)
            """;

    // A session that leave gets costs what one costs, unless it lies between two of its days and counted as a holiday;
    // what it loses is given back.
    private static final String LEAVE_COUNTED_AGAIN =
            """
            with covered as materialized (
              select c.id, c.staff_id, c.type, o.day, t.account, t.weight,
                     sessions_counted(g.sessions) as sessions, t.holidays_count and o.day > w.first and o.day < w.last as counted
                from register_outlook o
                     join leave_case c on c.staff_id = o.staff_id and c.state = 'APPROVED'
                      and c.during && int4range(2 * (o.day - date '1970-01-01'), 2 * (o.day - date '1970-01-01') + 2)
                     join leave_type t on t.regime = leave_regime(c.staff_id, o.day) and t.code = c.type and t.during @> o.day
                     cross join lateral (
                       select ((case when o.gained & 1 = 1 and o.forenoon = 'UNMARKED' and c.during @> 2 * (o.day - date '1970-01-01')
                                     then 1 else 0 end)
                               + (case when o.gained & 2 = 2 and o.afternoon = 'UNMARKED'
                                        and c.during @> 2 * (o.day - date '1970-01-01') + 1 then 2 else 0 end))::bigint as sessions) g
                     left join lateral (
                       select min(e.day) as first, max(e.day) as last from day_entry e
                        where e.request_id = c.id and e.source = 'LEAVE' and 'LEAVE' in (e.forenoon, e.afternoon)
                          and not exists (select from day_entry later where later.supersedes = e.entry_no)) w on true
               where g.sessions > 0),
            more as (
              select v.id, v.staff_id, v.account, v.weight, min(v.day) as day, sum(v.sessions) filter (where not v.counted) as sessions
                from covered v where v.account is not null
               group by v.id, v.staff_id, v.account, v.weight),
            short as (
              select m.id
                from more m
                     left join lateral (
                       select count(*) filter (where e.forenoon = 'LEAVE' and l.forenoon = 'HOLIDAY')
                              + count(*) filter (where e.afternoon = 'LEAVE' and l.afternoon = 'HOLIDAY') as sessions
                         from day_entry e
                              join register_outlook l on l.day = e.day and l.staff_id = e.staff_id and l.institution_id = e.institution_id
                        where e.request_id = m.id and e.source = 'LEAVE'
                          and not exists (select from day_entry later where later.supersedes = e.entry_no)) lost on true
                     left join lateral (
                       select a.balance - a.floor as halves from leave_account a
                        where a.staff_id = m.staff_id and a.account = m.account and a.period <= m.day
                        order by a.period desc limit 1) left_over on true
               where (m.sessions - lost.sessions) * m.weight > coalesce(left_over.halves, 0))
            update register_outlook o
               set forenoon = case when o.gained & 1 = 1 and o.forenoon = 'UNMARKED'
                                     and c.during @> 2 * (o.day - date '1970-01-01') then 'LEAVE' else o.forenoon end,
                   afternoon = case when o.gained & 2 = 2 and o.afternoon = 'UNMARKED'
                                      and c.during @> 2 * (o.day - date '1970-01-01') + 1 then 'LEAVE' else o.afternoon end,
                   leave_type = c.type, request_id = c.id
              from covered v join leave_case c on c.id = v.id
             where o.staff_id = v.staff_id and o.day = v.day and v.id not in (select id from short)
            """;

    private static final String INSERT =
            """
            insert into %s (institution_id, staff_id, full_pay, half_pay, no_pay, held)
            select line.institution_id, line.staff_id, line.full_pay, line.half_pay, line.no_pay, line.held from line
            """;

    private static final String EFFECTS =
            """
            select coalesce(s.state <> 'OPEN', false) as sent, count(distinct c.institution_id) as institutions,
                   count(distinct c.staff_id) as people, sum(sessions_counted(c.changed)) as sessions,
                   sum(sessions_counted(c.changed & c.more)) as arrears, sum(sessions_counted(c.changed & c.less)) as recoveries
              from (
                select coalesce(n.institution_id, w.institution_id) as institution_id, coalesce(n.staff_id, w.staff_id) as staff_id,
                       (x.was_full # x.full_pay) | (x.was_half # x.half_pay) | (x.was_none # x.no_pay) | (x.was_held # x.held)
                         as changed,
                       (x.full_pay & ~x.was_full) | (x.half_pay & ~x.was_full & ~x.was_half) as more,
                       (x.was_full & ~x.full_pay) | (x.was_half & ~x.full_pay & ~x.half_pay) as less
                  from pay_outlook_then n
                       full join pay_outlook_was w on w.institution_id = n.institution_id and w.staff_id = n.staff_id
                       cross join lateral (
                         select coalesce(w.full_pay, 0) as was_full, coalesce(w.half_pay, 0) as was_half,
                                coalesce(w.no_pay, 0) as was_none, coalesce(w.held, 0) as was_held,
                                coalesce(n.full_pay, 0) as full_pay, coalesce(n.half_pay, 0) as half_pay,
                                coalesce(n.no_pay, 0) as no_pay, coalesce(n.held, 0) as held) x) c
                   left join payroll_statement s on s.institution_id = c.institution_id and s.month = :month
             where c.changed <> 0
             group by 1
             order by 1 desc
            """;

    private final JdbcClient jdbc;
    private final StatementTable statements;

    CalendarOutlookTable(JdbcClient jdbc, StatementTable statements) {
        this.jdbc = jdbc;
        this.statements = statements;
    }

    /** Months of which there are statements, the running one and the one before. */
    public Set<YearMonth> kept(YearMonth running) {
        var kept = jdbc.sql("select distinct month from payroll_statement").query(LocalDate.class).list().stream()
                .map(YearMonth::from)
                .collect(Collectors.toSet());
        kept.add(running);
        kept.add(running.minusMonths(1));
        return kept;
    }

    /** Approved leave, also to come, that lies over a day which is another one than before: it is counted again. */
    public Map<String, Integer> leave() {
        return jdbc.sql(
                        """
                        select count(distinct l.id) as applications, count(distinct l.staff_id) as people
                          from calendar_change c
                               join posting p on p.institution_id = c.institution_id and p.during @> c.day
                               join staff s on s.id = p.staff_id and s.cadre = c.cadre
                               join leave_case l on l.staff_id = s.id and l.state = 'APPROVED'
                                and l.during && int4range(2 * (c.day - date '1970-01-01'), 2 * (c.day - date '1970-01-01') + 2)
                        """)
                .query((row, n) -> figures(
                        Map.entry("applications", row.getInt("applications")),
                        Map.entry("people", row.getInt("people"))))
                .single();
    }

    /**
     * Sessions that approved leave gets read LEAVE, as the recount of leave leaves them; where the balance does not suffice for what it
     * would cost more, they are left for somebody's word.
     */
    public void countLeaveAgain() {
        jdbc.sql(LEAVE_COUNTED_AGAIN).update();
    }

    /** What a month would be paid otherwise, of statements that were sent and of those that were not. */
    public List<Effect> effects(YearMonth month, LocalDate through) {
        for (var table : List.of("pay_outlook_person", "pay_outlook_register", "pay_outlook_was", "pay_outlook_then")) {
            jdbc.sql("drop table if exists " + table).update();
        }
        jdbc.sql("create temp table pay_outlook_person (staff_id bigint primary key) on commit drop")
                .update();
        jdbc.sql(PEOPLE)
                .param("month", month.atDay(1))
                .param("after", month.plusMonths(1).atDay(1))
                .update();
        jdbc.sql("analyze pay_outlook_person").update();
        var institutions = jdbc.sql(
                        """
                        select distinct w.institution_id from posting w join pay_outlook_person p on p.staff_id = w.staff_id
                         where w.during && daterange(:month, :after)
                        """)
                .param("month", month.atDay(1))
                .param("after", month.plusMonths(1).atDay(1))
                .query(Long.class)
                .list();
        if (institutions.isEmpty()) return List.of();
        jdbc.sql("create temp table pay_outlook_register (like attendance_day including defaults) on commit drop")
                .update();
        jdbc.sql(REGISTER)
                .param(
                        "days",
                        month.atDay(1)
                                .datesUntil(StatementTable.unread(month, through))
                                .map(LocalDate::toString)
                                .toArray(String[]::new))
                .update();
        jdbc.sql("create index on pay_outlook_register (staff_id, day)").update();
        jdbc.sql("analyze pay_outlook_register").update();
        statements.forThisManyInstitutions(institutions.size());
        var whom = " and p.staff_id in (select staff_id from pay_outlook_person)";
        lines("pay_outlook_was", StatementTable.lines(whom, 1), month, institutions, through);
        lines(
                "pay_outlook_then",
                StatementTable.lines(whom, 1, "pay_outlook_register", ENTRIES, OFF_PORTAL),
                month,
                institutions,
                through);
        return jdbc.sql(EFFECTS)
                .param("month", month.atDay(1))
                .query((row, n) -> new Effect(
                        row.getBoolean("sent") ? "pay-sent" : "pay-open",
                        month.toString(),
                        figures(
                                Map.entry("institutions", row.getInt("institutions")),
                                Map.entry("people", row.getInt("people")),
                                Map.entry("sessions", row.getInt("sessions")),
                                Map.entry("arrears", row.getInt("arrears")),
                                Map.entry("recoveries", row.getInt("recoveries")))))
                .list();
    }

    private void lines(String into, String lines, YearMonth month, List<Long> institutions, LocalDate through) {
        jdbc.sql(
                        """
                        create temp table %s (
                          institution_id bigint, staff_id bigint, full_pay bigint, half_pay bigint, no_pay bigint, held bigint)
                          on commit drop
                        """
                                .formatted(into))
                .update();
        StatementTable.bound(jdbc.sql(lines + INSERT.formatted(into)), month, institutions, through, List.of())
                .update();
    }

    @SafeVarargs
    private static Map<String, Integer> figures(Map.Entry<String, Integer>... of) {
        var figures = new LinkedHashMap<String, Integer>();
        for (var figure : of) figures.put(figure.getKey(), figure.getValue());
        return figures;
    }
}
