package org.panjika.calendar.jdbc;

import org.panjika.lists.Counts;
import org.panjika.lists.Staged;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** A list of holidays against the calendar: judged and written by sets. */
@Repository
public class HolidayImport {

    public static final String LIST = "holiday_list";

    private final JdbcClient jdbc;
    private final CalendarLook look;

    HolidayImport(JdbcClient jdbc, CalendarLook look) {
        this.jdbc = jdbc;
        this.look = look;
    }

    public void judge(Staged rows) {
        rows.reject("area", "unknown-institution", "not exists (select from institution i where i.code = r.area)");
        rows.reject("to_day", "ends-before-it-begins", "r.to_day::date < r.from_day::date");
        rows.reject(
                "from_day",
                "duplicate-in-file",
                """
                exists (select from holiday_list o
                         where o.line <> r.line
                           and (o.area, o.kind, o.calendar_group, o.cadre, o.from_day, o.to_day)
                               is not distinct from (r.area, r.kind, r.calendar_group, r.cadre, r.from_day, r.to_day))
                """);
    }

    public Counts write() {
        want();
        return writeWanted();
    }

    /** The rows, and the entries of the calendar that they name. */
    public void want() {
        jdbc.sql(
                        """
                        create temp table holiday_wanted on commit drop as
                        select r.line, d.id, a.id as area_id, r.kind, r.calendar_group, r.cadre, r.from_day::date as from_day,
                               r.to_day::date as to_day, r.day_kind, r.name, coalesce(r.name_hi, d.name_hi) as name_hi,
                               (d.day_kind, d.name, d.name_hi)
                                 is not distinct from (r.day_kind, r.name, coalesce(r.name_hi, d.name_hi)) as as_it_was
                          from holiday_list r
                               join institution a on a.code = r.area
                               left join calendar_day d
                                 on d.area_id = a.id and d.kind is not distinct from r.kind
                                and d.calendar_group is not distinct from r.calendar_group
                                and d.cadre is not distinct from r.cadre
                                and d.from_day = r.from_day::date and d.to_day = r.to_day::date
                         where not r.rejected
                        """)
                .update();
    }

    /** The days and areas of the rows that change something, to be looked at. */
    public void toLookAt() {
        look.at(
                        """
                        select g.day::date as day, w.area_id
                          from holiday_wanted w
                               cross join generate_series(w.from_day::timestamp, w.to_day::timestamp, interval '1 day') g (day)
                         where not w.as_it_was
                        """)
                .update();
    }

    /** Writes them. */
    public Counts writeWanted() {
        var updated = jdbc.sql(
                        """
                        update calendar_day d set day_kind = w.day_kind, name = w.name, name_hi = w.name_hi
                          from holiday_wanted w where w.id = d.id and not w.as_it_was
                        """)
                .update();
        var created = jdbc.sql(
                        """
                        insert into calendar_day (area_id, kind, calendar_group, cadre, from_day, to_day, day_kind, name, name_hi)
                        select area_id, kind, calendar_group, cadre, from_day, to_day, day_kind, name, name_hi
                          from holiday_wanted where id is null order by line
                        """)
                .update();
        var good = jdbc.sql("select count(*) from holiday_wanted")
                .query(Integer.class)
                .single();
        return new Counts(created, updated, good - created - updated);
    }
}
