package org.panjika.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.panjika.engine.model.Finding;
import org.panjika.engine.model.Model;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Where it is kept who deployed what and why. */
@Repository
class DeploymentLog {

    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final Clock clock;

    DeploymentLog(JdbcClient jdbc, ObjectMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    void deployed(
            String deployment,
            Deployments.Way way,
            String by,
            String reason,
            Collection<String> definitions,
            List<Finding> findings,
            Collection<String> warnings) {
        jdbc.sql(
                        """
                        insert into engine_deployment
                          (recorded_at, recorded_by, deployment, way, reason, definitions, findings, warnings)
                        values (:now, :by, :deployment, :way, :reason, :definitions, :findings::jsonb, :warnings)
                        """)
                .param("now", now())
                .param("by", by)
                .param("deployment", deployment)
                .param("way", way.name())
                .param("reason", reason)
                .param("definitions", definitions.toArray(String[]::new))
                .param("findings", written(findings))
                .param("warnings", warnings.toArray(String[]::new))
                .update();
    }

    /** Nothing of a deployment made before this was written down. */
    Optional<Deployments.Made> find(String deployment) {
        return jdbc.sql("select * from engine_deployment where deployment = ?")
                .param(deployment)
                .query(this::made)
                .optional();
    }

    /** Those that brought decision tables and forms and no process, the newest first. */
    List<Deployments.Alone> alone(long before, int atMost) {
        var parts = new HashMap<String, List<Deployments.Part>>();
        var alone = jdbc.sql(
                        """
                        select e.* from engine_deployment e
                         where e.entry_no < :before
                           and not exists (select from engine.act_re_procdef where deployment_id_ = e.deployment)
                           and exists (select from engine.act_re_deployment where id_ = e.deployment)
                         order by e.entry_no desc limit :most
                        """)
                .param("before", before)
                .param("most", atMost)
                .query((row, n) -> {
                    var deployment = row.getString("deployment");
                    return new Deployments.Alone(
                            row.getLong("entry_no"),
                            deployment,
                            at(row),
                            Optional.of(made(row, n)),
                            parts.computeIfAbsent(deployment, d -> new ArrayList<>()));
                })
                .list();
        jdbc.sql(
                        """
                        select * from (
                          select deployment_id_ deployment, 'DECISION' kind, key_ key, coalesce(name_, key_) as name, version_ as version,
                                 version_ = max(version_) over (partition by key_) newest
                            from engine.act_re_decision_def
                          union all
                          select deployment_id_, 'FORM', key_, key_, version_, version_ = max(version_) over (partition by key_)
                            from engine.act_re_camformdef) part
                         where deployment = any (:deployments) order by name, key
                        """)
                .param("deployments", parts.keySet().toArray(String[]::new))
                .query((row, n) -> parts.get(row.getString("deployment"))
                        .add(new Deployments.Part(
                                Model.Kind.valueOf(row.getString("kind")),
                                row.getString("key"),
                                row.getString("name"),
                                row.getInt("version"),
                                row.getBoolean("newest"))))
                .list();
        return alone;
    }

    private OffsetDateTime now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    private static Instant at(ResultSet row) throws SQLException {
        return row.getObject("recorded_at", OffsetDateTime.class).toInstant();
    }

    private Deployments.Made made(ResultSet row, int number) throws SQLException {
        return new Deployments.Made(
                at(row),
                row.getString("recorded_by"),
                Deployments.Way.valueOf(row.getString("way")),
                row.getString("reason"),
                read(row.getString("findings")),
                Arrays.asList((String[]) row.getArray("warnings").getArray()));
    }

    private String written(List<Finding> findings) {
        try {
            return json.writeValueAsString(findings);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A check that is no longer made has no words any more: those written down speak. */
    private List<Finding> read(String findings) {
        try {
            return List.of(json.readValue(findings, Finding[].class));
        } catch (JsonProcessingException e) {
            return List.of();
        }
    }
}
