package org.panjika.leave.jdbc;

import java.time.LocalDate;
import java.util.Map;
import org.panjika.lists.Counts;
import org.panjika.lists.Staged;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** A list of kinds of leave against those that are known: judged and written by sets. */
@Repository
public class LeaveTypeImport {

    public static final String LIST = "leave_type_list";

    /** What leave is counted and credited by: it is not rewritten for days that are over. */
    private static final String FIGURES =
            """
            casual, account, weight, credit, leave_year, credited, credited_vacation, lapses, cap, floor, longest, longest_running,
            holidays_count, by_half_days, joins, joins_vacation, document_from, gender, service_days, spells_a_year, days_a_month,
            together, after_accounts, pay\
            """;

    private static final String WORDS = "position, name, name_hi, name_vi, rule";

    private static final String READ =
            """
            create temp table leave_type_line on commit drop as
            select line, regime, code, coalesce(from_day::date, '-infinity') as begins, to_day::date + 1 as ends,
                   position::smallint as position, name, name_hi, name_vi, rule,
                   casual::boolean as casual, account, coalesce(weight::smallint, 1::smallint) as weight,
                   coalesce(credit, 'NONE') as credit, coalesce(leave_year, 'CALENDAR') as leave_year,
                   coalesce(credited::int, 0) as credited, credited_vacation::int as credited_vacation,
                   lapses::boolean as lapses, nullif(cap::int, 0) as cap, -coalesce(below_zero::int, 0) as floor,
                   longest::int as longest, longest_running::int as longest_running,
                   holidays_count::boolean as holidays_count, by_half_days::boolean as by_half_days,
                   joins::text[] as joins, joins_vacation::boolean as joins_vacation, document_from::int as document_from,
                   gender, coalesce(service_days::int, 0) as service_days, spells_a_year::int as spells_a_year,
                   days_a_month::int as days_a_month, together::boolean as together,
                   coalesce(after_accounts::text[], '{}') as after_accounts, coalesce(pay, 'FULL') as pay
              from leave_type_list where not rejected
            """;

    // The rows as they would be: those of the list, and the known ones that it does not name anew. A row without end,
    // and a
    // known one, ends where the next one begins.
    private static final String PLAN =
            """
            with good as (
              select l.* from leave_type_line l join leave_type_list r on r.line = l.line and not r.rejected),
            every as (
              select line, regime, code, begins, ends, account, credit, lapses, leave_year, joins from good
              union all
              select null, e.regime, e.code, coalesce(lower(e.during), '-infinity'), upper(e.during), e.account, e.credit,
                     e.lapses, e.leave_year, e.joins
                from leave_type e
               where not exists (select from good g where g.regime = e.regime and g.code = e.code
                                                      and g.begins = coalesce(lower(e.during), '-infinity'))),
            beside as (
              select every.*, lead(begins) over (partition by regime, code order by begins) as next from every),
            plan as (
              select beside.*, coalesce(least(ends, next), 'infinity') as until from beside)
            """;

    private final JdbcClient jdbc;

    LeaveTypeImport(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public void judge(Staged rows, LocalDate today) {
        rows.reject("to_day", "ends-before-it-begins", "r.to_day::date < r.from_day::date");
        rows.reject(
                "regime",
                "unknown-regime",
                "not exists (select from regime_setting s where s.regime = r.regime)"
                        + " and not exists (select from leave_type t where t.regime = r.regime)");
        rows.reject(
                "from_day",
                "duplicate-in-file",
                """
                exists (select from leave_type_list o
                         where o.line <> r.line
                           and (o.regime, o.code, o.from_day) is not distinct from (r.regime, r.code, r.from_day))
                """);
        jdbc.sql(READ).update();
        rows.reject("from_day", "leave-kind-begun", REWRITES, Map.of("today", today));
        rejectPlanned(rows, "to_day", "overlaps-leave-kind", "p.line is not null and p.ends > p.next");
        rejectPlanned(
                rows,
                "account",
                "leave-account-differs",
                """
                exists (select from plan o
                         where o.regime = p.regime and o.account = p.account
                           and (o.lapses <> p.lapses or o.lapses and o.leave_year <> p.leave_year))
                """);
        rejectPlanned(
                rows,
                "credit",
                "leave-account-credited-twice",
                """
                p.credit <> 'NONE'
                and exists (select from plan o
                             where o.regime = p.regime and o.account = p.account and o.code <> p.code and o.credit <> 'NONE'
                               and o.begins < p.until and p.begins < o.until)
                """);
        rejectPlanned(
                rows,
                "to_day",
                "leave-kind-in-use",
                """
                exists (select from leave_case c
                         where c.type = p.code and c.from_day >= p.until and c.state in ('PENDING', 'RETURNED', 'APPROVED')
                           and c.regime = p.regime
                           and not exists (select from plan o
                                            where o.regime = p.regime and o.code = p.code and o.begins > p.begins
                                              and o.begins <= c.from_day)
                           and exists (select from leave_type e
                                        where e.regime = p.regime and e.code = p.code and e.during @> c.from_day))
                """);
        rejectOneSided(rows, today);
    }

    /** Each may be joined to the other or neither, from today on; who refuses one of two looks at its neighbours again. */
    private static void rejectOneSided(Staged rows, LocalDate today) {
        var refused = 1;
        while (refused > 0) {
            refused = rows.reject(
                    "joins",
                    "leave-joins-one-sided",
                    planned(
                            """
                            exists (select from plan o
                                     where o.regime = p.regime and o.code <> p.code
                                       and o.begins < p.until and p.begins < o.until and least(o.until, p.until) > :today::date
                                       and coalesce(o.code = any (p.joins), true) <> coalesce(p.code = any (o.joins), true))
                            """),
                    Map.of("today", today));
        }
    }

    /** Days before today would have other figures than they had, or none, or would have some where the kind had ended. */
    private static final String REWRITES =
            """
            exists (
              select from leave_type_line l join leave_type e on e.regime = l.regime and e.code = l.code
               where l.line = r.line
                 and case when l.begins = coalesce(lower(e.during), '-infinity')
                          then (l.begins <= :today
                                and (%1$s) is distinct from (%2$s))
                               or (l.ends is distinct from upper(e.during) and least(l.ends, upper(e.during)) <= :today)
                          else l.begins < :today and e.during && daterange(nullif(l.begins, '-infinity'), least(l.ends, :today::date))
                     end)
            """
                    .formatted(of("l", FIGURES), of("e", FIGURES));

    private static void rejectPlanned(Staged rows, String column, String code, String condition) {
        rows.reject(column, code, planned(condition));
    }

    private static String planned(String condition) {
        return "r.line in (" + PLAN + "select p.line from plan p where p.line is not null and " + condition + ")";
    }

    /** Writes the rows that are good; those that they follow end before them. */
    public Counts write() {
        jdbc.sql("create temp table leave_type_plan on commit drop as " + PLAN
                        + "select line, regime, code, begins, until from plan")
                .update();
        jdbc.sql(
                        """
                        update leave_type e set during = daterange(lower(e.during), nullif(p.until, 'infinity'))
                          from leave_type_plan p
                         where p.line is null and p.regime = e.regime and p.code = e.code
                           and p.begins = coalesce(lower(e.during), '-infinity')
                           and p.until < coalesce(upper(e.during), 'infinity')
                        """)
                .update();
        var updated = jdbc.sql(
                        """
                        update leave_type e
                           set (during, %1$s, %2$s) =
                               row(daterange(lower(e.during), nullif(p.until, 'infinity')), %3$s, %4$s)
                          from leave_type_plan p join leave_type_line l on l.line = p.line
                         where p.regime = e.regime and p.code = e.code and p.begins = coalesce(lower(e.during), '-infinity')
                           and (coalesce(upper(e.during), 'infinity'), %5$s, %6$s) is distinct from (p.until, %3$s, %4$s)
                        """
                                .formatted(
                                        FIGURES,
                                        WORDS,
                                        of("l", FIGURES),
                                        of("l", WORDS),
                                        of("e", FIGURES),
                                        of("e", WORDS)))
                .update();
        var created = jdbc.sql(
                        """
                        insert into leave_type (regime, code, during, %1$s, %2$s)
                        select p.regime, p.code,
                               daterange(nullif(p.begins, '-infinity'), nullif(p.until, 'infinity')), %3$s, %4$s
                          from leave_type_plan p join leave_type_line l on l.line = p.line
                         where not exists (select from leave_type e
                                            where e.regime = p.regime and e.code = p.code
                                              and coalesce(lower(e.during), '-infinity') = p.begins)
                         order by p.line
                        """
                                .formatted(FIGURES, WORDS, of("l", FIGURES), of("l", WORDS)))
                .update();
        var good = jdbc.sql("select count(*) from leave_type_plan where line is not null")
                .query(Integer.class)
                .single();
        return new Counts(created, updated, good - created - updated);
    }

    private static String of(String table, String columns) {
        return table + "." + columns.strip().replaceAll(",\\s*", ", " + table + ".");
    }
}
