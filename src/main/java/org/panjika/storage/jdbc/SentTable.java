package org.panjika.storage.jdbc;

import java.time.Instant;
import java.time.ZoneOffset;
import org.panjika.storage.ContentHash;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Who has sent which scan. */
@Repository
public class SentTable {

    private final JdbcClient client;

    SentTable(JdbcClient client) {
        this.client = client;
    }

    /** Sent twice by one it is sent once. */
    public void insert(ContentHash hash, String by, Instant now) {
        client.sql(
                        """
                        insert into scan_sent (content_hash, recorded_by, recorded_at) values (?, ?, ?)
                            on conflict do nothing
                        """)
                .params(hash.bytes(), by, now.atOffset(ZoneOffset.UTC))
                .update();
    }

    public boolean sent(ContentHash hash, String by) {
        return client.sql("select exists (select from scan_sent where content_hash = ? and recorded_by = ?)")
                .params(hash.bytes(), by)
                .query(Boolean.class)
                .single();
    }
}
