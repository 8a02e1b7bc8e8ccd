package org.panjika.engine;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.panjika.models.CasePath;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Where the paths of cases are kept. */
@Repository
class CaseSteps implements CasePath {

    /** Who it was where no person was at work: a deadline, a starting case. */
    static final String ENGINE = "engine";

    private final JdbcClient jdbc;
    private final Clock clock;

    CaseSteps(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public List<Step> of(String process, String businessKey) {
        return jdbc.sql(
                        """
                        select s.task, s.offices, s.since, s.due, e.until, e.decided, e.recorded_by, e.decision, e.remark
                          from engine_case_step s left join engine_case_step_end e on e.step = s.entry_no
                         where s.business_key = ? and s.process = ?
                         order by s.entry_no
                        """)
                .params(businessKey, process)
                .query(CaseSteps::read)
                .list();
    }

    void begin(
            String process,
            String businessKey,
            String taskId,
            String task,
            List<String> offices,
            Instant due,
            String by) {
        var now = now();
        jdbc.sql(
                        """
                        insert into engine_case_step
                          (recorded_at, recorded_by, process, business_key, task_id, task, offices, since, due)
                        values (:now, :by, :process, :key, :id, :task, :offices, :now, :due)
                        """)
                .param("now", now)
                .param("by", by)
                .param("process", process)
                .param("key", businessKey)
                .param("id", taskId)
                .param("task", task)
                .param("offices", offices.toArray(String[]::new))
                .param("due", due == null ? null : due.atOffset(ZoneOffset.UTC))
                .update();
    }

    /**
     * Nothing happens where the task began before paths were written.
     *
     * @return false if somebody has ended it meanwhile
     */
    boolean end(String taskId, boolean decided, String by, String decision, String remark) {
        // no violation of the key: the engine goes on asking the database before it gives up
        var ended = jdbc.sql(
                        """
                        insert into engine_case_step_end (recorded_at, recorded_by, step, until, decided, decision, remark)
                        select :now, :by, entry_no, :now, :decided, :decision, :remark
                          from engine_case_step s
                         where task_id = :id and not exists (select from engine_case_step_end e where e.step = s.entry_no)
                        on conflict (step) do nothing
                        """)
                .param("now", now())
                .param("by", by)
                .param("decided", decided)
                .param("decision", decision)
                .param("remark", remark)
                .param("id", taskId)
                .update();
        return ended > 0 || !isKnown(taskId);
    }

    private boolean isKnown(String taskId) {
        return jdbc.sql("select exists (select from engine_case_step where task_id = ?)")
                .param(taskId)
                .query(Boolean.class)
                .single();
    }

    private OffsetDateTime now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    private static Step read(ResultSet row, int number) throws SQLException {
        var until = instant(row, "until");
        var end = until.isEmpty()
                ? Optional.<End>empty()
                : Optional.of(new End(
                        until.get(),
                        row.getBoolean("decided"),
                        row.getString("recorded_by"),
                        Optional.ofNullable(row.getString("decision")),
                        Optional.ofNullable(row.getString("remark"))));
        return new Step(
                row.getString("task"),
                Arrays.asList((String[]) row.getArray("offices").getArray()),
                instant(row, "since").orElseThrow(),
                instant(row, "due"),
                end);
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
