package org.panjika.attendance.jdbc;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.panjika.attendance.Attempt.Place;
import org.panjika.attendance.Mark;
import org.panjika.attendance.PersonDay;
import org.panjika.attendance.jdbc.PersonDayTable.Key;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** The days of people at offices outside the portal: counted apart, projected from their own marks (C5, RJ-12). */
@Repository
public class OffPortalTable {

    private static final String LOCK =
            """
            select s.id as staff_id, s.employee_code, o.day, x.institution_id, x.mode, x.photo_required, x.geofence_radius_m,
                   x.starts, x.boundary, x.ends, x.closes, i.code, null as coordinate_quality
              from unnest(?::text[], ?::date[]) as wanted (employee_code, day)
                   join staff s on s.employee_code = wanted.employee_code
                   join off_portal_day o on o.day = wanted.day and o.staff_id = s.id
                   join institution_day x on x.day = o.day and x.institution_id = o.institution_id
                   join institution i on i.id = o.institution_id
             order by o.day, o.staff_id
               for update of o
            """;

    private static final String MARKS =
            """
            select m.staff_id, m.day, m.id, m.kind, m.mode, m.captured_at, m.recorded_by, m.reasons, null as decision,
                   null as without_out
              from unnest(?::bigint[], ?::date[]) as wanted (staff_id, day)
                   join attendance_mark m on m.staff_id = wanted.staff_id and m.day = wanted.day and m.mode = 'OFF_PORTAL'
             order by m.entry_no
            """;

    private static final String PROJECT =
            """
            update off_portal_day o set in_mark = n.in_mark, out_mark = n.out_mark
              from unnest(?::bigint[], ?::date[], ?::uuid[], ?::uuid[]) as n (staff_id, day, in_mark, out_mark)
             where o.day = n.day and o.staff_id = n.staff_id
            """;

    private final JdbcTemplate jdbc;
    private final ZoneId zone;

    OffPortalTable(JdbcTemplate jdbc, ZoneId zone) {
        this.jdbc = jdbc;
        this.zone = zone;
    }

    /**
     * Locks the days of those among the people asked for who work outside the portal then, and reads their marks. The place of
     * such a day is the parent institution, without a point: there is no fence.
     */
    public List<PersonDay> lock(Collection<Key> keys) {
        if (keys.isEmpty()) return List.of();
        var days = jdbc.query(
                LOCK,
                OffPortalTable::day,
                keys.stream().map(Key::employeeCode).toArray(String[]::new),
                keys.stream().map(k -> k.day().toString()).toArray(String[]::new));
        if (days.isEmpty()) return days;
        record Of(long staffId, LocalDate day) {}
        record Found(Of of, Mark mark) {}
        var marks = jdbc
                .query(
                        MARKS,
                        (row, n) -> new Found(
                                new Of(row.getLong("staff_id"), row.getObject("day", LocalDate.class)),
                                PersonDayTable.mark(row)),
                        staff(days),
                        dates(days))
                .stream()
                .collect(groupingBy(Found::of, mapping(Found::mark, toList())));
        return days.stream()
                .map(d -> d.withFacts(marks.getOrDefault(new Of(d.staffId(), d.day()), List.of()), List.of()))
                .toList();
    }

    /** Everybody who works outside the portal on a day. */
    public List<Key> on(LocalDate day) {
        return jdbc.query(
                "select s.employee_code from off_portal_day o join staff s on s.id = o.staff_id where o.day = ?::date",
                (row, n) -> new Key(row.getString("employee_code"), day),
                day.toString());
    }

    /**
     * A person's day at an office outside the portal.
     *
     * @param place name of the office
     */
    public record Line(
            String employeeCode,
            String name,
            Optional<String> nameHi,
            LocalDate day,
            String place,
            Optional<Instant> in,
            Optional<Instant> out) {

        public String name(String language) {
            return language.equals("hi") ? nameHi.orElse(name) : name;
        }
    }

    /** The days of an institution's people at offices outside the portal, by name and day. */
    public List<Line> between(long institutionId, LocalDate first, LocalDate last) {
        return jdbc.query(
                """
                select s.employee_code, s.name, s.name_hi, o.day, o.place, came.captured_at as in_at, went.captured_at as out_at
                  from off_portal_day o
                       join staff s on s.id = o.staff_id
                       left join attendance_mark came on came.id = o.in_mark and came.day = o.day
                       left join attendance_mark went on went.id = o.out_mark and went.day = o.day
                 where o.institution_id = ? and o.day between ? and ?
                 order by s.name, s.employee_code, o.day
                """,
                (row, n) -> new Line(
                        row.getString("employee_code"),
                        row.getString("name"),
                        Optional.ofNullable(row.getString("name_hi")),
                        row.getObject("day", LocalDate.class),
                        row.getString("place"),
                        Optional.ofNullable(row.getTimestamp("in_at")).map(t -> t.toInstant()),
                        Optional.ofNullable(row.getTimestamp("out_at")).map(t -> t.toInstant())),
                institutionId,
                first,
                last);
    }

    /** Writes which marks count. */
    public void project(Collection<PersonDay> days, Instant now) {
        if (days.isEmpty()) return;
        var list = List.copyOf(days);
        var today = LocalDate.ofInstant(now, zone);
        var read = list.stream().map(d -> d.read(today)).toList();
        jdbc.update(
                PROJECT,
                staff(list),
                dates(list),
                read.stream().map(d -> id(d.in())).toArray(String[]::new),
                read.stream().map(d -> id(d.out())).toArray(String[]::new));
    }

    private static String id(Optional<Mark> mark) {
        return mark.map(m -> m.id().toString()).orElse(null);
    }

    private static Long[] staff(List<PersonDay> days) {
        return days.stream().map(PersonDay::staffId).toArray(Long[]::new);
    }

    private static String[] dates(List<PersonDay> days) {
        return days.stream().map(d -> d.day().toString()).toArray(String[]::new);
    }

    private static PersonDay day(ResultSet row, int number) throws SQLException {
        Place place = PersonDayTable.place(row);
        return new PersonDay(
                row.getLong("staff_id"),
                row.getString("employee_code"),
                row.getObject("day", LocalDate.class),
                place,
                Set.of(),
                List.of(),
                List.of());
    }
}
