package org.panjika.attendance.jdbc;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.panjika.attendance.RegisterOutlook;
import org.panjika.attendance.Session;
import org.panjika.attendance.SessionStatus;
import org.panjika.attendance.jdbc.PersonDayTable.Key;
import org.panjika.calendar.CalendarChange;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Lines of registers by a changed calendar, by sets. */
@Repository
public class OutlookTable {

    // Nobody owes a session that the calendar does not have any more, whatever was said about it.
    private static final String LOST =
            """
            insert into register_outlook (day, staff_id, institution_id, forenoon, afternoon, leave_type)
            select d.day, d.staff_id, d.institution_id, case c.becomes when 'HOLIDAY' then 'HOLIDAY' else d.forenoon end,
                   case c.becomes when 'WORKING' then d.afternoon else 'HOLIDAY' end, d.leave_type
              from calendar_change c
                   join attendance_day d on d.day = :day and d.institution_id = c.institution_id
                   join staff s on s.id = d.staff_id and s.cadre = c.cadre
             where c.day = :day
               and (c.becomes = 'HOLIDAY' and d.forenoon <> 'HOLIDAY' or c.becomes <> 'WORKING' and d.afternoon <> 'HOLIDAY')
            """;

    // Whoever works there on that day owes what it has got; nobody has said anything about it yet. A session that the
    // person has elsewhere is not owed twice (C5).
    private static final String GAINED =
            """
            with gain as materialized (
              select c.institution_id, c.cadre, c.was = 'HOLIDAY' and c.becomes <> 'HOLIDAY' as forenoon,
                     c.was <> 'WORKING' and c.becomes = 'WORKING' as afternoon
                from calendar_change c
                     join institution_day x on x.day = c.day and x.institution_id = c.institution_id
               where c.day = :day
                 and (c.was = 'HOLIDAY' and c.becomes <> 'HOLIDAY' or c.was <> 'WORKING' and c.becomes = 'WORKING')),
            owed as (
              select w.staff_id, w.institution_id, g.forenoon and w.forenoon and not held.forenoon as forenoon,
                     g.afternoon and w.afternoon and not held.afternoon as afternoon
                from workplaces(:day) w
                     join staff s on s.id = w.staff_id
                     join gain g on g.institution_id = w.institution_id and g.cadre = s.cadre
                     cross join lateral (
                       select coalesce(bool_or(d.forenoon <> 'HOLIDAY'), false) as forenoon,
                              coalesce(bool_or(d.afternoon <> 'HOLIDAY'), false) as afternoon
                         from attendance_day d where d.day = :day and d.staff_id = w.staff_id) held
               where not exists (
                 select from service_state t
                  where t.staff_id = s.id and t.during @> :day
                    and t.state in ('IN_TRANSIT', 'RETIRED', 'DECEASED', 'RESIGNED')))
            insert into register_outlook (day, staff_id, institution_id, forenoon, afternoon, leave_type, gained)
            select :day, o.staff_id, o.institution_id,
                   case when o.forenoon then 'UNMARKED' else coalesce(d.forenoon, 'HOLIDAY') end,
                   case when o.afternoon then 'UNMARKED' else coalesce(d.afternoon, 'HOLIDAY') end,
                   d.leave_type, o.forenoon::int + 2 * o.afternoon::int
              from owed o
                   left join attendance_day d on d.day = :day and d.staff_id = o.staff_id and d.institution_id = o.institution_id
             where o.forenoon or o.afternoon
                on conflict do nothing
            """;

    private static final String OFF_PORTAL_LOST =
            """
            insert into off_portal_outlook (day, staff_id, there)
            select o.day, o.staff_id, false
              from calendar_change c
                   join off_portal_day o on o.day = :day and o.institution_id = c.institution_id and o.in_mark is null
                                        and o.out_mark is null
                   join staff s on s.id = o.staff_id and s.cadre = c.cadre
             where c.day = :day and c.becomes = 'HOLIDAY'
            """;

    private static final String OFF_PORTAL_GAINED =
            """
            insert into off_portal_outlook (day, staff_id, there)
            select distinct :day::date, w.staff_id, true
              from workplaces(:day) w
                   join staff s on s.id = w.staff_id
                   join posting p on p.staff_id = w.staff_id and p.during @> :day
                   join calendar_change c on c.day = :day and c.institution_id = p.institution_id and c.cadre = s.cadre
                                         and c.was = 'HOLIDAY'
                   join institution_day x on x.day = :day and x.institution_id = p.institution_id
             where w.place is not null
               and not exists (select from off_portal_day o where o.day = :day and o.staff_id = w.staff_id)
               and not exists (
                 select from service_state t
                  where t.staff_id = s.id and t.during @> :day
                    and t.state in ('IN_TRANSIT', 'RETIRED', 'DECEASED', 'RESIGNED'))
            """;

    private final JdbcClient jdbc;

    OutlookTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public void create() {
        jdbc.sql(
                        """
                        create temp table %s (
                          day date, staff_id bigint, institution_id bigint, forenoon session_status, afternoon session_status,
                          leave_type text, request_id uuid, gained int not null default 0,
                          primary key (day, staff_id, institution_id)) on commit drop
                        """
                                .formatted(RegisterOutlook.TABLE))
                .update();
        jdbc.sql(
                        "create temp table %s (day date, staff_id bigint, there boolean, primary key (day, staff_id)) on commit drop"
                                .formatted(RegisterOutlook.OFF_PORTAL_TABLE))
                .update();
    }

    /** @param day of a {@link CalendarChange} */
    public void look(LocalDate day) {
        for (var step : List.of(LOST, GAINED, OFF_PORTAL_LOST, OFF_PORTAL_GAINED)) {
            jdbc.sql(step).param("day", day).update();
        }
        jdbc.sql("analyze " + RegisterOutlook.TABLE).update();
    }

    /** Sessions that are owed now by somebody about whose day something has been said. */
    public record Gained(Key of, Line line, Set<Session> sessions) {

        public record Line(long staffId, LocalDate day, long institutionId) {}
    }

    public List<Gained> withFacts() {
        return jdbc.sql(
                        """
                        select s.employee_code, o.staff_id, o.day, o.institution_id, o.gained
                          from register_outlook o
                               join attendance_day d
                                 on d.day = o.day and d.staff_id = o.staff_id and d.institution_id = o.institution_id and d.facts > 0
                               join staff s on s.id = o.staff_id
                         where o.gained > 0
                        """)
                .query((row, n) -> {
                    var day = row.getObject("day", LocalDate.class);
                    var sessions = EnumSet.noneOf(Session.class);
                    for (var session : Session.values()) {
                        if ((row.getInt("gained") >> session.ordinal() & 1) == 1) sessions.add(session);
                    }
                    return new Gained(
                            new Key(row.getString("employee_code"), day),
                            new Gained.Line(row.getLong("staff_id"), day, row.getLong("institution_id")),
                            sessions);
                })
                .list();
    }

    public void reads(Gained.Line line, SessionStatus forenoon, SessionStatus afternoon, Optional<String> leaveType) {
        jdbc.sql(
                        """
                        update register_outlook
                           set forenoon = :forenoon::session_status, afternoon = :afternoon::session_status, leave_type = :leave
                         where day = :day and staff_id = :staff and institution_id = :institution
                        """)
                .param("forenoon", forenoon.name())
                .param("afternoon", afternoon.name())
                .param("leave", leaveType.orElse(null))
                .param("day", line.day())
                .param("staff", line.staffId())
                .param("institution", line.institutionId())
                .update();
    }
}
