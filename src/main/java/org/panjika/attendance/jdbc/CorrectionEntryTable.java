package org.panjika.attendance.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.panjika.attendance.AttendanceDay.Origin;
import org.panjika.attendance.CorrectionEffect.Line;
import org.panjika.attendance.CorrectionEffect.Reading;
import org.panjika.attendance.DayCount;
import org.panjika.attendance.DayEntry;
import org.panjika.attendance.DaySheet.Half;
import org.panjika.attendance.DayTrace;
import org.panjika.attendance.Mark;
import org.panjika.attendance.PersonDay;
import org.panjika.attendance.SessionStatus;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Entries of corrections. Append-only: a later one names the one it replaces. */
@Repository
public class CorrectionEntryTable {

    private static final OverRows INSERT = new OverRows(
            """
            insert into day_entry (recorded_at, recorded_by, supersedes, day, staff_id, institution_id, source, forenoon,
                   afternoon, remark, request_id)
            select n.at, n.by, before.entry_no, n.day, s.id, n.institution_id, 'CORRECTION',
                   coalesce(n.forenoon::session_status, nullif(before.forenoon, 'UNMARKED')),
                   coalesce(n.afternoon::session_status, nullif(before.afternoon, 'UNMARKED')), n.remark, n.request_id
              from unnest(?::timestamptz[], ?::text[], ?::date[], ?::bigint[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[])
                     as n (at, by, day, institution_id, request_id, employee_code, forenoon, afternoon, remark)
                   join staff s on s.employee_code = n.employee_code
                   left join day_entry before
                     on before.staff_id = s.id and before.day = n.day and before.institution_id = n.institution_id
                    and before.source in ('CORRECTION', 'PAY')
                    and not exists (select from day_entry later where later.supersedes = before.entry_no)
            returning entry_no, staff_id, supersedes, forenoon, afternoon
            """);

    private static final OverRows READINGS = new OverRows(
            """
            select d.day, d.staff_id, d.forenoon, d.forenoon_source, d.afternoon, d.afternoon_source
              from unnest(?::date[], ?::bigint[], ?::bigint[]) as wanted (day, staff_id, institution_id)
                   join attendance_day d on d.day = wanted.day and d.staff_id = wanted.staff_id
                                        and d.institution_id = wanted.institution_id
            """);

    private static final OverRows TRACES = new OverRows(
            """
            with wanted as (select * from unnest(?::date[], ?::bigint[]) as w (day, staff_id))
            select m.id, m.entry_no, m.day, m.staff_id, m.kind, m.captured_at, null as problem, m.distance_m,
                   m.photo is not null as photographed
              from wanted join attendance_mark m on m.day = wanted.day and m.staff_id = wanted.staff_id
             union all
            select r.id, r.entry_no, r.day, r.staff_id, r.kind, r.captured_at, r.problem, r.distance_m, r.photo is not null
              from wanted join attendance_refusal r on r.day = wanted.day and r.staff_id = wanted.staff_id
             order by captured_at
            """);

    private final JdbcTemplate jdbc;

    CorrectionEntryTable(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** An entry about a person, and the number of the one that it supersedes. */
    public record Written(long staffId, DayEntry entry, Optional<Long> supersedes) {

        public PersonDay on(PersonDay day) {
            return day.with(entry, supersedes);
        }
    }

    /**
     * What was written, by the key of the person. A session about which a line says nothing keeps what an earlier correction,
     * or the verification of pay, said.
     */
    public Map<Long, Written> insert(
            UUID request, long institutionId, LocalDate day, List<Line> lines, String by, Instant at) {
        var written = INSERT.query(
                jdbc,
                CorrectionEntryTable::written,
                texts(lines, l -> at.toString()),
                texts(lines, l -> by),
                texts(lines, l -> day.toString()),
                lines.stream().map(l -> institutionId).toArray(Long[]::new),
                texts(lines, l -> request.toString()),
                texts(lines, Line::employeeCode),
                texts(lines, l -> l.forenoon().map(Enum::name).orElse(null)),
                texts(lines, l -> l.afternoon().map(Enum::name).orElse(null)),
                texts(lines, l -> l.remark().orElse(null)));
        return written.stream().collect(Collectors.toMap(Written::staffId, Function.identity()));
    }

    private static Written written(ResultSet row, int number) throws SQLException {
        var entry = new DayEntry(
                row.getLong("entry_no"),
                DayEntry.Source.CORRECTION,
                Optional.ofNullable(row.getString("forenoon")).map(SessionStatus::valueOf),
                Optional.ofNullable(row.getString("afternoon")).map(SessionStatus::valueOf),
                Optional.empty(),
                // nobody corrects the own day (C4)
                false);
        return new Written(
                row.getLong("staff_id"), entry, Optional.ofNullable(row.getObject("supersedes", Long.class)));
    }

    /** How days of people read at an institution. */
    public List<Reading> readings(long institutionId, Map<LocalDate, Set<Long>> staff) {
        var wanted = wanted(staff);
        return READINGS.query(
                jdbc,
                (row, n) -> new Reading(
                        row.getObject("day", LocalDate.class),
                        row.getLong("staff_id"),
                        half(row, "forenoon"),
                        half(row, "afternoon")),
                wanted.days(),
                wanted.people(),
                Arrays.stream(wanted.people()).map(person -> institutionId).toArray(Long[]::new));
    }

    private static Half half(ResultSet row, String session) throws SQLException {
        return new Half(
                SessionStatus.valueOf(row.getString(session)),
                Optional.ofNullable(row.getString(session + "_source")).map(Origin::valueOf),
                Optional.empty());
    }

    /** How complete the days of an institution's month are, by day. */
    public List<DayCount> month(long institutionId, YearMonth month) {
        return jdbc.query(
                """
                select day, working, holiday_name, holiday_name_hi, closes,
                       forenoon_expected + afternoon_expected as expected,
                       forenoon_expected - forenoon_present - forenoon_absent - forenoon_leave - forenoon_tour
                         - forenoon_duty - forenoon_to_be_confirmed - forenoon_technical - forenoon_leave_pending
                       + afternoon_expected - afternoon_present - afternoon_absent - afternoon_leave - afternoon_tour
                         - afternoon_duty - afternoon_to_be_confirmed - afternoon_technical - afternoon_leave_pending as unmarked
                  from institution_day
                 where institution_id = ? and day = any (?::date[])
                 order by day
                """,
                (row, n) -> new DayCount(
                        row.getObject("day", LocalDate.class),
                        row.getBoolean("working"),
                        Optional.ofNullable(row.getString("holiday_name")),
                        Optional.ofNullable(row.getString("holiday_name_hi")),
                        row.getTimestamp("closes").toInstant(),
                        row.getInt("expected"),
                        row.getInt("unmarked")),
                institutionId,
                PunctualityTable.days(month));
    }

    /** Marks and refused attempts of people on days, by time. */
    public List<DayTrace> traces(Map<LocalDate, Set<Long>> staff) {
        var wanted = wanted(staff);
        return TRACES.query(
                jdbc,
                (row, n) -> new DayTrace(
                        row.getObject("id", UUID.class),
                        row.getLong("entry_no"),
                        row.getObject("day", LocalDate.class),
                        row.getLong("staff_id"),
                        Mark.Kind.valueOf(row.getString("kind")),
                        row.getTimestamp("captured_at").toInstant(),
                        Optional.ofNullable(row.getString("problem")),
                        Optional.ofNullable(row.getObject("distance_m", Integer.class)),
                        row.getBoolean("photographed")),
                wanted.days(),
                wanted.people());
    }

    /** People's days, in columns. */
    private record Wanted(String[] days, Long[] people) {}

    private static Wanted wanted(Map<LocalDate, Set<Long>> staff) {
        var days = new ArrayList<String>();
        var people = new ArrayList<Long>();
        staff.forEach((day, named) -> named.forEach(person -> {
            days.add(day.toString());
            people.add(person);
        }));
        return new Wanted(days.toArray(String[]::new), people.toArray(Long[]::new));
    }

    private static String[] texts(List<Line> lines, Function<Line, String> text) {
        return lines.stream().map(text).toArray(String[]::new);
    }
}
