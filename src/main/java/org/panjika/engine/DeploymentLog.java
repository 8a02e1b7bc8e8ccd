package org.panjika.engine;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Where it is kept who deployed what and why, and who moved which cases. */
@Repository
class DeploymentLog {

    private final JdbcClient jdbc;
    private final Clock clock;

    DeploymentLog(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    void deployed(
            String deployment,
            Deployments.Way way,
            String by,
            String reason,
            Collection<String> definitions,
            Collection<String> warnings) {
        jdbc.sql(
                        """
                        insert into engine_deployment
                          (recorded_at, recorded_by, deployment, way, reason, definitions, warnings)
                        values (:now, :by, :deployment, :way, :reason, :definitions, :warnings)
                        """)
                .param("now", now())
                .param("by", by)
                .param("deployment", deployment)
                .param("way", way.name())
                .param("reason", reason)
                .param("definitions", definitions.toArray(String[]::new))
                .param("warnings", warnings.toArray(String[]::new))
                .update();
    }

    /** Nothing of a deployment made before this was written down. */
    Optional<Deployments.Made> find(String deployment) {
        return jdbc.sql("select * from engine_deployment where deployment = ?")
                .param(deployment)
                .query(DeploymentLog::made)
                .optional();
    }

    /**
     * Writes down that a move begins.
     *
     * @param batch of the engine; empty for one that is ours
     * @return number of the move
     */
    long moves(String by, Moves.Way way, Optional<String> batch, int cases) {
        return jdbc.sql(
                        """
                        insert into engine_move
                          (recorded_at, recorded_by, process, from_version, to_version, timers, batch, cases)
                        values (:now, :by, :process, :from, :to, :timers, :batch, :cases)
                        returning entry_no
                        """)
                .param("now", now())
                .param("by", by)
                .param("process", way.process())
                .param("from", way.from())
                .param("to", way.to())
                .param("timers", way.timers().name())
                .param("batch", batch.orElse(null))
                .param("cases", cases)
                .query(Long.class)
                .single();
    }

    /** @param failure why the case stays where it was */
    void moved(long move, String instance, Optional<String> failure) {
        jdbc.sql(
                        """
                        insert into engine_move_case (recorded_at, recorded_by, move, instance, failure)
                        values (?, ?, ?, ?, ?)
                        """)
                .params(Arrays.asList(now(), CaseSteps.ENGINE, move, instance, failure.orElse(null)))
                .update();
    }

    /** The last moves of cases of a process, the newest first. */
    List<Moves.Made> moves(String process) {
        return jdbc.sql(
                        """
                        select m.*,
                               (select count(*) from engine_move_case c where c.move = m.entry_no and failure is null) moved,
                               array(select c.failure from engine_move_case c where c.move = m.entry_no and failure is not null)
                                 failures
                          from engine_move m where m.process = ? order by m.entry_no desc limit 20
                        """)
                .param(process)
                .query((row, n) -> new Moves.Made(
                        Optional.ofNullable(row.getString("batch")),
                        at(row),
                        row.getString("recorded_by"),
                        new Moves.Way(
                                row.getString("process"),
                                row.getInt("from_version"),
                                row.getInt("to_version"),
                                Moves.Timers.valueOf(row.getString("timers"))),
                        row.getInt("cases"),
                        row.getInt("moved"),
                        Arrays.asList((String[]) row.getArray("failures").getArray())))
                .list();
    }

    private OffsetDateTime now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    private static Instant at(ResultSet row) throws SQLException {
        return row.getObject("recorded_at", OffsetDateTime.class).toInstant();
    }

    private static Deployments.Made made(ResultSet row, int number) throws SQLException {
        return new Deployments.Made(
                at(row),
                row.getString("recorded_by"),
                Deployments.Way.valueOf(row.getString("way")),
                row.getString("reason"),
                Arrays.asList((String[]) row.getArray("warnings").getArray()));
    }
}
