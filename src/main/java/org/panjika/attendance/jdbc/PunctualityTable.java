package org.panjika.attendance.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.panjika.attendance.Punctuality.Leniency;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Late and early minutes of a month, with the regime of the place on the day and the head's newest word. */
@Repository
public class PunctualityTable {

    private static final String LATE =
            """
            select d.day, d.staff_id, d.late_minutes, d.early_minutes, coalesce(regime.value, 'DEFAULT') as regime,
                   said.decision
              from attendance_day d
                   join institution_day x on x.day = d.day and x.institution_id = d.institution_id
                   left join lateral (
                     select s.value from setting s
                      where s.name = 'regime' and s.institution_id = any (x.path) and s.during @> d.day
                      order by array_position(x.path, s.institution_id) desc limit 1) regime on true
                   left join lateral (
                     select c.decision from lateness_condonation c
                      where c.staff_id = d.staff_id and c.day = d.day
                      order by c.entry_no desc limit 1) said on true
             where d.day = any (:days::date[]) and (d.late_minutes > 0 or d.early_minutes > 0)
            """;

    private final JdbcClient jdbc;

    PunctualityTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A person's day on which minutes are missing. */
    public record Late(
            LocalDate day,
            long staffId,
            int lateMinutes,
            int earlyMinutes,
            String regime,
            Optional<Leniency> leniency) {

        public Late with(Leniency other) {
            return new Late(day, staffId, lateMinutes, earlyMinutes, regime, Optional.of(other));
        }

        /** Of two institutions on one day (C5), the day by the worse of each; it is judged where the person came later. */
        public Late and(Late other) {
            return new Late(
                    day,
                    staffId,
                    Math.max(lateMinutes, other.lateMinutes),
                    Math.max(earlyMinutes, other.earlyMinutes),
                    lateMinutes >= other.lateMinutes ? regime : other.regime,
                    leniency);
        }
    }

    public List<Late> ofPerson(long staffId, YearMonth month) {
        return jdbc.sql(LATE + " and d.staff_id = :staff")
                .param("staff", staffId)
                .param("days", days(month))
                .query(PunctualityTable::late)
                .list();
    }

    /** Of several people. */
    public List<Late> ofPeople(Collection<Long> staff, YearMonth month) {
        return jdbc.sql(LATE + " and d.staff_id = any (:staff::bigint[])")
                .param("staff", staff.toArray(Long[]::new))
                .param("days", days(month))
                .query(PunctualityTable::late)
                .list();
    }

    /** Of everybody expected at the institution on any day of the month; days elsewhere count for the same free days. */
    public List<Late> ofInstitution(long institutionId, YearMonth month) {
        return jdbc.sql(
                        LATE
                                + """
                           and d.staff_id in (
                             select e.staff_id from attendance_day e
                              where e.institution_id = :institution and e.day = any (:days::date[]))
                          """)
                .param("institution", institutionId)
                .param("days", days(month))
                .query(PunctualityTable::late)
                .list();
    }

    /** One by one, for the key begins with the day. */
    static String[] days(YearMonth month) {
        return month.atDay(1)
                .datesUntil(month.plusMonths(1).atDay(1))
                .map(LocalDate::toString)
                .toArray(String[]::new);
    }

    private static Late late(ResultSet row, int number) throws SQLException {
        return new Late(
                row.getObject("day", LocalDate.class),
                row.getLong("staff_id"),
                row.getInt("late_minutes"),
                row.getInt("early_minutes"),
                row.getString("regime"),
                Optional.ofNullable(row.getString("decision"))
                        .filter(d -> !d.equals("REFUSED"))
                        .map(Leniency::valueOf));
    }
}
