package org.panjika.attendance.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.panjika.attendance.DoubtfulMark;
import org.panjika.attendance.ExceptionCases.Decision;
import org.panjika.attendance.Mark;
import org.panjika.attendance.jdbc.MarkTable.NewMark;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The cases of doubtful marks, at most one open for an institution and day (C11). */
@Repository
public class ExceptionTable {

    private final JdbcTemplate jdbc;
    private final JdbcClient client;

    ExceptionTable(JdbcTemplate jdbc, JdbcClient client) {
        this.jdbc = jdbc;
        this.client = client;
    }

    /** Opens a case for every institution and day of these marks, or adds them to the one that is open. */
    public void open(List<NewMark> doubtful, Instant at) {
        var days = doubtful.stream()
                .map(m -> new InstitutionDay(
                        m.day().place().institutionId(), m.day().day().toString()))
                .distinct()
                .toList();
        if (!days.isEmpty()) openFor(days, at);
    }

    private void openFor(List<InstitutionDay> days, Instant at) {
        jdbc.update(
                """
                insert into attendance_exception (id, institution_id, day, opened_at)
                select n.id, n.institution_id, n.day, ?::timestamptz
                  from unnest(?::uuid[], ?::bigint[], ?::date[]) as n (id, institution_id, day)
                    on conflict (institution_id, day) where closed_at is null do update set told = false
                """,
                at.toString(),
                days.stream().map(d -> UUID.randomUUID().toString()).toArray(String[]::new),
                days.stream().map(InstitutionDay::institutionId).toArray(Long[]::new),
                days.stream().map(InstitutionDay::day).toArray(String[]::new));
    }

    private record InstitutionDay(long institutionId, String day) {}

    /** A case, open or closed. */
    public record Case(UUID id, long institutionId, String institutionCode, LocalDate day) {}

    public Optional<Case> find(UUID id) {
        return client.sql(
                        """
                        select e.id, e.institution_id, i.code, e.day
                          from attendance_exception e join institution i on i.id = e.institution_id
                         where e.id = ?
                        """)
                .param(id)
                .query((row, n) -> readCase(row))
                .optional();
    }

    /** Cases of which the engine does not know all marks yet, locked; those that another copy has locked are left to it. */
    public List<Case> lockUntold(int most) {
        return client.sql(
                        """
                        select e.id, e.institution_id, i.code, e.day
                          from attendance_exception e join institution i on i.id = e.institution_id
                         where not e.told and e.closed_at is null
                         order by e.opened_at
                         limit ?
                           for update of e skip locked
                        """)
                .param(most)
                .query((row, n) -> readCase(row))
                .list();
    }

    public void told(UUID id) {
        client.sql("update attendance_exception set told = true where id = ?")
                .param(id)
                .update();
    }

    /** What waits in the case: doubtful marks without a decision, and rejected ones that are contested. */
    public List<DoubtfulMark> undecided(Case of) {
        return client.sql(
                        """
                        select m.id, m.staff_id, s.employee_code, s.name, m.kind, m.mode, m.captured_at, m.reasons,
                               m.distance_m, m.accuracy_m, m.photo is not null as photographed, c.text as contested
                          from attendance_day d
                               join attendance_mark m on m.staff_id = d.staff_id and m.day = d.day
                                                    and m.institution_id = d.institution_id and m.mode <> 'OFF_PORTAL'
                               join staff s on s.id = m.staff_id
                               left join attendance_contest c on c.mark_id = m.id
                               left join lateral (
                                 select x.decision, x.entry_no from attendance_mark_decision x
                                  where x.mark_id = m.id order by x.entry_no desc limit 1) decided on true
                         where d.institution_id = :institution and d.day = :day and m.verdict = 'TO_BE_CONFIRMED'
                           and (decided.decision is null or c.entry_no > decided.entry_no)
                           and not (m.reasons = '{NO_IN}' and d.in_mark is not null)
                         order by s.name, m.captured_at
                        """)
                .param("institution", of.institutionId())
                .param("day", of.day())
                .query(ExceptionTable::readDoubtful)
                .list();
    }

    public void decide(Case of, List<Decision> decisions, Map<UUID, DoubtfulMark> marks, String decider, Instant at) {
        jdbc.update(
                """
                insert into attendance_mark_decision (recorded_at, recorded_by, mark_id, day, staff_id, decision, remark, supersedes)
                select ?::timestamptz, ?, n.mark_id, ?::date, n.staff_id, n.decision, n.remark,
                       (select max(x.entry_no) from attendance_mark_decision x where x.mark_id = n.mark_id)
                  from unnest(?::uuid[], ?::bigint[], ?::text[], ?::text[]) as n (mark_id, staff_id, decision, remark)
                """,
                at.toString(),
                decider,
                of.day().toString(),
                decisions.stream().map(d -> d.markId().toString()).toArray(String[]::new),
                decisions.stream().map(d -> marks.get(d.markId()).staffId()).toArray(Long[]::new),
                decisions.stream().map(d -> d.decision().name()).toArray(String[]::new),
                decisions.stream().map(d -> d.remark().orElse(null)).toArray(String[]::new));
    }

    /** Closes the case unless something waits in it; a mark that comes at the same moment opens a new one. */
    public boolean close(Case of, Instant at) {
        client.sql("select 1 from attendance_exception where id = ? for update")
                .param(of.id())
                .query(row -> {});
        if (!undecided(of).isEmpty()) return false;
        client.sql("update attendance_exception set closed_at = ?::timestamptz where id = ? and closed_at is null")
                .params(at.toString(), of.id())
                .update();
        return true;
    }

    /** False if the mark has been contested before. */
    public boolean contest(MarkTable.Evidence mark, String by, String text, Instant at) {
        var fresh = client.sql(
                        """
                        insert into attendance_contest (mark_id, recorded_at, recorded_by, day, text)
                        values (?, ?::timestamptz, ?, ?, ?) on conflict do nothing
                        """)
                .params(mark.id(), at.toString(), by, mark.day(), text)
                .update();
        if (fresh == 0) return false;
        openFor(List.of(new InstitutionDay(mark.institutionId(), mark.day().toString())), at);
        return true;
    }

    private static Case readCase(ResultSet row) throws SQLException {
        return new Case(
                row.getObject("id", UUID.class),
                row.getLong("institution_id"),
                row.getString("code"),
                row.getObject("day", LocalDate.class));
    }

    private static DoubtfulMark readDoubtful(ResultSet row, int number) throws SQLException {
        return new DoubtfulMark(
                row.getObject("id", UUID.class),
                row.getLong("staff_id"),
                row.getString("employee_code"),
                row.getString("name"),
                Mark.Kind.valueOf(row.getString("kind")),
                Mark.Mode.valueOf(row.getString("mode")),
                row.getTimestamp("captured_at").toInstant(),
                MarkTable.doubts(row),
                MarkTable.optionalInt(row, "distance_m"),
                MarkTable.optionalInt(row, "accuracy_m"),
                row.getBoolean("photographed"),
                Optional.ofNullable(row.getString("contested")));
    }
}
