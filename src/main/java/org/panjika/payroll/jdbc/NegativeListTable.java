package org.panjika.payroll.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.panjika.attendance.Session;
import org.panjika.attendance.SessionStatus;
import org.panjika.payroll.Line;
import org.panjika.payroll.NegativeLists.Strike;
import org.panjika.payroll.NegativeLists.Verified;
import org.panjika.payroll.Sessions;
import org.panjika.storage.ContentHash;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/** Lists of the absent (BR-17). */
@Repository
public class NegativeListTable {

    private final JdbcClient jdbc;

    NegativeListTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param number of the office's lists of the month, from 1
     * @param returned why it was returned, while it is
     */
    public record Row(
            UUID id,
            long officeId,
            YearMonth month,
            int number,
            String state,
            int version,
            Optional<ContentHash> contentHash,
            Optional<String> returned) {}

    /** @param absent sessions of the month */
    public record Listed(long institutionId, Line.Person person, Sessions absent) {}

    /** What is struck now. */
    public record Struck(long staffId, LocalDate day, Verified verified) {}

    /** A list that was begun, with the office that approves it. */
    public record Begun(UUID id, String office, YearMonth month) {}

    private static final String WAITING =
            """
             where s.started_at is null and s.opens <= :today and s.state = 'OPEN'
               and s.route = 'NEGATIVE_LIST' and
            """
                    + StatementTable.ANYTHING;

    /** Whether the time of a statement has come that is on no list. */
    public boolean anyToStart(LocalDate today) {
        return jdbc.sql("select exists (select from payroll_statement s" + WAITING + ")")
                .param("today", today)
                .query(Boolean.class)
                .single();
    }

    /**
     * Puts every statement whose time has come on the list of its block, or of the nearest office where there is none; each once. Where
     * that list has been approved already it is the block's next one.
     */
    public List<Begun> start(LocalDate today, Instant now) {
        return jdbc.sql(
                        """
                        with taken as materialized (
                          select s.id, s.month, office.id as office_id
                            from payroll_statement s
                                 join institution i on i.id = s.institution_id
                                 cross join lateral (
                                   select o.id from institution o
                                    where o.id = any (i.path) and o.kind <> 'SCHOOL'
                                    order by o.kind = 'CBEO' desc, cardinality(o.path) desc limit 1) office
                           %s
                             for update of s skip locked),
                        -- whoever approves one of them waits, and finds the statement on it
                        open as materialized (
                          select l.id, l.office_id, l.month, l.number
                            from payroll_negative_list l
                           where (l.office_id, l.month) in (select office_id, month from taken) and l.state in ('OPEN', 'RETURNED')
                             for share),
                        begun as (
                          insert into payroll_negative_list (id, office_id, month, number)
                          select gen_random_uuid(), t.office_id, t.month,
                                 1 + coalesce((select max(l.number) from payroll_negative_list l
                                                where l.office_id = t.office_id and l.month = t.month), 0)
                            from (select distinct office_id, month from taken) t
                           where not exists (select from open o where o.office_id = t.office_id and o.month = t.month)
                              on conflict (office_id, month, number) do nothing
                          returning id, office_id, month),
                        known as (
                          select id, office_id, month from begun
                          union all
                          select distinct on (office_id, month) id, office_id, month from (
                            select * from open order by office_id, month, number desc) newest),
                        put as (
                          update payroll_statement s set started_at = :now, list_id = known.id
                            from taken join known on known.office_id = taken.office_id and known.month = taken.month
                           where s.id = taken.id)
                        select begun.id, i.code, begun.month from begun join institution i on i.id = begun.office_id
                        """
                                .formatted(WAITING))
                .param("today", today)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((row, n) -> new Begun(
                        row.getObject("id", UUID.class),
                        row.getString("code"),
                        YearMonth.from(row.getObject("month", LocalDate.class))))
                .list();
    }

    /** The statements of a past month that go by a list are on one of each office, which was accepted. */
    public void past(YearMonth month, List<Long> statements) {
        jdbc.sql(
                        """
                        with taken as materialized (
                          select s.id, office.id as office_id
                            from payroll_statement s
                                 join institution i on i.id = s.institution_id
                                 cross join lateral (
                                   select o.id from institution o
                                    where o.id = any (i.path) and o.kind <> 'SCHOOL'
                                    order by o.kind = 'CBEO' desc, cardinality(o.path) desc limit 1) office
                           where s.id = any (:statements::bigint[]) and s.route = 'NEGATIVE_LIST'),
                        list as (
                          insert into payroll_negative_list (id, office_id, month, state, version)
                          select gen_random_uuid(), t.office_id, :month, 'ACCEPTED', 1 from (select distinct office_id from taken) t
                          returning id, office_id)
                        update payroll_statement s set list_id = list.id
                          from taken join list on list.office_id = taken.office_id
                         where s.id = taken.id
                        """)
                .param("month", month.atDay(1))
                .param("statements", statements.toArray(Long[]::new))
                .update();
    }

    public Optional<Row> find(UUID id) {
        return jdbc.sql("select * from payroll_negative_list where id = ?")
                .param(id)
                .query(NegativeListTable::row)
                .optional();
    }

    /** Those of an office's month, the newest first. */
    public List<Row> of(long officeId, YearMonth month) {
        return jdbc.sql("select * from payroll_negative_list where office_id = ? and month = ? order by number desc")
                .params(officeId, month.atDay(1))
                .query(NegativeListTable::row)
                .list();
    }

    public void lock(UUID id) {
        jdbc.sql("select from payroll_negative_list where id = ? for update")
                .param(id)
                .query(row -> {});
    }

    /** The institutions of a list, in the order of their keys. */
    public List<Long> institutions(UUID id) {
        return jdbc.sql("select institution_id from payroll_statement where list_id = ? order by institution_id")
                .param(id)
                .query(Long.class)
                .list();
    }

    /** Those whose statement its approval would send. */
    public List<Long> toBeSent(UUID id) {
        return jdbc.sql(
                        "select institution_id from payroll_statement where list_id = ? and state in ('OPEN', 'RETURNED')")
                .param(id)
                .query(Long.class)
                .list();
    }

    /**
     * Whoever was absent without leave: of statements that were sent as they were sent, of the others as the register reads now; and
     * whoever is struck.
     *
     * @param through last day read from the register
     */
    public List<Listed> absent(UUID id, YearMonth month, LocalDate through) {
        return jdbc.sql(
                        """
                        with place as materialized (
                          select s.id, s.institution_id, s.state, s.version from payroll_statement s where s.list_id = :list),
                        posted as materialized (
                          select p.institution_id, p.staff_id,
                                 bit_or(month_sessions(:month, p.during * daterange(:month, :after))) as sessions
                            from posting p
                           where p.institution_id in (select institution_id from place where state in ('OPEN', 'RETURNED'))
                             -- not "&&", for which a kept plan would look through the postings of all institutions
                             and not isempty(p.during * daterange(:month, :after))
                           group by p.institution_id, p.staff_id),
                        told as (
                          select null::bigint as institution_id, d.staff_id,
                                 bit_or((case d.forenoon when 'ABSENT' then 1::bigint else 0 end
                                         | case d.afternoon when 'ABSENT' then 2::bigint else 0 end) << (2 * (d.day - :month))) as absent
                            from attendance_day d
                           where d.day = any (:days::date[]) and d.staff_id = any (array(select staff_id from posted))
                             and (d.forenoon = 'ABSENT' or d.afternoon = 'ABSENT')
                           group by d.staff_id
                          union all
                          select c.institution_id, c.staff_id, c.absent & ~month_leave(c.staff_id, :month) from payroll_certificate c
                           where c.month = :month and c.absent <> 0 and c.staff_id in (select staff_id from posted)
                             and not exists (select from payroll_certificate later where later.supersedes = c.entry_no)),
                        found as (
                          select p.institution_id, p.staff_id, bit_or(t.absent) & p.sessions as absent
                            from posted p
                                 join told t on t.staff_id = p.staff_id and coalesce(t.institution_id, p.institution_id) = p.institution_id
                           group by p.institution_id, p.staff_id, p.sessions
                          union all
                          select place.institution_id, l.staff_id, l.absent
                            from place join payroll_line l on l.statement_id = place.id and l.version = place.version
                           where place.state in ('SENT', 'ACCEPTED')
                          union all
                          select p.institution_id, k.staff_id, k.sessions::bigint << (2 * (k.day - :month))
                            from payroll_strike k
                                 join posting p on p.staff_id = k.staff_id and p.during @> k.day
                                 join place on place.institution_id = p.institution_id
                           where k.list_id = :list and k.struck
                             and not exists (select from payroll_strike later where later.supersedes = k.entry_no)),
                        listed as (
                          select institution_id, staff_id, bit_or(absent) as absent from found group by institution_id, staff_id)
                        select f.institution_id, f.absent, s.id as staff_id, s.employee_code, s.name, s.name_hi, s.designation
                          from listed f
                               join staff s on s.id = f.staff_id
                               join institution i on i.id = f.institution_id
                         where f.absent <> 0
                         order by i.name, i.code, s.name, s.employee_code
                        """)
                .param("list", id)
                .param("month", month.atDay(1))
                .param("after", month.plusMonths(1).atDay(1))
                .param(
                        "days",
                        month.atDay(1)
                                .datesUntil(
                                        through.plusDays(1).isAfter(month.atDay(1))
                                                ? through.plusDays(1)
                                                : month.atDay(1))
                                .map(LocalDate::toString)
                                .toArray(String[]::new))
                .query((row, n) -> new Listed(
                        row.getLong("institution_id"), StatementTable.person(row), new Sessions(row.getLong("absent"))))
                .list();
    }

    public List<Struck> struck(UUID id) {
        return jdbc.sql(
                        """
                        select k.staff_id, k.day, k.reason, k.reads, k.attachments from payroll_strike k
                         where k.list_id = ? and k.struck
                           and not exists (select from payroll_strike later where later.supersedes = k.entry_no)
                        """)
                .param(id)
                .query((row, n) -> new Struck(
                        row.getLong("staff_id"),
                        row.getObject("day", LocalDate.class),
                        new Verified(
                                row.getString("reason"),
                                SessionStatus.valueOf(row.getString("reads")),
                                Stream.of((byte[][]) row.getArray("attachments").getArray())
                                        .map(ContentHash::new)
                                        .toList())))
                .list();
    }

    /** Strikes sessions of a day. */
    public void strike(UUID id, long staffId, Sessions sessions, Strike strike, String by, Instant now) {
        written(id, staffId, strike.day(), by, now)
                .param("struck", true)
                .param(
                        "sessions",
                        Long.bitCount(sessions.bits()) == 2 ? 3 : sessions.has(strike.day(), Session.FORENOON) ? 1 : 2)
                .param("reads", strike.verified().name())
                .param("reason", strike.reason().strip())
                .param("attachments", strike.attachments().toArray(String[]::new))
                .update();
    }

    /** What was struck of a day stands on the list again. */
    public void putBack(UUID id, long staffId, LocalDate day, String reason, String by, Instant now) {
        written(id, staffId, day, by, now)
                .param("struck", false)
                .param("sessions", 3)
                .param("reads", SessionStatus.PRESENT.name())
                .param("reason", reason)
                .param("attachments", new String[0])
                .update();
    }

    private StatementSpec written(UUID id, long staffId, LocalDate day, String by, Instant now) {
        return jdbc.sql(
                        """
                        insert into payroll_strike (recorded_at, recorded_by, supersedes, list_id, staff_id, day, struck, sessions, reads,
                               reason, attachments)
                        values (:now, :by, (select k.entry_no from payroll_strike k
                                             where k.list_id = :list and k.staff_id = :staff and k.day = :day
                                               and not exists (select from payroll_strike later where later.supersedes = k.entry_no)),
                                :list, :staff, :day, :struck, :sessions, :reads::session_status, :reason,
                                coalesce((select array_agg(decode(h, 'hex')) from unnest(:attachments::text[]) h), '{}'))
                        """)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("by", by)
                .param("list", id)
                .param("staff", staffId)
                .param("day", day);
    }

    public void approved(UUID id, ContentHash hash, String by) {
        jdbc.sql(
                        """
                        update payroll_negative_list set state = 'APPROVED', version = version + 1, content_hash = ?, approved_by = ?,
                               returned_because = null
                         where id = ?
                        """)
                .params(hash.bytes(), by, id)
                .update();
    }

    /** Login of who approved its newest version. */
    public Optional<String> approvedBy(UUID id) {
        return jdbc.sql("select approved_by from payroll_negative_list where id = ? and approved_by is not null")
                .param(id)
                .query(String.class)
                .optional();
    }

    public void accepted(UUID id) {
        jdbc.sql("update payroll_negative_list set state = 'ACCEPTED' where id = ?")
                .param(id)
                .update();
    }

    public void returned(UUID id, String because) {
        jdbc.sql("update payroll_negative_list set state = 'RETURNED', returned_because = ? where id = ?")
                .params(because, id)
                .update();
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(
                row.getObject("id", UUID.class),
                row.getLong("office_id"),
                YearMonth.from(row.getObject("month", LocalDate.class)),
                row.getInt("number"),
                row.getString("state"),
                row.getInt("version"),
                Optional.ofNullable(row.getBytes("content_hash")).map(ContentHash::new),
                Optional.ofNullable(row.getString("returned_because")));
    }
}
