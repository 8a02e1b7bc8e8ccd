package org.panjika.engine;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.exception.NullValueException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** A claimed task goes back to its office when the person who claimed it no longer holds a charge of that office. */
@Component
class VacatedTasks {

    private final JdbcClient jdbc;
    private final TaskService tasks;
    private final OrganisationIdentity identity;

    VacatedTasks(JdbcClient jdbc, TaskService tasks, OrganisationIdentity identity) {
        this.jdbc = jdbc;
        this.tasks = tasks;
        this.identity = identity;
    }

    /** Un-claims them; harmless where several copies do it at once. */
    @Scheduled(fixedDelay = 60_000, initialDelay = 30_000)
    void giveBack() {
        var offices = new HashMap<Claim, Set<String>>();
        jdbc.sql(
                        """
                        select t.id_ as task, t.assignee_ as person, l.group_id_ as office
                          from engine.act_ru_task t
                               join engine.act_ru_identitylink l on l.task_id_ = t.id_ and l.type_ = 'candidate'
                         where t.assignee_ is not null and l.group_id_ is not null
                        """)
                .query((row, n) ->
                        Map.entry(new Claim(row.getString("task"), row.getString("person")), row.getString("office")))
                .list()
                .forEach(e -> offices.computeIfAbsent(e.getKey(), c -> new HashSet<>())
                        .add(e.getValue()));
        var groups = new HashMap<String, List<String>>();
        offices.forEach((claim, candidates) -> {
            var held = groups.computeIfAbsent(claim.person(), identity::groups);
            if (held.contains(OrganisationIdentity.ADMINISTRATORS)) return;
            if (held.stream().noneMatch(candidates::contains)) giveBack(claim.task());
        });
    }

    private void giveBack(String task) {
        try {
            tasks.setAssignee(task, null);
        } catch (OptimisticLockingException | NullValueException meanwhileDone) {
            // another copy, or the task is completed
        }
    }

    private record Claim(String task, String person) {}
}
