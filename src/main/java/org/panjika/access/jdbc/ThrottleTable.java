package org.panjika.access.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Failures by subject, counted from the first. An attempt is counted before the password is looked at and taken back when it
 * was right, so that many attempts at once cannot get past the limit.
 */
@Repository
public class ThrottleTable {

    private final JdbcClient jdbc;

    ThrottleTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Counts an attempt. The attempt that reaches the limit goes ahead and locks all later ones.
     *
     * @return the failures it makes if it fails; empty if the subject is locked
     */
    public Optional<Integer> attempt(String subject, int limit, Instant now, Duration lockedFor) {
        return jdbc.sql(
                        """
                        insert into login_throttle as t (subject, failures, first_at, locked_until)
                        values (:subject, 1, :now, case when :limit <= 1 then :until::timestamptz end)
                        on conflict (subject) do update
                          set failures = case when t.first_at <= :since then 1 else t.failures + 1 end,
                              locked_until = case when t.first_at > :since and t.failures + 1 >= :limit then :until::timestamptz end,
                              first_at = case when t.first_at <= :since or t.failures = 0 then :now else t.first_at end
                          where t.locked_until is null or t.locked_until <= :now
                        returning failures
                        """)
                .param("subject", subject)
                .param("limit", limit)
                .param("now", time(now))
                .param("since", time(now.minus(lockedFor)))
                .param("until", time(now.plus(lockedFor)))
                .query(Integer.class)
                .optional();
    }

    /** Takes back one attempt that turned out right. */
    public void takeBack(String subject) {
        jdbc.sql("update login_throttle set failures = failures - 1, locked_until = null where subject = ?")
                .param(subject)
                .update();
    }

    /** Forgets all failures; true if the subject was locked. */
    public boolean clear(String subject, Instant now) {
        return jdbc
                .sql("delete from login_throttle where subject = ? returning locked_until")
                .param(subject)
                .query((row, n) -> row.getObject("locked_until", OffsetDateTime.class))
                .list()
                .stream()
                .anyMatch(until -> until != null && until.toInstant().isAfter(now));
    }

    public Optional<Instant> lockedUntil(String subject, Instant now) {
        return jdbc.sql("select locked_until from login_throttle where subject = ? and locked_until > ?")
                .params(subject, time(now))
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    /** Those of the subjects that are locked. */
    public List<String> locked(List<String> subjects, Instant now) {
        return jdbc.sql("select subject from login_throttle where subject = any (?) and locked_until > ?")
                .params(subjects.toArray(String[]::new), time(now))
                .query(String.class)
                .list();
    }

    public void sweep(Instant before) {
        jdbc.sql("delete from login_throttle where first_at < :before and coalesce(locked_until, first_at) < :before")
                .param("before", time(before))
                .update();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
