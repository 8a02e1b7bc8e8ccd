package org.panjika.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.panjika.MadeUpState;
import org.panjika.access.Callers;
import org.panjika.organisation.Institutions;
import org.panjika.payroll.Figure;
import org.panjika.payroll.Line;
import org.panjika.payroll.NegativeLists;
import org.panjika.payroll.PayMonthStart;
import org.panjika.payroll.PersonalPay;
import org.panjika.payroll.Proposals;
import org.panjika.payroll.Statements;
import org.panjika.payroll.jdbc.StatementTable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What the month's pay costs on a state with a month of entries: all statements, one of them, a block's list of the absent, the
 * notices, and its cases beside the same model whose delegates and dates do nothing, in turns. One thread, inside the application.
 */
final class PayrollCost {

    private static final String OURS = "payroll-verification";
    private static final String IDLE = "idle-payroll";

    private final Report report;
    private final MadeUpState state;
    private final int figures;

    /** @param figures how many statements and cases are measured */
    PayrollCost(Report report, MadeUpState state, int figures) {
        this.report = report;
        this.state = state;
        this.figures = figures;
    }

    void run(Path home) throws IOException, SQLException {
        // jobs are carried out here, one after the other
        try (var application = IdleTwin.application(home, "--camunda.bpm.job-execution.enabled=false")) {
            new On(application).measure();
        }
    }

    private final class On {

        private final ConfigurableApplicationContext application;
        private final JdbcClient jdbc;
        private final LocalDate today;
        private final YearMonth month;

        On(ConfigurableApplicationContext application) {
            this.application = application;
            this.jdbc = application.getBean(JdbcClient.class);
            this.today = LocalDate.now(application.getBean(Clock.class));
            this.month = YearMonth.from(today).minusMonths(1);
        }

        void measure() throws IOException, SQLException {
            try (var owner = IdleTwin.owner(application)) {
                state.fill(owner, today);
                var start = System.nanoTime();
                var made = new MadeUpMonth(owner);
                report.fact("days of a month's register", "%,d, made in %.0f s", made.write(month), since(start));
                allStatements();
                oneStatement("");
                begin();
                cases();
                lists();
                var proposal = application.getBean(Proposals.class);
                notices("a whole month's at once", proposal);
                made.write(today.minusDays(1));
                notices("one day's", proposal);
                decide(owner);
                oneStatement(", once everybody was told and one in ten is charged");
                open();
                ownMonths();
            }
        }

        private void allStatements() {
            var everywhere = jdbc.sql("select id from institution order by id")
                    .query(Long.class)
                    .list();
            var start = System.nanoTime();
            var statements = application.getBean(TransactionTemplate.class).execute(t -> application
                    .getBean(StatementTable.class)
                    .lines(month, everywhere, month.atEndOfMonth(), List.of()));
            var took = since(start);
            report.judged(
                    "statements of a month for %,d institutions".formatted(everywhere.size()),
                    "< 120 s",
                    took < 120,
                    "%.1f s, %,d lines, %,d sessions on leave, %,d absent, %,d held",
                    took,
                    statements.values().stream().mapToLong(List::size).sum(),
                    statements.values().stream()
                            .flatMap(List::stream)
                            .flatMap(l -> l.leave().values().stream())
                            .mapToLong(s -> s.count())
                            .sum(),
                    sum(statements, Figure.ABSENT),
                    sum(statements, Figure.HELD));
        }

        private static long sum(Map<Long, List<Line>> statements, Figure figure) {
            return statements.values().stream()
                    .flatMap(List::stream)
                    .mapToLong(l -> l.of(figure).count())
                    .sum();
        }

        private void oneStatement(String when) {
            var institutions = application.getBean(Institutions.class);
            var statements = application.getBean(Statements.class);
            var schools = IntStream.range(0, figures)
                    .mapToObj(i -> institutions
                            .find(MadeUpState.schoolCode(
                                    MadeUpState.CROWDED + i * 37 % (state.schools() - MadeUpState.CROWDED)))
                            .orElseThrow())
                    .toList();
            judged("one institution's statement" + when, 50, schools, school -> statements.now(school, month));
        }

        private void begin() {
            var start = System.nanoTime();
            application.getBean(PayMonthStart.class).begin();
            report.fact(
                    "statements begun",
                    "%,d in %.1f s; begun again %.1f s",
                    jdbc.sql("select count(*) from payroll_statement")
                            .query(Long.class)
                            .single(),
                    since(start),
                    timed(() -> application.getBean(PayMonthStart.class).begin()) / 1000);
        }

        /** A portion of ours, then as many of the model without work. */
        private void cases() throws IOException {
            deployIdle();
            var months = application.getBean(PayMonthStart.class);
            var ours = new ArrayList<Double>();
            var idle = new ArrayList<Double>();
            var ratios = new ArrayList<Double>();
            for (int started = 0, round = 0; started < figures; round++) {
                var start = System.nanoTime();
                var portion = months.startPortion();
                carryOut(OURS, portion);
                var between = System.nanoTime();
                idle(portion, round);
                carryOut(IDLE, portion);
                var end = System.nanoTime();
                // the first of each wait for the compiler
                if (round == 0) continue;
                started += portion;
                ours.add(portion / ((between - start) / 1e9));
                idle.add(portion / ((end - between) / 1e9));
                ratios.add(ours.get(round - 1) / idle.get(round - 1));
            }
            var ratio = at(ratios, 0.5);
            report.judged(
                    "a month's cases started, each up to the head's task, beside the same model without work",
                    "≥ 80 %",
                    ratio >= 0.8,
                    "%.0f %% (%.0f/s, %.0f/s; one thread, %,d each)",
                    ratio * 100,
                    at(ours, 0.5),
                    at(idle, 0.5),
                    figures);
        }

        private void idle(int portion, int round) {
            var runtime = application.getBean(RuntimeService.class);
            application.getBean(TransactionTemplate.class).executeWithoutResult(t -> {
                for (int i = 0; i < portion; i++) {
                    runtime.startProcessInstanceByKey(
                            IDLE,
                            round + "/" + i,
                            Map.of("institution", MadeUpState.schoolCode(i), "month", month.toString()));
                }
            });
        }

        private void carryOut(String process, int portion) {
            var management = application.getBean(ManagementService.class);
            var jobs = management
                    .createJobQuery()
                    .processDefinitionKey(process)
                    .messages()
                    .list();
            if (jobs.size() != portion) throw new IllegalStateException(jobs.size() + " cases of " + portion);
            for (var job : jobs) management.executeJob(job.getId());
        }

        private void deployIdle() throws IOException {
            application.getBean(IdleTwin.Idle.class).answer("HEAD_" + MadeUpState.schoolCode(0));
            IdleTwin.deploy(application, OURS, IDLE, model -> model.replace(
                            "name=\"drawal-known\"", "name=\"idle-drawal-known\"")
                    .replaceAll(
                            "\\$\\{payrollCases\\.(head|headOrAbove|secondLook|ddo|acceptor)\\([^}]*}",
                            "\\${idle.office()}")
                    .replaceAll(
                            "\\$\\{(payrollCases\\.(due|overdue)|calendar\\.inWorkingDays)\\([^}]*}",
                            "\\${idle.later()}")
                    .replaceAll("\\$\\{(payrollCases|payrollForms)\\.[A-Za-z]+\\([^}]*}", "\\${idle.yes()}")
                    .replaceAll("\\$\\{(sendStatement|writeSecondLook|decideStatement|writeDrawal)}", "\\${idle}"));
        }

        private void lists() throws SQLException {
            jdbc.sql("update payroll_statement set started_at = ? where started_at is null and route = 'DDO_STATEMENT'")
                    .param(today.atStartOfDay())
                    .update();
            var months = application.getBean(PayMonthStart.class);
            var start = System.nanoTime();
            var begun = months.startPortion();
            report.fact("lists of the absent begun", "%,d in %.1f s", begun, since(start));
            IdleTwin.analyze(application);
            var lists = application.getBean(NegativeLists.class);
            judged("a block's list of the absent", 200, blocks(), lists::absences);
        }

        /** Of every tenth proposal the head has said that it is charged, and of everybody it is known whether the pay was drawn. */
        private void decide(Connection owner) throws SQLException {
            try (var statement = owner.createStatement()) {
                statement.execute(
                        """
                        insert into payroll_decision (recorded_at, recorded_by, proposal_id, decision, remark)
                        select now(), 'benchmark', id, 'CHARGE', 'no leave was asked for' from payroll_proposal
                         where entry_no % 10 = 0
                        """);
                statement.execute(
                        """
                        insert into payroll_drawal (recorded_at, recorded_by, statement_id, staff_id, status, bill)
                        select now(), 'benchmark', s.id, p.staff_id, 'DRAWN', 'B-1'
                          from payroll_statement s
                               join posting p on p.institution_id = s.institution_id and p.during @> s.month
                        """);
            }
            IdleTwin.analyze(application);
        }

        private void open() {
            var lists = application.getBean(NegativeLists.class);
            judged("the same with what is open at its institutions", 200, blocks(), list -> {
                lists.absences(list);
                lists.open(list);
            });
        }

        private void ownMonths() {
            var callers = application.getBean(Callers.class);
            var own = application.getBean(PersonalPay.class);
            var people = IntStream.range(0, figures)
                    .mapToObj(i -> callers.find(MadeUpState.employeeCode(i * 37 % state.people()))
                            .orElseThrow())
                    .toList();
            judged("the own month of one person", 50, people, person -> own.own(person, month));
        }

        /** Lists of blocks; the crowd works in the first two. */
        private List<NegativeLists.NegativeList> blocks() {
            var lists = application.getBean(NegativeLists.class);
            var all = jdbc
                    .sql(
                            """
                            select l.id from payroll_negative_list l join institution i on i.id = l.office_id
                             where i.kind = 'CBEO' and i.code not in ('CBEO0000', 'CBEO0001') and l.month = ?
                            """)
                    .param(month.atDay(1))
                    .query(UUID.class)
                    .list()
                    .stream()
                    .map(lists::find)
                    .toList();
            return IntStream.range(0, figures / 5)
                    .mapToObj(i -> all.get(i % all.size()))
                    .toList();
        }

        private void notices(String which, Proposals proposals) {
            var start = System.nanoTime();
            var told = proposals.tell();
            report.fact(
                    "notices of proposed deductions, " + which,
                    "%,d in %.1f s; nobody left to tell %.1f s",
                    told,
                    since(start),
                    timed(proposals::tell) / 1000);
        }

        /** @param goal milliseconds at p95 */
        private <T> void judged(String what, int goal, List<T> on, Consumer<T> measured) {
            var times = new ArrayList<Double>();
            for (var one : on) times.add(timed(() -> measured.accept(one)));
            var warm = times.subList(times.size() / 5, times.size());
            report.judged(
                    what,
                    "< %d ms".formatted(goal),
                    at(warm, 0.95) < goal,
                    "p50 %.1f, p95 %.1f ms",
                    at(warm, 0.5),
                    at(warm, 0.95));
        }
    }

    private static double timed(Runnable measured) {
        var start = System.nanoTime();
        measured.run();
        return (System.nanoTime() - start) / 1e6;
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static double at(List<Double> figures, double part) {
        return figures.stream()
                .sorted()
                .skip((long) (figures.size() * part))
                .findFirst()
                .orElseThrow();
    }
}
