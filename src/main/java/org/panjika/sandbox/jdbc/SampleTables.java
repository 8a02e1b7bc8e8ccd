package org.panjika.sandbox.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.panjika.sandbox.SandboxOnly;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Writes the made-up state: the rows of one file go to the database as one JSON array and become rows in one statement. */
@Repository
@SandboxOnly
@DependsOnDatabaseInitialization
public class SampleTables {

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    SampleTables(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    public boolean anyInstitution() {
        return jdbc.sql("select exists (select from institution)")
                .query(Boolean.class)
                .single();
    }

    public void institutions(List<Map<String, Object>> rows, LocalDate today) {
        insert(
                rows,
                """
                insert into institution (code, kind, category, name, name_hi, locality, district, pincode, management, urban,
                       participates, provisional, calendar_group, latitude, longitude, coordinate_quality, coordinate_doubt)
                select code, kind, category, name, name_hi, locality, district, pincode, management, urban,
                       participates, provisional, calendar_group, latitude, longitude, coordinate_quality, coordinate_doubt
                  from json_populate_recordset(null::institution, :rows::json)
                """);
        insert(
                rows,
                """
                insert into institution_parent (institution_id, parent_id, during)
                select i.id, p.id, '[2000-01-01,)'
                  from json_to_recordset(:rows::json) r (code text, parent text)
                       join institution i on i.code = r.code
                       join institution p on p.code = r.parent
                """);
        jdbc.sql("select refresh_institution_paths(:today)")
                .param("today", today)
                .query(Integer.class)
                .single();
    }

    public void settings(List<Map<String, Object>> rows) {
        insert(
                rows,
                """
                insert into setting (institution_id, name, value, during)
                select i.id, r.name, r.value, '[2000-01-01,)'
                  from json_to_recordset(:rows::json) r (institution text, name text, value text)
                       join institution i on i.code = r.institution
                """);
    }

    public void weeks(List<Map<String, Object>> rows) {
        insert(
                rows,
                """
                insert into calendar_week (area_id, kind, calendar_group, iso_weekday, day_kind)
                select i.id, r.kind, r.calendar_group, r.weekday, r.day_kind
                  from json_to_recordset(:rows::json)
                         r (area text, kind text, calendar_group text, weekday smallint, day_kind text)
                       join institution i on i.code = r.area
                """);
    }

    /** Days of every year from the one before to the second after. */
    public void days(List<Map<String, Object>> rows, int year) {
        jdbc.sql(
                        """
                        insert into calendar_day
                               (area_id, kind, calendar_group, cadre, from_day, to_day, day_kind, name, name_hi)
                        select i.id, r.kind, r.calendar_group, r.cadre, (y || '-' || r."from")::date, (y || '-' || r."to")::date,
                               r.day_kind, r.name, r.name_hi
                          from json_to_recordset(:rows::json)
                                 r (area text, kind text, calendar_group text, cadre text, "from" text, "to" text,
                                    day_kind text, name text, name_hi text)
                               join institution i on i.code = r.area
                               cross join generate_series(:year - 1, :year + 2) y
                        """)
                .param("rows", array(rows))
                .param("year", year)
                .update();
    }

    public void timings(List<Map<String, Object>> rows) {
        insert(
                rows,
                """
                insert into calendar_timing (area_id, kind, calendar_group, from_md, to_md, starts, boundary, ends)
                select i.id, r.kind, r.calendar_group, replace(r."from", '-', '')::smallint,
                       replace(r."to", '-', '')::smallint, r.starts, r.boundary, r.ends
                  from json_to_recordset(:rows::json)
                         r (area text, kind text, calendar_group text, "from" text, "to" text,
                            starts time, boundary time, ends time)
                       join institution i on i.code = r.area
                """);
    }

    /** People with their postings, which go back to the day of joining or to 1 July 2026. */
    public void staff(List<Map<String, Object>> rows) {
        insert(
                rows,
                """
                insert into staff (employee_code, name, name_hi, gender, designation, cadre, joined_on)
                select login, name, name_hi, gender, designation, cadre, coalesce(joined_on, '2012-07-02')
                  from json_to_recordset(:rows::json)
                         r (login text, name text, name_hi text, gender text, designation text, cadre text, joined_on date)
                """);
        insert(
                rows,
                """
                insert into posting (staff_id, institution_id, during, order_number)
                select s.id, i.id, daterange(greatest(s.joined_on, date '2026-07-01' - (s.id % 5)::int * 365), null),
                       'EST/' || s.id
                  from json_to_recordset(:rows::json) r (login text, institution text)
                       join staff s on s.employee_code = r.login
                       join institution i on i.code = r.institution
                """);
    }

    /** Days are counted from the first start; a seat without holder is vacant. */
    public void charges(List<Map<String, Object>> rows, LocalDate today) {
        relative(
                rows,
                today,
                """
                insert into charge (staff_id, kind, institution_id, during, basis, may_act)
                select s.id, r.kind, i.id,
                       daterange(coalesce(:today::date + r.from_day, '2026-07-01'), :today::date + r.to_day), r.basis, r.may_act
                  from json_to_recordset(:rows::json)
                         r (kind text, institution text, holder text, basis text, may_act boolean, from_day int, to_day int)
                       join institution i on i.code = r.institution
                       join staff s on s.employee_code = r.holder
                """);
    }

    public void deputations(List<Map<String, Object>> rows, LocalDate today) {
        relative(
                rows,
                today,
                """
                insert into deputation (staff_id, institution_id, place, weekdays, during, order_number)
                select s.id, i.id, r.place, r.weekdays::smallint[],
                       daterange(:today::date + r.from_day, :today::date + r.to_day), r.order_number
                  from json_to_recordset(:rows::json)
                         r (staff text, institution text, place text, weekdays text, from_day int, to_day int, order_number text)
                       join staff s on s.employee_code = r.staff
                       left join institution i on i.code = r.institution
                """);
    }

    /** Entered by whoever heads the institution. */
    public void dutyOrders(List<Map<String, Object>> rows, LocalDate today, Instant now) {
        jdbc.sql(
                        """
                        insert into attendance_duty_order (recorded_at, recorded_by, id, content_hash, staff_id, institution_id, place,
                               from_day, to_day, weekdays, sessions, order_number, scans)
                        select :now, h.employee_code, md5('sample ' || r.order_number)::uuid,
                               sha256(convert_to(r.order_number, 'UTF8')), s.id, p.institution_id, r.place,
                               :today::date + r.from_day, :today::date + r.to_day, r.weekdays::smallint[],
                               array['FORENOON', 'AFTERNOON'], r.order_number, '{}'
                          from json_to_recordset(:rows::json)
                                 r (staff text, place text, weekdays text, from_day int, to_day int, order_number text)
                               join staff s on s.employee_code = r.staff
                               join posting p on p.staff_id = s.id and p.during @> :today::date
                               join charge c on c.institution_id = p.institution_id and c.kind = 'HEAD' and c.during @> :today::date
                               join staff h on h.id = c.staff_id
                        """)
                .param("rows", array(rows))
                .param("today", today)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    public void serviceStates(List<Map<String, Object>> rows, LocalDate today) {
        relative(
                rows,
                today,
                """
                insert into service_state (staff_id, state, during)
                select s.id, r.state, daterange(:today::date + r.from_day, :today::date + r.to_day)
                  from json_to_recordset(:rows::json) r (staff text, state text, from_day int, to_day int)
                       join staff s on s.employee_code = r.staff
                """);
    }

    /** A login for everybody, and the administrator's. */
    public void logins(String passwordHash) {
        jdbc.sql(
                        """
                        insert into login (login, staff_id, administrator, password_hash)
                        select employee_code, id, false, :hash from staff
                        union all
                        select 'admin', null, true, :hash
                        """)
                .param("hash", passwordHash)
                .update();
    }

    public void cast(List<Map<String, Object>> rows, String password) {
        jdbc.sql(
                        """
                        insert into sandbox_cast (login, password, position, roles)
                        select r.login, :password, r.position, string_to_array(r.roles, ' ')
                          from json_to_recordset(:rows::json) r (login text, position int, roles text)
                        """)
                .param("rows", array(rows))
                .param("password", password)
                .update();
    }

    private void relative(List<Map<String, Object>> rows, LocalDate today, String sql) {
        jdbc.sql(sql).param("rows", array(rows)).param("today", today).update();
    }

    private void insert(List<Map<String, Object>> rows, String sql) {
        jdbc.sql(sql).param("rows", array(rows)).update();
    }

    private String array(List<Map<String, Object>> rows) {
        try {
            return json.writeValueAsString(rows);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
