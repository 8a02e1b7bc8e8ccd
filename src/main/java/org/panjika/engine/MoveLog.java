package org.panjika.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Where it is kept who moved which cases, which of them wait, and what became of the others. */
@Repository
class MoveLog {

    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final Clock clock;

    MoveLog(JdbcClient jdbc, ObjectMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /**
     * A case that waits to be moved.
     *
     * @param tries how often that failed in passing
     */
    record Waiting(long move, String instance, int tries) {}

    /** A move as it was asked for; choices as of {@link Moves#move}. */
    record Ordered(Moves.Way way, Map<String, String> choices) {

        /** The choices by which cases change their step. */
        Map<String, String> changing() {
            return choices.entrySet().stream()
                    .filter(choice -> !choice.getValue().equals(Moves.STAY))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        }
    }

    /** Writes down that a move begins; its cases wait. */
    void begins(String by, Ordered move, Collection<String> instances) {
        jdbc.sql(
                        """
                        with begun as (
                          insert into engine_move
                            (recorded_at, recorded_by, process, from_version, to_version, timers, choices, cases)
                          values (:now, :by, :process, :from, :to, :timers, :choices::jsonb, :cases)
                          returning entry_no)
                        insert into engine_move_waiting (move, instance)
                        select entry_no, instance from begun, unnest(:instances::text[]) instance
                        """)
                .param("now", now())
                .param("by", by)
                .param("process", move.way().process())
                .param("from", move.way().from())
                .param("to", move.way().to())
                .param("timers", move.way().timers().name())
                .param("choices", text(move.choices()))
                .param("cases", instances.size())
                .param("instances", instances.toArray(String[]::new))
                .update();
    }

    Ordered made(long move) {
        return jdbc.sql("select * from engine_move where entry_no = ?")
                .param(move)
                .query((row, n) -> new Ordered(way(row), choices(row.getString("choices"))))
                .single();
    }

    /** Cases of one move that wait and that nobody else moves at this moment; first those that were tried least. */
    List<Waiting> next(int atMost) {
        return jdbc.sql(
                        """
                        select move, instance, tries from engine_move_waiting
                         where (tries, move) = (select tries, move from engine_move_waiting order by tries, move limit 1)
                         order by instance limit ? for update skip locked
                        """)
                .param(atMost)
                .query((row, n) -> new Waiting(row.getLong("move"), row.getString("instance"), row.getInt("tries")))
                .list();
    }

    /** Those of one move that still wait: they are the caller's, and wait again if its transaction fails. */
    List<String> take(List<Waiting> group) {
        return jdbc.sql(
                        """
                        delete from engine_move_waiting w
                         using (select move, instance from engine_move_waiting
                                 where move = :move and instance = any (:instances)
                                 order by instance for update skip locked) mine
                         where w.move = mine.move and w.instance = mine.instance
                        returning w.instance
                        """)
                .param("move", group.get(0).move())
                .param("instances", group.stream().map(Waiting::instance).toArray(String[]::new))
                .query(String.class)
                .list();
    }

    /** Behind all that were tried less. */
    void later(Waiting one) {
        jdbc.sql("update engine_move_waiting set tries = tries + 1 where move = ? and instance = ?")
                .params(one.move(), one.instance())
                .update();
    }

    void moved(long move, List<String> instances) {
        became(move, instances, false);
    }

    /** They had left the version before their turn. */
    void gone(long move, List<String> instances) {
        became(move, instances, true);
    }

    private void became(long move, List<String> instances, boolean gone) {
        jdbc.sql(
                        """
                        insert into engine_move_case (recorded_at, recorded_by, move, instance, gone)
                        select ?, ?, ?, instance, ? from unnest(?::text[]) instance
                        """)
                .params(now(), CaseSteps.ENGINE, move, gone, instances.toArray(String[]::new))
                .update();
    }

    void failed(Waiting one, String why) {
        jdbc.sql(
                        """
                        insert into engine_move_case (recorded_at, recorded_by, move, instance, failure)
                        values (?, ?, ?, ?, ?)
                        """)
                .params(now(), CaseSteps.ENGINE, one.move(), one.instance(), why)
                .update();
    }

    /** The last moves of cases of a process, the newest first, and how far they have come. */
    List<Moves.Progress> progress(String process) {
        return jdbc.sql(
                        """
                        select m.*, became.gone, became.failed,
                               case when m.batch is null then became.moved else m.cases end as moved,
                               array(select c.failure from engine_move_case c
                                      where c.move = m.entry_no and c.failure is not null
                                      order by c.entry_no limit 20) failures
                          from (select * from engine_move where process = ? order by entry_no desc limit 20) m
                               cross join lateral (
                                 select count(*) filter (where failure is null and not c.gone) moved,
                                        count(*) filter (where c.gone) gone,
                                        count(failure) failed
                                   from engine_move_case c where c.move = m.entry_no) became
                         order by m.entry_no desc
                        """)
                .param(process)
                .query((row, n) -> new Moves.Progress(
                        row.getLong("entry_no"),
                        row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                        row.getString("recorded_by"),
                        way(row),
                        row.getInt("cases"),
                        row.getInt("moved"),
                        row.getInt("gone"),
                        row.getInt("failed"),
                        Arrays.asList((String[]) row.getArray("failures").getArray())))
                .list();
    }

    /** Cases of a move that stayed where they were, in the order in which that was found. */
    List<Moves.Stayed> stayed(String process, long move, long after, int atMost) {
        return jdbc.sql(
                        """
                        select c.entry_no, c.instance, c.failure from engine_move_case c join engine_move m on m.entry_no = c.move
                         where m.process = ? and c.move = ? and c.failure is not null and c.entry_no > ?
                         order by c.entry_no limit ?
                        """)
                .params(process, move, after, atMost)
                .query((row, n) ->
                        new Moves.Stayed(row.getLong("entry_no"), row.getString("instance"), row.getString("failure")))
                .list();
    }

    private static Moves.Way way(ResultSet row) throws SQLException {
        return new Moves.Way(
                row.getString("process"),
                row.getInt("from_version"),
                row.getInt("to_version"),
                Moves.Timers.valueOf(row.getString("timers")));
    }

    private String text(Map<String, String> choices) {
        try {
            return json.writeValueAsString(choices);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, String> choices(String text) {
        try {
            return json.readValue(text, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private OffsetDateTime now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
