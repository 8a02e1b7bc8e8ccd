package org.panjika.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.SystemTest;
import org.panjika.TestState;
import org.panjika.Together;
import org.panjika.models.CasePath;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.ClassPathResource;

@SystemTest
@DisplayName("Every task of every model is guarded, though its model says nothing about it")
class TaskGuardTest {

    private static final String PROCESS = "test-decision";

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
    CasePath path;

    @Autowired
    MeterRegistry meters;

    @Autowired
    Probe.CaseAboutSomebody concerned;

    Http http;
    Office office;
    String request;
    String task;

    @BeforeEach
    void aCase() {
        http = new Http(port);
        Office.deployDecision(repository);
        office = Office.create(state);
        aCase(UUID.randomUUID().toString());
    }

    private void aCase(String key) {
        request = key;
        var started = runtime.startProcessInstanceByKey(PROCESS, request, Map.of("institution", office.code()));
        task = tasks.createTaskQuery()
                .processInstanceId(started.getId())
                .singleResult()
                .getId();
    }

    @Test
    @DisplayName("who is concerned can neither claim nor decide the case (C4); the task stays for somebody else")
    void ownCase() {
        concerned.persons.put(request, office.head());
        assertThat(post("claim", "{\"userId\": \"%s\"}".formatted(office.head())))
                .isEqualTo(403);
        assertThat(complete("approve", "")).isEqualTo(403);
        assertThat(path.of(PROCESS, request)).singleElement().satisfies(s -> assertThat(s.end())
                .isEmpty());
        concerned.persons.put(request, "somebody else");
        assertThat(complete("approve", "")).isEqualTo(204);
    }

    @Test
    @DisplayName("a remark marked compulsoryUnless approve is demanded with a rejection, in the person's language")
    void remark() {
        var answer = http.send(
                http.request("/engine-rest/task/" + task + "/complete")
                        .header("Content-Type", "application/json")
                        .header("Accept-Language", "hi")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"variables\": {\"decision\": {\"value\": \"reject\"}, \"order\": {\"value\": \"17\"}}}")),
                office.head());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("“remark” आवश्यक है");
        assertThat(complete("postpone", "why not")).isEqualTo(400);
        assertThat(complete("reject", "The order number is missing")).isEqualTo(204);
    }

    @Test
    @DisplayName("a required field is demanded while the form shows it: the order number with a rejection only")
    void conditional() {
        assertThat(complete("reject", "Not by this office", "")).isEqualTo(400);
        assertThat(complete("approve", "", "")).isEqualTo(204);
    }

    @Test
    @DisplayName("a task is judged by the form of the version in which its case began, however many have come since")
    void formOfItsVersion() {
        var old = task;
        assertThat(complete("postpone", "why not")).isEqualTo(400);
        var wider = repository
                .createDeployment()
                .name("another decision is offered")
                .addString("test-decision.bpmn", file("test-decision.bpmn"))
                .addString(
                        "test-decision.form",
                        file("test-decision.form")
                                .replace(
                                        "\"value\": \"reject\"}]",
                                        "\"value\": \"reject\"}, {\"label\": \"Postpone\","
                                                + " \"value\": \"postpone\"}]"))
                .deploy();
        try {
            aCase(UUID.randomUUID().toString());
            assertThat(complete("postpone", "why not")).isEqualTo(204);
            task = old;
            assertThat(complete("postpone", "why not")).isEqualTo(400);
            assertThat(complete("approve", "")).isEqualTo(204);
        } finally {
            repository.deleteDeployment(wider.getId(), true);
        }
    }

    private static String file(String name) {
        try {
            return new ClassPathResource("models/" + name).getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @DisplayName("who may not see a task is not told what its form asks for")
    void askedOfThoseWhoSeeIt() {
        assertThat(complete("postpone", "")).isEqualTo(400);
        var stranger = Office.create(state).head();
        var answer = http.post(
                stranger,
                "/engine-rest/task/" + task + "/complete",
                "{\"variables\": {\"decision\": {\"value\": \"postpone\"}}}");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).doesNotContain("approve");
    }

    @Test
    @DisplayName("the path says which office had the case, since when, and what it decided and why")
    void pathIsWritten() {
        assertThat(path.of(PROCESS, request)).singleElement().satisfies(open -> {
            assertThat(open.task()).isEqualTo("OfficeDecides");
            assertThat(open.offices()).containsExactly(office.group());
            assertThat(open.end()).isEmpty();
        });
        complete("reject", "The order number is missing");
        assertThat(path.of(PROCESS, request)).singleElement().satisfies(step -> {
            var end = step.end().orElseThrow();
            assertThat(end.decided()).isTrue();
            assertThat(end.by()).isEqualTo(office.head());
            assertThat(end.decision()).contains("reject");
            assertThat(end.remark()).contains("The order number is missing");
            assertThat(end.until()).isAfterOrEqualTo(step.since());
        });
    }

    @Test
    @DisplayName("a task that ends without a decision is in the path as not decided")
    void movedOn() {
        runtime.deleteProcessInstance(
                tasks.createTaskQuery().taskId(task).singleResult().getProcessInstanceId(), "withdrawn");
        assertThat(path.of(PROCESS, request)).singleElement().satisfies(step -> assertThat(
                        step.end().orElseThrow().decided())
                .isFalse());
    }

    @Test
    @DisplayName("created and completed tasks are counted by process and task, what is refused is not")
    void counted() {
        var before = completed();
        complete("postpone", "");
        assertThat(completed()).isEqualTo(before);
        complete("approve", "");
        assertThat(completed()).isEqualTo(before + 1);
    }

    @Test
    @DisplayName(
            "of two who complete a task at the same moment the second hears what who comes later hears: it is gone")
    void together() throws Exception {
        assertThat(Together.copies(4, () -> complete("approve", "")))
                .containsOnlyOnce(204)
                .containsOnly(204, 404);
        assertThat(complete("approve", "")).isEqualTo(404);
        assertThat(path.of(PROCESS, request)).hasSize(1);
    }

    private double completed() {
        return meters.counter("panjika.task.completed", "process", PROCESS, "task", "OfficeDecides")
                .count();
    }

    private int complete(String decision, String remark) {
        return complete(decision, remark, "17/2026");
    }

    private int complete(String decision, String remark, String order) {
        return post(
                "complete",
                """
                {"variables": {"decision": {"value": "%s"}, "remark": {"value": "%s"}, "order": {"value": "%s"}}}
                """
                        .formatted(decision, remark, order));
    }

    private int post(String what, String body) {
        return http.post(office.head(), "/engine-rest/task/" + task + "/" + what, body)
                .statusCode();
    }
}
