package org.panjika.payroll.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.panjika.payroll.PayCases.Month;
import org.panjika.payroll.jdbc.StatementTable.Row;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which statements wait for their case, and whose heads have not sent; by sets. */
@Repository
public class PayCaseTable {

    private final JdbcClient jdbc;

    PayCaseTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Whether any institution sends a month while it lasts. */
    public boolean anySentWithin(LocalDate day) {
        return jdbc.sql(
                        """
                        select exists (select from regime_setting r where r.name = 'payWindow' and r.value like 'SAME %' and r.during @> :day)
                            or exists (select from setting s where s.name = 'payWindow' and s.value like 'SAME %' and s.during @> :day)
                        """)
                .param("day", day)
                .query(Boolean.class)
                .single();
    }

    /** The newest month up to one that was begun; empty: none was. */
    public Optional<YearMonth> newestBegun(YearMonth upTo) {
        return jdbc.sql("select max(month) from payroll_statement where opens is not null and month <= ?")
                .param(upTo.atDay(1))
                .query((row, n) -> Optional.ofNullable(row.getObject(1, LocalDate.class)))
                .single()
                .map(YearMonth::from);
    }

    /**
     * Writes when statements of the month are sent, where that is not known and somebody is posted, or something is left of months
     * before; also of an earlier month with which nothing was to be sent until something was adjusted with it. None before the first
     * month that is kept.
     */
    public void schedule(YearMonth month) {
        jdbc.sql("set local enable_nestloop = off").update();
        jdbc.sql(
                        """
                        update payroll_statement s
                           set opens = lower(w.days), due = upper(w.days) - 1
                          from (select f.institution_id, pay_window(max(f.value) filter (where f.name = 'payWindow'), :month) as days,
                                       max(f.value) filter (where f.name = 'payFrom') as first
                                  from settings_in_force(:month) f
                                 where f.name in ('payWindow', 'payFrom')
                                 group by f.institution_id) w
                         where s.institution_id = w.institution_id and s.month = :month and s.opens is null
                           and w.first <= to_char(:month::date, 'YYYY-MM') and
                        """
                                + StatementTable.SOMEBODY)
                .param("month", month.atDay(1))
                .update();
        // of the few that are left each is looked up
        jdbc.sql("set local enable_nestloop = on").update();
        jdbc.sql(
                        """
                        with behind as materialized (
                          select s.id, s.institution_id, s.month
                            from payroll_statement s
                           where s.opens is null and s.state = 'OPEN' and s.month <= :month and (%s or s.month = :month and %s)),
                        said as (
                          select f.institution_id, max(f.value) filter (where f.name = 'payWindow') as window,
                                 max(f.value) filter (where f.name = 'payFrom') as first
                            from settings_at(array(select institution_id from behind), array['payWindow', 'payFrom'], :month) f
                           group by f.institution_id)
                        update payroll_statement s
                           set opens = lower(w.days), due = upper(w.days) - 1
                          from behind
                               join said on said.institution_id = behind.institution_id
                               cross join lateral pay_window(said.window, behind.month) w (days)
                         where s.id = behind.id and said.first <= to_char(s.month, 'YYYY-MM')
                        """
                                .formatted(StatementTable.ADJUSTED, StatementTable.UNSETTLED))
                .param("month", month.atDay(1))
                .update();
    }

    private static final String WAITING =
            """
             where s.started_at is null and s.opens <= :today and s.state = 'OPEN'
               and s.route = 'DDO_STATEMENT' and
            """
                    + StatementTable.ANYTHING;

    /** Whether the time of a statement has come that has no case. */
    public boolean anyToStart(LocalDate today) {
        return jdbc.sql("select exists (select from payroll_statement s" + WAITING + ")")
                .param("today", today)
                .query(Boolean.class)
                .single();
    }

    /**
     * Takes some of them, each once, wherever else that is done.
     *
     * @param most how many at most
     */
    public List<Month> start(LocalDate today, int most, Instant now) {
        return jdbc.sql(
                        """
                        with taken as (
                          select s.id from payroll_statement s %s
                           order by s.opens, s.id limit :most
                             for update of s skip locked)
                        update payroll_statement s set started_at = :now
                          from taken, institution i
                         where s.id = taken.id and i.id = s.institution_id
                        returning i.code, s.month
                        """
                                .formatted(WAITING))
                .param("today", today)
                .param("most", most)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query(PayCaseTable::month)
                .list();
    }

    /**
     * The statements of a month whose window is over are begun as of its first moment: no case is started for them any more.
     *
     * @param but codes of those left alone
     */
    public void takePast(YearMonth month, LocalDate today, Collection<String> but, ZoneId zone) {
        jdbc.sql(
                        """
                        update payroll_statement s set started_at = s.opens::timestamp at time zone :zone
                          from institution i
                         where i.id = s.institution_id and s.month = :month and s.state = 'OPEN' and s.started_at is null
                           and s.due < :today and i.code <> all (:but::text[])
                           and exists (select from posting p
                                        where p.institution_id = s.institution_id
                                          and not isempty(p.during * daterange(:month, :after)))
                        """)
                .param("zone", zone.getId())
                .param("month", month.atDay(1))
                .param("after", month.plusMonths(1).atDay(1))
                .param("today", today)
                .param("but", but.toArray(String[]::new))
                .update();
    }

    /** Those of them that are not recorded yet. */
    public List<Row> takenPast(YearMonth month, ZoneId zone) {
        return jdbc.sql(
                        """
                        select * from payroll_statement s
                         where s.month = :month and s.state = 'OPEN' and s.started_at = s.opens::timestamp at time zone :zone
                         order by s.id
                           for update
                        """)
                .param("month", month.atDay(1))
                .param("zone", zone.getId())
                .query(StatementTable::row)
                .list();
    }

    /** An open month whose case was begun, and the last day on which it is sent in time. */
    public record Begun(long institutionId, YearMonth month, LocalDate due) {}

    /** Open months whose cases were begun at the same moment as one that is open, that one among them; of many some. */
    public List<Begun> begunWith(Month month) {
        return jdbc.sql(
                        """
                        select o.institution_id, o.month, o.due
                          from institution i
                               join payroll_statement s on s.institution_id = i.id and s.month = :month and s.state = 'OPEN'
                               join payroll_statement o on o.started_at = s.started_at and o.state = 'OPEN' and o.due is not null
                         where i.code = :institution
                         order by o.id <> s.id, abs(o.id - s.id)
                         limit 500
                        """)
                .param("institution", month.institution())
                .param("month", month.month().atDay(1))
                .query((row, n) -> new Begun(
                        row.getLong("institution_id"),
                        YearMonth.from(row.getObject("month", LocalDate.class)),
                        row.getObject("due", LocalDate.class)))
                .list();
    }

    /** The last day on which a month that was begun is sent in time. */
    public Optional<LocalDate> due(String institution, YearMonth month) {
        return jdbc.sql(
                        """
                        select s.due from payroll_statement s join institution i on i.id = s.institution_id
                         where i.code = ? and s.month = ? and s.due is not null
                        """)
                .params(institution, month.atDay(1))
                .query(LocalDate.class)
                .optional();
    }

    /**
     * A head who has a month to send, or a list of the absent to approve.
     *
     * @param list whether it is a list, and the month its office's
     */
    public record Reminded(long head, Month month, String name, Optional<String> nameHi, LocalDate due, boolean list) {}

    /**
     * Heads of the institutions whose month may be sent now and is not, and of the offices whose list of the absent stands for it
     * (BR-17), where this is a day to remind them; while a seat is vacant whoever holds the task (C4).
     */
    public List<Reminded> toRemind(LocalDate today) {
        jdbc.sql("set local enable_nestloop = off").update();
        return jdbc.sql(
                        """
                        with open as materialized (
                          select s.institution_id, s.month, s.due, false as list from payroll_statement s
                           where s.state in ('OPEN', 'RETURNED') and :today between s.opens and s.due and s.started_at is not null
                             and s.route = 'DDO_STATEMENT'
                          union all
                          select l.office_id, l.month, min(s.due), true
                            from payroll_statement s
                                 join payroll_negative_list l on l.id = s.list_id and l.state in ('OPEN', 'RETURNED')
                           where s.state in ('OPEN', 'RETURNED') and :today between s.opens and s.due
                           group by l.office_id, l.month),
                        said as materialized (
                          select f.institution_id from settings_in_force(:today) f
                           where exists (select from open) and f.name = 'payReminders'
                             and extract(day from :today::date)::text = any (string_to_array(replace(f.value, ' ', ''), ',')))
                        select i.code, i.name, i.name_hi, open.month, open.due, open.list, head.staff_id
                          from open
                               join said on said.institution_id = open.institution_id
                               join institution i on i.id = open.institution_id
                               cross join lateral (
                                 select own.staff_id from acting('HEAD', i.id, :today) own
                                 union all
                                 (select up.staff_id
                                    from (values ('HEAD', 1), ('DIRECTORATE_ESTABLISHMENT', 2)) seat (kind, turn)
                                         cross join unnest(i.path) with ordinality p (id, depth)
                                         cross join lateral acting(seat.kind, p.id, :today) up
                                   where not exists (select from acting('HEAD', i.id, :today))
                                   order by seat.turn, p.depth desc limit 1)) head
                        """)
                .param("today", today)
                .query((row, n) -> new Reminded(
                        row.getLong("staff_id"),
                        month(row, n),
                        row.getString("name"),
                        Optional.ofNullable(row.getString("name_hi")),
                        row.getObject("due", LocalDate.class),
                        row.getBoolean("list")))
                .list();
    }

    /**
     * People of an institution about whose month somebody has decided: in the register, a mark in doubt, lateness, a certificate, or
     * whether a deduction is charged.
     */
    public List<Long> decidedBy(String login, long institutionId, YearMonth month) {
        return jdbc.sql(
                        """
                        with here as (
                          select distinct p.staff_id from posting p
                           where p.institution_id = :institution
                             and not isempty(p.during * daterange(:month, :after)))
                        select h.staff_id
                          from here h
                         where exists (select from day_entry e
                                        where e.staff_id = h.staff_id and e.day >= :month and e.day < :after
                                          and e.recorded_by = :login)
                            or exists (select from attendance_mark_decision m
                                        where m.staff_id = h.staff_id and m.day >= :month and m.day < :after
                                          and m.recorded_by = :login)
                            or exists (select from lateness_condonation c
                                        where c.staff_id = h.staff_id and c.day >= :month and c.day < :after
                                          and c.recorded_by = :login)
                            or exists (select from payroll_certificate c
                                        where c.staff_id = h.staff_id and c.month = :month and c.recorded_by = :login)
                            or exists (select from payroll_proposal p join payroll_decision d on d.proposal_id = p.id
                                        where p.staff_id = h.staff_id and p.day >= :month and p.day < :after
                                          and d.recorded_by = :login)
                            or exists (select from staff s where s.id = h.staff_id and s.employee_code = :login)
                        """)
                .param("institution", institutionId)
                .param("month", month.atDay(1))
                .param("after", month.plusMonths(1).atDay(1))
                .param("login", login)
                .query(Long.class)
                .list();
    }

    /** The remark with which the newest version was returned, and whose lines. */
    public record Returned(String remark, List<String> employeeCodes) {}

    public Optional<Returned> returned(long statementId, int version) {
        return jdbc.sql(
                        """
                        select r.remark, array(select s.employee_code from staff s where s.id = any (r.staff) order by 1) as lines
                          from payroll_step r
                         where r.statement_id = ? and r.version = ? and r.step = 'RETURNED'
                         order by r.entry_no desc limit 1
                        """)
                .params(statementId, version)
                .query((row, n) -> new Returned(row.getString("remark"), List.of((String[])
                        row.getArray("lines").getArray())))
                .optional();
    }

    /** Records that the office above has looked at the newest version and agrees (C16). */
    public void agreed(long statementId, int version, Optional<String> remark, String by, Instant now) {
        jdbc.sql(
                        """
                        insert into payroll_step (recorded_at, recorded_by, statement_id, version, step, remark)
                        values (?, ?, ?, ?, 'AGREED', ?)
                        """)
                .params(now.atOffset(ZoneOffset.UTC), by, statementId, version, remark.orElse(null))
                .update();
    }

    private static Month month(ResultSet row, int number) throws SQLException {
        return new Month(row.getString("code"), YearMonth.from(row.getObject("month", LocalDate.class)));
    }
}
