package org.panjika.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.camunda.bpm.engine.RuntimeService;
import org.panjika.MadeUpState;
import org.panjika.access.Caller;
import org.panjika.access.Callers;
import org.panjika.attendance.DayOpening;
import org.panjika.engine.Deployments;
import org.panjika.engine.Moves;
import org.springframework.boot.autoconfigure.flyway.FlywayConnectionDetails;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.ClassPathResource;

/** Running cases moved to another version of their process while marks arrive, in a small state. */
final class MovingCases {

    private static final String PROCESS = "attendance-exception";
    private static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");
    private static final int MARKS_A_SECOND = 300;

    private final Report report;
    private final int cases;
    private final MadeUpState state = new MadeUpState(2, 4, 20, 2_000, 20_000, 20_000);
    private final Rush rush = new Rush(state, ZONE, 0);

    MovingCases(Report report, int cases) {
        this.report = report;
        this.cases = cases;
    }

    void run(Path home) throws IOException, SQLException, InterruptedException {
        try (var application = IdleTwin.application(home)) {
            var details = application.getBean(FlywayConnectionDetails.class);
            try (var owner =
                    DriverManager.getConnection(details.getJdbcUrl(), details.getUsername(), details.getPassword())) {
                owner.setSchema("panjika");
                state.fill(owner, LocalDate.now(application.getBean(Clock.class)));
            }
            application.getBean(DayOpening.class).open(rush.day());
            var administrator = application.getBean(Callers.class).find("admin").orElseThrow();
            begin(application);
            move(application, administrator, " alone");
            var port = ((ServletWebServerApplicationContext) application)
                    .getWebServer()
                    .getPort();
            marks(port, Duration.ofSeconds(20), new AtomicBoolean());
            var over = new AtomicBoolean();
            var arriving = CompletableFuture.supplyAsync(() -> marks(port, Duration.ofHours(1), over));
            move(application, administrator, " while marks arrive");
            over.set(true);
            var marks = arriving.join();
            report.fact(
                    "meanwhile",
                    "%.0f marks/s, p50 %.1f, p95 %.1f ms",
                    marks.perSecond(),
                    marks.quantile(0.5),
                    marks.quantile(0.95));
        }
    }

    private HttpLoad.Result marks(int port, Duration time, AtomicBoolean over) {
        return new HttpLoad(port, () -> over.get() || !rush.hasNext() ? Optional.empty() : Optional.of(rush.mark()))
                .paced(64, time, MARKS_A_SECOND)
                .mustSucceed();
    }

    /** Each waits at a task with a timer. */
    private void begin(ConfigurableApplicationContext application) throws SQLException {
        var runtime = application.getBean(RuntimeService.class);
        for (int i = 0; i < cases; i++) {
            var request = UUID.randomUUID().toString();
            runtime.createProcessInstanceByKey(PROCESS)
                    .businessKey(request)
                    .setVariables(Map.of("requestId", request, "institution", MadeUpState.schoolCode(i % 100)))
                    .startBeforeActivity("HeadDecides")
                    .execute();
        }
        IdleTwin.analyze(application);
    }

    private void move(ConfigurableApplicationContext application, Caller administrator, String when)
            throws IOException, SQLException, InterruptedException {
        var deployments = application.getBean(Deployments.class);
        var moves = application.getBean(Moves.class);
        var from = deployments.versions(administrator, PROCESS).get(0).number();
        var file = PROCESS + ".bpmn";
        var changed = new ClassPathResource("processes/" + file)
                .getContentAsString(StandardCharsets.UTF_8)
                .replace("name=\"Doubtful marks", "name=\"" + from + " doubtful marks");
        deployments.deploy(administrator, Map.of(file, changed.getBytes(StandardCharsets.UTF_8)), "a benchmark");
        var start = System.nanoTime();
        moves.move(administrator, new Moves.Way(PROCESS, from, from + 1, Moves.Timers.KEPT), Map.of());
        while (!moves.progress(administrator, PROCESS).get(0).done()) TimeUnit.MILLISECONDS.sleep(100);
        var seconds = (System.nanoTime() - start) / 1e9;
        var moved = moves.progress(administrator, PROCESS).get(0).moved();
        report.judged(
                "%,d running cases moved".formatted(cases) + when,
                "≥ 100/s",
                moved == cases && moved / seconds >= 100,
                "%,d in %.1f s, %.0f/s",
                moved,
                seconds,
                moved / seconds);
    }
}
