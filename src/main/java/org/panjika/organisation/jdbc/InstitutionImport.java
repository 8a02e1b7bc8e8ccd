package org.panjika.organisation.jdbc;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.panjika.lists.Counts;
import org.panjika.lists.Staged;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** A list of institutions against the tree: judged and written by sets. */
@Repository
public class InstitutionImport {

    public static final String LIST = "institution_list";

    private final JdbcClient jdbc;
    private final SchoolPoints points;

    InstitutionImport(JdbcClient jdbc, SchoolPoints points) {
        this.jdbc = jdbc;
        this.points = points;
    }

    /** Key of the institution that districts made up are put under: the one named, the only division, the only directorate. */
    public Optional<Long> top(Optional<String> under) {
        if (under.isPresent()) {
            return Optional.of(jdbc.sql("select id from institution where code = ?")
                    .param(under.get())
                    .query(Long.class)
                    .optional()
                    .orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND, Map.of("under", under.get()))));
        }
        return jdbc.sql(
                        """
                        select min(id) from institution where kind in ('DIVISION', 'DIRECTORATE')
                         group by kind having count(*) = 1 order by kind desc limit 1
                        """)
                .query(Long.class)
                .optional();
    }

    public void judge(Staged rows, LocalDate day) {
        rows.reject(
                "code",
                "duplicate-in-file",
                "r.code in (select code from institution_list where code is not null group by code having count(*) > 1)");
        jdbc.sql(
                        """
                        update institution_list r
                           set kind = coalesce(r.kind, i.kind),
                               category = case coalesce(r.kind, i.kind) when 'SCHOOL' then coalesce(r.category, i.category) end
                          from institution i
                         where i.code = r.code and not r.rejected and (r.kind is null or r.category is null)
                        """)
                .update();
        rows.reject("kind", "missing", "r.kind is null");
        rows.reject("category", "missing", "r.kind = 'SCHOOL' and r.category is null");
        rows.reject(
                "kind",
                "kind-changed",
                "exists (select from institution i where i.code = r.code and i.kind <> r.kind and not i.provisional)");
        rows.reject("parent", "parent-is-itself", "r.parent = r.code");
        rows.reject(
                "parent",
                "parent-missing",
                """
                r.parent is null and r.kind <> 'DIRECTORATE' and not (r.kind = 'SCHOOL' and r.code ~ '^[0-9]{11}$')
                and not exists (select from institution i where i.code = r.code)
                """);
        rows.reject(
                "parent",
                "office-under-school",
                """
                r.kind <> 'SCHOOL' and r.parent is not null
                and 'SCHOOL' = coalesce((select max(p.kind) from institution_list p where p.code = r.parent),
                                        (select i.kind from institution i where i.code = r.parent))
                """);
        while (rows.reject(
                        "parent",
                        "unknown-parent",
                        """
                        r.parent is not null
                        and not exists (select from institution i where i.code = r.parent)
                        and not exists (select from institution_list p where p.code = r.parent and not p.rejected)
                        """)
                > 0) {
            // a row whose parent was rejected just now has no parent either
        }
        rows.reject(
                "parent",
                "parent-ring",
                """
                r.parent is not null and r.code not in (
                  with recursive listed as (
                    select code, parent from institution_list where parent is not null and not rejected),
                  above as materialized (
                    select code, parent from listed
                     union all
                    select c.code, a.code
                      from institution_parent p
                           join institution c on c.id = p.institution_id
                           join institution a on a.id = p.parent_id
                     where p.during @> :day and c.code not in (select code from listed)),
                  reached as (
                    select code from above where parent not in (select code from above)
                     union
                    select a.code from reached t join above a on a.parent = t.code)
                  select code from reached)
                """,
                Map.of("day", day));
    }

    public Counts write(Staged rows, Optional<Long> top, LocalDate day) {
        findHomeless();
        var provisional = makeProvisional("CDEO", 4, top) + makeProvisional("CBEO", 6, top);
        rows.mend(
                "parent",
                "parent-from-code",
                """
                select h.line, '' as value, o.code as taken
                  from homeless h join institution o on o.code = 'CBEO' || left(h.code, 6) and not o.provisional
                """,
                Map.of());
        merge(day);
        rows.mend(
                "latitude",
                "surveyed-point-kept",
                """
                select line, list_latitude || ', ' || list_longitude as value, latitude || ', ' || longitude as taken
                  from institution_wanted
                 where coordinate_quality = 'SURVEYED' and list_latitude is not null
                   and (list_latitude, list_longitude) is distinct from (latitude, longitude)
                """,
                Map.of());
        var updated = update();
        var created = insert();
        if (placeUnderParents(day)) {
            jdbc.sql("select refresh_institution_paths(:day)")
                    .param("day", day)
                    .query(Integer.class)
                    .single();
        }
        points.judge(rows);
        var total = jdbc.sql("select count(*) from institution_wanted")
                .query(Integer.class)
                .single();
        return new Counts(created, updated, total - created - updated, provisional);
    }

    /** Schools for which no parent is given and none is known. */
    private void findHomeless() {
        jdbc.sql(
                        """
                        create temp table homeless on commit drop as
                        select r.line, r.code, r.district
                          from institution_list r
                               left join institution i on i.code = r.code
                               left join (select distinct institution_id from institution_parent) p on p.institution_id = i.id
                         where not r.rejected and r.parent is null and r.kind = 'SCHOOL' and r.code ~ '^[0-9]{11}$'
                           and p.institution_id is null
                        """)
                .update();
        jdbc.sql("analyze homeless").update();
    }

    /**
     * C2: where no list names the block, one from digits 1 to 6 of the schools' codes, below a district from 1 to 4.
     *
     * @param digits how many digits of a school's code name the office's area
     * @return how many were made
     */
    private int makeProvisional(String kind, int digits, Optional<Long> top) {
        return jdbc.sql(
                        """
                        with area as (
                          select left(code, :digits) as area, mode() within group (order by district) as district
                            from homeless group by 1),
                        made as (
                          insert into institution (id, code, kind, name, name_hi, provisional, path)
                          overriding system value
                          select n.id, n.code, :kind, case :kind when 'CDEO' then 'District ' || coalesce(initcap(n.district), n.area)
                                                                 else 'Block ' || n.area end,
                                 case :kind when 'CDEO' then 'जिला ' else 'ब्लॉक ' end || n.area, true,
                                 case when cardinality(a.path) > 0 then a.path end || n.id
                            from (select nextval(pg_get_serial_sequence('institution', 'id')) as id, :kind || area as code,
                                         area, district
                                    from area
                                   where not exists (select from institution_list o
                                                      where o.code = :kind || area and not o.rejected)
                                     and not exists (select from institution o where o.code = :kind || area)) n
                                 left join institution a on a.id = case :kind when 'CDEO' then :top
                                   else (select c.id from institution c where c.code = 'CDEO' || left(n.area, 4)) end
                          returning id, path),
                        placed as (
                          insert into institution_parent (institution_id, parent_id, during)
                          select id, path[cardinality(path) - 1], daterange(null, null) from made where cardinality(path) > 1)
                        select count(*) from made
                        """)
                .param("kind", kind)
                .param("digits", digits)
                .param("top", top.orElse(null), java.sql.Types.BIGINT)
                .query(Integer.class)
                .single();
    }

    /** What every institution of the list shall be: the list's word where it has one, else what is there. */
    private void merge(LocalDate day) {
        jdbc.sql(
                        """
                        create temp table institution_wanted on commit drop as
                        with known_parent as (
                          select c.code, p.parent_id
                            from institution_parent p join institution c on c.id = p.institution_id
                           where p.during @> :day)
                        select r.line, i.id,
                               case when i.id is null then nextval(pg_get_serial_sequence('institution', 'id')) end as new_id,
                               r.code, r.kind, r.category, r.name,
                               coalesce(r.name_hi, i.name_hi) as name_hi,
                               coalesce(r.locality, i.locality) as locality,
                               coalesce(r.district, i.district) as district,
                               coalesce(r.pincode, i.pincode) as pincode,
                               coalesce(r.management, i.management) as management,
                               coalesce(r.urban::boolean, i.urban, false) as urban,
                               coalesce(r.participates::boolean, i.participates, true) as participates,
                               coalesce(r.calendar_group, i.calendar_group) as calendar_group,
                               coalesce(r.provisional::boolean, false) as provisional,
                               case when i.coordinate_quality = 'SURVEYED'
                                         and r.coordinate_quality is distinct from 'SURVEYED' then i.latitude
                                    else coalesce(r.latitude::float8, i.latitude) end as latitude,
                               case when i.coordinate_quality = 'SURVEYED'
                                         and r.coordinate_quality is distinct from 'SURVEYED' then i.longitude
                                    else coalesce(r.longitude::float8, i.longitude) end as longitude,
                               r.latitude::float8 as list_latitude, r.longitude::float8 as list_longitude,
                               case r.coordinate_quality when 'SURVEYED' then 'SURVEYED' else i.coordinate_quality end
                                 as coordinate_quality,
                               i.coordinate_doubt,
                               i.latitude as known_latitude, i.longitude as known_longitude,
                               r.district_by_coordinates,
                               case when r.parent is not null then r.parent
                                    when k.parent_id is null and r.kind = 'SCHOOL' and r.code ~ '^[0-9]{11}$'
                                         then 'CBEO' || left(r.code, 6) end as parent,
                               k.parent_id as known_parent_id,
                               i.id is not null
                                 and (i.kind, i.category, i.name, i.name_hi, i.locality, i.district, i.pincode,
                                      i.management, i.urban, i.participates, i.calendar_group, i.provisional)
                                     is not distinct from
                                     (r.kind, r.category, r.name, coalesce(r.name_hi, i.name_hi),
                                      coalesce(r.locality, i.locality), coalesce(r.district, i.district),
                                      coalesce(r.pincode, i.pincode), coalesce(r.management, i.management),
                                      coalesce(r.urban::boolean, i.urban, false),
                                      coalesce(r.participates::boolean, i.participates, true),
                                      coalesce(r.calendar_group, i.calendar_group),
                                      coalesce(r.provisional::boolean, false))
                                 and (r.latitude is null
                                      or (i.latitude, i.longitude)
                                         is not distinct from (r.latitude::float8, r.longitude::float8)
                                         and (r.coordinate_quality is distinct from 'SURVEYED'
                                              or i.coordinate_quality is not distinct from 'SURVEYED')
                                      or i.coordinate_quality is not distinct from 'SURVEYED'
                                         and r.coordinate_quality is distinct from 'SURVEYED') as as_it_was
                          from institution_list r
                               left join institution i on i.code = r.code
                               left join known_parent k on k.code = r.code
                         where not r.rejected
                        """)
                .param("day", day)
                .update();
        jdbc.sql("analyze institution_wanted (id, code, parent, known_parent_id)")
                .update();
    }

    private int update() {
        jdbc.sql(
                        """
                        update institution i
                           set kind = w.kind, category = w.category, name = w.name, name_hi = w.name_hi,
                               locality = w.locality, district = w.district, pincode = w.pincode,
                               management = w.management, urban = w.urban, participates = w.participates,
                               calendar_group = w.calendar_group, provisional = w.provisional, latitude = w.latitude,
                               longitude = w.longitude,
                               coordinate_quality = case when w.latitude is not null
                                                         then coalesce(w.coordinate_quality, 'IMPORTED') end,
                               coordinate_doubt = case when w.coordinate_quality is distinct from 'SURVEYED'
                                                       then i.coordinate_doubt end
                          from institution_wanted w
                         where w.id = i.id and not w.as_it_was
                        """)
                .update();
        return jdbc.sql(
                        """
                        select count(*)
                          from institution_wanted w left join institution p on p.code = w.parent
                         where w.id is not null
                           and (not w.as_it_was or w.parent is not null and p.id is distinct from w.known_parent_id)
                        """)
                .query(Integer.class)
                .single();
    }

    private int insert() {
        return jdbc.sql(
                        """
                        insert into institution (id, code, kind, category, name, name_hi, locality, district, pincode,
                          management, urban, participates, calendar_group, provisional, latitude, longitude, coordinate_quality, path)
                        overriding system value
                        select w.new_id, w.code, w.kind, w.category, w.name, w.name_hi, w.locality, w.district, w.pincode,
                          w.management, w.urban, w.participates, w.calendar_group, w.provisional, w.latitude, w.longitude,
                          case when w.latitude is not null then coalesce(w.coordinate_quality, 'IMPORTED') end,
                          case when w.parent is null then array[w.new_id]
                               when cardinality(p.path) > 0 then p.path || w.new_id else '{}' end
                          from institution_wanted w left join institution p on p.code = w.parent
                         where w.id is null order by w.line
                        """)
                .update();
    }

    /**
     * A new institution has its parent from ever; where the parent changes, from today.
     *
     * @return whether paths have to be computed anew: not if all that came is new and below what was there
     */
    private boolean placeUnderParents(LocalDate day) {
        jdbc.sql(
                        """
                        create temp table new_parent on commit drop as
                        select c.id as institution_id, p.id as parent_id, w.known_parent_id is not null as changes
                          from institution_wanted w
                               join institution c on c.code = w.code
                               join institution p on p.code = w.parent
                         where w.known_parent_id is distinct from p.id
                        """)
                .update();
        jdbc.sql("analyze new_parent").update();
        var moved = jdbc.sql(
                        """
                        select exists (select from new_parent n join institution_wanted w on w.id = n.institution_id)
                            or exists (select from institution where path = '{}')
                        """)
                .query(Boolean.class)
                .single();
        jdbc.sql(
                        """
                        update institution_parent p set parent_id = n.parent_id
                          from new_parent n
                         where n.changes and p.institution_id = n.institution_id and lower(p.during) = :day
                        """)
                .param("day", day)
                .update();
        jdbc.sql(
                        """
                        with ended as (
                          update institution_parent p set during = daterange(lower(p.during), :day)
                            from new_parent n
                           where n.changes and p.institution_id = n.institution_id and p.during @> :day
                             and lower(p.during) is distinct from :day
                          returning p.institution_id)
                        select count(*) from ended
                        """)
                .param("day", day)
                .query(Integer.class)
                .single();
        jdbc.sql(
                        """
                        insert into institution_parent (institution_id, parent_id, during)
                        select n.institution_id, n.parent_id,
                               daterange(case when n.changes or l.until is not null then :day::date end, l.next)
                          from new_parent n
                               left join (select institution_id, max(upper(during)) filter (where upper(during) <= :day) as until,
                                                 min(lower(during)) filter (where lower(during) > :day) as next
                                            from institution_parent group by 1) l on l.institution_id = n.institution_id
                         where not exists (select from institution_parent p
                                            where p.institution_id = n.institution_id and p.during @> :day)
                        """)
                .param("day", day)
                .update();
        return moved;
    }
}
