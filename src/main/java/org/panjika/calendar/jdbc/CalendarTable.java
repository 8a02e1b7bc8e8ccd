package org.panjika.calendar.jdbc;

import java.time.LocalDate;
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
}
