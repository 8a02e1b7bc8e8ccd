package org.panjika.sandbox.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.panjika.sandbox.SandboxOnly;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What people of the made-up state came with. */
@Repository
@SandboxOnly
public class SampleLeaveTable {

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    SampleLeaveTable(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    public boolean anyEntry() {
        return jdbc.sql("select exists (select from leave_entry)")
                .query(Boolean.class)
                .single();
    }

    public void opening(List<Map<String, Object>> rows, LocalDate today, Instant now) {
        jdbc.sql(
                        """
                        insert into leave_entry (recorded_at, recorded_by, staff_id, account, period, source, half_days, day)
                        select :now, 'admin', s.id, t.account, '1900-01-01', 'OPENING', r.half_days, :today
                          from json_to_recordset(:rows::json) r (staff text, account text, half_days int)
                               join staff s on s.employee_code = r.staff
                               join lateral leave_types(s.id, :today) t on t.account = r.account and t.credit <> 'NONE'
                                                                        and not t.lapses
                        """)
                .param("rows", array(rows))
                .param("today", today)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** The first day from one on on which the person works, within some days. */
    public Optional<LocalDate> workingDay(String employeeCode, LocalDate from, int within) {
        return jdbc.sql(
                        """
                        select min(d.day)::date
                          from staff s
                               cross join generate_series(:from::date, :from::date + :within, interval '1 day') d (day)
                               join posting p on p.staff_id = s.id and p.during @> d.day::date
                               cross join lateral calendar_on(d.day::date) k
                         where s.employee_code = :code and k.institution_id = p.institution_id and k.cadre = s.cadre
                           and k.day_kind = 'WORKING'
                        """)
                .param("code", employeeCode)
                .param("from", from)
                .param("within", within)
                .query(LocalDate.class)
                .optional();
    }

    private String array(List<Map<String, Object>> rows) {
        try {
            return json.writeValueAsString(rows);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
