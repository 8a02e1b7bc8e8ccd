package org.panjika.payroll;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.panjika.attendance.Session;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Writes a month into the register as a paper register reads: for each day of the month one character, or two for forenoon and
 * afternoon; days are apart by blanks.
 *
 * <p>{@code P} present, {@code A} absent, {@code T} tour, {@code D} duty, {@code X} technical, {@code ?} to be confirmed, {@code U}
 * unmarked, {@code C} casual, {@code H} half-pay, {@code E} earned and {@code W} unpaid leave; {@code -} no line, {@code .} free.
 */
@TestComponent
public class PaperMonth {

    private static final Map<Character, String> STATUS = Map.ofEntries(
            Map.entry('P', "PRESENT"),
            Map.entry('A', "ABSENT"),
            Map.entry('T', "TOUR"),
            Map.entry('D', "DUTY"),
            Map.entry('X', "TECHNICAL"),
            Map.entry('?', "TO_BE_CONFIRMED"),
            Map.entry('U', "UNMARKED"),
            Map.entry('.', "HOLIDAY"),
            Map.entry('C', "LEAVE"),
            Map.entry('H', "LEAVE"),
            Map.entry('E', "LEAVE"),
            Map.entry('W', "LEAVE"));

    private static final Map<Character, String> KIND = Map.of('C', "CL", 'H', "HPL", 'E', "EL", 'W', "LWP");

    private final JdbcClient jdbc;

    PaperMonth(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public void write(String employeeCode, String institution, YearMonth month, String days) {
        jdbc.sql("select ensure_attendance_month(?)").param(month.atDay(1)).query(rs -> {});
        var day = month.atDay(1);
        for (var word : days.strip().split("\\s+")) {
            if (!word.equals("-")) {
                open(institution, day);
                day(employeeCode, institution, day, word);
            }
            day = day.plusDays(1);
        }
    }

    private void open(String institution, LocalDate day) {
        jdbc.sql(
                        """
                        insert into institution_day (day, institution_id, path, mode, geofence_radius_m, photo_required, working, starts,
                               boundary, ends, entry_due, closes)
                        select :day, i.id, i.path, 'ROLL', 500, false, true, t.at + interval '09:30', t.at + interval '12:45', t.at + interval '16:00',
                               t.at + interval '14:00', t.at + interval '17:00'
                          from institution i, (select :day::date::timestamp at time zone 'Asia/Kolkata' as at) t
                         where i.code = :code
                            on conflict do nothing
                        """)
                .param("day", day)
                .param("code", institution)
                .update();
    }

    /** What a day reads from now on. */
    public void day(String employeeCode, String institution, LocalDate day, String word) {
        var forenoon = word.charAt(0);
        var afternoon = word.charAt(word.length() - 1);
        var kind = KIND.getOrDefault(forenoon, KIND.get(afternoon));
        jdbc.sql(
                        """
                        insert into attendance_day (day, staff_id, institution_id, forenoon, afternoon, leave_type, facts)
                        select ?, s.id, i.id, ?::session_status, ?::session_status, ?, 1 from staff s, institution i
                         where s.employee_code = ? and i.code = ?
                            on conflict (day, staff_id, institution_id) do update
                           set forenoon = excluded.forenoon, afternoon = excluded.afternoon, leave_type = excluded.leave_type
                        """)
                .params(day, STATUS.get(forenoon), STATUS.get(afternoon), kind, employeeCode, institution)
                .update();
    }

    /** The roll says what a day reads: a fact, so that the day reads it again when something else is taken back. */
    public void said(String employeeCode, String institution, LocalDate day, String word) {
        day(employeeCode, institution, day, word);
        hasFacts(employeeCode, day);
        jdbc.sql(
                        """
                        insert into day_entry (recorded_at, recorded_by, day, staff_id, institution_id, source, forenoon, afternoon)
                        select current_timestamp, 'test', ?, s.id, i.id, 'ROLL', ?::session_status, ?::session_status
                          from staff s, institution i where s.employee_code = ? and i.code = ?
                        """)
                .params(
                        day,
                        STATUS.get(word.charAt(0)),
                        STATUS.get(word.charAt(word.length() - 1)),
                        employeeCode,
                        institution)
                .update();
    }

    /** A day opened before has a line without facts; it has one now. */
    private void hasFacts(String employeeCode, LocalDate day) {
        jdbc.sql(
                        "update attendance_day set facts = 1 where day = ? and staff_id = (select id from staff where employee_code = ?)")
                .params(day, employeeCode)
                .update();
    }

    /** What somebody's day reads, and by whose word. */
    public String reads(String employeeCode, LocalDate day) {
        return jdbc.sql(
                        """
                        select concat_ws(' ', d.forenoon, d.forenoon_source, d.afternoon, d.afternoon_source)
                          from attendance_day d join staff s on s.id = d.staff_id where s.employee_code = ? and d.day = ?
                        """)
                .params(employeeCode, day)
                .query(String.class)
                .single();
    }

    /** There is nobody in the register of the day any more. */
    public void free(String institution, LocalDate day) {
        jdbc.sql(
                        "delete from attendance_day where day = ? and institution_id = (select id from institution where code = ?)")
                .params(day, institution)
                .update();
    }

    public void late(String employeeCode, LocalDate day, int minutes) {
        jdbc.sql(
                        "update attendance_day set late_minutes = ? where day = ? and staff_id = (select id from staff where employee_code = ?)")
                .params(minutes, day, employeeCode)
                .update();
    }

    /** Approved leave as its application left it. */
    public UUID leave(String employeeCode, String kind, String state, LocalDate from, LocalDate to) {
        var id = UUID.randomUUID();
        jdbc.sql(
                        """
                        insert into leave_case (id, number, state, staff_id, place_id, institution_id, regime, type, from_day, to_day,
                               half_days, post_facto, head_entered, during)
                        select :id, nextval('journal_entry_no'), :state, s.id, p.institution_id, p.institution_id, 'BR', :kind, :from,
                               :to, 1, false, false,
                               int4range(2 * (:from - date '1970-01-01'), 2 * (:to - date '1970-01-01') + 2)
                          from staff s join posting p on p.staff_id = s.id and p.during @> :from where s.employee_code = :code
                        """)
                .param("id", id)
                .param("state", state)
                .param("kind", kind)
                .param("from", from)
                .param("to", to)
                .param("code", employeeCode)
                .update();
        if (!state.equals("APPROVED")) return id;
        jdbc.sql(
                        """
                        insert into day_entry (recorded_at, recorded_by, day, staff_id, institution_id, source, forenoon, afternoon,
                               leave_type, request_id)
                        select current_timestamp, 'test', d.day, d.staff_id, d.institution_id, 'LEAVE',
                               case d.forenoon when 'LEAVE' then d.forenoon end, case d.afternoon when 'LEAVE' then d.afternoon end,
                               :kind, :id
                          from (select day, staff_id, institution_id, forenoon, afternoon from attendance_day
                                union all
                                select day, staff_id, institution_id, 'LEAVE', 'LEAVE' from off_portal_day) d
                               join staff s on s.id = d.staff_id
                         where s.employee_code = :code and d.day between :from and :to and 'LEAVE' in (d.forenoon, d.afternoon)
                        """)
                .param("id", id)
                .param("kind", kind)
                .param("from", from)
                .param("to", to)
                .param("code", employeeCode)
                .update();
        return id;
    }

    /** Half a day of leave, granted. */
    public void halfDayLeave(String employeeCode, String kind, LocalDate day, Session session) {
        jdbc.sql(
                        """
                        with granted as (
                          insert into leave_case (id, number, state, staff_id, place_id, institution_id, regime, type, from_day, to_day,
                                 half_days, post_facto, head_entered, during)
                          select gen_random_uuid(), nextval('journal_entry_no'), 'APPROVED', s.id, p.institution_id,
                                 p.institution_id, 'BR', :kind, :day, :day, 1, false, false,
                                 int4range(2 * (:day - date '1970-01-01') + :session, 2 * (:day - date '1970-01-01') + :session + 1)
                            from staff s join posting p on p.staff_id = s.id and p.during @> :day where s.employee_code = :code
                          returning id, staff_id, institution_id)
                        insert into day_entry (recorded_at, recorded_by, day, staff_id, institution_id, source, forenoon, afternoon,
                               leave_type, request_id)
                        select current_timestamp, 'test', :day, g.staff_id, g.institution_id, 'LEAVE',
                               case :session when 0 then 'LEAVE'::session_status end,
                               case :session when 1 then 'LEAVE'::session_status end, :kind, g.id
                          from granted g
                        """)
                .param("kind", kind)
                .param("day", day)
                .param("session", session.ordinal())
                .param("code", employeeCode)
                .update();
    }

    /** A correction of somebody's day to present is asked for. */
    public UUID correctionAsked(String employeeCode, String institution, LocalDate day) {
        var id = UUID.randomUUID();
        jdbc.sql(
                        """
                        with request as (
                          insert into correction_request (id, content_hash, recorded_at, recorded_by, institution_id, day)
                          select :id, '\\x00', current_timestamp, 'test', i.id, :day from institution i where i.code = :place),
                        submission as (
                          insert into correction_submission (request_id, version, recorded_at, recorded_by, kind, reason)
                          values (:id, 1, current_timestamp, 'test', 'FORGOTTEN', 'Was here')),
                        line as (
                          insert into correction_line (request_id, version, staff_id, forenoon, afternoon, forenoon_was, afternoon_was)
                          select :id, 1, s.id, 'PRESENT', 'PRESENT', 'UNMARKED', 'UNMARKED' from staff s where s.employee_code = :code)
                        insert into correction_case (request_id, entry_no, institution_id, day, state, version, since)
                        select :id, nextval('journal_entry_no'), i.id, :day, 'PENDING', 1, current_timestamp
                          from institution i where i.code = :place
                        """)
                .param("id", id)
                .param("day", day)
                .param("place", institution)
                .param("code", employeeCode)
                .update();
        return id;
    }

    /** It is refused. */
    public void correctionRefused(UUID id) {
        jdbc.sql(
                        """
                        insert into correction_decision (recorded_at, recorded_by, request_id, version, decision, remark)
                        values (current_timestamp, 'test', ?, 1, 'REJECTED', 'Was not seen')
                        """)
                .param(id)
                .update();
        jdbc.sql("update correction_case set state = 'REJECTED' where request_id = ?")
                .param(id)
                .update();
    }

    public void leaveRefused(UUID id) {
        jdbc.sql(
                        """
                        insert into leave_step (recorded_at, recorded_by, application_id, state, remark)
                        values (current_timestamp, 'test', ?, 'REJECTED', 'Too many are away')
                        """)
                .param(id)
                .update();
        jdbc.sql("update leave_case set state = 'REJECTED' where id = ?")
                .param(id)
                .update();
    }

    /** A mark of a day was in doubt and is decided at a moment. */
    public void markDecided(String employeeCode, LocalDate day, String decision, Instant at) {
        jdbc.sql(
                        """
                        insert into attendance_mark_decision (recorded_at, recorded_by, mark_id, day, staff_id, decision, remark)
                        select ?, 'test', gen_random_uuid(), ?, id, ?, 'Looked at' from staff where employee_code = ?
                        """)
                .params(at.atOffset(ZoneOffset.UTC), day, decision, employeeCode)
                .update();
    }

    /** Somebody asks that the lateness of a day be condoned. */
    public void condonationAsked(String employeeCode, String institution, LocalDate day) {
        jdbc.sql(
                        """
                        insert into lateness_request (id, recorded_at, recorded_by, day, staff_id, institution_id, reason)
                        select ?, current_timestamp, 'test', ?, s.id, i.id, 'A flood' from staff s, institution i
                         where s.employee_code = ? and i.code = ?
                        """)
                .params(UUID.randomUUID(), day, employeeCode, institution)
                .update();
    }
}
