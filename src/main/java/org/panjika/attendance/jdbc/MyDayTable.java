package org.panjika.attendance.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.panjika.attendance.Attempt.Place;
import org.panjika.attendance.Mark;
import org.panjika.attendance.MarkReceipt;
import org.panjika.attendance.MyDay;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** A person's own day, for the page that asks for a mark. */
@Repository
public class MyDayTable {

    private static final String DAY =
            """
            select d.forenoon <> 'HOLIDAY' or d.afternoon <> 'HOLIDAY' as expected, x.institution_id, x.mode, x.photo_required, x.geofence_radius_m,
                   x.holiday_name, x.holiday_name_hi, x.starts, x.ends, x.closes, o.place,
                   coalesce(d.in_mark, o.in_mark) as in_mark, coalesce(d.out_mark, o.out_mark) as out_mark,
                   exists (select from attendance_mark m where m.id = d.in_mark and m.day = d.day and m.mode = 'ON_DUTY')
                     and not exists (
                       select from attendance_mark m
                        where m.staff_id = d.staff_id and m.day = d.day and m.institution_id = d.institution_id
                          and m.kind = 'IN' and m.mode in ('SELF', 'SCHOOL_ADMIN')
                          and 'REJECTED' is distinct from (
                            select c.decision from attendance_mark_decision c
                             where c.mark_id = m.id and c.about = 'MARK' order by c.entry_no desc limit 1))
                     as on_duty_only
              from (values (:staff, :day::date)) as wanted (staff_id, day)
                   -- who works at two institutions is at the second from the first one's boundary on (C5)
                   left join lateral (
                     select l.* from attendance_day l
                            join institution_day h on h.day = l.day and h.institution_id = l.institution_id
                      where l.day = wanted.day and l.staff_id = wanted.staff_id
                      order by l.forenoon <> 'HOLIDAY' and l.afternoon = 'HOLIDAY' and h.boundary <= :now,
                               l.forenoon = 'HOLIDAY'
                      limit 1) d on true
                   left join off_portal_day o on o.day = wanted.day and o.staff_id = wanted.staff_id
                   left join institution_day x on x.day = wanted.day
                                              and x.institution_id = coalesce(d.institution_id, :placeOfWork::bigint)
            """;

    private static final String MARK =
            """
            select m.entry_no, m.captured_at, m.recorded_at, m.recorded_by, m.kind, m.reasons,
                   exists (select from attendance_mark_decision c where c.mark_id = m.id and c.day = m.day
                              and c.about = 'MARK') as decided
              from attendance_mark m
             where m.id = :id and m.day = :day
            """;

    private final JdbcClient jdbc;

    MyDayTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The person's day.
     *
     * @param placeOfWork counts where the person is not expected, as on a holiday
     */
    public MyDay find(long staffId, String employeeCode, Optional<Long> placeOfWork, LocalDate day, Instant now) {
        return jdbc.sql(DAY)
                .param("staff", staffId)
                .param("day", day)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("placeOfWork", placeOfWork.orElse(null))
                .query((row, n) -> {
                    var in = mark(row.getObject("in_mark", UUID.class), employeeCode, day);
                    var out = mark(row.getObject("out_mark", UUID.class), employeeCode, day);
                    return new MyDay(
                            day,
                            rules(row),
                            row.getBoolean("expected"),
                            Optional.ofNullable(row.getString("place")),
                            in,
                            // an OUT that waits for nothing but its IN waits no longer (C8)
                            out.map(o -> in.isPresent() ? without(o, Mark.Doubt.NO_IN) : o),
                            row.getBoolean("on_duty_only"));
                })
                .single();
    }

    private Optional<MyDay.Recorded> mark(UUID id, String employeeCode, LocalDate day) {
        if (id == null) return Optional.empty();
        return jdbc.sql(MARK)
                .param("id", id)
                .param("day", day)
                .query((row, n) -> recorded(row, id, employeeCode, day))
                .optional();
    }

    private static MyDay.Recorded recorded(ResultSet row, UUID id, String employeeCode, LocalDate day)
            throws SQLException {
        var doubts = row.getBoolean("decided")
                ? List.<Mark.Doubt>of()
                : Arrays.stream((String[]) row.getArray("reasons").getArray())
                        .map(Mark.Doubt::valueOf)
                        .toList();
        var at = instant(row, "captured_at");
        var receipt = new MarkReceipt(
                false,
                row.getLong("entry_no"),
                id,
                employeeCode,
                day,
                Mark.Kind.valueOf(row.getString("kind")),
                doubts,
                Optional.empty(),
                instant(row, "recorded_at"));
        return new MyDay.Recorded(at, row.getString("recorded_by"), doubts, receipt.receipt());
    }

    private static MyDay.Recorded without(MyDay.Recorded mark, Mark.Doubt settled) {
        return new MyDay.Recorded(
                mark.at(),
                mark.recordedBy(),
                mark.doubts().stream().filter(d -> d != settled).toList(),
                mark.receipt());
    }

    private static Optional<MyDay.Rules> rules(ResultSet row) throws SQLException {
        var mode = row.getString("mode");
        if (mode == null) return Optional.empty();
        return Optional.of(new MyDay.Rules(
                row.getLong("institution_id"),
                Place.Mode.valueOf(mode),
                row.getBoolean("photo_required"),
                row.getInt("geofence_radius_m"),
                Optional.ofNullable(row.getString("holiday_name")),
                Optional.ofNullable(row.getString("holiday_name_hi")),
                instant(row, "starts"),
                instant(row, "ends"),
                instant(row, "closes")));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }
}
