package org.panjika.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpRequest;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.impl.TaskQueryImpl;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.db.CompositePermissionCheck;
import org.camunda.bpm.engine.impl.db.PermissionCheckBuilder;
import org.camunda.bpm.engine.impl.persistence.entity.AuthorizationManager;
import org.camunda.bpm.engine.rest.dto.task.TaskDto;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.task.TaskQuery;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.panjika.SystemTest;
import org.panjika.TestState;
import org.panjika.access.Callers;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

@SystemTest
@DisplayName(
        "The rights of a task are its offices': nobody sees more or less than by the engine's own look at each task")
class RightsOfOfficesTest {

    @LocalServerPort
    int port;

    @Autowired
    TestState state;

    @Autowired
    RepositoryService repository;

    @Autowired
    RuntimeService runtime;

    @Autowired
    TaskService tasks;

    @Autowired
    AuthorizationService rights;

    @Autowired
    IdentityService identity;

    @Autowired
    OrganisationIdentity people;

    @Autowired
    Callers callers;

    @Autowired
    ProcessEngineConfigurationImpl engine;

    @Autowired
    PlatformTransactionManager transactions;

    @Autowired
    JdbcClient jdbc;

    Http http;
    Office one;
    Office other;
    String both;
    String former;
    String nobody;
    String administrator;
    final Set<String> made = new HashSet<>();
    List<String> groups;
    List<String> persons;

    @BeforeEach
    void tasksOfAllSorts() {
        http = new Http(port);
        Office.deployDecision(repository);
        one = Office.create(state);
        other = Office.create(state);
        var left = Office.create(state);
        var first = state.block("BR").block();
        var second = state.block("BR").block();
        both = state.holder("HEAD", first);
        state.charge(both, "HEAD", second);
        nobody = state.staff(one.code());
        administrator = state.administrator();

        former = left.head();
        var claimedBefore = taskOf(left.code());
        tasks.claim(claimedBefore, former);
        var successor = state.staff(left.code());
        state.handOver(former, successor, "HEAD", left.code());
        callers.forgetAll();

        for (var code : List.of(one.code(), other.code(), left.code(), first, second)) taskOf(code);
        tasks.claim(taskOf(one.code()), one.head());
        tasks.setAssignee(taskOf(other.code()), one.head());
        tasks.addCandidateGroup(taskOf(one.code()), other.group());
        tasks.addCandidateGroup(taskOf(first), one.group());
        tasks.addCandidateUser(taskOf(other.code()), one.head());
        tasks.deleteCandidateGroup(taskOf(one.code()), one.group());
        tasks.setOwner(taskOf(other.code()), one.head());

        groups = List.of(one.group(), other.group(), left.group(), group(first), group(second), "officials");
        persons = List.of(one.head(), other.head(), both, former, successor, nobody, administrator);
    }

    String taskOf(String institution) {
        var started = runtime.startProcessInstanceByKey("test-decision", Map.of("institution", institution));
        var task = tasks.createTaskQuery()
                .processInstanceId(started.getId())
                .singleResult()
                .getId();
        made.add(task);
        return task;
    }

    static String group(String institution) {
        return institution.replace("CBEO", "CBEO_");
    }

    /** What a query answers: the tasks made here, and how many there are of all; nothing if it is refused. */
    record Answer(Set<String> made, long count) {}

    /** The answer to a person, which must be that of the engine's own look; both of one moment. */
    Optional<Answer> same(String person, Supplier<TaskQuery> query) {
        var oneMoment = new TransactionTemplate(transactions);
        oneMoment.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        return oneMoment.execute(status -> {
            status.setRollbackOnly();
            var answer = answer(person, query, false);
            assertThat(answer).as(person).isEqualTo(answer(person, query, true));
            return answer;
        });
    }

    Optional<Answer> answer(String person, Supplier<TaskQuery> query, boolean stock) {
        identity.setAuthentication(person, people.groups(person));
        try {
            return engine.getCommandExecutorTxRequired().execute(context -> {
                if (stock) context.getSessions().put(AuthorizationManager.class, new AuthorizationManager());
                var found = query.get().list().stream().map(Task::getId).collect(Collectors.toCollection(HashSet::new));
                found.retainAll(made);
                return Optional.of(new Answer(found, query.get().count()));
            });
        } catch (ProcessEngineException refused) {
            return Optional.empty();
        } finally {
            identity.clearAuthentication();
        }
    }

    boolean lookedAtEachTask(String person, TaskQuery query) {
        identity.setAuthentication(person, people.groups(person));
        try {
            query.list();
            return ((TaskQueryImpl) query).getAuthCheck().isAuthorizationCheckEnabled();
        } finally {
            identity.clearAuthentication();
        }
    }

    TaskQuery officesOf(String person) {
        return tasks.createTaskQuery()
                .taskCandidateGroupIn(people.groups(person))
                .includeAssignedTasks();
    }

    @Test
    @DisplayName(
            "the filter of the own offices answers the same to one office, two, none, a former holder, an administrator")
    void sameForEverybody() {
        var seen = new TreeMap<String, Integer>();
        for (var person : persons) {
            same(person, () -> officesOf(person))
                    .ifPresent(answer -> seen.put(person, answer.made().size()));
        }
        assertThat(seen)
                .containsEntry(one.head(), 4)
                .containsEntry(other.head(), 5)
                .containsEntry(both, 3)
                .doesNotContainKey(nobody)
                .doesNotContainKey(former);
    }

    @ParameterizedTest
    @DisplayName(
            "pages of the own offices' tasks, sorted in any way, are the engine's own, and so is what each task says")
    @ValueSource(
            strings = {
                "created desc",
                "created asc",
                "due asc",
                "due desc",
                "followUp desc",
                "priority desc",
                "name asc"
            })
    void sameOrder(String sorted) {
        var query = sorted.split(" ");
        for (var task : made) {
            var said = tasks.createTaskQuery().taskId(task).singleResult();
            said.setPriority(Math.floorMod(task.hashCode(), 3));
            if (said.getPriority() > 0) said.setDueDate(new Date(said.getPriority() * 1_000_000L));
            if (said.getPriority() < 2) said.setFollowUpDate(new Date(said.getPriority() * 1_000_000L));
            tasks.saveTask(said);
        }
        for (var person : List.of(one.head(), both)) {
            Supplier<TaskQuery> asked = () -> sorted(officesOf(person), query[0], query[1]);
            assertThat(page(person, asked.get(), false))
                    .as(person)
                    .isNotEmpty()
                    .isEqualTo(page(person, asked.get(), true));
        }
    }

    static TaskQuery sorted(TaskQuery query, String by, String direction) {
        var sorted =
                switch (by) {
                    case "created" -> query.orderByTaskCreateTime();
                    case "due" -> query.orderByDueDate();
                    case "followUp" -> query.orderByFollowUpDate();
                    case "priority" -> query.orderByTaskPriority();
                    default -> query.orderByTaskName();
                };
        return (direction.equals("asc") ? sorted.asc() : sorted.desc())
                .orderByTaskId()
                .desc();
    }

    /** All but the first, two at most. */
    List<Map<String, Object>> page(String person, TaskQuery query, boolean stock) {
        identity.setAuthentication(person, people.groups(person));
        try {
            return engine.getCommandExecutorTxRequired().execute(context -> {
                if (stock) context.getSessions().put(AuthorizationManager.class, new AuthorizationManager());
                return query.initializeFormKeys().listPage(1, 2).stream()
                        .map(RightsOfOfficesTest::said)
                        .toList();
            });
        } finally {
            identity.clearAuthentication();
        }
    }

    static Map<String, Object> said(Task task) {
        return new ObjectMapper().convertValue(TaskDto.fromEntity(task), new TypeReference<>() {});
    }

    @Test
    @DisplayName(
            "whoever asks for the own offices is not checked task by task; whoever asks for more, or otherwise, is")
    void whenItLooks() {
        var own = List.of(one.group());
        var mixed = List.of(one.group(), other.group());
        assertThat(lookedAtEachTask(one.head(), officesOf(one.head()))).isFalse();
        assertThat(lookedAtEachTask(one.head(), tasks.createTaskQuery().taskCandidateGroupIn(own)))
                .isFalse();
        for (var query : List.of(
                tasks.createTaskQuery(),
                tasks.createTaskQuery().taskAssignee(one.head()),
                tasks.createTaskQuery().taskCandidateGroup(other.group()),
                tasks.createTaskQuery().taskCandidateGroupIn(mixed),
                tasks.createTaskQuery().taskCandidateUser(one.head()),
                tasks.createTaskQuery().taskCandidateGroupIn(own).taskCandidateGroupLike("%"),
                tasks.createTaskQuery().or().taskCandidateGroupIn(own).endOr(),
                tasks.createTaskQuery()
                        .or()
                        .taskCandidateGroupIn(own)
                        .taskNameLike("%")
                        .endOr())) {
            assertThat(lookedAtEachTask(one.head(), query)).isTrue();
        }
    }

    @ParameterizedTest
    @DisplayName(
            "a right, or one of several, given to or taken from a person, groups or everybody, for one thing or for all, is"
                    + " found as the engine finds it")
    @ValueSource(longs = {1, 2})
    void sameForSingleRights(long seed) {
        var random = new Random(seed);
        var given = new TransactionTemplate(transactions).execute(status -> {
            status.setRollbackOnly();
            return IntStream.range(0, 100)
                    .filter(n -> sameOfRandomRights(random))
                    .count();
        });
        assertThat(given).isBetween(10L, 90L);
    }

    /** Whether the person may, by rights made by chance for some filters. */
    private boolean sameOfRandomRights(Random random) {
        jdbc.sql("delete from engine.act_ru_authorization where resource_type_ = ?")
                .param(Resources.FILTER.resourceType())
                .update();
        for (var holder : List.of("person", "one", "other", "*")) {
            for (var filter : List.of("this", "*")) {
                for (var type : holder.equals("*")
                        ? List.of(Authorization.AUTH_TYPE_GLOBAL)
                        : List.of(Authorization.AUTH_TYPE_GRANT, Authorization.AUTH_TYPE_REVOKE)) {
                    if (random.nextInt(5) == 0) writeRight(type, holder, filter, random);
                }
            }
        }
        Function<AuthorizationManager, List<Boolean>> asked = manager -> Stream.of("this", "that", "*", null)
                .flatMap(filter -> Stream.of(Permissions.READ, Permissions.UPDATE, Permissions.ALL)
                        .map(permission -> manager.isAuthorized(
                                "person", List.of("one", "other"), permission, Resources.FILTER, filter)))
                .toList();
        return engine.getCommandExecutorTxRequired().execute(context -> {
            var ours = asked.apply(context.getAuthorizationManager());
            var stock = new AuthorizationManager();
            assertThat(ours).isEqualTo(asked.apply(stock));
            var several = severalRights();
            assertThat(several).allSatisfy(oneOf -> assertThat(oneOf(context.getAuthorizationManager(), oneOf))
                    .isEqualTo(oneOf(stock, oneOf)));
            return ours.get(0);
        });
    }

    private static boolean oneOf(AuthorizationManager manager, CompositePermissionCheck several) {
        return manager.isAuthorized("person", List.of("one", "other"), several);
    }

    private static List<CompositePermissionCheck> severalRights() {
        return Stream.of(Permissions.READ, Permissions.UPDATE, Permissions.ALL)
                .flatMap(first -> Stream.of(Permissions.READ, Permissions.UPDATE)
                        .flatMap(second -> Stream.of("this", "that", "*").map(id -> new PermissionCheckBuilder()
                                .disjunctive()
                                .atomicCheckForResourceId(Resources.FILTER, id, first)
                                .atomicCheckForResourceId(Resources.FILTER, "this", second)
                                .atomicCheckForResourceId(Resources.TASK, "that", Permissions.READ)
                                .build())))
                .toList();
    }

    private void writeRight(int type, String holder, String filter, Random random) {
        var permissions = List.of(0, 2, 4, 6, Integer.MAX_VALUE, Integer.MAX_VALUE - 2, Integer.MAX_VALUE - 4);
        var ofGroup = Set.of("one", "other").contains(holder);
        jdbc.sql(
                        """
                        insert into engine.act_ru_authorization (id_, rev_, type_, user_id_, group_id_, resource_type_, resource_id_, perms_)
                        values (gen_random_uuid()::text, 1, ?, ?, ?, ?, ?, ?)
                        """)
                .params(
                        type,
                        ofGroup ? null : holder,
                        ofGroup ? holder : null,
                        Resources.FILTER.resourceType(),
                        filter,
                        permissions.get(random.nextInt(permissions.size())))
                .update();
    }

    @ParameterizedTest
    @DisplayName("hundreds of queries of all sorts, nested by \"or\" too, answer the same as by the look at each task")
    @ValueSource(longs = {1, 2})
    void sameForAllQueries(long seed) {
        var random = new Random(seed);
        var said = criteria();
        var withoutLook = 0;
        var found = 0;
        for (int n = 0; n < 100; n++) {
            var person = persons.get(random.nextInt(persons.size()));
            var shape = random.nextLong();
            Supplier<TaskQuery> query = () -> query(new Random(shape), said, person);
            var answer = same(person, query);
            if (answer.isEmpty() || lookedAtEachTask(person, query.get())) continue;
            withoutLook++;
            found += answer.get().made().size();
        }
        assertThat(withoutLook).isBetween(10, 90);
        assertThat(found).isPositive();
    }

    List<BiConsumer<TaskQuery, String>> criteria() {
        return Stream.<BiConsumer<TaskQuery, String>>of(
                        (q, p) -> q.taskCandidateGroupIn(people.groups(p)),
                        (q, p) -> q.taskCandidateGroupIn(people.groups(p)),
                        (q, p) -> q.taskCandidateGroupIn(people.groups(p)).includeAssignedTasks(),
                        (q, p) -> q.taskCandidateGroupIn(people.groups(p)).includeAssignedTasks(),
                        (q, p) -> q.taskCandidateGroupIn(groups),
                        (q, p) -> q.taskCandidateGroupIn(List.of(one.group())),
                        (q, p) -> q.taskCandidateGroup(one.group()),
                        (q, p) -> q.taskCandidateGroup(other.group()),
                        (q, p) -> q.taskCandidateGroupLike("CBEO%"),
                        (q, p) -> q.taskCandidateUser(p),
                        (q, p) -> q.taskCandidateUser(one.head()),
                        (q, p) -> q.includeAssignedTasks(),
                        (q, p) -> q.includeAssignedTasks(),
                        (q, p) -> q.taskAssignee(p),
                        (q, p) -> q.taskAssigneeIn(one.head(), former),
                        (q, p) -> q.taskInvolvedUser(one.head()),
                        (q, p) -> q.taskOwner(one.head()),
                        (q, p) -> q.taskUnassigned(),
                        (q, p) -> q.withCandidateGroups(),
                        (q, p) -> q.withoutCandidateGroups(),
                        (q, p) -> q.withCandidateUsers(),
                        (q, p) -> q.taskNameLike("%"),
                        (q, p) -> q.processDefinitionKey("test-decision"),
                        (q, p) -> q.processVariableValueEquals("institution", other.code()))
                .toList();
    }

    /** One to three words, then up to two groups of words joined by "or"; words that do not go together are left out. */
    TaskQuery query(Random random, List<BiConsumer<TaskQuery, String>> said, String person) {
        var query = tasks.createTaskQuery();
        say(query, 1 + random.nextInt(3), random, said, person);
        for (int alternatives = random.nextInt(3); alternatives > 0; alternatives--) {
            query = query.or();
            say(query, 1 + random.nextInt(3), random, said, person);
            query = query.endOr();
        }
        return random.nextBoolean() ? query : query.orderByTaskCreateTime().desc();
    }

    static void say(
            TaskQuery query, int words, Random random, List<BiConsumer<TaskQuery, String>> said, String person) {
        for (int n = 0; n < words; n++) {
            try {
                said.get(random.nextInt(said.size())).accept(query, person);
            } catch (ProcessEngineException doesNotGoTogether) {
                // another word, or one fewer
            }
        }
    }

    @ParameterizedTest
    @DisplayName("the shared filters, extended by whoever asks, show no other office's task")
    @ValueSource(
            strings = {
                "{}",
                "{\"candidateGroup\": \"OTHER\"}",
                "{\"candidateGroups\": [\"OTHER\"], \"includeAssignedTasks\": true}",
                "{\"candidateGroups\": [\"OWN\", \"OTHER\"]}",
                "{\"candidateUser\": \"HOLDER\"}",
                "{\"candidateGroupLike\": \"%\"}",
                "{\"orQueries\": [{\"candidateGroup\": \"OTHER\"}]}",
                "{\"orQueries\": [{\"candidateGroups\": [\"OWN\"], \"nameLike\": \"%\", \"unassigned\": true}]}",
                "{\"orQueries\": [{\"candidateGroupLike\": \"%\", \"includeAssignedTasks\": true}]}",
                "{\"orQueries\": [{\"candidateUser\": \"HOLDER\"}, {\"assignee\": \"ME\", \"nameLike\": \"%\"}]}"
            })
    void extendedFilters(String extension) throws Exception {
        var foreign = taskOf(other.code());
        var body = extension
                .replace("OTHER", other.group())
                .replace("OWN", one.group())
                .replace("HOLDER", other.head())
                .replace("ME", one.head());
        var filters = new ObjectMapper()
                .readTree(http.get(one.head(), "/engine-rest/filter").body());
        assertThat(filters).hasSize(3);
        for (var filter : filters) {
            var path = "/engine-rest/filter/" + filter.get("id").asText();
            var listed = http.post(one.head(), path + "/list", body);
            assertThat(listed.body()).doesNotContain(foreign);
            var counted = http.post(one.head(), path + "/count", body);
            assertThat(counted.statusCode()).isEqualTo(listed.statusCode());
            if (listed.statusCode() == 200) {
                var list = new ObjectMapper().readTree(listed.body());
                assertThat(new ObjectMapper()
                                .readTree(counted.body())
                                .get("count")
                                .asInt())
                        .isEqualTo(list.size());
            }
        }
        assertThat(http.post(one.head(), "/engine-rest/task", body).body()).doesNotContain(foreign);
    }

    @ParameterizedTest
    @DisplayName("nobody gives or takes a right to a task, not even an administrator")
    @CsvSource({"1, true", "1, false", "2, false", "0, false"})
    void nobodyWritesThem(int type, boolean personal) {
        var task = taskOf(one.code());
        var whom = type == 0
                ? "\"userId\": \"*\""
                : personal ? "\"userId\": \"" + other.head() + "\"" : "\"groupId\": \"" + other.group() + "\"";
        var answer = http.post(
                administrator,
                "/engine-rest/authorization/create",
                "{\"type\": %d, \"permissions\": [\"READ\"], %s, \"resourceType\": %d, \"resourceId\": \"%s\"}"
                        .formatted(type, whom, Resources.TASK.resourceType(), task));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("its offices'");
        assertThat(of(task)).hasSize(1);
    }

    @Test
    @DisplayName(
            "the right that came with the task is neither changed, made another's, turned to something else nor deleted")
    void nobodyTakesThem() {
        var task = taskOf(one.code());
        var right = of(task).get(0);
        var path = "/engine-rest/authorization/" + right.getId();
        var other = "{\"permissions\": [\"READ\"], \"groupId\": \"%s\", \"resourceType\": %d, \"resourceId\": \"%s\"}";
        for (var body : List.of(
                other.formatted(this.other.group(), Resources.TASK.resourceType(), task),
                other.formatted(one.group(), Resources.FILTER.resourceType(), "some-filter"))) {
            var put = http.send(
                    http.request(path)
                            .header("Content-Type", "application/json")
                            .PUT(HttpRequest.BodyPublishers.ofString(body)),
                    administrator);
            assertThat(put.statusCode()).isEqualTo(403);
        }
        assertThat(http.send(http.request(path).DELETE(), administrator).statusCode())
                .isEqualTo(403);
        assertThat(of(task)).singleElement().satisfies(r -> assertThat(r.getGroupId())
                .isEqualTo(one.group()));
        tasks.complete(task, Map.of("decision", "approve"));
        assertThat(of(task)).isEmpty();
    }

    @Test
    @DisplayName("control: an administrator gives, changes and takes a right to a filter")
    void otherRights() throws Exception {
        var body =
                "{\"type\": 1, \"permissions\": [\"READ\"], \"groupId\": \"%s\", \"resourceType\": %d, \"resourceId\": \"made-up\"}"
                        .formatted(one.group(), Resources.FILTER.resourceType());
        var given = http.post(administrator, "/engine-rest/authorization/create", body);
        assertThat(given.statusCode()).isEqualTo(200);
        var path = "/engine-rest/authorization/"
                + new ObjectMapper().readTree(given.body()).get("id").asText();
        var changed = http.send(
                http.request(path)
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(body.replace("READ", "UPDATE"))),
                administrator);
        assertThat(changed.statusCode()).isEqualTo(204);
        var turned = body.replace("\"resourceType\": " + Resources.FILTER.resourceType(), "\"resourceType\": 7");
        var toTask = http.send(
                http.request(path)
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(turned)),
                administrator);
        assertThat(toTask.statusCode()).isEqualTo(403);
        assertThat(http.send(http.request(path).DELETE(), administrator).statusCode())
                .isEqualTo(204);
    }

    List<Authorization> of(String task) {
        return rights.createAuthorizationQuery()
                .resourceType(Resources.TASK)
                .resourceId(task)
                .list();
    }
}
