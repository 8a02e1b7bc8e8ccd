package org.panjika.leave;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.panjika.SystemTest;
import org.panjika.Tasklist;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.engine.VacatedTasks;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@SystemTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("Which office decides leave, from the person over the table's word to the task (RJ-3, RJ-4, C4, C13)")
class LeaveRoutingTest {

    /** A Monday. */
    private static final LocalDate DAY = LocalDate.of(2027, 3, 1);

    /** A day on which seats are vacant. */
    private static final LocalDate LATER = DAY.plusDays(14);

    @Autowired
    TestState state;

    @Autowired
    TestClock clock;

    @Autowired
    Tasklist tasklist;

    @Autowired
    LeaveScene scene;

    @Autowired
    VacatedTasks vacated;

    @Autowired
    JdbcClient jdbc;

    private final Map<String, Map<String, String>> people = new HashMap<>();

    @BeforeAll
    void aStateOfEachRegime() {
        clock.set(DAY, "08:00");
        for (var regime : new String[] {"RJ", "BR", "UP", "VN"}) people.put(regime, peopleOf(regime));
    }

    @BeforeEach
    void onADay() {
        clock.set(DAY, "08:00");
    }

    /** Every kind of institution with its head and somebody else of it, by kind and role. */
    private Map<String, String> peopleOf(String regime) {
        var found = new HashMap<String, String>();
        var offices = state.blockAtWork(regime, DAY, 20);
        var division = state.officeBetween("DIVISION", offices.district(), offices.directorate());
        seat(found, "DIRECTORATE", offices.directorate());
        found.put("ESTABLISHMENT", state.holder("DIRECTORATE_ESTABLISHMENT", offices.directorate()));
        seat(found, "STATE_OFFICE", state.office("STATE_OFFICE", offices.directorate()));
        seat(found, "DIVISION", division);
        seat(found, "CDEO", offices.district());
        found.put("BSA", state.holder("BSA", offices.district()));
        found.put("DPO", state.holder("DPO_ESTABLISHMENT", offices.district()));
        for (var kind : new String[] {"DEO_ELEMENTARY", "DEO_SECONDARY", "ADPC", "DISTRICT_OFFICE"}) {
            seat(found, kind, state.office(kind, offices.district()));
        }
        seat(found, "CBEO", offices.block());
        seat(found, "SECONDARY", state.school(offices.block()));
        var nodal = state.school(offices.block());
        seat(found, "NODAL", nodal);
        seat(found, "ELEMENTARY", state.elementarySchool(nodal));
        var urban = state.school(offices.block());
        seat(found, "NODAL_OF_UCEEO", urban);
        found.put("UCEEO", state.holder("PEEO", urban));
        seat(found, "ELEMENTARY_OF_UCEEO", state.elementarySchool(urban));
        seat(found, "ELEMENTARY_OF_BLOCK", state.elementarySchool(offices.block()));
        return found;
    }

    private void seat(Map<String, String> found, String name, String institution) {
        found.put("HEAD of " + name, state.holder("HEAD", institution));
        found.put("STAFF of " + name, state.staff(institution));
    }

    @ParameterizedTest(name = "{0}: {1}, {2} day(s) of {3}: {4}")
    @CsvSource({
        // RJ-3: staff of an office, C13: teachers and block staff
        "RJ, STAFF of SECONDARY, 2, CL, HEAD of SECONDARY",
        "RJ, STAFF of NODAL, 2, CL, HEAD of NODAL",
        "RJ, STAFF of ELEMENTARY, 2, CL, HEAD of ELEMENTARY",
        "RJ, STAFF of CBEO, 2, CL, HEAD of CBEO",
        "RJ, STAFF of DEO_ELEMENTARY, 2, CL, HEAD of DEO_ELEMENTARY",
        "RJ, STAFF of DEO_SECONDARY, 2, CL, HEAD of DEO_SECONDARY",
        "RJ, STAFF of ADPC, 2, CL, HEAD of ADPC",
        "RJ, STAFF of DISTRICT_OFFICE, 2, CL, HEAD of DISTRICT_OFFICE",
        "RJ, STAFF of CDEO, 2, PL, HEAD of CDEO",
        "RJ, STAFF of DIVISION, 2, CL, HEAD of DIVISION",
        "RJ, STAFF of STATE_OFFICE, 2, CL, HEAD of STATE_OFFICE",
        "RJ, STAFF of DIRECTORATE, 2, CL, HEAD of DIRECTORATE",
        // C13: heads of schools
        "RJ, HEAD of ELEMENTARY, 2, CL, HEAD of NODAL",
        "RJ, HEAD of ELEMENTARY_OF_UCEEO, 2, CL, UCEEO",
        "RJ, HEAD of ELEMENTARY_OF_BLOCK, 2, CL, HEAD of CBEO",
        "RJ, HEAD of SECONDARY, 2, CL, HEAD of CBEO",
        "RJ, HEAD of NODAL, 2, PL, HEAD of CBEO",
        "RJ, UCEEO, 2, CL, HEAD of CBEO",
        // RJ-4, row for row, and the other district offices
        "RJ, HEAD of CBEO, 2, CL, HEAD of CDEO",
        "RJ, HEAD of DEO_ELEMENTARY, 2, CL, HEAD of CDEO",
        "RJ, HEAD of DEO_SECONDARY, 2, CL, HEAD of CDEO",
        "RJ, HEAD of ADPC, 2, CL, HEAD of CDEO",
        "RJ, HEAD of DISTRICT_OFFICE, 2, CL, HEAD of CDEO",
        "RJ, HEAD of CDEO, 2, CL, HEAD of DIVISION",
        "RJ, HEAD of DIVISION, 2, CL, HEAD of DIRECTORATE",
        "RJ, HEAD of STATE_OFFICE, 2, CL, HEAD of DIRECTORATE",
        "RJ, HEAD of DIRECTORATE, 2, CL, ESTABLISHMENT",
        // Bihar: the block has the heads of all its schools
        "BR, STAFF of ELEMENTARY, 2, CL, HEAD of ELEMENTARY",
        "BR, HEAD of ELEMENTARY, 2, CL, HEAD of CBEO",
        "BR, HEAD of SECONDARY, 2, EL, HEAD of CBEO",
        "BR, HEAD of CBEO, 2, CL, HEAD of CDEO",
        // domain 1.2: compensatory leave needs the approval of the DPO
        "BR, STAFF of ELEMENTARY, 1, CO, DPO",
        "BR, HEAD of SECONDARY, 1, CO, DPO",
        "BR, HEAD of NODAL, 1, CO, DPO",
        "BR, STAFF of CBEO, 1, CO, HEAD of CBEO",
        // domain 3.7: in UP the head of a school up to 4 days of casual leave, the block the rest
        "UP, STAFF of ELEMENTARY, 4, CL, HEAD of ELEMENTARY",
        "UP, STAFF of ELEMENTARY, 5, CL, HEAD of CBEO",
        "UP, STAFF of SECONDARY, 4, CL, HEAD of SECONDARY",
        "UP, STAFF of SECONDARY, 5, CL, HEAD of CBEO",
        "UP, STAFF of SECONDARY, 1, EL, HEAD of CBEO",
        // medical leave: never the head, the block up to 42 days, then the BSA
        "UP, STAFF of ELEMENTARY, 1, MED, HEAD of CBEO",
        "UP, STAFF of SECONDARY, 42, MED, HEAD of CBEO",
        "UP, STAFF of ELEMENTARY, 43, MED, BSA",
        "UP, HEAD of ELEMENTARY, 42, MED, HEAD of CBEO",
        "UP, HEAD of SECONDARY, 43, MED, BSA",
        "UP, HEAD of NODAL, 43, MED, BSA",
        "UP, STAFF of CBEO, 43, MED, HEAD of CBEO",
        "UP, STAFF of CBEO, 5, CL, HEAD of CBEO",
        "UP, HEAD of ELEMENTARY, 2, CL, HEAD of CBEO",
        "UP, HEAD of CDEO, 2, CL, HEAD of DIVISION",
        // a regime without kinds of its own
        "VN, STAFF of ELEMENTARY, 2, CL, HEAD of ELEMENTARY",
        "VN, HEAD of ELEMENTARY, 2, CL, HEAD of NODAL",
        "VN, HEAD of DIRECTORATE, 2, CL, ESTABLISHMENT"
    })
    @DisplayName("every row of the table, for every kind of institution: that office has the task, and its word counts")
    void decides(String regime, String who, int days, String kind, String office) {
        var person = people.get(regime).get(who);
        var decider = people.get(regime).get(office);
        var body = LeaveScene.body(kind, DAY.plusDays(1), DAY.plusDays(days));
        if (kind.equals("MED")) body.put("attachments", List.of(scene.scan(person)));
        if (kind.equals("CO")) dutyOnAHoliday(person);
        var leave = scene.asked(person, body);
        var task = scene.task(decider, leave);
        assertThat(tasklist.decide(person, task, "approve")).as("the own leave").isBetween(400, 499);
        assertThat(tasklist.decide(decider, task, "reject", "Examinations")).isEqualTo(204);
        assertThat(scene.state(person, leave)).isEqualTo("REJECTED");
    }

    private void dutyOnAHoliday(String employeeCode) {
        jdbc.sql(
                        """
                        insert into leave_entry (recorded_at, recorded_by, staff_id, account, period, source, half_days, day)
                        select '2027-02-01', 'test', id, 'CO', '1900-01-01', 'DUTY', 2, '2027-01-26'
                          from staff where employee_code = ?
                        """)
                .param(employeeCode)
                .update();
    }

    @Test
    @DisplayName("domain 3.7: four days and one more behind them are five consecutive days, which is the block's")
    void consecutive() {
        var person = people.get("UP").get("STAFF of NODAL");
        scene.asked(person, "CL", DAY.plusDays(1), DAY.plusDays(4));
        var leave = scene.asked(person, "CL", DAY.plusDays(5), DAY.plusDays(5));
        assertThat(scene.task(people.get("UP").get("HEAD of CBEO"), leave)).isNotNull();
        var apart = scene.asked(person, "CL", DAY.plusDays(7), DAY.plusDays(7));
        assertThat(scene.task(people.get("UP").get("HEAD of NODAL"), apart))
                .as("a day of work between")
                .isNotNull();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"UP, BSA, HEAD of CDEO", "BR, DPO, HEAD of CDEO"})
    @DisplayName("C4: where nobody acts for a functional charge the head of the district decides")
    void functional(String regime, String empty, String next) {
        var person = people.get(regime).get("STAFF of SECONDARY");
        var kind = regime.equals("UP") ? "MED" : "CO";
        var body = LeaveScene.body(kind, LATER.plusDays(1), LATER.plusDays(kind.equals("CO") ? 1 : 43));
        body.put("attachments", List.of(scene.scan(person)));
        if (kind.equals("CO")) dutyOnAHoliday(person);
        clock.set(LATER, "08:00");
        suspend(people.get(regime).get(empty));
        var leave = scene.asked(person, body);
        assertThat(tasklist.decide(
                        people.get(regime).get(next),
                        scene.task(people.get(regime).get(next), leave),
                        "reject",
                        "Examinations"))
                .isEqualTo(204);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "RJ, STAFF of ELEMENTARY, HEAD of ELEMENTARY, HEAD of NODAL",
        "RJ, HEAD of CBEO, HEAD of CDEO, HEAD of DIVISION",
        "RJ, HEAD of DIVISION, HEAD of DIRECTORATE, ESTABLISHMENT"
    })
    @DisplayName("a vacant seat leaves it to the next office up (C4)")
    void vacant(String regime, String who, String empty, String next) {
        var person = people.get(regime).get(who);
        var decider = people.get(regime).get(next);
        var holder = people.get(regime).get(empty);
        clock.set(LATER, "08:00");
        suspend(holder);
        var leave = scene.asked(person, "CL", LATER.plusDays(1), LATER.plusDays(1));
        assertThat(tasklist.of(holder)).isEmpty();
        assertThat(tasklist.decide(decider, scene.task(decider, leave), "reject", "Examinations"))
                .isEqualTo(204);
    }

    @Test
    @DisplayName(
            "a head on leave: who officiates decides; with nobody there to officiate the office up, with whom also what waits is"
                    + " found (C3, C4)")
    void headAway() {
        var offices = state.blockAtWork("RJ", DAY, 20);
        var block = state.holder("HEAD", offices.block());
        state.holder("HEAD", offices.district());
        var nodal = state.school(offices.block());
        var peeo = state.holder("HEAD", nodal);
        var head = state.holder("HEAD", state.elementarySchool(nodal));
        var waits = scene.asked(head, "CL", LATER.plusDays(3), LATER.plusDays(3));
        scene.task(peeo, waits);
        scene.approved(peeo, block, "CL", LATER, LATER.plusDays(1));
        clock.set(LATER, "08:00");
        vacated.handOn();
        assertThat(tasklist.decide(block, scene.task(block, waits), "reject", "Examinations"))
                .isEqualTo(204);
        var asked = scene.asked(head, "CL", LATER.plusDays(3), LATER.plusDays(3));
        assertThat(tasklist.of(peeo)).isEmpty();
        assertThat(tasklist.decide(block, scene.task(block, asked), "reject", "Examinations"))
                .isEqualTo(204);
        clock.set(LATER.plusDays(2), "08:00");
        var again = scene.asked(head, "CL", LATER.plusDays(3), LATER.plusDays(3));
        assertThat(scene.task(peeo, again)).as("the head is back").isNotNull();
        var colleague = state.staff(nodal);
        scene.approved(peeo, block, "CL", LATER.plusDays(4), LATER.plusDays(4));
        clock.set(LATER.plusDays(4), "08:00");
        var then = scene.asked(head, "CL", LATER.plusDays(5), LATER.plusDays(5));
        assertThat(scene.task(colleague, then)).as("the colleague officiates").isNotNull();
    }

    /** Whoever is suspended keeps the charge, and may not act that day (C5). */
    private void suspend(String employeeCode) {
        jdbc.sql(
                        """
                        insert into service_state (staff_id, state, during)
                        select id, 'SUSPENDED', daterange(?, ?) from staff where employee_code = ?
                        """)
                .params(LATER, LATER.plusDays(1), employeeCode)
                .update();
    }
}
