package org.panjika.engine;

import java.util.List;
import java.util.Objects;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.impl.TaskQueryImpl;
import org.camunda.bpm.engine.impl.db.DbEntity;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.camunda.bpm.engine.impl.persistence.entity.AuthorizationEntity;
import org.camunda.bpm.engine.impl.persistence.entity.AuthorizationManager;

/**
 * The engine's rights, with what they cost an office of many tasks taken out.
 *
 * <p>A candidate group has the right to read its tasks, written with the task ({@link GrantsToOffices}) and changed by
 * nobody. Therefore a query that asks only for tasks of the caller's own groups, as the shared filters do, need not look for
 * that right at each of them. Every other query is checked task by task.
 */
class RightsOfOffices extends AuthorizationManager {

    /** Opens one for each command of the engine. */
    static class Sessions implements SessionFactory {

        @Override
        public Class<?> getSessionType() {
            return AuthorizationManager.class;
        }

        @Override
        public Session openSession() {
            return new RightsOfOffices();
        }
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
