package org.panjika.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.panjika.MadeUpState;
import org.panjika.Panjika;
import org.panjika.TestState;
import org.panjika.access.Callers;
import org.panjika.attendance.DayOpening;
import org.panjika.leave.Accrual;
import org.panjika.leave.AskForLeave;
import org.panjika.leave.LeaveBalances;
import org.panjika.leave.LeaveRequest;
import org.panjika.leave.LeaveSpan;
import org.panjika.organisation.Staff;
import org.panjika.organisation.StaffList;
import org.springframework.boot.autoconfigure.flyway.FlywayConnectionDetails;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.util.TestSocketUtils;

/**
 * What leave costs: a state's yearly credits, one person's balances, and an application approved beside the same model whose
 * delegates, conditions and dates do nothing, in turns. One thread, inside the application.
 */
final class LeaveCost {

    private static final int ROUND = 50;
    private static final int OF_A_SCHOOL = 10;
    private static final String IDLE = "idle-leave";

    private final Report report;
    private final MadeUpState state;
    private final int cases;

    LeaveCost(Report report, MadeUpState state, int cases) {
        this.report = report;
        this.state = state;
        this.cases = cases;
    }

    void run(Path home) throws IOException, SQLException {
        try (var application = new SpringApplicationBuilder(Panjika.class)
                .initializers(
                        context -> ((GenericApplicationContext) context).registerBean("idle", CaseCost.Idle.class))
                .run(
                        "--server.port=0",
                        "--panjika.database.data=" + home,
                        "--panjika.database.port=" + TestSocketUtils.findAvailableTcpPort(),
                        "--panjika.first-administrator.login=admin",
                        "--panjika.first-administrator.password=a long enough password 4 me",
                        "--logging.level.root=warn")) {
            // the made-up people of a state would be in the way of those of the cases
            cases(application);
            credits(application);
        }
    }

    private void credits(ConfigurableApplicationContext application) throws SQLException {
        var details = application.getBean(FlywayConnectionDetails.class);
        try (var owner =
                DriverManager.getConnection(details.getJdbcUrl(), details.getUsername(), details.getPassword())) {
            owner.setSchema("panjika");
            state.fill(owner, LocalDate.now(application.getBean(Clock.class)));
        }
        var jdbc = application.getBean(JdbcClient.class);
        var before = entries(jdbc);
        var start = System.nanoTime();
        application.getBean(Accrual.class).run();
        var first = (System.nanoTime() - start) / 1e9;
        var given = entries(jdbc) - before;
        start = System.nanoTime();
        application.getBean(Accrual.class).run();
        var again = (System.nanoTime() - start) / 1e9;
        report.judged(
                "yearly credit of %,d people".formatted(state.people()),
                "< 60 s",
                first < 60,
                "%.1f s for %,d entries; nothing left to give %.1f s",
                first,
                given,
                again);
        var times = new ArrayList<Double>();
        var balances = application.getBean(LeaveBalances.class);
        var staff = application.getBean(StaffList.class);
        for (int i = 0; i < 1_000; i++) {
            var person = staff.find(MadeUpState.employeeCode(i)).orElseThrow();
            var from = System.nanoTime();
            balances.of(person, LocalDate.now(application.getBean(Clock.class)));
            if (i >= 200) times.add((System.nanoTime() - from) / 1e6);
        }
        report.judged(
                "balances of one person",
                "< 5 ms",
                at(times, 0.95) < 5,
                "p50 %.2f, p95 %.2f ms",
                at(times, 0.5),
                at(times, 0.95));
    }

    private static long entries(JdbcClient jdbc) {
        return jdbc.sql("select count(*) from leave_entry").query(Long.class).single();
    }

    private void cases(ConfigurableApplicationContext application) throws IOException {
        var jdbc = application.getBean(JdbcClient.class);
        var day = LocalDate.now(application.getBean(Clock.class));
        var made = new TestState(jdbc);
        var block = made.blockAtWork("RJ", day, 2);
        var schools = new ArrayList<String>();
        var heads = new ArrayList<String>();
        var teachers = new ArrayList<Staff>();
        for (int i = 0; i < cases + 2 * ROUND; i++) {
            if (i % OF_A_SCHOOL == 0) {
                schools.add(made.school(block.block()));
                heads.add(made.holder("HEAD", schools.get(i / OF_A_SCHOOL)));
            }
            var school = schools.get(i / OF_A_SCHOOL);
            teachers.add(application
                    .getBean(StaffList.class)
                    .find(made.staff(school))
                    .orElseThrow());
        }
        application.getBean(CaseCost.Idle.class).answer("HEAD_" + schools.get(0));
        application.getBean(DayOpening.class).open(day);
        deployIdle(application);
        jdbc.sql("analyze").update();

        var ours = new ArrayList<Double>();
        var idle = new ArrayList<Double>();
        for (int first = 0; first < teachers.size(); first += ROUND) {
            var start = System.nanoTime();
            for (int i = first; i < first + ROUND; i++) {
                var at = i / OF_A_SCHOOL;
                approve(application, teachers.get(i), day, heads.get(at), "HEAD_" + schools.get(at));
            }
            var between = System.nanoTime();
            for (int i = 0; i < ROUND; i++) idle(application, schools.get(0), heads.get(0));
            var end = System.nanoTime();
            if (first < 2 * ROUND) continue;
            ours.add((between - start) / 1e6 / ROUND);
            idle.add((end - between) / 1e6 / ROUND);
        }
        var ratios = new ArrayList<Double>();
        for (int i = 0; i < ours.size(); i++) ratios.add(ours.get(i) / idle.get(i));
        report.judged(
                "leave asked for and approved, beside the same model without work",
                "1.3 times",
                at(ratios, 0.5) <= 1.3,
                "%.2f times (%.1f ms, %.1f ms; %d each)",
                at(ratios, 0.5),
                at(ours, 0.5),
                at(idle, 0.5),
                ours.size() * ROUND);
    }

    private static void approve(
            ConfigurableApplicationContext application, Staff teacher, LocalDate day, String head, String office) {
        var id = UUID.randomUUID();
        var request = new LeaveRequest(
                id,
                "CL",
                LeaveSpan.days(day, day),
                "Family",
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());
        application
                .getBean(AskForLeave.class)
                .apply(
                        application
                                .getBean(Callers.class)
                                .find(teacher.employeeCode())
                                .orElseThrow(),
                        request);
        complete(application, id.toString(), head, office);
    }

    private static void idle(ConfigurableApplicationContext application, String school, String head) {
        var id = UUID.randomUUID().toString();
        var variables = new java.util.HashMap<String, Object>(Map.of(
                "requestId",
                id,
                "institution",
                school,
                "kind",
                "SCHOOL",
                "category",
                "SECONDARY",
                "role",
                "STAFF",
                "regime",
                "RJ",
                "type",
                "CL",
                "days",
                1,
                "overCeiling",
                false));
        application.getBean(RuntimeService.class).startProcessInstanceByKey(IDLE, id, variables);
        complete(application, id, head, "HEAD_" + school);
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
        var model = new ClassPathResource("processes/leave-application.bpmn")
                .getContentAsString(StandardCharsets.UTF_8)
                .replace("\"leave-application\" name", "\"" + IDLE + "\" name")
                .replace("bpmnElement=\"leave-application\"", "bpmnElement=\"" + IDLE + "\"")
                .replace("name=\"leave-resubmitted\"", "name=\"idle-resubmitted\"")
                .replace("name=\"leave-withdrawn\"", "name=\"idle-withdrawn\"")
                .replaceAll("\\$\\{leaveCases\\.(office|officeAbove)\\([^}]*}", "\\${idle.office()}")
                .replaceAll("\\$\\{(leaveCases\\.dayBefore|calendar\\.inWorkingDays)\\([^}]*}", "\\${idle.later()}")
                .replaceAll("\\$\\{leaveCases\\.(summary|marks)\\([^}]*}", "\\${idle.yes()}")
                .replaceAll("\\$\\{(decideLeave|forgetLeave|remindOfLeave)}", "\\${idle}");
        application
                .getBean(RepositoryService.class)
                .createDeployment()
                .addString(IDLE + ".bpmn", model)
                .deploy();
    }

    private static double at(List<Double> figures, double part) {
        return figures.stream()
                .sorted()
                .skip((long) (figures.size() * part))
                .findFirst()
                .orElseThrow();
    }
}
