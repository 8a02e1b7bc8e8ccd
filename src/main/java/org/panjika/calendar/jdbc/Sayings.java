package org.panjika.calendar.jdbc;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.panjika.calendar.Reach;
import org.panjika.organisation.Institution;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps what is said about weeks and hours, and makes room for it among what has been said. */
@Component
class Sayings {

    private final JdbcClient jdbc;

    Sayings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What words are about.
     *
     * @param table the words that hold
     * @param topic of such a word, as SQL
     * @param order how words of one place follow one another: a column
     */
    record Subject(String what, String table, String topic, String order) {}

    /** @param said empty: nothing of its own any more */
    record Saying(Subject subject, Reach reach, String topic, Optional<String> said, LocalDate from) {}

    /**
     * The words that hold now, before or later, with {@code columns}, their place and who said them; of a place with those of the places
     * above and below it.
     */
    JdbcClient.StatementSpec words(
            Subject subject, String columns, Optional<Institution> under, Optional<Long> after, int most) {
        return jdbc.sql(
                        """
                        select e.id, i.code, i.name, i.name_hi, e.kind, e.calendar_group, %1$s,
                               lower(e.during) as from_day, upper(e.during) - 1 as to_day, w.recorded_by
                          from %2$s e
                               join institution i on i.id = e.area_id
                               left join lateral (
                                 select f.recorded_by from calendar_said f
                                  where f.what = :what and f.area_id = e.area_id and f.topic = %3$s
                                    and (f.kind, f.calendar_group) is not distinct from (e.kind, e.calendar_group)
                                    and f.from_day = lower(e.during)
                                  order by f.entry_no desc limit 1) w on true
                         where (:under::bigint is null or i.path @> array[:under::bigint] or i.id = any (:above::bigint[]))
                           and (:after::bigint is null
                                or (cardinality(i.path), i.code, e.%4$s, e.id)
                                   > (select cardinality(b.path), b.code, a.%4$s, a.id
                                        from %2$s a join institution b on b.id = a.area_id where a.id = :after))
                         order by cardinality(i.path), i.code, e.%4$s, e.id
                         limit :most
                        """
                                .formatted(columns, subject.table(), subject.topic(), subject.order()))
                .param("what", subject.what())
                .param("under", under.map(Institution::id).orElse(null))
                .param("above", under.map(i -> i.path().toArray(Long[]::new)).orElse(null))
                .param("after", after.orElse(null))
                .param("most", most);
    }

    /**
     * What holds on the first day ends before it, what begins with it gives way.
     *
     * @return the day on which the next word begins, if there is one
     */
    Optional<LocalDate> say(Saying saying, String by, OffsetDateTime now) {
        var table = saying.subject().table();
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
                .param("what", saying.subject().what())
                .param("area", saying.reach().area().id())
                .param("kind", kind(saying))
                .param("group", group(saying))
                .param("topic", saying.topic())
                .param("said", saying.said().orElse(null))
                .param("from", saying.from())
                .update();
        var rows = " area_id = :area and kind is not distinct from :kind"
                + " and calendar_group is not distinct from :group and "
                + saying.subject().topic() + " = :topic";
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
                .param("what", saying.subject().what())
                .query((row, n) -> Optional.ofNullable(row.getObject(1, LocalDate.class)))
                .single();
    }

    private JdbcClient.StatementSpec about(Saying saying, String sql) {
        return jdbc.sql(sql)
                .param("area", saying.reach().area().id())
                .param("kind", kind(saying))
                .param("group", group(saying))
                .param("topic", saying.topic())
                .param("from", saying.from());
    }

    private static String kind(Saying saying) {
        return saying.reach().kind().map(Enum::name).orElse(null);
    }

    private static String group(Saying saying) {
        return saying.reach().group().orElse(null);
    }
}
