package org.panjika.access.jdbc;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.panjika.access.Login;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
public class TokenTable {

    private final JdbcClient jdbc;

    TokenTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public void insert(byte[] hash, String login, Instant expiresAt) {
        jdbc.sql("insert into token (hash, login, expires_at) values (?, ?, ?)")
                .params(hash, login, expiresAt.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Whose token it is, unless that person has left the service by that day. */
    public Optional<Owner> find(byte[] hash, LocalDate day) {
        return jdbc.sql("select " + LoginTable.COLUMNS
                        + ", expires_at from token join login using (login) where hash = :hash and "
                        + LoginTable.IN_SERVICE)
                .param("hash", hash)
                .param("day", day)
                .query((row, n) -> new Owner(
                        LoginTable.read(row, n),
                        row.getObject("expires_at", OffsetDateTime.class).toInstant()))
                .optional();
    }

    public void delete(byte[] hash) {
        jdbc.sql("delete from token where hash = ?").param(hash).update();
    }

    public void deleteAll(String login) {
        jdbc.sql("delete from token where login = ?").param(login).update();
    }

    public void sweep(Instant now) {
        jdbc.sql("delete from token where expires_at < ?")
                .param(now.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Ends the tokens of people who have left the service; until then nobody gets in by them either. */
    public void sweepOfThoseWhoLeft(LocalDate day) {
        jdbc.sql(
                        """
                        delete from token t using login l
                         where l.login = t.login and exists (
                           select from service_state s
                            where s.staff_id = l.staff_id and s.during @> ?
                              and s.state in ('RETIRED', 'RESIGNED', 'DECEASED'))
                        """)
                .param(day)
                .update();
    }

    /** Whose token it is, and until when. */
    public record Owner(Login login, Instant expiresAt) {}
}
