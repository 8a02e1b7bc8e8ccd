package org.panjika.calendar.jdbc;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.panjika.calendar.Reach;
import org.panjika.calendar.Weeks.DayKind;
import org.panjika.calendar.Weeks.Wish;
import org.panjika.calendar.Weeks.Word;
import org.panjika.organisation.Institution;
import org.panjika.problem.Named;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What has been said about weekdays. */
@Repository
public class WeekTable {

    private final JdbcClient jdbc;
    private final Sayings sayings;

    WeekTable(JdbcClient jdbc, Sayings sayings) {
        this.jdbc = jdbc;
        this.sayings = sayings;
    }

    public List<Word> words(Optional<Institution> under, Optional<Long> after, int most) {
        return jdbc.sql(
                        """
                        select e.id, i.code, i.name, i.name_hi, e.kind, e.calendar_group, e.iso_weekday, e.day_kind,
                               lower(e.during) as from_day, upper(e.during) - 1 as to_day, w.recorded_by
                          from calendar_week e
                               join institution i on i.id = e.area_id
                               left join lateral (
                                 select f.recorded_by from calendar_said f
                                  where f.what = 'WEEK' and f.area_id = e.area_id and f.topic = e.iso_weekday::text
                                    and (f.kind, f.calendar_group) is not distinct from (e.kind, e.calendar_group)
                                    and f.from_day = lower(e.during)
                                  order by f.entry_no desc limit 1) w on true
                         where (:under::bigint is null or i.path @> array[:under::bigint] or i.id = any (:above::bigint[]))
                           and (:after::bigint is null
                                or (cardinality(i.path), i.code, e.iso_weekday, e.id)
                                   > (select cardinality(b.path), b.code, a.iso_weekday, a.id
                                        from calendar_week a join institution b on b.id = a.area_id where a.id = :after))
                         order by cardinality(i.path), i.code, e.iso_weekday, e.id
                         limit :most
                        """)
                .param("under", under.map(Institution::id).orElse(null))
                .param("above", under.map(i -> i.path().toArray(Long[]::new)).orElse(null))
                .param("after", after.orElse(null))
                .param("most", most)
                .query((row, n) -> new Word(
                        row.getLong("id"),
                        row.getString("code"),
                        new Named(row.getString("name"), Optional.ofNullable(row.getString("name_hi"))),
                        Optional.ofNullable(row.getString("kind")).map(Reach.Kind::valueOf),
                        Optional.ofNullable(row.getString("calendar_group")),
                        DayOfWeek.of(row.getInt("iso_weekday")),
                        DayKind.valueOf(row.getString("day_kind")),
                        Optional.ofNullable(row.getObject("from_day", LocalDate.class)),
                        Optional.ofNullable(row.getObject("to_day", LocalDate.class)),
                        Optional.ofNullable(row.getString("recorded_by"))))
                .list();
    }

    /** The word holds until the next one for the same people and weekday begins; one from the same day gives way. */
    public void say(Wish wish, String by, OffsetDateTime now) {
        var weekday = wish.weekday().getValue();
        var until = sayings.say(
                new Sayings.Saying(
                        "WEEK",
                        wish.reach(),
                        String.valueOf(weekday),
                        wish.kind().map(DayKind::name),
                        wish.from()),
                "calendar_week",
                "iso_weekday = " + weekday,
                by,
                now);
        wish.kind().ifPresent(kind -> jdbc.sql(
                        """
                        insert into calendar_week (area_id, kind, calendar_group, iso_weekday, day_kind, during)
                        values (:area, :kind, :group, :weekday, :dayKind, daterange(:from, :until))
                        """)
                .param("area", wish.reach().area().id())
                .param("kind", wish.reach().kind().map(Enum::name).orElse(null))
                .param("group", wish.reach().group().orElse(null))
                .param("weekday", weekday)
                .param("dayKind", kind.name())
                .param("from", wish.from())
                .param("until", until.orElse(null))
                .update());
    }
}
