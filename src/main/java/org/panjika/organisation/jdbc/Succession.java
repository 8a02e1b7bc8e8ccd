package org.panjika.organisation.jdbc;

import java.util.List;
import java.util.stream.Collectors;
import org.panjika.lists.Counts;
import org.panjika.lists.Staged;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Dated rows of which one at a time runs under a key, such as the postings of a person or the holders of a seat, as a list
 * wants them. Key and first day name a row. A row without end ends the day before the next one under its key begins, in the
 * list or in what is known; one whose end is known is never shortened by another.
 */
final class Succession {

    private final JdbcClient jdbc;
    private final String table;
    private final String listed;
    private final String key;
    private final List<String> columns;

    /**
     * @param table has the columns, {@code during}, and an exclusion that makes key and first day unique
     * @param listed SQL giving the lines not rejected: line, the columns, from_day and to_day
     * @param key expressions over the row {@code x}
     * @param columns everything beside {@code during}; what {@code listed} leaves null stays as it is
     */
    Succession(JdbcClient jdbc, String table, String listed, String key, List<String> columns) {
        this.jdbc = jdbc;
        this.table = table;
        this.listed = listed;
        this.key = key;
        this.columns = columns;
    }

    /** Rejects what the list names twice, and what would run at the same time as something else with the code given. */
    void judge(Staged rows, String overlaps) {
        rows.reject(
                "from_day",
                "duplicate-in-file",
                sql(
                        """
                        r.line in (
                          select line
                            from (select l.line, count(*) over (partition by {key l}, l.from_day) as times from ({listed}) l) d
                           where times > 1)
                        """));
        plan();
        var overlapping = sql(
                """
                r.line in (
                  select a.line
                    from {table}_planned a
                         join {table}_planned b on ({key b}) = ({key a}) and b.during && a.during
                              and lower(b.during) is distinct from lower(a.during)
                   where a.line is not null)
                """);
        while (rows.reject("from_day", overlaps, overlapping) > 0) {
            // what a rejected line would have ended goes on as if it had never been listed
            run("drop table {table}_planned");
            plan();
        }
    }

    /** Every row under the keys concerned as it shall be; line is null where the list says nothing of it. */
    private void plan() {
        run(
                """
                create temp table {table}_planned on commit drop as
                with listed as ({listed}),
                every as (
                  select l.line, t.during as known, {wanted}, l.from_day, coalesce(l.to_day, upper(t.during) - 1) as to_day
                    from listed l left join {table} t on ({key t}) = ({key l}) and lower(t.during) = l.from_day
                   union all
                  select null, t.during, {columns t}, lower(t.during), upper(t.during) - 1
                    from {table} t
                   where ({key t}) in (select {key l} from listed l)
                     and not exists (select from listed l where ({key l}) = ({key t}) and l.from_day = lower(t.during)))
                select e.line, e.known, {columns e},
                       daterange(e.from_day, coalesce(
                         e.to_day + 1,
                         lead(e.from_day) over (partition by {key e} order by e.from_day nulls first))) as during
                  from every e
                """);
        run("analyze {table}_planned");
    }

    Counts write() {
        var listed = count("select count(*) from {table}_planned where line is not null");
        var updated = count(
                """
                select count(*)
                  from {table}_planned p join {table} t on ({key t}) = ({key p}) and t.during = p.known
                 where p.line is not null and ({columns t}, t.during) is distinct from ({columns p}, p.during)
                """);
        // rows grow shorter before others grow longer, so that at no moment two under a key overlap
        run(
                """
                update {table} t set during = p.during
                  from {table}_planned p
                 where ({key t}) = ({key p}) and t.during = p.known and p.during <@ p.known and p.during <> p.known
                """);
        run(
                """
                update {table} t set {assigned}, during = p.during
                  from {table}_planned p
                 where ({key t}) = ({key p}) and lower(t.during) = lower(p.known) and p.line is not null
                   and ({columns t}, t.during) is distinct from ({columns p}, p.during)
                """);
        var created = run(
                """
                insert into {table} ({names}, during)
                select {columns p}, p.during from {table}_planned p where p.known is null order by p.line
                """);
        return new Counts(created, updated, listed - created - updated);
    }

    private int run(String template) {
        return jdbc.sql(sql(template)).update();
    }

    private int count(String template) {
        return jdbc.sql(sql(template)).query(Integer.class).single();
    }

    private String sql(String template) {
        var filled = template.replace("{listed}", listed)
                .replace("{table}", table)
                .replace("{names}", String.join(", ", columns))
                .replace("{assigned}", each("%1$s = p.%1$s"))
                .replace("{wanted}", each("coalesce(l.%1$s, t.%1$s) as %1$s"));
        for (var row : List.of("a", "b", "e", "l", "p", "t")) {
            filled = filled.replace("{key " + row + "}", key.replace("x.", row + "."))
                    .replace("{columns " + row + "}", each(row + ".%1$s"));
        }
        return filled;
    }

    private String each(String format) {
        return columns.stream().map(c -> format.formatted(c)).collect(Collectors.joining(", "));
    }
}
