package org.panjika.directory.jdbc;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.panjika.directory.TakenList;
import org.panjika.directory.Upload;
import org.panjika.lists.ImportReport;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Who has taken which lists. Append-only. */
@Repository
public class TakenListTable {

    private final JdbcClient jdbc;

    TakenListTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public void insert(Instant at, String by, Upload.Kind kind, String fileName, ImportReport report) {
        jdbc.sql(
                        """
                        insert into list_taken (recorded_at, recorded_by, kind, file_name, read, created, updated, rejected)
                        values (?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(
                        at.atOffset(ZoneOffset.UTC),
                        by,
                        kind.name(),
                        fileName,
                        report.read(),
                        report.created(),
                        report.updated(),
                        report.rejectedLines())
                .update();
    }

    /** Those taken last, newest first. */
    public List<TakenList> latest(int atMost) {
        return jdbc.sql(
                        """
                        select t.*, coalesce(s.name, t.recorded_by) as by
                          from list_taken t left join staff s on s.employee_code = t.recorded_by
                         order by t.entry_no desc limit ?
                        """)
                .param(atMost)
                .query((row, n) -> new TakenList(
                        row.getTimestamp("recorded_at").toInstant(),
                        row.getString("by"),
                        Upload.Kind.valueOf(row.getString("kind")),
                        row.getString("file_name"),
                        row.getInt("read"),
                        row.getInt("created"),
                        row.getInt("updated"),
                        row.getInt("rejected")))
                .list();
    }
}
