package org.panjika.lists;

import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The rows of a list in a temporary table named like the list: {@code line}, {@code rejected}, and every column of the
 * layout as text. Judged and written by sets, never row by row.
 */
public final class Staged {

    private final String table;
    private final JdbcClient jdbc;
    private final Findings findings;

    Staged(String table, JdbcClient jdbc, Findings findings) {
        this.table = table;
        this.jdbc = jdbc;
        this.findings = findings;
    }

    /**
     * Rejects the rows that meet a condition and are not rejected yet.
     *
     * @param condition SQL about the row {@code r}; named parameters allowed
     * @return how many
     */
    public int reject(String column, String code, String condition, Map<String, ?> parameters) {
        return collect(
                code,
                jdbc.sql(
                                """
                                with bad as (
                                  update %s r set rejected = true
                                   where not r.rejected and (%s)
                                  returning r.line, r.%s as value)
                                select line, value, count(*) over () as total from bad order by line limit %d
                                """
                                        .formatted(table, condition, column, Capped.MOST))
                        .params(parameters),
                row -> findings.reject(new Finding(row.line(), column, code, row.value())),
                findings.rejected);
    }

    public int reject(String column, String code, String condition) {
        return reject(column, code, condition, Map.of());
    }

    /**
     * Notes what was taken otherwise than the file has it.
     *
     * @param query SQL giving line, value (what the file has) and taken
     */
    public void mend(String column, String code, String query, Map<String, ?> parameters) {
        collect(
                code,
                jdbc.sql("select line, value, taken, count(*) over () as total from (%s) found order by line limit %d"
                                .formatted(query, Capped.MOST))
                        .params(parameters),
                row -> findings.mend(new Mending(row.line(), column, code, row.value(), row.taken())),
                findings.mended);
    }

    /**
     * Notes what was taken as it is but is not to be trusted.
     *
     * @param query SQL giving line and value
     */
    public void doubt(String column, String code, String query, Map<String, ?> parameters) {
        collect(
                code,
                jdbc.sql("select line, value, count(*) over () as total from (%s) found order by line limit %d"
                                .formatted(query, Capped.MOST))
                        .params(parameters),
                row -> findings.doubt(new Finding(row.line(), column, code, row.value())),
                findings.doubtful);
    }

    private int collect(
            String code,
            JdbcClient.StatementSpec statement,
            java.util.function.Consumer<Found> each,
            Capped<?> collection) {
        var found = statement
                .query((row, number) -> new Found(
                        row.getInt("line"),
                        row.getString("value"),
                        row.getMetaData().getColumnCount() == 4 ? row.getString("taken") : null,
                        row.getInt("total")))
                .list();
        found.forEach(each);
        var total = found.isEmpty() ? 0 : found.get(0).total();
        collection.addUncounted(code, total - found.size());
        return total;
    }

    private record Found(int line, String value, String taken, int total) {}
}
