package org.panjika.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.panjika.Panjika;
import org.panjika.TestState;
import org.panjika.access.Callers;
import org.panjika.attendance.CorrectionEffect;
import org.panjika.attendance.DayOpening;
import org.panjika.attendance.SessionStatus;
import org.panjika.correction.Correction;
import org.panjika.correction.CorrectionRequests;
import org.panjika.models.UsableInModels;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.util.TestSocketUtils;

/**
 * What a correction costs beside what the engine asks for the same model: each request is made and approved, in turns with a
 * case of the same model whose delegates, conditions and dates do nothing. One thread, inside the application.
 */
final class CaseCost {

    private static final int ROUND = 50;
    private static final String IDLE = "idle-correction";

    private final Report report;
    private final int cases;

    CaseCost(Report report, int cases) {
        this.report = report;
        this.cases = cases;
    }

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

    void run(Path home) throws IOException {
        try (var application = new SpringApplicationBuilder(Panjika.class)
                .initializers(context -> ((GenericApplicationContext) context).registerBean("idle", Idle.class))
                .run(
                        "--server.port=0",
                        "--panjika.database.data=" + home,
                        "--panjika.database.port=" + TestSocketUtils.findAvailableTcpPort(),
                        "--panjika.first-administrator.login=admin",
                        "--panjika.first-administrator.password=a long enough password 4 me",
                        "--logging.level.root=warn")) {
            measure(application);
        }
    }

    private void measure(ConfigurableApplicationContext application) throws IOException {
        var jdbc = application.getBean(JdbcClient.class);
        var day = LocalDate.now(application.getBean(Clock.class)).minusDays(1);
        var state = new TestState(jdbc);
        var block = state.blockAtWork("RJ", day, 2);
        var nodal = state.school(block.block());
        var peeo = state.holder("HEAD", nodal);
        var office = "PEEO_" + nodal;
        application.getBean(Idle.class).answer(office);
        var schools = new ArrayList<String>();
        var heads = new ArrayList<String>();
        var teachers = new ArrayList<String>();
        for (int i = 0; i < cases + 2 * ROUND; i++) {
            schools.add(state.elementarySchool(nodal));
            heads.add(state.holder("HEAD", schools.get(i)));
            teachers.add(state.staff(schools.get(i)));
        }
        application.getBean(DayOpening.class).open(day);
        deployIdle(application);
        jdbc.sql("analyze").update();

        var ours = new ArrayList<Double>();
        var idle = new ArrayList<Double>();
        for (int first = 0; first < schools.size(); first += ROUND) {
            var start = System.nanoTime();
            for (int i = first; i < first + ROUND; i++) {
                correct(application, heads.get(i), schools.get(i), teachers.get(i), day, peeo, office);
            }
            var between = System.nanoTime();
            for (int i = 0; i < ROUND; i++) idle(application, schools.get(first), day, peeo, office);
            var end = System.nanoTime();
            if (first < 2 * ROUND) continue;
            ours.add((between - start) / 1e6 / ROUND);
            idle.add((end - between) / 1e6 / ROUND);
        }
        var ratios = new ArrayList<Double>();
        for (int i = 0; i < ours.size(); i++) ratios.add(ours.get(i) / idle.get(i));
        var ratio = median(ratios);
        report.judged(
                "a correction made and approved, beside the same model without work",
                "1.3 times",
                ratio <= 1.3,
                "%.2f times (%.1f ms, %.1f ms; %d each)",
                ratio,
                median(ours),
                median(idle),
                ours.size() * ROUND);
    }

    private static void correct(
            ConfigurableApplicationContext application,
            String head,
            String school,
            String teacher,
            LocalDate day,
            String peeo,
            String office) {
        var id = UUID.randomUUID();
        var line = new CorrectionEffect.Line(
                teacher, Optional.of(SessionStatus.PRESENT), Optional.of(SessionStatus.PRESENT), Optional.empty());
        var asking = new CorrectionRequests.Asking(
                Correction.Kind.FORGOTTEN, "The roll was forgotten", List.of(line), List.of());
        application
                .getBean(CorrectionRequests.class)
                .request(application.getBean(Callers.class).find(head).orElseThrow(), id, school, day, asking);
        complete(application, id.toString(), peeo, office);
    }

    private static void idle(
            ConfigurableApplicationContext application, String school, LocalDate day, String peeo, String office) {
        var id = UUID.randomUUID().toString();
        application
                .getBean(RuntimeService.class)
                .startProcessInstanceByKey(
                        IDLE, id, Map.of("requestId", id, "institution", school, "day", day.toString()));
        complete(application, id, peeo, office);
    }

    private static void complete(
            ConfigurableApplicationContext application, String businessKey, String who, String office) {
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

    private static void deployIdle(ConfigurableApplicationContext application) throws IOException {
        var model = new ClassPathResource("processes/attendance-correction.bpmn")
                .getContentAsString(StandardCharsets.UTF_8)
                .replace("\"attendance-correction\" name", "\"" + IDLE + "\" name")
                .replace("bpmnElement=\"attendance-correction\"", "bpmnElement=\"" + IDLE + "\"")
                .replaceAll("\\$\\{correctionLadder\\.mayDecide\\([^}]*}", "\\${idle.yes()}")
                .replaceAll("\\$\\{correctionLadder\\.offices\\([^}]*}", "\\${idle.office()}")
                .replaceAll("\\$\\{correctionLadder\\.deadline\\([^}]*}", "\\${idle.later()}")
                .replaceAll("\\$\\{(writeCorrection|lapseCorrection)}", "\\${idle}");
        application
                .getBean(RepositoryService.class)
                .createDeployment()
                .addString(IDLE + ".bpmn", model)
                .deploy();
    }

    private static double median(List<Double> figures) {
        return figures.stream().sorted().skip(figures.size() / 2).findFirst().orElseThrow();
    }
}
