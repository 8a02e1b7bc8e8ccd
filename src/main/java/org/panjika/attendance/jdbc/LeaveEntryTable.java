package org.panjika.attendance.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.panjika.attendance.DayEntry.Source;
import org.panjika.attendance.LeaveEffect.Half;
import org.panjika.attendance.LeaveEffect.Leave;
import org.panjika.attendance.LeaveEffect.Marked;
import org.panjika.attendance.Session;
import org.panjika.attendance.SessionStatus;
import org.panjika.attendance.jdbc.PersonDayTable.Key;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Entries of leave asked for and approved. Append-only: a later one names the one it replaces, and UNMARKED takes back. */
@Repository
public class LeaveEntryTable {

    private static final String STANDING =
            """
              from day_entry e
             where e.request_id = ? and e.source = ? and e.day >= ?::date and 'LEAVE' in (e.forenoon, e.afternoon)
               and not exists (select from day_entry later where later.supersedes = e.entry_no)
            """;

    private static final String MARKED =
            """
            select d.day, x.session, x.status
              from attendance_day d
                   cross join lateral (values ('FORENOON', d.forenoon, d.forenoon_source),
                                              ('AFTERNOON', d.afternoon, d.afternoon_source)) x (session, status, source)
             where d.staff_id = ? and d.day %s and calls_for_choice(x.status, x.source)
             order by d.day, x.session desc
            """;

    private static final String WRITE =
            """
            insert into day_entry (recorded_at, recorded_by, day, staff_id, institution_id, source, forenoon, afternoon,
                   leave_type, request_id)
            select ?::timestamptz, ?, n.day, ?, n.institution_id, ?,
                   case when bool_or(n.session = 'FORENOON') then 'LEAVE'::session_status end,
                   case when bool_or(n.session = 'AFTERNOON') then 'LEAVE'::session_status end, ?, ?
              from unnest(?::date[], ?::text[], ?::bigint[]) as n (day, session, institution_id)
             group by n.day, n.institution_id
             order by n.day, n.institution_id
            """;

    private static final String TAKE_BACK =
            """
            insert into day_entry (recorded_at, recorded_by, supersedes, day, staff_id, institution_id, source, forenoon,
                   afternoon, leave_type, request_id)
            select ?::timestamptz, ?, e.entry_no, e.day, e.staff_id, e.institution_id, e.source,
                   case when e.forenoon is null or kept.forenoon then e.forenoon else 'UNMARKED' end,
                   case when e.afternoon is not null then 'UNMARKED'::session_status end,
                   case when kept.forenoon then e.leave_type end, e.request_id
              from (select e.* %s) e
                   cross join lateral (select e.day = ?::date and ? and e.forenoon = 'LEAVE' as forenoon) kept
             where e.day > ?::date or not ? or e.afternoon is not null
            """
                    .formatted(STANDING);

    private static final String MARKED_BETWEEN = MARKED.formatted("between ?::date and ?::date");

    private static final String WRITE_INSTEAD =
            "with back as (%s), leave as (%s)\n".formatted(TAKE_BACK, WRITE) + MARKED.formatted("= any (?::date[])");

    private final JdbcTemplate jdbc;

    LeaveEntryTable(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Waits for whoever opens one of the days, and keeps it from being opened until the transaction ends. */
    public void awaitOpening(List<LocalDate> days) {
        if (days.isEmpty()) return;
        jdbc.query(
                "select pg_advisory_xact_lock_shared(hashtext('open-day'), d.day - date '1970-01-01')"
                        + " from (select day from unnest(?::date[]) d (day) order by day) d",
                row -> {},
                (Object) dates(days));
    }

    public List<Marked> marked(long staffId, LocalDate from, LocalDate to) {
        return jdbc.query(MARKED_BETWEEN, LeaveEntryTable::marked, staffId, from.toString(), to.toString());
    }

    private static Marked marked(ResultSet row, int number) throws SQLException {
        return new Marked(
                row.getObject("day", LocalDate.class),
                Session.valueOf(row.getString("session")),
                SessionStatus.valueOf(row.getString("status")));
    }

    /** One entry a day and place of work. */
    public void write(Leave leave, Source source, String by, Instant now) {
        jdbc.update(WRITE, written(leave, source, by, now));
    }

    /**
     * Its sessions are LEAVE instead of all that it has said from a source.
     *
     * @return those of its days that need a choice by what they read
     */
    public List<Marked> writeInstead(Leave leave, Source before, String by, Instant now) {
        return jdbc.query(
                WRITE_INSTEAD,
                LeaveEntryTable::marked,
                Stream.of(
                                takenBack(leave.application(), before, LocalDate.EPOCH, Session.FORENOON, by, now),
                                written(leave, Source.LEAVE, by, now),
                                new Object[] {leave.person().id(), days(leave)})
                        .flatMap(Stream::of)
                        .toArray());
    }

    private static Object[] written(Leave leave, Source source, String by, Instant now) {
        return new Object[] {
            now.toString(),
            by,
            leave.person().id(),
            source.name(),
            leave.type(),
            leave.application(),
            days(leave),
            leave.sessions().stream().map(h -> h.session().name()).toArray(String[]::new),
            leave.sessions().stream().map(Half::institutionId).toArray(Long[]::new)
        };
    }

    /** Days from one on of which the application says something. */
    public List<Key> standing(UUID application, Source source, LocalDate from) {
        return jdbc.query(
                "select s.employee_code, f.day from (select distinct e.staff_id, e.day " + STANDING
                        + ") f join staff s on s.id = f.staff_id order by f.day",
                (row, n) -> new Key(row.getString("employee_code"), row.getObject("day", LocalDate.class)),
                application,
                source.name(),
                from.toString());
    }

    public Map<LocalDate, Set<Session>> sessions(UUID application) {
        var found = new HashMap<LocalDate, Set<Session>>();
        jdbc.query(
                "select e.day, e.forenoon = 'LEAVE' as forenoon, e.afternoon = 'LEAVE' as afternoon " + STANDING,
                row -> {
                    var day = row.getObject("day", LocalDate.class);
                    for (var session : Session.values()) {
                        if (row.getBoolean(session.name().toLowerCase(Locale.ROOT))) {
                            found.computeIfAbsent(day, d -> EnumSet.noneOf(Session.class))
                                    .add(session);
                        }
                    }
                },
                application,
                Source.LEAVE.name(),
                LocalDate.EPOCH.toString());
        return found;
    }

    /** The first day of the application on which a mark says otherwise, and the session in which the person came. */
    public Optional<Marked> markedOnLeave(UUID application) {
        return jdbc
                .query(
                        """
                        select e.day, case when e.forenoon = 'LEAVE' and (d.in_at < x.boundary or exists (
                                             select from day_entry r
                                              where r.day = e.day and r.staff_id = e.staff_id and r.source = 'ROLL'
                                                and r.entry_no > e.entry_no and r.forenoon in ('PRESENT', 'TOUR', 'DUTY')
                                                and not exists (select from day_entry later where later.supersedes = r.entry_no)))
                                           then 'FORENOON' else 'AFTERNOON' end as session
                        """
                                + STANDING.replace(
                                        "  from day_entry e\n",
                                        """
                                          from day_entry e
                                               join attendance_day d on d.day = e.day and d.staff_id = e.staff_id
                                                                    and 'MARKED_ON_LEAVE' = any (d.flags)
                                               join institution_day x on x.day = d.day and x.institution_id = d.institution_id
                                        """)
                                + " order by e.day limit 1",
                        (row, n) -> new Marked(
                                row.getObject("day", LocalDate.class),
                                Session.valueOf(row.getString("session")),
                                SessionStatus.LEAVE),
                        application,
                        Source.LEAVE.name(),
                        LocalDate.EPOCH.toString())
                .stream()
                .findFirst();
    }

    /** From the afternoon on, the forenoon of the first day stays. */
    public void takeBack(UUID application, Source source, LocalDate from, Session fromSession, String by, Instant now) {
        jdbc.update(TAKE_BACK, takenBack(application, source, from, fromSession, by, now));
    }

    private static Object[] takenBack(
            UUID application, Source source, LocalDate from, Session fromSession, String by, Instant now) {
        var fromAfternoon = fromSession == Session.AFTERNOON;
        return new Object[] {
            now.toString(),
            by,
            application,
            source.name(),
            from.toString(),
            from.toString(),
            fromAfternoon,
            from.toString(),
            fromAfternoon
        };
    }

    /** Lines of an open day that nobody has said anything about, of people on leave or who have asked for it. */
    public List<Key> notRead(LocalDate day) {
        return jdbc.query(
                """
                select distinct s.employee_code
                  from day_entry e
                       join attendance_day d on d.day = e.day and d.staff_id = e.staff_id and d.facts = 0
                       join staff s on s.id = e.staff_id
                 where e.source in ('LEAVE', 'LEAVE_PENDING') and e.day = ?::date and 'LEAVE' in (e.forenoon, e.afternoon)
                   and not exists (select from day_entry later where later.supersedes = e.entry_no)
                 order by s.employee_code
                """,
                (row, n) -> new Key(row.getString("employee_code"), day),
                day.toString());
    }

    /** Applications by which sessions of an open day would be LEAVE in which nobody expects the person. */
    public List<UUID> notExpected(LocalDate day) {
        return jdbc.queryForList(
                """
                select distinct e.request_id
                  from day_entry e
                       cross join lateral (values ('FORENOON', e.forenoon), ('AFTERNOON', e.afternoon)) x (session, status)
                 where e.source = 'LEAVE' and e.day = ?::date and x.status = 'LEAVE'
                   and not exists (select from day_entry later where later.supersedes = e.entry_no)
                   and not exists (select from attendance_day d
                                    where d.day = e.day and d.staff_id = e.staff_id
                                      and case x.session when 'FORENOON' then d.forenoon else d.afternoon end <> 'HOLIDAY')
                """,
                UUID.class,
                day.toString());
    }

    public boolean holidayDuty(long staffId, LocalDate day) {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                """
                select exists (select from attendance_day
                                where staff_id = ? and day = ?::date and 'HOLIDAY_DUTY' = any (flags))
                """,
                Boolean.class,
                staffId,
                day.toString()));
    }

    private static String[] days(Leave leave) {
        return dates(leave.sessions().stream().map(Half::day).toList());
    }

    private static String[] dates(List<LocalDate> days) {
        return days.stream().map(LocalDate::toString).toArray(String[]::new);
    }
}
