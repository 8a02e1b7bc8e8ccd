package org.panjika.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.panjika.ApplicationProcess;
import org.panjika.MadeUpState;
import org.panjika.Photographs;
import org.springframework.util.FileSystemUtils;

/**
 * How fast it is: a made-up state of 85,747 institutions and 450,000 people, the application in a process of its own, the
 * client in this one. {@code src/docs/performance.md} says how to run it and what was reached.
 *
 * <p>Arguments: {@code --quick} for a small state and seconds instead of minutes, names of parts to run only those,
 * {@code --jvm=OPTION} for the application's JVM.
 */
public final class PanjikaBenchmark {

    private static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");
    private static final Path WORK = Path.of("target/benchmark").toAbsolutePath();
    /** As {@code src/docs/operations.md} starts it. */
    private static final String COLLECTOR = "-XX:+UseParallelGC";

    private static final String ADMINISTRATOR = "admin";
    private static final String[] WITH_ADMINISTRATOR = {
        "--panjika.first-administrator.login=" + ADMINISTRATOR,
        "--panjika.first-administrator.password=a long enough password 4 me"
    };

    private static final int OLDER_MARKS = 10_000_000;
    private static final int PAIRS = 5;
    private static final int WARM_UP_ROUNDS = 10;

    /** What was found at the deadlines of 30 days; of the last ten also where: every fifth institution at 14:00. */
    private static final List<String> FOUND_AT_DEADLINES = List.of(
            """
            insert into attendance_deadline (day, office_id, kind, due, path, recorded_at, recorded_by, institutions, missed)
            select '%1$s'::date - ago, d.institution_id, k.kind, k.due, d.path, k.due, 'benchmark', 150, 30
              from institution i
                   join institution_day d on d.institution_id = i.id and d.day = '%1$s',
                   generate_series(0, 29) ago,
                   lateral (values ('ENTRY', d.entry_due - make_interval(days => ago)),
                                   ('CLOSING', d.closes - make_interval(days => ago))) k (kind, due)
             where i.kind <> 'SCHOOL' and (ago > 0 or k.kind = 'ENTRY')
                on conflict do nothing
            """,
            """
            insert into attendance_deadline_missed (day, institution_id, path, kind, office_id, due, recorded_at, recorded_by,
                   expected, recorded)
            select '%1$s'::date - ago, d.institution_id, d.path, 'ENTRY', d.path[cardinality(d.path) - 1],
                   d.entry_due - make_interval(days => ago), d.entry_due, 'benchmark', 10, 5
              from institution_day d, generate_series(0, 9) ago
             where d.day = '%1$s' and cardinality(d.path) > 1 and d.institution_id %% 5 = 0
                on conflict do nothing
            """);

    private final Report report = new Report();
    private final boolean quick;
    private final Set<String> parts;
    private final List<String> jvmOptions;
    private final MadeUpState state;
    private final LocalDate today = LocalDate.now(ZONE);
    private final ArrayDeque<Rush> rushes;
    private final Photographs photographs = new Photographs(30);
    private ApplicationProcess application;

    private PanjikaBenchmark(List<String> arguments) {
        this.quick = arguments.contains("--quick");
        this.parts = new TreeSet<>(
                arguments.stream().filter(a -> !a.startsWith("--")).toList());
        this.jvmOptions = Stream.concat(
                        Stream.of(COLLECTOR),
                        arguments.stream().filter(a -> a.startsWith("--jvm=")).map(a -> a.substring(6)))
                .toList();
        this.state = quick ? new MadeUpState(2, 4, 20, 2_000, 20_000, 20_000) : MadeUpState.WHOLE;
        this.rushes =
                new ArrayDeque<>(List.of(new Rush(state, ZONE, 0), new Rush(state, ZONE, 1), new Rush(state, ZONE, 2)));
    }

    /** Prints the table, as Markdown, on standard output; what is going on, on standard error. */
    public static void main(String[] arguments) throws Exception {
        var benchmark = new PanjikaBenchmark(
                Arrays.stream(arguments).filter(a -> !a.isBlank()).toList());
        try {
            benchmark.run();
        } finally {
            benchmark.report.print();
        }
    }

    private void run() throws Exception {
        FileSystemUtils.deleteRecursively(WORK);
        machine();
        if (runs("corrections")) new CaseCost(report, quick ? 200 : 1_000).run(WORK.resolve("cases"));
        if (runs("leave")) new LeaveCost(report, state, quick ? 200 : 1_000).run(WORK.resolve("leave"));
        if (runs("moves")) new MovingCases(report, quick ? 1_000 : 5_000).run(WORK.resolve("moves"));
        if (runs("payroll")) new PayrollCost(report, state, quick ? 500 : 2_500).run(WORK.resolve("payroll"));
        if (Set.of("corrections", "leave", "moves", "payroll").containsAll(parts) && !parts.isEmpty()) return;
        if (runs("import")) importing();
        application = ApplicationProcess.start(WORK.resolve("state"), jvmOptions, WITH_ADMINISTRATOR);
        try {
            prepare();
            if (runs("tasklist")) tasklist();
            dawn();
            if (runs("marks", "batch", "photo", "older", "completeness", "board")) warmUp();
            if (runs("marks")) {
                marks("", 16, 0.6);
                marks("", 128, 1.0);
            }
            if (runs("batch")) batch();
            if (runs("photo")) photo("", 16);
            if (runs("completeness")) completeness();
            if (runs("deadline")) deadline();
            if (runs("board")) board();
            if (runs("older")) older();
            nothingLost();
        } finally {
            application.close();
        }
    }

    private boolean runs(String... any) {
        return parts.isEmpty() || Arrays.stream(any).anyMatch(parts::contains);
    }

    private void machine() throws IOException {
        Files.createDirectories(WORK);
        report.fact(
                "machine",
                "%d cores, %s, Java %s, shared by application, database and client",
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.arch"),
                System.getProperty("java.version"));
        report.fact("8 KB written and flushed", "%.0f/s", Machine.flushes(WORK, seconds(quick ? 1 : 5)));
    }

    private void prepare() throws SQLException {
        var start = System.nanoTime();
        try (var owner = application.owner()) {
            report.fact("PostgreSQL", Machine.postgresql(owner));
            state.fill(owner, today);
        }
        report.fact(
                "state",
                "%,d schools, %,d people with logins, made in %.0f s",
                state.schools(),
                state.people(),
                since(start));
    }

    /** The first mark for a day that nobody has opened waits until it is open for the whole state. */
    private void dawn() throws SQLException {
        var times = new ArrayList<Double>();
        for (var rush : rushes) {
            if (isOpen(rush.day())) continue;
            var first = flat(1, seconds(600), once(rush.mark())).mustSucceed();
            times.add(first.quantile(0.5) / 1000);
        }
        if (times.isEmpty()) report.fact("dawn", "all days were open already");
        else report.judged("dawn: a day opened for the whole state", "< 60 s", max(times) < 60, "%s s", rounded(times));
    }

    private boolean isOpen(LocalDate day) throws SQLException {
        try (var owner = application.owner();
                var statement = owner.createStatement()) {
            var row = statement.executeQuery("select exists (select from institution_day where day = '" + day + "')");
            row.next();
            return row.getBoolean(1);
        }
    }

    /** An application is up for days; on two busy cores its code is compiled for minutes. */
    private void warmUp() throws Exception {
        for (int round = 1; round <= (quick ? 1 : WARM_UP_ROUNDS); round++) {
            flat(128, seconds(quick ? 3 : 10), this::mark).mustSucceed();
            var last = flat(16, seconds(quick ? 3 : 10), this::mark).mustSucceed();
            Report.progress("warming up, round %d: %.0f marks/s by 16 connections", round, last.perSecond());
        }
        try (var raw = new RawInserts(application, state, today)) {
            raw.flatOut(seconds(quick ? 1 : 5));
        }
    }

    /** Raw rows and marks by turns; the median of the pairs' ratios. */
    private List<Double> marks(String when, int connections, double goal) throws Exception {
        var rows = new ArrayList<Double>();
        var marks = new ArrayList<Double>();
        var ratios = new ArrayList<Double>();
        var p95 = new ArrayList<Double>();
        try (var raw = new RawInserts(application, state, today)) {
            for (int pair = 0; pair < (quick ? 2 : PAIRS); pair++) {
                rows.add(raw.flatOut(seconds(quick ? 2 : 8)));
                var result =
                        flat(connections, seconds(quick ? 2 : 8), this::mark).mustSucceed();
                marks.add(result.perSecond());
                p95.add(result.quantile(0.95));
                ratios.add(marks.get(pair) / rows.get(pair));
            }
        }
        report.fact("raw rows by 16 connections" + when, "%.0f/s (%s)", median(rows), rounded(rows));
        report.judged(
                "marks by " + connections + " connections" + when,
                "≥ %.0f %% of raw".formatted(goal * 100),
                median(ratios) >= goal,
                "%.0f/s (%s), %.0f %% of raw (%s), p95 %.1f ms",
                median(marks),
                rounded(marks),
                median(ratios) * 100,
                rounded(ratios.stream().map(r -> r * 100).toList()),
                median(p95));
        return marks;
    }

    private void batch() {
        var size = Math.min(500, state.crowd() / MadeUpState.CROWDED);
        var batches = new ArrayDeque<byte[]>();
        for (int part = 0; (part + 1) * size <= state.crowd() / MadeUpState.CROWDED; part++) {
            for (int school = 0; school < MadeUpState.CROWDED; school++) {
                for (var rush : rushes) batches.add(rush.batch(school, part, size));
            }
        }
        var all = flat(4, seconds(60), () -> Optional.ofNullable(batches.poll()));
        report.fact(
                "marks in batches of " + size + ", 4 connections",
                "%.0f marks/s, median %.0f ms a batch",
                all.mustSucceed().perSecond() * size,
                all.quantile(0.5));
    }

    private double photo(String when, int connections) {
        flat(connections, seconds(quick ? 2 : 10), this::markWithPhoto).mustSucceed();
        var steady = new HttpLoad(application.port(), this::markWithPhoto)
                .paced(128, seconds(quick ? 5 : 60), 500)
                .mustSucceed();
        report.judged(
                "marks with a photo of %d KB, 500/s sent".formatted(photographs.size() / 1024) + when,
                "≥ 500/s, p95 < 100 ms",
                steady.perSecond() > 499 && steady.quantile(0.95) < 100,
                "%.0f/s, p50 %.1f, p95 %.1f, p99 %.1f ms",
                steady.perSecond(),
                steady.quantile(0.5),
                steady.quantile(0.95),
                steady.quantile(0.99));
        var most =
                flat(connections, seconds(quick ? 5 : 30), this::markWithPhoto).mustSucceed();
        report.fact(
                "marks with photo by " + connections + " connections, flat out" + when,
                "%.0f/s, p50 %.1f, p95 %.1f, p99 %.1f ms",
                most.perSecond(),
                most.quantile(0.5),
                most.quantile(0.95),
                most.quantile(0.99));
        return most.perSecond();
    }

    private void completeness() {
        overview("completeness", "", 200);
    }

    /** While the day runs; when a deadline has just passed; when it has been looked at, after a month of deadlines. */
    private void board() throws SQLException {
        board("");
        execute("update institution_day set entry_due = starts + interval '1 minute' where day = '%s'"
                .formatted(today));
        board(" after a deadline");
        var start = System.nanoTime();
        for (var step : FOUND_AT_DEADLINES) execute(step.formatted(today));
        // a month comes day by day: what is known of the tables follows
        execute("analyze attendance_deadline, attendance_deadline_missed");
        report.fact("a month of deadlines", "made in %.0f s", since(start));
        board(" after a month");
    }

    private void board(String when) {
        overview("deadlines", when, 300);
    }

    private void execute(String sql) throws SQLException {
        try (var owner = application.owner();
                var statement = owner.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A page of oversight at each level, while 500 marks a second arrive. */
    private void overview(String page, String when, int goal) {
        var over = new AtomicBoolean();
        var arriving = CompletableFuture.supplyAsync(
                () -> new HttpLoad(application.port(), () -> over.get() ? Optional.empty() : mark())
                        .paced(128, Duration.ofHours(1), 500));
        for (var level : List.of(
                new Level("state", "DIRECTORATE", "HEAD-DIRECTORATE"),
                new Level("division", "DIV00", "HEAD-DIV00"),
                new Level("district", "CDEO00", "HEAD-CDEO00"),
                new Level("block", "CBEO0000", "HEAD-CBEO0000"),
                new Level("cluster", MadeUpState.schoolCode(0), MadeUpState.employeeCode(0)))) {
            var request = Rush.get(
                    "/api/v1/oversight/" + page + "?under=" + level.office() + "&day=" + today,
                    MadeUpState.token(level.login()));
            var answers = flat(1, seconds(quick ? 2 : 10), () -> Optional.of(request));
            report.judged(
                    page + " of a " + level.name() + when + " while marks arrive",
                    "< " + goal + " ms",
                    answers.succeeded() > 0 && answers.quantile(0.95) < goal,
                    "p50 %.1f, p95 %.1f ms%s",
                    answers.quantile(0.5),
                    answers.quantile(0.95),
                    answers.succeeded() > 0 ? "" : " " + answers.statuses());
        }
        over.set(true);
        report.fact("meanwhile", "%.0f marks/s", arriving.join().perSecond());
    }

    /** 14:00 for every office of the state at once: the deadline is moved to a moment at hand, then all timers are due. */
    private void deadline() throws SQLException, InterruptedException {
        try (var owner = application.owner();
                var statement = owner.createStatement()) {
            var offices = figure(
                    statement,
                    """
                    select count(distinct o.id)
                      from institution_day d cross join lateral (values (d.entry_office_id), (d.closing_office_id)) o (id)
                     where d.day = '%s' and o.id is not null and d.forenoon_expected + d.afternoon_expected > 0
                    """);
            var begun = System.nanoTime();
            statement.execute("update act_ru_job set duedate_ = '" + LocalDateTime.now()
                    + "', lock_exp_time_ = null, lock_owner_ = null where handler_type_ = 'timer-start-event'");
            var instances =
                    "select count(*) from act_ru_execution where parent_id_ is null and business_key_ like '%%/%s'";
            await(statement, instances, offices);
            report.judged(
                    "the offices' day begun",
                    "instances = offices",
                    figure(statement, instances) == offices,
                    "%,d instances in %.1f s",
                    figure(statement, instances),
                    since(begun));
            var due = LocalDateTime.now().plusSeconds(10).truncatedTo(ChronoUnit.SECONDS);
            var at = due.atZone(ZoneId.systemDefault()).toInstant();
            statement.execute("update institution_day set entry_due = '%s' where day = '%s'".formatted(at, today));
            statement.execute(
                    """
                    update act_ru_job set duedate_ = '%s'
                     where job_def_id_ in (select id_ from act_ru_jobdef where act_id_ = 'EntryIsDue')
                    """
                            .formatted(due));
            var busy = busyMillis(statement);
            TimeUnit.MILLISECONDS.sleep(
                    Math.max(0, Duration.between(Instant.now(), at).toMillis()));
            var start = System.nanoTime();
            var chased = figure(
                    statement,
                    "select count(distinct entry_office_id) from institution_day where day = '%s' and forenoon_expected > 0");
            await(statement, "select count(*) from attendance_deadline where kind = 'ENTRY' and day = '%s'", chased);
            var took = since(start);
            // sessions of the database report what they did within a second
            TimeUnit.SECONDS.sleep(2);
            var database = (busyMillis(statement) - busy) / 1000;
            report.judged(
                    "the 14:00 step for %,d offices".formatted(chased),
                    "< 60 s, database < 10 s",
                    took < 60 && database < 10,
                    "%.1f s, database %.1f s, %,d institutions missed, %,d heads told",
                    took,
                    database,
                    figure(
                            statement,
                            "select sum(missed) from attendance_deadline where kind = 'ENTRY' and day = '%s'"),
                    figure(statement, "select count(*) from notice where key = 'entry-missed' and link like '%%%s'"));
        }
    }

    private void await(Statement statement, String count, long wanted) throws SQLException, InterruptedException {
        var until = System.nanoTime() + seconds(300).toNanos();
        while (figure(statement, count) < wanted && System.nanoTime() < until) TimeUnit.MILLISECONDS.sleep(100);
    }

    private long figure(Statement statement, String sql) throws SQLException {
        var row = statement.executeQuery(sql.formatted(today));
        row.next();
        return row.getLong(1);
    }

    private static double busyMillis(Statement statement) throws SQLException {
        var row = statement.executeQuery("select active_time from pg_stat_database where datname = current_database()");
        row.next();
        return row.getDouble(1);
    }

    private record Level(String name, String office, String login) {}

    private void older() throws Exception {
        var without = marks(" (before the older marks)", 16, 0.6);
        var photosWithout = photo(" (before the older marks)", 16);
        var made = addOlderMarks();
        flat(16, seconds(quick ? 1 : 5), this::mark).mustSucceed();
        var with = marks(" (with %,d older marks)".formatted(made), 16, 0.6);
        var photosWith = photo(" (with %,d older marks)".formatted(made), 16);
        for (var kind : Map.of("", median(without) / median(with), " with photo", photosWithout / photosWith)
                .entrySet()) {
            report.judged(
                    "slower by %,d older marks: marks".formatted(made) + kind.getKey(),
                    "≤ 1.15 times",
                    kind.getValue() <= 1.15,
                    "%.2f times",
                    kind.getValue());
        }
    }

    private long addOlderMarks() throws SQLException {
        var start = System.nanoTime();
        long made = 0;
        try (var owner = application.owner();
                var statement = owner.createStatement()) {
            var wanted = quick ? 200_000 : OLDER_MARKS;
            for (var day = today.minusDays(3); made < wanted; day = day.minusDays(1)) {
                statement.execute("select ensure_attendance_month('" + day + "')");
                made += statement.executeUpdate(
                        """
                        insert into attendance_mark (id, day, content_hash, recorded_at, recorded_by, staff_id, institution_id,
                               kind, mode, captured_at, verdict, latitude, longitude, accuracy_m, fix_age_s, distance_m, device_id)
                        select gen_random_uuid(), day, sha256(int8send(p.staff_id)), at, s.employee_code, p.staff_id,
                               p.institution_id, kind, 'SELF', at, 'ACCEPTED', 20.001, 75, 20, 3, 111, 'a phone of nobody'
                          from posting p
                               join staff s on s.id = p.staff_id,
                               (values ('IN', date '%1$s', date '%1$s' + time '04:00'), ('OUT', date '%1$s', date '%1$s' + time '11:00'))
                                 as m (kind, day, at)
                        """
                                .formatted(day));
                Report.progress("%,d older marks", made);
            }
            statement.execute("vacuum analyze attendance_mark");
        }
        try (var owner = application.owner()) {
            settle(owner);
        }
        report.fact("older marks", "%,d made in %.0f s", made, since(start));
        return made;
    }

    /** What was written for the older marks is none of the newer ones' business. */
    private void settle(Connection owner) throws SQLException {
        try (var statement = owner.createStatement()) {
            var rights = statement.executeQuery("select pg_has_role('pg_checkpoint', 'usage')");
            rights.next();
            if (rights.getBoolean(1)) statement.execute("checkpoint");
        }
    }

    /** 85,747 schools in the national list's shape, into an empty installation of 256 MB. */
    private void importing() throws Exception {
        var rows = quick ? 5_000 : 85_747;
        var list = new StringBuilder(
                        "udise_code,school_name,district_name,village_name,management_code,category,rural_urban,")
                .append("pincode,latitude,longitude\n");
        for (int n = 0; n < rows; n++) {
            list.append("%011d,\"School %d, Made-up\",District %d,Village %d,1,%s,1,800001,%.5f,%.5f%n"
                    .formatted(
                            10_000_000_000L + n / 2500 * 100_000_000L + n % 2500,
                            n,
                            n / 2500,
                            n / 7,
                            n % 10 == 0 ? "Secondary Only" : "Primary with Upper Primary",
                            24 + n / 2500 * 0.07 + n % 50 * 0.001,
                            84 + n % 2500 / 50 * 0.001));
        }
        var options = new ArrayList<>(jvmOptions);
        options.add("-Xmx256m");
        try (var small = ApplicationProcess.start(WORK.resolve("import"), options, WITH_ADMINISTRATOR)) {
            try (var owner = small.owner();
                    var statement = owner.createStatement()) {
                giveToken(statement, ADMINISTRATOR);
                statement.execute(
                        "insert into institution (code, kind, name) values ('DIRECTORATE', 'DIRECTORATE', 'Directorate')");
            }
            var body = "--list\r\nContent-Disposition: form-data; name=\"file\"; filename=\"schools.csv\"\r\n"
                    + "Content-Type: text/csv\r\n\r\n" + list + "\r\n--list--\r\n";
            for (var time : List.of("first", "second")) {
                var answer = new HttpLoad(
                                small.port(),
                                once(Rush.request(
                                        "/api/v1/imports/institutions?mapping=udise&partial=true",
                                        MadeUpState.token(ADMINISTRATOR),
                                        "multipart/form-data; boundary=list",
                                        body.getBytes(StandardCharsets.UTF_8))))
                        .flatOut(1, seconds(600));
                var perSecond = rows / answer.seconds();
                report.judged(
                        "import of %,d schools, 256 MB, %s time".formatted(rows, time),
                        "≥ 10,000 rows/s",
                        answer.succeeded() == 1 && perSecond >= 10_000,
                        "%,.0f rows/s%s",
                        perSecond,
                        answer.succeeded() == 1 ? "" : " " + answer.statuses());
                if (answer.succeeded() == 0) Report.progress("%s", answer.firstRefusal());
            }
        }
    }

    private static void giveToken(Statement statement, String login) throws SQLException {
        statement.execute("update login set must_change = false where login = '" + login + "'");
        statement.execute("insert into token (hash, login, expires_at) select sha256(convert_to('"
                + MadeUpState.token(login) + "', 'UTF8')), '" + login + "', timestamptz '" + Instant.now()
                + "' + interval '1 hour'");
    }

    /** The first page of an officer with 5,010 open tasks among 10,000, as Tasklist asks for it. */
    private void tasklist() throws SQLException, IOException, InterruptedException {
        try (var owner = application.owner();
                var statement = owner.createStatement()) {
            giveToken(statement, ADMINISTRATOR);
            var cases = OpenTasks.cases(owner, today, ADMINISTRATOR);
            var begun = flat(8, seconds(300), () -> Optional.ofNullable(cases.poll()))
                    .mustSucceed();
            report.fact("cases begun by 8 connections", "%.0f/s", begun.perSecond());
            statement.execute("vacuum analyze");
            var asked = new OpenTasks(application.port()).logIn(owner);
            asked("first page of the filter, with its count", asked.page(), 50);
            asked("count of the filter", asked.count(), 50);
            asked("count of all tasks", asked.countOfAll(), 50);
        }
    }

    private void asked(String what, byte[] request, int goal) {
        flat(1, seconds(quick ? 20 : 60), () -> Optional.of(request)).mustSucceed();
        var answers =
                flat(1, seconds(quick ? 5 : 15), () -> Optional.of(request)).mustSucceed();
        report.judged(
                "Tasklist: " + what,
                "< " + goal + " ms",
                answers.quantile(0.95) < goal,
                "p50 %.1f, p95 %.1f, p99 %.1f ms",
                answers.quantile(0.5),
                answers.quantile(0.95),
                answers.quantile(0.99));
    }

    /** The counters and the people's days must say what the evidence says, or the figures above are worth nothing. */
    private void nothingLost() throws SQLException {
        try (var owner = application.owner();
                var statement = owner.createStatement()) {
            var row = statement.executeQuery(
                    """
                    select (select count(*) from attendance_mark where day >= '%1$s' and recorded_by <> '%2$s'),
                           (select sum((in_mark is not null)::int) from attendance_day where day >= '%1$s'),
                           (select sum(forenoon_present) from institution_day where day >= '%1$s'),
                           (select count(*) from attendance_day where day >= '%1$s' and forenoon = 'PRESENT'),
                           (select sum(forenoon_present) from office_day where day >= '%1$s')
                    """
                            .formatted(today.minusDays(2), RawInserts.RECORDED_BY));
            row.next();
            report.judged(
                    "marks, people's days, counters, offices' sums agree",
                    "equal",
                    row.getLong(1) == row.getLong(2)
                            && row.getLong(3) == row.getLong(4)
                            && row.getLong(3) == row.getLong(5),
                    "%,d marks, %,d days, %,d counted present",
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3));
        }
    }

    private Optional<byte[]> mark() {
        return rush().map(Rush::mark);
    }

    private Optional<byte[]> markWithPhoto() {
        return rush().map(r -> r.mark(photographs.next()));
    }

    private synchronized Optional<Rush> rush() {
        while (!rushes.isEmpty() && !rushes.peek().hasNext()) rushes.poll();
        return Optional.ofNullable(rushes.peek());
    }

    private HttpLoad.Result flat(int connections, Duration time, Supplier<Optional<byte[]>> requests) {
        return new HttpLoad(application.port(), requests).flatOut(connections, time);
    }

    private static Supplier<Optional<byte[]>> once(byte[] request) {
        var waiting = new ArrayDeque<>(List.of(request));
        return () -> Optional.ofNullable(waiting.poll());
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static double median(List<Double> figures) {
        var sorted = figures.stream().sorted().toList();
        var middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private static double max(List<Double> figures) {
        return figures.stream().mapToDouble(d -> d).max().orElseThrow();
    }

    private static String rounded(List<Double> figures) {
        return String.join(", ", figures.stream().map("%.0f"::formatted).toList());
    }
}
