package org.panjika.leave.jdbc;

import static java.util.stream.Collectors.toMap;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.panjika.leave.LeaveType.AccountKey;
import org.panjika.leave.Ledger;
import org.panjika.leave.LedgerEntry;
import org.panjika.leave.LedgerEntry.Source;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/** The ledger: entries, append-only, and the balances that a trigger keeps as their sums. */
@Repository
public class LedgerTable {

    // Everybody in service on the day with the rules that hold for the person; the regime is that of the posting.
    private static final String PERSON =
            """
            with place as materialized (
              select i.id, coalesce((
                       select s.value
                         from unnest(i.path) with ordinality as ancestor (id, depth)
                              join setting s on s.institution_id = ancestor.id and s.name = 'regime' and s.during @> :day
                        where exists (select from leave_type t where t.regime = s.value)
                        order by ancestor.depth desc limit 1), 'DEFAULT') as regime
                from institution i %1$s),
            rule as materialized (
              select t.*,
                     case t.leave_year when 'CALENDAR' then date_trunc('year', :day::date)
                       else date_trunc('year', :day::date - interval '6 months') + interval '6 months' end::date as year_begins
                from leave_type t where t.during @> :day),
            -- who came from another regime gets of its leave year what one gets who joins
            came as materialized (
              select p.staff_id, lower(p.during) as since
                from posting p join place here on here.id = p.institution_id
               where p.during @> :day and lower(p.during) > :day::date - interval '1 year' %4$s
                 and exists (select from posting b join place before on before.id = b.institution_id
                              where b.staff_id = p.staff_id and upper(b.during) <= lower(p.during)
                                and before.regime <> here.regime)),
            person as materialized (
              select s.id as staff_id, s.cadre, s.gender, j.joined, place.regime,
                     greatest(j.joined, c.since) as since
                from posting p join staff s on s.id = p.staff_id join place on place.id = p.institution_id
                     left join came c on c.staff_id = s.id
                     cross join lateral (select coalesce(s.joined_on, (
                       select min(lower(f.during)) from posting f where f.staff_id = s.id)) as joined offset 0) j
               where p.during @> :day %2$s
                 and not exists (select from service_state t
                                  where t.staff_id = s.id and t.during @> :day
                                    and t.state in ('RETIRED', 'DECEASED', 'RESIGNED')))
            """;

    // Half days by twelfths, rounded to the nearer half day; the month of joining counts.
    private static final String CREDIT = PERSON
            + """
            , due as (
              select p.staff_id, r.account, r.cap, r.credit,
                     case when r.lapses then r.year_begins else date '1900-01-01' end as period,
                     case r.credit when 'YEARLY' then r.year_begins
                                   when 'ONCE' then p.joined
                                   else (p.joined + make_interval(years => extract(year from age(:day, p.joined))::int))::date
                     end as day,
                     case when r.credit = 'YEARLY' and p.since >= r.year_begins
                          then (g.credited * 2 * (12 - extract(month from age(date_trunc('month', p.since), r.year_begins))::int)
                                + 12) / 24
                          else g.credited end as half_days
                from person p
                     join rule r on r.regime = p.regime and r.credit <> 'NONE'
                                %3$s
                     cross join lateral (select case when p.cadre = 'VACATION' then coalesce(r.credited_vacation, r.credited)
                                                     else r.credited end as credited) g
               where p.joined <= :day
                 and (r.credit <> 'COMPLETED_YEAR' or extract(year from age(:day, p.joined)) > 0)
                 and (r.gender is null or r.gender = p.gender))
            insert into leave_entry (recorded_at, recorded_by, staff_id, account, period, source, half_days, day)
            select :now, :by, d.staff_id, d.account, d.period, 'CREDIT',
                   case when d.cap is null then d.half_days
                        else least(d.half_days, greatest(0, d.cap - coalesce(a.balance, 0))) end, d.day
              from due d
                   left join leave_account a on a.staff_id = d.staff_id and a.account = d.account and a.period = d.period
             -- What a person came with contains what was due by then.
             where not exists (select from leave_entry e
                                where e.staff_id = d.staff_id and e.account = d.account and e.source = 'OPENING'
                                  and e.day >= d.day %5$s)
             -- The day of joining may be put right later: once is once, and days of half a year apart are of one year of service.
               and not exists (select from leave_entry e
                                where e.staff_id = d.staff_id and e.account = d.account and e.source = 'CREDIT'
                                  and e.reverses is null
                                  and case d.credit when 'YEARLY' then e.day = d.day
                                                    when 'ONCE' then true
                                                    else e.day > d.day - interval '6 months' end %5$s)
             order by d.staff_id, d.account
                on conflict (staff_id, account, source, day)
                   where source in ('OPENING', 'CREDIT', 'DUTY') and reverses is null do nothing
            """;

    private static final String LAPSE =
            """
            insert into leave_entry (recorded_at, recorded_by, staff_id, account, period, source, half_days, day)
            select :now, :by, a.staff_id, a.account, a.period, 'LAPSE', -a.balance, :day
              from leave_account a
             where a.balance > 0 and a.period > '1900-01-01' and a.period + interval '1 year' <= :day
             order by a.staff_id, a.account, a.period
               for update of a
            """;

    private static final String ENTRY =
            """
            e.entry_no, e.source, e.half_days, e.day, e.request_id, e.reverses,
            exists (select from leave_posting p where p.debit = e.entry_no) as posted
            """;

    private final JdbcClient client;
    private final JdbcTemplate jdbc;

    LedgerTable(JdbcClient client, JdbcTemplate jdbc) {
        this.client = client;
        this.jdbc = jdbc;
    }

    /** Gives everybody what is due by a day and was not given yet. Done twice it changes nothing. */
    public int credit(LocalDate day, String by, Instant now) {
        // of a state a million entries, sorted
        client.sql("set local work_mem = '128MB'").update();
        return credit(CREDIT.formatted("", "", "", "", ""), day, by, now).update();
    }

    /** The same for one person. */
    public void credit(long staffId, LocalDate day, String by, Instant now) {
        credit(ofOne(""), day, by, now).param("staff", staffId).update();
    }

    /** The same for one balance, also of a leave year that has not begun. */
    public void credit(AccountKey key, LocalDate day, String by, Instant now) {
        credit(ofOne("and r.account = :account"), day, by, now)
                .param("staff", key.staffId())
                .param("account", key.account())
                .update();
    }

    /** However many entries there are, and whether or not they have been counted lately, one person's are looked up. */
    private static String ofOne(String rules) {
        return CREDIT.formatted(
                "where i.id in (select p.institution_id from posting p where p.staff_id = :staff)",
                "and s.id = :staff",
                rules,
                "and p.staff_id = :staff",
                "offset 0");
    }

    private StatementSpec credit(String sql, LocalDate day, String by, Instant now) {
        // an opening balance contains what is due by its day: it is not written meanwhile
        client.sql("select pg_advisory_xact_lock_shared(hashtext('leave-openings'))")
                .query(row -> {});
        return client.sql(sql).param("day", day).param("by", by).param("now", at(now));
    }

    /** Ends the leave years that are over by a day: what is left is gone. */
    public int lapse(LocalDate day, String by, Instant now) {
        return client.sql(LAPSE)
                .param("day", day)
                .param("by", by)
                .param("now", at(now))
                .update();
    }

    /** Locks a balance until the transaction ends, and reads its entries. */
    public Ledger lock(AccountKey key, int floor) {
        client.sql(
                        """
                        insert into leave_account (staff_id, account, period, floor)
                        values (:staff, :account, :period, :floor)
                            on conflict (staff_id, account, period) do update set floor = excluded.floor
                        """)
                .param("staff", key.staffId())
                .param("account", key.account())
                .param("period", key.period())
                .param("floor", floor)
                .update();
        return read(key, floor);
    }

    /** Locks a balance that has begun until the transaction ends; half days. Nothing is locked of another. */
    public Optional<Integer> lockBegun(AccountKey key, int floor) {
        return client.sql(
                        """
                        update leave_account set floor = :floor
                         where staff_id = :staff and account = :account and period = :period
                        returning balance
                        """)
                .param("staff", key.staffId())
                .param("account", key.account())
                .param("period", key.period())
                .param("floor", floor)
                .query(Integer.class)
                .optional();
    }

    /** The entries of a balance as they are now. */
    public Ledger read(AccountKey key, int floor) {
        return new Ledger(
                floor,
                client.sql(
                                "select " + ENTRY
                                        + " from leave_entry e where staff_id = ? and account = ? and period = ? order by entry_no")
                        .params(key.staffId(), key.account(), key.period())
                        .query(LedgerTable::entry)
                        .list());
    }

    /** The entries of some balances as they are now, each with its floor. */
    public Map<AccountKey, Ledger> read(Collection<AccountKey> keys) {
        var floors = new HashMap<AccountKey, Integer>();
        var entries = new HashMap<AccountKey, List<LedgerEntry>>();
        client.sql(
                        """
                        select k.staff_id, k.account, k.period, a.floor, %s
                          from unnest(:staff::bigint[], :accounts::text[], :periods::date[]) k (staff_id, account, period)
                               left join leave_account a
                                 on a.staff_id = k.staff_id and a.account = k.account and a.period = k.period
                               left join leave_entry e
                                 on e.staff_id = k.staff_id and e.account = k.account and e.period = k.period
                         order by e.entry_no
                        """
                                .formatted(ENTRY))
                .param("staff", keys.stream().map(AccountKey::staffId).toArray(Long[]::new))
                .param("accounts", keys.stream().map(AccountKey::account).toArray(String[]::new))
                .param("periods", keys.stream().map(k -> k.period().toString()).toArray(String[]::new))
                .query(row -> {
                    var key = key(row);
                    floors.put(key, row.getInt("floor"));
                    var of = entries.computeIfAbsent(key, k -> new ArrayList<>());
                    if (row.getObject("entry_no") != null) of.add(entry(row, 0));
                });
        return keys.stream().distinct().collect(toMap(k -> k, k -> new Ledger(floors.get(k), entries.get(k))));
    }

    /** The balances from which a request took. */
    public List<AccountKey> accountsOf(UUID request) {
        return client.sql(
                        """
                        select distinct staff_id, account, period from leave_entry where request_id = ?
                         order by staff_id, account, period
                        """)
                .param(request)
                .query((row, n) -> key(row))
                .list();
    }

    /** A person's balances; of leave years those not over before a day. */
    public List<AccountKey> accounts(long staffId, LocalDate day) {
        return client.sql(
                        """
                        select staff_id, account, period from leave_account
                         where staff_id = :staff and (period = '1900-01-01' or period + interval '1 year' > :day)
                         order by account, period
                        """)
                .param("staff", staffId)
                .param("day", day)
                .query((row, n) -> key(row))
                .list();
    }

    public int floor(AccountKey key) {
        return client.sql("select floor from leave_account where staff_id = ? and account = ? and period = ?")
                .params(key.staffId(), key.account(), key.period())
                .query(Integer.class)
                .optional()
                .orElse(0);
    }

    public int balance(AccountKey key) {
        return client.sql("select balance from leave_account where staff_id = ? and account = ? and period = ?")
                .params(key.staffId(), key.account(), key.period())
                .query(Integer.class)
                .optional()
                .orElse(0);
    }

    /** False if a credit of that source and day was given before. */
    public boolean insert(AccountKey key, List<LedgerEntry> entries, String by, Instant now) {
        return jdbc.update(
                        """
                        insert into leave_entry (recorded_at, recorded_by, staff_id, account, period, source, half_days, day,
                               request_id, reverses)
                        select ?::timestamptz, ?, ?, ?, ?::date, n.source, n.half_days, n.day, n.request, n.reverses
                          from unnest(?::text[], ?::int[], ?::date[], ?::uuid[], ?::bigint[]) with ordinality
                               as n (source, half_days, day, request, reverses, position)
                         order by n.position
                            on conflict (staff_id, account, source, day)
                               where source in ('OPENING', 'CREDIT', 'DUTY') and reverses is null do nothing
                        """,
                        now.toString(),
                        by,
                        key.staffId(),
                        key.account(),
                        key.period().toString(),
                        entries.stream().map(e -> e.source().name()).toArray(String[]::new),
                        entries.stream().map(LedgerEntry::halfDays).toArray(Integer[]::new),
                        entries.stream().map(e -> e.day().toString()).toArray(String[]::new),
                        entries.stream()
                                .map(e -> e.request().map(UUID::toString).orElse(null))
                                .toArray(String[]::new),
                        entries.stream().map(e -> e.reverses().orElse(null)).toArray(Long[]::new))
                == entries.size();
    }

    /** What some requests took of absence stays taken; what was posted or given back before is left alone. */
    public void post(Collection<UUID> requests, String by, Instant now) {
        client.sql(
                        """
                        insert into leave_posting (debit, recorded_at, recorded_by)
                        select e.entry_no, :now, :by
                          from leave_entry e
                         where e.request_id = any (:requests::uuid[]) and e.source = 'ABSENCE' and e.reverses is null and e.half_days < 0
                           and not exists (select from leave_entry back where back.reverses = e.entry_no)
                           and not exists (select from leave_posting p where p.debit = e.entry_no)
                         order by e.staff_id, e.account, e.period, e.entry_no
                        """)
                .param("now", at(now))
                .param("by", by)
                .param("requests", requests.stream().map(UUID::toString).toArray(String[]::new))
                .update();
    }

    private static AccountKey key(ResultSet row) throws SQLException {
        return new AccountKey(
                row.getLong("staff_id"), row.getString("account"), row.getObject("period", LocalDate.class));
    }

    private static LedgerEntry entry(ResultSet row, int number) throws SQLException {
        return new LedgerEntry(
                row.getLong("entry_no"),
                Source.valueOf(row.getString("source")),
                row.getInt("half_days"),
                row.getObject("day", LocalDate.class),
                Optional.ofNullable(row.getObject("request_id", UUID.class)),
                Optional.ofNullable(row.getObject("reverses", Long.class)),
                row.getBoolean("posted"));
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
