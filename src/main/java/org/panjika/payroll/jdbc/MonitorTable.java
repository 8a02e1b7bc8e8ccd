package org.panjika.payroll.jdbc;

import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
import org.panjika.payroll.PayExport;
import org.panjika.payroll.PayMonitor.Figures;
import org.panjika.payroll.PayMonitor.Reason;
import org.panjika.payroll.PayMonitor.Row;
import org.panjika.payroll.PayMonitor.Withheld;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/** Statements counted by office, from their counters. */
@Repository
public class MonitorTable {

    private static final int PIECE = 1_000;

    private final JdbcClient jdbc;
    private final JdbcClient piecewise;
    private final Institutions institutions;

    MonitorTable(JdbcClient jdbc, DataSource dataSource, Institutions institutions) {
        this.jdbc = jdbc;
        var template = new JdbcTemplate(dataSource);
        template.setFetchSize(PIECE);
        this.piecewise = JdbcClient.create(template);
        this.institutions = institutions;
    }

    private record Found(long institutionId, boolean own, Figures figures) {}

    /**
     * A row for each institution directly below at which or below which anybody is posted in the month, and one for the office's own
     * staff where it takes part itself; from the top down.
     */
    public List<Row> below(Institution office, YearMonth month, ZoneId zone) {
        var found = jdbc.sql(
                        """
                        select coalesce(i.path[:depth], i.id) as child, cardinality(i.path) < :depth as own,
                               count(*) as institutions,
                               count(*) filter (where first.sent_on <= coalesce(s.due, 'infinity')) as in_time,
                               count(*) filter (where first.sent_on > s.due) as late,
                               count(*) filter (where s.in_stead) as in_stead,
                               count(*) filter (where s.state = 'RETURNED') as returned,
                               count(*) filter (where s.state = 'ACCEPTED') as accepted,
                               sum(s.people) as people, sum(s.held) as held,
                               coalesce(sum(s.people) filter (where s.state = 'ACCEPTED'), 0) as payable,
                               sum(s.drawn) as drawn, sum(s.partly) as partly, sum(s.withheld) as withheld
                          from payroll_statement s
                               join institution i on i.id = s.institution_id
                               left join lateral (
                                 select (v.recorded_at at time zone :zone)::date as sent_on
                                   from payroll_version v
                                  where s.version > 0 and v.statement_id = s.id and v.version = 1) first on true
                         where s.month = :month and i.path[:above] = :office and i.participates
                           and (s.version > 0 or s.started_at is not null or
                        """
                                + StatementTable.SOMEBODY
                                + """
                           )
                         group by child, own
                        """)
                .param("month", month.atDay(1))
                .param("zone", zone.getId())
                .param("office", office.id())
                .param("depth", office.path().size() + 1)
                .param("above", office.path().size())
                .query(MonitorTable::read)
                .list();
        var named = institutions.all(found.stream().map(Found::institutionId).toList()).stream()
                .collect(Collectors.toMap(Institution::id, Function.identity()));
        var rows = new ArrayList<Row>();
        found.stream()
                .sorted((a, b) -> named.get(a.institutionId())
                        .name()
                        .compareTo(named.get(b.institutionId()).name()))
                .forEach(f -> rows.add(new Row(named.get(f.institutionId()), f.own(), f.figures())));
        return rows;
    }

    /** All rows together. */
    public Figures together(List<Row> rows) {
        return new Figures(
                sum(rows, Figures::institutions),
                sum(rows, Figures::inTime),
                sum(rows, Figures::late),
                sum(rows, Figures::inStead),
                sum(rows, Figures::returned),
                sum(rows, Figures::accepted),
                sum(rows, Figures::people),
                sum(rows, Figures::held),
                sum(rows, Figures::payable),
                sum(rows, Figures::drawn),
                sum(rows, Figures::partly),
                sum(rows, Figures::withheld));
    }

    private static int sum(List<Row> rows, ToIntFunction<Figures> of) {
        return rows.stream().map(Row::figures).mapToInt(of).sum();
    }

    private static Found read(ResultSet row, int number) throws SQLException {
        return new Found(
                row.getLong("child"),
                row.getBoolean("own"),
                new Figures(
                        row.getInt("institutions"),
                        row.getInt("in_time"),
                        row.getInt("late"),
                        row.getInt("in_stead"),
                        row.getInt("returned"),
                        row.getInt("accepted"),
                        row.getInt("people"),
                        row.getInt("held"),
                        row.getInt("payable"),
                        row.getInt("drawn"),
                        row.getInt("partly"),
                        row.getInt("withheld")));
    }

    // The newest word of a drawing officer about a person, where it is that the pay is withheld.
    private static final String WITHHELD =
            """
              from payroll_statement s
                   join institution i on i.id = s.institution_id
                   join payroll_drawal d on d.statement_id = s.id and d.status = 'WITHHELD'
                        and not exists (select from payroll_drawal later where later.supersedes = d.entry_no)
                   join staff p on p.id = d.staff_id
             where s.month = :month and i.path[:above] = :office and s.withheld > 0
            """;

    /** Why pay is withheld below an office, the most frequent reason first; written in capitals or not it is the same one. */
    public List<Reason> reasons(Institution office, YearMonth month, int most) {
        return withheld(
                        "select min(btrim(d.reason)) as reason, count(*) as people" + WITHHELD
                                + " group by lower(btrim(d.reason)) order by people desc, reason limit :most",
                        office,
                        month)
                .param("most", most)
                .query((row, n) -> new Reason(row.getString("reason"), row.getInt("people")))
                .list();
    }

    /**
     * Whose pay is withheld, by institution and employee code.
     *
     * @param reason of those only whose reason is this one
     * @param after number of the last one before them
     */
    public List<Withheld> withheld(
            Institution office, YearMonth month, Optional<String> reason, Optional<Long> after, int most) {
        return withheld(
                        """
                        select d.entry_no, i.code, i.name as place, i.name_hi as place_hi, p.id as staff_id, p.employee_code, p.name,
                               p.name_hi, p.designation, d.reason
                        """
                                + WITHHELD
                                + """
                           and (:reason::text is null or lower(btrim(d.reason)) = lower(btrim(:reason)))
                           and (:after::bigint is null or (i.code, p.employee_code) > (
                                 select li.code, lp.employee_code
                                   from payroll_drawal l
                                        join payroll_statement ls on ls.id = l.statement_id
                                        join institution li on li.id = ls.institution_id
                                        join staff lp on lp.id = l.staff_id
                                  where l.entry_no = :after))
                         order by i.code, p.employee_code
                         limit :most
                        """,
                        office,
                        month)
                .param("reason", reason.orElse(null))
                .param("after", after.orElse(null), Types.BIGINT)
                .param("most", most)
                .query((row, n) -> new Withheld(
                        row.getLong("entry_no"),
                        row.getString("code"),
                        row.getString("place"),
                        Optional.ofNullable(row.getString("place_hi")),
                        StatementTable.person(row),
                        row.getString("reason")))
                .list();
    }

    private StatementSpec withheld(String sql, Institution office, YearMonth month) {
        return jdbc.sql(sql)
                .param("month", month.atDay(1))
                .param("office", office.id())
                .param("above", office.path().size());
    }

    /** Each line of the newest versions at and below an office, fetched piece by piece. In a transaction. */
    public void lines(Institution office, YearMonth month, Consumer<List<Object>> row) {
        piecewise
                .sql(
                        """
                        select to_char(s.month, 'YYYY-MM'), i.code, s.route, s.state, s.version, encode(s.content_hash, 'hex'),
                               p.employee_code, p.name, p.designation, sessions_counted(l.payable),
                               sessions_counted(l.full_pay), sessions_counted(l.half_pay), sessions_counted(l.no_pay),
                               sessions_counted(l.held),
                               coalesce((select string_agg(k.key || ':' || sessions_counted(k.value::text::bigint), ' ' order by k.key)
                                  from jsonb_each(l.leave) k), ''),
                               coalesce(d.status, ''), coalesce(d.bill, ''), d.drawn_on, coalesce(d.reason, '')
                          from payroll_statement s
                               join institution i on i.id = s.institution_id
                               join payroll_line l on l.statement_id = s.id and l.version = s.version
                               join staff p on p.id = l.staff_id
                               left join payroll_drawal d on d.statement_id = s.id and d.staff_id = l.staff_id
                                    and not exists (select from payroll_drawal later where later.supersedes = d.entry_no)
                         where s.month = :month and i.path[:above] = :office
                         order by i.code, p.employee_code
                        """)
                .param("month", month.atDay(1))
                .param("office", office.id())
                .param("above", office.path().size())
                .query((RowCallbackHandler) found -> row.accept(IntStream.rangeClosed(1, PayExport.COLUMNS.size())
                        .mapToObj(n -> cell(found, n))
                        .toList()));
    }

    private static Object cell(ResultSet row, int column) {
        try {
            var cell = row.getObject(column);
            if (cell == null) return "";
            return cell instanceof Date day ? day.toLocalDate() : cell;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
