package org.panjika.calendar.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.panjika.calendar.Hours.Difference;
import org.panjika.calendar.Hours.Season;
import org.panjika.calendar.Hours.Times;
import org.panjika.calendar.Hours.Wish;
import org.panjika.calendar.Hours.Word;
import org.panjika.calendar.Reach;
import org.panjika.calendar.jdbc.Sayings.Subject;
import org.panjika.organisation.Institution;
import org.panjika.problem.Named;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What has been said about hours. A day of the year is kept as a number, MMDD. */
@Repository
public class HoursTable {

    private static final Subject ABOUT =
            new Subject("HOURS", "calendar_timing", "(from_md || '-' || to_md)", "from_md");

    private final JdbcClient jdbc;
    private final Sayings sayings;

    HoursTable(JdbcClient jdbc, Sayings sayings) {
        this.jdbc = jdbc;
        this.sayings = sayings;
    }

    public List<Word> words(Optional<Institution> under, Optional<Long> after, int most) {
        return sayings.words(ABOUT, "e.from_md, e.to_md, e.starts, e.boundary, e.ends", under, after, most)
                .query((row, n) -> new Word(
                        row.getLong("id"),
                        row.getString("code"),
                        new Named(row.getString("name"), Optional.ofNullable(row.getString("name_hi"))),
                        Optional.ofNullable(row.getString("kind")).map(Reach.Kind::valueOf),
                        Optional.ofNullable(row.getString("calendar_group")),
                        new Season(monthDay(row.getInt("from_md")), monthDay(row.getInt("to_md"))),
                        times(row, ""),
                        Optional.ofNullable(row.getObject("from_day", LocalDate.class)),
                        Optional.ofNullable(row.getObject("to_day", LocalDate.class)),
                        Optional.ofNullable(row.getString("recorded_by"))))
                .list();
    }

    /** The word holds until the next one for the same people and season begins; one from the same day gives way. */
    public void say(Wish wish, String by, OffsetDateTime now) {
        var from = number(wish.season().first());
        var to = number(wish.season().last());
        var until = sayings.say(
                new Sayings.Saying(
                        ABOUT, wish.reach(), from + "-" + to, wish.times().map(HoursTable::inWords), wish.from()),
                by,
                now);
        wish.times().ifPresent(times -> jdbc.sql(
                        """
                        insert into calendar_timing (area_id, kind, calendar_group, from_md, to_md, starts, boundary, ends, during)
                        values (:area, :kind, :group, :fromMd, :toMd, :starts, :boundary, :ends, daterange(:from, :until))
                        """)
                .param("area", wish.reach().area().id())
                .param("kind", wish.reach().kind().map(Enum::name).orElse(null))
                .param("group", wish.reach().group().orElse(null))
                .param("fromMd", from)
                .param("toMd", to)
                .param("starts", times.starts())
                .param("boundary", times.boundary().orElse(null))
                .param("ends", times.ends())
                .param("from", wish.from())
                .param("until", until.orElse(null))
                .update());
    }

    /** A season for the same people that shares days with the one of the wish, which has been said. */
    public Optional<Season> overlapping(Wish wish) {
        return jdbc.sql(
                        """
                        select o.from_md, o.to_md
                          from calendar_timing e
                               join calendar_timing o
                                 on o.area_id = e.area_id and (o.kind, o.calendar_group) is not distinct from (e.kind, e.calendar_group)
                                and (o.from_md, o.to_md) <> (e.from_md, e.to_md) and o.during && e.during
                                and season(o.from_md, o.to_md) && season(e.from_md, e.to_md)
                         where e.area_id = :area and e.kind is not distinct from :kind
                           and e.calendar_group is not distinct from :group
                           and e.from_md = :fromMd and e.to_md = :toMd and lower(e.during) = :from
                         limit 1
                        """)
                .param("area", wish.reach().area().id())
                .param("kind", wish.reach().kind().map(Enum::name).orElse(null))
                .param("group", wish.reach().group().orElse(null))
                .param("fromMd", number(wish.season().first()))
                .param("toMd", number(wish.season().last()))
                .param("from", wish.from())
                .query((row, n) -> new Season(monthDay(row.getInt("from_md")), monthDay(row.getInt("to_md"))))
                .optional();
    }

    /** The hours at and below an area on a day, to be compared in the same transaction. */
    public void lookBefore(Institution area, LocalDate day) {
        jdbc.sql("create temp table hours_before on commit drop as" + AT_AND_BELOW)
                .param("day", day)
                .param("area", area.id())
                .update();
    }

    private static final String AT_AND_BELOW =
            """
             select t.institution_id, t.starts, t.boundary, t.ends
               from timings_on(:day) t join institution i on i.id = t.institution_id
              where i.path @> array[:area::bigint] and i.participates
            """;

    public List<Difference> differences(Institution area, LocalDate day) {
        return jdbc.sql(
                        """
                        select b.starts as was_starts, b.boundary as was_boundary, b.ends as was_ends, n.starts, n.boundary, n.ends,
                               count(*) as institutions
                          from hours_before b join (%s) n using (institution_id)
                         where (b.starts, b.boundary, b.ends) <> (n.starts, n.boundary, n.ends)
                         group by 1, 2, 3, 4, 5, 6
                         order by count(*) desc, 1, 2, 3, 4, 5, 6
                        """
                                .formatted(AT_AND_BELOW))
                .param("day", day)
                .param("area", area.id())
                .query((row, n) -> new Difference(times(row, "was_"), times(row, ""), row.getInt("institutions")))
                .list();
    }

    private static Times times(ResultSet row, String prefix) throws SQLException {
        return new Times(
                row.getObject(prefix + "starts", LocalTime.class),
                Optional.ofNullable(row.getObject(prefix + "boundary", LocalTime.class)),
                row.getObject(prefix + "ends", LocalTime.class));
    }

    private static String inWords(Times times) {
        return times.starts() + times.boundary().map(b -> " " + b).orElse("") + " " + times.ends();
    }

    private static int number(MonthDay day) {
        return day.getMonthValue() * 100 + day.getDayOfMonth();
    }

    private static MonthDay monthDay(int number) {
        return MonthDay.of(number / 100, number % 100);
    }
}
