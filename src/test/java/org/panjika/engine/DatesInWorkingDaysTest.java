package org.panjika.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.Jobs;
import org.panjika.SystemTest;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.models.CasePath;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@SystemTest
@DisplayName("Dates that models count in working days follow the calendar when it changes (C14)")
class DatesInWorkingDaysTest {

    private static final String PROCESS = "test-working-days";

    /** A Wednesday; every day of the next two weeks is a working day. */
    private static final LocalDate DAY = LocalDate.of(2027, 8, 4);

    private static final String MODEL =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="WorkingDays" targetNamespace="http://panjika.org/test">
              <bpmn:process id="test-working-days" name="Two working days" isExecutable="true" camunda:historyTimeToLive="P1D">
                <bpmn:startEvent id="Asked"/>
                <bpmn:sequenceFlow id="f1" sourceRef="Asked" targetRef="HeadDecides"/>
                <bpmn:userTask id="HeadDecides" name="Head decides" camunda:candidateGroups="${officer.of('HEAD', institution)}" camunda:dueDate="${calendar.inWorkingDays(institution, 2)}"/>
                <bpmn:boundaryEvent id="TooLate" attachedToRef="HeadDecides">
                  <bpmn:timerEventDefinition id="TooLateTimer"><bpmn:timeDate>${calendar.inWorkingDays(institution, 3)}</bpmn:timeDate></bpmn:timerEventDefinition>
                </bpmn:boundaryEvent>
                <bpmn:sequenceFlow id="f2" sourceRef="HeadDecides" targetRef="Ended"/>
                <bpmn:sequenceFlow id="f3" sourceRef="TooLate" targetRef="Ended"/>
                <bpmn:endEvent id="Ended"/>
              </bpmn:process>
            </bpmn:definitions>
            """;

    @Autowired
    TestState state;

    @Autowired
    TestClock clock;

    @Autowired
    RepositoryService repository;

    @Autowired
    RuntimeService runtime;

    @Autowired
    TaskService tasks;

    @Autowired
    ManagementService management;

    @Autowired
    Jobs jobs;

    @Autowired
    CasePath path;

    @Autowired
    DatesInWorkingDays dates;

    @Autowired
    JdbcClient jdbc;

    TestState.Block offices;
    String deployment;
    String instance;

    @BeforeEach
    void aTask() {
        clock.set(DAY, "11:00");
        offices = state.blockAtWork("RJ", DAY, 14);
        deployment = repository
                .createDeployment()
                .name(PROCESS)
                .addString(PROCESS + ".bpmn", MODEL)
                .deploy()
                .getId();
        instance = runtime.startProcessInstanceByKey(PROCESS, Map.of("institution", offices.block()))
                .getId();
        assertThat(dueAndTimer()).containsExactly(at(2), at(3));
    }

    @AfterEach
    void withoutTheModel() {
        repository.deleteDeployment(deployment, true);
    }

    private Task task() {
        return tasks.createTaskQuery().processInstanceId(instance).singleResult();
    }

    private List<Instant> dueAndTimer() {
        return List.of(
                task().getDueDate().toInstant(),
                jobs.timer(instance).getDuedate().toInstant());
    }

    private Instant at(int daysAfter) {
        return DAY.plusDays(daysAfter).atTime(11, 0).atZone(clock.getZone()).toInstant();
    }

    private void declare(String kind, int daysAfter) {
        jdbc.sql("update calendar_day set day_kind = ? where from_day = ? and area_id ="
                        + " (select id from institution where code = ?)")
                .params(kind, DAY.plusDays(daysAfter), offices.directorate())
                .update();
    }

    @Test
    @DisplayName(
            "a holiday declared while a task waits moves its due date and its timer by a day, and the path says so; taken"
                    + " back, it is as before; told twice, nothing else happens")
    void follows() {
        clock.set(DAY.plusDays(1), "09:00");
        declare("HOLIDAY", 2);
        dates.follow();
        assertThat(dueAndTimer()).containsExactly(at(3), at(4));
        assertThat(path.of(PROCESS, instance)).hasSize(2).last().satisfies(step -> assertThat(step.due())
                .contains(at(3)));
        dates.follow();
        assertThat(path.of(PROCESS, instance)).hasSize(2);
        declare("WORKING", 2);
        dates.follow();
        assertThat(dueAndTimer()).containsExactly(at(2), at(3));
    }

    @Test
    @DisplayName("what was due already stays so, and so does a date that somebody has set otherwise")
    void stays() {
        var byHand = Date.from(at(5).plusSeconds(3_600));
        management.setJobDuedate(jobs.timer(instance).getId(), byHand);
        clock.set(DAY.plusDays(2), "12:00");
        declare("HOLIDAY", 1);
        dates.follow();
        assertThat(dueAndTimer()).containsExactly(at(2), byHand.toInstant());
    }
}
