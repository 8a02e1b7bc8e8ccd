package org.panjika.attendance.jdbc;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.panjika.attendance.Attempt.Place;
import org.panjika.attendance.AttendanceDay;
import org.panjika.attendance.DayEntry;
import org.panjika.attendance.Mark;
import org.panjika.attendance.PersonDay;
import org.panjika.attendance.Session;
import org.panjika.attendance.SessionStatus;
import org.panjika.attendance.WorkingHours;
import org.panjika.organisation.Institution.Location;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** The days of expected people: their facts, and the projection made from them. */
@Repository
public class PersonDayTable {

    // Institutions first, then people: whoever locks both does it in this order, and nobody waits in a ring.
    // Each line is named by its whole key, else the planner pairs every place with every person of a group.
    private static final OverRows LOCK = new OverRows(
            """
            with wanted as materialized (
              select s.id as staff_id, s.employee_code, d.day, d.institution_id
                from unnest(?::text[], ?::date[]) as w (employee_code, day)
                     join staff s on s.employee_code = w.employee_code
                     join attendance_day d on d.day = w.day and d.staff_id = s.id),
            place as materialized (
              select x.day, x.institution_id, x.mode, x.photo_required, x.geofence_radius_m, x.starts, x.boundary, x.ends,
                     x.closes
                from institution_day x
               where (x.day, x.institution_id) in (select wanted.day, wanted.institution_id from wanted)
               order by x.day, x.institution_id
                 for update)
            select d.staff_id, wanted.employee_code, d.day, d.forenoon, d.afternoon, d.facts,
                   x.institution_id, x.mode, x.photo_required, x.geofence_radius_m, x.starts, x.boundary, x.ends, x.closes,
                   i.code, i.latitude, i.longitude, i.coordinate_quality
              from wanted
                   join place x on x.day = wanted.day and x.institution_id = wanted.institution_id
                   join attendance_day d on d.day = wanted.day and d.staff_id = wanted.staff_id
                                        and d.institution_id = wanted.institution_id
                   join institution i on i.id = wanted.institution_id
             order by x.day, x.institution_id, d.staff_id
               for update of d
            """);

    private static final OverRows MARKS = new OverRows(
            """
            select m.staff_id, m.day, m.institution_id, m.id, m.kind, m.mode, m.captured_at, m.recorded_by, m.reasons,
                   decided.decision, without_out.decision as without_out
              from unnest(?::bigint[], ?::date[], ?::bigint[]) as wanted (staff_id, day, institution_id)
                   join attendance_mark m on m.staff_id = wanted.staff_id and m.day = wanted.day
                                         and m.institution_id = wanted.institution_id and m.mode <> 'OFF_PORTAL'
                   left join lateral (
                     select c.decision from attendance_mark_decision c
                      where c.mark_id = m.id and c.staff_id = m.staff_id and c.day = m.day and c.about = 'MARK'
                      order by c.entry_no desc limit 1) decided on true
                   left join lateral (
                     select c.decision from attendance_mark_decision c
                      where c.mark_id = m.id and c.staff_id = m.staff_id and c.day = m.day and c.about = 'MISSING_OUT'
                      order by c.entry_no desc limit 1) without_out on true
             order by m.entry_no
            """);

    private static final OverRows ENTRIES = new OverRows(
            """
            select e.staff_id, e.day, wanted.institution_id, e.entry_no, e.source, e.forenoon, e.afternoon, e.leave_type,
                   e.recorded_by = s.employee_code as own
              from unnest(?::bigint[], ?::date[], ?::bigint[]) as wanted (staff_id, day, institution_id)
                   join day_entry e on e.staff_id = wanted.staff_id and e.day = wanted.day
                                   and (e.source <> 'ROLL' or e.institution_id = wanted.institution_id)
                   join staff s on s.id = e.staff_id
             where not exists (select from day_entry later where later.supersedes = e.entry_no)
             order by e.entry_no
            """);

    private static final OverRows PROJECT = new OverRows(
            """
            update attendance_day d
               set forenoon = n.forenoon::session_status, afternoon = n.afternoon::session_status,
                   forenoon_source = n.forenoon_source, afternoon_source = n.afternoon_source,
                   leave_type = n.leave_type, in_mark = n.in_mark, in_at = n.in_at, out_mark = n.out_mark,
                   out_at = n.out_at, late_minutes = n.late_minutes, early_minutes = n.early_minutes,
                   flags = string_to_array(n.flags, ','), facts = n.facts
              from unnest(?::bigint[], ?::date[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::uuid[],
                          ?::timestamptz[], ?::uuid[], ?::timestamptz[], ?::int[], ?::int[], ?::text[], ?::int[])
                   as n (staff_id, day, institution_id, forenoon, afternoon, forenoon_source, afternoon_source, leave_type, in_mark, in_at,
                         out_mark, out_at, late_minutes, early_minutes, flags, facts)
             where d.day = n.day and d.staff_id = n.staff_id and d.institution_id = n.institution_id
            """);

    private final JdbcTemplate jdbc;
    private final ZoneId zone;

    PersonDayTable(JdbcTemplate jdbc, ZoneId zone) {
        this.jdbc = jdbc;
        this.zone = zone;
    }

    /** A person and a day, as asked for. */
    public record Key(String employeeCode, LocalDate day) {}

    /**
     * Locks the days of the people asked for, in one order for all, and reads their facts. Who is not expected on the day
     * is missing from the answer; who works at two institutions that day is there twice (C5).
     */
    public List<PersonDay> lock(Collection<Key> keys) {
        var rows = lockedRows(keys);
        var touched = rows.stream().filter(r -> r.facts() > 0).map(Row::day).toList();
        var marks = marks(touched);
        var entries = entries(touched);
        return rows.stream()
                .map(Row::day)
                .map(d -> withFacts(d, marks, entries))
                .toList();
    }

    /** The same for who reads the facts later, by {@link #withFacts(List)}. */
    public List<PersonDay> lockUnread(Collection<Key> keys) {
        return lockedRows(keys).stream().map(Row::day).toList();
    }

    private List<Row> lockedRows(Collection<Key> keys) {
        var rows = new ArrayList<>(lockRows(keys));
        // Who waited while a day was opened again finds a line that was made meanwhile only by looking again.
        var missing = new LinkedHashSet<>(keys);
        rows.forEach(r -> missing.remove(r.key()));
        if (!missing.isEmpty()) rows.addAll(lockRows(missing));
        var afternoons = rows.stream()
                .filter(r -> r.day().expected().contains(Session.AFTERNOON))
                .map(Row::key)
                .collect(Collectors.toSet());
        rows.replaceAll(r -> r.goesOn(afternoons));
        return rows;
    }

    private List<Row> lockRows(Collection<Key> keys) {
        return LOCK.query(
                jdbc,
                PersonDayTable::row,
                keys.stream().map(Key::employeeCode).toArray(String[]::new),
                keys.stream().map(k -> k.day().toString()).toArray(String[]::new));
    }

    /** Days that are locked, with their facts as they are in the tables now. */
    public List<PersonDay> withFacts(List<PersonDay> locked) {
        var marks = marks(locked);
        var entries = entries(locked);
        return locked.stream().map(d -> withFacts(d, marks, entries)).toList();
    }

    /** Those expected on a day, by the key of the person, from after a key on. */
    public SortedMap<Long, Key> expected(LocalDate day, long afterStaffId, int atMost) {
        var found = new TreeMap<Long, Key>();
        jdbc.query(
                """
                select d.staff_id, s.employee_code from attendance_day d join staff s on s.id = d.staff_id
                 where d.day = ?::date and d.staff_id > ? order by d.staff_id limit ?
                """,
                row -> {
                    found.put(row.getLong("staff_id"), new Key(row.getString("employee_code"), day));
                },
                day.toString(),
                afterStaffId,
                atMost);
        return found;
    }

    /** Writes what the days read at a moment. */
    public void project(Collection<PersonDay> days, Instant now) {
        if (days.isEmpty()) return;
        var list = List.copyOf(days);
        var today = LocalDate.ofInstant(now, zone);
        var read = list.stream().map(d -> d.read(today)).toList();
        PROJECT.update(
                jdbc,
                list.stream().map(PersonDay::staffId).toArray(Long[]::new),
                list.stream().map(d -> d.day().toString()).toArray(String[]::new),
                institutions(list),
                texts(read, d -> d.forenoon().status().name()),
                texts(read, d -> d.afternoon().status().name()),
                texts(read, d -> d.forenoon().source().map(Enum::name).orElse(null)),
                texts(read, d -> d.afternoon().source().map(Enum::name).orElse(null)),
                texts(read, d -> d.leaveType().orElse(null)),
                texts(read, d -> d.in().map(m -> m.id().toString()).orElse(null)),
                texts(read, d -> d.in().map(m -> m.capturedAt().toString()).orElse(null)),
                texts(read, d -> d.out().map(m -> m.id().toString()).orElse(null)),
                texts(read, d -> d.out().map(m -> m.capturedAt().toString()).orElse(null)),
                read.stream().map(AttendanceDay::lateMinutes).toArray(Integer[]::new),
                read.stream().map(AttendanceDay::earlyMinutes).toArray(Integer[]::new),
                texts(read, d -> d.flags().stream().map(Enum::name).collect(Collectors.joining(","))),
                list.stream().map(d -> d.marks().size() + d.entries().size()).toArray(Integer[]::new));
    }

    private static String[] texts(List<AttendanceDay> days, Function<AttendanceDay, String> text) {
        return days.stream().map(text).toArray(String[]::new);
    }

    /** Gives people who are not expected on the days a line that expects nothing, for a duty on a holiday (C8). */
    public void addHolidays(Collection<HolidayLine> lines) {
        jdbc.update(
                """
                insert into attendance_day (day, staff_id, institution_id, forenoon, afternoon)
                select n.day, s.id, n.institution_id, 'HOLIDAY', 'HOLIDAY'
                  from unnest(?::text[], ?::date[], ?::bigint[]) as n (employee_code, day, institution_id)
                       join staff s on s.employee_code = n.employee_code
                       join institution_day x on x.day = n.day and x.institution_id = n.institution_id
                    on conflict do nothing
                """,
                lines.stream().map(l -> l.of().employeeCode()).toArray(String[]::new),
                lines.stream().map(l -> l.of().day().toString()).toArray(String[]::new),
                lines.stream().map(HolidayLine::institutionId).toArray(Long[]::new));
    }

    /** A person's holiday, and the institution in whose register the duty on it stands. */
    public record HolidayLine(Key of, long institutionId) {}

    private record Row(PersonDay day, int facts) {

        Key key() {
            return new Key(day.employeeCode(), day.day());
        }

        Row goesOn(Set<Key> afternoons) {
            var here = day.expected().contains(Session.AFTERNOON);
            return here || !afternoons.contains(key()) ? this : new Row(day.goingOn(), facts);
        }
    }

    private record Line(long staffId, LocalDate day, long institutionId) {}

    private Map<Line, List<Mark>> marks(List<PersonDay> days) {
        if (days.isEmpty()) return Map.of();
        record Found(Line of, Mark mark) {}
        return MARKS
                .query(jdbc, (row, n) -> new Found(line(row), mark(row)), staff(days), dates(days), institutions(days))
                .stream()
                .collect(groupingBy(Found::of, mapping(Found::mark, toList())));
    }

    private Map<Line, List<DayEntry>> entries(List<PersonDay> days) {
        if (days.isEmpty()) return Map.of();
        record Found(Line of, DayEntry entry) {}
        return ENTRIES
                .query(jdbc, (row, n) -> new Found(line(row), entry(row)), staff(days), dates(days), institutions(days))
                .stream()
                .collect(groupingBy(Found::of, mapping(Found::entry, toList())));
    }

    private static Long[] staff(List<PersonDay> days) {
        return days.stream().map(PersonDay::staffId).toArray(Long[]::new);
    }

    private static String[] dates(List<PersonDay> days) {
        return days.stream().map(d -> d.day().toString()).toArray(String[]::new);
    }

    private static Long[] institutions(List<PersonDay> days) {
        return days.stream().map(d -> d.place().institutionId()).toArray(Long[]::new);
    }

    private static Line line(PersonDay day) {
        return new Line(day.staffId(), day.day(), day.place().institutionId());
    }

    private static PersonDay withFacts(PersonDay day, Map<Line, List<Mark>> marks, Map<Line, List<DayEntry>> entries) {
        var key = line(day);
        return day.withFacts(marks.getOrDefault(key, List.of()), entries.getOrDefault(key, List.of()));
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        var expected = EnumSet.noneOf(Session.class);
        if (status(row, "forenoon").filter(s -> s != SessionStatus.HOLIDAY).isPresent()) expected.add(Session.FORENOON);
        if (status(row, "afternoon").filter(s -> s != SessionStatus.HOLIDAY).isPresent())
            expected.add(Session.AFTERNOON);
        var day = new PersonDay(
                row.getLong("staff_id"),
                row.getString("employee_code"),
                row.getObject("day", LocalDate.class),
                place(row),
                expected,
                List.of(),
                List.of());
        return new Row(day, row.getInt("facts"));
    }

    static Place place(ResultSet row) throws SQLException {
        return new Place(
                row.getLong("institution_id"),
                row.getString("code"),
                Place.Mode.valueOf(row.getString("mode")),
                row.getBoolean("photo_required"),
                row.getInt("geofence_radius_m"),
                location(row),
                new WorkingHours(
                        instant(row, "starts"),
                        instant(row, "boundary"),
                        instant(row, "ends"),
                        instant(row, "closes")));
    }

    private static Optional<Location> location(ResultSet row) throws SQLException {
        var quality = row.getString("coordinate_quality");
        if (quality == null) return Optional.empty();
        return Optional.of(new Location(
                row.getDouble("latitude"),
                row.getDouble("longitude"),
                Location.Quality.valueOf(quality),
                Optional.empty()));
    }

    private static Line line(ResultSet row) throws SQLException {
        return new Line(row.getLong("staff_id"), row.getObject("day", LocalDate.class), row.getLong("institution_id"));
    }

    static Mark mark(ResultSet row) throws SQLException {
        return new Mark(
                row.getObject("id", UUID.class),
                Mark.Kind.valueOf(row.getString("kind")),
                Mark.Mode.valueOf(row.getString("mode")),
                instant(row, "captured_at"),
                row.getString("recorded_by"),
                Arrays.stream((String[]) row.getArray("reasons").getArray())
                        .map(Mark.Doubt::valueOf)
                        .collect(Collectors.toUnmodifiableSet()),
                Optional.ofNullable(row.getString("decision")).map(Mark.Decision::valueOf),
                Optional.ofNullable(row.getString("without_out")).map(Mark.Decision::valueOf));
    }

    private static DayEntry entry(ResultSet row) throws SQLException {
        return new DayEntry(
                row.getLong("entry_no"),
                DayEntry.Source.valueOf(row.getString("source")),
                status(row, "forenoon"),
                status(row, "afternoon"),
                Optional.ofNullable(row.getString("leave_type")),
                row.getBoolean("own"));
    }

    private static Optional<SessionStatus> status(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).map(SessionStatus::valueOf);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp timestamp = row.getTimestamp(column);
        return timestamp.toInstant();
    }
}
