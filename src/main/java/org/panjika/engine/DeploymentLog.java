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
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Where it is kept who deployed what and why. */
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
