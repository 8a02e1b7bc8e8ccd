package org.panjika.calendar.jdbc;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.panjika.calendar.CalendarChange;
import org.panjika.organisation.Institution;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Compares the calendar before and after a change that is made in the running transaction, on certain days in certain areas: these are
 * said first, then it is looked at before the change and after it.
 */
@Repository
public class CalendarLook {

    private final JdbcClient jdbc;

    CalendarLook(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** At these days of one area. */
    public void at(Institution area, Collection<LocalDate> days) {
        at("select day, :area::bigint as area_id from unnest(:days::date[]) day")
                .param("area", area.id())
                .param("days", days.stream().map(LocalDate::toString).toArray(String[]::new))
                .update();
    }

    /** @param days query for day and area_id */
    JdbcClient.StatementSpec at(String days) {
        return jdbc.sql("create temp table calendar_look on commit drop as " + days);
    }

    /** What kind of day it is. */
    public void before() {
        jdbc.sql(
                        "create temp table calendar_before (day date, institution_id bigint, cadre text, day_kind text) on commit drop")
                .update();
        for (var day : days()) {
            jdbc.sql("insert into calendar_before select :day, k.institution_id, k.cadre, k.day_kind" + THERE)
                    .param("day", day)
                    .update();
        }
    }

    /** What has become another kind of day since. */
    public CalendarChange after() {
        jdbc.sql(
                        "create temp table %s (day date, institution_id bigint, cadre text, was text, becomes text) on commit drop"
                                .formatted(CalendarChange.TABLE))
                .update();
        for (var day : days()) {
            jdbc.sql(
                            "insert into " + CalendarChange.TABLE
                                    + """
                               select b.day, b.institution_id, b.cadre, b.day_kind, k.day_kind
                                 from calendar_before b
                                      join (select k.institution_id, k.cadre, k.day_kind
                              """
                                    + THERE
                                    + """
                              ) k on k.institution_id = b.institution_id and k.cadre = b.cadre
                                where b.day = :day and b.day_kind <> k.day_kind
                              """)
                    .param("day", day)
                    .update();
        }
        jdbc.sql("analyze " + CalendarChange.TABLE).update();
        return new CalendarChange(new TreeSet<>(jdbc.sql("select distinct day from " + CalendarChange.TABLE)
                .query(LocalDate.class)
                .set()));
    }

    /** How many take part and have another day than before. */
    public int institutionsChanged() {
        return jdbc.sql("select count(distinct c.institution_id) from " + CalendarChange.TABLE
                        + " c join institution i on i.id = c.institution_id and i.participates")
                .query(Integer.class)
                .single();
    }

    private static final String THERE =
            """
             from calendar_on(:day) k
                  join institution i on i.id = k.institution_id
            where i.path && (select array_agg(l.area_id) from calendar_look l where l.day = :day)
            """;

    private List<LocalDate> days() {
        return jdbc.sql("select distinct day from calendar_look order by 1")
                .query(LocalDate.class)
                .list();
    }
}
