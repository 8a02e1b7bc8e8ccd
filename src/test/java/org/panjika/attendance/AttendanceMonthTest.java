package org.panjika.attendance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.MovesTheClock;
import org.panjika.sandbox.process.ClockMove;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@MovesTheClock
class AttendanceMonthTest {

    /** What must stand for days that nobody but the calendar and the clock has touched. */
    private static final String EXPECTED =
            """
            with charge as (
              select d.day, d.entry_office_id as office, k.kind, case k.kind when 'ENTRY' then d.entry_due else d.closes end as due,
                     d.forenoon_expected, d.afternoon_expected, d.starts, d.boundary
                from institution_day d cross join (values ('ENTRY'), ('CLOSING')) k (kind)
               where d.day >= ? and d.day < ? and d.entry_office_id is not null)
            select concat_ws(' ', day, office, kind, due, count(*))
              from charge
             where case when starts <= due then forenoon_expected else 0 end
                   + case when boundary <= due then afternoon_expected else 0 end > 0
             group by day, office, kind, due
            """;

    private static final String RECORDED =
            """
            select concat_ws(' ', day, office_id, kind, due, institutions)
              from attendance_deadline where day >= ? and day < ? and recorded_at = due
            """;

    private static final String TO_BEGIN =
            """
            select concat_ws(' ', d.day, o.id)
              from institution_day d cross join lateral (values (d.entry_office_id), (d.closing_office_id)) o (id)
             where d.day >= ? and d.day < ? and d.forenoon_expected + d.afternoon_expected > 0 and o.id is not null
            """;

    private static final String BEGUN =
            "select concat_ws(' ', day, office_id) from attendance_office_day where day >= ? and day < ?";

    @Autowired
    Clock clock;

    @Autowired
    ClockMove move;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    RuntimeService runtime;

    @Autowired
    HistoryService history;

    @Autowired
    RepositoryService repository;

    @Test
    @DisplayName(
            "a month in one move of the clock leaves what day after day leaves: each deadline once, at its own time;"
                    + " every node of the day's opening is walked")
    void aMonth() {
        var first = LocalDate.now(clock).plusDays(1);
        moveTo(first);
        var second = first.plusDays(30);
        moveTo(second);
        allStands(first, second);
        var third = second.plusDays(7);
        for (var day = second.plusDays(1); !day.isAfter(third); day = day.plusDays(1)) moveTo(day);
        allStands(second, third);
        assertThat(runtime.createProcessInstanceQuery()
                        .processDefinitionKey("attendance-day")
                        .variableValueEquals("day", first.toString())
                        .count())
                .as("nothing of the first day is left over")
                .isZero();
        assertThat(runtime.createIncidentQuery().count()).isZero();
        everyNodeOfTheOpeningWasWalked();
    }

    private void moveTo(LocalDate day) {
        var moved = move.to(day.atStartOfDay(clock.getZone()).toInstant(), false);
        assertThat(moved.failedJobs()).isZero();
    }

    private void allStands(LocalDate from, LocalDate to) {
        assertThat(rows(RECORDED, from, to))
                .isNotEmpty()
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(rows(EXPECTED, from, to));
        assertThat(rows(BEGUN, from, to)).containsExactlyInAnyOrderElementsOf(new HashSet<>(rows(TO_BEGIN, from, to)));
        assertThat(history.createHistoricProcessInstanceQuery()
                        .processDefinitionKey("attendance-day")
                        .startedAfter(java.util.Date.from(
                                from.atStartOfDay(clock.getZone()).toInstant()))
                        .startedBefore(java.util.Date.from(
                                to.atStartOfDay(clock.getZone()).toInstant()))
                        .count())
                .isEqualTo(rows(BEGUN, from, to).size());
    }

    private List<String> rows(String sql, LocalDate from, LocalDate to) {
        return jdbc.sql(sql).params(from, to).query(String.class).list();
    }

    private void everyNodeOfTheOpeningWasWalked() {
        var definition = repository
                .createProcessDefinitionQuery()
                .processDefinitionKey("day-opening")
                .latestVersion()
                .singleResult();
        assertThat(history.createHistoricActivityInstanceQuery().processDefinitionId(definition.getId()).list().stream()
                        .map(HistoricActivityInstance::getActivityId)
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(
                        repository
                                .getBpmnModelInstance(definition.getId())
                                .getModelElementsByType(FlowNode.class)
                                .stream()
                                .map(FlowNode::getId)
                                .toList());
    }
}
