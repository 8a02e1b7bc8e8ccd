package org.panjika.attendance.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.panjika.attendance.FaultEffect.Extent;
import org.panjika.attendance.FaultEffect.Line;
import org.panjika.attendance.FaultEffect.Settler;
import org.panjika.attendance.FaultPeriod;
import org.panjika.attendance.FaultSession;
import org.panjika.attendance.PersonDay;
import org.panjika.attendance.Session;
import org.panjika.attendance.jdbc.PersonDayTable.Key;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/** Entries of technical faults, written for whole areas at once. Append-only: a later one names the one it replaces. */
@Repository
public class FaultEntryTable {

    /** Sessions of a day that the fault makes TECHNICAL: nobody has said anything certain, nor this fault anything yet. */
    private static final String HIT =
            """
            with hit as materialized (
              select h.*
                from (select d.staff_id, d.institution_id,
                             d.forenoon in ('UNMARKED', 'TO_BE_CONFIRMED', 'TECHNICAL')
                               and x.starts < :to
                               and case x.mode when 'MARKS' then x.boundary else x.closes end > :from as forenoon,
                             d.afternoon in ('UNMARKED', 'TO_BE_CONFIRMED', 'TECHNICAL')
                               and x.boundary < :to and x.closes > :from as afternoon
                        from institution_day x
                             join attendance_day d on d.day = x.day and d.institution_id = x.institution_id
                       where x.day = :day and x.institution_id = any (:institutions)
                         and (:staff::bigint is null or d.staff_id = :staff)) h
               where (h.forenoon or h.afternoon)
                 -- hashed once: an area's earlier groups are thousands of rows that the planner does not know of
                 and (h.staff_id, h.institution_id) not in (
                   select e.staff_id, e.institution_id from day_entry e where e.fault_id = :fault and e.day = :day))
            """;

    // What DayRegister.fold makes of an entry TECHNICAL over such a session, for all at once.
    private static final String DECLARE = HIT
            + """
            , written as (
              insert into day_entry (recorded_at, recorded_by, day, staff_id, institution_id, source, forenoon, afternoon,
                     fault_id)
              select :now, :by, :day, h.staff_id, h.institution_id, 'FAULT',
                     case when h.forenoon then 'TECHNICAL'::session_status end,
                     case when h.afternoon then 'TECHNICAL'::session_status end, :fault
                from hit h
               order by h.institution_id, h.staff_id)
            update attendance_day d
               set forenoon = case when h.forenoon then 'TECHNICAL' else d.forenoon end,
                   forenoon_source = case when h.forenoon then 'FAULT' else d.forenoon_source end,
                   afternoon = case when h.afternoon then 'TECHNICAL' else d.afternoon end,
                   afternoon_source = case when h.afternoon then 'FAULT' else d.afternoon_source end,
                   flags = case when h.afternoon or d.afternoon = 'HOLIDAY' then array_remove(d.flags, 'MISSING_OUT')
                                else d.flags end,
                   facts = d.facts + 1
              from hit h
             where d.day = :day and d.staff_id = h.staff_id and d.institution_id = h.institution_id
            """;

    /** A deadline missed after the fault began is excused where everybody now has a status in each session that had begun by then. */
    private static final String EXCUSE =
            """
            insert into attendance_deadline_excuse (recorded_at, recorded_by, day, institution_id, kind, fault_id, excused)
            select :now, :by, m.day, m.institution_id, m.kind, :fault, true
              from attendance_deadline_missed m
             where m.day = :day and m.institution_id = any (:institutions) and m.due > :from
               and exists (select from attendance_day d
                            where d.day = m.day and d.institution_id = m.institution_id
                              and 'FAULT' in (d.forenoon_source, d.afternoon_source))
               and not exists (select from attendance_day d
                                      join institution_day x on x.day = d.day and x.institution_id = d.institution_id
                                where d.day = m.day and d.institution_id = m.institution_id
                                  and (d.forenoon = 'UNMARKED' and d.forenoon_source is distinct from 'LEAVE_PENDING'
                                         and x.starts <= m.due
                                       or d.afternoon = 'UNMARKED' and d.afternoon_source is distinct from 'LEAVE_PENDING'
                                         and x.boundary <= m.due))
               and not exists (select from attendance_deadline_excuse e
                                where e.fault_id = :fault and e.day = m.day and e.institution_id = m.institution_id
                                  and e.kind = m.kind)
            """;

    private static final String STANDING =
            """
              from day_entry e
             where e.fault_id = ? and 'TECHNICAL' in (e.forenoon, e.afternoon)
               and not exists (select from day_entry later where later.supersedes = e.entry_no)
            """;

    private static final String OPEN =
            """
              from day_entry e
                   join attendance_day d on d.day = e.day and d.staff_id = e.staff_id
                                        and d.institution_id = e.institution_id
                   join staff s on s.id = e.staff_id
             where e.fault_id = :fault
               and (e.forenoon = 'TECHNICAL' and d.forenoon = 'TECHNICAL'
                    or e.afternoon = 'TECHNICAL' and d.afternoon = 'TECHNICAL')
               and not exists (select from day_entry later where later.supersedes = e.entry_no)
            """;

    private static final String LINES =
            """
            select e.entry_no, e.staff_id, s.employee_code, s.name, s.name_hi, s.designation, e.institution_id, e.day,
                   e.forenoon = 'TECHNICAL' and d.forenoon = 'TECHNICAL' as forenoon,
                   e.afternoon = 'TECHNICAL' and d.afternoon = 'TECHNICAL' as afternoon
            """
                    + OPEN;

    /** More than one institution has; whoever settles for many sees the rest when these are settled. */
    private static final int MOST_LINES = 5_000;

    private final JdbcClient client;
    private final JdbcTemplate jdbc;

    FaultEntryTable(JdbcClient client, JdbcTemplate jdbc) {
        this.client = client;
        this.jdbc = jdbc;
    }

    /** The institutions of a day that the fault covers, in the order in which all lock them. */
    public List<Long> institutions(FaultPeriod fault, LocalDate day) {
        return client.sql(
                        """
                        select x.institution_id from institution_day x
                         where x.day = :day and x.starts < :to and x.closes > :from
                           and case when :staff::bigint is not null
                                      then x.institution_id in (select d.institution_id from attendance_day d
                                                                where d.day = :day and d.staff_id = :staff)
                                    when :below then :root = any (x.path)
                                    else x.institution_id = :root end
                         order by x.institution_id
                        """)
                .param("day", day)
                .param("from", at(fault.from()))
                .param("to", at(fault.to()))
                .param("staff", fault.staffId().orElse(null))
                .param("root", fault.institutionId())
                .param("below", fault.below())
                .query(Long.class)
                .list();
    }

    public boolean concernsAnybody(FaultPeriod fault, LocalDate day) {
        var institutions = institutions(fault, day);
        return hit(client.sql(HIT + "select exists (select from hit)"), fault, day, institutions)
                .query(Boolean.class)
                .single();
    }

    public boolean inWorkingHours(FaultPeriod fault, LocalDate day, int minutes) {
        return client.sql(
                        """
                        select exists (
                          select from institution_day x
                           where x.day = :day and x.working and :root = any (x.path)
                             and least(x.closes, :to) - greatest(x.starts, :from) >= make_interval(mins => :minutes))
                        """)
                .param("day", day)
                .param("root", fault.institutionId())
                .param("from", at(fault.from()))
                .param("to", at(fault.to()))
                .param("minutes", minutes)
                .query(Boolean.class)
                .single();
    }

    /** Waits for the marks that are being recorded there, then reads and writes what is left; in a transaction. */
    public void declare(FaultPeriod fault, LocalDate day, List<Long> institutions, String by, Instant now) {
        client.sql(
                        """
                        select 1 from institution_day where day = :day and institution_id = any (:institutions)
                         order by institution_id for update
                        """)
                .param("day", day)
                .param("institutions", institutions.toArray(Long[]::new))
                .query(row -> {});
        hit(client.sql(DECLARE), fault, day, institutions)
                .param("by", by)
                .param("now", at(now))
                .update();
        client.sql(EXCUSE)
                .param("now", at(now))
                .param("by", by)
                .param("day", day)
                .param("fault", fault.fault())
                .param("from", at(fault.from()))
                .param("institutions", institutions.toArray(Long[]::new))
                .update();
    }

    private static StatementSpec hit(StatementSpec sql, FaultPeriod fault, LocalDate day, List<Long> institutions) {
        return sql.param("day", day)
                .param("institutions", institutions.toArray(Long[]::new))
                .param("staff", fault.staffId().orElse(null))
                .param("fault", fault.fault())
                .param("from", at(fault.from()))
                .param("to", at(fault.to()));
    }

    /** People and days about which the fault still says TECHNICAL. */
    public List<Key> standing(UUID fault, int atMost) {
        return jdbc.query(
                "select s.employee_code, f.day from (select distinct e.staff_id, e.day " + STANDING
                        + " order by e.day, e.staff_id limit ?) f join staff s on s.id = f.staff_id",
                (row, n) -> new Key(row.getString("employee_code"), row.getObject("day", LocalDate.class)),
                fault,
                atMost);
    }

    /**
     * Replaces what the fault says about these days by nothing, and what it excused is excused no longer.
     *
     * @return how many entries were replaced
     */
    public int takeBack(UUID fault, List<PersonDay> people, String by, Instant now) {
        var replaced = jdbc.update(
                """
                insert into day_entry (recorded_at, recorded_by, supersedes, day, staff_id, institution_id, source, forenoon,
                       afternoon, fault_id)
                select ?::timestamptz, ?, e.entry_no, e.day, e.staff_id, e.institution_id, 'FAULT',
                       case when e.forenoon is not null then 'UNMARKED'::session_status end,
                       case when e.afternoon is not null then 'UNMARKED'::session_status end, e.fault_id
                  from unnest(?::bigint[], ?::bigint[], ?::date[]) as wanted (staff_id, institution_id, day)
                       join day_entry e on e.staff_id = wanted.staff_id and e.institution_id = wanted.institution_id
                                       and e.day = wanted.day
                """
                        + STANDING.replaceFirst("from day_entry e\\s+where", "where"),
                now.toString(),
                by,
                people.stream().map(PersonDay::staffId).toArray(Long[]::new),
                people.stream().map(p -> p.place().institutionId()).toArray(Long[]::new),
                people.stream().map(p -> p.day().toString()).toArray(String[]::new),
                fault);
        client.sql(
                        """
                        insert into attendance_deadline_excuse (recorded_at, recorded_by, day, institution_id, kind, fault_id,
                               excused)
                        select :now, :by, day, institution_id, kind, fault_id, false
                          from attendance_deadline_excuse where fault_id = :fault
                         group by day, institution_id, kind, fault_id having bool_and(excused)
                        """)
                .param("now", at(now))
                .param("by", by)
                .param("fault", fault)
                .update();
        return replaced;
    }

    public List<FaultSession> open(UUID fault, long institution) {
        return client.sql(LINES + "and e.institution_id = :institution order by e.day, s.name, s.employee_code")
                .param("fault", fault)
                .param("institution", institution)
                .query(FaultEntryTable::session)
                .list();
    }

    public List<FaultSession> openTo(Settler settler, UUID fault, Optional<Long> institution, LocalDate today) {
        return client.sql(
                        LINES
                                + """
                           and (:institution::bigint is null or e.institution_id = :institution)
                           and e.staff_id is distinct from :me
                           and exists (select from competence(:today, :offices, :top) c
                                        where c.institution_id = e.institution_id
                                          and (c.about is null or c.about = e.staff_id))
                           and e.staff_id <> all (array(
                                 select h.staff_id
                                   from unnest(:offices) o (id) cross join lateral at_the_head(o.id, :today) h))
                         order by e.institution_id, e.day, s.name, s.employee_code
                         limit :most
                        """)
                .param("fault", fault)
                .param("institution", institution.orElse(null))
                .param("me", settler.staffId().orElse(null), Types.BIGINT)
                .param("today", today)
                .param("offices", settler.offices().toArray(Long[]::new))
                .param("top", settler.top().orElse(null), Types.BIGINT)
                .param("most", MOST_LINES)
                .query(FaultEntryTable::session)
                .list();
    }

    public boolean concerns(UUID fault, List<Long> institutions) {
        return client.sql(
                        """
                        select exists (select from day_entry e join institution i on i.id = e.institution_id
                                        where e.fault_id = :fault and i.path && :institutions::bigint[])
                        """)
                .param("fault", fault)
                .param("institutions", institutions.toArray(Long[]::new))
                .query(Boolean.class)
                .single();
    }

    public boolean madeTechnical(UUID fault) {
        return client.sql("select exists (select from day_entry where fault_id = :fault)")
                .param("fault", fault)
                .query(Boolean.class)
                .single();
    }

    public boolean anythingOpen(UUID fault) {
        return client.sql("select exists (select 1 " + OPEN + ")")
                .param("fault", fault)
                .query(Boolean.class)
                .single();
    }

    public Extent extent(UUID fault) {
        return client.sql(
                        """
                        select (select coalesce(sum((e.forenoon is not null)::int + (e.afternoon is not null)::int), 0)
                                  from day_entry e where e.fault_id = :fault and e.supersedes is null) as sessions,
                               (select coalesce(sum((e.forenoon = 'TECHNICAL' and d.forenoon = 'TECHNICAL')::int), 0)
                                       + coalesce(sum((e.afternoon = 'TECHNICAL' and d.afternoon = 'TECHNICAL')::int), 0)
                        """
                                + OPEN + ") as open")
                .param("fault", fault)
                .query((row, n) -> new Extent(row.getLong("sessions"), row.getLong("open")))
                .single();
    }

    /** A session about which a line says nothing keeps what the fault said. */
    public void settle(UUID fault, List<Line> lines, Map<Key, FaultSession> open, String by, Instant now) {
        jdbc.update(
                """
                insert into day_entry (recorded_at, recorded_by, supersedes, day, staff_id, institution_id, source, forenoon,
                       afternoon, remark, fault_id)
                select ?::timestamptz, ?, e.entry_no, e.day, e.staff_id, e.institution_id, 'FAULT',
                       coalesce(n.forenoon::session_status, e.forenoon), coalesce(n.afternoon::session_status, e.afternoon),
                       n.remark, e.fault_id
                  from unnest(?::bigint[], ?::text[], ?::text[], ?::text[]) as n (entry_no, forenoon, afternoon, remark)
                       join day_entry e on e.entry_no = n.entry_no
                """,
                now.toString(),
                by,
                lines.stream()
                        .map(l -> open.get(new Key(l.employeeCode(), l.day())).entryNo())
                        .toArray(Long[]::new),
                texts(lines, l -> l.forenoon().map(Enum::name).orElse(null)),
                texts(lines, l -> l.afternoon().map(Enum::name).orElse(null)),
                texts(lines, l -> l.remark().orElse(null)));
    }

    private static String[] texts(List<Line> lines, Function<Line, String> text) {
        return lines.stream().map(text).toArray(String[]::new);
    }

    private static FaultSession session(ResultSet row, int number) throws SQLException {
        var open = EnumSet.noneOf(Session.class);
        if (row.getBoolean("forenoon")) open.add(Session.FORENOON);
        if (row.getBoolean("afternoon")) open.add(Session.AFTERNOON);
        return new FaultSession(
                row.getLong("entry_no"),
                row.getLong("staff_id"),
                row.getString("employee_code"),
                row.getString("name"),
                Optional.ofNullable(row.getString("name_hi")),
                row.getString("designation"),
                row.getLong("institution_id"),
                row.getObject("day", LocalDate.class),
                open);
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
