package org.panjika.payroll.jdbc;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.panjika.payroll.Drawal.Entry;
import org.panjika.payroll.Drawal.Status;
import org.panjika.payroll.Statement.State;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Drawal: what was said of each line, and the counters of the statement. */
@Repository
public class DrawalTable {

    private final JdbcClient jdbc;

    DrawalTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** How the month of an institution stands with who draws its pay. */
    public record Standing(
            String code,
            String name,
            Optional<String> nameHi,
            State state,
            int people,
            int held,
            int drawn,
            int partly,
            int withheld) {

        public int known() {
            return drawn + partly + withheld;
        }

        /** The name in the given language, the English one where there is no other. */
        public String name(String language) {
            return language.equals("hi") ? nameHi.orElse(name) : name;
        }
    }

    /** Those at or below any of the institutions, by name. */
    public List<Standing> standing(Collection<Long> under, YearMonth month) {
        return jdbc.sql(
                        """
                        select i.code, i.name, i.name_hi, s.state, s.people, s.held, s.drawn, s.partly, s.withheld
                          from payroll_statement s join institution i on i.id = s.institution_id
                         where s.month = :month and i.path && :under::bigint[]
                         order by i.name, i.code
                        """)
                .param("month", month.atDay(1))
                .param("under", under.toArray(Long[]::new))
                .query((row, n) -> new Standing(
                        row.getString("code"),
                        row.getString("name"),
                        Optional.ofNullable(row.getString("name_hi")),
                        State.valueOf(row.getString("state")),
                        row.getInt("people"),
                        row.getInt("held"),
                        row.getInt("drawn"),
                        row.getInt("partly"),
                        row.getInt("withheld")))
                .list();
    }

    /** The newest word about each person of an institution's month. */
    public List<Entry> of(long institutionId, YearMonth month) {
        return jdbc.sql(
                        """
                        select p.employee_code, d.status, d.reason, d.bill, d.drawn_on
                          from payroll_statement s
                               join payroll_drawal d on d.statement_id = s.id
                               join staff p on p.id = d.staff_id
                         where s.institution_id = ? and s.month = ?
                           and not exists (select from payroll_drawal later where later.supersedes = d.entry_no)
                        """)
                .params(institutionId, month.atDay(1))
                .query((row, n) -> new Entry(
                        row.getString("employee_code"),
                        Status.valueOf(row.getString("status")),
                        Optional.ofNullable(row.getString("reason")),
                        Optional.ofNullable(row.getString("bill")),
                        Optional.ofNullable(row.getObject("drawn_on", LocalDate.class))))
                .list();
    }

    /** Locks an accepted statement until the transaction ends. */
    public Optional<Long> lockAccepted(long institutionId, YearMonth month) {
        return jdbc.sql(
                        """
                        select id from payroll_statement
                         where institution_id = ? and month = ? and state = 'ACCEPTED'
                           for update
                        """)
                .params(institutionId, month.atDay(1))
                .query(Long.class)
                .optional();
    }

    /** Employee codes of the newest version. */
    public List<String> people(long statement) {
        return jdbc.sql(
                        """
                        select p.employee_code
                          from payroll_statement s
                               join payroll_line l on l.statement_id = s.id and l.version = s.version
                               join staff p on p.id = l.staff_id
                         where s.id = ?
                        """)
                .param(statement)
                .query(String.class)
                .list();
    }

    /** Writes what differs from the newest word, and counts anew. */
    public void enter(long statement, List<Entry> entries, String by, Instant now) {
        jdbc.sql(
                        """
                        insert into payroll_drawal (recorded_at, recorded_by, supersedes, statement_id, staff_id, status, reason, bill, drawn_on)
                        select :now, :by, was.entry_no, :statement, p.id, said.status, said.reason, said.bill, said.drawn_on
                          from unnest(:codes::text[], :statuses::text[], :reasons::text[], :bills::text[], :dates::date[])
                                 as said (code, status, reason, bill, drawn_on)
                               join staff p on p.employee_code = said.code
                               left join payroll_drawal was on was.statement_id = :statement and was.staff_id = p.id
                                    and not exists (select from payroll_drawal later where later.supersedes = was.entry_no)
                         where (was.status, was.reason, was.bill, was.drawn_on)
                               is distinct from (said.status, said.reason, said.bill, said.drawn_on)
                        """)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("by", by)
                .param("statement", statement)
                .param("codes", texts(entries, Entry::employeeCode))
                .param("statuses", texts(entries, e -> e.status().name()))
                .param("reasons", texts(entries, e -> e.reason().orElse(null)))
                .param("bills", texts(entries, e -> e.bill().orElse(null)))
                .param(
                        "dates",
                        texts(entries, e -> e.date().map(LocalDate::toString).orElse(null)))
                .update();
        jdbc.sql(
                        """
                        update payroll_statement s
                           set (drawn, partly, withheld) = (
                                 select count(*) filter (where d.status = 'DRAWN'), count(*) filter (where d.status = 'PARTLY'),
                                        count(*) filter (where d.status = 'WITHHELD')
                                   from payroll_drawal d
                                  where d.statement_id = s.id
                                    and not exists (select from payroll_drawal later where later.supersedes = d.entry_no))
                         where s.id = ?
                        """)
                .param(statement)
                .update();
    }

    private static String[] texts(List<Entry> entries, java.util.function.Function<Entry, String> of) {
        return entries.stream().map(of).toArray(String[]::new);
    }

    /** Whether the counters say that it is known of everybody in an accepted statement. */
    public boolean known(long institutionId, YearMonth month) {
        return jdbc.sql(
                        """
                        select exists (select from payroll_statement
                                        where institution_id = ? and month = ? and state = 'ACCEPTED'
                                          and drawn + partly + withheld >= people)
                        """)
                .params(institutionId, month.atDay(1))
                .query(Boolean.class)
                .single();
    }
}
