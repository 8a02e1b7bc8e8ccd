package org.panjika.engine;

import java.sql.Types;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.impl.TaskQueryImpl;
import org.camunda.bpm.engine.impl.db.CompositePermissionCheck;
import org.camunda.bpm.engine.impl.db.DbEntity;
import org.camunda.bpm.engine.impl.db.PermissionCheck;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.camunda.bpm.engine.impl.persistence.entity.AuthorizationEntity;
import org.camunda.bpm.engine.impl.persistence.entity.AuthorizationManager;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.function.SingletonSupplier;

/**
 * The engine's rights, with what they cost an office of many tasks taken out.
 *
 * <p>A candidate group has the right to read its tasks, written with the task ({@link GrantsToOffices}) and changed by
 * nobody. Therefore a query that asks only for tasks of the caller's own groups, as the shared filters do, need not look for
 * that right at each of them. Every other query is checked task by task.
 */
class RightsOfOffices extends AuthorizationManager {

    // What counts first: the person's own, then the groups', then everybody's; of each the thing's before all things';
    // given
    // before taken.
    private static final String RIGHT =
            """
            select a.perms_ & :asked = :asked as given
              from engine.act_ru_authorization a
             where a.resource_type_ = :type and a.resource_id_ in (:id, '*')
               and case a.type_ when %d then a.user_id_ = '*'
                                when %d then (a.user_id_ = :person or a.group_id_ = any (:groups)) and a.perms_ & :asked = :asked
                                else (a.user_id_ = :person or a.group_id_ = any (:groups)) and a.perms_ & :asked <> :asked end
             order by case when a.type_ = %1$d then 2 when a.user_id_ = :person then 0 else 1 end, a.resource_id_ = '*', given desc
             limit 1
            """
                    .formatted(Authorization.AUTH_TYPE_GLOBAL, Authorization.AUTH_TYPE_GRANT);

    private final JdbcClient jdbc;

    private RightsOfOffices(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Opens one for each command of the engine. */
    static class Sessions implements SessionFactory {

        private final Supplier<JdbcClient> jdbc;

        Sessions(ObjectProvider<JdbcClient> jdbc) {
            this.jdbc = SingletonSupplier.of(jdbc::getObject);
        }

        @Override
        public Class<?> getSessionType() {
            return AuthorizationManager.class;
        }

        @Override
        public Session openSession() {
            return new RightsOfOffices(jdbc.get());
        }
    }

    /**
     * The engine's own statement for it is put together anew each time, from a hundred conditions; each page of the task list asks
     * seven times, each completion twice.
     */
    @Override
    public boolean isAuthorized(String person, List<String> groups, PermissionCheck asked) {
        return isAuthorizationEnabled() && ofOneThing(asked)
                ? answer(person, groups, asked).orElse(false)
                : super.isAuthorized(person, groups, asked);
    }

    /** Of several rights each of which is enough, the first one about which anything is said counts. */
    @Override
    public boolean isAuthorized(String person, List<String> groups, CompositePermissionCheck asked) {
        var each = asked.getAtomicChecks();
        if (!asked.isDisjunctive()
                || !asked.getCompositeChecks().isEmpty()
                || each.isEmpty()
                || !each.stream().allMatch(this::ofOneThing)) {
            return super.isAuthorized(person, groups, asked);
        }
        return each.stream()
                .flatMap(one -> answer(person, groups, one).stream())
                .findFirst()
                .orElse(false);
    }

    private boolean ofOneThing(PermissionCheck asked) {
        return isResourceValidForPermission(asked)
                && asked.getResourceIdQueryParam() == null
                && asked.getAuthorizationNotFoundReturnValue() == null;
    }

    /** Empty where nothing is said about it. */
    private Optional<Boolean> answer(String person, List<String> groups, PermissionCheck asked) {
        return jdbc.sql(RIGHT)
                .param("asked", asked.getPerms())
                .param("type", asked.getResourceType())
                .param("id", asked.getResourceId(), Types.VARCHAR)
                .param("person", person, Types.VARCHAR)
                .param("groups", filterAuthenticatedGroupIds(groups).toArray(String[]::new))
                .query(Boolean.class)
                .optional();
    }

    @Override
    public void configureTaskQuery(TaskQueryImpl query) {
        super.configureTaskQuery(query);
        var check = query.getAuthCheck();
        // all that further queries say is demanded in addition to what the first one says, be they joined by "or" or
        // not
        if (check.isAuthorizationCheckEnabled() && asksForOwn(query.getQueries().get(0))) {
            check.setAuthorizationCheckEnabled(false);
        }
    }

    /** A candidate user or a pattern of groups would be asked for as well, not in addition. */
    boolean asksForOwn(TaskQueryImpl query) {
        var asked = query.getCandidateGroups();
        return !query.isOrQueryActive()
                && asked != null
                && !asked.isEmpty()
                && query.getCandidateUser() == null
                && query.getCandidateGroupLike() == null
                && getCurrentAuthentication() != null
                && Objects.requireNonNullElse(getCurrentAuthentication().getGroupIds(), List.of())
                        .containsAll(asked);
    }

    /** A person has a few groups: the engine would read all rights of all tasks to leave out those that have none. */
    @Override
    public List<String> filterAuthenticatedGroupIds(List<String> groups) {
        return groups == null ? EMPTY_LIST : groups;
    }

    @Override
    public void insert(DbEntity right) {
        mustNotBeOfTask((AuthorizationEntity) right);
        super.insert(right);
    }

    @Override
    public void update(AuthorizationEntity right) {
        mustNotBeOfTask(right);
        mustNotBeOfTask(getDbEntityManager().selectById(AuthorizationEntity.class, right.getId()));
        super.update(right);
    }

    @Override
    public void delete(DbEntity right) {
        mustNotBeOfTask((AuthorizationEntity) right);
        super.delete(right);
    }

    /** The engine itself writes them when nobody's rights are asked for. */
    private void mustNotBeOfTask(AuthorizationEntity right) {
        if (isAuthCheckExecuted() && right != null && right.getResourceType() == Resources.TASK.resourceType()) {
            throw new AuthorizationException("the rights of a task are its offices': give a charge instead");
        }
    }
}
