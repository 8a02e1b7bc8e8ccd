package org.panjika.access.jdbc;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
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

    /** Whose tokens these are, by their hashes, except of people who have left the service by that day. */
    public Map<ByteBuffer, Owner> owners(Collection<ByteBuffer> hashes, LocalDate day) {
        var owners = new HashMap<ByteBuffer, Owner>();
        jdbc.sql("select * from token_owners(?::bytea[], ?)")
                .params(hashes.stream().map(ByteBuffer::array).toArray(byte[][]::new), day)
                .query(row -> {
                    owners.put(
                            ByteBuffer.wrap(row.getBytes("hash")),
                            new Owner(
                                    LoginTable.read(row, 0),
                                    row.getObject("expires_at", OffsetDateTime.class)
                                            .toInstant()));
                });
        return owners;
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
