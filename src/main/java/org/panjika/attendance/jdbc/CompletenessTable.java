package org.panjika.attendance.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.panjika.attendance.Completeness.Figures;
import org.panjika.attendance.Completeness.Row;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Adds up the counters of institutions, by the offices directly below one. */
@Repository
public class CompletenessTable {

    private static final String UNDER =
            """
            with figures as (
              select u.at[:depth] as child, sum(o.institutions) as institutions,
                     sum(o.institutions - case when a = 1 then o.day_concerned else f * o.forenoon_concerned end)
                       as not_concerned,
                     sum(case when a = 1 then o.day_complete else f * o.forenoon_complete end) as complete,
                     sum(f * o.forenoon_expected + a * o.afternoon_expected) as expected,
                     sum(f * o.forenoon_present + a * o.afternoon_present) as present,
                     sum(f * o.forenoon_tour + a * o.afternoon_tour) as tour,
                     sum(f * o.forenoon_duty + a * o.afternoon_duty) as duty,
                     sum(f * o.forenoon_leave + a * o.afternoon_leave) as leave,
                     sum(f * o.forenoon_leave_pending + a * o.afternoon_leave_pending) as leave_pending,
                     sum(f * o.forenoon_absent + a * o.afternoon_absent) as absent,
                     sum(f * o.forenoon_technical + a * o.afternoon_technical) as technical,
                     sum(f * o.forenoon_to_be_confirmed + a * o.afternoon_to_be_confirmed) as to_be_confirmed
                from under_office(:day, :office, :path) u
                     cross join lateral (select (u.figures).*) o
                     cross join lateral (select (o.starts <= :now)::int as f, (o.boundary <= :now)::int as a) begun
               group by child),
            off_portal as (
              select d.path[:depth] as child, count(*) as people, count(o.in_mark) as marked
                from off_portal_day o
                     join institution_day d on d.day = o.day and d.institution_id = o.institution_id
               where o.day = :day and d.path[:above] = :office
               group by child)
            select coalesce(f.child, :office) as institution_id, f.child is null as own, f.institutions, f.not_concerned,
                   f.complete, f.expected, f.present, f.tour, f.duty, f.leave, f.leave_pending, f.absent, f.technical,
                   f.to_be_confirmed,
                   coalesce(o.people, 0) as off_portal, coalesce(o.marked, 0) as off_portal_marked
              from figures f left join off_portal o on o.child is not distinct from f.child
             where f.institutions > 0
            """;

    private final JdbcClient jdbc;
    private final Institutions institutions;

    CompletenessTable(JdbcClient jdbc, Institutions institutions) {
        this.jdbc = jdbc;
        this.institutions = institutions;
    }

    /** A row for each office directly below, and one for the office's own staff where it takes part itself. */
    public List<Row> under(Institution office, LocalDate day, Instant now) {
        var path = path(office, day);
        var found = jdbc.sql(UNDER)
                .param("day", day)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("office", office.id())
                .param("depth", path.length + 1)
                .param("above", path.length)
                .param("path", path)
                .query((row, n) -> new Found(row.getLong("institution_id"), read(row)))
                .list();
        var named = institutions.all(found.stream().map(Found::institutionId).toList()).stream()
                .collect(Collectors.toMap(Institution::id, Function.identity()));
        var rows = new ArrayList<Row>();
        for (var one : found) rows.add(one.row().apply(named.get(one.institutionId())));
        return rows;
    }

    /** The office's path on that day; today's, if it takes no part itself. */
    private Long[] path(Institution office, LocalDate day) {
        return jdbc.sql("select path from institution_day where day = ? and institution_id = ?")
                .params(day, office.id())
                .query((row, n) -> (Long[]) row.getArray("path").getArray())
                .optional()
                .orElseGet(() -> office.path().toArray(Long[]::new));
    }

    private record Found(long institutionId, Function<Institution, Row> row) {}

    private static Function<Institution, Row> read(ResultSet row) throws SQLException {
        var own = row.getBoolean("own");
        var count = row.getInt("institutions");
        var complete = row.getInt("complete");
        var notConcerned = row.getInt("not_concerned");
        var figures = new Figures(
                row.getLong("expected"),
                row.getLong("present"),
                row.getLong("tour"),
                row.getLong("duty"),
                row.getLong("leave"),
                row.getLong("leave_pending"),
                row.getLong("absent"),
                row.getLong("technical"),
                row.getLong("to_be_confirmed"));
        var offPortal = row.getInt("off_portal");
        var marked = row.getInt("off_portal_marked");
        return institution -> new Row(institution, own, count, complete, notConcerned, figures, offPortal, marked);
    }
}
