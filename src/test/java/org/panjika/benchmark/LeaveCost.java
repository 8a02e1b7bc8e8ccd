package org.panjika.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.camunda.bpm.engine.RuntimeService;
import org.panjika.MadeUpState;
import org.panjika.TestState;
import org.panjika.access.Caller;
import org.panjika.access.Callers;
import org.panjika.attendance.DayOpening;
import org.panjika.leave.Accrual;
import org.panjika.leave.AskForLeave;
import org.panjika.leave.LeaveBalances;
import org.panjika.leave.LeaveRequest;
import org.panjika.leave.LeaveSpan;
import org.panjika.organisation.StaffList;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * What leave costs: a state's yearly credits, one person's balances, and an application approved beside the same model whose
 * delegates, conditions and dates do nothing, in turns. One thread, inside the application. Who asks and who decides is known
 * before, in both: finding that out is the door's, whatever is behind it.
 */
final class LeaveCost {

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
        try (var application = IdleTwin.application(home.resolve("cases"))) {
            cases(application);
        }
        // another one: a state has people with the codes of those of the cases
        try (var application = IdleTwin.application(home.resolve("credits"))) {
            credits(application);
        }
    }

    private void credits(ConfigurableApplicationContext application) throws SQLException {
        try (var owner = IdleTwin.owner(application)) {
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

    private void cases(ConfigurableApplicationContext application) throws IOException, SQLException {
        var jdbc = application.getBean(JdbcClient.class);
        var day = LocalDate.now(application.getBean(Clock.class));
        var made = new TestState(jdbc, application.getBean(PlatformTransactionManager.class));
        var block = made.blockAtWork("RJ", day, 2);
        var schools = new ArrayList<String>();
        var heads = new ArrayList<String>();
        var callers = application.getBean(Callers.class);
        var teachers = new ArrayList<Caller>();
        for (int i = 0; i < IdleTwin.with(cases); i++) {
            if (i % OF_A_SCHOOL == 0) {
                schools.add(made.school(block.block()));
                heads.add(made.holder("HEAD", schools.get(i / OF_A_SCHOOL)));
            }
            var school = schools.get(i / OF_A_SCHOOL);
            teachers.add(callers.find(made.staff(school)).orElseThrow());
        }
        application.getBean(IdleTwin.Idle.class).answer("HEAD_" + schools.get(0));
        application.getBean(DayOpening.class).open(day);
        deployIdle(application);
        // as every night
        application.getBean(Accrual.class).run();
        IdleTwin.analyze(application);

        IdleTwin.inTurns(
                application,
                report,
                "leave asked for and approved",
                cases,
                i -> approve(
                        application,
                        teachers.get(i),
                        day,
                        heads.get(i / OF_A_SCHOOL),
                        "HEAD_" + schools.get(i / OF_A_SCHOOL)),
                () -> idle(application, schools.get(0), heads.get(0)));
    }

    private static void approve(
            ConfigurableApplicationContext application, Caller teacher, LocalDate day, String head, String office) {
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
        application.getBean(AskForLeave.class).apply(teacher, request);
        IdleTwin.complete(application, id.toString(), head, office);
    }

    private static void idle(ConfigurableApplicationContext application, String school, String head) {
        var id = UUID.randomUUID().toString();
        var variables = new HashMap<String, Object>(Map.of(
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
        IdleTwin.complete(application, id, head, "HEAD_" + school);
    }

    private static void deployIdle(ConfigurableApplicationContext application) throws IOException {
        IdleTwin.deploy(application, "leave-application", IDLE, model -> model.replace(
                        "name=\"leave-resubmitted\"", "name=\"idle-resubmitted\"")
                .replace("name=\"leave-withdrawn\"", "name=\"idle-withdrawn\"")
                .replaceAll("\\$\\{leaveCases\\.(office|officeAbove)\\([^}]*}", "\\${idle.office()}")
                .replaceAll("\\$\\{(leaveCases\\.dayBefore|calendar\\.inWorkingDays)\\([^}]*}", "\\${idle.later()}")
                .replaceAll("\\$\\{leaveCases\\.(summary|marks)\\([^}]*}", "\\${idle.yes()}")
                .replaceAll("\\$\\{(decideLeave|forgetLeave|remindOfLeave)}", "\\${idle}"));
    }

    private static double at(List<Double> figures, double part) {
        return figures.stream()
                .sorted()
                .skip((long) (figures.size() * part))
                .findFirst()
                .orElseThrow();
    }
}
