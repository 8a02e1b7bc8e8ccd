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
import org.panjika.calendar.jdbc.Sayings.Subject;
import org.panjika.organisation.Institution;
import org.panjika.problem.Named;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What has been said about weekdays. */
@Repository
public class WeekTable {

    private static final Subject ABOUT = new Subject("WEEK", "calendar_week", "iso_weekday::text", "iso_weekday");

    private final JdbcClient jdbc;
    private final Sayings sayings;

    WeekTable(JdbcClient jdbc, Sayings sayings) {
        this.jdbc = jdbc;
        this.sayings = sayings;
    }

    public List<Word> words(Optional<Institution> under, Optional<Long> after, int most) {
        return sayings.words(ABOUT, "e.iso_weekday, e.day_kind", under, after, most)
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
                        ABOUT,
                        wish.reach(),
                        String.valueOf(weekday),
                        wish.kind().map(DayKind::name),
                        wish.from()),
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
