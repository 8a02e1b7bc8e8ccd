package org.panjika.attendance.jdbc;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.panjika.attendance.DayCutoff;
import org.panjika.attendance.Session;
import org.panjika.attendance.jdbc.PersonDayTable.Key;
import org.panjika.problem.Named;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Opens days for a whole state, set-based. */
@Repository
public class DayOpeningTable {

    private static final String INSTITUTIONS =
            """
            with tree as materialized (
              select * from institution_tree(:day)),
            timing as materialized (
              select * from timings_on(:day) where institution_id in (select id from institution where participates)),
            setting_values as materialized (
              select institution_id,
                     max(value) filter (where name = 'attendanceMode') as mode,
                     max(value) filter (where name = 'geofenceRadius') as radius,
                     max(value) filter (where name = 'photo') as photo,
                     max(value) filter (where name = 'regime') as regime
                from settings_in_force(:day)
               where name in ('attendanceMode', 'geofenceRadius', 'photo', 'regime')
               group by institution_id),
            cutoff as (
              select * from unnest(:kinds::text[], :regimes::text[], :entryDues::time[], :closings::time[],
                                   :minutesAfterEnd::int[])
                as c (kind, regime, entry_due, closes, minutes_after_end)),
            -- C11: nodal schools do not chase; the nearest office above does, and the next one above that at closing
            office as materialized (
              select t.institution_id, array_agg(above.id order by above.n desc) as above
                from tree t
                     cross join lateral unnest(t.path[1 : cardinality(t.path) - 1]) with ordinality as above (id, n)
                     join institution a on a.id = above.id and a.kind <> 'SCHOOL'
               group by t.institution_id),
            kind_of_day as materialized (
              select institution_id, bool_or(day_kind <> 'HOLIDAY') as working, max(name) as name, max(name_hi) as name_hi
                from calendar_on(:day)
               where institution_id in (select id from institution where participates)
               group by institution_id)
            insert into institution_day (day, institution_id, path, mode, geofence_radius_m, photo_required, working,
                   holiday_name, holiday_name_hi, starts, boundary, ends, entry_due, closes, entry_office_id,
                   closing_office_id)
            select :day, i.id, tree.path, v.mode, v.radius::int, v.photo = 'REQUIRED', k.working, k.name, k.name_hi,
                   (:day + t.starts) at time zone :zone, (:day + t.boundary) at time zone :zone,
                   (:day + t.ends) at time zone :zone, (:day + c.entry_due) at time zone :zone,
                   greatest(:day + c.closes, :day + t.ends + make_interval(mins => c.minutes_after_end)) at time zone :zone,
                   office.above[1], coalesce(office.above[2], office.above[1])
              from institution i
                   join tree on tree.institution_id = i.id
                   join setting_values v on v.institution_id = i.id
                   join kind_of_day k on k.institution_id = i.id
                   join timing t on t.institution_id = i.id
                   join cutoff c on c.kind = case i.kind when 'SCHOOL' then 'SCHOOL' else 'OFFICE' end
                                and c.regime = coalesce(v.regime, :elsewhere)
                   left join office on office.institution_id = i.id
             where i.participates
             -- in the order in which everybody locks them
             order by i.id
                on conflict (day, institution_id) do update
               set path = excluded.path, mode = excluded.mode, geofence_radius_m = excluded.geofence_radius_m,
                   photo_required = excluded.photo_required, working = excluded.working,
                   holiday_name = excluded.holiday_name, holiday_name_hi = excluded.holiday_name_hi,
                   starts = excluded.starts, boundary = excluded.boundary, ends = excluded.ends,
                   entry_due = case when institution_day.entry_due <= :now then institution_day.entry_due
                                    else excluded.entry_due end,
                   closes = case when institution_day.closes <= :now then institution_day.closes else excluded.closes end,
                   entry_office_id = excluded.entry_office_id, closing_office_id = excluded.closing_office_id,
                   rewritten = true
             where (institution_day.path, institution_day.mode, institution_day.geofence_radius_m,
                    institution_day.photo_required, institution_day.working, institution_day.holiday_name,
                    institution_day.holiday_name_hi, institution_day.starts,
                    institution_day.boundary, institution_day.ends, institution_day.entry_due, institution_day.closes,
                    institution_day.entry_office_id, institution_day.closing_office_id)
                   is distinct from
                   (excluded.path, excluded.mode, excluded.geofence_radius_m, excluded.photo_required, excluded.working,
                    excluded.holiday_name, excluded.holiday_name_hi, excluded.starts, excluded.boundary, excluded.ends, excluded.entry_due, excluded.closes,
                    excluded.entry_office_id, excluded.closing_office_id)
            """;

    /** Everybody, or those whose place of work may have changed. */
    private static final String WHOSE = " and (:concerned::bigint[] is null or %s = any (:concerned::bigint[]))\n";

    /** C5: where they work on the day, and in which sessions. */
    private static final String EXPECTED =
            """
            with kind_of_day as (
              select * from calendar_on(:day)
               where institution_id in (select x.institution_id from institution_day x where x.day = :day)),
            at_work as (
              select s.id as staff_id, s.cadre, w.institution_id, w.place, w.forenoon, w.afternoon
                from workplaces(:day) w
                     join staff s on s.id = w.staff_id
               where not exists (
                 select from service_state t
                  where t.staff_id = s.id and t.during @> :day
                    and t.state in ('IN_TRANSIT', 'RETIRED', 'DECEASED', 'RESIGNED'))
            """
                    + WHOSE.formatted("s.id")
                    + """
            ),
            expected as (
              select w.staff_id, w.institution_id,
                     (case when w.forenoon then 'UNMARKED' else 'HOLIDAY' end)::session_status as forenoon,
                     (case when w.afternoon and k.day_kind = 'WORKING' then 'UNMARKED' else 'HOLIDAY' end)::session_status
                       as afternoon
                from at_work w
                     join institution_day x on x.day = :day and x.institution_id = w.institution_id
                     join kind_of_day k on k.institution_id = w.institution_id and k.cadre = w.cadre
               where k.day_kind <> 'HOLIDAY' and (w.forenoon or k.day_kind = 'WORKING')),
            off_portal as (
              select distinct on (w.staff_id) w.staff_id, p.institution_id, w.place
                from at_work w
                     join posting p on p.staff_id = w.staff_id and p.during @> :day
                     join institution_day x on x.day = :day and x.institution_id = p.institution_id
                     join kind_of_day k on k.institution_id = p.institution_id and k.cadre = w.cadre
               where w.place is not null and k.day_kind <> 'HOLIDAY'
               order by w.staff_id, w.forenoon desc)
            """;

    private static final String REMOVE_UNTOUCHED = EXPECTED
            + """
            , gone_off_portal as (
              delete from off_portal_day o
               where o.day = :day and o.in_mark is null and o.out_mark is null
                 and not exists (
                   select from off_portal w
                    where w.staff_id = o.staff_id and w.institution_id = o.institution_id and w.place = o.place)
            """
            + WHOSE.formatted("o.staff_id")
            + """
            )
            delete from attendance_day d
             where d.day = :day and d.facts = 0
               and not exists (
                 select from expected e
                  where e.staff_id = d.staff_id and e.institution_id = d.institution_id
                    and e.forenoon = d.forenoon and e.afternoon = d.afternoon)
            """
            + WHOSE.formatted("d.staff_id");

    /**
     * Lines with facts that hold a session the calendar does not have now, or lack one that it has. Where somebody works may
     * change too; what was said about the day stays where it was said.
     */
    private static final String MISREAD =
            """
            with kind_of_day as materialized (
              select * from calendar_on(:day)
               where institution_id in (select x.institution_id from institution_day x where x.day = :day)),
            at_work as materialized (
              select * from workplaces(:day))
            select s.employee_code, d.institution_id, n.forenoon, n.afternoon
              from attendance_day d
                   join staff s on s.id = d.staff_id
                   join kind_of_day k on k.institution_id = d.institution_id and k.cadre = s.cadre
                   left join at_work w on w.staff_id = d.staff_id and w.institution_id = d.institution_id
                   cross join lateral (
                     select coalesce(bool_or(e.forenoon <> 'HOLIDAY'), false) as forenoon,
                            coalesce(bool_or(e.afternoon <> 'HOLIDAY'), false) as afternoon
                       from attendance_day e
                      where e.day = d.day and e.staff_id = d.staff_id) held
                   cross join lateral (
                     select k.day_kind <> 'HOLIDAY'
                              and (d.forenoon <> 'HOLIDAY' or coalesce(w.forenoon, false) and not held.forenoon) as forenoon,
                            k.day_kind = 'WORKING'
                              and (d.afternoon <> 'HOLIDAY' or coalesce(w.afternoon, false) and not held.afternoon)
                              as afternoon) n
             where d.day = :day and d.facts > 0
               and (n.forenoon, n.afternoon) <> (d.forenoon <> 'HOLIDAY', d.afternoon <> 'HOLIDAY')
             order by d.staff_id
            """;

    /** Once a session: who has a line that holds a session already, with facts, gets no second one elsewhere. */
    private static final String ADD_MISSING = EXPECTED
            + """
            , new_off_portal as (
              insert into off_portal_day (day, staff_id, institution_id, place)
              select :day, w.staff_id, w.institution_id, w.place
                from off_portal w
                  on conflict (day, staff_id) do nothing)
            insert into attendance_day (day, staff_id, institution_id, forenoon, afternoon)
            select :day, e.staff_id, e.institution_id, e.forenoon, e.afternoon
              from expected e
             where not exists (
               select from attendance_day d
                where d.day = :day and d.staff_id = e.staff_id
                  and (d.forenoon <> 'HOLIDAY' and e.forenoon <> 'HOLIDAY'
                       or d.afternoon <> 'HOLIDAY' and e.afternoon <> 'HOLIDAY'))
             order by e.institution_id, e.staff_id
                on conflict (day, staff_id, institution_id) do nothing
            """;

    private final JdbcClient jdbc;

    DayOpeningTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public boolean isOpen(LocalDate day) {
        return jdbc.sql("select to_regclass('institution_day_' || to_char(:day::date, 'YYYYMM')) is not null"
                        + " and exists (select from institution_day where day = :day)")
                .param("day", day)
                .query(Boolean.class)
                .single();
    }

    public Optional<LocalDate> lastOpenedBefore(LocalDate today) {
        return jdbc.sql("select max(day) from institution_day where day < ?")
                .param(today)
                .query(LocalDate.class)
                .optional();
    }

    /** The regimes that are set anywhere in the tree. */
    public List<String> regimes() {
        return jdbc.sql("select distinct value from setting where name = 'regime'")
                .query(String.class)
                .list();
    }

    /** A deadline that has passed by {@code now} stays where it was. */
    public void open(LocalDate day, ZoneId zone, List<DayCutoff> cutoffs, Instant now) {
        jdbc.sql("select ensure_attendance_month(:day)").param("day", day).query(rs -> {});
        lock(day);
        // Rights follow the tree as it is today, though an earlier day is opened late.
        var today = LocalDate.ofInstant(now, zone);
        jdbc.sql("select refresh_institution_paths(:day)")
                .param("day", day.isBefore(today) ? today : day)
                .query(rs -> {});
        jdbc.sql(INSTITUTIONS)
                .param("day", day)
                .param("zone", zone.getId())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("elsewhere", DayCutoff.ELSEWHERE)
                .param("kinds", cutoffs.stream().map(DayCutoff::kind).toArray(String[]::new))
                .param("regimes", cutoffs.stream().map(DayCutoff::regime).toArray(String[]::new))
                .param(
                        "entryDues",
                        cutoffs.stream().map(c -> c.entryDue().toString()).toArray(String[]::new))
                .param(
                        "closings",
                        cutoffs.stream().map(c -> c.closes().toString()).toArray(String[]::new))
                .param(
                        "minutesAfterEnd",
                        cutoffs.stream().map(DayCutoff::minutesAfterEnd).toArray(Integer[]::new))
                .update();
        people(day, null);
    }

    /** Lines of these members of staff on an open day follow where they work as it is known now; lines with facts stay. */
    public void follow(LocalDate day, Collection<Long> staff) {
        lock(day);
        people(day, staff.toArray(Long[]::new));
    }

    private void lock(LocalDate day) {
        // One copy of the application opens a day; the others wait and find it open.
        jdbc.sql("select pg_advisory_xact_lock(hashtext('open-day'), :number)")
                .param("number", (int) day.toEpochDay())
                .query(rs -> {});
        // The planner cannot know that a function answers for a whole state and would ask it once a row.
        jdbc.sql("set local enable_nestloop = off").update();
    }

    private void people(LocalDate day, Long[] concerned) {
        for (var step : List.of(REMOVE_UNTOUCHED, ADD_MISSING)) {
            jdbc.sql(step).param("day", day).param("concerned", concerned).update();
        }
    }

    /** The newest note of a place of work that may have changed, if registers have not followed all. */
    public Optional<Long> newestChange() {
        return jdbc.sql("select max(id) from workplace_change")
                .query((row, n) -> Optional.ofNullable(row.getObject(1, Long.class)))
                .single();
    }

    /** The open days of a period, the last excluded, on which somebody's place of work may have changed. */
    public List<LocalDate> openDaysChanged(LocalDate from, LocalDate before, long newest) {
        return jdbc.sql(
                        """
                        select g.day::date
                          from generate_series(:from::timestamp, :before::timestamp - interval '1 day', interval '1 day') g (day)
                         where exists (select from workplace_change c where c.id <= :newest and c.during @> g.day::date)
                           and exists (select from institution_day d where d.day = g.day::date)
                         order by 1
                        """)
                .param("from", from)
                .param("before", before)
                .param("newest", newest)
                .query(LocalDate.class)
                .list();
    }

    /** Whose place of work may have changed on a day, by key. */
    public List<Long> changed(LocalDate day, long newest) {
        return jdbc.sql("select distinct staff_id from workplace_change where id <= :newest and during @> :day::date")
                .param("newest", newest)
                .param("day", day)
                .query(Long.class)
                .list();
    }

    public void changesFollowed(long newest) {
        jdbc.sql("delete from workplace_change where id <= ?").param(newest).update();
    }

    /** A person's line with facts, and the sessions that the calendar has for it now. */
    public record Misread(Key of, long institutionId, Set<Session> expected) {}

    /** The lines with facts of an open day that another calendar was used for. */
    public List<Misread> misread(LocalDate day) {
        return jdbc.sql(MISREAD)
                .param("day", day)
                .query((row, n) -> {
                    var expected = EnumSet.noneOf(Session.class);
                    if (row.getBoolean("forenoon")) expected.add(Session.FORENOON);
                    if (row.getBoolean("afternoon")) expected.add(Session.AFTERNOON);
                    return new Misread(
                            new Key(row.getString("employee_code"), day), row.getLong("institution_id"), expected);
                })
                .list();
    }

    /** The holiday that keeps a person from being expected on a day, at the place of work; empty: it is none for that person. */
    public Optional<Holiday> holiday(String employeeCode, LocalDate day) {
        return jdbc.sql(
                        """
                        select k.institution_id, coalesce(k.name, '') as name, k.name_hi
                          from workplaces_of(:day, array(select x.id from staff x where x.employee_code = :code)) w
                               join staff s on s.id = w.staff_id
                               left join posting p on p.staff_id = w.staff_id and p.during @> :day
                               join calendar_on(:day) k
                                 on k.institution_id = coalesce(w.institution_id, p.institution_id) and k.cadre = s.cadre
                         where k.day_kind = 'HOLIDAY'
                         order by w.forenoon desc
                         limit 1
                        """)
                .param("code", employeeCode)
                .param("day", day)
                .query((row, n) -> new Holiday(
                        row.getLong("institution_id"),
                        new Named(row.getString("name"), Optional.ofNullable(row.getString("name_hi")))))
                .optional();
    }

    /** A holiday at a place of work; a weekly one has no name. */
    public record Holiday(long institutionId, Named name) {}
}
