package org.panjika.sandbox.jdbc;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.panjika.sandbox.SandboxOnly;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
@SandboxOnly
@DependsOnDatabaseInitialization
public class ClockTable {

    private final JdbcClient jdbc;

    ClockTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Optional<Setting> find() {
        return jdbc.sql("select instant, running, set_at from sandbox_clock")
                .query((row, number) -> new Setting(
                        row.getObject("instant", OffsetDateTime.class).toInstant(),
                        row.getBoolean("running"),
                        row.getObject("set_at", OffsetDateTime.class).toInstant()))
                .optional();
    }

    public void set(Setting setting) {
        jdbc.sql(
                        """
                        insert into sandbox_clock (instant, running, set_at) values (:instant, :running, :setAt)
                        on conflict (singleton) do update
                          set instant = excluded.instant, running = excluded.running, set_at = excluded.set_at
                        """)
                .param("instant", setting.instant().atOffset(ZoneOffset.UTC))
                .param("running", setting.running())
                .param("setAt", setting.setAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    /**
     * How the clock was last set.
     *
     * @param setAt real time at which it was set; a running clock counts on from there
     */
    public record Setting(Instant instant, boolean running, Instant setAt) {}
}
