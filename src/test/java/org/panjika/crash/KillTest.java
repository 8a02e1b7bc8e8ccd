package org.panjika.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.panjika.ApplicationProcess;
import org.springframework.util.FileSystemUtils;

/** {@code -Dpanjika.kills=50} for a long run. */
@TestInstance(Lifecycle.PER_CLASS)
@DisplayName("kill -9 under load")
class KillTest {

    private static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");
    private static final Path DATA = Path.of("target/kill-test").toAbsolutePath();
    private static final List<String> JVM =
            List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Duser.timezone=UTC");

    /** What a dead copy had begun is taken up by the next one after so long; as shipped after five minutes. */
    private static final String SOON = "--camunda.bpm.job-execution.lock-time-in-millis=10000";

    /** Whom the kill meets. */
    private enum Victim {
        APPLICATION,
        /** PostgreSQL heals itself, the application goes on. */
        ONE_DATABASE_SESSION,
        APPLICATION_AND_DATABASE,
        /** The application ends by itself. */
        DATABASE
    }

    private final Random random = new Random();
    private final Phones phones = new Phones();
    private ApplicationProcess application;

    @BeforeAll
    void start() throws Exception {
        FileSystemUtils.deleteRecursively(DATA);
        application = ApplicationProcess.start(DATA, JVM, SOON);
        try (var owner = application.owner()) {
            Phones.STATE.fill(owner, LocalDate.now(ZONE));
        }
    }

    @AfterAll
    void stop() {
        if (application != null) application.close();
    }

    @Test
    @DisplayName("a second copy on the same folder is refused and told what to do; the first one is not disturbed")
    void secondCopy() throws Exception {
        var before = application.log().length();
        var second = ApplicationProcess.launch(DATA, JVM);
        assertThat(second.process().waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(second.process().exitValue()).isNotZero();
        assertThat(application.log().substring(before))
                .contains("Another Panjika is running on " + DATA)
                .contains("--panjika.database.data=FOLDER")
                .doesNotContain("Caused by");
        assertThat(number("select count(*) from institution")).isPositive();
    }

    @Test
    @Timeout(value = 150, unit = TimeUnit.MINUTES)
    @DisplayName("every receipt is found after restart, none doubled, and the counters say what the marks say")
    void everyReceiptIsFound() throws Exception {
        var kills = Integer.getInteger("panjika.kills", 4);
        phones.start(application.port());
        phones.awaitAnswers(1);
        for (int i = 0; i < kills; i++) {
            phones.awaitAnswers(random.nextInt(200));
            kill(Victim.values()[i % Victim.values().length]);
            nothingIsLost();
            phones.start(application.port());
            phones.awaitAnswers(50);
        }
        phones.stop();
        phones.deliverKept(application.port());
        nothingIsLost();
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    @DisplayName(
            "a month killed while it begins goes on where it was: one statement and one case for each institution (RJ-13, C16)")
    void everyCaseOnce() throws Exception {
        var month = YearMonth.now(ZONE).minusMonths(1);
        change(
                "insert into setting (institution_id, name, value, during)"
                        + " select id, 'payRoute', 'DDO_STATEMENT', '[2020-01-01,)' from institution where code = 'DIRECTORATE'");
        change("update act_ru_job set duedate_ = '%s' where process_def_key_ = 'payroll-month'"
                .formatted(LocalDateTime.now(ZoneOffset.UTC).minusMinutes(1)));
        var all = number("select count(distinct institution_id) from posting");
        // what is due is carried out when the application starts
        kill(Victim.APPLICATION_AND_DATABASE);
        Awaitility.await()
                .atMost(2, TimeUnit.MINUTES)
                .pollInterval(10, TimeUnit.MILLISECONDS)
                .until(() -> cases(month) > 0);
        TimeUnit.MILLISECONDS.sleep(random.nextInt(100));
        assertThat(cases(month)).as("killed in between").isLessThan(all);
        kill(Victim.APPLICATION_AND_DATABASE);
        Awaitility.await()
                .atMost(2, TimeUnit.MINUTES)
                .until(() ->
                        number("select count(*) from act_ru_execution where proc_def_id_ like 'payroll-month:%'") == 0);
        assertThat(number(
                        """
                        select count(*)
                          from institution i
                               left join payroll_statement s on s.institution_id = i.id and s.month = '%1$s'
                               cross join lateral (
                                 select count(*) as cases from act_ru_execution e
                                  where e.parent_id_ is null and e.business_key_ = i.code || '/%2$s') c
                               cross join lateral (
                                 select exists (select from posting p where p.institution_id = i.id) as people) h
                         where i.participates
                           and (s.id is null or (s.started_at is not null) <> h.people or c.cases <> h.people::int)
                        """
                                .formatted(month.atDay(1), month)))
                .as("institutions without a statement, or with another number of cases than one")
                .isZero();
        assertThat(cases(month)).isEqualTo(all);
        assertThat(number("select count(*) from payroll_statement where month = '%s'".formatted(month.atDay(1))))
                .isEqualTo(number("select count(*) from institution where participates"));
    }

    private long cases(YearMonth month) throws SQLException {
        return number("select count(*) from act_ru_execution where parent_id_ is null and business_key_ like '%/"
                + month + "'");
    }

    /** Kills, and brings back what does not come back by itself. */
    private void kill(Victim victim) throws Exception {
        var postgres = application.postgres();
        var itself = application.process().toHandle();
        switch (victim) {
            case APPLICATION -> ApplicationProcess.kill(List.of(itself));
            case ONE_DATABASE_SESSION -> ApplicationProcess.kill(List.of(aSession()));
            case APPLICATION_AND_DATABASE ->
                ApplicationProcess.kill(
                        Stream.concat(Stream.of(itself), postgres.stream()).toList());
            case DATABASE -> ApplicationProcess.kill(postgres);
        }
        if (victim == Victim.ONE_DATABASE_SESSION) {
            phones.awaitAnswers(20);
            phones.stop();
            phones.deliverKept(application.port());
            return;
        }
        assertThat(application.process().waitFor(60, TimeUnit.SECONDS))
                .as("the application has ended")
                .isTrue();
        phones.stop();
        if (victim == Victim.DATABASE) {
            assertThat(application.process().exitValue()).isEqualTo(1);
            assertThat(application.log()).contains("PostgreSQL has ended; Panjika ends too");
        }
        application = ApplicationProcess.start(DATA, JVM, SOON);
        if (victim == Victim.APPLICATION) {
            assertThat(application.log())
                    .contains("its PostgreSQL (" + postgres.get(0).pid() + ") still lives: stopping it");
            assertThat(postgres.get(0).isAlive()).isFalse();
        }
        phones.deliverKept(application.port());
    }

    private ProcessHandle aSession() throws SQLException {
        var pid = number(
                "select pid from pg_stat_activity where usename = 'panjika_app' order by query_start desc limit 1");
        return ProcessHandle.of(pid).orElseThrow();
    }

    private void nothingIsLost() throws Exception {
        assertThat(receiptsInTheDatabase())
                .as("every receipt, and nothing else")
                .isEqualTo(phones.receipts());
        assertThat(number("select count(*) from attendance_mark"))
                .as("none doubled")
                .isEqualTo(phones.receipts().size());
        var some = new ArrayList<>(phones.receipts().keySet()).subList(0, 5);
        for (var id : some)
            assertThat(phones.again(id)).isEqualTo(phones.receipts().get(id));
        assertThat(
                        number(
                                """
                        select count(*)
                          from (select staff_id, day, count(*) as facts,
                                       (array_agg(id order by captured_at, id) filter (where kind = 'IN'))[1] as in_mark,
                                       (array_agg(id order by captured_at desc, id) filter (where kind = 'OUT'))[1] as out_mark
                                  from attendance_mark group by staff_id, day) m
                               left join attendance_day d on d.staff_id = m.staff_id and d.day = m.day
                         where (d.facts, d.in_mark, d.out_mark) is distinct from (m.facts, m.in_mark, m.out_mark)
                        """))
                .as("people's days that do not follow from their marks")
                .isZero();
        assertThat(
                        number(
                                """
                        select count(*)
                          from institution_day x
                               left join (select day, institution_id, count(*) as expected,
                                                 count(*) filter (where forenoon = 'PRESENT') as forenoon,
                                                 count(*) filter (where afternoon = 'PRESENT') as afternoon,
                                                 count(*) filter (where afternoon = 'TO_BE_CONFIRMED') as doubtful
                                            from attendance_day group by day, institution_id) d using (day, institution_id)
                         where (x.forenoon_expected, x.forenoon_present, x.afternoon_present, x.afternoon_to_be_confirmed)
                               is distinct from
                               (coalesce(d.expected, 0), coalesce(d.forenoon, 0), coalesce(d.afternoon, 0), coalesce(d.doubtful, 0))
                        """))
                .as("counters that do not follow from people's days")
                .isZero();
        assertThat(
                        number(
                                """
                        select count(*)
                          from (select day, sum(institutions), sum(forenoon_expected), sum(forenoon_present),
                                       sum(afternoon_present), sum(afternoon_to_be_confirmed)
                                  from office_day group by day) o
                               full join
                               (select day, count(*), sum(forenoon_expected), sum(forenoon_present), sum(afternoon_present),
                                       sum(afternoon_to_be_confirmed)
                                  from institution_day group by day) x using (day)
                         where o is distinct from x
                        """))
                .as("sums of offices that do not follow from their institutions")
                .isZero();
        everyPhotographIsWhole();
    }

    private Map<UUID, String> receiptsInTheDatabase() throws SQLException {
        var found = new HashMap<UUID, String>();
        try (var owner = application.owner();
                var statement = owner.createStatement();
                var row = statement.executeQuery("select id, day, entry_no from attendance_mark")) {
            while (row.next()) found.put(row.getObject("id", UUID.class), receipt(row));
        }
        return found;
    }

    private static String receipt(ResultSet row) throws SQLException {
        return "%ty%<tm%<td-%s"
                .formatted(
                        row.getObject("day", LocalDate.class),
                        Long.toString(row.getLong("entry_no"), 36).toUpperCase(java.util.Locale.ROOT));
    }

    private void everyPhotographIsWhole() throws Exception {
        try (var owner = application.owner();
                var statement = owner.createStatement();
                var row = statement.executeQuery("select photo from attendance_mark where photo is not null")) {
            while (row.next()) {
                var hash = HexFormat.of().formatHex(row.getBytes("photo"));
                assertThat(sha256(DATA.resolve("files")
                                .resolve(hash.substring(0, 2))
                                .resolve(hash.substring(2, 4))
                                .resolve(hash)))
                        .isEqualTo(hash);
            }
        }
    }

    private static String sha256(Path file) throws IOException, java.security.NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    private void change(String sql) throws SQLException {
        try (var owner = application.owner();
                var statement = owner.createStatement()) {
            statement.execute(sql);
        }
    }

    private long number(String sql) throws SQLException {
        try (var owner = application.owner();
                var statement = owner.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
