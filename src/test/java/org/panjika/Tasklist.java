package org.panjika;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpMethod;

/** The tasks of people of {@link TestState}, seen and completed as Tasklist does it: over HTTP, each with the own login. */
@TestComponent
public class Tasklist {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TestRestTemplate http;
    private final TaskService tasks;

    Tasklist(TestRestTemplate http, TaskService tasks) {
        this.http = http;
        this.tasks = tasks;
    }

    /** What the person sees now. */
    public List<Task> of(String who) {
        return seen(who, "");
    }

    /** What the person sees now of one task of a model. */
    public List<Task> of(String who, String task) {
        return seen(who, "?taskDefinitionKey=" + task);
    }

    /** The only task the person sees, as soon as it is there. */
    public Task one(String who) {
        return Awaitility.await("one task of " + who)
                .atMost(PATIENCE)
                .until(() -> of(who), found -> found.size() == 1)
                .get(0);
    }

    /** What its form is given to show when the task is created. */
    public String shown(Task task, String variable) {
        return String.valueOf(tasks.getVariable(task.getId(), variable));
    }

    /** What the person gets who opens its form. */
    public JsonNode form(String who, Task task) {
        return get(who, "/" + task.getId() + "/form-variables", JsonNode.class);
    }

    /** Completes the task with a decision and no remark; answers the HTTP status. */
    public int decide(String who, Task task, String decision) {
        return complete(who, task, Map.of("decision", value(decision)));
    }

    public int decide(String who, Task task, String decision, String remark) {
        return complete(who, task, Map.of("decision", value(decision), "remark", value(remark)));
    }

    /** The same with the only task of the person, as soon as it is there. */
    public int decide(String who, String decision) {
        return decide(who, one(who), decision);
    }

    public int decide(String who, String decision, String remark) {
        return decide(who, one(who), decision, remark);
    }

    /** Completes the task; answers the HTTP status. */
    public int complete(String who, Task task, Map<String, Object> variables) {
        return http.postForEntity(
                        "/engine-rest/task/" + task.getId() + "/complete",
                        Calls.as(who, Map.of("variables", variables)),
                        String.class)
                .getStatusCode()
                .value();
    }

    public static Map<String, Object> value(String value) {
        return Map.of("value", value);
    }

    public static Map<String, Object> json(String value) {
        return Map.of("value", value, "type", "Json");
    }

    /** A task that ends between the two looks is seen no more. */
    private List<Task> seen(String who, String query) {
        return Stream.of(get(who, query, JsonNode[].class))
                .map(t -> tasks.createTaskQuery().taskId(t.get("id").asText()).singleResult())
                .filter(Objects::nonNull)
                .toList();
    }

    private <T> T get(String who, String rest, Class<T> type) {
        return http.exchange("/engine-rest/task" + rest, HttpMethod.GET, Calls.as(who, null), type)
                .getBody();
    }
}
