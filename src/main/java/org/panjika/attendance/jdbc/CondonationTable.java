package org.panjika.attendance.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.panjika.attendance.Condonation;
import org.panjika.attendance.Condonation.State;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Requests to condone lateness, and what was said about a day's lateness. Append-only. */
@Repository
public class CondonationTable {

    /** How a person's days stand: the request if there is one, and the newest word. */
    private static final String STANDING =
            """
            select g.day, :staff::bigint as staff_id, coalesce(c.institution_id, r.institution_id) as institution_id,
                   coalesce(c.decision, 'PENDING') as state, r.id as request_id, r.reason as asked, c.reason as remark,
                   c.recorded_by as decided_by
              from unnest(:days::date[]) as g (day)
                   left join lateness_request r on r.staff_id = :staff and r.day = g.day
                   left join lateral (
                     select * from lateness_condonation x
                      where x.staff_id = :staff and x.day = g.day
                      order by x.entry_no desc limit 1) c on true
             where r.id is not null or c.entry_no is not null
             order by g.day
            """;

    private final JdbcClient jdbc;

    CondonationTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Optional<Condonation> find(UUID requestId) {
        record Of(long staffId, LocalDate day) {}
        return jdbc.sql("select staff_id, day from lateness_request where id = ?")
                .param(requestId)
                .query((row, n) -> new Of(row.getLong("staff_id"), row.getObject("day", LocalDate.class)))
                .optional()
                .flatMap(of -> of(of.staffId(), of.day()));
    }

    public Optional<Condonation> of(long staffId, LocalDate day) {
        return standing(staffId, day.toString()).stream().findFirst();
    }

    public List<Condonation> ofMonth(long staffId, YearMonth month) {
        return standing(staffId, PunctualityTable.days(month));
    }

    private List<Condonation> standing(long staffId, String... days) {
        return jdbc.sql(STANDING)
                .param("staff", staffId)
                .param("days", days)
                .query(CondonationTable::condonation)
                .list();
    }

    /** False if the person has asked about that day, or the id is used. */
    public boolean ask(UUID id, long staffId, LocalDate day, long institutionId, String reason, String by, Instant at) {
        return jdbc.sql(
                                """
                                insert into lateness_request (id, recorded_at, recorded_by, day, staff_id, institution_id, reason)
                                values (?, ?::timestamptz, ?, ?, ?, ?, ?) on conflict do nothing
                                """)
                        .params(id, at.toString(), by, day, staffId, institutionId, reason)
                        .update()
                > 0;
    }

    /** False if somebody else said something about that day, or decided the request, at the same moment. */
    public boolean decide(Condonation said, Instant at) {
        return jdbc.sql(
                                """
                                insert into lateness_condonation (recorded_at, recorded_by, supersedes, request_id, day, staff_id,
                                       institution_id, decision, reason)
                                values (:at::timestamptz, :by,
                                        (select max(c.entry_no) from lateness_condonation c
                                          where c.staff_id = :staff and c.day = :day),
                                        :request, :day, :staff, :institution, :decision, :reason)
                                    on conflict do nothing
                                """)
                        .param("at", at.toString())
                        .param("by", said.decidedBy().orElseThrow())
                        .param("request", said.requestId().orElse(null))
                        .param("day", said.day())
                        .param("staff", said.staffId())
                        .param("institution", said.institutionId())
                        .param("decision", said.state().name())
                        .param("reason", said.remark().orElse(null))
                        .update()
                > 0;
    }

    /** Where the person was expected on a day that has been opened; of two institutions (C5) where the person was late. */
    public Optional<Long> placeOf(long staffId, LocalDate day) {
        return jdbc.sql("select institution_id from attendance_day where day = ? and staff_id = ?"
                        + " order by late_minutes + early_minutes desc, forenoon = 'HOLIDAY' limit 1")
                .params(day, staffId)
                .query(Long.class)
                .optional();
    }

    private static Condonation condonation(ResultSet row, int number) throws SQLException {
        return new Condonation(
                row.getLong("staff_id"),
                row.getObject("day", LocalDate.class),
                row.getLong("institution_id"),
                State.valueOf(row.getString("state")),
                Optional.ofNullable(row.getObject("request_id", UUID.class)),
                Optional.ofNullable(row.getString("asked")),
                Optional.ofNullable(row.getString("remark")),
                Optional.ofNullable(row.getString("decided_by")));
    }
}
