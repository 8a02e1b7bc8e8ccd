package org.panjika.payroll.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.panjika.payroll.Drawal.Entry;
import org.panjika.payroll.Drawal.Status;
import org.panjika.payroll.Statement.State;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/** Drawal: what was said of each line, and the counters of the statement. */
@Repository
public class DrawalTable {

    private static final int PIECE = 1_000;

    private final JdbcClient jdbc;
    private final JdbcClient piecewise;

    DrawalTable(JdbcClient jdbc, DataSource dataSource) {
        this.jdbc = jdbc;
        var template = new JdbcTemplate(dataSource);
        template.setFetchSize(PIECE);
        this.piecewise = JdbcClient.create(template);
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

    // Who draws, as Verification.ddo says of one: the nearest drawing officer; where nobody acts for that seat, the
    // nearest head above who does; at the top the directorate's establishment, else the administrators (C4).
    private static final String MINE =
            """
            with open as materialized (
              select s.*, i.code, i.name, i.name_hi, i.path
                from payroll_statement s join institution i on i.id = s.institution_id
               where s.month = :month and (i.path && :under::bigint[] or :administrator)
                 and (:code::text is null or i.code = :code)),
            -- only of these it is asked who acts
            office as materialized (
              select distinct p.id from open cross join lateral unnest(open.path) p (id)),
            ddo as materialized (
              select seat.institution_id, holder.staff_id
                from (select distinct c.institution_id
                        from charge c join office on office.id = c.institution_id
                       where c.kind = 'DDO') seat
                     left join lateral acting('DDO', seat.institution_id, :day) holder on true),
            nearest as (
              select distinct on (open.id) open.id, ddo.staff_id
                from open
                     cross join lateral unnest(open.path) with ordinality p (id, depth)
                     join ddo on ddo.institution_id = p.id
               order by open.id, p.depth desc),
            vacant as materialized (
              select open.id, open.path[1 : cardinality(open.path) - 1] as above
                from open left join nearest on nearest.id = open.id
               where nearest.staff_id is null),
            head as materialized (
              select office.id, holder.staff_id
                from (select distinct p.id from vacant cross join lateral unnest(vacant.above) p (id)) office
                     cross join lateral acting('HEAD', office.id, :day) holder),
            above as (
              select distinct on (vacant.id) vacant.id, head.staff_id
                from vacant
                     cross join lateral unnest(vacant.above) with ordinality p (id, depth)
                     join head on head.id = p.id
               order by vacant.id, p.depth desc),
            top as (
              select vacant.id, holder.staff_id
                from vacant
                     join open on open.id = vacant.id
                     cross join lateral (
                       select p.id from unnest(open.path) with ordinality p (id, depth)
                        where exists (select from charge c where c.institution_id = p.id and c.kind = 'DIRECTORATE_ESTABLISHMENT')
                        order by p.depth desc limit 1) office
                     cross join lateral acting('DIRECTORATE_ESTABLISHMENT', office.id, :day) holder
               where not exists (select from above where above.id = vacant.id)),
            mine as (
              select s.*
              from open s
                   left join nearest on nearest.id = s.id
                   left join above on above.id = s.id
                   left join top on top.id = s.id
                   cross join lateral (select coalesce(nearest.staff_id, above.staff_id, top.staff_id) as staff_id) draws
             where (draws.staff_id = :staff or draws.staff_id is null and :administrator)
               and (s.version > 0 or s.started_at is not null or
            """
                    + StatementTable.SOMEBODY
                    + """
               ))
            """;

    /**
     * Who asks whose pay is drawn, and when.
     *
     * @param under keys of the institutions at or below which the person acts
     */
    public record Drawing(
            Optional<Long> staff, boolean administrator, Collection<Long> under, YearMonth month, LocalDate day) {}

    /**
     * Those whose pay somebody draws on a day, by name.
     *
     * @param sought in the name, or how the code begins
     * @param after code of the last one seen
     */
    public List<Standing> standing(Drawing drawing, Optional<String> sought, Optional<String> after, int limit) {
        return mine(
                        jdbc,
                        """
                        select m.* from mine m
                         where (:q::text is null or m.code like :q || '%' or m.name ilike '%' || :q || '%'
                                or m.name_hi like '%' || :q || '%')
                           and (:after::text is null
                                or (m.name, m.code) > (select i.name, i.code from institution i where i.code = :after))
                         order by m.name, m.code
                         limit :limit
                        """,
                        drawing,
                        Optional.empty())
                .param("q", sought.map(DrawalTable::literally).orElse(null))
                .param("after", after.orElse(null))
                .param("limit", limit)
                .query(DrawalTable::standing)
                .list();
    }

    /** One of them. */
    public Optional<Standing> standing(Drawing drawing, String code) {
        return mine(jdbc, "select m.* from mine m", drawing, Optional.of(code))
                .query(DrawalTable::standing)
                .optional();
    }

    private static StatementSpec mine(JdbcClient jdbc, String select, Drawing drawing, Optional<String> code) {
        return jdbc.sql(MINE + select)
                .param("month", drawing.month().atDay(1))
                .param("under", drawing.under().toArray(Long[]::new))
                .param("administrator", drawing.administrator())
                .param("staff", drawing.staff().orElse(null), Types.BIGINT)
                .param("day", drawing.day())
                .param("code", code.orElse(null));
    }

    private static String literally(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }

    private static Standing standing(ResultSet row, int number) throws SQLException {
        return new Standing(
                row.getString("code"),
                row.getString("name"),
                Optional.ofNullable(row.getString("name_hi")),
                State.valueOf(row.getString("state")),
                row.getInt("people"),
                row.getInt("held"),
                row.getInt("drawn"),
                row.getInt("partly"),
                row.getInt("withheld"));
    }

    /** A line of an accepted statement, with the newest word about it. */
    public record Drawn(
            String institution,
            String employeeCode,
            String name,
            int fullPay,
            int halfPay,
            int noPay,
            int held,
            Optional<Entry> said) {}

    /** Everybody's whose pay is drawn, by institution and name, fetched piece by piece. In a transaction. */
    public void lines(Drawing drawing, Consumer<Drawn> use) {
        mine(
                        piecewise,
                        """
                        select m.code, p.employee_code, p.name, sessions_counted(l.full_pay) as full_pay,
                               sessions_counted(l.half_pay) as half_pay, sessions_counted(l.no_pay) as no_pay,
                               sessions_counted(l.held) as held, d.status, d.reason, d.bill, d.drawn_on
                          from mine m
                               join payroll_line l on l.statement_id = m.id and l.version = m.version
                               join staff p on p.id = l.staff_id
                               left join payroll_drawal d on d.statement_id = m.id and d.staff_id = l.staff_id
                                    and not exists (select from payroll_drawal later where later.supersedes = d.entry_no)
                         where m.state = 'ACCEPTED'
                         order by m.name, m.code, p.name, p.employee_code
                        """,
                        drawing,
                        Optional.empty())
                .query((RowCallbackHandler) row -> use.accept(new Drawn(
                        row.getString("code"),
                        row.getString("employee_code"),
                        row.getString("name"),
                        row.getInt("full_pay"),
                        row.getInt("half_pay"),
                        row.getInt("no_pay"),
                        row.getInt("held"),
                        row.getString("status") == null ? Optional.empty() : Optional.of(entry(row, 0)))));
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
                .query(DrawalTable::entry)
                .list();
    }

    private static Entry entry(ResultSet row, int number) throws SQLException {
        return new Entry(
                row.getString("employee_code"),
                Status.valueOf(row.getString("status")),
                Optional.ofNullable(row.getString("reason")),
                Optional.ofNullable(row.getString("bill")),
                Optional.ofNullable(row.getObject("drawn_on", LocalDate.class)));
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
