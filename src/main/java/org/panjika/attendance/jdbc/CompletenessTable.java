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
            with office as (
              select coalesce((select x.path from institution_day x where x.day = :day and x.institution_id = :office),
                              (select i.path from institution i where i.id = :office)) as path),
            bounds as (
              select path as first, path[:cardinality(path) - 1] || path[cardinality(path)] + 1 as beyond,
                     cardinality(path) + 1 as depth
                from office),
            counted as (
              select d.institution_id, d.path[b.depth] as child,
                     f * d.forenoon_expected + a * d.afternoon_expected as expected,
                     f * d.forenoon_present + a * d.afternoon_present as present,
                     f * d.forenoon_tour + a * d.afternoon_tour as tour,
                     f * d.forenoon_duty + a * d.afternoon_duty as duty,
                     f * d.forenoon_leave + a * d.afternoon_leave as leave,
                     f * d.forenoon_absent + a * d.afternoon_absent as absent,
                     f * d.forenoon_technical + a * d.afternoon_technical as technical,
                     f * d.forenoon_to_be_confirmed + a * d.afternoon_to_be_confirmed as to_be_confirmed
                from bounds b
                     join institution_day d on d.day = :day and d.path >= b.first and d.path < b.beyond
                     cross join lateral (select (d.starts <= :now)::int as f, (d.boundary <= :now)::int as a offset 0) begun),
            figures as (
              select child, count(*) as institutions, count(*) filter (where expected = 0) as not_concerned,
                     count(*) filter (where expected > 0 and expected = present + tour + duty + leave + absent + technical
                                                                        + to_be_confirmed) as complete,
                     sum(expected) as expected, sum(present) as present, sum(tour) as tour, sum(duty) as duty,
                     sum(leave) as leave, sum(absent) as absent, sum(technical) as technical,
                     sum(to_be_confirmed) as to_be_confirmed
                from counted group by child),
            off_portal as (
              select d.path[b.depth] as child, count(*) as people, count(o.in_mark) as marked
                from off_portal_day o
                     join institution_day d on d.day = o.day and d.institution_id = o.institution_id
                     join bounds b on d.path >= b.first and d.path < b.beyond
               where o.day = :day
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

    /** A row for each office directly below, and one for the office's own staff where it takes part itself. */
    public List<Row> under(Institution office, LocalDate day, Instant now) {
        var found = jdbc.sql(UNDER)
                .param("day", day)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("office", office.id())
                .query((row, n) -> new Found(row.getLong("institution_id"), read(row)))
                .list();
        var named = institutions.all(found.stream().map(Found::institutionId).toList()).stream()
                .collect(Collectors.toMap(Institution::id, Function.identity()));
        var rows = new ArrayList<Row>();
        for (var one : found) rows.add(one.row().apply(named.get(one.institutionId())));
        return rows;
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
