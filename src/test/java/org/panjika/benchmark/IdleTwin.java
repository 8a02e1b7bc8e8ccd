package org.panjika.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.panjika.Panjika;
import org.panjika.models.UsableInModels;
import org.springframework.boot.autoconfigure.flyway.FlywayConnectionDetails;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.io.ClassPathResource;
import org.springframework.test.util.TestSocketUtils;

/** The same model whose delegates, conditions and dates do nothing: cases of both are carried out in turns, by one thread. */
final class IdleTwin {

    /** So many cases of one model, then so many of the other. */
    static final int ROUND = 50;

    private IdleTwin() {}

    /** What the model without work asks: nothing. */
    @UsableInModels
    public static class Idle implements JavaDelegate {

        private final Clock clock = Clock.systemUTC();
        private volatile String office;

        @UsableInModels
        public boolean yes() {
            return true;
        }

        @UsableInModels
        public String office() {
            return office;
        }

        @UsableInModels
        public Date later() {
            return Date.from(clock.instant().plus(Duration.ofDays(1)));
        }

        void answer(String as) {
            office = as;
        }

        @Override
        public void execute(DelegateExecution execution) {}
    }

    /** An application of its own that knows the bean {@code idle}. */
    static ConfigurableApplicationContext application(Path home, String... settings) {
        var own = Stream.of(
                "--server.port=0",
                "--panjika.database.data=" + home,
                "--panjika.database.port=" + TestSocketUtils.findAvailableTcpPort(),
                "--panjika.first-administrator.login=admin",
                "--panjika.first-administrator.password=a long enough password 4 me",
                "--logging.level.root=warn");
        return new SpringApplicationBuilder(Panjika.class)
                .initializers(context -> ((GenericApplicationContext) context).registerBean("idle", Idle.class))
                .run(Stream.concat(own, Stream.of(settings)).toArray(String[]::new));
    }

    /** Deploys a process under another key, changed so that it does nothing. */
    static void deploy(
            ConfigurableApplicationContext application, String process, String as, UnaryOperator<String> withoutWork)
            throws IOException {
        var model = new ClassPathResource("processes/" + process + ".bpmn")
                .getContentAsString(StandardCharsets.UTF_8)
                .replace("\"" + process + "\" name", "\"" + as + "\" name")
                .replace("bpmnElement=\"" + process + "\"", "bpmnElement=\"" + as + "\"");
        application
                .getBean(RepositoryService.class)
                .createDeployment()
                .addString(as + ".bpmn", withoutWork.apply(model))
                .deploy();
    }

    /** The statistics follow what was made up; only the owner of the tables may see to that at once. */
    static void analyze(ConfigurableApplicationContext application) throws SQLException {
        try (var owner = owner(application);
                var statement = owner.createStatement()) {
            statement.execute("analyze");
        }
    }

    /** A connection of the role that owns the tables. */
    static Connection owner(ConfigurableApplicationContext application) throws SQLException {
        var details = application.getBean(FlywayConnectionDetails.class);
        var owner = DriverManager.getConnection(details.getJdbcUrl(), details.getUsername(), details.getPassword());
        owner.setSchema("panjika");
        return owner;
    }

    /** Approves the only task of a case. */
    static void complete(ConfigurableApplicationContext application, String businessKey, String who, String office) {
        var tasks = application.getBean(TaskService.class);
        var task =
                tasks.createTaskQuery().processInstanceBusinessKey(businessKey).singleResult();
        var identity = application.getBean(IdentityService.class);
        identity.setAuthentication(who, List.of(office));
        try {
            tasks.complete(task.getId(), Map.of("decision", "approve"));
        } finally {
            identity.clearAuthentication();
        }
    }

    /** How many cases of ours there have to be for so many measured ones. */
    static int with(int cases) {
        return warmUp(cases) + cases;
    }

    /**
     * So many that the code is compiled, and that the database reads its tables by their indexes, as they are where an
     * application has run for days: what the engine does for every step is compiled long before what a case does once.
     */
    private static int warmUp(int cases) {
        return cases * 3 / 2;
    }

    /** @param ours carries out one of ours, by its number */
    static void inTurns(
            ConfigurableApplicationContext application,
            Report report,
            String what,
            int cases,
            IntConsumer ours,
            Runnable idle)
            throws SQLException {
        var warmUp = warmUp(cases);
        var oursMs = new ArrayList<Double>();
        var idleMs = new ArrayList<Double>();
        for (int first = 0; first < with(cases); first += ROUND) {
            if (first == warmUp) analyze(application);
            var start = System.nanoTime();
            for (int i = first; i < first + ROUND; i++) ours.accept(i);
            var between = System.nanoTime();
            for (int i = 0; i < ROUND; i++) idle.run();
            var end = System.nanoTime();
            if (first < warmUp) continue;
            oursMs.add((between - start) / 1e6 / ROUND);
            idleMs.add((end - between) / 1e6 / ROUND);
        }
        var ratios = new ArrayList<Double>();
        for (int i = 0; i < oursMs.size(); i++) ratios.add(oursMs.get(i) / idleMs.get(i));
        var ratio = median(ratios);
        report.judged(
                what + ", beside the same model without work",
                "1.3 times",
                ratio <= 1.3,
                "%.2f times (%.1f ms, %.1f ms; %d each)",
                ratio,
                median(oursMs),
                median(idleMs),
                oursMs.size() * ROUND);
    }

    private static double median(List<Double> figures) {
        return figures.stream().sorted().skip(figures.size() / 2).findFirst().orElseThrow();
    }
}
