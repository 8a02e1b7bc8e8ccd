package org.panjika.attendance.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.panjika.attendance.Attempt.Place;
import org.panjika.attendance.AttendanceDay.Flag;
import org.panjika.attendance.AttendanceDay.Origin;
import org.panjika.attendance.DaySheet.Elsewhere;
import org.panjika.attendance.DaySheet.Half;
import org.panjika.attendance.DaySheet.Line;
import org.panjika.attendance.DaySheet.Terms;
import org.panjika.attendance.DaySheets.Month;
import org.panjika.attendance.SessionStatus;
import org.panjika.attendance.WorkingHours;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
import org.panjika.organisation.Staff;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What the registers read: the projection with the names of people, and who is elsewhere. */
@Repository
public class DaySheetTable {

    private static final String LINES =
            """
            select d.day, d.institution_id, s.id as staff_id, s.employee_code, s.name, s.name_hi, s.designation,
                   d.forenoon, d.afternoon, d.forenoon_source, d.afternoon_source, d.leave_type, d.in_at, d.out_at,
                   d.late_minutes, d.early_minutes, d.flags, roll.remark,
                   case d.forenoon when 'LEAVE' then coalesce(granted.forenoon, d.leave_type) end as forenoon_leave,
                   case d.afternoon when 'LEAVE' then coalesce(granted.afternoon, d.leave_type) end as afternoon_leave
              from attendance_day d
                   join staff s on s.id = d.staff_id
                   left join lateral (
                     select e.remark from day_entry e
                      where e.staff_id = d.staff_id and e.day = d.day and e.institution_id = d.institution_id
                        and e.source = 'ROLL' and d.facts > 0
                      order by e.entry_no desc limit 1) roll on true
                   left join lateral (
                     select (array_agg(e.leave_type order by e.entry_no desc) filter (where e.forenoon = 'LEAVE'))[1] as forenoon,
                            (array_agg(e.leave_type order by e.entry_no desc) filter (where e.afternoon = 'LEAVE'))[1] as afternoon
                       from day_entry e
                      where 'LEAVE' in (d.forenoon, d.afternoon) and e.staff_id = d.staff_id and e.day = d.day and e.source = 'LEAVE'
                        and e.leave_type is not null
                        and not exists (select from day_entry later where later.supersedes = e.entry_no)) granted on true
            """;

    private static final String PAGE =
            """
            select x.mode, x.working, x.holiday_name, x.holiday_name_hi, x.starts, x.boundary, x.ends, x.closes, l.*
              from institution_day x
                   left join (
            %s where d.institution_id = :institution and d.day = :day) l on true
             where x.day = :day and x.institution_id = :institution
             order by l.name, l.employee_code
            """
                    .formatted(LINES);

    private static final String ELSEWHERE =
            """
            select s.employee_code, s.name, s.name_hi, s.designation, coalesce(i.name, d.place) as place,
                   d.place is not null as off_portal, came.captured_at as in_at, went.captured_at as out_at
              from posting p
                   join deputation d on d.staff_id = p.staff_id and d.during @> :day
                    and (d.weekdays is null or extract(isodow from :day) = any (d.weekdays))
                    and d.institution_id is distinct from p.institution_id
                   join staff s on s.id = p.staff_id
                   left join institution i on i.id = d.institution_id
                   left join off_portal_day o on o.day = :day and o.staff_id = p.staff_id and d.place is not null
                   left join attendance_mark came on came.id = o.in_mark and came.day = o.day
                   left join attendance_mark went on went.id = o.out_mark and went.day = o.day
             where p.institution_id = :institution and p.during @> :day
             order by s.name, s.employee_code
            """;

    private final JdbcClient jdbc;
    private final Institutions institutions;

    DaySheetTable(JdbcClient jdbc, Institutions institutions) {
        this.jdbc = jdbc;
        this.institutions = institutions;
    }

    /** How a day goes at an institution, and everybody expected there, by name. */
    public record Page(Terms terms, List<Line> lines) {}

    /** Empty: the day has not been opened, or the institution takes no part. */
    public Optional<Page> page(long institutionId, LocalDate day) {
        record Row(Terms terms, Optional<Line> line) {}
        var rows = jdbc.sql(PAGE)
                .param("day", day)
                .param("institution", institutionId)
                .query((row, n) -> new Row(
                        terms(row, day), row.getObject("staff_id") == null ? Optional.empty() : Optional.of(line(row))))
                .list();
        return rows.stream()
                .findFirst()
                .map(row -> new Page(
                        row.terms(),
                        rows.stream().map(Row::line).flatMap(Optional::stream).toList()));
    }

    /** Who is posted there and works elsewhere on the day. */
    public List<Elsewhere> elsewhere(long institutionId, LocalDate day) {
        return jdbc.sql(ELSEWHERE)
                .param("institution", institutionId)
                .param("day", day)
                .query((row, n) -> new Elsewhere(
                        row.getString("employee_code"),
                        row.getString("name"),
                        text(row, "name_hi"),
                        row.getString("designation"),
                        row.getString("place"),
                        row.getBoolean("off_portal"),
                        instant(row, "in_at"),
                        instant(row, "out_at")))
                .list();
    }

    /** A person's days of a month. */
    public List<Month.Day> month(Staff person, YearMonth month) {
        record Found(LocalDate day, long institutionId, Line line) {}
        var found = jdbc.sql(
                        LINES
                                + """
                         where d.staff_id = :staff and d.day = any (:days::date[])
                         order by d.day, d.forenoon = 'HOLIDAY'
                        """)
                .param("staff", person.id())
                .param("days", PunctualityTable.days(month))
                .query((row, n) ->
                        new Found(row.getObject("day", LocalDate.class), row.getLong("institution_id"), line(row)))
                .list();
        var places = found.stream()
                .map(Found::institutionId)
                .distinct()
                .map(id -> institutions.find(id).orElseThrow())
                .collect(Collectors.toMap(Institution::id, i -> i));
        return found.stream()
                .map(f -> new Month.Day(f.day(), places.get(f.institutionId()), f.line()))
                .toList();
    }

    /** A person's days of a month at offices outside the portal (RJ-12). */
    public List<Month.OffPortal> offPortal(Staff person, YearMonth month) {
        return jdbc.sql(
                        """
                        select o.day, o.place, came.captured_at as in_at, went.captured_at as out_at
                          from off_portal_day o
                               left join attendance_mark came on came.id = o.in_mark and came.day = o.day
                               left join attendance_mark went on went.id = o.out_mark and went.day = o.day
                         where o.staff_id = :staff and o.day between :first and :last
                         order by o.day
                        """)
                .param("staff", person.id())
                .param("first", month.atDay(1))
                .param("last", month.atEndOfMonth())
                .query((row, n) -> new Month.OffPortal(
                        row.getObject("day", LocalDate.class),
                        row.getString("place"),
                        instant(row, "in_at"),
                        instant(row, "out_at")))
                .list();
    }

    private static Terms terms(ResultSet row, LocalDate day) throws SQLException {
        return new Terms(
                day,
                Place.Mode.valueOf(row.getString("mode")),
                row.getBoolean("working"),
                text(row, "holiday_name"),
                text(row, "holiday_name_hi"),
                new WorkingHours(
                        instant(row, "starts").orElseThrow(),
                        instant(row, "boundary").orElseThrow(),
                        instant(row, "ends").orElseThrow(),
                        instant(row, "closes").orElseThrow()));
    }

    private static Line line(ResultSet row) throws SQLException {
        return new Line(
                row.getLong("staff_id"),
                row.getString("employee_code"),
                row.getString("name"),
                text(row, "name_hi"),
                row.getString("designation"),
                half(row, "forenoon"),
                half(row, "afternoon"),
                text(row, "leave_type"),
                instant(row, "in_at"),
                instant(row, "out_at"),
                row.getInt("late_minutes"),
                row.getInt("early_minutes"),
                flags(row),
                text(row, "remark"));
    }

    private static Half half(ResultSet row, String session) throws SQLException {
        return new Half(
                SessionStatus.valueOf(row.getString(session)),
                text(row, session + "_source").map(Origin::valueOf),
                text(row, session + "_leave"));
    }

    private static Set<Flag> flags(ResultSet row) throws SQLException {
        return Arrays.stream((String[]) row.getArray("flags").getArray())
                .map(Flag::valueOf)
                .sorted()
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }
}
