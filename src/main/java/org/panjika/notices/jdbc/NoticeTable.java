package org.panjika.notices.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.panjika.notices.Notice;
import org.panjika.notices.Told;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The messages told to people. */
@Repository
public class NoticeTable {

    private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};

    private final JdbcTemplate jdbc;
    private final JdbcClient client;
    private final ObjectMapper json;

    NoticeTable(JdbcTemplate jdbc, JdbcClient client, ObjectMapper json) {
        this.jdbc = jdbc;
        this.client = client;
        this.json = json;
    }

    public void insert(Collection<Notice> notices, Instant at) {
        jdbc.update(
                """
                insert into notice (told_at, staff_id, key, fields, link)
                select ?::timestamptz, n.staff_id, n.key, n.fields, n.link
                  from unnest(?::bigint[], ?::text[], ?::jsonb[], ?::text[]) as n (staff_id, key, fields, link)
                """,
                at.toString(),
                notices.stream().map(Notice::staffId).toArray(Long[]::new),
                notices.stream().map(Notice::key).toArray(String[]::new),
                notices.stream().map(n -> written(n.fields())).toArray(String[]::new),
                notices.stream().map(Notice::link).toArray(String[]::new));
    }

    public List<Told> find(long staffId, long before, int most) {
        return client.sql("select * from notice where staff_id = ? and id < ? order by id desc limit ?")
                .params(staffId, before, most)
                .query(this::told)
                .list();
    }

    /** At most 100. */
    public int unread(long staffId) {
        return client.sql(
                        "select count(*) from (select from notice where staff_id = ? and read_at is null limit 100) n")
                .param(staffId)
                .query(Integer.class)
                .single();
    }

    /** The link of the message; empty if it is another's. */
    public Optional<String> read(long staffId, long number, Instant at) {
        return client.sql(
                        """
                        update notice set read_at = coalesce(read_at, ?::timestamptz) where staff_id = ? and id = ?
                        returning link
                        """)
                .params(at.toString(), staffId, number)
                .query(String.class)
                .optional();
    }

    public void readUpTo(long staffId, long number, Instant at) {
        client.sql("update notice set read_at = ?::timestamptz where staff_id = ? and id <= ? and read_at is null")
                .params(at.toString(), staffId, number)
                .update();
    }

    private Told told(ResultSet row, int number) throws SQLException {
        try {
            return new Told(
                    row.getLong("id"),
                    row.getTimestamp("told_at").toInstant(),
                    row.getString("key"),
                    json.readValue(row.getString("fields"), FIELDS),
                    row.getString("link"),
                    row.getTimestamp("read_at") != null);
        } catch (JsonProcessingException e) {
            throw new SQLException(e);
        }
    }

    private String written(Map<String, Object> fields) {
        try {
            return json.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
