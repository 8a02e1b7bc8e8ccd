package org.panjika.organisation.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Setting;
import org.panjika.organisation.Settings.Difference;
import org.panjika.organisation.Settings.InForce;
import org.panjika.organisation.Settings.Place;
import org.panjika.organisation.Settings.Wish;
import org.panjika.organisation.Settings.Word;
import org.panjika.problem.Named;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The settings as they are said, and as they hold. */
@Repository
public class SettingTable {

    private static final Pattern RULE = Pattern.compile("\\b(?:(?:UP|BR|RJ|VN|GZ)-\\d+|C\\d+)\\b");

    private static final String[] KNOWN =
            Arrays.stream(Setting.values()).map(Setting::key).toArray(String[]::new);

    private final JdbcClient jdbc;

    SettingTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public List<String> regimes() {
        return jdbc.sql("select distinct regime from regime_setting order by regime")
                .query(String.class)
                .list();
    }

    /** By the key of the institution; one where nothing is said is missing. */
    public Map<Long, Map<Setting, String>> at(
            Collection<Long> institutions, Collection<Setting> settings, LocalDate day) {
        var found = new HashMap<Long, Map<Setting, String>>();
        jdbc.sql("select * from settings_at(?::bigint[], ?::text[], ?)")
                .params(
                        institutions.toArray(Long[]::new),
                        settings.stream().map(Setting::key).toArray(String[]::new),
                        day)
                .query(row -> {
                    found.computeIfAbsent(row.getLong("institution_id"), id -> new EnumMap<>(Setting.class))
                            .put(Setting.find(row.getString("name")).orElseThrow(), row.getString("value"));
                });
        return found;
    }

    public Set<LocalDate> days(Institution institution, Setting setting, String value, Collection<LocalDate> days) {
        return jdbc.sql(
                        """
                        select d.day
                          from unnest(?::date[]) d (day)
                               cross join lateral settings_at(array[?::bigint], array[?], d.day) s
                         where s.value = ?
                        """)
                .params(
                        days.stream().map(LocalDate::toString).toArray(String[]::new),
                        institution.id(),
                        setting.key(),
                        value)
                .query(LocalDate.class)
                .set();
    }

    /** As settings_in_force has it, with where it comes from. */
    public List<InForce> inForce(Institution institution, LocalDate day) {
        return jdbc.sql(
                        """
                        with said as (
                          select s.institution_id, '*' as kind, s.name, s.value, 0 as rank, null as regime, null as rule,
                                 lower(s.during) as since, s.name as word, lower(s.during) as word_from
                            from setting s where s.during @> :day and s.institution_id = any (:path::bigint[])
                          union all
                          select s.institution_id, r.kind, r.name, r.value, case r.kind when '*' then 2 else 1 end, r.regime, r.rule,
                                 greatest(lower(s.during), lower(r.during)), s.name, lower(s.during)
                            from setting s join regime_setting r on r.regime = s.value and r.during @> :day
                           where s.name = 'regime' and s.during @> :day and s.institution_id = any (:path::bigint[])
                          union all
                          select null, r.kind, r.name, r.value, case r.kind when '*' then 4 else 3 end, r.regime, r.rule,
                                 lower(r.during), null, null
                            from regime_setting r where r.regime = 'DEFAULT' and r.during @> :day),
                        held as (
                          select distinct on (said.name) said.*
                            from said
                           where said.kind in ('*', :kind)
                           order by said.name, array_position(:path::bigint[], said.institution_id) desc nulls last, said.rank)
                        select h.name, h.value, h.regime, h.rule, h.since, i.code, i.name as place, i.name_hi as place_hi,
                               w.recorded_by
                          from held h
                               left join institution i on i.id = h.institution_id
                               left join lateral (
                                 select f.recorded_by from setting_said f
                                  where f.institution_id = h.institution_id and f.name = h.word and f.from_day = h.word_from
                                  order by f.entry_no desc limit 1) w on true
                         where h.name = any (:known)
                         order by array_position(:known, h.name)
                        """)
                .param("day", day)
                .param("path", institution.path().toArray(Long[]::new))
                .param("kind", institution.kind().isSchool() ? "SCHOOL" : "OFFICE")
                .param("known", KNOWN)
                .query(SettingTable::inForce)
                .list();
    }

    private static InForce inForce(ResultSet row, int number) throws SQLException {
        var code = row.getString("code");
        return new InForce(
                Setting.find(row.getString("name")).orElseThrow(),
                row.getString("value"),
                code == null ? Optional.empty() : Optional.of(place(row)),
                Optional.ofNullable(row.getString("regime")),
                ids(row.getString("rule")),
                Optional.ofNullable(row.getObject("since", LocalDate.class)),
                Optional.ofNullable(row.getString("recorded_by")));
    }

    /** The ids among the words that say where a regime has its value from. */
    private static Optional<String> ids(String rule) {
        return Optional.ofNullable(rule)
                .map(words ->
                        RULE.matcher(words).results().map(MatchResult::group).collect(Collectors.joining(", ")))
                .filter(ids -> !ids.isEmpty());
    }

    /** The words after one of them, by institution and day. */
    public List<Word> words(Setting setting, Optional<Institution> under, Optional<Long> after, int most) {
        return jdbc.sql(
                        """
                        select s.id, i.code, i.name as place, i.name_hi as place_hi, s.value, lower(s.during) as from_day,
                               upper(s.during) - 1 as to_day, w.recorded_by, w.recorded_at
                          from setting s
                               join institution i on i.id = s.institution_id
                               left join lateral (
                                 select f.recorded_by, f.recorded_at from setting_said f
                                  where f.institution_id = s.institution_id and f.name = s.name and f.from_day = lower(s.during)
                                  order by f.entry_no desc limit 1) w on true
                         where s.name = :name
                           and (:under::bigint is null or i.path @> array[:under::bigint] or i.id = any (:above::bigint[]))
                           and (:after::bigint is null
                                or (cardinality(i.path), i.code, coalesce(lower(s.during), '-infinity'), s.id)
                                   > (select cardinality(b.path), b.code, coalesce(lower(a.during), '-infinity'), a.id
                                        from setting a join institution b on b.id = a.institution_id where a.id = :after))
                         order by cardinality(i.path), i.code, coalesce(lower(s.during), '-infinity'), s.id
                         limit :most
                        """)
                .param("name", setting.key())
                .param("under", under.map(Institution::id).orElse(null))
                .param("above", under.map(i -> i.path().toArray(Long[]::new)).orElse(null))
                .param("after", after.orElse(null))
                .param("most", most)
                .query((row, n) -> new Word(
                        row.getLong("id"),
                        place(row),
                        row.getString("value"),
                        Optional.ofNullable(row.getObject("from_day", LocalDate.class)),
                        Optional.ofNullable(row.getObject("to_day", LocalDate.class)),
                        Optional.ofNullable(row.getString("recorded_by")),
                        Optional.ofNullable(row.getObject("recorded_at", OffsetDateTime.class))))
                .list();
    }

    private static Place place(ResultSet row) throws SQLException {
        return new Place(
                row.getString("code"),
                new Named(row.getString("place"), Optional.ofNullable(row.getString("place_hi"))));
    }

    /** What holds at and below before the word; to be compared in the same transaction. */
    public void lookBefore(Wish wish) {
        // a regime at the top of a state is two million values, sorted
        jdbc.sql("set local work_mem = '64MB'").update();
        jdbc.sql("create temp table setting_before on commit drop as" + HELD)
                .param("day", wish.from())
                .param("at", wish.at().id())
                .param("regime", wish.setting() == Setting.REGIME)
                .param("name", wish.setting().key())
                .update();
    }

    private static final String HELD =
            """
             select f.institution_id, f.name, f.value
               from settings_in_force(:day) f join institution i on i.id = f.institution_id
              where i.path @> array[:at::bigint] and i.participates and (:regime or f.name = :name)
            """;

    public List<Difference> differences(Wish wish) {
        return jdbc.sql(
                        """
                        select name, b.value as was, h.value as becomes, count(*) as institutions
                          from setting_before b full join (%s) h using (institution_id, name)
                         where b.value is distinct from h.value and name = any (:known)
                         group by name, b.value, h.value
                         order by count(*) desc, name, b.value, h.value
                        """
                                .formatted(HELD))
                .param("day", wish.from())
                .param("at", wish.at().id())
                .param("regime", wish.setting() == Setting.REGIME)
                .param("name", wish.setting().key())
                .param("known", KNOWN)
                .query((row, n) -> new Difference(
                        Setting.find(row.getString("name")).orElseThrow(),
                        Optional.ofNullable(row.getString("was")),
                        Optional.ofNullable(row.getString("becomes")),
                        row.getInt("institutions")))
                .list();
    }

    /** The word holds until the next one about the same institution begins; one from the same day gives way. */
    public void say(Wish wish, String by, OffsetDateTime now) {
        jdbc.sql("select pg_advisory_xact_lock(hashtext('setting'), :at::int)")
                .param("at", (int) wish.at().id())
                .query(rs -> {});
        jdbc.sql(
                        """
                        insert into setting_said (recorded_at, recorded_by, institution_id, name, value, from_day)
                        values (:now, :by, :at, :name, :value, :from)
                        """)
                .param("now", now)
                .param("by", by)
                .param("at", wish.at().id())
                .param("name", wish.setting().key())
                .param("value", wish.value().orElse(null))
                .param("from", wish.from())
                .update();
        for (var step : List.of(
                "delete from setting where institution_id = :at and name = :name and lower(during) = :from",
                """
                update setting set during = daterange(lower(during), :from)
                 where institution_id = :at and name = :name and during @> :from
                """)) {
            jdbc.sql(step)
                    .param("at", wish.at().id())
                    .param("name", wish.setting().key())
                    .param("from", wish.from())
                    .update();
        }
        if (wish.value().isEmpty()) return;
        jdbc.sql(
                        """
                        insert into setting (institution_id, name, value, during)
                        select :at, :name, :value, daterange(:from, least(
                                 (select min(from_day) from setting_said
                                   where institution_id = :at and name = :name and from_day > :from),
                                 (select min(lower(during)) from setting
                                   where institution_id = :at and name = :name and lower(during) > :from)))
                        """)
                .param("at", wish.at().id())
                .param("name", wish.setting().key())
                .param("value", wish.value().get())
                .param("from", wish.from())
                .update();
    }
}
