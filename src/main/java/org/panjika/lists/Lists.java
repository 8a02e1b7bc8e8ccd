package org.panjika.lists;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.panjika.problem.Refused;
import org.springframework.core.io.InputStreamSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Takes lists of any length into the database: one transaction, constant memory. One list at a time. */
@Service
public class Lists {

    // any number, the same in every copy of the application
    private static final long ONE_AT_A_TIME = 0x6C69737473L;

    private final JdbcTemplate template;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    Lists(DataSource dataSource, PlatformTransactionManager transactions) {
        this.template = new JdbcTemplate(dataSource);
        this.jdbc = JdbcClient.create(template);
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Reads a list, judges each row by itself and then all by sets, and writes the good ones.
     *
     * @param table name of the temporary table that holds the rows while the transaction lasts
     * @param row judges a row by itself and asks the database nothing: its connection is busy taking the list
     * @param rows judges the rows by sets, before anything is written
     * @param write writes all rows that are not rejected
     * @throws Refused with a {@link ListProblem} if the file cannot be read
     */
    public ImportReport take(
            InputStreamSource file,
            Layout layout,
            String table,
            ImportMode mode,
            Consumer<Row> row,
            Consumer<Staged> rows,
            java.util.function.Function<Staged, Counts> write) {
        return transaction.execute(status -> {
            // a list waits for the one before it, however long that is
            template.execute("set local work_mem = '64MB'; set local lock_timeout = 0");
            jdbc.sql("select pg_advisory_xact_lock(?)").param(ONE_AT_A_TIME).query(r -> {});
            var findings = new Findings();
            var reader = new ListReader(layout, findings);
            copy(file, reader, layout, table, row);
            var staged = new Staged(table, jdbc, findings);
            rows.accept(staged);
            var rejectedLines = jdbc.sql("select count(*) from " + table + " where rejected")
                    .query(Integer.class)
                    .single();
            var takes = rejectedLines == 0 || mode.partial();
            var counts = takes || mode.preview() ? write.apply(staged) : Counts.NONE;
            if (!takes || mode.preview()) status.setRollbackOnly();
            return report(mode, takes && !mode.preview(), reader, counts, rejectedLines, findings);
        });
    }

    private void copy(InputStreamSource file, ListReader reader, Layout layout, String table, Consumer<Row> judge) {
        var columns = new ArrayList<>(layout.columns().keySet());
        template.execute("create temp table %s (line int not null, rejected boolean not null, %s) on commit drop"
                .formatted(
                        table,
                        String.join(", ", columns.stream().map(c -> c + " text").toList())));
        template.execute((org.springframework.jdbc.core.ConnectionCallback<Void>) connection -> {
            try (var staging = new Staging(connection, table, columns)) {
                reader.read(file, row -> {
                    judge.accept(row);
                    staging.add(row);
                });
                staging.finish();
            } catch (java.io.IOException e) {
                throw new UncheckedIOException(e);
            }
            return null;
        });
        template.execute("analyze " + table);
    }

    private static ImportReport report(
            ImportMode mode, boolean applied, ListReader reader, Counts counts, int rejectedLines, Findings findings) {
        var totals = new LinkedHashMap<String, Map<String, Integer>>();
        totals.put("rejected", findings.rejected.totals());
        totals.put("mended", findings.mended.totals());
        totals.put("doubtful", findings.doubtful.totals());
        return new ImportReport(
                mode.preview(),
                applied,
                reader.rowsRead(),
                counts.created(),
                counts.updated(),
                counts.unchanged(),
                counts.provisional(),
                rejectedLines,
                List.copyOf(findings.rejected.first()),
                List.copyOf(findings.mended.first()),
                List.copyOf(findings.doubtful.first()),
                totals,
                reader.ignoredColumns(),
                counts.effects());
    }
}
