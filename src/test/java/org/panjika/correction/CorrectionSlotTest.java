package org.panjika.correction;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.RepositoryService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.SystemTest;
import org.panjika.Tasklist;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.access.Callers;
import org.panjika.correction.CorrectionScene.Cluster;
import org.panjika.correction.jdbc.SlotTable;
import org.panjika.payroll.PaperMonth;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionTemplate;

@SystemTest
@DisplayName("The last slot of a month goes to one correction, whoever meets there (C12)")
class CorrectionSlotTest {

    private static final int ROUNDS = 1_000;
    private static final int THREADS = 50;
    private static final int MEETINGS = 20;

    /** A Wednesday; every day around it is a working day. */
    private static final LocalDate DAY = LocalDate.of(2027, 5, 12);

    @Autowired
    TestState state;

    @Autowired
    CorrectionScene scene;

    @Autowired
    Tasklist tasklist;

    @Autowired
    TestClock clock;

    @Autowired
    SlotTable slots;

    @Autowired
    CorrectionCases cases;

    @Autowired
    Callers callers;

    @Autowired
    RepositoryService repository;

    @Autowired
    PaperMonth paper;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    DataSource database;

    HikariDataSource connections;
    int connectionsBefore;
    Cluster first;
    long institution;

    @BeforeEach
    void aDay() {
        clock.set(DAY, "11:00");
        first = scene.cluster(state.blockAtWork("RJ", DAY.minusDays(23), 31));
        institution = id(first.school());
    }

    /** Fifty meet only where each has a connection. */
    @BeforeEach
    void connectionsForAll() throws SQLException {
        connections = database.unwrap(HikariDataSource.class);
        connectionsBefore = connections.getMaximumPoolSize();
        connections.setMaximumPoolSize(THREADS + connectionsBefore);
    }

    @AfterEach
    void asBefore() {
        connections.setMaximumPoolSize(connectionsBefore);
        connections.getHikariPoolMXBean().softEvictConnections();
    }

    @Test
    @DisplayName("fifty threads at the last of three slots: one has it, 49 are told that none is left; 1,000 rounds")
    void fiftyAtTheLastSlot() throws Exception {
        var earliest = YearMonth.of(2030, 1);
        twoAreTaken(earliest);
        var free = new ArrayList<>(requests(THREADS + ROUNDS));
        var pool = Executors.newFixedThreadPool(THREADS);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                var month = earliest.plusMonths(round);
                var together = new CyclicBarrier(THREADS);
                var attempts = IntStream.range(0, THREADS)
                        .mapToObj(i -> (Callable<Boolean>) () -> {
                            together.await();
                            return take(month, free.get(i));
                        })
                        .toList();
                var won = new ArrayList<Integer>();
                var answers = pool.invokeAll(attempts);
                for (int i = 0; i < THREADS; i++) if (answers.get(i).get()) won.add(i);
                assertThat(won).as("round %d", round).hasSize(1);
                free.remove((int) won.get(0));
            }
        } finally {
            pool.shutdown();
        }
        assertThat(jdbc.sql("select array_agg(slot order by slot)::text as slots, count(distinct month) as months"
                                + " from correction_slot where institution_id = ? group by month, authority")
                        .param(institution)
                        .query()
                        .listOfRows())
                .hasSize(ROUNDS)
                .allMatch(month -> month.get("slots").equals("{1,2,3}"));
    }

    @Test
    @DisplayName("who waits for the last slot has it if the other's transaction rolls back, and not if it commits")
    void waitsForTheOther() {
        var month = YearMonth.of(2029, 1);
        var requests = requests(4);
        assertThat(meets(month, requests.get(0), requests.get(1), false)).isTrue();
        assertThat(meets(month.plusMonths(1), requests.get(2), requests.get(3), true))
                .isFalse();
    }

    /** Whether the second, who waits while the first holds the only slot, has it in the end. */
    private boolean meets(YearMonth month, UUID first, UUID second, boolean commits) {
        var waiting = new CompletableFuture<CompletableFuture<Boolean>>();
        transaction.executeWithoutResult(status -> {
            assertThat(slots.take(institution, month, "PEEO", 1, first, "test", clock.instant()))
                    .isTrue();
            waiting.complete(CompletableFuture.supplyAsync(() -> transaction.execute(
                    other -> slots.take(institution, month, "PEEO", 1, second, "test", clock.instant()))));
            untilWaiting(jdbc, pid(), 1);
            if (!commits) status.setRollbackOnly();
        });
        return waiting.join().join();
    }

    @Test
    @DisplayName(
            "fifty requests of a school at the CDEO, the last of seven slots left, all approved at the same moment: one is"
                    + " approved, 49 are the Directorate's with quota-used; twenty rounds")
    void fiftyAtTheCdeo() throws Exception {
        var ladder = Files.readString(Path.of("processes", "correction-ladder.dmn"));
        // a school has one open request a day (C12), and the CDEO's window has 24 days
        deploy(ladder.replace("<text>23</text>", "<text>9999</text>"));
        try {
            var free = new ArrayList<>(askedOnPaper(THREADS + MEETINGS - 1));
            for (int round = 1; round <= MEETINGS; round++) {
                clock.set(DAY.plusMonths(round), "11:00");
                free.remove(fiftyMeet(free.subList(0, THREADS), round == MEETINGS));
            }
        } finally {
            deploy(ladder);
        }
        assertThat(jdbc.sql("select array_agg(slot order by slot)::text from correction_slot"
                                + " where institution_id = ? and authority = 'CDEO' group by month")
                        .param(institution)
                        .query(String.class)
                        .list())
                .hasSize(MEETINGS)
                .containsOnly("{1,2,3,4,5,6,7}");
    }

    /** Requests of the head, each for another day on which nobody marked the teacher. */
    private List<UUID> askedOnPaper(int howMany) {
        var months = List.of(YearMonth.of(2027, 2), YearMonth.of(2027, 3), YearMonth.of(2027, 4));
        for (var month : months) {
            paper.write(first.teacher(), first.school(), month, "U ".repeat(month.lengthOfMonth()));
        }
        return months.get(0)
                .atDay(1)
                .datesUntil(months.get(0).atDay(1).plusDays(howMany))
                .map(day -> scene.asked(first.head(), first.school(), day, first.teacher()))
                .map(request -> UUID.fromString(request.get("id").toString()))
                .toList();
    }

    /**
     * Approves them at once while somebody holds the last slot of the month, and gives it back when all fifty wait for it.
     * Those who have found none, and have come to the Directorate, are taken back unless this is the last round: they meet
     * again.
     *
     * @return the one that is approved
     */
    private UUID fiftyMeet(List<UUID> requests, boolean last) throws Exception {
        var month = LocalDate.now(clock);
        scene.takeSlots(first.school(), "CDEO", month, 6);
        var officer = callers.find(first.districtOfficer()).orElseThrow();
        var pool = Executors.newFixedThreadPool(THREADS);
        var outcomes = new LinkedHashMap<UUID, Future<String>>();
        try (var holder = database.getConnection();
                var watch = database.getConnection()) {
            var pid = hold(holder, institution, month, "CDEO", 7);
            for (var request : List.copyOf(requests)) {
                outcomes.put(
                        request,
                        pool.submit(() -> transaction.execute(status -> {
                            cases.complete(officer, request, "approve", Optional.empty(), 1);
                            var outcome = outcomes(List.of(request)).get(0);
                            if (!last && outcome.startsWith("PENDING")) status.setRollbackOnly();
                            return outcome;
                        })));
            }
            untilWaiting(JdbcClient.create(new SingleConnectionDataSource(watch, true)), pid, THREADS);
            holder.rollback();
            holder.setAutoCommit(true);
        } finally {
            pool.shutdown();
        }
        var approved = new ArrayList<UUID>();
        for (var outcome : outcomes.entrySet()) {
            if (outcome.getValue().get().equals("APPROVED by way of CDEO")) approved.add(outcome.getKey());
            else assertThat(outcome.getValue().get()).isEqualTo("PENDING by way of CDEO, DIRECTORATE: CDEO QUOTA_USED");
        }
        assertThat(approved).as("%s", month).hasSize(1);
        return approved.get(0);
    }

    private void deploy(String ladder) {
        repository.createDeployment().addString("correction-ladder.dmn", ladder).deploy();
    }

    @Test
    @DisplayName(
            "two requests of a school at the PEEO, one slot left, both approved in Tasklist at the same moment: one is"
                    + " approved, the other is the CBEO's with quota-used")
    void twoAtThePeeo() throws Exception {
        scene.takeSlots(first.school(), "PEEO", DAY, 2);
        meet(first, first.school(), first.peeo(), "PEEO", 3, 1, "CBEO");
    }

    @Test
    @DisplayName(
            "nine requests of a school at the CBEO, the last of eight slots left, all approved in Tasklist at the same moment:"
                    + " one is approved, eight are the CDEO's with quota-used")
    void nineAtTheCbeo() throws Exception {
        scene.takeSlots(first.nodal(), "CBEO", DAY, 7);
        meet(first, first.nodal(), first.blockOfficer(), "CBEO", 8, 8, "CDEO");
    }

    /**
     * Requests for this day and so many before it are approved at once while somebody holds the last slot, and gives it
     * back when all of them wait for it: each stands between its look at the slots taken and the insert of its own. A school
     * has one open request a day (C12), so that no more can meet at an office than its window has days: two at the PEEO
     * (RJ-7), nine at the CBEO (RJ-8).
     */
    private void meet(
            Cluster school,
            String institution,
            String decider,
            String authority,
            int quota,
            int daysBefore,
            String next)
            throws Exception {
        var head = institution.equals(school.nodal()) ? school.peeo() : school.head();
        // the head of the nodal school asks about the own line there
        var teacher = institution.equals(school.nodal()) ? school.peeo() : school.teacher();
        clock.set(DAY, "18:00");
        paper.write(teacher, institution, YearMonth.from(DAY), "U ".repeat(DAY.getDayOfMonth()));
        var requests = new ArrayList<Map<String, Object>>();
        for (int back = 0; back <= daysBefore; back++) {
            var request = scene.asked(head, institution, DAY.minusDays(back), teacher);
            assertThat(request).containsEntry("authority", authority);
            requests.add(request);
        }
        var cases = requests.stream().map(scene::instance).toList();
        var tasks = tasklist.of(decider).stream()
                .filter(task -> cases.contains(task.getProcessInstanceId()))
                .toList();
        assertThat(tasks).hasSize(requests.size());
        var pool = Executors.newFixedThreadPool(tasks.size());
        try {
            var decided = new ArrayList<Future<Integer>>();
            try (var holder = database.getConnection();
                    var watch = database.getConnection()) {
                var pid = hold(holder, id(institution), DAY, authority, quota);
                for (var task : tasks) decided.add(pool.submit(() -> tasklist.decide(decider, task, "approve")));
                untilWaiting(JdbcClient.create(new SingleConnectionDataSource(watch, true)), pid, tasks.size());
                holder.rollback();
                holder.setAutoCommit(true);
            }
            for (var answer : decided) assertThat(answer.get()).isEqualTo(204);
        } finally {
            pool.shutdown();
        }
        var ended = outcomes(requests.stream()
                .map(r -> UUID.fromString(r.get("id").toString()))
                .toList());
        assertThat(ended)
                .containsOnlyOnce("APPROVED by way of %s".formatted(authority))
                .hasSize(daysBefore + 1);
        assertThat(ended.stream()
                        .filter("PENDING by way of %1$s, %2$s: %1$s QUOTA_USED".formatted(authority, next)::equals))
                .hasSize(daysBefore);
        assertThat(scene.slots(institution, authority)).isEqualTo(quota);
        assertThat(IntStream.rangeClosed(0, daysBefore)
                        .mapToObj(back -> state.reads(teacher, DAY.minusDays(back)))
                        .filter("PRESENT PRESENT"::equals))
                .hasSize(1);
    }

    /** How each stands, by which way it came there, and why the last authority is not the one before it. */
    private List<String> outcomes(List<UUID> requests) {
        return jdbc.sql(
                        """
                        select c.state || ' by way of ' || string_agg(r.authority, ', ' order by r.entry_no)
                               || case count(*) when 1 then '' else ': ' || (
                                    select l.skipped[cardinality(l.skipped)] || ' ' || l.reasons[cardinality(l.reasons)]
                                      from correction_reached l where l.request_id = c.request_id
                                     order by l.entry_no desc limit 1) end
                          from correction_case c join correction_reached r on r.request_id = c.request_id
                         where c.request_id = any (?)
                         group by c.request_id
                        """)
                .param(requests.toArray(UUID[]::new))
                .query(String.class)
                .list();
    }

    private int hold(Connection holder, long institution, LocalDate month, String authority, int slot)
            throws SQLException {
        holder.setAutoCommit(false);
        try (var insert = holder.prepareStatement(
                """
                insert into correction_slot (institution_id, month, authority, slot, recorded_at, recorded_by, request_id)
                select ?, ?, ?, ?, recorded_at, 'test', id from correction_request where institution_id = ?
                   and not exists (select from correction_slot s where s.request_id = id) limit 1
                returning pg_backend_pid()
                """)) {
            insert.setLong(1, institution);
            insert.setObject(2, month.withDayOfMonth(1));
            insert.setString(3, authority);
            insert.setInt(4, slot);
            insert.setLong(5, institution);
            try (var row = insert.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    private static void untilWaiting(JdbcClient watch, int holder, int howMany) {
        Awaitility.await("all wait for the slot")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> watch.sql("select count(*) from pg_stat_activity where ? = any (pg_blocking_pids(pid))")
                                .param(holder)
                                .query(Integer.class)
                                .single()
                        >= howMany);
    }

    private int pid() {
        return jdbc.sql("select pg_backend_pid()").query(Integer.class).single();
    }

    /** A slot of each month is the last one. */
    private void twoAreTaken(YearMonth earliest) {
        jdbc.sql(
                        """
                        insert into correction_slot (institution_id, month, authority, slot, recorded_at, recorded_by, request_id)
                        select ?, ?::date + make_interval(months => ((n - 1) / 2)::int), 'PEEO', (n - 1) % 2 + 1,
                               ?::timestamptz, 'earlier', id
                          from unnest(?::uuid[]) with ordinality as request (id, n)
                        """)
                .params(
                        institution,
                        earliest.atDay(1),
                        clock.instant().toString(),
                        requests(2 * ROUNDS).toArray(UUID[]::new))
                .update();
    }

    private boolean take(YearMonth month, UUID request) {
        return slots.take(institution, month, "PEEO", 3, request, "test", clock.instant());
    }

    private List<UUID> requests(int howMany) {
        var ids = jdbc.sql(
                        """
                        insert into correction_request (id, content_hash, recorded_at, recorded_by, institution_id, day)
                        select gen_random_uuid(), '', ?::timestamptz, 'test', ?, ? from generate_series(1, ?)
                        returning id
                        """)
                .params(clock.instant().toString(), institution, DAY, howMany)
                .query(UUID.class)
                .list();
        return Collections.unmodifiableList(ids);
    }

    private long id(String code) {
        return jdbc.sql("select id from institution where code = ?")
                .param(code)
                .query(Long.class)
                .single();
    }
}
