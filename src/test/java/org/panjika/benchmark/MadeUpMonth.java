package org.panjika.benchmark;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Map;

/**
 * A month of the register of a {@link org.panjika.MadeUpState}, written by sets: of a hundred sessions some 92 present, two on
 * leave, one unmarked, one absent, the others on tour or duty, technical or to be confirmed; four days in a hundred late; Sundays
 * and the 2nd free, the last Saturday a half day. Every second division is run as Rajasthan, the others as Bihar.
 */
final class MadeUpMonth {

    private static final String ROUTES =
            """
            insert into setting (institution_id, name, value, during)
            select id, 'regime', 'RJ', '[2020-01-01,)' from institution where kind = 'DIVISION' and right(code, 1)::int % 2 = 0
            """;

    /** Sums of the register's counters are none of pay's business. */
    private static final String UNCOUNTED =
            """
            alter table attendance_day disable trigger user;
            alter table institution_day disable trigger user
            """;

    private static final String COUNTED =
            """
            alter table attendance_day enable trigger user;
            alter table institution_day enable trigger user
            """;

    /** One person in twelve; one leave in five is not decided. */
    private static final String LEAVE =
            """
            insert into leave_case (id, number, state, staff_id, place_id, institution_id, regime, type, from_day, to_day, half_days,
                   post_facto, head_entered, during)
            select gen_random_uuid(), nextval('journal_entry_no'), case p.staff_id / 48 % 5 when 0 then 'PENDING' else 'APPROVED' end,
                   p.staff_id, p.institution_id, p.institution_id, 'BR', k.type, f.day, f.day + k.days - 1, 2 * k.days, false, false,
                   int4range(2 * (f.day - date '1970-01-01'), 2 * (f.day + k.days - date '1970-01-01'))
              from posting p
                   cross join lateral (select * from (values (0, 'CL', 2), (1, 'HPL', 5), (2, 'EL', 8), (3, 'CL', 1)) k (n, type, days)
                                        where k.n = p.staff_id / 12 % 4) k
                   cross join lateral (select date '${first}' - 3 + (p.staff_id % 30)::int as day) f
             where p.staff_id % 12 = 0
            """;

    private static final String INSTITUTIONS =
            """
            insert into institution_day (day, institution_id, path, mode, geofence_radius_m, photo_required, working, starts, boundary,
                   ends, entry_due, closes)
            select '${day}', i.id, i.path, 'MARKS_AND_ROLL', 500, false, true, t.at + interval '09:30', t.at + interval '12:45',
                   t.at + interval '16:00', t.at + interval '14:00', t.at + interval '17:00'
              from institution i, (select timestamp '${day}' at time zone 'Asia/Kolkata' as at) t
                on conflict do nothing
            """;

    private static final String PEOPLE =
            """
            insert into attendance_day (day, staff_id, institution_id, forenoon, afternoon, leave_type, in_mark, in_at, out_mark, out_at,
                   late_minutes, facts)
            select '${day}', p.staff_id, p.institution_id, s.forenoon::session_status,
                   case when ${half} then 'HOLIDAY' when s.forenoon = 'ABSENT' and h.n % 3 = 0 then 'PRESENT'
                        else s.forenoon end::session_status,
                   case s.forenoon when 'LEAVE' then l.type end,
                   case s.forenoon when 'PRESENT' then gen_random_uuid() end,
                   case s.forenoon when 'PRESENT' then t.at + interval '09:25' end,
                   case s.forenoon when 'PRESENT' then gen_random_uuid() end,
                   case s.forenoon when 'PRESENT' then t.at + interval '16:05' end,
                   case when s.forenoon = 'PRESENT' and h.n / 1000 % 25 = 0 then 5 + h.n % 60 else 0 end, 1
              from posting p
                   cross join lateral (select hashint8(p.staff_id * 4096 + (date '${day}' - date '2020-01-01')) & 1048575 as n) h
                   cross join (select timestamp '${day}' at time zone 'Asia/Kolkata' as at) t
                   left join leave_case l on l.staff_id = p.staff_id and date '${day}' between l.from_day and l.to_day
                   cross join lateral (select case when l.state = 'APPROVED' then 'LEAVE' when l.state is not null then 'UNMARKED'
                                              when h.n % 1000 < 8 then 'ABSENT' when h.n % 1000 < 18 then 'UNMARKED'
                                              when h.n % 1000 < 28 then 'DUTY' when h.n % 1000 < 33 then 'TOUR'
                                              when h.n % 1000 < 36 then 'TO_BE_CONFIRMED' when h.n % 1000 < 38 then 'TECHNICAL'
                                              else 'PRESENT' end as forenoon) s
             where p.during @> date '${day}'
             -- as a day is opened
             order by p.institution_id, p.staff_id
            """;

    private static final String LEAVE_ENTRIES =
            """
            insert into day_entry (recorded_at, recorded_by, day, staff_id, institution_id, source, forenoon, afternoon, leave_type,
                   request_id)
            select current_timestamp, 'benchmark', d.day, d.staff_id, d.institution_id, 'LEAVE',
                   case d.forenoon when 'LEAVE' then d.forenoon end, case d.afternoon when 'LEAVE' then d.afternoon end, d.leave_type, l.id
              from leave_case l
                   join attendance_day d on d.staff_id = l.staff_id and d.day between l.from_day and l.to_day
                        and 'LEAVE' in (d.forenoon, d.afternoon)
             where l.state = 'APPROVED'
            """;

    private final Connection owner;

    MadeUpMonth(Connection owner) {
        this.owner = owner;
    }

    /** @return days of people that were written */
    long write(YearMonth month) throws SQLException {
        long written = 0;
        try (var statement = owner.createStatement()) {
            statement.execute(ROUTES);
            statement.execute(with(LEAVE, Map.of("first", month.atDay(1))));
            statement.execute("analyze leave_case");
            for (var day = month.atDay(1); !day.isAfter(month.atEndOfMonth()); day = day.plusDays(1)) {
                if (day.getDayOfWeek() != DayOfWeek.SUNDAY && day.getDayOfMonth() != 2) written += write(day);
            }
            statement.execute(LEAVE_ENTRIES);
            statement.execute("vacuum analyze");
        }
        return written;
    }

    /** @return days of people that were written */
    long write(LocalDate day) throws SQLException {
        var half = day.getDayOfWeek() == DayOfWeek.SATURDAY && day.plusWeeks(1).getMonth() != day.getMonth();
        try (var statement = owner.createStatement()) {
            statement.execute("select ensure_attendance_month('" + day + "')");
            statement.execute(UNCOUNTED);
            statement.execute(with(INSTITUTIONS, Map.of("day", day)));
            long written = statement.executeUpdate(with(PEOPLE, Map.of("day", day, "half", half)));
            statement.execute(COUNTED);
            return written;
        }
    }

    private static String with(String sql, Map<String, Object> values) {
        var text = sql;
        for (var value : values.entrySet()) {
            text = text.replace("${" + value.getKey() + "}", value.getValue().toString());
        }
        return text;
    }
}
