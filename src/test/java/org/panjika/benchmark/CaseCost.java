package org.panjika.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.camunda.bpm.engine.RuntimeService;
import org.panjika.TestState;
import org.panjika.access.Caller;
import org.panjika.access.Callers;
import org.panjika.attendance.CorrectionEffect;
import org.panjika.attendance.DayOpening;
import org.panjika.attendance.SessionStatus;
import org.panjika.correction.Correction;
import org.panjika.correction.CorrectionRequests;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * What a correction costs beside what the engine asks for the same model: each request is made and approved, in turns with a
 * case of the same model whose delegates, conditions and dates do nothing. One thread, inside the application. Who asks and who
 * decides is known before, in both: finding that out is the door's, whatever is behind it.
 */
final class CaseCost {

    private static final String IDLE = "idle-correction";

    private static final int OF_A_NODAL_SCHOOL = 25;

    private final Report report;
    private final int cases;

    CaseCost(Report report, int cases) {
        this.report = report;
        this.cases = cases;
    }

    void run(Path home) throws IOException, SQLException, InterruptedException {
        try (var application = IdleTwin.application(home)) {
            measure(application);
        }
    }

    private void measure(ConfigurableApplicationContext application)
            throws IOException, SQLException, InterruptedException {
        var jdbc = application.getBean(JdbcClient.class);
        var day = LocalDate.now(application.getBean(Clock.class)).minusDays(1);
        var state = new TestState(jdbc, application.getBean(PlatformTransactionManager.class));
        var block = state.blockAtWork("RJ", day, 2);
        var nodals = new ArrayList<String>();
        var peeos = new ArrayList<String>();
        var schools = new ArrayList<String>();
        var callers = application.getBean(Callers.class);
        var heads = new ArrayList<Caller>();
        var teachers = new ArrayList<String>();
        for (int i = 0; i < IdleTwin.with(cases); i++) {
            if (i % OF_A_NODAL_SCHOOL == 0) {
                nodals.add(state.school(block.block()));
                peeos.add(state.holder("HEAD", nodals.get(i / OF_A_NODAL_SCHOOL)));
            }
            schools.add(state.elementarySchool(nodals.get(i / OF_A_NODAL_SCHOOL)));
            heads.add(callers.find(state.holder("HEAD", schools.get(i))).orElseThrow());
            teachers.add(state.staff(schools.get(i)));
        }
        application.getBean(IdleTwin.Idle.class).answer("PEEO_" + nodals.get(0));
        application.getBean(DayOpening.class).open(day);
        deployIdle(application);
        IdleTwin.analyze(application);

        IdleTwin.inTurns(
                application,
                report,
                "a correction made and approved",
                cases,
                i -> correct(
                        application,
                        heads.get(i),
                        schools.get(i),
                        teachers.get(i),
                        day,
                        peeos.get(i / OF_A_NODAL_SCHOOL),
                        "PEEO_" + nodals.get(i / OF_A_NODAL_SCHOOL)),
                () -> idle(application, schools.get(0), day, peeos.get(0), "PEEO_" + nodals.get(0)));
        var officer = state.holder("HEAD", block.block());
        var port = application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        new OpenRequests(report).measure(application, port, block, officer, schools, teachers, day);
    }

    private static void correct(
            ConfigurableApplicationContext application,
            Caller head,
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
        application.getBean(CorrectionRequests.class).request(head, id, school, day, asking);
        IdleTwin.complete(application, id.toString(), peeo, office);
    }

    private static void idle(
            ConfigurableApplicationContext application, String school, LocalDate day, String peeo, String office) {
        var id = UUID.randomUUID().toString();
        application
                .getBean(RuntimeService.class)
                .startProcessInstanceByKey(
                        IDLE, id, Map.of("requestId", id, "institution", school, "day", day.toString()));
        IdleTwin.complete(application, id, peeo, office);
    }

    private static void deployIdle(ConfigurableApplicationContext application) throws IOException {
        IdleTwin.deploy(application, "attendance-correction", IDLE, model -> model.replaceAll(
                        "\\$\\{correctionLadder\\.mayDecide\\([^}]*}", "\\${idle.yes()}")
                .replaceAll("\\$\\{correctionLadder\\.offices\\([^}]*}", "\\${idle.office()}")
                .replaceAll("\\$\\{correctionLadder\\.deadline\\([^}]*}", "\\${idle.later()}")
                .replaceAll("\\$\\{(writeCorrection|lapseCorrection)}", "\\${idle}"));
    }
}
