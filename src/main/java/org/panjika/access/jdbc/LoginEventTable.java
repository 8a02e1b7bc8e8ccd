package org.panjika.access.jdbc;

import java.time.Clock;
import java.time.OffsetDateTime;
import org.panjika.access.LoginEvent;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
public class LoginEventTable {

    private final JdbcClient jdbc;
    private final Clock clock;

    LoginEventTable(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * @param by who did it: the login itself, or who issued or unlocked
     * @param remote address it came from, null if none is known
     */
    public void record(LoginEvent event, String login, String by, String remote) {
        jdbc.sql("insert into login_event (recorded_at, recorded_by, login, kind, remote) values (?, ?, ?, ?, ?)")
                .params(OffsetDateTime.now(clock), by, login, event.name(), remote)
                .update();
    }
}
