package org.panjika.oversight.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
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

    // What was found at a deadline stays; where nobody has looked yet, the figures as they are now speak.
    private static final String UNDER =
            """
            with u as (
              select case when :each then nullif(u.institution_id, :office) else u.at[:depth] end as child, o.*
                from under_office(:day, :office, :path) u cross join lateral (select (u.figures).*) o
               where o.institutions > 0),
            -- whom the place of the moment of finding does not tell all of
            changed as not materialized (
              select d.institution_id, d.path, d.starts, d.boundary, d.forenoon_expected, d.afternoon_expected,
                     d.entry_office_id, d.entry_due, d.closes,
                     d.forenoon_expected - d.forenoon_present - d.forenoon_absent - d.forenoon_leave - d.forenoon_tour
                       - d.forenoon_duty - d.forenoon_to_be_confirmed - d.forenoon_technical as forenoon_lacking,
                     d.afternoon_expected - d.afternoon_present - d.afternoon_absent - d.afternoon_leave - d.afternoon_tour
                       - d.afternoon_duty - d.afternoon_to_be_confirmed - d.afternoon_technical as afternoon_lacking
                from institution_day d
               where d.day = :day and (d.forenoon_expected = 0 or d.rewritten)),
            missed as (
              select m.institution_id, m.kind, m.due, m.path, false as besides, false as counted
                from attendance_deadline_missed m
               where m.day = :day and m.path >= :path and m.path < :beyond
                 and not exists (select from changed c where c.institution_id = m.institution_id)
              union all
              select m.institution_id, m.kind, m.due, c.path,
                     -- nobody is expected there any more; it was found all the same
                     case when c.boundary <= m.due then c.forenoon_expected + c.afternoon_expected
                          when c.starts <= m.due then c.forenoon_expected else 0 end = 0,
                     -- found under one office, and now under another that has not looked yet: its counters say so too
                     k.due <= :now and r.office_id is null
                       and case when c.boundary <= k.due then c.forenoon_lacking + c.afternoon_lacking
                                when c.starts <= k.due then c.forenoon_lacking else 0 end > 0
                from changed c
                     join attendance_deadline_missed m on m.day = :day and m.institution_id = c.institution_id
                     cross join lateral (select case m.kind when 'ENTRY' then c.entry_due else c.closes end) k (due)
                     left join attendance_deadline r
                       on r.day = :day and r.office_id = c.entry_office_id and r.kind = m.kind and r.due = k.due
               where c.path >= :path and c.path < :beyond),
            standing as (
              select u.child, k.kind, k.due, u.institutions as members, due.concerned,
                     case when k.due > :now then due.concerned - now.complete else 0 end as open,
                     case when k.due <= :now and r.office_id is null then due.concerned - due.complete else 0 end as missed,
                     0 as excused, 0 as besides
                from u
                     cross join lateral (values ('ENTRY', u.entry_due), ('CLOSING', u.closes)) k (kind, due)
                     cross join lateral (select
                       case when u.boundary <= k.due then u.day_concerned
                            when u.starts <= k.due then u.forenoon_concerned else 0 end,
                       case when u.boundary <= k.due then u.day_complete
                            when u.starts <= k.due then u.forenoon_complete else 0 end) due (concerned, complete)
                     cross join lateral (select
                       case when u.boundary <= :now then u.day_complete
                            when u.starts <= :now then u.forenoon_complete else 0 end) now (complete)
                     left join attendance_deadline r
                       on r.day = u.day and r.office_id = u.entry_office_id and r.kind = k.kind and r.due = k.due
              union all
              select case when :each then nullif(m.institution_id, :office) else m.path[:depth] end, m.kind, m.due, 0, 0, 0,
                     (word.excused is not true)::int - m.counted::int, (word.excused is true)::int, m.besides::int
                from missed m
                     left join (
                       select institution_id, kind, bool_or(excused) as excused
                         from (select distinct on (institution_id, kind, fault_id) institution_id, kind, excused
                                 from attendance_deadline_excuse
                                where day = :day
                                order by institution_id, kind, fault_id, entry_no desc) newest
                        group by institution_id, kind) word
                       on word.institution_id = m.institution_id and word.kind = m.kind)
            select coalesce(child, :office) as institution_id, child is null as own, kind,
                   sum(members)::int as members,
                   min(due) filter (where concerned + besides > 0 and due > :now) as next,
                   max(due) filter (where concerned + besides > 0) as last,
                   sum(concerned + besides)::int as institutions, sum(open)::int as open, sum(missed)::int as missed,
                   sum(excused)::int as excused
              from standing group by child, kind
            """;

    private static final String MISSING =
            """
            select a.institution_id, count(*) as missing
              from institution_day d
                   join attendance_day a on a.day = d.day and a.institution_id = d.institution_id
             where d.day = :day and d.institution_id = any (:institutions)
               and (a.forenoon = 'UNMARKED' and a.forenoon_source is distinct from 'LEAVE_PENDING' and d.starts <= :now
                    or a.afternoon = 'UNMARKED' and a.afternoon_source is distinct from 'LEAVE_PENDING' and d.boundary <= :now)
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

    /**
     * A row for each office directly below, for a block each of its schools, and one for the institution itself where it takes
     * part; in a transaction.
     */
    public List<Row> under(Institution office, LocalDate day, Instant now) {
        var path = path(office, day);
        var rows = figures(
                day, now, office.id(), path, path.length + 1, office.kind().equals(Kind.CBEO));
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
            figures(day, now, -1, new Long[] {}, depth, false).stream()
                    .filter(r -> !r.own() && r.institution().kind().equals(Kind.CDEO))
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
        jdbc.sql(office.kind().isSchool() ? TREND_OF_SCHOOL : TREND_OF_OFFICE)
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

    private List<Row> figures(LocalDate day, Instant now, long office, Long[] path, int depth, boolean each) {
        var counted = new LinkedHashMap<Long, Map<String, Counted>>();
        jdbc.sql(UNDER)
                .param("day", day)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("office", office)
                .param("path", path)
                .param("beyond", beyond(path))
                .param("depth", depth)
                .param("each", each)
                .query(row -> {
                    counted.computeIfAbsent(row.getLong("institution_id"), id -> new HashMap<>())
                            .put(row.getString("kind"), Counted.read(row));
                });
        return institutions.all(List.copyOf(counted.keySet())).stream()
                .map(institution -> row(institution, counted.get(institution.id())))
                .filter(row -> row.members() > 0)
                .toList();
    }

    private static Row row(Institution institution, Map<String, Counted> deadlines) {
        var entry = deadlines.getOrDefault("ENTRY", Counted.NOTHING);
        var closing = deadlines.getOrDefault("CLOSING", Counted.NOTHING);
        return new Row(
                institution, entry.own(), entry.members(), entry.standing(), closing.standing(), OptionalInt.empty());
    }

    private record Counted(boolean own, int members, Standing standing) {

        static final Counted NOTHING = new Counted(false, 0, Standing.NONE);

        static Counted read(ResultSet row) throws SQLException {
            var last = instant(row, "last");
            var missed = row.getInt("missed");
            var excused = row.getInt("excused");
            var open = row.getInt("open");
            var institutions = row.getInt("institutions");
            return new Counted(
                    row.getBoolean("own"),
                    row.getInt("members"),
                    new Standing(
                            instant(row, "next").or(() -> last),
                            last,
                            institutions,
                            institutions - missed - excused - open,
                            missed,
                            excused,
                            open));
        }
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

    /** The first path after those of a subtree: that of the next key in its place. */
    private static Long[] beyond(Long[] path) {
        if (path.length == 0) return new Long[] {Long.MAX_VALUE};
        var beyond = path.clone();
        beyond[path.length - 1]++;
        return beyond;
    }
}
