package org.panjika.oversight.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institution.Kind;
import org.panjika.organisation.Institutions;
import org.panjika.oversight.DeadlineBoard.Found;
import org.panjika.oversight.DeadlineBoard.Row;
import org.panjika.oversight.DeadlineBoard.Standing;
import org.panjika.oversight.DeadlineBoard.TrendDay;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Counts how institutions stand to their deadlines, from the counters as they are and from what was found at the deadlines. */
@Repository
public class DeadlineTable {

    // Sessions that began by an instant: in how many somebody was expected, and how many of these lack a status.
    private static final String BEGUN = "case when c.starts <= %1$s then c.forenoon_%2$s else 0 end"
            + " + case when c.boundary <= %1$s then c.afternoon_%2$s else 0 end";

    // What was found at the deadline, and which offices have been looked at, is hashed once: subqueries that know no
    // row.
    private static final String STANDING =
            """
            case when c.institution_id in (
                   select institution_id from attendance_deadline_missed where day = :day and kind = upper('%1$s'))
                   then case when c.institution_id in (
                     select institution_id
                       from (select distinct on (institution_id, fault_id) institution_id, excused
                               from attendance_deadline_excuse
                              where day = :day and kind = upper('%1$s')
                              order by institution_id, fault_id, entry_no desc) word
                      where excused)
                     then 'EXCUSED' else 'MISSED' end
                 when %3$s = 0 then null
                 when c.%2$s > :now then case when %4$s > 0 and %5$s = 0 then 'MET' else 'OPEN' end
                 when %6$s = 0 then 'MET'
                 when (c.entry_office_id, c.%2$s) in (
                   select office_id, due from attendance_deadline where day = :day and kind = upper('%1$s')) then 'MET'
                 else 'MISSED'
            end
            """;

    private static final String COUNTS =
            """
            min(%2$s) filter (where %1$s is not null and %2$s > :now) as %1$s_next,
            max(%2$s) filter (where %1$s is not null) as %1$s_last,
            count(%1$s) as %1$s_institutions,
            count(*) filter (where %1$s = 'MET') as %1$s_met,
            count(*) filter (where %1$s = 'MISSED') as %1$s_missed,
            count(*) filter (where %1$s = 'EXCUSED') as %1$s_excused,
            count(*) filter (where %1$s = 'OPEN') as %1$s_open
            """;

    // A subtree is a range of paths: from the office's path up to, not including, that of the next key in its place.
    // "offset 0" keeps the planner from judging each institution anew for every figure.
    private static final String UNDER =
            """
            with c as (
              select d.institution_id, d.entry_office_id, case when :each then nullif(d.institution_id, :office) else d.path[:depth] end as child,
                     d.starts, d.boundary, d.entry_due, d.closes, d.forenoon_expected, d.afternoon_expected,
                     d.forenoon_expected - d.forenoon_present - d.forenoon_absent - d.forenoon_leave - d.forenoon_tour
                       - d.forenoon_duty - d.forenoon_to_be_confirmed - d.forenoon_technical as forenoon_lacking,
                     d.afternoon_expected - d.afternoon_present - d.afternoon_absent - d.afternoon_leave - d.afternoon_tour
                       - d.afternoon_duty - d.afternoon_to_be_confirmed - d.afternoon_technical as afternoon_lacking
                from institution_day d
               where d.day = :day and d.path >= :first and d.path < :beyond),
            judged as (
              select c.institution_id, c.child, c.entry_due, c.closes,
                     ${entry} as entry,
                     ${closing} as closing
                from c
              offset 0)
            select coalesce(child, :office) as institution_id, child is null as own, count(*) as members,
                   ${counts}
              from judged group by child
            """
                    .replace("${entry}", standing("entry", "entry_due"))
                    .replace("${closing}", standing("closing", "closes"))
                    .replace(
                            "${counts}",
                            COUNTS.formatted("entry", "entry_due") + ", " + COUNTS.formatted("closing", "closes"));

    private static final String MISSING =
            """
            select a.institution_id, count(*) as missing
              from institution_day d
                   join attendance_day a on a.day = d.day and a.institution_id = d.institution_id
             where d.day = :day and d.institution_id = any (:institutions)
               and (a.forenoon = 'UNMARKED' and d.starts <= :now or a.afternoon = 'UNMARKED' and d.boundary <= :now)
             group by a.institution_id
            """;

    private static final String TREND_OF_CHARGES =
            """
            select day, kind, sum(institutions)::int as institutions, sum(missed)::int as missed
              from attendance_deadline
             where day between :from and :to and path @> array[:office::bigint]
             group by day, kind
            """;

    // What no office at or below this one supervises (C11): an office's own roll; a school and its cluster.
    private static final String TREND_OF_OWN =
            """
            select d.day, k.kind, count(*)::int as institutions, count(m.institution_id)::int as missed
              from unnest(:days::date[]) g (day)
                   join institution_day o on o.day = g.day and o.institution_id = :office
                   cross join lateral (select * from institution_day d where d.day = o.day and ${own} offset 0) d
                   cross join lateral (values ('ENTRY', d.entry_due), ('CLOSING', d.closes)) k (kind, due)
                   left join attendance_deadline_missed m
                     on m.day = d.day and m.institution_id = d.institution_id and m.kind = k.kind
             where (m.institution_id is not null
                    or case when d.starts <= k.due then d.forenoon_expected else 0 end
                       + case when d.boundary <= k.due then d.afternoon_expected else 0 end > 0)
               and exists (
                 select from attendance_deadline r
                  where r.day = d.day and r.office_id = d.entry_office_id and r.kind = k.kind and r.due = k.due)
             group by d.day, k.kind
            """;

    private static final String TREND_OF_OFFICE = TREND_OF_OWN.replace("${own}", "d.institution_id = o.institution_id");

    private static final String TREND_OF_SCHOOL = TREND_OF_OWN.replace(
            "${own}", "d.path >= o.path and d.path < trim_array(o.path, 1) || (o.path[cardinality(o.path)] + 1)");

    private final JdbcClient jdbc;
    private final Institutions institutions;

    DeadlineTable(JdbcClient jdbc, Institutions institutions) {
        this.jdbc = jdbc;
        this.institutions = institutions;
    }

    private static String standing(String kind, String due) {
        return STANDING.formatted(
                kind,
                due,
                "(" + BEGUN.formatted("c." + due, "expected") + ")",
                "(" + BEGUN.formatted(":now", "expected") + ")",
                "(" + BEGUN.formatted(":now", "lacking") + ")",
                "(" + BEGUN.formatted("c." + due, "lacking") + ")");
    }

    /**
     * A row for each office directly below, for a block each of its schools, and one for the institution itself where it takes
     * part; in a transaction.
     */
    public List<Row> under(Institution office, LocalDate day, Instant now) {
        var path = path(office, day);
        var rows = figures(day, now, office.id(), path.length + 1, office.kind() == Kind.CBEO, path, beyond(path));
        var missing = missing(
                day,
                now,
                rows.stream()
                        .filter(r -> r.members() == 1)
                        .map(r -> r.institution().id())
                        .toList());
        return rows.stream()
                .map(r -> r.members() == 1
                        ? new Row(
                                r.institution(),
                                r.own(),
                                1,
                                r.entry(),
                                r.closing(),
                                OptionalInt.of(
                                        missing.getOrDefault(r.institution().id(), 0)))
                        : r)
                .toList();
    }

    /** A row for each district office with all at and below it. */
    public List<Row> districts(LocalDate day, Instant now) {
        var depths = jdbc.sql(
                        """
                        select distinct cardinality(d.path) from institution i
                               join institution_day d on d.institution_id = i.id and d.day = ?
                         where i.kind = 'CDEO'
                        """)
                .param(day)
                .query(Integer.class)
                .list();
        var rows = new ArrayList<Row>();
        for (var depth : depths) {
            figures(day, now, -1, depth, false, new Long[] {}, new Long[] {Long.MAX_VALUE}).stream()
                    .filter(r -> !r.own() && r.institution().kind() == Kind.CDEO)
                    .forEach(rows::add);
        }
        return rows;
    }

    /**
     * What was found at the deadlines from one day to another, both included; days without deadlines are left out. In a
     * transaction, of whose queries it is the last.
     */
    public List<TrendDay> trend(Institution office, LocalDate from, LocalDate to) {
        var days = new TreeMap<LocalDate, TrendDay>();
        RowCallbackHandler add = row -> add(days, row);
        jdbc.sql(TREND_OF_CHARGES)
                .param("from", from)
                .param("to", to)
                .param("office", office.id())
                .query(add);
        // Some rows of each day, found by index; the planner would rather read whole months.
        jdbc.sql("set local enable_hashjoin = off; set local enable_mergejoin = off; set local enable_seqscan = off")
                .update();
        jdbc.sql(office.kind() == Kind.SCHOOL ? TREND_OF_SCHOOL : TREND_OF_OFFICE)
                .param(
                        "days",
                        from.datesUntil(to.plusDays(1)).map(LocalDate::toString).toArray(String[]::new))
                .param("office", office.id())
                .query(add);
        return List.copyOf(days.values());
    }

    private static void add(Map<LocalDate, TrendDay> days, ResultSet row) throws SQLException {
        var found = new Found(row.getInt("institutions"), row.getInt("missed"));
        var entry = row.getString("kind").equals("ENTRY");
        var day = row.getObject("day", LocalDate.class);
        days.merge(
                day,
                entry ? new TrendDay(day, found, Found.NOTHING) : new TrendDay(day, Found.NOTHING, found),
                (one, other) -> new TrendDay(
                        day, one.entry().plus(other.entry()), one.closing().plus(other.closing())));
    }

    private List<Row> figures(
            LocalDate day, Instant now, long office, int depth, boolean each, Long[] first, Long[] beyond) {
        // A new day is unknown to the planner's statistics; it would sort a state's rows to group them.
        jdbc.sql("set local enable_sort = off").update();
        var found = jdbc.sql(UNDER)
                .param("day", day)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("office", office)
                .param("depth", depth)
                .param("each", each)
                .param("first", first)
                .param("beyond", beyond)
                .query((row, n) -> new Counted(
                        row.getLong("institution_id"),
                        row.getBoolean("own"),
                        row.getInt("members"),
                        standing(row, "entry"),
                        standing(row, "closing")))
                .list();
        var named = institutions.all(found.stream().map(Counted::institutionId).toList()).stream()
                .collect(Collectors.toMap(Institution::id, Function.identity()));
        return found.stream()
                .filter(one -> named.containsKey(one.institutionId()))
                .map(one -> new Row(
                        named.get(one.institutionId()),
                        one.own(),
                        one.members(),
                        one.entry(),
                        one.closing(),
                        OptionalInt.empty()))
                .toList();
    }

    private record Counted(long institutionId, boolean own, int members, Standing entry, Standing closing) {}

    private static Standing standing(ResultSet row, String kind) throws SQLException {
        var last = instant(row, kind + "_last");
        return new Standing(
                instant(row, kind + "_next").or(() -> last),
                last,
                row.getInt(kind + "_institutions"),
                row.getInt(kind + "_met"),
                row.getInt(kind + "_missed"),
                row.getInt(kind + "_excused"),
                row.getInt(kind + "_open"));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    private Map<Long, Integer> missing(LocalDate day, Instant now, List<Long> single) {
        return jdbc
                .sql(MISSING)
                .param("day", day)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("institutions", single.toArray(Long[]::new))
                .query((row, n) -> Map.entry(row.getLong("institution_id"), row.getInt("missing")))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
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
}
