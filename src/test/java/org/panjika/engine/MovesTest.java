package org.panjika.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.panjika.engine.model.ModelFile.all;
import static org.panjika.engine.model.ModelFile.read;
import static org.panjika.engine.model.ModelFile.written;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.panjika.SystemTest;
import org.panjika.TestState;
import org.panjika.access.Caller;
import org.panjika.access.Callers;
import org.panjika.engine.model.Model;
import org.panjika.models.CasePath;
import org.panjika.problem.Refused;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

@SystemTest
@DisplayName("Running cases move to another version of their process, each all or nothing")
class MovesTest {

    private static final String DUE = "2030-01-01T00:00:00+05:30";

    @Autowired
    TestState state;

    @Autowired
    Callers callers;

    @Autowired
    Deployments deployments;

    @Autowired
    Moves moves;

    @Autowired
    RuntimeService runtime;

    @Autowired
    TaskService tasks;

    @Autowired
    ManagementService management;

    @Autowired
    HistoryService history;

    @Autowired
    CasePath path;

    @Autowired
    MoveLog log;

    @Autowired
    CasesOnTheMove background;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transaction;

    Caller administrator;
    final String key = "moved-" + ThreadLocalRandom.current().nextInt(1_000_000, 9_999_999);

    @BeforeEach
    void administrator() {
        administrator = callers.find(state.administrator()).orElseThrow();
    }

    @TestFactory
    @DisplayName("from every task and timer of each of our models, to a next version with one inserted task")
    Stream<DynamicTest> ours() throws Exception {
        var files = new PathMatchingResourcePatternResolver().getResources("classpath*:processes/*.bpmn");
        assertThat(files).isNotEmpty();
        return Arrays.stream(files)
                .map(file -> DynamicTest.dynamicTest(file.getFilename(), () -> {
                    var model = self(read(file.getContentAsByteArray()));
                    assertThat(waits(model)).isNotEmpty();
                    moveAll(model);
                }));
    }

    private void moveAll(Document model) throws Exception {
        var process = all(model, "process").get(0).getAttribute("id");
        deploy(process, model, "as it is");
        var before = new HashMap<String, List<String>>();
        for (var place : places(model)) {
            var instance = runtime.createProcessInstanceByKey(process)
                    .startBeforeActivity(place)
                    .execute()
                    .getId();
            before.put(instance, standing(instance));
        }
        assertThat(Stream.concat(before.values().stream().flatMap(List::stream), startTimers(process, 1).stream())
                        .map(wait -> wait.split(" ")[0]))
                .as("somebody stands at every task and timer")
                .containsAll(waits(model));
        insertTask(model);
        deploy(process, model, "with a task inserted");
        if (!before.isEmpty()) moves.move(administrator, way(process, 1, 2), Map.of());
        done(process);
        assertThat(moves.progress(administrator, process)).allMatch(p -> p.failed() == 0);
        assertThat(deployments.versions(administrator, process).get(0).cases()).isEqualTo(before.size());
        before.forEach((instance, stood) -> assertThat(standing(instance)).isEqualTo(stood));
        assertThat(startTimers(process, 1)).isEmpty();
        assertThat(startTimers(process, 2)).hasSameSizeAs(startEvents(model, "timerEventDefinition"));
    }

    /** Steps a case waits at, and its timers with the moments they are due. */
    private List<String> standing(String instance) {
        return Stream.concat(
                        runtime.getActiveActivityIds(instance).stream(),
                        management.createJobQuery().processInstanceId(instance).timers().list().stream()
                                .map(this::words))
                .sorted()
                .toList();
    }

    private List<String> startTimers(String process, int version) {
        var definition = deployments.versions(administrator, process).stream()
                .filter(v -> v.number() == version)
                .findFirst()
                .orElseThrow();
        return management.createJobQuery().processDefinitionId(definition.definition()).timers().list().stream()
                .filter(timer -> timer.getProcessInstanceId() == null)
                .map(this::words)
                .toList();
    }

    private String words(Job timer) {
        var waits = management
                .createJobDefinitionQuery()
                .jobDefinitionId(timer.getJobDefinitionId())
                .singleResult();
        return waits.getActivityId() + " " + timer.getDuedate().toInstant();
    }

    /** Every task and every timer of a model. */
    private static Set<String> waits(Document model) {
        return Stream.concat(
                        all(model, "userTask").stream(),
                        all(model, "timerEventDefinition").stream().map(t -> (Element) t.getParentNode()))
                .map(e -> e.getAttribute("id"))
                .collect(Collectors.toSet());
    }

    private static List<Element> startEvents(Document model, String of) {
        return all(model, "startEvent").stream()
                .filter(e -> !all(e, of).isEmpty())
                .toList();
    }

    /** Where a case can be put so that it waits: a task with the timers at it, and whatever else waits for a moment. */
    private static List<String> places(Document model) {
        var afterGateway = all(model, "sequenceFlow").stream()
                .filter(f -> all(model, "eventBasedGateway").stream()
                        .anyMatch(g -> g.getAttribute("id").equals(f.getAttribute("sourceRef"))))
                .map(f -> f.getAttribute("targetRef"))
                .toList();
        return Stream.of("userTask", "eventBasedGateway", "intermediateCatchEvent")
                .flatMap(kind -> all(model, kind).stream())
                .map(e -> e.getAttribute("id"))
                .filter(id -> !afterGateway.contains(id))
                .toList();
    }

    /** The model under a name of its own, of the same shape, but it asks nothing of the rooms it belongs to. */
    private static Document self(Document model) {
        all(model, "process").forEach(p -> p.setAttribute("id", p.getAttribute("id") + "-" + System.nanoTime()));
        for (var task : all(model, "userTask")) {
            camunda(task, "candidateGroups", "camunda-admin");
            camunda(task, "dueDate", DUE);
        }
        all(model, "extensionElements").forEach(e -> e.getParentNode().removeChild(e));
        for (var task : all(model, "serviceTask")) {
            task.removeAttributeNS(Model.CAMUNDA, "expression");
            camunda(task, "delegateExpression", "${lent}");
        }
        all(model, "conditionExpression").forEach(c -> c.setTextContent("${lent.plus(1, 1) == 2}"));
        all(model, "timeDate").forEach(t -> t.setTextContent(DUE));
        all(model, "timeDuration").forEach(t -> t.setTextContent("P15D"));
        all(model, "timeCycle").forEach(t -> t.setTextContent("R/2030-01-01T00:00:00Z/P1D"));
        return model;
    }

    private static void camunda(Element element, String name, String value) {
        element.setAttributeNS(Model.CAMUNDA, "camunda:" + name, value);
    }

    private static void insertTask(Document model) {
        var start = all(model, "startEvent").get(0).getAttribute("id");
        var first = all(model, "sequenceFlow").stream()
                .filter(f -> f.getAttribute("sourceRef").equals(start))
                .findFirst()
                .orElseThrow();
        var task = model.createElementNS(first.getNamespaceURI(), "bpmn:userTask");
        task.setAttribute("id", "Inserted");
        camunda(task, "candidateGroups", "camunda-admin");
        var flow = model.createElementNS(first.getNamespaceURI(), "bpmn:sequenceFlow");
        flow.setAttribute("id", "FromInserted");
        flow.setAttribute("sourceRef", "Inserted");
        flow.setAttribute("targetRef", first.getAttribute("targetRef"));
        all(model, "incoming").stream()
                .filter(i -> i.getTextContent().equals(first.getAttribute("id")))
                .forEach(i -> i.setTextContent("FromInserted"));
        first.setAttribute("targetRef", "Inserted");
        first.getParentNode().insertBefore(task, first);
        first.getParentNode().insertBefore(flow, first);
    }

    @Test
    @DisplayName("what cannot be moved stays where it was and is listed with why; the others have moved")
    void failures() {
        deploy(chain("A", "B"));
        var good = runtime.startProcessInstanceByKey(key).getId();
        var bad = runtime.startProcessInstanceByKey(key).getId();
        deploy(chain("A", "C"));
        transaction.executeWithoutResult(status -> {
            moves.move(administrator, way(key, 1, 2), Map.of());
            tasks.complete(task(bad)); // to a step that the next version does not have
        });
        done(key);
        var progress = moves.progress(administrator, key).get(0);
        assertThat(progress.moved()).isEqualTo(1);
        assertThat(progress.failed()).isEqualTo(1);
        assertThat(progress.failures()).singleElement().asString().contains(bad);
        assertThat(version(good)).isEqualTo(2);
        assertThat(version(bad)).isEqualTo(1);
        tasks.complete(task(bad));
        assertThat(runtime.createProcessInstanceQuery().processInstanceId(bad).count())
                .as("it goes on on its own version")
                .isZero();
    }

    @Test
    @DisplayName("timers stay as they are, or are set anew by the version the case moves to")
    void timers() {
        deploy(chain("A").replace("TIMER", "2030-01-01T00:00:00Z"));
        var instance = runtime.startProcessInstanceByKey(key).getId();
        deploy(chain("A").replace("TIMER", "2031-01-01T00:00:00Z"));
        moves.move(administrator, way(key, 1, 2), Map.of());
        done(key);
        assertThat(due(instance)).isEqualTo("2030-01-01T00:00:00Z");
        deploy(chain("A").replace("TIMER", "2032-01-01T00:00:00Z"));
        moves.move(administrator, new Moves.Way(key, 2, 3, Moves.Timers.ANEW), Map.of());
        done(key);
        assertThat(due(instance)).isEqualTo("2032-01-01T00:00:00Z");
    }

    @Test
    @DisplayName(
            "going back is one action; a step that the earlier version does not have needs a choice, and begins anew there")
    void back() {
        deploy(chain("A", "B"));
        deploy(chain("A", "N", "B"));
        var atA = runtime.startProcessInstanceByKey(key).getId();
        var atN = runtime.startProcessInstanceByKey(key).getId();
        tasks.complete(task(atN));
        assertThatThrownBy(() -> moves.goBack(administrator, key, 1, Moves.Timers.KEPT, "a mistake", Map.of()))
                .isInstanceOfSatisfying(
                        Refused.class, r -> assertThat(r.problem()).isEqualTo(EngineProblem.STEP_UNDECIDED));
        assertThat(deployments.versions(administrator, key)).hasSize(2);
        assertThat(moves.goBack(administrator, key, 1, Moves.Timers.KEPT, "a mistake", Map.of("N", "B")))
                .isEqualTo(3);
        done(key);
        assertThat(version(atA)).isEqualTo(3);
        assertThat(version(atN)).isEqualTo(3);
        var task = tasks.createTaskQuery().processInstanceId(atN).singleResult();
        assertThat(task.getTaskDefinitionKey()).isEqualTo("B");
        assertThat(tasks.getIdentityLinksForTask(task.getId()))
                .extracting(l -> l.getGroupId())
                .as("the office of the step, not the one that had the case")
                .containsExactly("CBEO_B");
        tasks.complete(task.getId());
        assertThat(runtime.createProcessInstanceQuery().processInstanceId(atN).count())
                .isZero();
    }

    @Test
    @DisplayName("set anew, an open task is due and followed up as the new version says, at the office it names")
    void tasksAnew() {
        deploy(chain("A", "B").replace("CBEO_A'", "CBEO_A' c:dueDate='2030-03-01T00:00:00Z'"));
        var instance = runtime.startProcessInstanceByKey(key, instanceKey()).getId();
        var next = chain("A", "B")
                .replace("CBEO_A'", "CDEO_A' c:dueDate='2031-03-01T00:00:00Z' c:followUpDate='2031-02-01T00:00:00Z'");
        deploy(next);
        moves.move(administrator, way(key, 1, 2), Map.of());
        done(key);
        assertThat(offices(instance)).as("kept").containsExactly("CBEO_A");
        assertThat(one(instance).getDueDate()).isEqualTo("2030-03-01T00:00:00Z");
        assertThat(one(instance).getFollowUpDate()).isNull();

        deploy(next.replace("CDEO_A", "DIVISION_A").replace("2031-03", "2032-03"));
        moves.move(administrator, new Moves.Way(key, 2, 3, Moves.Timers.ANEW), Map.of());
        done(key);
        assertThat(offices(instance)).containsExactly("DIVISION_A");
        assertThat(one(instance).getDueDate()).isEqualTo("2032-03-01T00:00:00Z");
        assertThat(one(instance).getFollowUpDate()).isEqualTo("2031-02-01T00:00:00Z");
        assertThat(history.createHistoricTaskInstanceQuery()
                        .taskId(one(instance).getId())
                        .singleResult()
                        .getDueDate())
                .isEqualTo("2032-03-01T00:00:00Z");
        assertThat(tasks.createTaskQuery()
                        .processInstanceId(instance)
                        .taskCandidateGroup("CBEO_A")
                        .count())
                .isZero();
        assertThat(path.of(key, instanceKey()))
                .extracting(CasePath.Step::offices, step -> step.end().isPresent())
                .containsExactly(tuple(List.of("CBEO_A"), true), tuple(List.of("DIVISION_A"), false));
        tasks.complete(one(instance).getId());
        assertThat(path.of(key, instanceKey()).get(1).end())
                .get()
                .extracting(CasePath.End::decided)
                .isEqualTo(true);
    }

    @Test
    @DisplayName("what a copy that stopped had not moved goes on by itself; what has ended meanwhile is no failure")
    void goesOn() {
        deploy(chain("A", "N"));
        var standing = runtime.startProcessInstanceByKey(key).getId();
        var changing = runtime.startProcessInstanceByKey(key).getId();
        var ended = runtime.startProcessInstanceByKey(key).getId();
        tasks.complete(task(changing));
        deploy(chain("A", "B"));
        // as if the copy had stopped when this was committed
        log.begins(
                administrator.login(),
                new MoveLog.Ordered(way(key, 1, 2), Map.of("N", "B")),
                List.of(standing, changing, ended));
        runtime.deleteProcessInstance(ended, "a test");
        done(key);
        var progress = moves.progress(administrator, key).get(0);
        assertThat(List.of(progress.moved(), progress.gone(), progress.failed()))
                .containsExactly(2, 1, 0);
        assertThat(version(standing)).isEqualTo(2);
        assertThat(one(changing).getTaskDefinitionKey()).isEqualTo("B");
    }

    @Test
    @DisplayName("more than are moved at once: the one that cannot be moved keeps none of the others")
    void together() {
        deploy(chain("A", "B"));
        var all = IntStream.range(0, 60)
                .mapToObj(i -> runtime.startProcessInstanceByKey(key).getId())
                .toList();
        deploy(chain("A", "C"));
        transaction.executeWithoutResult(status -> {
            moves.move(administrator, way(key, 1, 2), Map.of());
            tasks.complete(task(all.get(30)));
        });
        done(key);
        var progress = moves.progress(administrator, key).get(0);
        assertThat(List.of(progress.moved(), progress.gone(), progress.failed()))
                .containsExactly(59, 0, 1);
        assertThat(version(all.get(30))).isEqualTo(1);
        assertThat(version(all.get(0))).isEqualTo(2);
    }

    @Test
    @DisplayName("a case that somebody always overtakes keeps none of the others, and in the end stays where it was")
    void overtaken() {
        deploy(chain("A", "N"));
        var overtaken = runtime.startProcessInstanceByKey(key).getId();
        tasks.complete(task(overtaken));
        var others = IntStream.range(0, 60)
                .mapToObj(i -> runtime.startProcessInstanceByKey(key).getId())
                .toList();
        deploy(chain("A", "B").replace("CBEO_B", "${lent.overtaken()}"));
        moves.move(administrator, way(key, 1, 2), Map.of("N", "B"));
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            background.goOn();
            return moves.progress(administrator, key).get(0).moved() == others.size();
        });
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            background.goOn();
            return moves.progress(administrator, key).get(0).done();
        });
        assertThat(moves.progress(administrator, key).get(0).failures())
                .singleElement()
                .asString()
                .contains("overtaken");
        assertThat(version(overtaken)).isEqualTo(1);
    }

    @Test
    @DisplayName("a way back that cannot be gone deploys nothing")
    void noWayBack() {
        deploy(chain("A", "B"));
        deploy(chain("A", "N", "B"));
        tasks.complete(task(runtime.startProcessInstanceByKey(key).getId()));
        assertThatThrownBy(() ->
                        moves.goBack(administrator, key, 1, Moves.Timers.KEPT, "a mistake", Map.of("N", "Nowhere")))
                .isInstanceOfSatisfying(
                        Refused.class, r -> assertThat(r.problem()).isEqualTo(EngineProblem.MOVE_NOT_POSSIBLE));
        assertThat(deployments.versions(administrator, key)).hasSize(2);
    }

    @Test
    @DisplayName("a case that comes to a step nobody chose for while the way back is being gone: nothing is deployed")
    void wayBackGoneMeanwhile() throws Exception {
        deploy(chain("A", "B"));
        deploy(chain("A", "N", "B"));
        var instance = runtime.startProcessInstanceByKey(key).getId();
        var back = transaction.execute(status -> {
            jdbc.sql("select from engine.act_ge_property where name_ = 'deployment.lock' for update")
                    .query()
                    .listOfRows();
            var going = CompletableFuture.runAsync(
                    () -> moves.goBack(administrator, key, 1, Moves.Timers.KEPT, "a mistake", Map.of()));
            Awaitility.await().until(() -> waitsForALock() || going.isDone());
            tasks.complete(task(instance));
            return going;
        });
        assertThatThrownBy(() -> back.get(60, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(
                        Refused.class, r -> assertThat(r.problem()).isEqualTo(EngineProblem.STEP_UNDECIDED));
        assertThat(deployments.versions(administrator, key)).hasSize(2);
        assertThat(version(instance)).isEqualTo(2);
    }

    private boolean waitsForALock() {
        return jdbc.sql("select exists (select from pg_locks where locktype = 'transactionid' and not granted)")
                .query(Boolean.class)
                .single();
    }

    private String instanceKey() {
        return "case of " + key;
    }

    private Task one(String instance) {
        return tasks.createTaskQuery().processInstanceId(instance).singleResult();
    }

    private Stream<String> offices(String instance) {
        return tasks.getIdentityLinksForTask(one(instance).getId()).stream().map(IdentityLink::getGroupId);
    }

    private void deploy(String model) {
        deployments.deploy(administrator, Map.of(key + ".bpmn", model.getBytes(StandardCharsets.UTF_8)), "a test");
    }

    private void deploy(String process, Document model, String reason) throws Exception {
        deployments.deploy(administrator, Map.of(process + ".bpmn", written(model)), reason);
    }

    private void done(String process) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> moves.progress(administrator, process).stream()
                .allMatch(Moves.Progress::done));
    }

    private static Moves.Way way(String process, int from, int to) {
        return new Moves.Way(process, from, to, Moves.Timers.KEPT);
    }

    private String task(String instance) {
        return one(instance).getId();
    }

    private int version(String instance) {
        var definition = runtime.createProcessInstanceQuery()
                .processInstanceId(instance)
                .singleResult()
                .getProcessDefinitionId();
        return deployments.versions(administrator, key).stream()
                .filter(v -> v.definition().equals(definition))
                .findFirst()
                .orElseThrow()
                .number();
    }

    private String due(String instance) {
        return management
                .createJobQuery()
                .processInstanceId(instance)
                .timers()
                .singleResult()
                .getDuedate()
                .toInstant()
                .toString();
    }

    /** Tasks one after the other, each of an office of its own; the first has a timer. */
    private String chain(String... steps) {
        var elements = new StringBuilder("<startEvent id='S'/>");
        var last = "S";
        for (var step : steps) {
            elements.append(
                    "<userTask id='%1$s' c:candidateGroups='CBEO_%1$s'/><sequenceFlow id='to%1$s' sourceRef='%2$s' targetRef='%1$s'/>"
                            .formatted(step, last));
            last = step;
        }
        elements.append("<endEvent id='E'/><sequenceFlow id='toE' sourceRef='%s' targetRef='E'/>".formatted(last))
                .append(
                        "<boundaryEvent id='Late' attachedToRef='A'><timerEventDefinition id='T'><timeDate>TIMER</timeDate></timerEventDefinition></boundaryEvent>")
                .append("<endEvent id='L'/><sequenceFlow id='toL' sourceRef='Late' targetRef='L'/>");
        return """
                <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:c="http://camunda.org/schema/1.0/bpmn" targetNamespace="t">
                <process id="%s" isExecutable="true" c:historyTimeToLive="P1D">%s</process></definitions>"""
                .formatted(key, elements)
                .replace("TIMER", steps.length == 1 ? "TIMER" : "2030-01-01T00:00:00Z");
    }
}
