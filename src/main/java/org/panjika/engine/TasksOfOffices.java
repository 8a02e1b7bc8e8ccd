package org.panjika.engine;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.camunda.bpm.engine.impl.AbstractQuery;
import org.camunda.bpm.engine.impl.QueryOrderingProperty;
import org.camunda.bpm.engine.impl.TaskQueryImpl;
import org.camunda.bpm.engine.impl.TaskQueryProperty;
import org.camunda.bpm.engine.impl.db.ListQueryParameterObject;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.camunda.bpm.engine.impl.persistence.entity.TaskManager;
import org.camunda.bpm.engine.query.QueryProperty;
import org.camunda.bpm.engine.task.Task;

/**
 * A page of the own offices' tasks, and their number, without what the engine's statement does for queries of all sorts: it
 * tells all tasks found from each other by all their columns before it sorts them. A query that says anything else is the
 * engine's. Nobody is of a tenant.
 */
class TasksOfOffices extends TaskManager {

    /** What a query of the own offices may say, and what is not said by a query but about it. */
    private static final Set<String> SAID = Set.of(
            "candidateGroup",
            "candidateGroups",
            "includeAssignedTasks",
            "orderingProperties",
            "firstResult",
            "maxResults",
            "initializeFormKeys",
            "queries",
            "cachedCandidateGroups",
            "cachedUserGroups",
            "authCheck",
            "tenantCheck",
            "databaseType",
            "parameter",
            "commandExecutor",
            "resultType",
            "expressions",
            "validators",
            "maxResultsLimitEnabled");

    private static final TaskQueryImpl NOTHING = new TaskQueryImpl();

    private static final List<Field> UNSAID = Stream.of(
                    TaskQueryImpl.class, AbstractQuery.class, ListQueryParameterObject.class)
            .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
            .filter(field -> !Modifier.isStatic(field.getModifiers()) && !SAID.contains(field.getName()))
            .peek(field -> field.setAccessible(true))
            .toList();

    private static final Set<String> SORTED_BY = Stream.of(
                    TaskQueryProperty.CREATE_TIME,
                    TaskQueryProperty.DUE_DATE,
                    TaskQueryProperty.FOLLOW_UP_DATE,
                    TaskQueryProperty.PRIORITY,
                    TaskQueryProperty.TASK_ID)
            .map(QueryProperty::getName)
            .collect(Collectors.toSet());

    /** Opens one for each command of the engine. */
    static class Sessions implements SessionFactory {

        @Override
        public Class<?> getSessionType() {
            return TaskManager.class;
        }

        @Override
        public Session openSession() {
            return new TasksOfOffices();
        }
    }

    @Override
    public List<Task> findTasksByQueryCriteria(TaskQueryImpl query) {
        if (!asksForOwnAlone(query)) return super.findTasksByQueryCriteria(query);
        var sorted = query.getOrderingProperties().stream()
                .map(by -> "t." + by.getQueryProperty().getName() + " "
                        + by.getDirection().getName() + ", ")
                .collect(Collectors.joining("", " order by ", "t.id_"));
        // what is sorted is no wider than it must be
        var statement =
                """
                select t.* from engine.act_ru_task t
                 where t.id_ in (select t.id_ from engine.act_ru_task t
                                  where t.tenant_id_ is null and (%b or t.assignee_ is null) and t.id_ in (%s)%s
                                  limit %s offset %s)
                """
                        .formatted(
                                query.isIncludeAssignedTasks(),
                                ofGroups(query),
                                sorted,
                                query.getMaxResults(),
                                query.getFirstResult());
        return findTasksByNativeQuery(asked(statement + sorted, query), query.getFirstResult(), query.getMaxResults());
    }

    @Override
    public long findTaskCountByQueryCriteria(TaskQueryImpl query) {
        if (!asksForOwnAlone(query)) return super.findTaskCountByQueryCriteria(query);
        var statement =
                """
                select count(*) from (
                  select distinct l.task_id_ from (%s) l
                   where not exists (select from engine.act_ru_task t
                                      where t.id_ = l.task_id_
                                        and (t.tenant_id_ is not null or not %b and t.assignee_ is not null))) found
                """
                        .formatted(ofGroups(query), query.isIncludeAssignedTasks());
        return findTaskCountByNativeQuery(asked(statement, query));
    }

    private boolean asksForOwnAlone(TaskQueryImpl query) {
        return getAuthorizationManager() instanceof RightsOfOffices rights
                && isAuthorizationEnabled()
                && query.getQueries().size() == 1
                && rights.asksForOwn(query)
                && query.getOrderingProperties().stream().allMatch(TasksOfOffices::isSortedBy)
                && UNSAID.stream().allMatch(field -> Objects.equals(value(field, query), value(field, NOTHING)));
    }

    private static boolean isSortedBy(QueryOrderingProperty by) {
        return by.getRelation() == null
                && by.getDirection() != null
                && SORTED_BY.contains(by.getQueryProperty().getName());
    }

    private static Object value(Field field, TaskQueryImpl query) {
        try {
            return field.get(query);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String ofGroups(TaskQueryImpl query) {
        return IntStream.range(0, query.getCandidateGroups().size())
                .mapToObj(n -> "#{group" + n + "}")
                .collect(Collectors.joining(
                        ", ",
                        "select l.task_id_ from engine.act_ru_identitylink l"
                                + " where l.type_ = 'candidate' and l.task_id_ is not null and l.group_id_ in (",
                        ")"));
    }

    private static Map<String, Object> asked(String statement, TaskQueryImpl query) {
        var asked = new HashMap<String, Object>(Map.of("sql", statement));
        var groups = query.getCandidateGroups();
        for (int n = 0; n < groups.size(); n++) asked.put("group" + n, groups.get(n));
        return asked;
    }
}
