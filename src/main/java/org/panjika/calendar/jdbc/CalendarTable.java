package org.panjika.calendar.jdbc;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
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
    public List<Long> working(Collection<Long> institutions, LocalDate day) {
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
