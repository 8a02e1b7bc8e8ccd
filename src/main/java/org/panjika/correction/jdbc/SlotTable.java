package org.panjika.correction.jdbc;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The corrections that institutions have had in a month from each authority; the key lets nobody take a slot twice. */
@Repository
public class SlotTable {

    private static final String TAKE =
            """
            with before as materialized (
              select count(*)::int as used from correction_slot
               where institution_id = :institution and month = :month and authority = :authority),
            taken as (
              insert into correction_slot (institution_id, month, authority, slot, recorded_at, recorded_by, request_id)
              select :institution, :month, :authority, used + 1, :at, :by, :request from before where used < :quota
                  on conflict (institution_id, month, authority, slot) do nothing
              returning slot)
            select used, exists (select from taken) as taken from before
            """;

    private final JdbcClient jdbc;

    SlotTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** How many of a month's slots are taken, by authority; one with none is missing. */
    public Map<String, Integer> used(long institutionId, YearMonth month) {
        var used = new HashMap<String, Integer>();
        jdbc.sql("select authority, count(*) as used from correction_slot where institution_id = ? and month = ?"
                        + " group by authority")
                .params(institutionId, month.atDay(1))
                .query(row -> {
                    used.put(row.getString("authority"), row.getInt("used"));
                });
        return used;
    }

    /**
     * Takes the next slot, if one is left. Who meets another on the same slot waits for that one's transaction, and tries the
     * next one then.
     */
    public boolean take(
            long institutionId, YearMonth month, String authority, int quota, UUID request, String by, Instant at) {
        var slot = jdbc.sql(TAKE)
                .param("institution", institutionId)
                .param("month", month.atDay(1))
                .param("authority", authority)
                .param("quota", quota)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("by", by)
                .param("request", request);
        while (true) {
            var tried = slot.query((row, n) -> new Tried(row.getBoolean("taken"), row.getInt("used")))
                    .single();
            if (tried.taken()) return true;
            if (tried.used() >= quota) return false;
        }
    }

    /** @param used how many were taken before */
    private record Tried(boolean taken, int used) {}
}
