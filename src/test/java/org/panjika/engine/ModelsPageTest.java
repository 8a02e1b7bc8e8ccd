package org.panjika.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.DecisionService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.BrowserTest;
import org.panjika.SystemTest;
import org.panjika.TestState;
import org.panjika.access.Callers;
import org.springframework.beans.factory.annotation.Autowired;

@SystemTest
@DisplayName("The page of models in a browser")
class ModelsPageTest extends BrowserTest {

    @Autowired
    TestState state;

    @Autowired
    RuntimeService runtime;

    @Autowired
    TaskService tasks;

    @Autowired
    DecisionService decisions;

    @Autowired
    Callers callers;

    @Autowired
    Deployments deployments;

    @Autowired
    Moves moves;

    @Autowired
    MoveLog moveLog;

    @Test
    @DisplayName("an administrator changes a process, is asked about what is doubtful, moves its cases, and goes back")
    void change() {
        var key = "page-" + ThreadLocalRandom.current().nextInt(1_000_000, 9_999_999);
        var administrator = state.administrator();
        var page = browse(PHONE, "hi");
        logIn(page, administrator, TestState.PASSWORD);
        page.navigate("/admin/models");
        upload(page, key + ".bpmn", model(key, "Nowhere_12", "A"));
        assertThat(page.locator(".findings li[data-tone=bad]").textContent()).contains("A of " + key, "Nowhere");
        isForEverybodyOnAnyScreen(page, "models-refused-");

        upload(page, key + ".bpmn", model(key, "CBEO_12", "A"));
        assertThat(page.locator(".findings li[data-tone=wait]").count()).isPositive();
        isForEverybodyOnAnyScreen(page, "models-asks-");
        page.check("input[name=anyway]");
        page.click("section form button");
        assertThat(page.locator("[role=status][data-tone=good]").textContent()).contains(key + ".bpmn");

        var waiting = runtime.startProcessInstanceByKey(key).getId();
        var late = runtime.startProcessInstanceByKey(key).getId();
        var task = tasks.createTaskQuery().processInstanceId(late).singleResult();
        task.setDueDate(Date.from(Instant.EPOCH));
        tasks.saveTask(task);
        upload(page, key + ".bpmn", model(key, "CBEO_12", "B"));
        page.check("input[name=anyway]");
        page.click("section form button");
        page.navigate("/admin/models");
        isForEverybodyOnAnyScreen(page, "models-");

        page.navigate("/admin/models/" + key);
        assertThat(page.locator(".ledger tbody tr").count()).isEqualTo(2);
        var newest = page.locator(".ledger tbody tr").first();
        assertThat(newest.textContent()).contains(administrator, "because");
        newest.locator("summary").click();
        assertThat(newest.locator("details").textContent())
                .as("what was asked, and accepted")
                .contains("B of " + key, "कार्य का फ़ॉर्म नहीं है");
        page.click("a[href*='from=1']");
        assertThat(page.locator("#plan select").count()).isEqualTo(1);
        isForEverybodyOnAnyScreen(page, "models-plan-");
        page.selectOption("#plan select", "B");
        page.click("#plan button");
        page.waitForSelector("#moves li[data-tone=good]");
        assertThat(tasks.createTaskQuery()
                        .processInstanceId(waiting)
                        .singleResult()
                        .getTaskDefinitionKey())
                .isEqualTo("B");

        page.click("a[href*='back=1']");
        page.selectOption("#plan select", "A");
        page.check("input[value=ANEW]");
        page.fill("#plan input[name=reason]", " ");
        page.click("#plan button");
        assertThat(page.locator("[role=alert]").count()).as("no reason").isEqualTo(1);
        assertThat(page.inputValue("#plan select")).isEqualTo("A");
        assertThat(page.isChecked("input[value=ANEW]")).isTrue();
        page.fill("#plan input[name=reason]", "a mistake");
        page.evalOnSelector("#plan option[value=A]", "option => option.value = 'Nowhere'");
        page.click("#plan button");
        assertThat(page.locator("[role=alert]").textContent()).contains("Nowhere");
        assertThat(page.inputValue("#plan input[name=reason]")).isEqualTo("a mistake");
        isForEverybodyOnAnyScreen(page, "models-back-refused-");
        page.selectOption("#plan select", "A");
        page.click("#plan button");
        page.waitForSelector("#moves li[data-tone=good] >> nth=1");
        assertThat(page.locator("tbody tr").count()).isEqualTo(3);
        assertThat(page.locator(".standing li").count()).as("the page follows").isEqualTo(1);
        isForEverybodyOnAnyScreen(page, "models-moved-");
        page.navigate("/admin/models/attendance-correction");
        assertThat(page.locator(".diagram svg text").allTextContents().toString())
                .contains("CBEO");
        isForEverybodyOnAnyScreen(page, "models-diagram-");
    }

    @Test
    @DisplayName(
            "a decision table by itself: who deployed it, when and why; an earlier one is deployed again as any other")
    void tableAlone() {
        var key = "page-" + ThreadLocalRandom.current().nextInt(1_000_000, 9_999_999);
        var administrator = state.administrator();
        var page = browse(PHONE, "hi");
        logIn(page, administrator, TestState.PASSWORD);
        upload(page, key + ".dmn", table(key, 4));
        upload(page, key + ".dmn", table(key, 7));
        assertThat(page.locator("[role=status][data-tone=good]").count()).isEqualTo(1);
        assertThat(answer(key)).isEqualTo(7);

        page.navigate("/admin/models");
        var rows = page.locator("#alone tbody tr", new Page.LocatorOptions().setHasText(key));
        assertThat(rows.count()).isEqualTo(2);
        assertThat(rows.first().textContent()).contains("Days of " + key, administrator, "because it must be");
        assertThat(rows.first().locator("details").count()).as("in force").isZero();
        rows.last().locator("summary").click();
        rows.last().locator("input[name=reason]").fill(" ");
        isForEverybodyOnAnyScreen(page, "models-alone-");
        rows.last().locator("button").click();
        assertThat(page.locator("[role=alert]").count()).as("no reason").isEqualTo(1);
        assertThat(answer(key)).isEqualTo(7);
        rows.last().locator("input[name=reason]").fill("seven were too many");
        rows.last().locator("button").click();
        assertThat(page.locator("[role=status][data-tone=good]").textContent()).contains(key + ".dmn");
        assertThat(answer(key)).isEqualTo(4);
        assertThat(rows.first().textContent()).contains("seven were too many");
        isForEverybody(page);
    }

    @Test
    @DisplayName("of many cases that stayed where they were each is listed, with why")
    void stayed() {
        var key = "page-" + ThreadLocalRandom.current().nextInt(1_000_000, 9_999_999);
        var administrator = callers.find(state.administrator()).orElseThrow();
        for (var step : new String[] {"A", "B"}) {
            deployments.deploy(
                    administrator,
                    Map.of(key + ".bpmn", model(key, "CBEO_12", step).getBytes(StandardCharsets.UTF_8)),
                    "a test");
            if (step.equals("A")) IntStream.range(0, 22).forEach(i -> runtime.startProcessInstanceByKey(key));
        }
        var cases =
                runtime.createProcessInstanceQuery().processDefinitionKey(key).list();
        // as if they had come to their step since it was asked where they go
        moveLog.begins(
                administrator.login(),
                new MoveLog.Ordered(new Moves.Way(key, 1, 2, Moves.Timers.KEPT), Map.of()),
                cases.stream().map(ProcessInstance::getId).toList());
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> moves.progress(administrator, key).stream()
                .allMatch(Moves.Progress::done));
        for (var screen : new Screen[] {PHONE, DESKTOP}) {
            var language = screen.phone() ? "hi" : "en";
            var page = browse(screen, language);
            logIn(page, administrator.login(), TestState.PASSWORD);
            page.navigate("/admin/models/" + key);
            page.click("#moves summary");
            assertThat(page.locator("#moves details p").count()).isEqualTo(20);
            page.click("#moves details a");
            assertThat(page.locator(".findings li").allTextContents())
                    .hasSize(22)
                    .allSatisfy(text -> assertThat(text).contains("Cannot migrate", "'A:"));
            for (var one : cases) assertThat(page.content()).contains(one.getId());
            isForEverybody(page);
            picture(page, "models-stayed-" + (screen.phone() ? "phone-" : "desktop-") + language);
        }
    }

    private Object answer(String decision) {
        return decisions.evaluateDecisionTableByKey(decision).evaluate().getSingleEntry();
    }

    private static String table(String key, int days) {
        return """
                <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:camunda="http://camunda.org/schema/1.0/dmn"
                    id="d" name="d" namespace="t">
                <decision id="%1$s" name="Days of %1$s" camunda:historyTimeToLive="P1D"><decisionTable id="t">
                  <output id="o" name="days" typeRef="integer"/>
                  <rule id="r"><outputEntry id="e"><text>%2$d</text></outputEntry></rule>
                </decisionTable></decision></definitions>"""
                .formatted(key, days);
    }

    @Test
    @DisplayName("an administrator adds a kind of office; what cannot be one is refused and kept in the form")
    void kindOfOffice() {
        var code = "K" + ThreadLocalRandom.current().nextInt(1_000_000, 9_999_999);
        var page = browse(PHONE, "hi");
        logIn(page, state.administrator(), TestState.PASSWORD);
        page.navigate("/admin/office-kinds");
        isForEverybody(page);
        page.fill("input[name=code]", "CBEO");
        page.fill("article input[name=name]", "Officer of " + code);
        page.fill("article input[name=nameHi]", "अधिकारी " + code);
        page.fill("article input[name=nameVi]", "Trưởng phòng " + code);
        page.click("article button");
        assertThat(page.locator("[role=alert]").textContent()).contains("CBEO");
        assertThat(page.inputValue("article input[name=nameHi]")).isEqualTo("अधिकारी " + code);
        page.fill("input[name=code]", code);
        page.click("article button");
        assertThat(page.locator("[role=status]").textContent()).contains(code);
        assertThat(page.locator("tbody tr").last().textContent()).contains("अधिकारी " + code);
        isForEverybodyOnAnyScreen(page, "office-kinds-");
        var own = page.locator("tbody tr").last();
        own.locator("summary").click();
        own.locator("input[name=nameHi]").fill("नया " + code);
        own.locator("button").click();
        assertThat(page.locator("tbody tr").last().textContent()).contains("नया " + code);
        page.navigate("/admin/office-kinds");
        isForEverybodyInEachLanguage(page, "office-kinds-phone-%s");
        assertThat(page.locator("tbody tr").last().textContent()).contains("Officer of " + code);
    }

    /** What leads to the page need not be gone twice. */
    private void isForEverybodyOnAnyScreen(Page page, String pictures) {
        for (var screen : new Screen[] {DESKTOP, PHONE}) {
            page.setViewportSize(screen.width(), screen.height());
            isForEverybody(page);
            picture(page, pictures + (screen.phone() ? "phone-hi" : "desktop-hi"));
        }
    }

    private static void upload(Page page, String file, String model) {
        page.navigate("/admin/models");
        page.setInputFiles(
                "input[type=file]", new FilePayload(file, "text/xml", model.getBytes(StandardCharsets.UTF_8)));
        page.fill("article input[name=reason]", "because it must be");
        page.click("article button");
    }

    private static String model(String key, String office, String step) {
        var drawing = new StringBuilder();
        Map.of("S", 100, step, 200, "E", 400)
                .forEach((id, x) -> drawing.append(
                        "<di:BPMNShape id='%1$s_di' bpmnElement='%1$s'><dc:Bounds x='%2$d' y='100' width='%3$d' height='%3$d'/></di:BPMNShape>"
                                .formatted(id, x, id.equals(step) ? 100 : 36)));
        return """
                <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:c="http://camunda.org/schema/1.0/bpmn"
                    xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" targetNamespace="t">
                <process id="%1$s" name="Process %1$s" isExecutable="true" c:historyTimeToLive="P1D">
                  <startEvent id="S"/><userTask id="%3$s" name="%3$s of %1$s" c:candidateGroups="%2$s"/><endEvent id="E"/>
                  <sequenceFlow id="f1" sourceRef="S" targetRef="%3$s"/><sequenceFlow id="f2" sourceRef="%3$s" targetRef="E"/>
                </process>
                <di:BPMNDiagram id="d"><di:BPMNPlane id="p" bpmnElement="%1$s">%4$s</di:BPMNPlane></di:BPMNDiagram>
                </definitions>"""
                .formatted(key, office, step, drawing);
    }
}
