package org.panjika.database;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.EncodedResource;
import org.springframework.jdbc.datasource.init.ScriptUtils;
import org.springframework.stereotype.Component;

/** Creates the engine's tables in schema {@code engine} from the engine's own scripts. */
@Component
@SuppressWarnings("checkstyle:TypeName") // Flyway reads version and description from the name
class V1__engine_tables extends BaseJavaMigration {

    private static final List<String> PARTS = List.of(
            "engine", "history", "identity", "case.engine", "case.history", "decision.engine", "decision.history");

    @Override
    public void migrate(Context context) throws Exception {
        try (var statement = context.getConnection().createStatement()) {
            statement.execute("create schema engine");
            statement.execute("grant usage on schema engine, panjika to panjika_app");
            statement.execute("alter default privileges in schema engine"
                    + " grant select, insert, update, delete on tables to panjika_app");
            statement.execute(
                    "alter default privileges in schema panjika grant select, insert on tables to panjika_app");
            statement.execute("alter default privileges in schema panjika grant usage on sequences to panjika_app");
            statement.execute("set local search_path = engine");
            for (var part : PARTS) {
                ScriptUtils.executeSqlScript(
                        context.getConnection(),
                        new EncodedResource(
                                new ClassPathResource(
                                        "org/camunda/bpm/engine/db/create/activiti.postgres.create." + part + ".sql"),
                                StandardCharsets.UTF_8));
            }
            statement.execute("set local search_path = panjika, engine, public");
        }
    }
}
