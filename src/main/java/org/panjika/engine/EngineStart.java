package org.panjika.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.task.TaskQuery;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What must be in the engine before the first request: rights, the filters of the task list, the models. Written once,
 * however often and in however many copies the application starts.
 */
@Component
class EngineStart implements SmartInitializingSingleton {

    private static final long LOCK = 0x70616e6a696b61L;

    private final TransactionTemplate transaction;
    private final JdbcClient jdbc;
    private final AuthorizationService rights;
    private final FilterService filters;
    private final TaskService tasks;
    private final Models models;

    EngineStart(
            TransactionTemplate transaction,
            JdbcClient jdbc,
            AuthorizationService rights,
            FilterService filters,
            TaskService tasks,
            Models models) {
        this.transaction = transaction;
        this.jdbc = jdbc;
        this.rights = rights;
        this.filters = filters;
        this.tasks = tasks;
        this.models = models;
    }

    @Override
    public void afterSingletonsInstantiated() {
        transaction.executeWithoutResult(status -> {
            jdbc.sql("set local lock_timeout = 0").update();
            jdbc.sql("select pg_advisory_xact_lock(?)")
                    .param(LOCK)
                    .query((row, n) -> 1)
                    .single();
            grantAll();
            createFilters();
            try {
                models.load();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private void grantAll() {
        for (var resource : Resources.values()) {
            grant(OrganisationIdentity.ADMINISTRATORS, resource, Authorization.ANY, Permissions.ALL);
        }
        grant(OrganisationIdentity.OFFICIALS, Resources.APPLICATION, "tasklist", Permissions.ACCESS);
        grant(OrganisationIdentity.OFFICIALS, Resources.PROCESS_DEFINITION, Authorization.ANY, Permissions.READ);
    }

    private void grant(String group, Resource resource, String id, Permission permission) {
        var given = rights.createAuthorizationQuery()
                .groupIdIn(group)
                .resourceType(resource)
                .resourceId(id)
                .count();
        if (given > 0) return;
        var grant = rights.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
        grant.setGroupId(group);
        grant.setResource(resource);
        grant.setResourceId(id);
        grant.addPermission(permission);
        rights.saveAuthorization(grant);
    }

    private void createFilters() {
        var mine = tasks.createTaskQuery().taskAssigneeExpression("${currentUser()}");
        var office = tasks.createTaskQuery()
                .taskCandidateGroupInExpression("${currentUserGroups()}")
                .includeAssignedTasks();
        var overdue = tasks.createTaskQuery()
                .taskCandidateGroupInExpression("${currentUserGroups()}")
                .includeAssignedTasks()
                .dueBeforeExpression("${now()}");
        filter("My office", "मेरा कार्यालय", 10, "#1f6f43", office);
        filter("My tasks", "मेरे कार्य", 20, "#1f4f8f", mine);
        filter("Overdue", "समय-सीमा पार", 30, "#a32020", overdue);
    }

    private void filter(String english, String hindi, int priority, String colour, TaskQuery query) {
        shared(english, "en", priority, colour, query);
        shared(hindi, "hi", priority, colour, query);
    }

    private void shared(String name, String language, int priority, String colour, TaskQuery query) {
        // a person may have given another filter the same name
        var known = filters.createFilterQuery().filterName(name).orderByFilterId().asc().list().stream()
                .findFirst()
                .orElse(null);
        if (known == null) {
            known = filters.newTaskFilter(name).setQuery(query);
            known.setProperties(Map.of("priority", priority, "color", colour, "refresh", true));
            filters.saveFilter(known);
        }
        grant(OrganisationIdentity.officialsWho(language), Resources.FILTER, known.getId(), Permissions.READ);
    }
}
