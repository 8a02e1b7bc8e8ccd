package org.panjika.calendar.jdbc;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.panjika.calendar.Reach;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps what is said about weeks and hours, and makes room for it among what has been said. */
@Component
class Sayings {

    private final JdbcClient jdbc;

    Sayings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param said empty: nothing of its own any more */
    record Saying(String what, Reach reach, String topic, Optional<String> said, LocalDate from) {}

    /**
     * What holds on the first day ends before it, what begins with it gives way.
     *
     * @param table calendar_week or calendar_timing
     * @param same condition for rows on the same topic, from constants
     * @return the day on which the next word begins, if there is one
     */
    Optional<LocalDate> say(Saying saying, String table, String same, String by, OffsetDateTime now) {
        jdbc.sql("select pg_advisory_xact_lock(hashtext('calendar'), :area::int)")
                .param("area", (int) saying.reach().area().id())
                .query(rs -> {});
        jdbc.sql(
                        """
                        insert into calendar_said
                               (recorded_at, recorded_by, what, area_id, kind, calendar_group, topic, said, from_day)
                        values (:now, :by, :what, :area, :kind, :group, :topic, :said, :from)
                        """)
                .param("now", now)
                .param("by", by)
                .param("what", saying.what())
                .param("area", saying.reach().area().id())
                .param("kind", kind(saying))
                .param("group", group(saying))
                .param("topic", saying.topic())
                .param("said", saying.said().orElse(null))
                .param("from", saying.from())
                .update();
        var rows = " area_id = :area and kind is not distinct from :kind"
                + " and calendar_group is not distinct from :group and " + same;
        about(saying, "delete from " + table + " where lower(during) = :from and" + rows)
                .update();
        about(
                        saying,
                        "update " + table + " set during = daterange(lower(during), :from) where during @> :from and"
                                + rows)
                .update();
        return about(
                        saying,
                        """
                        select least(
                                 (select min(f.from_day) from calendar_said f
                                   where f.what = :what and f.topic = :topic and f.area_id = :area
                                     and f.kind is not distinct from :kind and f.calendar_group is not distinct from :group
                                     and f.from_day > :from),
                                 (select min(lower(during)) from %s where lower(during) > :from and %s))
                        """
                                .formatted(table, rows))
                .param("what", saying.what())
                .param("topic", saying.topic())
                .query((row, n) -> Optional.ofNullable(row.getObject(1, LocalDate.class)))
                .single();
    }

    private JdbcClient.StatementSpec about(Saying saying, String sql) {
        return jdbc.sql(sql)
                .param("area", saying.reach().area().id())
                .param("kind", kind(saying))
                .param("group", group(saying))
                .param("from", saying.from());
    }

    private static String kind(Saying saying) {
        return saying.reach().kind().map(Enum::name).orElse(null);
    }

    private static String group(Saying saying) {
        return saying.reach().group().orElse(null);
    }
}
