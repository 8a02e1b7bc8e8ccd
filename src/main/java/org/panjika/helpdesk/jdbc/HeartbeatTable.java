package org.panjika.helpdesk.jdbc;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** One row: when a copy of the application was last seen alive. */
@Repository
public class HeartbeatTable {

    private final JdbcClient jdbc;

    HeartbeatTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A sign of life.
     *
     * @param at by the clock all code asks, which the sandbox may move
     * @param machineAt by the machine's clock
     */
    public record Beat(Instant at, Instant machineAt) {}

    /** The last one; another copy that starts waits until this transaction is over. */
    public Optional<Beat> lockLast() {
        return jdbc.sql("select at, real_at from system_heartbeat for update")
                .query((row, n) -> new Beat(
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getObject("real_at", OffsetDateTime.class).toInstant()))
                .optional();
    }

    public void beat(Instant at, Instant machineAt) {
        jdbc.sql(
                        """
                        insert into system_heartbeat (at, real_at) values (?, ?)
                            on conflict (singleton) do update set at = excluded.at, real_at = excluded.real_at
                        """)
                .params(at.atOffset(ZoneOffset.UTC), machineAt.atOffset(ZoneOffset.UTC))
                .update();
    }
}
