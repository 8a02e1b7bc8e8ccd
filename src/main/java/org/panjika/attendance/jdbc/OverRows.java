package org.panjika.attendance.jdbc;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/**
 * A statement over rows that come as one array for each column. The database plans it anew each time, for the lengths of arrays
 * matter; for a single row, which is written into the statement instead, it keeps the plan.
 */
record OverRows(String many, String one) {

    private static final Pattern ARRAYS = Pattern.compile("unnest\\(((?:\\?::\\w+\\[],?\\s*)+)\\)");

    /** @param sql with {@code unnest(?::type[], …)}, and no other parameters */
    OverRows(String sql) {
        this(
                sql,
                ARRAYS.matcher(sql)
                        .replaceAll(found -> "(values (" + found.group(1).replace("[]", "") + "))"));
    }

    /** @param columns of the same length each */
    <T> List<T> query(JdbcTemplate jdbc, RowMapper<T> mapper, Object[]... columns) {
        return with(columns, (sql, arguments) -> jdbc.query(sql, mapper, arguments));
    }

    /** @param columns of the same length each */
    void update(JdbcTemplate jdbc, Object[]... columns) {
        with(columns, (sql, arguments) -> jdbc.update(sql, arguments));
    }

    private <T> T with(Object[][] columns, Call<T> call) {
        return columns[0].length == 1
                ? call.with(one, Arrays.stream(columns).map(column -> column[0]).toArray())
                : call.with(many, columns);
    }

    private interface Call<T> {

        T with(String sql, Object[] arguments);
    }
}
