package org.panjika.payroll.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.panjika.attendance.PunctualityMonths.Least;
import org.panjika.attendance.Session;
import org.panjika.calendar.CadreAt;
import org.panjika.payroll.AbsenceOrder.Due;
import org.panjika.payroll.Pay;
import org.panjika.payroll.Proposal;
import org.panjika.payroll.Proposal.Answer;
import org.panjika.payroll.Proposal.Charged;
import org.panjika.payroll.Proposal.Decision;
import org.panjika.payroll.Proposal.Kind;
import org.panjika.payroll.Proposal.Reply;
import org.panjika.payroll.Proposal.Verdict;
import org.panjika.storage.ContentHash;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.MappedQuerySpec;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/** Proposed deductions, what was said about them, and what is to be charged. */
@Repository
public class ProposalTable {

    private static final String REGISTER = "attendance_day";

    // Of the register what concerns anybody, so that it is read through once.
    private static final String GATHERED = "pay_to_look_at";

    // Sessions of closed days that nobody has been told of yet. Whoever has asked for leave is not told before it is
    // decided.
    private static final String UNTOLD =
            """
            select f.staff_id, f.day, f.kind, f.forenoon, f.afternoon, p.institution_id
              from (
                select d.staff_id, d.day, k.kind, bool_or(s.session = 0) as forenoon, bool_or(s.session = 1) as afternoon,
                       null::bigint as certified_at
                  from %5$s d
                       join institution_day x on x.day = d.day and x.institution_id = d.institution_id and x.closes <= :now
                       cross join lateral (values (0, d.forenoon), (1, d.afternoon)) s (session, status)
                       cross join lateral (select case s.status when 'ABSENT' then 'ABSENCE' else 'UNMARKED' end) k (kind)
                 where %1$s
                   and (d.forenoon in ('ABSENT', 'UNMARKED') or d.afternoon in ('ABSENT', 'UNMARKED'))
                   and s.status in ('ABSENT', 'UNMARKED')
                   and not exists (
                     select from payroll_proposal t
                      where t.staff_id = d.staff_id and t.day = d.day
                        and (t.kind = k.kind or t.kind = 'UNMARKED' and exists (
                              -- who was told of an unmarked session that is charged has been told of the absence
                              select from payroll_decision w
                               where w.proposal_id = t.id and w.decision = 'CHARGE'
                                 and not exists (select from payroll_decision later where later.supersedes = w.entry_no)))
                        and case s.session when 0 then t.forenoon else t.afternoon end)
                   and not exists (
                     select from payroll_strike k
                      where k.staff_id = d.staff_id and k.day = d.day and k.struck
                        and not exists (select from payroll_strike later where later.supersedes = k.entry_no))
                   and (s.status = 'ABSENT' or not exists (
                     select from leave_case c
                      where c.staff_id = d.staff_id and c.state in ('PENDING', 'RETURNED')
                        and c.during @> 2 * (d.day - date '1970-01-01') + s.session))
                 group by d.staff_id, d.day, k.kind
                union all
                -- what a certificate tells of days outside the portal (RJ-12)
                select c.staff_id, n.day, 'ABSENCE', (n.absent & 1) = 1, (n.absent & 2) = 2, c.institution_id
                  from payroll_certificate c
                       cross join lateral (
                         select w.day, (c.absent & ~month_leave(c.staff_id, c.month)) >> (2 * (w.day - c.month)) & 3 & ~coalesce((
                                  select bit_or(t.forenoon::int + 2 * t.afternoon::int) from payroll_proposal t
                                   where t.staff_id = c.staff_id and t.day = w.day and t.kind = 'ABSENCE'), 0) as absent
                           from %2$s w (day)
                          where date_trunc('month', w.day) = c.month) n
                 where c.absent <> 0 and n.absent <> 0 and %3$s
                   and not exists (select from payroll_certificate later where later.supersedes = c.entry_no)
                   and not exists (
                     select from payroll_strike k
                      where k.staff_id = c.staff_id and k.day = n.day and k.struck
                        and not exists (select from payroll_strike later where later.supersedes = k.entry_no))) f
                   join posting p on p.staff_id = f.staff_id and p.during @> f.day
                        and p.institution_id = coalesce(f.certified_at, p.institution_id)
             where %4$s
             order by f.staff_id, f.day, f.kind
            """;

    private static final String RECENTLY =
            UNTOLD.formatted("d.day = any (:days::date[])", "unnest(:days::date[])", "true", "true", GATHERED);

    // What was said since about days before.
    private static final String SAID =
            """
            select e.day, e.staff_id from day_entry e where e.source <> 'ROLL' and e.recorded_at >= :since and e.day < :before
            union
            select m.day, m.staff_id from attendance_mark_decision m where m.recorded_at >= :since and m.day < :before
            """;

    // Of days before, only what somebody has said since, and only of months that are paid by the register.
    private static final String LATER = UNTOLD.formatted(
            "d.day = any (:days::date[]) and (d.day, d.staff_id) in (" + SAID + ")",
            "(select g.day::date from generate_series(c.month::timestamp, c.month + interval '1 month' - interval '1 day', interval '1 day') g (day))",
            "c.month < :before and c.recorded_at >= :since",
            """
            exists (select from payroll_statement t
                     where t.institution_id = p.institution_id and t.month = date_trunc('month', f.day)::date)
            """,
            REGISTER);

    // People's days that were left of the mornings before.
    private static final String LEFT_OF =
            "select l.day, l.staff_id from unnest(:days::date[], :staff::bigint[]) l (day, staff_id)";

    private static final String LEFT = UNTOLD.formatted(
            "d.day = any (:days::date[]) and (d.day, d.staff_id) in (" + LEFT_OF + ")",
            "(" + LEFT_OF + " where l.staff_id = c.staff_id)",
            "c.staff_id = any (:staff::bigint[])",
            "true",
            REGISTER);

    private static final String LATE =
            """
            select d.staff_id, d.day, min(p.institution_id) as institution_id
              from %2$s d
                   join institution_day x on x.day = d.day and x.institution_id = d.institution_id and x.closes <= :now
                   join posting p on p.staff_id = d.staff_id and p.during @> d.day
             where d.day = any (:days::date[])
               -- where early minutes count, those of two places are one day's
               and (d.late_minutes > :minutes or :early and (d.late_minutes > 0 or d.early_minutes > 0))
               and (:everywhere or d.institution_id = any (:ruled::bigint[]))
               and not exists (
                 select from payroll_proposal t where t.staff_id = d.staff_id and t.day = d.day and t.kind = 'LATENESS')
               %1$s
             group by d.staff_id, d.day
             order by d.staff_id, d.day
            """;

    // What a late day costs follows from the others of its month: something was said of one of these.
    private static final String LATE_BEFORE = LATE.formatted(
            """
            and (date_trunc('month', d.day), d.staff_id) in (
              select date_trunc('month', f.day), f.staff_id
                from (%s
                      union
                      select c.day, c.staff_id from lateness_condonation c where c.recorded_at >= :since and c.day < :before) f)
            and exists (select from payroll_statement t
                         where t.institution_id = p.institution_id and t.month = date_trunc('month', d.day)::date)
            """
                    .formatted(SAID),
            REGISTER);

    private static final String LATE_LEFT = LATE.formatted("and (d.day, d.staff_id) in (" + LEFT_OF + ")", REGISTER);

    // A refused claim of a technical fault opens the window anew (C15).
    private static final String REPLY_UNTIL =
            """
            greatest(p.reply_until, (
              select max(own_window(p.staff_id, t.institution_id, (f.recorded_at at time zone :zone)::date,
                                    (f.reply_until at time zone :zone)::date))
                from day_entry e
                     join technical_fault_decision f on f.fault_id = e.fault_id and f.decision = 'REFUSED'
                     join technical_fault t on t.id = e.fault_id
               where e.staff_id = p.staff_id and e.day = p.day and p.kind <> 'LATENESS'))
            """;

    private static final String PROPOSAL =
            """
            select p.*, %s as until, s.employee_code, s.name, s.name_hi, s.designation, i.code as institution,
                   r.reply, r.text, r.attachments, r.recorded_at as replied_at,
                   case when k.entry_no is null then d.decision else 'WAIVE' end as decision, coalesce(k.reason, d.remark) as remark,
                   coalesce(k.recorded_at, d.recorded_at) as decided_at, coalesce(k.recorded_by, d.recorded_by) as decided_by,
                   coalesce(c.charges, '{}') as charges
              from payroll_proposal p
                   join staff s on s.id = p.staff_id
                   join institution i on i.id = p.institution_id
                   left join payroll_reply r on r.proposal_id = p.id
                   left join payroll_decision d on d.proposal_id = p.id
                        and not exists (select from payroll_decision later where later.supersedes = d.entry_no)
                   -- struck from the list of the absent, the day is waived by the block officer (BR-17)
                   left join lateral (
                     select t.entry_no, t.reason, t.recorded_at, t.recorded_by from payroll_strike t
                      where t.staff_id = p.staff_id and t.day = p.day and t.struck and p.kind <> 'LATENESS'
                        and not exists (select from payroll_strike later where later.supersedes = t.entry_no)
                      limit 1) k on true
                   left join lateral (
                     select array_agg(concat_ws(' ', h.session, h.account, h.pay, t.state) order by h.session) as charges
                       from payroll_charge h join payroll_statement t on t.id = h.statement_id
                      where h.proposal_id = p.id and h.account is not null
                        and not exists (select from payroll_charge later where later.supersedes = h.entry_no)) c on true
            """
                    .formatted(REPLY_UNTIL);

    // Told unmarked and later absent, a session has two proposals; it is taken once.
    private static final String DUE =
            """
            select distinct on (p.staff_id, p.day, s.session, p.kind = 'LATENESS')
                   p.id, p.kind, p.staff_id, p.day, s.session, coalesce(d.decision = 'CHARGE', false) as by_head
              from payroll_proposal p
                   cross join lateral (values (0, p.forenoon), (1, p.afternoon)) s (session, meant)
                   left join payroll_reply r on r.proposal_id = p.id
                   left join payroll_decision d on d.proposal_id = p.id
                        and not exists (select from payroll_decision later where later.supersedes = d.entry_no)
             where p.institution_id = any (:institutions::bigint[]) and p.day < :before and s.meant
               and d.decision is distinct from 'WAIVE'
               and (d.decision = 'CHARGE'
                    or p.kind <> 'UNMARKED' and (r.reply = 'ACCEPT' or r.reply is null and %s < :today))
               and (p.kind = 'LATENESS' or exists (
                     select from attendance_day a
                      where a.day = p.day and a.staff_id = p.staff_id
                        and case s.session when 0 then a.forenoon else a.afternoon end = 'ABSENT')
                    or certified_absent(p.staff_id, p.day, s.session) and not exists (
                     select from payroll_strike k
                      where k.staff_id = p.staff_id and k.day = p.day and k.struck
                        and not exists (select from payroll_strike later where later.supersedes = k.entry_no)))
               -- nobody is charged for what is not decided (C13, C16)
               and not exists (
                 select from leave_case c
                  where p.kind <> 'LATENESS' and c.staff_id = p.staff_id and c.state in ('PENDING', 'RETURNED')
                    and c.during @> 2 * (p.day - date '1970-01-01') + s.session)
               and not exists (
                 select from correction_case c join correction_line l on l.request_id = c.request_id and l.version = c.version
                  where p.kind <> 'LATENESS' and l.staff_id = p.staff_id and c.day = p.day and c.state in ('PENDING', 'RETURNED')
                    and case s.session when 0 then l.forenoon else l.afternoon end is not null)
               and not exists (
                 select from lateness_request q
                  where p.kind = 'LATENESS' and q.staff_id = p.staff_id and q.day = p.day
                    and not exists (select from lateness_condonation x where x.staff_id = q.staff_id and x.day = q.day))
               and not exists (
                 select from payroll_charge c
                        join payroll_proposal o on o.id = c.proposal_id and (o.kind = 'LATENESS') = (p.kind = 'LATENESS')
                  where c.staff_id = p.staff_id and c.day = p.day and c.session = s.session and c.account is not null
                    and not exists (select from payroll_charge later where later.supersedes = c.entry_no))
             order by p.staff_id, p.day, s.session, p.kind = 'LATENESS', by_head desc, p.entry_no
            """
                    .formatted(REPLY_UNTIL);

    /** Whether a proposal {@code p} is neither waived nor taken from leave. */
    static final String UNDECIDED =
            """
            not exists (
              select from payroll_decision d
               where d.proposal_id = p.id and d.decision = 'WAIVE'
                 and not exists (select from payroll_decision later where later.supersedes = d.entry_no))
            and not exists (
              select from payroll_charge c
               where c.proposal_id = p.id and c.account is not null
                 and not exists (select from payroll_charge later where later.supersedes = c.entry_no))
            """;

    private static final String NO_REGIME = "DEFAULT";

    private final JdbcClient client;
    private final JdbcTemplate jdbc;
    private final ZoneId zone;

    ProposalTable(JdbcClient client, JdbcTemplate jdbc, ZoneId zone) {
        this.client = client;
        this.jdbc = jdbc;
        this.zone = zone;
    }

    /** What somebody is to be told of. */
    public record Untold(
            long staffId, long institutionId, LocalDate day, Kind kind, boolean forenoon, boolean afternoon) {}

    /**
     * Reads through the register of these days, for {@link #untold(List, Instant)} and {@link #late(List, Least, Instant)}. In
     * a transaction.
     */
    public void gather(List<LocalDate> days, Least least) {
        var minutes = least.regimes().isEmpty()
                ? ""
                : least.early()
                        ? "or d.late_minutes > 0 or d.early_minutes > 0"
                        : "or d.late_minutes > " + least.minutes();
        client.sql("drop table if exists pg_temp." + GATHERED).update();
        // such a statement takes no parameters
        client.sql(
                        """
                        create temp table %s on commit drop as
                        select d.day, d.staff_id, d.institution_id, d.forenoon, d.afternoon, d.late_minutes, d.early_minutes
                          from attendance_day d
                         where d.day >= date '%s' and d.day <= date '%s'
                           and (d.forenoon in ('ABSENT', 'UNMARKED') or d.afternoon in ('ABSENT', 'UNMARKED') %s)
                        """
                                .formatted(GATHERED, days.get(0), days.get(days.size() - 1), minutes))
                .update();
        client.sql("analyze pg_temp." + GATHERED).update();
    }

    /** Those of gathered days. */
    public List<Untold> untold(List<LocalDate> days, Instant now) {
        return throughAll(client.sql(RECENTLY)
                .param("days", texts(days))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query(ProposalTable::untold));
    }

    /** The same of days before one about which something was said since a moment. */
    public List<Untold> untoldBefore(LocalDate before, Instant since, Instant now) {
        // named, so that no other day of the register is read
        var days = client.sql("select distinct f.day from (" + SAID + ") f")
                .param("before", before)
                .param("since", since.atOffset(ZoneOffset.UTC))
                .query(LocalDate.class)
                .list();
        return client.sql(LATER)
                .param("days", texts(days))
                .param("before", before)
                .param("since", since.atOffset(ZoneOffset.UTC))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query(ProposalTable::untold)
                .list();
    }

    /** A day of a person that is to be looked at again. */
    public record Left(long staffId, LocalDate day) {}

    /** Takes what was left of the mornings before; it is left no more. */
    public List<Left> takeLeft() {
        return client.sql("delete from payroll_left_to_tell returning staff_id, day")
                .query((row, n) -> new Left(row.getLong("staff_id"), row.getObject("day", LocalDate.class)))
                .list();
    }

    /** Leaves days of people for the next morning. */
    public void leave(Collection<Left> days) {
        if (days.isEmpty()) return;
        jdbc.update(
                """
                insert into payroll_left_to_tell (staff_id, day)
                select * from unnest(?::bigint[], ?::date[])
                    on conflict do nothing
                """,
                staff(days),
                texts(days.stream().map(Left::day).toList()));
    }

    /** Leaves a day of people, where their months are paid by the register. */
    public void leave(Collection<Long> staff, LocalDate day) {
        client.sql(
                        """
                        insert into payroll_left_to_tell (staff_id, day)
                        select p.staff_id, :day
                          from posting p
                         where p.staff_id = any (:staff::bigint[]) and p.during @> :day
                           and exists (select from payroll_statement t
                                        where t.institution_id = p.institution_id and t.month = date_trunc('month', :day::date)::date)
                            on conflict do nothing
                        """)
                .param("staff", staff.toArray(Long[]::new))
                .param("day", day)
                .update();
    }

    /** Those that are still untold of days that were left. */
    public List<Untold> untold(Collection<Left> left, Instant now) {
        if (left.isEmpty()) return List.of();
        return client.sql(LEFT)
                .param("days", texts(left.stream().map(Left::day).toList()))
                .param("staff", staff(left))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query(ProposalTable::untold)
                .list();
    }

    private static Long[] staff(Collection<Left> left) {
        return left.stream().map(Left::staffId).toArray(Long[]::new);
    }

    private static Untold untold(ResultSet row, int number) throws SQLException {
        return new Untold(
                row.getLong("staff_id"),
                row.getLong("institution_id"),
                row.getObject("day", LocalDate.class),
                Kind.valueOf(row.getString("kind")),
                row.getBoolean("forenoon"),
                row.getBoolean("afternoon"));
    }

    /** The regimes of all places. */
    public List<String> regimes() {
        return client.sql("select ? union select s.value from setting s where s.name = 'regime'")
                .param(NO_REGIME)
                .query(String.class)
                .list();
    }

    /** Late days, of those gathered, of which nobody has been told and that may cost something; whether they do is not said. */
    public List<Untold> late(List<LocalDate> days, Least least, Instant now) {
        if (least.regimes().isEmpty()) return List.of();
        return throughAll(late(LATE.formatted("", GATHERED), days, least, now).query(ProposalTable::late));
    }

    /** The same of days that were left. */
    public List<Untold> late(Collection<Left> left, Least least, Instant now) {
        if (left.isEmpty() || least.regimes().isEmpty()) return List.of();
        return late(LATE_LEFT, left.stream().map(Left::day).toList(), least, now)
                .param("staff", staff(left))
                .query(ProposalTable::late)
                .list();
    }

    private StatementSpec late(String sql, List<LocalDate> days, Least least, Instant now) {
        return client.sql(sql)
                .param("days", texts(days))
                .param("minutes", least.minutes())
                .param("early", least.early())
                .param("everywhere", least.regimes().contains(NO_REGIME))
                .param("ruled", under(least.regimes()))
                .param("now", now.atOffset(ZoneOffset.UTC));
    }

    /** Institutions at or below a place that has ever had one of the regimes; asked apart, for it is no join of columns. */
    private Long[] under(Collection<String> regimes) {
        return client.sql(
                        """
                        select distinct i.id
                          from setting g join institution i on g.institution_id = any (i.path)
                         where g.name = 'regime' and g.value = any (:regimes::text[])
                        """)
                .param("regimes", regimes.toArray(String[]::new))
                .query(Long.class)
                .list()
                .toArray(Long[]::new);
    }

    /** The same of the months before a day in which something was said of the person since a moment. */
    public List<Untold> lateBefore(LocalDate before, Instant since, Least least, Instant now) {
        var days = client.sql(
                        """
                        select g.day::date
                          from (select distinct date_trunc('month', f.day) as month
                                  from (%s
                                        union
                                        select c.day, c.staff_id from lateness_condonation c
                                         where c.recorded_at >= :since and c.day < :before) f) m
                               cross join lateral generate_series(m.month, m.month + interval '1 month' - interval '1 day', '1 day') g (day)
                        """
                                .formatted(SAID))
                .param("before", before)
                .param("since", since.atOffset(ZoneOffset.UTC))
                .query(LocalDate.class)
                .list();
        if (days.isEmpty() || least.regimes().isEmpty()) return List.of();
        return late(LATE_BEFORE, days, least, now)
                .param("before", before)
                .param("since", since.atOffset(ZoneOffset.UTC))
                .query(ProposalTable::late)
                .list();
    }

    private static Untold late(ResultSet row, int number) throws SQLException {
        return new Untold(
                row.getLong("staff_id"),
                row.getLong("institution_id"),
                row.getObject("day", LocalDate.class),
                Kind.LATENESS,
                true,
                false);
    }

    /**
     * Whose working days are whose, by the key of the person: those of the cadre where the person works on a day, of who is deputed in
     * part or to an office outside the portal those of the posting (C5, C14).
     */
    public Map<Long, CadreAt> calendars(Collection<Untold> people, LocalDate day) {
        return client
                .sql(
                        """
                        select s.id, s.cadre, coalesce(d.institution_id, p.institution_id, w.institution_id) as institution_id
                          from (select distinct on (staff_id) *
                                  from unnest(:staff::bigint[], :institutions::bigint[]) n (staff_id, institution_id)) w
                               join staff s on s.id = w.staff_id
                               left join lateral (
                                 select o.institution_id from deputation o
                                  where o.staff_id = s.id and o.during @> :day and o.institution_id is not null
                                    and o.weekdays is null and o.session is null
                                  order by o.id desc limit 1) d on true
                               left join lateral (
                                 select o.institution_id from posting o
                                  where o.staff_id = s.id and o.during @> :day
                                  order by lower(o.during) desc limit 1) p on true
                        """)
                .param("staff", people.stream().map(Untold::staffId).toArray(Long[]::new))
                .param(
                        "institutions",
                        people.stream().map(Untold::institutionId).toArray(Long[]::new))
                .param("day", day)
                .query((row, n) -> Map.entry(
                        row.getLong("id"), new CadreAt(row.getLong("institution_id"), row.getString("cadre"))))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Of a state everything is read through, also on the morning after so much was written that no statistics know of it. */
    private <T> List<T> throughAll(MappedQuerySpec<T> query) {
        client.sql("set local enable_nestloop = off").update();
        var found = query.list();
        client.sql("set local enable_nestloop = on").update();
        return found;
    }

    /**
     * Writes proposals, those excepted that another copy of the application has written meanwhile.
     *
     * @param replyUntil by the key of the person
     * @return those that were written
     */
    public List<Untold> insert(List<Untold> untold, Map<Long, LocalDate> replyUntil, String by, Instant now) {
        return jdbc.query(
                """
                insert into payroll_proposal (id, recorded_at, recorded_by, staff_id, institution_id, day, kind, forenoon, afternoon,
                       reply_until)
                select gen_random_uuid(), ?::timestamptz, ?, n.*
                  from unnest(?::bigint[], ?::bigint[], ?::date[], ?::text[], ?::bool[], ?::bool[], ?::date[]) n
                    on conflict do nothing
                returning staff_id, institution_id, day, kind, forenoon, afternoon
                """,
                (row, n) -> new Untold(
                        row.getLong("staff_id"),
                        row.getLong("institution_id"),
                        row.getObject("day", LocalDate.class),
                        Kind.valueOf(row.getString("kind")),
                        row.getBoolean("forenoon"),
                        row.getBoolean("afternoon")),
                now.toString(),
                by,
                untold.stream().map(Untold::staffId).toArray(Long[]::new),
                untold.stream().map(Untold::institutionId).toArray(Long[]::new),
                untold.stream().map(u -> u.day().toString()).toArray(String[]::new),
                untold.stream().map(u -> u.kind().name()).toArray(String[]::new),
                untold.stream().map(Untold::forenoon).toArray(Boolean[]::new),
                untold.stream().map(Untold::afternoon).toArray(Boolean[]::new),
                untold.stream().map(u -> replyUntil.get(u.staffId()).toString()).toArray(String[]::new));
    }

    public Optional<Proposal> find(UUID id) {
        return proposals(" where p.id = :id")
                .param("id", id)
                .query(ProposalTable::proposal)
                .optional();
    }

    /** A person's, newest day first. */
    public List<Proposal> ofPerson(long staffId, LocalDate from, LocalDate before) {
        return proposals(
                        " where p.staff_id = :staff and p.day >= :from and p.day < :before order by p.day desc, p.kind")
                .param("staff", staffId)
                .param("from", from)
                .param("before", before)
                .query(ProposalTable::proposal)
                .list();
    }

    /** Those of an institution's people, by person and day. */
    public List<Proposal> ofInstitution(long institutionId, LocalDate from, LocalDate before) {
        return proposals(
                        """
                         where p.institution_id = :institution and p.day >= :from and p.day < :before
                         order by s.name, s.employee_code, p.day, p.kind
                        """)
                .param("institution", institutionId)
                .param("from", from)
                .param("before", before)
                .query(ProposalTable::proposal)
                .list();
    }

    private StatementSpec proposals(String which) {
        return client.sql(PROPOSAL + which).param("zone", zone.getId());
    }

    /** Half days whose notice has run its course and that no standing charge takes, of days before one; of lateness as it was told. */
    public List<Due> due(Collection<Long> institutions, LocalDate before, LocalDate today) {
        return client.sql(DUE)
                .param("institutions", institutions.toArray(Long[]::new))
                .param("before", before)
                .param("today", today)
                .param("zone", zone.getId())
                .query((row, n) -> new Due(
                        row.getObject("id", UUID.class),
                        Kind.valueOf(row.getString("kind")),
                        row.getLong("staff_id"),
                        row.getObject("day", LocalDate.class),
                        Session.values()[row.getInt("session")],
                        row.getBoolean("by_head")))
                .list();
    }

    /** Lateness that is neither waived nor taken from leave. */
    public record Late(long institutionId, long staffId, LocalDate day) {}

    public List<Late> lateUndecided(YearMonth month, Collection<Long> institutions) {
        return client.sql(
                        """
                        select p.institution_id, p.staff_id, p.day
                          from payroll_proposal p
                         where p.institution_id = any (:institutions::bigint[]) and p.day >= :month and p.day < :after
                           and p.kind = 'LATENESS'
                           and
                        """
                                + UNDECIDED)
                .param("institutions", institutions.toArray(Long[]::new))
                .param("month", month.atDay(1))
                .param("after", month.plusMonths(1).atDay(1))
                .query((row, n) -> new Late(
                        row.getLong("institution_id"), row.getLong("staff_id"), row.getObject("day", LocalDate.class)))
                .list();
    }

    /** @return false if the person has answered before */
    public boolean reply(
            UUID id, Reply reply, Optional<String> text, List<ContentHash> attachments, String by, Instant now) {
        return jdbc.update(
                        """
                        insert into payroll_reply (proposal_id, recorded_at, recorded_by, reply, text, attachments)
                        values (?, ?::timestamptz, ?, ?, ?, ?::bytea[])
                            on conflict (proposal_id) do nothing
                        """,
                        id,
                        now.toString(),
                        by,
                        reply.name(),
                        text.orElse(null),
                        attachments.stream().map(h -> "\\x" + h.hex()).toArray(String[]::new))
                == 1;
    }

    /**
     * The newest word counts: it names the one before.
     *
     * @return false if somebody else has decided at the same moment
     */
    public boolean decide(UUID id, Verdict verdict, String remark, String by, Instant now) {
        return client.sql(
                                """
                        insert into payroll_decision (recorded_at, recorded_by, supersedes, proposal_id, decision, remark)
                        values (:now, :by,
                                (select d.entry_no from payroll_decision d
                                  where d.proposal_id = :id
                                    and not exists (select from payroll_decision later where later.supersedes = d.entry_no)),
                                :id, :decision, :remark)
                            on conflict do nothing
                        """)
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .param("by", by)
                        .param("id", id)
                        .param("decision", verdict.name())
                        .param("remark", remark)
                        .update()
                == 1;
    }

    private static String[] texts(Collection<LocalDate> days) {
        return days.stream().map(LocalDate::toString).toArray(String[]::new);
    }

    private static Proposal proposal(ResultSet row, int number) throws SQLException {
        var sessions = EnumSet.noneOf(Session.class);
        if (row.getBoolean("forenoon")) sessions.add(Session.FORENOON);
        if (row.getBoolean("afternoon")) sessions.add(Session.AFTERNOON);
        return new Proposal(
                row.getObject("id", UUID.class),
                StatementTable.person(row),
                row.getString("institution"),
                row.getObject("day", LocalDate.class),
                Kind.valueOf(row.getString("kind")),
                sessions,
                row.getTimestamp("recorded_at").toInstant(),
                row.getObject("until", LocalDate.class),
                answer(row),
                decision(row),
                charges(row));
    }

    private static Optional<Answer> answer(ResultSet row) throws SQLException {
        if (row.getString("reply") == null) return Optional.empty();
        var attachments = new ArrayList<String>();
        for (var hash : (byte[][]) row.getArray("attachments").getArray()) attachments.add(new ContentHash(hash).hex());
        return Optional.of(new Answer(
                Reply.valueOf(row.getString("reply")),
                Optional.ofNullable(row.getString("text")),
                attachments,
                row.getTimestamp("replied_at").toInstant()));
    }

    private static Optional<Decision> decision(ResultSet row) throws SQLException {
        if (row.getString("decision") == null) return Optional.empty();
        return Optional.of(new Decision(
                Verdict.valueOf(row.getString("decision")),
                row.getString("remark"),
                row.getTimestamp("decided_at").toInstant(),
                row.getString("decided_by")));
    }

    private static List<Charged> charges(ResultSet row) throws SQLException {
        return Arrays.stream((String[]) row.getArray("charges").getArray())
                .map(text -> text.split(" ", 4))
                .map(words -> new Charged(
                        Session.values()[Integer.parseInt(words[0])],
                        words[1],
                        Pay.valueOf(words[2]),
                        words[3].equals("ACCEPTED")))
                .collect(Collectors.toList());
    }
}
