package org.panjika.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.stream.StreamSupport;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
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
import org.springframework.session.SessionRepository;

@SystemTest
class DoorsTest {

    @LocalServerPort
    int port;

    @Autowired
    TestState state;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    RepositoryService repository;

    @Autowired
    RuntimeService runtime;

    @Autowired
    TaskService tasks;

    @Autowired
    Callers callers;

    @Autowired
    Probe probe;

    @Autowired
    VacatedTasks vacated;

    @Autowired
    SessionRepository<?> sessions;

    Http http;
    Office office;
    Office other;

    @BeforeEach
    void offices() {
        http = new Http(port);
        Office.deployDecision(repository);
        office = Office.create(state);
        other = Office.create(state);
    }

    String taskOf(Office office) {
        var variables =
                org.camunda.bpm.engine.variable.Variables.createVariables().putValue("institution", office.code());
        var started = runtime.startProcessInstanceByKey("test-decision", variables);
        return tasks.createTaskQuery()
                .processInstanceId(started.getId())
                .singleResult()
                .getId();
    }

    @Nested
    @DisplayName("whoever is not logged in")
    class Strangers {

        @ParameterizedTest
        @DisplayName("gets 401 with problem details from the engine's HTTP interface, never a redirect")
        @ValueSource(
                strings = {
                    "/engine-rest/engine",
                    "/engine-rest/task",
                    "/engine-rest/engine/default/task",
                    "/engine-rest/nothing"
                })
        void refused(String path) {
            var answer = http.get(null, path);
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        }

        @ParameterizedTest
        @DisplayName("and whoever is gets 400 with problem details for an address that can be read in two ways")
        @ValueSource(
                strings = {
                    "//",
                    "//engine-rest/task",
                    "/engine-rest;x=1/task",
                    "/engine-rest/task;x=1",
                    "/engine-rest/../engine-rest/task",
                    "/./engine-rest/task",
                    "//camunda/api/engine/engine/default/task",
                    "/camunda;x=1/api/engine/engine/default/task",
                    "//api/v1/me",
                    "/api;x=1/v1/me",
                    "/api/v1/me%0a"
                })
        void twoWays(String path) {
            for (var login : Arrays.asList(null, office.head(), state.administrator())) {
                var answer = http.get(login, path);
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
                assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
                assertThat(answer.body()).contains("urn:panjika:problem:bad-request");
            }
            var page = http.send(http.request(path).setHeader("Accept", "text/html"));
            assertThat(page.statusCode()).isEqualTo(400);
        }

        @ParameterizedTest
        @DisplayName(
                "and for one that is refused before it is anybody's, as a page for people; in the caller's language")
        @ValueSource(strings = {"/api/v1/institutions/a%2fb", "/engine-rest/task/%00", "/a%5cb"})
        void unread(String path) {
            var answer = http.send(http.request(path).header("Accept-Language", "hi"));
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
            assertThat(answer.body())
                    .contains("urn:panjika:problem:bad-request", "अनुरोध पढ़ा नहीं जा सका")
                    .doesNotContain("Tomcat");
            var page = http.send(
                    http.request(path).setHeader("Accept", "text/html").header("Accept-Language", "vi"));
            assertThat(page.statusCode()).isEqualTo(400);
            assertThat(page.body()).contains("<html lang=\"vi\">", "Không đọc được yêu cầu", "href=\"/\"");
        }

        @Test
        @DisplayName("is sent from the task list to the login page, and gets 401 from its data")
        void pages() {
            var page = http.get(null, "/camunda/app/tasklist/default/");
            assertThat(page.statusCode()).isEqualTo(302);
            assertThat(page.headers().firstValue("Location").orElseThrow()).endsWith("/login");
            assertThat(http.get(null, "/camunda/api/engine/engine/default/task").statusCode())
                    .isEqualTo(401);
        }

        @Test
        @DisplayName("is not let in by the engine's own login")
        void ownLogin() {
            var session = Http.session(sessions, office.head());
            var answer = http.send(http.withToken("/camunda/api/admin/auth/user/default/login/tasklist", session)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(
                            "username=" + office.head() + "&password=" + TestState.PASSWORD)));
            assertThat(answer.statusCode()).isEqualTo(403);
        }
    }

    @Test
    @DisplayName("the engine's HTTP interface takes no session cookie: a page elsewhere cannot use a person's login")
    void noCookie() {
        var session = Http.session(sessions, office.head());
        var withCookie = http.send(http.request("/engine-rest/task").header("Cookie", session));
        assertThat(withCookie.statusCode()).isEqualTo(401);
        var control = http.send(
                http.request("/camunda/api/engine/engine/default/task").header("Cookie", session));
        assertThat(control.statusCode()).isEqualTo(200);
    }

    @Nested
    @DisplayName("an official")
    class Officials {

        @Test
        @DisplayName("sees the tasks of the own office and no others, by Basic and in the task list")
        void seesOwn() {
            var own = taskOf(office);
            var foreign = taskOf(other);
            assertThat(http.get(office.head(), "/engine-rest/task").body())
                    .contains(own)
                    .doesNotContain(foreign);
            var session = Http.session(sessions, office.head());
            var listed = http.send(
                    http.request("/camunda/api/engine/engine/default/task").header("Cookie", session));
            assertThat(listed.body()).contains(own).doesNotContain(foreign);
            assertThat(http.get(office.head(), "/engine-rest/task/" + foreign).statusCode())
                    .isEqualTo(404);
        }

        @ParameterizedTest
        @DisplayName("cannot touch another office's task")
        @CsvSource({"claim", "complete", "submit-form"})
        void notOthers(String verb) {
            var foreign = taskOf(other);
            var answer = http.post(
                    office.head(),
                    "/engine-rest/task/" + foreign + "/" + verb,
                    verb.equals("claim")
                            ? "{\"userId\": \"" + office.head() + "\"}"
                            : "{\"variables\": {\"decision\": {\"value\": \"approve\"}}}");
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(tasks.createTaskQuery().taskId(foreign).count()).isEqualTo(1);
        }

        @Test
        @DisplayName("claims and completes a task of the own office, and the next step runs in the same transaction")
        void works() {
            var task = taskOf(office);
            var claim = "{\"userId\": \"" + office.head() + "\"}";
            assertThat(http.post(office.head(), "/engine-rest/task/" + task + "/claim", claim)
                            .statusCode())
                    .isEqualTo(204);
            assertThat(http.get(office.head(), "/engine-rest/task/" + task + "/deployed-form")
                            .body())
                    .contains("approve");
            var done = complete(office.head(), task, "\"decision\": {\"value\": \"approve\"}");
            assertThat(done).isEqualTo(204);
            assertThat(tasks.createTaskQuery().taskId(task).count()).isZero();
        }

        @Test
        @DisplayName("completes with what the form asks for and nothing else: the task stays and the variable too")
        void onlyTheForm() {
            var task = taskOf(office);
            assertThat(complete(
                            office.head(),
                            task,
                            "\"decision\": {\"value\": \"approve\"}, \"institution\": {\"value\": \"" + other.code()
                                    + "\"}"))
                    .isEqualTo(400);
            assertThat(complete(office.head(), task, "\"decision\": {\"value\": \"postpone\"}"))
                    .isEqualTo(400);
            assertThat(complete(office.head(), task, "")).isEqualTo(400);
            var submitted = http.post(
                    office.head(),
                    "/engine-rest/task/" + task + "/submit-form",
                    "{\"variables\": {\"authority\": {\"value\": \"me\"}, \"decision\": {\"value\": \"approve\"}}}");
            assertThat(submitted.statusCode()).isEqualTo(400);
            assertThat(tasks.getVariable(task, "institution")).isEqualTo(office.code());
            assertThat(tasks.getVariable(task, "authority")).isNull();
        }

        @ParameterizedTest
        @DisplayName("gets 400 for a decision that cannot be read, and the task stays")
        @ValueSource(
                strings = {
                    "{\"value\": \"{broken\", \"type\": \"Json\"}",
                    "{\"value\": \"x\", \"type\": \"Object\"}",
                    "{\"value\": \"yesterday\", \"type\": \"Date\"}",
                    "null",
                    "7"
                })
        void unreadable(String value) {
            var task = taskOf(office);
            for (var verb : List.of("complete", "submit-form")) {
                var answer = http.post(
                        office.head(),
                        "/engine-rest/task/" + task + "/" + verb,
                        "{\"variables\": {\"decision\": " + value + "}}");
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            }
            assertThat(tasks.createTaskQuery().taskId(task).count()).isEqualTo(1);
        }

        @Test
        @DisplayName("reads our sentence alone when a form is refused, in the own language")
        void ourWordsAlone() throws Exception {
            var task = taskOf(office);
            for (var verb : List.of("complete", "submit-form")) {
                var answer = http.send(
                        http.request("/engine-rest/task/" + task + "/" + verb)
                                .header("Content-Type", "application/json")
                                .header("Accept-Language", "hi")
                                .POST(HttpRequest.BodyPublishers.ofString("{\"variables\": {}}")),
                        office.head());
                assertThat(new ObjectMapper()
                                .readTree(answer.body())
                                .path("message")
                                .asText())
                        .isEqualTo("“decision” आवश्यक है। कार्य बना रहेगा।");
            }
        }

        int complete(String login, String task, String variables) {
            return http.post(login, "/engine-rest/task/" + task + "/complete", "{\"variables\": {" + variables + "}}")
                    .statusCode();
        }

        @Test
        @DisplayName("claims for oneself only")
        void ownClaim() {
            var task = taskOf(office);
            var answer = http.post(
                    office.head(), "/engine-rest/task/" + task + "/claim", "{\"userId\": \"" + other.head() + "\"}");
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(tasks.createTaskQuery().taskId(task).singleResult().getAssignee())
                    .isNull();
        }

        @ParameterizedTest
        @CsvSource({"en, Head, Meera Sharma", "hi, प्रधानाध्यापक / प्रभारी, मीरा शर्मा"})
        @DisplayName("reads in the task list which office a task waits for, and who claimed it, by name")
        void officeByName(String language, String function, String claimedBy) {
            jdbc.sql("update staff set name = 'Meera Sharma', name_hi = 'मीरा शर्मा' where employee_code = ?")
                    .param(office.head())
                    .update();
            var task = taskOf(office);
            tasks.claim(task, office.head());
            var school = state.school(office.code());
            tasks.addCandidateGroup(task, "HEAD_" + school);
            var seen = http.send(http.request("/camunda/api/engine/engine/default/task/" + task)
                            .setHeader("Accept", "application/hal+json")
                            .header("Accept-Language", language)
                            .header("Cookie", Http.session(sessions, office.head())))
                    .body();
            assertThat(seen)
                    .contains("\"name\":\"" + function + ", SCHOOL " + school + "\"")
                    .contains("\"name\":\"CBEO " + office.code() + "\"")
                    .contains(claimedBy);
        }

        @Test
        @DisplayName("gives back what was claimed oneself; not what another holds, nor a task of another office")
        void givesBack() {
            var task = taskOf(office);
            tasks.claim(task, office.head());
            assertThat(unclaim(other.head(), task)).isEqualTo(403);
            assertThat(tasks.createTaskQuery().taskId(task).singleResult().getAssignee())
                    .isEqualTo(office.head());
            assertThat(unclaim(office.head(), task)).isEqualTo(204);
            assertThat(tasks.createTaskQuery().taskId(task).singleResult().getAssignee())
                    .isNull();
            assertThat(unclaim(office.head(), task)).as("nobody's").isEqualTo(403);
            tasks.setAssignee(task, other.head());
            assertThat(unclaim(office.head(), task)).as("another's").isEqualTo(403);
            assertThat(unclaim(other.head(), task))
                    .as("the own name, but no task of the own office")
                    .isEqualTo(403);
            assertThat(tasks.createTaskQuery().taskId(task).singleResult().getAssignee())
                    .isEqualTo(other.head());
        }

        int unclaim(String login, String task) {
            return http.post(login, "/engine-rest/task/" + task + "/unclaim", "")
                    .statusCode();
        }

        @ParameterizedTest
        @DisplayName("cannot hand a task on, re-route, date or delete it, nor set its variables")
        @CsvSource(
                delimiter = '|',
                value = {
                    "assignee|{\"userId\": \"X\"}",
                    "assignee|{\"userId\": null}",
                    "delegate|{\"userId\": \"X\"}",
                    "identity-links|{\"groupId\": \"X\", \"type\": \"candidate\"}",
                    "variables|{\"modifications\": {\"institution\": {\"value\": \"X\"}}}",
                    "resolve|{}",
                    "bpmnError|{\"errorCode\": \"X\"}"
                })
        void notReRoute(String path, String body) {
            var task = taskOf(office);
            var answer = http.post(office.head(), "/engine-rest/task/" + task + "/" + path, body);
            assertThat(answer.statusCode()).isEqualTo(403);
        }

        @ParameterizedTest
        @DisplayName("finds no list of people or groups, no deployments, no other case, at any of the three doors")
        @ValueSource(
                strings = {
                    "/user",
                    "/user/count",
                    "/user?memberOfGroup=officials",
                    "/group",
                    "/group?member=X",
                    "/identity/groups?userId=X",
                    "/authorization",
                    "/deployment",
                    "/process-instance",
                    "/history/task",
                    "/variable-instance",
                    "/job",
                    "/engine",
                    "/schema/log",
                    "/telemetry/configuration",
                    "/process-definition",
                    "/task/report/candidate-group-count"
                })
        void noLists(String path) {
            assertThat(http.get(office.head(), "/engine-rest" + path).statusCode())
                    .isEqualTo(403);
            assertThat(http.get(office.head(), "/engine-rest/engine/default" + path)
                            .statusCode())
                    .isEqualTo(403);
            var session = Http.session(sessions, office.head());
            var inPages = http.send(
                    http.request("/camunda/api/engine/engine/default" + path).header("Cookie", session));
            assertThat(inPages.statusCode()).isEqualTo(403);
        }

        @ParameterizedTest
        @DisplayName("has the task list, not the administrators' pages")
        @CsvSource({"tasklist, 200", "cockpit, 403", "admin, 403", "welcome, 403"})
        void pages(String application, int status) {
            var session = Http.session(sessions, office.head());
            var page = http.send(
                    http.request("/camunda/app/" + application + "/default/").header("Cookie", session));
            assertThat(page.statusCode()).isEqualTo(status);
        }

        @Test
        @DisplayName(
                "finds the filters of the task list, in one language, and lists with each what it says and nobody else's tasks")
        void filters() throws Exception {
            var task = taskOf(office);
            var foreign = taskOf(other);
            var filters = new com.fasterxml.jackson.databind.ObjectMapper()
                    .readTree(http.get(office.head(), "/engine-rest/filter").body());
            assertThat(filters.findValuesAsText("name")).containsExactlyInAnyOrder("My tasks", "My office", "Overdue");
            assertThat(http.send(
                                    http.request("/engine-rest/filter")
                                            .header("Accept-Language", "vi")
                                            .GET(),
                                    office.head())
                            .body())
                    .contains("Cơ quan của tôi");
            assertThat(filtersThatList(filters, task)).containsExactly("My office");
            var late = tasks.createTaskQuery().taskId(task).singleResult();
            late.setDueDate(Date.from(Instant.EPOCH));
            tasks.saveTask(late);
            assertThat(filtersThatList(filters, task)).containsExactlyInAnyOrder("My office", "Overdue");
            http.post(office.head(), "/engine-rest/task/" + task + "/claim", "{\"userId\": \"" + office.head() + "\"}");
            assertThat(filtersThatList(filters, task)).containsExactlyInAnyOrder("My office", "Overdue", "My tasks");
            assertThat(filtersThatList(filters, foreign)).isEmpty();
        }

        private List<String> filtersThatList(JsonNode filters, String task) {
            return StreamSupport.stream(filters.spliterator(), false)
                    .filter(f -> http.get(
                                    office.head(),
                                    "/engine-rest/filter/" + f.get("id").asText() + "/list")
                            .body()
                            .contains(task))
                    .map(f -> f.get("name").asText())
                    .toList();
        }
    }

    @Test
    @DisplayName(
            "a charge handed over takes the task list along: nothing remains with the person, a claim is given back")
    void handedOver() {
        var task = taskOf(office);
        var claim = "{\"userId\": \"" + office.head() + "\"}";
        assertThat(http.post(office.head(), "/engine-rest/task/" + task + "/claim", claim)
                        .statusCode())
                .isEqualTo(204);
        var successor = state.staff(office.code());
        assertThat(http.get(successor, "/engine-rest/task").body()).doesNotContain(task);

        state.handOver(office.head(), successor, "HEAD", office.code());
        callers.forgetAll();

        assertThat(http.get(office.head(), "/engine-rest/task").body()).doesNotContain(task);
        assertThat(http.get(office.head(), "/engine-rest/task/" + task).statusCode())
                .isEqualTo(404);
        assertThat(http.get(successor, "/engine-rest/task").body()).contains(task);
        vacated.giveBack();
        assertThat(tasks.createTaskQuery().taskId(task).singleResult().getAssignee())
                .isNull();
        var taken = http.post(successor, "/engine-rest/task/" + task + "/claim", "{\"userId\": \"" + successor + "\"}");
        assertThat(taken.statusCode()).isEqualTo(204);
    }

    @Test
    @DisplayName("a claim by somebody who still holds the charge is not given back")
    void keptClaim() {
        var task = taskOf(office);
        tasks.claim(task, office.head());
        vacated.giveBack();
        assertThat(tasks.createTaskQuery().taskId(task).singleResult().getAssignee())
                .isEqualTo(office.head());
    }

    @Test
    @DisplayName("a charge that lets only read gives no tasks (C3)")
    void readersHaveNoTasks() {
        var reader = state.staff(office.code());
        var read = Office.create(state);
        jdbc.sql("update charge set may_act = false where staff_id = (select id from staff where employee_code = ?)")
                .param(read.head())
                .update();
        callers.forgetAll();
        var task = taskOf(read);
        assertThat(http.get(read.head(), "/engine-rest/task").body()).isEqualTo("[]");
        assertThat(http.get(reader, "/engine-rest/task/" + task).statusCode()).isEqualTo(404);
    }

    @Test
    @DisplayName("an administrator sees all tasks and may deploy; the interface lists nobody to administrators either")
    void administrators() {
        var administrator = state.administrator();
        var task = taskOf(office);
        assertThat(http.get(administrator, "/engine-rest/task?maxResults=10000").body())
                .contains(task);
        assertThat(http.get(administrator, "/engine-rest/deployment?maxResults=0")
                        .statusCode())
                .isEqualTo(200);
        assertThat(http.get(administrator, "/engine-rest/user").body()).isEqualTo("[]");
        assertThat(http.get(administrator, "/engine-rest/user?memberOfGroup=officials")
                        .body())
                .isEqualTo("[]");
        assertThat(http.get(administrator, "/engine-rest/user?memberOfGroup=" + office.group())
                        .body())
                .contains(office.head());
        var session = Http.session(sessions, administrator);
        for (var application : java.util.List.of("tasklist", "cockpit", "admin", "welcome")) {
            var page = http.send(
                    http.request("/camunda/app/" + application + "/default/").header("Cookie", session));
            assertThat(page.statusCode()).as(application).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("the engine proves no password: the login page is the only door with a lock on attempts")
    void provesNoPassword() {
        var administrator = state.administrator();
        var answer = http.post(
                administrator,
                "/engine-rest/identity/verify",
                "{\"username\": \"" + office.head() + "\", \"password\": \"" + TestState.PASSWORD + "\"}");
        assertThat(answer.body()).contains("\"authenticated\":false");
    }

    @Test
    @DisplayName("the engine writes no user, not even for an administrator")
    void writesNoUser() {
        var body = "{\"profile\": {\"id\": \"evil\", \"firstName\": \"e\", \"lastName\": \"e\"},"
                + " \"credentials\": {\"password\": \"evil\"}}";
        assertThat(http.post(state.administrator(), "/engine-rest/user/create", body)
                        .statusCode())
                .isEqualTo(403);
        assertThat(http.post(office.head(), "/engine-rest/user/create", body).statusCode())
                .isEqualTo(403);
    }

    @Nested
    @DisplayName("first-run set-up, which creates an administrator without login (CVE-2026-77226), is closed")
    class FirstRun {

        private static final String USER =
                """
                {"profile": {"id": "evil", "firstName": "e", "lastName": "e", "email": "e@example.org"},
                 "credentials": {"password": "evil"}}
                """;

        @Test
        @DisplayName("to strangers")
        void strangers() {
            assertThat(http.get(null, "/camunda/app/admin/default/setup/").statusCode())
                    .isIn(302, 401, 403);
            assertThat(http.post(null, "/camunda/api/admin/setup/default/user/create", USER)
                            .statusCode())
                    .isEqualTo(401);
        }

        @Test
        @DisplayName("to officials and administrators, with the token that passes the check for forged requests")
        void people() {
            for (var login : java.util.List.of(office.head(), state.administrator())) {
                var session = Http.session(sessions, login);
                assertThat(http.send(http.request("/camunda/app/admin/default/setup/")
                                        .header("Cookie", session))
                                .statusCode())
                        .isEqualTo(403);
                var answer = http.send(http.withToken("/camunda/api/admin/setup/default/user/create", session)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(USER)));
                assertThat(answer.statusCode()).isEqualTo(403);
            }
            assertThat(jdbc.sql("select count(*) from engine.act_id_user")
                            .query(Long.class)
                            .single())
                    .isZero();
        }

        @Test
        @DisplayName("control: the token is the right one, another change of state with it is let through")
        void tokenIsRight() {
            var task = taskOf(office);
            var session = Http.session(sessions, office.head());
            var path = "/camunda/api/engine/engine/default/task/" + task + "/claim";
            var body = "{\"userId\": \"" + office.head() + "\"}";
            var with = http.send(http.withToken(path, session)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body)));
            assertThat(with.statusCode()).isEqualTo(204);
            var without = http.send(http.request(path)
                    .header("Cookie", session)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body)));
            assertThat(without.statusCode()).isEqualTo(403);
        }
    }

    @Nested
    @DisplayName("an expression in a query runs no code for anybody (CVE-2026-109432)")
    class Expressions {

        private static final String NESTED = "{\"orQueries\": [{\"assigneeExpression\": \"${probe.hit()}\"}]}";

        @ParameterizedTest
        @ValueSource(strings = {"/engine-rest/task", "/engine-rest/task/count", "/engine-rest/engine/default/task"})
        @DisplayName("nested in a task query")
        void nested(String path) {
            for (var login : java.util.List.of(office.head(), state.administrator())) {
                assertThat(http.post(login, path, NESTED).statusCode()).isEqualTo(400);
                var attack = NESTED.replace("probe.hit()", "''.getClass().forName('java.lang.Runtime')");
                assertThat(http.post(login, path, attack).statusCode()).isEqualTo(400);
            }
            assertThat(probe.hits).hasValue(0);
        }

        @ParameterizedTest
        @ValueSource(strings = {"list", "count", "singleResult"})
        @DisplayName("nested in the query that extends a filter, or stored in one by an administrator")
        void filters(String what) throws Exception {
            var administrator = state.administrator();
            var known = new com.fasterxml.jackson.databind.ObjectMapper()
                    .readTree(http.get(office.head(), "/engine-rest/filter").body())
                    .get(0)
                    .get("id")
                    .asText();
            for (var login : java.util.List.of(office.head(), administrator)) {
                var answer = http.post(login, "/engine-rest/filter/" + known + "/" + what, NESTED);
                assertThat(answer.statusCode()).isBetween(400, 499);
            }
            var stored = http.post(
                    administrator,
                    "/engine-rest/filter/create",
                    "{\"resourceType\": \"Task\", \"name\": \"evil\", \"query\": {\"assigneeExpression\": \"${probe.hit()}\"}}");
            if (stored.statusCode() == 200) {
                var id = new com.fasterxml.jackson.databind.ObjectMapper()
                        .readTree(stored.body())
                        .get("id")
                        .asText();
                http.get(administrator, "/engine-rest/filter/" + id + "/" + what);
                http.post(administrator, "/engine-rest/filter/" + id + "/" + what, "{}");
                http.send(http.request("/engine-rest/filter/" + id).DELETE(), administrator);
            }
            assertThat(probe.hits).hasValue(0);
        }
    }

    @Test
    @DisplayName("sign-out in the task list ends our session too")
    void signOut() {
        var session = Http.session(sessions, office.head());
        assertThat(http.send(http.request("/camunda/app/tasklist/default/").header("Cookie", session))
                        .statusCode())
                .isEqualTo(200);
        var out = http.send(http.withToken("/camunda/api/admin/auth/user/default/logout", session)
                .POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(out.statusCode()).isEqualTo(204);
        assertThat(http.send(http.request("/camunda/app/tasklist/default/").header("Cookie", session))
                        .statusCode())
                .isEqualTo(302);
    }

    @ParameterizedTest
    @DisplayName("the task list speaks the person's language, bears our name and has all its words in Hindi")
    @CsvSource({"hi, पंजिका", "en, Panjika"})
    void tasklistSpeaks(String language, String name) {
        jdbc.sql("update login set language = ? where login = ?")
                .params(language, office.head())
                .update();
        callers.forgetAll();
        var session = Http.session(sessions, office.head());
        var settings = http.send(
                http.request("/camunda/app/tasklist/scripts/config.js").header("Cookie", session));
        assertThat(settings.statusCode()).isEqualTo(200);
        assertThat(settings.body()).contains("availableLocales: ['" + language + "']", "name: '" + name + "'");
        assertThat(settings.body())
                .as("and its words, which come before the page")
                .contains("\\\"CLAIM_TASK\\\": \\\"" + (language.equals("hi") ? "कार्य लें" : "Claim"));
        var words = http.send(http.request("/camunda/app/tasklist/locales/" + language + ".json")
                .header("Cookie", session));
        assertThat(words.body())
                .contains("\"CLAIM_TASK\": \"" + (language.equals("hi") ? "कार्य लें" : "Claim") + "\"");
        assertThat(http.get(office.head(), "/engine-rest/filter").body())
                .contains(language.equals("hi") ? "मेरे कार्य" : "My tasks");
    }

    @ParameterizedTest
    @DisplayName("the task list gets what it starts with")
    @ValueSource(
            strings = {
                "/camunda/api/tasklist/plugin/tasklistPlugins/static/app/plugin.js",
                "/camunda/api/engine/engine/"
            })
    void startsWith(String path) {
        var session = Http.session(sessions, office.head());
        assertThat(http.send(http.request(path).header("Cookie", session)).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @DisplayName(
            "all four pages of the engine hide the vendor's banner and say in the person's language what is a sandbox (UP-7)")
    @ValueSource(strings = {"tasklist", "cockpit", "admin", "welcome"})
    void noBanner(String application) {
        var administrator = state.administrator();
        jdbc.sql("update login set language = 'hi' where login = ?")
                .param(administrator)
                .update();
        var session = Http.session(sessions, administrator);
        var style = http.send(http.request("/camunda/app/" + application + "/styles/user-styles.css")
                .header("Cookie", session));
        assertThat(style.body()).contains(".ce-eol-banner", "अभ्यास प्रणाली · सीखने के लिए");
    }
}
