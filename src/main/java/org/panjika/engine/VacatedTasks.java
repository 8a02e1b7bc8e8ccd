package org.panjika.engine;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.exception.NullValueException;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.panjika.organisation.Officer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * A claimed task goes back to its office when the person who claimed it no longer holds a charge of that office; and to the
 * office that its model names now when nobody acts for its office any more (C4), be it that who holds the seat is merely away: a
 * model that is to wait for that person, as corrections do (C12), names the same office as before.
 */
@Component
public class VacatedTasks {

    private static final Logger log = LoggerFactory.getLogger(VacatedTasks.class);

    private final JdbcClient jdbc;
    private final TaskService tasks;
    private final ProcessEngineConfigurationImpl engine;
    private final OrganisationIdentity identity;
    private final Officer officer;
    private final TasksSetAnew anew;

    VacatedTasks(
            JdbcClient jdbc,
            TaskService tasks,
            ProcessEngineConfigurationImpl engine,
            OrganisationIdentity identity,
            Officer officer,
            TasksSetAnew anew) {
        this.jdbc = jdbc;
        this.tasks = tasks;
        this.engine = engine;
        this.identity = identity;
        this.officer = officer;
        this.anew = anew;
    }

    /** Hands on tasks of seats for which nobody acts, each by itself; one that cannot be stays until the next time. */
    @Scheduled(fixedDelay = 60, initialDelay = 15, timeUnit = TimeUnit.MINUTES)
    public void handOn() {
        var offices = jdbc.sql(
                        """
                        select distinct group_id_ from engine.act_ru_identitylink
                         where type_ = 'candidate' and task_id_ is not null and group_id_ is not null
                        """)
                .query(String.class)
                .list();
        var held = officer.holders(offices).keySet();
        var vacant = offices.stream()
                .filter(office -> !held.contains(office) && !office.equals(OrganisationIdentity.ADMINISTRATORS))
                .toArray(String[]::new);
        jdbc.sql(
                        """
                        select distinct task_id_ from engine.act_ru_identitylink
                         where type_ = 'candidate' and task_id_ is not null and group_id_ = any (?)
                        """)
                .param(vacant)
                .query(String.class)
                .list()
                .forEach(this::handOn);
    }

    private void handOn(String task) {
        try {
            engine.getCommandExecutorTxRequired().execute(context -> anew.hand(task, context));
        } catch (RuntimeException e) {
            log.warn("task {} stays with an empty seat for now", task, e);
        }
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
