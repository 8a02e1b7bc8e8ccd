package org.panjika.organisation.jdbc;

import java.util.List;
import java.util.Map;
import org.panjika.lists.Staged;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Which imported points of schools are not to be trusted, and why. Nobody's mark is refused by such a point (C7).
 *
 * <p>A school's point is compared with those of all other schools, so a list is judged in the light of what is there.
 */
@Repository
class SchoolPoints {

    private static final List<String> DOUBTS =
            List.of("ZERO_POINT", "OUTSIDE_COUNTRY", "SHARED_POINT", "OTHER_DISTRICT", "TOO_COARSE");

    private final JdbcClient jdbc;
    private final List<Double> country;

    /** @param country south, west, north and east of the country, degrees */
    SchoolPoints(JdbcClient jdbc, @Value("${panjika.country-bounds:6.5,68,37.6,97.5}") List<Double> country) {
        this.jdbc = jdbc;
        this.country = country;
    }

    /** Judges the points of the institutions in {@code institution_wanted} and of the schools that share a point with one. */
    void judge(Staged rows) {
        gather();
        medians();
        neighbours();
        jdbc.sql(
                        """
                        create temp table school_doubt on commit drop as
                        with majority as (
                          select left(code, 4) as district, mode() within group (order by said_district) as said
                            from school_point where said_district is not null group by 1),
                        shared as (
                          select latitude, longitude from school_point group by 1, 2 having count(*) >= 4)
                        select p.id, p.line, case
                            when p.latitude = 0 and p.longitude = 0 then 'ZERO_POINT'
                            when not (p.latitude between :south and :north and p.longitude between :west and :east)
                              then 'OUTSIDE_COUNTRY'
                            when s.latitude is not null then 'SHARED_POINT'
                            when p.line is null then p.doubt
                            when p.said_district is not null
                              then case when p.said_district <> m.said then 'OTHER_DISTRICT'
                                        when p.coarse then 'TOO_COARSE' end
                            -- what an earlier list knew of the same point and this one does not say
                            when p.doubt = 'OTHER_DISTRICT' and p.same_point then 'OTHER_DISTRICT'
                            when d.schools >= 10 and greatest(10, 3 * d.far) < sqrt(
                                   power((p.latitude - d.latitude) * 111.2, 2)
                                   + power((p.longitude - d.longitude) * 111.2 * cos(radians(d.latitude)), 2))
                              then 'OTHER_DISTRICT'
                            when d.schools >= 10 and n.schools >= 10 and n.own < 0.2 * n.schools then 'OTHER_DISTRICT'
                            when p.coarse then 'TOO_COARSE' end as doubt
                          from school_point p
                               left join shared s on s.latitude = p.latitude and s.longitude = p.longitude
                               left join majority m on m.district = left(p.code, 4)
                               left join district_middle d on d.district = p.district
                               left join district_around n on n.district = p.district and n.x = p.x and n.y = p.y
                         where p.line is not null or s.latitude is not null
                        """)
                .param("south", country.get(0))
                .param("west", country.get(1))
                .param("north", country.get(2))
                .param("east", country.get(3))
                .update();
        jdbc.sql(
                        """
                        update institution i
                           set coordinate_quality = case when d.doubt is null then 'IMPORTED' else 'SUSPECT' end,
                               coordinate_doubt = d.doubt
                          from school_doubt d
                         where d.id = i.id and i.coordinate_quality <> 'SURVEYED'
                           and (i.coordinate_doubt is distinct from d.doubt
                                or i.coordinate_quality <> case when d.doubt is null then 'IMPORTED' else 'SUSPECT' end)
                        """)
                .update();
        for (var doubt : DOUBTS) {
            rows.doubt(
                    "latitude",
                    doubt.toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
                    """
                    select d.line, i.latitude || ', ' || i.longitude as value
                      from school_doubt d join institution i on i.id = d.id
                     where d.line is not null and d.doubt = :doubt and i.coordinate_quality = 'SUSPECT'
                    """,
                    Map.of("doubt", doubt));
        }
    }

    /** Every school with a point, its cell of a twentieth of a degree, and its line in the list if it has one. */
    private void gather() {
        jdbc.sql(
                        """
                        create temp table school_point on commit drop as
                        select i.id, i.code, i.latitude, i.longitude, i.coordinate_doubt as doubt,
                               case when i.code ~ '^[0-9]{11}$' then left(i.code, 4) else coalesce(i.district, '') end as district,
                               floor(i.latitude * 20)::int as x, floor(i.longitude * 20)::int as y,
                               abs(i.latitude * 100 - round(i.latitude * 100)) < 1e-7
                                 and abs(i.longitude * 100 - round(i.longitude * 100)) < 1e-7 as coarse,
                               w.line, lower(w.district_by_coordinates) as said_district,
                               (w.known_latitude, w.known_longitude) is not distinct from (i.latitude, i.longitude) as same_point
                          from institution i left join institution_wanted w on w.code = i.code
                         where i.kind = 'SCHOOL' and i.latitude is not null
                        """)
                .update();
        jdbc.sql("analyze school_point (id, code, district, line)").update();
    }

    /** The middle of each district (medians: wrong points do not move it) and the median distance from it, in km. */
    private void medians() {
        jdbc.sql(
                        """
                        create temp table district_middle on commit drop as
                        with concerned as (select distinct district from school_point where line is not null and district <> ''),
                        middle as (
                          select district, percentile_cont(0.5) within group (order by latitude) as latitude,
                                 percentile_cont(0.5) within group (order by longitude) as longitude
                            from school_point join concerned using (district) group by 1)
                        select p.district, m.latitude, m.longitude, count(*) as schools,
                               percentile_cont(0.5) within group (order by sqrt(
                                 power((p.latitude - m.latitude) * 111.2, 2)
                                 + power((p.longitude - m.longitude) * 111.2 * cos(radians(m.latitude)), 2))) as far
                          from school_point p join middle m using (district)
                         group by 1, 2, 3
                        """)
                .update();
    }

    /** How many schools stand in and round each cell, and how many of them belong to each district. */
    private void neighbours() {
        jdbc.sql(
                        """
                        create temp table district_around on commit drop as
                        with cell as (
                          select x, y, district, count(*) as schools from school_point where district <> '' group by 1, 2, 3),
                        around as (
                          select c.x + dx as x, c.y + dy as y, c.district, sum(c.schools) as own
                            from cell c cross join generate_series(-1, 1) dx cross join generate_series(-1, 1) dy
                           group by 1, 2, 3),
                        total as (select x, y, sum(own) as schools from around group by 1, 2)
                        select a.x, a.y, a.district, a.own, t.schools from around a join total t using (x, y)
                        """)
                .update();
        for (var table : List.of("district_middle", "district_around"))
            jdbc.sql("analyze " + table).update();
    }
}
