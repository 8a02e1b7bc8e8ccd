package org.panjika.attendance.jdbc;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.panjika.attendance.jdbc.MarkTable.NewMark;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** The cases of doubtful marks, at most one open for an institution and day (C11). */
@Repository
public class ExceptionTable {

    private final JdbcTemplate jdbc;

    ExceptionTable(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Opens a case for every institution and day of these marks that has none open. */
    public void open(List<NewMark> doubtful, Instant at) {
        var days = doubtful.stream()
                .map(m -> new InstitutionDay(
                        m.day().place().institutionId(), m.day().day().toString()))
                .distinct()
                .toList();
        if (days.isEmpty()) return;
        jdbc.update(
                """
                insert into attendance_exception (id, institution_id, day, opened_at)
                select n.id, n.institution_id, n.day, ?::timestamptz
                  from unnest(?::uuid[], ?::bigint[], ?::date[]) as n (id, institution_id, day)
                    on conflict (institution_id, day) where closed_at is null do nothing
                """,
                at.toString(),
                days.stream().map(d -> UUID.randomUUID().toString()).toArray(String[]::new),
                days.stream().map(InstitutionDay::institutionId).toArray(Long[]::new),
                days.stream().map(InstitutionDay::day).toArray(String[]::new));
    }

    private record InstitutionDay(long institutionId, String day) {}
}
