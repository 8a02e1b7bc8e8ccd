package org.panjika.attendance.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.panjika.attendance.DoubtfulMark;
import org.panjika.attendance.ExceptionCases.Decision;
import org.panjika.attendance.Mark;
import org.panjika.attendance.PersonMonth.Rejection;
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

    /** The engine is to look again at open cases of the days of these marks: something in them may wait no longer. */
    public void tellAgain(List<NewMark> marks) {
        if (marks.isEmpty()) return;
        jdbc.update(
                """
                update attendance_exception e set told = false
                  from unnest(?::bigint[], ?::date[]) as n (institution_id, day)
                 where e.institution_id = n.institution_id and e.day = n.day and e.closed_at is null
                """,
                marks.stream().map(m -> m.day().place().institutionId()).toArray(Long[]::new),
                marks.stream().map(m -> m.day().day().toString()).toArray(String[]::new));
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

    /**
     * A case, open or closed.
     *
     * @param left whether the head was silent, so that all of it is the office above's
     */
    public record Case(UUID id, long institutionId, String institutionCode, LocalDate day, boolean left) {}

    public Optional<Case> find(UUID id) {
        return client.sql(
                        """
                        select e.id, e.institution_id, i.code, e.day, e.left_at is not null as was_left
                          from attendance_exception e join institution i on i.id = e.institution_id
                         where e.id = ?
                        """)
                .param(id)
                .query((row, n) -> readCase(row))
                .optional();
    }

    /** Cases of which the engine does not know all marks yet, oldest first. */
    public List<UUID> untold() {
        return client.sql("select id from attendance_exception where not told and closed_at is null order by opened_at")
                .query(UUID.class)
                .list();
    }

    /** Such a case, locked; one that another copy has locked is left to it. */
    public Optional<Case> lockUntold(UUID id) {
        return client.sql(
                        """
                        select e.id, e.institution_id, i.code, e.day, e.left_at is not null as was_left
                          from attendance_exception e join institution i on i.id = e.institution_id
                         where e.id = ? and not e.told and e.closed_at is null
                           for update of e skip locked
                        """)
                .param(id)
                .query((row, n) -> readCase(row))
                .optional();
    }

    /** The engine is to look again at an open case. */
    public void tellAgain(UUID id) {
        client.sql("update attendance_exception set told = false where id = ? and closed_at is null")
                .param(id)
                .update();
    }

    /** The same of all at whose institution another acts at the head than when the engine was told, or nobody does. */
    public int tellAgainOfNewHeads(LocalDate today) {
        return client.sql(
                        """
                        update attendance_exception e set told = false
                         where e.told and e.closed_at is null
                           and e.head_id is distinct from (select staff_id from acting('HEAD', e.institution_id, ?))
                        """)
                .param(today)
                .update();
    }

    public void leave(UUID id, Instant at) {
        client.sql("update attendance_exception set left_at = ?::timestamptz where id = ?")
                .params(at.toString(), id)
                .update();
    }

    public void told(UUID id, LocalDate today) {
        client.sql(
                        """
                        update attendance_exception e
                           set told = true, head_id = (select staff_id from acting('HEAD', e.institution_id, ?))
                         where id = ?
                        """)
                .params(today, id)
                .update();
    }

    /**
     * What waits in the case: doubtful marks and INs without an OUT about which nothing is decided, and what was rejected
     * and is contested.
     *
     * @param today a day before it is over, so that an OUT not made is missing (C10)
     */
    public List<DoubtfulMark> undecided(Case of, LocalDate today) {
        return client.sql(
                        """
                        select m.id, m.staff_id, s.employee_code, s.name, s.name_hi, m.kind, m.mode, m.captured_at,
                               case when w.lost_in then array_append(array_remove(m.reasons, 'NO_IN'), 'NO_IN')
                                    else m.reasons end as reasons,
                               m.distance_m, m.accuracy_m, m.photo is not null as photographed, w.in_doubt,
                               w.without_out or w.in_doubt and m.kind = 'IN' and d.out_mark is null and d.day < :today
                                   and (d.afternoon <> 'HOLIDAY' or not exists (
                                     select from attendance_day e
                                      where e.day = d.day and e.staff_id = d.staff_id and e.afternoon <> 'HOLIDAY'))
                                 as missing_out,
                               case when w.in_doubt then c.text else o.text end as contested
                          from attendance_day d
                               join attendance_mark m on m.staff_id = d.staff_id and m.day = d.day
                                                    and m.institution_id = d.institution_id and m.mode <> 'OFF_PORTAL'
                               join staff s on s.id = m.staff_id
                               left join attendance_contest c on c.mark_id = m.id and c.about = 'MARK'
                               left join attendance_contest o on o.mark_id = m.id and o.about = 'MISSING_OUT'
                               left join lateral (
                                 select x.entry_no from attendance_mark_decision x
                                  where x.mark_id = m.id and x.about = 'MARK'
                                  order by x.entry_no desc limit 1) decided on true
                               left join lateral (
                                 select x.entry_no from attendance_mark_decision x
                                  where x.mark_id = m.id and x.about = 'MISSING_OUT'
                                  order by x.entry_no desc limit 1) without_out on true
                               -- an OUT of which the IN was rejected waits as one without an IN does (C8)
                               cross join lateral (
                                 select d.in_mark is null and d.out_mark is not distinct from m.id as lost_in) l
                               cross join lateral (
                                 select l.lost_in,
                                        (m.verdict = 'TO_BE_CONFIRMED' or l.lost_in)
                                          and (decided.entry_no is null
                                               -- contested, and no other mark has taken its place (BR-8)
                                               or coalesce(c.entry_no > decided.entry_no, false)
                                                 and case m.kind when 'IN' then d.in_mark else d.out_mark end is null)
                                          and not (m.reasons = '{NO_IN}' and d.in_mark is not null) as in_doubt,
                                        d.in_mark is not distinct from m.id and d.out_mark is null
                                          and case when without_out.entry_no is null then 'MISSING_OUT' = any (d.flags)
                                                   else coalesce(o.entry_no > without_out.entry_no, false) end
                                          as without_out) w
                         where d.institution_id = :institution and d.day = :day and (w.in_doubt or w.without_out)
                         order by s.name, m.captured_at
                        """)
                .param("institution", of.institutionId())
                .param("day", of.day())
                .param("today", today)
                .query(ExceptionTable::readDoubtful)
                .list();
    }

    public void decide(Case of, List<Decision> decisions, Map<UUID, DoubtfulMark> marks, String decider, Instant at) {
        record Word(DoubtfulMark mark, Mark.About about, Decision decision) {}
        var words = decisions.stream()
                .flatMap(d -> marks.get(d.markId()).about(d.decision()).stream()
                        .map(about -> new Word(marks.get(d.markId()), about, d)))
                .toList();
        jdbc.update(
                """
                insert into attendance_mark_decision (recorded_at, recorded_by, mark_id, about, day, staff_id, decision,
                       remark, supersedes)
                select ?::timestamptz, ?, n.mark_id, n.about, ?::date, n.staff_id, n.decision, n.remark,
                       (select max(x.entry_no) from attendance_mark_decision x
                         where x.mark_id = n.mark_id and x.about = n.about)
                  from unnest(?::uuid[], ?::text[], ?::bigint[], ?::text[], ?::text[])
                       as n (mark_id, about, staff_id, decision, remark)
                """,
                at.toString(),
                decider,
                of.day().toString(),
                words.stream().map(w -> w.mark().id().toString()).toArray(String[]::new),
                words.stream().map(w -> w.about().name()).toArray(String[]::new),
                words.stream().map(w -> w.mark().staffId()).toArray(Long[]::new),
                words.stream().map(w -> w.decision().decision().name()).toArray(String[]::new),
                words.stream().map(w -> w.decision().remark().orElse(null)).toArray(String[]::new));
    }

    /** Closes the case unless something waits in it; a mark that comes at the same moment opens a new one. */
    public boolean close(Case of, LocalDate today, Instant at) {
        client.sql("select 1 from attendance_exception where id = ? for update")
                .param(of.id())
                .query(row -> {});
        if (!undecided(of, today).isEmpty()) return false;
        client.sql("update attendance_exception set closed_at = ?::timestamptz where id = ? and closed_at is null")
                .params(at.toString(), of.id())
                .update();
        return true;
    }

    /** What about a mark stands rejected, if anything; not where another mark has taken its place (C8). */
    public Optional<Mark.About> rejected(MarkTable.Evidence mark) {
        return client.sql(
                        """
                        select newest.about
                          from (select distinct on (about) about, decision, staff_id, day from attendance_mark_decision
                                 where mark_id = :mark order by about, entry_no desc) newest
                               join attendance_day d on d.day = newest.day and d.staff_id = newest.staff_id
                                                    and d.institution_id = :institution
                         where newest.decision = 'REJECTED'
                           and case when newest.about = 'MARK' and :kind = 'IN' then d.in_mark else d.out_mark end is null
                         order by newest.about
                         limit 1
                        """)
                .param("mark", mark.id())
                .param("institution", mark.institutionId())
                .param("kind", mark.kind().name())
                .query(String.class)
                .optional()
                .map(Mark.About::valueOf);
    }

    /** What stands rejected about a person's marks of a month, with the remark. */
    public List<Rejection> rejections(long staffId, YearMonth month) {
        return client.sql(
                        """
                        select * from (
                          select distinct on (x.mark_id, x.about) x.mark_id, m.kind, x.about, x.day, x.decision, x.remark,
                                 exists (select from attendance_contest c
                                          where c.mark_id = x.mark_id and c.about = x.about) as contested
                            from attendance_mark_decision x
                                 join attendance_mark m on m.id = x.mark_id and m.day = x.day
                           where x.staff_id = :staff and x.day = any (:days::date[])
                           order by x.mark_id, x.about, x.entry_no desc) newest
                         where decision = 'REJECTED'
                         order by day
                        """)
                .param("staff", staffId)
                .param("days", PunctualityTable.days(month))
                .query((row, n) -> new Rejection(
                        row.getObject("day", LocalDate.class),
                        row.getObject("mark_id", UUID.class),
                        Mark.Kind.valueOf(row.getString("kind")),
                        Mark.About.valueOf(row.getString("about")),
                        row.getString("remark"),
                        row.getBoolean("contested")))
                .list();
    }

    /** False if the same has been contested before. */
    public boolean contest(MarkTable.Evidence mark, Mark.About about, String by, String text, Instant at) {
        var fresh = client.sql(
                        """
                        insert into attendance_contest (mark_id, about, recorded_at, recorded_by, day, text)
                        values (?, ?, ?::timestamptz, ?, ?, ?) on conflict do nothing
                        """)
                .params(mark.id(), about.name(), at.toString(), by, mark.day(), text)
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
                row.getObject("day", LocalDate.class),
                row.getBoolean("was_left"));
    }

    private static DoubtfulMark readDoubtful(ResultSet row, int number) throws SQLException {
        return new DoubtfulMark(
                row.getObject("id", UUID.class),
                row.getLong("staff_id"),
                row.getString("employee_code"),
                row.getString("name"),
                Optional.ofNullable(row.getString("name_hi")),
                Mark.Kind.valueOf(row.getString("kind")),
                Mark.Mode.valueOf(row.getString("mode")),
                row.getTimestamp("captured_at").toInstant(),
                MarkTable.doubts(row),
                row.getBoolean("in_doubt"),
                row.getBoolean("missing_out"),
                MarkTable.optionalInt(row, "distance_m"),
                MarkTable.optionalInt(row, "accuracy_m"),
                row.getBoolean("photographed"),
                Optional.ofNullable(row.getString("contested")));
    }
}
