package org.panjika.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.GroupQuery;
import org.camunda.bpm.engine.identity.NativeUserQuery;
import org.camunda.bpm.engine.identity.Tenant;
import org.camunda.bpm.engine.identity.TenantQuery;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.identity.UserQuery;
import org.camunda.bpm.engine.impl.GroupQueryImpl;
import org.camunda.bpm.engine.impl.Page;
import org.camunda.bpm.engine.impl.TenantQueryImpl;
import org.camunda.bpm.engine.impl.UserQueryImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.identity.ReadOnlyIdentityProvider;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.camunda.bpm.engine.impl.persistence.entity.GroupEntity;
import org.camunda.bpm.engine.impl.persistence.entity.UserEntity;
import org.panjika.access.Caller;
import org.panjika.access.Callers;
import org.panjika.access.Login;
import org.panjika.access.Logins;
import org.panjika.organisation.Charge;
import org.panjika.organisation.CompetentOffice;
import org.panjika.organisation.Officer;
import org.panjika.organisation.Staff;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/**
 * The engine's users and groups: logins, and the offices they hold today. Nothing can be written through it, no password
 * proved, and nobody listed: it answers about a person or an office that is named.
 */
@Component
class OrganisationIdentity implements ReadOnlyIdentityProvider {

    /** Everybody who may act for some office today. */
    static final String OFFICIALS = "officials";

    static final String ADMINISTRATORS = CompetentOffice.ADMINISTRATORS;

    private static final String OFFICE = "[A-Z][A-Z0-9_]*_[A-Z0-9]+";

    private final Logins logins;
    private final Callers callers;
    private final Officer officer;
    private final OfficeNames names;

    OrganisationIdentity(Logins logins, Callers callers, Officer officer, OfficeNames names) {
        this.logins = logins;
        this.callers = callers;
        this.officer = officer;
        this.names = names;
    }

    /** Opens one for each command of the engine. */
    @Component
    static class Sessions implements SessionFactory {

        private final OrganisationIdentity identity;

        Sessions(OrganisationIdentity identity) {
            this.identity = identity;
        }

        @Override
        public Class<?> getSessionType() {
            return ReadOnlyIdentityProvider.class;
        }

        @Override
        public Session openSession() {
            return identity;
        }
    }

    /** Those of them who read a language, {@code en} or {@code hi}: the filters of the task list carry one text each. */
    static String officialsWho(String language) {
        return OFFICIALS + "_" + language;
    }

    /** The groups of a person: the offices whose charge is held today and lets act, and what follows from that. */
    List<String> groups(String login) {
        return callers.find(login).map(this::groups).orElse(List.of());
    }

    private List<String> groups(Caller caller) {
        var groups = new ArrayList<>(caller.charges().stream()
                .filter(Charge::mayAct)
                .map(Charge::group)
                .distinct()
                .toList());
        if (!groups.isEmpty()) {
            groups.add(OFFICIALS);
            groups.add(officialsWho(hindi(caller) ? "hi" : "en"));
        }
        if (caller.administrator()) groups.add(ADMINISTRATORS);
        return groups;
    }

    private boolean hindi(Caller caller) {
        return logins.find(caller.login())
                .flatMap(Login::language)
                .filter("hi"::equals)
                .isPresent();
    }

    @Override
    public boolean checkPassword(String userId, String password) {
        return false;
    }

    @Override
    public User findUserById(String userId) {
        return user(userId).orElse(null);
    }

    @Override
    public Group findGroupById(String groupId) {
        return group(groupId).orElse(null);
    }

    @Override
    public Tenant findTenantById(String tenantId) {
        return null;
    }

    private Optional<User> user(String login) {
        return callers.find(login).map(caller -> {
            var user = new UserEntity(caller.login());
            var language = LocaleContextHolder.getLocale().getLanguage();
            user.setFirstName(caller.staff().map(s -> s.name(language)).orElse(caller.login()));
            user.setLastName("");
            return user;
        });
    }

    private List<User> holder(String group) {
        if (!group.matches(OFFICE)) return List.of();
        return officer.holder(group).map(Staff::employeeCode).flatMap(this::user).stream()
                .toList();
    }

    private static Optional<Group> group(String id) {
        if (!id.startsWith(OFFICIALS) && !id.equals(ADMINISTRATORS) && !id.matches(OFFICE)) return Optional.empty();
        var group = new GroupEntity(id);
        group.setName(id);
        return Optional.of(group);
    }

    /** The same as people call it. */
    private Optional<Group> office(String id) {
        var group = group(id);
        if (id.matches(OFFICE)) group.ifPresent(g -> g.setName(names.of(id, LocaleContextHolder.getLocale())));
        return group;
    }

    private List<Group> groupsOf(String login) {
        return groups(login).stream().flatMap(id -> group(id).stream()).toList();
    }

    @Override
    public UserQuery createUserQuery() {
        return new Users();
    }

    @Override
    public UserQuery createUserQuery(CommandContext context) {
        return new Users();
    }

    @Override
    public NativeUserQuery createNativeUserQuery() {
        throw new BadUserRequestException("people are not in the engine's tables");
    }

    @Override
    public GroupQuery createGroupQuery() {
        return new Groups();
    }

    @Override
    public GroupQuery createGroupQuery(CommandContext context) {
        return new Groups();
    }

    @Override
    public TenantQuery createTenantQuery() {
        return new NoTenants();
    }

    @Override
    public TenantQuery createTenantQuery(CommandContext context) {
        return new NoTenants();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    private static <T> List<T> cut(Stream<T> all, Page page) {
        return page == null
                ? all.toList()
                : all.skip(page.getFirstResult()).limit(page.getMaxResults()).toList();
    }

    private static Stream<String> named(String id, String... ids) {
        return Stream.concat(Stream.ofNullable(id), ids == null ? Stream.empty() : Arrays.stream(ids))
                .filter(Objects::nonNull)
                .distinct();
    }

    private class Users extends UserQueryImpl {

        private static final long serialVersionUID = 1;

        Users() {
            super(Context.getProcessEngineConfiguration().getCommandExecutorTxRequired());
        }

        @Override
        public long executeCount(CommandContext context) {
            return executeList(context, null).size();
        }

        @Override
        public List<User> executeList(CommandContext context, Page page) {
            var users = groupId != null
                    ? holder(groupId).stream().filter(u -> id == null || id.equals(u.getId()))
                    : named(id, ids).flatMap(one -> user(one).stream());
            return cut(users, page);
        }
    }

    private class Groups extends GroupQueryImpl {

        private static final long serialVersionUID = 1;

        Groups() {
            super(Context.getProcessEngineConfiguration().getCommandExecutorTxRequired());
        }

        @Override
        public long executeCount(CommandContext context) {
            return executeList(context, null).size();
        }

        @Override
        public List<Group> executeList(CommandContext context, Page page) {
            var groups = userId != null
                    ? groupsOf(userId).stream().filter(g -> id == null || id.equals(g.getId()))
                    : named(id, ids).flatMap(one -> office(one).stream());
            return cut(groups, page);
        }
    }

    private static class NoTenants extends TenantQueryImpl {

        private static final long serialVersionUID = 1;

        NoTenants() {
            super(Context.getProcessEngineConfiguration().getCommandExecutorTxRequired());
        }

        @Override
        public long executeCount(CommandContext context) {
            return 0;
        }

        @Override
        public List<Tenant> executeList(CommandContext context, Page page) {
            return List.of();
        }
    }
}
