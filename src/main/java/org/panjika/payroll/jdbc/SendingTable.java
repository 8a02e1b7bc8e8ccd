package org.panjika.payroll.jdbc;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.panjika.payroll.Figure;
import org.panjika.payroll.Statement.State;
import org.panjika.payroll.jdbc.StatementTable.Row;
import org.panjika.storage.ContentHash;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Statements are frozen, returned and accepted. */
@Repository
public class SendingTable {

    private static final String COLUMNS =
            Stream.of(Figure.values()).map(Figure::column).collect(Collectors.joining(", ")) + ", leave";

    private static final String FREEZE =
            """
            insert into payroll_line (statement_id, version, staff_id, recorded_at, recorded_by, %1$s)
            select :statement, :version, line.staff_id, :now, :by, %2$s
              from line
            """
                    .formatted(COLUMNS, qualified(COLUMNS));

    private final JdbcClient jdbc;
    private final StatementTable statements;

    SendingTable(JdbcClient jdbc, StatementTable statements) {
        this.jdbc = jdbc;
        this.statements = statements;
    }

    private static String qualified(String columns) {
        return Stream.of(columns.split(", ")).map(c -> "line." + c).collect(Collectors.joining(", "));
    }

    /**
     * Locks an institution's months until the transaction ends, the oldest first: of two that are sent at the same moment only one takes
     * what is due. Begins the month if nobody has.
     */
    public Row lock(long institutionId, YearMonth month, String route) {
        jdbc.sql(
                        """
                        insert into payroll_statement (institution_id, month, route) values (?, ?, ?)
                            on conflict (institution_id, month) do nothing
                        """)
                .params(institutionId, month.atDay(1), route)
                .update();
        return jdbc
                .sql("select * from payroll_statement where institution_id = ? order by id for update")
                .param(institutionId)
                .query(StatementTable::row)
                .list()
                .stream()
                .filter(row -> row.month().equals(month))
                .findFirst()
                .orElseThrow();
    }

    /** Locks the sent months of institutions until the transaction ends, the oldest first. */
    public List<Row> lockSent(Collection<Long> institutions) {
        return jdbc.sql(
                        """
                        select * from payroll_statement
                         where institution_id = any (:institutions::bigint[]) and state in ('SENT', 'ACCEPTED')
                         order by id
                           for update
                        """)
                .param("institutions", institutions.toArray(Long[]::new))
                .query(StatementTable::row)
                .list();
    }

    /** Everybody's line of a version, as the register gives it at this moment. */
    public void freeze(Row statement, int version, LocalDate through, String by, Instant now) {
        freeze("", statement, version, through, by, now, List.of());
    }

    /** The same as the first version of one month of several institutions, in one statement. */
    public void freezeAll(YearMonth month, List<Row> all, LocalDate through, Instant now) {
        statements.forThisManyInstitutions(all.size());
        var sql = jdbc.sql(StatementTable.lines("", all.size())
                        + """
                        insert into payroll_line (statement_id, version, staff_id, recorded_at, recorded_by, %s)
                        select s.id, 1, line.staff_id, :now, 'system', %s
                          from line join payroll_statement s on s.institution_id = line.institution_id and s.month = :month
                        """
                                .formatted(COLUMNS, qualified(COLUMNS)))
                .param("now", at(now));
        StatementTable.bound(sql, month, all.stream().map(Row::institutionId).toList(), through, List.of())
                .update();
    }

    /** The lines named, as the register gives them at this moment; the others as they were in the version before. */
    public void freezeAgain(
            Row statement, int version, Collection<Long> named, LocalDate through, String by, Instant now) {
        freeze("and p.staff_id = any (:named::bigint[])", statement, version, through, by, now, named);
        jdbc.sql(
                        """
                        insert into payroll_line (statement_id, version, staff_id, recorded_at, recorded_by, %s)
                        select line.statement_id, :version, line.staff_id, :now, :by, %s
                          from payroll_line line
                         where line.statement_id = :statement and line.version = :version - 1
                           and line.staff_id <> all (:named::bigint[])
                        """
                                .formatted(COLUMNS, qualified(COLUMNS)))
                .param("statement", statement.id())
                .param("version", version)
                .param("now", at(now))
                .param("by", by)
                .param("named", named.toArray(Long[]::new))
                .update();
    }

    private void freeze(
            String whom,
            Row statement,
            int version,
            LocalDate through,
            String by,
            Instant now,
            Collection<Long> named) {
        statements.forThisManyInstitutions(1);
        var sql = jdbc.sql(StatementTable.lines(whom, 1) + FREEZE)
                .param("statement", statement.id())
                .param("version", version)
                .param("now", at(now))
                .param("by", by);
        if (!whom.isEmpty()) sql = sql.param("named", named.toArray(Long[]::new));
        StatementTable.bound(sql, statement.month(), List.of(statement.institutionId()), through, List.of())
                .update();
    }

    /** The hash of a version's lines: employee code, figures and leave, a line each, by employee code. */
    public ContentHash hash(long statementId, int version, LocalDate through) {
        return new ContentHash(jdbc.sql(
                        """
                        select sha256(convert_to(concat_ws(E'\\n', i.code || ' ' || st.month || ' ' || :version || ' ' || :through, (
                                 select string_agg(concat_ws(' ', s.employee_code, %s), E'\\n' order by s.employee_code collate "C")
                                   from payroll_line line join staff s on s.id = line.staff_id
                                  where line.statement_id = st.id and line.version = :version)), 'UTF8'))
                          from payroll_statement st join institution i on i.id = st.institution_id
                         where st.id = :statement
                        """
                                .formatted(qualified(COLUMNS)))
                .param("statement", statementId)
                .param("version", version)
                .param("through", through.toString())
                .query(byte[].class)
                .single());
    }

    /** The version stands: what it pays is what has been paid for. */
    public void sent(
            Row statement,
            int version,
            LocalDate through,
            ContentHash hash,
            boolean inStead,
            Optional<Collection<Long>> named,
            String by,
            Instant now) {
        jdbc.sql(
                        """
                        insert into payroll_version (statement_id, version, recorded_at, recorded_by, through, in_stead, content_hash)
                        values (?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(statement.id(), version, at(now), by, through, inStead, hash.bytes())
                .update();
        var whom = named.map(n -> n.toArray(Long[]::new)).orElse(null);
        jdbc.sql(
                        """
                        insert into payroll_settled (statement_id, staff_id, full_pay, half_pay, no_pay, held)
                        select l.statement_id, l.staff_id, l.full_pay, l.half_pay, l.no_pay, l.held
                          from payroll_line l
                         where l.statement_id = :statement and l.version = :version
                           and (:named::bigint[] is null or l.staff_id = any (:named::bigint[]))
                        union all
                        select t.statement_id, t.staff_id, 0, 0, 0, 0
                          from payroll_settled t
                         where t.statement_id = :statement and t.staff_id = any (:named::bigint[])
                           and not exists (select from payroll_line l
                                            where l.statement_id = :statement and l.version = :version and l.staff_id = t.staff_id)
                            on conflict (statement_id, staff_id) do update
                           set full_pay = excluded.full_pay, half_pay = excluded.half_pay, no_pay = excluded.no_pay,
                               held = excluded.held
                        """)
                .param("statement", statement.id())
                .param("version", version)
                .param("named", whom)
                .update();
        jdbc.sql(
                        """
                        update payroll_statement
                           set state = 'SENT', version = :version, through = :through, content_hash = :hash, sent_at = :now,
                               compared = null, sent_by = :by, in_stead = :inStead,
                               (people, held) = (select count(*), count(*) filter (where l.held <> 0) from payroll_line l
                                                  where l.statement_id = :statement and l.version = :version)
                         where id = :statement
                        """)
                .param("statement", statement.id())
                .param("version", version)
                .param("through", through)
                .param("hash", hash.bytes())
                .param("now", at(now))
                .param("by", by)
                .param("inStead", inStead)
                .update();
    }

    /** Records what became of the newest version. */
    public void step(
            Row statement,
            State state,
            String step,
            Optional<String> remark,
            Collection<Long> staff,
            String by,
            Instant now) {
        jdbc.sql(
                        """
                        insert into payroll_step (recorded_at, recorded_by, statement_id, version, step, remark, staff)
                        values (:now, :by, :statement, :version, :step, :remark, :staff::bigint[])
                        """)
                .param("now", at(now))
                .param("by", by)
                .param("statement", statement.id())
                .param("version", statement.version())
                .param("step", step)
                .param("remark", remark.orElse(null))
                .param("staff", staff.toArray(Long[]::new))
                .update();
        jdbc.sql("update payroll_statement set state = ? where id = ?")
                .params(state.name(), statement.id())
                .update();
    }

    /** Whether the office above has looked at the newest version again, and agrees. */
    public boolean agreed(Row statement) {
        return jdbc.sql(
                        "select exists (select from payroll_step where statement_id = ? and version = ? and step = 'AGREED')")
                .params(statement.id(), statement.version())
                .query(Boolean.class)
                .single();
    }

    /** The lines that the last return of the newest version opened. */
    public List<Long> named(Row statement) {
        return jdbc.sql(
                        """
                        select unnest(s.staff) from payroll_step s
                         where s.entry_no = (select max(r.entry_no) from payroll_step r
                                              where r.statement_id = ? and r.version = ? and r.step = 'RETURNED')
                        """)
                .params(statement.id(), statement.version())
                .query(Long.class)
                .list();
    }

    static java.time.OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /** Those of the staff who stand with a day in a statement that has been sent, and for whom the day was read. */
    public Set<Long> sentOf(Collection<Long> staff, LocalDate day) {
        return jdbc.sql(
                        """
                        with sent as (
                          select id, version from payroll_statement
                           where month = date_trunc('month', :day::date)::date and state <> 'OPEN')
                        select l.staff_id
                          from payroll_line l join sent s on s.id = l.statement_id and s.version = l.version
                         where l.staff_id = any (:staff::bigint[])
                           and l.payable & ~l.provisional & month_sessions(date_trunc('month', :day::date)::date,
                                 daterange(:day::date, :day::date + 1)) <> 0
                        """)
                .param("staff", staff.toArray(Long[]::new))
                .param("day", day)
                .query(Long.class)
                .set();
    }
}
