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

    // A subtree is a range of paths: from the office's path up to, not including, that of the next key in its place.
    private static final String UNDER =
            """
            with counted as (
              select d.institution_id, d.path[:depth] as child,
                     f * d.forenoon_expected + a * d.afternoon_expected as expected,
                     f * d.forenoon_present + a * d.afternoon_present as present,
                     f * d.forenoon_tour + a * d.afternoon_tour as tour,
                     f * d.forenoon_duty + a * d.afternoon_duty as duty,
                     f * d.forenoon_leave + a * d.afternoon_leave as leave,
                     f * d.forenoon_absent + a * d.afternoon_absent as absent,
                     f * d.forenoon_technical + a * d.afternoon_technical as technical,
                     f * d.forenoon_to_be_confirmed + a * d.afternoon_to_be_confirmed as to_be_confirmed
                from institution_day d
                     cross join lateral (select (d.starts <= :now)::int as f, (d.boundary <= :now)::int as a) begun
               where d.day = :day and d.path >= :first and d.path < :beyond),
            figures as (
              select child, count(*) as institutions, count(*) filter (where expected = 0) as not_concerned,
                     count(*) filter (where expected > 0 and expected = present + tour + duty + leave + absent + technical
                                                                        + to_be_confirmed) as complete,
                     sum(expected) as expected, sum(present) as present, sum(tour) as tour, sum(duty) as duty,
                     sum(leave) as leave, sum(absent) as absent, sum(technical) as technical,
                     sum(to_be_confirmed) as to_be_confirmed
                from counted group by child),
            off_portal as (
              select d.path[:depth] as child, count(*) as people, count(o.in_mark) as marked
                from off_portal_day o
                     join institution_day d on d.day = o.day and d.institution_id = o.institution_id
               where o.day = :day and d.path >= :first and d.path < :beyond
               group by 1)
            select coalesce(f.child, :office) as institution_id, f.child is null as own, f.institutions, f.not_concerned,
                   f.complete, f.expected, f.present, f.tour, f.duty, f.leave, f.absent, f.technical, f.to_be_confirmed,
                   coalesce(o.people, 0) as off_portal, coalesce(o.marked, 0) as off_portal_marked
              from figures f left join off_portal o on o.child is not distinct from f.child
            """;

    private final JdbcClient jdbc;
    private final Institutions institutions;

    CompletenessTable(JdbcClient jdbc, Institutions institutions) {
        this.jdbc = jdbc;
        this.institutions = institutions;
    }

    /** A row for each office directly below, and one for the office's own staff where it takes part itself; in a transaction. */
    public List<Row> under(Institution office, LocalDate day, Instant now) {
        // A new day is unknown to the planner's statistics; it would sort a state's rows to group them.
        jdbc.sql("set local enable_sort = off").update();
        var path = path(office, day);
        var found = jdbc.sql(UNDER)
                .param("day", day)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("office", office.id())
                .param("depth", path.length + 1)
                .param("first", path)
                .param("beyond", beyond(path))
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

    private static Long[] beyond(Long[] path) {
        var beyond = path.clone();
        beyond[path.length - 1]++;
        return beyond;
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
                row.getLong("absent"),
                row.getLong("technical"),
                row.getLong("to_be_confirmed"));
        var offPortal = row.getInt("off_portal");
        var marked = row.getInt("off_portal_marked");
        return institution -> new Row(institution, own, count, complete, notConcerned, figures, offPortal, marked);
    }
}
