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
 * engine's.
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
                .collect(Collectors.joining());
        var statement = "select t.*" + found(query) + " order by " + sorted + "t.id_ limit " + query.getMaxResults()
                + " offset " + query.getFirstResult();
        return findTasksByNativeQuery(asked(statement, query), query.getFirstResult(), query.getMaxResults());
    }

    @Override
    public long findTaskCountByQueryCriteria(TaskQueryImpl query) {
        return asksForOwnAlone(query)
                ? findTaskCountByNativeQuery(asked("select count(*)" + found(query), query))
                : super.findTaskCountByQueryCriteria(query);
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

    /** Nobody is of a tenant. */
    private static String found(TaskQueryImpl query) {
        var groups = IntStream.range(0, query.getCandidateGroups().size())
                .mapToObj(n -> "#{group" + n + "}")
                .collect(Collectors.joining(", "));
        return """
                 from engine.act_ru_task t
                where t.tenant_id_ is null %s
                  and t.id_ in (select l.task_id_ from engine.act_ru_identitylink l
                                 where l.type_ = 'candidate' and l.group_id_ in (%s))
                """
                .formatted(query.isIncludeAssignedTasks() ? "" : "and t.assignee_ is null", groups);
    }

    private static Map<String, Object> asked(String statement, TaskQueryImpl query) {
        var asked = new HashMap<String, Object>(Map.of("sql", statement));
        var groups = query.getCandidateGroups();
        for (int n = 0; n < groups.size(); n++) asked.put("group" + n, groups.get(n));
        return asked;
    }
}
