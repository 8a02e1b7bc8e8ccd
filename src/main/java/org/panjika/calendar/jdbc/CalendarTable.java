package org.panjika.calendar.jdbc;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.panjika.calendar.CadreAt;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
public class CalendarTable {

    private final JdbcClient jdbc;

    CalendarTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public boolean isWorkingDay(String institution, LocalDate day) {
        return jdbc.sql(
                        """
                        select exists (
                          select from institution i join calendar_on(:day) k on k.institution_id = i.id
                           where i.code = :code and k.day_kind <> 'HOLIDAY')
                        """)
                .param("code", institution)
                .param("day", day)
                .query(Boolean.class)
                .single();
    }

    /** Of cadres at institutions those that work on the day. */
    public List<CadreAt> working(Collection<CadreAt> cadres, LocalDate day) {
        return jdbc.sql(
                        """
                        select w.institution, w.cadre
                          from unnest(:institutions::bigint[], :cadres::text[]) w (institution, cadre)
                               join calendar_on(:day) k on k.institution_id = w.institution and k.cadre = w.cadre
                         where k.day_kind <> 'HOLIDAY'
                        """)
                .param(
                        "institutions",
                        cadres.stream().map(CadreAt::institutionId).toArray(Long[]::new))
                .param("cadres", cadres.stream().map(CadreAt::cadre).toArray(String[]::new))
                .param("day", day)
                .query((row, n) -> new CadreAt(row.getLong("institution"), row.getString("cadre")))
                .list();
    }

    /** The n-th working day of the institution after a day, of so many days. */
    public Optional<LocalDate> workingDayAfter(String institution, LocalDate day, int n, int farthest) {
        return jdbc.sql("select working_day_after(?, ?, ?, ?)")
                .params(institution, day, n, farthest)
                .query((row, number) -> Optional.ofNullable(row.getObject(1, LocalDate.class)))
                .single();
    }

    /** The days from one to another on which anybody works at the institution. */
    public List<LocalDate> workingDays(String institution, LocalDate first, LocalDate last) {
        return jdbc.sql(
                        """
                        select distinct d.day::date
                          from institution i
                               cross join generate_series(:first::date, :last::date, interval '1 day') d (day)
                               cross join lateral calendar_on(d.day::date) k
                         where i.code = :code and k.institution_id = i.id and k.day_kind <> 'HOLIDAY'
                        """)
                .param("code", institution)
                .param("first", first)
                .param("last", last)
                .query(LocalDate.class)
                .list();
    }

    /** Those of the institutions, by key, at which anybody works on the day. */
    public List<Long> anybodyWorks(Collection<Long> institutions, LocalDate day) {
        return jdbc.sql(
                        """
                        select k.institution_id from calendar_on(:day) k
                         where k.institution_id = any (:institutions::bigint[])
                         group by k.institution_id
                        having bool_or(k.day_kind <> 'HOLIDAY')
                        """)
                .param("institutions", institutions.toArray(Long[]::new))
                .param("day", day)
                .query(Long.class)
                .list();
    }
}
