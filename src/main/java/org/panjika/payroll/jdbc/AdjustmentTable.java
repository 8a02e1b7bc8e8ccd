package org.panjika.payroll.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.panjika.payroll.Adjustment;
import org.panjika.payroll.Adjustment.Cause;
import org.panjika.payroll.PaidFor;
import org.panjika.payroll.PaidFor.As;
import org.panjika.payroll.PaidFor.Change;
import org.panjika.payroll.Sessions;
import org.panjika.payroll.jdbc.StatementTable.Row;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What sent months are paid with now, what they were paid with, and the adjustments between (C17). */
@Repository
public class AdjustmentTable {

    /** So many turns go round all institutions. */
    public static final int TURNS = 28;

    private static final String DIFFERENCES =
            """
            , statement as (
              select s.id, s.institution_id from payroll_statement s
               where s.month = :month and s.institution_id = any (:institutions::bigint[]) and s.state in ('SENT', 'ACCEPTED')),
            now as (
              select s.id as statement_id, line.staff_id, line.full_pay, line.half_pay, line.no_pay, line.held
                from line join statement s on s.institution_id = line.institution_id),
            was as (
              select t.* from payroll_settled t join statement s on s.id = t.statement_id)
            select coalesce(n.statement_id, w.statement_id) as statement_id, coalesce(n.staff_id, w.staff_id) as staff_id,
                   coalesce(w.full_pay, 0) as was_full, coalesce(w.half_pay, 0) as was_half, coalesce(w.no_pay, 0) as was_none,
                   coalesce(w.held, 0) as was_held,
                   coalesce(n.full_pay, 0) as now_full, coalesce(n.half_pay, 0) as now_half, coalesce(n.no_pay, 0) as now_none,
                   coalesce(n.held, 0) as now_held
              from now n
                   full join was w on w.statement_id = n.statement_id and w.staff_id = n.staff_id
             where (coalesce(w.full_pay, 0), coalesce(w.half_pay, 0), coalesce(w.no_pay, 0), coalesce(w.held, 0))
                   <> (coalesce(n.full_pay, 0), coalesce(n.half_pay, 0), coalesce(n.no_pay, 0), coalesce(n.held, 0))
             order by 1, 2
            """;

    // The newest fact about the day since it was sent says why; where there is none, whether anybody was expected.
    private static final String CAUSES =
            """
            select w.n,
                   case when w.elsewhere then 'POSTING'
                        when w.day > v.through then 'PROVISIONAL'
                        when e.source is not null then e.source
                        when o.entry_no is not null then 'CERTIFICATE'
                        when not exists (select from attendance_day d
                                          where d.day = w.day and d.staff_id = w.staff_id
                                            and (d.forenoon <> 'HOLIDAY' or d.afternoon <> 'HOLIDAY')) then 'CALENDAR'
                        when c.entry_no is not null then 'ABSENCE'
                        else 'REGISTER' end as cause,
                   case when not w.elsewhere and w.day <= v.through then e.request end as request
              from unnest(:statements::bigint[], :staff::bigint[], :days::date[], :elsewhere::bool[]) with ordinality
                     as w (statement_id, staff_id, day, elsewhere, n)
                   join payroll_statement s on s.id = w.statement_id
                   cross join lateral (
                     -- lines are frozen a moment before their version is written
                     select n.through, least(n.entry_no, l.entry_no) as entry_no
                       from payroll_version n
                            left join payroll_line l
                              on l.statement_id = n.statement_id and l.version = n.version and l.staff_id = w.staff_id
                      where n.statement_id = s.id and n.version = s.version) v
                   left join lateral (
                     select f.source, f.request
                       from (select f.entry_no, coalesce(f.request_id, f.fault_id) as request,
                                    case f.source when 'ROLL' then 'REGISTER' when 'LEAVE_PENDING' then 'LEAVE'
                                                  when 'PAY' then 'ABSENCE' else f.source end as source
                               from day_entry f
                              where f.staff_id = w.staff_id and f.day = w.day and f.entry_no > v.entry_no
                             union all
                             select m.entry_no, null, 'CONFIRMATION'
                               from attendance_mark_decision m
                              where m.staff_id = w.staff_id and m.day = w.day and m.entry_no > v.entry_no
                             union all
                             -- asked for or refused since: what waits is paid, what is refused is not (C16)
                             select h.entry_no, l.request_id, 'CORRECTION'
                               from correction_line l
                                    join correction_case c on c.request_id = l.request_id and c.day = w.day
                                    cross join lateral (
                                      select a.entry_no from correction_submission a
                                       where a.request_id = l.request_id and a.version = l.version
                                      union all
                                      select d.entry_no from correction_decision d
                                       where d.request_id = l.request_id and d.version = l.version) h
                              where l.staff_id = w.staff_id and h.entry_no > v.entry_no
                             union all
                             select h.entry_no, c.id, 'LEAVE'
                               from leave_case c join leave_step h on h.application_id = c.id and h.entry_no > v.entry_no
                              where c.staff_id = w.staff_id
                                and c.during && int4range(2 * (w.day - date '1970-01-01'), 2 * (w.day - date '1970-01-01') + 2)) f
                      order by f.entry_no desc limit 1) e on true
                   left join lateral (
                     select x.entry_no from payroll_charge x
                      where x.staff_id = w.staff_id and x.day = w.day and x.entry_no > v.entry_no limit 1) c on true
                   left join lateral (
                     select x.entry_no from payroll_certificate x
                      where x.staff_id = w.staff_id and x.institution_id = s.institution_id and x.month = s.month
                        and x.entry_no > v.entry_no limit 1) o on true
             order by w.n
            """;

    // All that StatementTable.LINES reads of a month, and what its lateness costs, as one text. Of facts their numbers
    // say enough: none is changed or removed.
    private static final String MADE_OF =
            """
            with sent as materialized (
              select s.id, s.institution_id, s.month, w.unread, daterange(s.month, (s.month + interval '1 month')::date) as days,
                     int4range(2 * (s.month - date '1970-01-01'),
                               2 * ((s.month + interval '1 month')::date - date '1970-01-01')) as sessions
                from unnest(:statements::bigint[], :unread::date[]) as w (id, unread)
                     join payroll_statement s on s.id = w.id),
            person as materialized (
              select sent.id, p.staff_id
                from sent join posting p on p.institution_id = sent.institution_id and not isempty(p.during * sent.days)
              union
              select sent.id, t.staff_id from sent join payroll_settled t on t.statement_id = sent.id
              union
              select sent.id, t.staff_id
                from sent
                     join posting p on p.institution_id = sent.institution_id
                     join service_state t on t.staff_id = p.staff_id and t.state = 'IN_TRANSIT' and t.during && sent.days),
            piece as (
              select sent.id, concat_ws(' ', 'until', sent.unread) as text from sent
              union all
              select person.id, concat_ws(' ', 'day', d.staff_id, d.day, d.institution_id, d.forenoon, d.afternoon, d.leave_type, d.late_minutes,
                                           d.early_minutes)
                from person
                     join sent on sent.id = person.id
                     cross join lateral generate_series(sent.month::timestamp, sent.unread - interval '1 day', interval '1 day') g (day)
                     join attendance_day d on d.day = g.day::date and d.staff_id = person.staff_id
              union all
              select person.id, concat_ws(' ', 'off', o.staff_id, o.day)
                from person
                     join sent on sent.id = person.id
                     join off_portal_day o on o.staff_id = person.staff_id and o.day >= sent.month and o.day < sent.unread
              union all
              select person.id, concat_ws(' ', 'posting', p.staff_id, p.institution_id, p.during)
                from person join posting p on p.staff_id = person.staff_id
              union all
              select person.id, concat_ws(' ', 'service', t.staff_id, t.state, t.during)
                from person join service_state t on t.staff_id = person.staff_id
              union all
              select person.id, concat_ws(' ', 'leave', c.id, c.type, c.state, c.during, e.entry_no)
                from person
                     join sent on sent.id = person.id
                     join leave_case c on c.staff_id = person.staff_id and c.during && sent.sessions
                     left join lateral (select sum(e.entry_no) as entry_no from day_entry e where e.request_id = c.id) e on true
              union all
              select person.id, concat_ws(' ', 'correction', c.request_id, c.version)
                from person
                     join sent on sent.id = person.id
                     join correction_line l on l.staff_id = person.staff_id
                     join correction_case c on c.request_id = l.request_id and c.version = l.version
                      and c.state in ('PENDING', 'RETURNED') and c.day <@ sent.days
              union all
              select person.id, concat_ws(' ', 'charge', c.entry_no)
                from person
                     join sent on sent.id = person.id
                     join payroll_charge c on c.staff_id = person.staff_id and c.day <@ sent.days
              union all
              select person.id, concat_ws(' ', 'decision', d.entry_no)
                from person
                     join sent on sent.id = person.id
                     join payroll_proposal p on p.staff_id = person.staff_id and p.day <@ sent.days
                     join payroll_decision d on d.proposal_id = p.id
              union all
              select person.id, concat_ws(' ', 'strike', k.entry_no)
                from person
                     join sent on sent.id = person.id
                     join payroll_strike k on k.staff_id = person.staff_id and k.day <@ sent.days
              union all
              select person.id, concat_ws(' ', 'lateness', c.entry_no)
                from person
                     join sent on sent.id = person.id
                     join lateness_condonation c on c.staff_id = person.staff_id and c.day <@ sent.days
              union all
              select person.id, concat_ws(' ', 'certificate', c.entry_no)
                from person
                     join sent on sent.id = person.id
                     join payroll_certificate c on c.staff_id = person.staff_id and c.month = sent.month
              union all
              select sent.id, concat_ws(' ', 'kinds', i.path, s.value, t.code, t.pay, t.holidays_count, t.during)
                from sent
                     join institution i on i.id = sent.institution_id
                     join setting s on s.institution_id = any (i.path) and s.name = 'regime' and s.during @> sent.month
                     left join leave_type t on t.regime in (s.value, 'DEFAULT') and t.during @> sent.month)
            select piece.id, encode(sha256(convert_to(string_agg(piece.text, E'\\n' order by piece.text), 'UTF8')), 'hex') as made
              from piece
             group by piece.id
            """;

    private final JdbcClient client;
    private final JdbcTemplate jdbc;
    private final StatementTable statements;

    AdjustmentTable(JdbcClient client, JdbcTemplate jdbc, StatementTable statements) {
        this.client = client;
        this.jdbc = jdbc;
        this.statements = statements;
    }

    /** A person's month as it was paid for, and as it is now. */
    public record Difference(long statementId, long staffId, PaidFor was, PaidFor now) {}

    /** Of one sent month of any set of institutions, in one statement. */
    public List<Difference> differences(YearMonth month, Collection<Long> institutions, LocalDate through) {
        statements.forThisManyInstitutions(institutions.size());
        return StatementTable.bound(
                        client.sql(StatementTable.lines("", institutions.size()) + DIFFERENCES),
                        month,
                        institutions,
                        through,
                        List.of())
                .query((row, n) -> new Difference(
                        row.getLong("statement_id"), row.getLong("staff_id"), paid(row, "was"), paid(row, "now")))
                .list();
    }

    /** What lines of the newest version pay, and what has been adjusted since: for lines that are opened again. */
    public List<Difference> adjusted(long statementId, int version, Collection<Long> staff) {
        return client.sql(
                        """
                        select t.statement_id, t.staff_id, t.full_pay as was_full, t.half_pay as was_half, t.no_pay as was_none,
                               t.held as was_held, coalesce(l.full_pay, 0) as now_full, coalesce(l.half_pay, 0) as now_half,
                               coalesce(l.no_pay, 0) as now_none, coalesce(l.held, 0) as now_held
                          from payroll_settled t
                               left join payroll_line l
                                 on l.statement_id = t.statement_id and l.version = :version and l.staff_id = t.staff_id
                         where t.statement_id = :statement and t.staff_id = any (:staff::bigint[])
                        """)
                .param("statement", statementId)
                .param("version", version)
                .param("staff", staff.toArray(Long[]::new))
                .query((row, n) -> new Difference(
                        row.getLong("statement_id"), row.getLong("staff_id"), paid(row, "was"), paid(row, "now")))
                .list();
    }

    private static PaidFor paid(ResultSet row, String prefix) throws SQLException {
        return new PaidFor(
                new Sessions(row.getLong(prefix + "_full")),
                new Sessions(row.getLong(prefix + "_half")),
                new Sessions(row.getLong(prefix + "_none")),
                new Sessions(row.getLong(prefix + "_held")));
    }

    /** A day of a person that is paid otherwise; elsewhere: it was or becomes another institution's. */
    public record Day(long statementId, long staffId, LocalDate day, boolean elsewhere) {}

    public record Why(Cause cause, Optional<UUID> request) {}

    /** Why each of the days is paid otherwise, in their order. */
    public List<Why> causes(List<Day> days) {
        return client.sql(CAUSES)
                .param("statements", days.stream().map(Day::statementId).toArray(Long[]::new))
                .param("staff", days.stream().map(Day::staffId).toArray(Long[]::new))
                .param("days", days.stream().map(d -> d.day().toString()).toArray(String[]::new))
                .param("elsewhere", days.stream().map(Day::elsewhere).toArray(Boolean[]::new))
                .query((row, n) -> new Why(
                        Cause.valueOf(row.getString("cause")),
                        Optional.ofNullable(row.getObject("request", UUID.class))))
                .list();
    }

    /**
     * What each of some sent months is made of now, by the key of the statement; of two moments with the same answer nothing is to be
     * adjusted.
     *
     * @param through the last day that is read of a month
     */
    public Map<Long, String> madeOf(Collection<Row> statements, Function<YearMonth, LocalDate> through) {
        if (statements.isEmpty()) return Map.of();
        var made = new HashMap<Long, String>();
        client.sql(MADE_OF)
                .param("statements", statements.stream().map(Row::id).toArray(Long[]::new))
                .param(
                        "unread",
                        statements.stream()
                                .map(r -> StatementTable.unread(r.month(), through.apply(r.month()))
                                        .toString())
                                .toArray(String[]::new))
                .query(row -> {
                    made.put(row.getLong("id"), row.getString("made"));
                });
        return made;
    }

    /**
     * Sent months that are over, each after another one; the recent, and of the older ones those of some institutions.
     *
     * @param recent the first of the recent months
     * @param turn whose older months, one of {@value #TURNS}
     */
    public List<Row> sentAfter(long statement, YearMonth recent, YearMonth running, int turn, int most) {
        return client.sql(
                        """
                        select * from payroll_statement s
                         where s.id > :after and s.state in ('SENT', 'ACCEPTED') and s.month < :running
                           and (s.month >= :recent or s.institution_id % :turns = :turn)
                         order by s.id limit :most
                        """)
                .param("after", statement)
                .param("running", running.atDay(1))
                .param("recent", recent.atDay(1))
                .param("turns", TURNS)
                .param("turn", turn)
                .param("most", most)
                .query(StatementTable::row)
                .list();
    }

    /** They have been adjusted as they were made then. */
    public void compared(Collection<Row> statements, Map<Long, String> made) {
        if (statements.isEmpty()) return;
        jdbc.update(
                "update payroll_statement s set compared = n.made from unnest(?::bigint[], ?::text[]) as n (id, made) where s.id = n.id",
                statements.stream().map(Row::id).toArray(Long[]::new),
                statements.stream().map(r -> made.get(r.id())).toArray(String[]::new));
    }

    /** What is to be posted. */
    public record Posted(long statementId, long staffId, YearMonth openMonth, Change change, Why why) {}

    public void insert(List<Posted> posted, String by, Instant now) {
        if (posted.isEmpty()) return;
        jdbc.update(
                """
                insert into payroll_adjustment (recorded_at, recorded_by, statement_id, staff_id, open_month, was, becomes, sessions,
                       cause, request_id)
                select ?::timestamptz, ?, n.*
                  from unnest(?::bigint[], ?::bigint[], ?::date[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::uuid[]) n
                """,
                now.toString(),
                by,
                posted.stream().map(Posted::statementId).toArray(Long[]::new),
                posted.stream().map(Posted::staffId).toArray(Long[]::new),
                posted.stream().map(p -> p.openMonth().atDay(1).toString()).toArray(String[]::new),
                posted.stream().map(p -> p.change().was().name()).toArray(String[]::new),
                posted.stream().map(p -> p.change().becomes().name()).toArray(String[]::new),
                posted.stream().map(p -> p.change().sessions().bits()).toArray(Long[]::new),
                posted.stream().map(p -> p.why().cause().name()).toArray(String[]::new),
                posted.stream()
                        .map(p -> p.why().request().map(UUID::toString).orElse(null))
                        .toArray(String[]::new));
    }

    /** What has been paid for from now on. */
    public void settle(List<Difference> differences) {
        if (differences.isEmpty()) return;
        jdbc.update(
                """
                insert into payroll_settled (statement_id, staff_id, full_pay, half_pay, no_pay, held)
                select * from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
                    on conflict (statement_id, staff_id) do update
                   set full_pay = excluded.full_pay, half_pay = excluded.half_pay, no_pay = excluded.no_pay, held = excluded.held
                """,
                differences.stream().map(Difference::statementId).toArray(Long[]::new),
                differences.stream().map(Difference::staffId).toArray(Long[]::new),
                differences.stream().map(d -> d.now().full().bits()).toArray(Long[]::new),
                differences.stream().map(d -> d.now().half().bits()).toArray(Long[]::new),
                differences.stream().map(d -> d.now().none().bits()).toArray(Long[]::new),
                differences.stream().map(d -> d.now().held().bits()).toArray(Long[]::new));
    }

    /**
     * The open month of institutions that have sent one (C17): the next after the last that was sent, or the newest that may be sent
     * already; a month that was skipped is not waited for.
     */
    public List<OpenMonth> openMonths(Collection<Long> institutions, LocalDate today) {
        return client.sql(
                        """
                        select institution_id,
                               greatest((max(month) filter (where state <> 'OPEN') + interval '1 month')::date,
                                        max(month) filter (where opens <= :today)) as month
                          from payroll_statement
                         where institution_id = any (:institutions::bigint[])
                         group by institution_id
                        having bool_or(state <> 'OPEN')
                        """)
                .param("institutions", institutions.toArray(Long[]::new))
                .param("today", today)
                .query((row, n) -> new OpenMonth(
                        row.getLong("institution_id"), YearMonth.from(row.getObject("month", LocalDate.class))))
                .list();
    }

    public record OpenMonth(long institutionId, YearMonth month) {}

    private static final String POSTED =
            """
            select a.*, s.employee_code, s.name, s.name_hi, s.designation, i.code as institution, st.month
              from payroll_adjustment a
                   join payroll_statement st on st.id = a.statement_id
                   join institution i on i.id = st.institution_id
                   join staff s on s.id = a.staff_id
            """;

    /**
     * Those posted in an open month, at institutions at or below one, by institution and person.
     *
     * @param after number of the last one before them
     */
    public List<Adjustment> posted(YearMonth openMonth, long under, Optional<Long> after, int most) {
        return client.sql(
                        POSTED
                                + """
                         where a.open_month = :month and :under = any (i.path)
                           and (:after::bigint is null or (i.code, s.name, s.employee_code, a.entry_no) > (
                                 select li.code, ls.name, ls.employee_code, l.entry_no
                                   from payroll_adjustment l
                                        join payroll_statement lt on lt.id = l.statement_id
                                        join institution li on li.id = lt.institution_id
                                        join staff ls on ls.id = l.staff_id
                                  where l.entry_no = :after))
                         order by i.code, s.name, s.employee_code, a.entry_no
                         limit :most
                        """)
                .param("month", openMonth.atDay(1))
                .param("under", under)
                .param("after", after.orElse(null), Types.BIGINT)
                .param("most", most)
                .query(AdjustmentTable::adjustment)
                .list();
    }

    /** How many there are. */
    public int countPosted(YearMonth openMonth, long under) {
        return client.sql(
                        """
                        select count(*)
                          from payroll_adjustment a
                               join payroll_statement st on st.id = a.statement_id
                               join institution i on i.id = st.institution_id
                         where a.open_month = :month and :under = any (i.path)
                        """)
                .param("month", openMonth.atDay(1))
                .param("under", under)
                .query(Integer.class)
                .single();
    }

    /** Those of one institution alone, by person. */
    public List<Adjustment> ofInstitution(YearMonth openMonth, long institution) {
        return client.sql(
                        POSTED
                                + """
                         where a.open_month = :month and st.institution_id = :institution
                         order by s.name, s.employee_code, a.entry_no
                        """)
                .param("month", openMonth.atDay(1))
                .param("institution", institution)
                .query(AdjustmentTable::adjustment)
                .list();
    }

    /** A person's, of a month or posted in it. */
    public List<Adjustment> ofPerson(long staffId, YearMonth month) {
        return client.sql(
                        POSTED
                                + """
                         where a.staff_id = :staff and :month in (a.open_month, st.month)
                         order by a.entry_no
                        """)
                .param("staff", staffId)
                .param("month", month.atDay(1))
                .query(AdjustmentTable::adjustment)
                .list();
    }

    private static Adjustment adjustment(ResultSet row, int number) throws SQLException {
        return new Adjustment(
                row.getLong("entry_no"),
                StatementTable.person(row),
                row.getString("institution"),
                YearMonth.from(row.getObject("month", LocalDate.class)),
                YearMonth.from(row.getObject("open_month", LocalDate.class)),
                new Change(
                        As.valueOf(row.getString("was")),
                        As.valueOf(row.getString("becomes")),
                        new Sessions(row.getLong("sessions"))),
                Cause.valueOf(row.getString("cause")),
                Optional.ofNullable(row.getObject("request_id", UUID.class)),
                row.getTimestamp("recorded_at").toInstant());
    }
}
