package org.panjika.payroll;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Job;
import org.panjika.Jobs;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.organisation.Institutions;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A block of one school whose month is over, and its case; nobody else's case is started. */
@TestComponent
public class PayScene {

    /** Begins on a Thursday. */
    static final YearMonth MONTH = YearMonth.of(2027, 4);

    static final String PRESENT = "P P P - P P P P P P - P P P P P P - P P P P P P - P P P P P";

    private final TestState state;
    private final TestClock clock;
    private final PaperMonth paper;
    private final PayMonthStart start;
    private final Institutions institutions;
    private final RuntimeService runtime;
    private final Jobs jobs;
    private final JdbcClient jdbc;

    PayScene(
            TestState state,
            TestClock clock,
            PaperMonth paper,
            PayMonthStart start,
            Institutions institutions,
            RuntimeService runtime,
            Jobs jobs,
            JdbcClient jdbc) {
        this.state = state;
        this.clock = clock;
        this.paper = paper;
        this.start = start;
        this.institutions = institutions;
        this.runtime = runtime;
        this.jobs = jobs;
        this.jdbc = jdbc;
    }

    /** A school with its head and a teacher, who were present all month, the block officer above, and who draws the pay. */
    record Place(TestState.Block block, String school, String head, String teacher, String officer, String ddo) {}

    Place place(String regime) {
        clock.set(MONTH.atEndOfMonth().plusDays(1), "08:00");
        var place = people(state.block(regime));
        for (var person : List.of(place.head(), place.teacher())) paper.write(person, place.school(), MONTH, PRESENT);
        return place;
    }

    /** The same on the morning of the first day, where people mark with their phones and statements go to who draws the pay. */
    Place onTheFirst() {
        clock.set(MONTH.atDay(1), "08:00");
        var block = state.block("BR");
        state.set(block.directorate(), "payRoute", "DDO_STATEMENT");
        return people(block);
    }

    private Place people(TestState.Block block) {
        var school = state.school(block.block());
        var place = new Place(
                block,
                school,
                state.holder("HEAD", school),
                state.staff(school),
                state.holder("HEAD", block.block()),
                state.holder("DDO", block.block()));
        state.holder("HEAD", block.district());
        return place;
    }

    /** The month begins; of all cases only those of this block are started. */
    void begin(Place place) {
        start.begin();
        leaveOthersAlone(place);
        while (start.anyToStart()) start.startPortion();
    }

    /** Statements of other tests and of the sample wait for nothing, nor does an earlier month. */
    void leaveOthersAlone(Place place) {
        jdbc.sql(
                        """
                        update payroll_statement s set started_at = current_timestamp
                         where s.started_at is null
                           and (s.month < ? or not exists (
                                 select from institution i, institution d
                                  where i.id = s.institution_id and d.code = ? and d.id = any (i.path)))
                        """)
                .params(MONTH.atDay(1), place.block().directorate())
                .update();
    }

    /** Key of the case of the school. */
    String caseOf(String school) {
        return runtime.createProcessInstanceQuery()
                .processDefinitionKey("payroll-verification")
                .processInstanceBusinessKey(school + "/" + MONTH)
                .singleResult()
                .getId();
    }

    boolean hasCase(String school) {
        return runtime.createProcessInstanceQuery()
                        .processDefinitionKey("payroll-verification")
                        .processInstanceBusinessKey(school + "/" + MONTH)
                        .count()
                > 0;
    }

    /** The window of the case passes. */
    void windowPasses(String school) {
        clock.set(MONTH.plusMonths(1).atDay(6), "00:01");
        for (Job job : jobs.due(caseOf(school), clock.instant())) jobs.carryOut(job);
    }

    /** The same of the list of a block. */
    void windowPassesForList(String block) {
        clock.set(MONTH.plusMonths(1).atDay(6), "00:01");
        runtime.createProcessInstanceQuery()
                .processDefinitionKey("negative-list")
                .variableValueEquals("institution", block)
                .variableValueEquals("month", MONTH.toString())
                .list()
                .forEach(i -> jobs.due(i.getId(), clock.instant()).forEach(jobs::carryOut));
    }

    /** In the month. */
    void in(int day, String time) {
        clock.set(MONTH.atDay(day), time);
    }

    /** After the month. */
    void on(int dayOfNextMonth, String time) {
        clock.set(MONTH.plusMonths(1).atDay(dayOfNextMonth), time);
    }

    Map<String, Object> statement(String school) {
        return jdbc.sql("select s.* from payroll_statement s join institution i on i.id = s.institution_id"
                        + " where i.code = ? and s.month = ?")
                .params(school, MONTH.atDay(1))
                .query()
                .singleRow();
    }

    LocalDate due(String school) {
        return jdbc.sql("select s.due from payroll_statement s join institution i on i.id = s.institution_id"
                        + " where i.code = ? and s.month = ?")
                .params(school, MONTH.atDay(1))
                .query(LocalDate.class)
                .single();
    }

    /** No case, and so no timer, is left for other tests. */
    void end() {
        for (var process : List.of("payroll-verification", "negative-list", "payroll-month")) {
            Awaitility.await().ignoreExceptions().until(() -> {
                runtime.createProcessInstanceQuery().processDefinitionKey(process).list().stream()
                        .filter(i ->
                                i.getBusinessKey() == null || i.getBusinessKey().endsWith("/" + MONTH))
                        .forEach(i -> runtime.deleteProcessInstance(i.getId(), "test"));
                return true;
            });
        }
    }
}
