package org.panjika.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import javax.script.ScriptEngineManager;
import org.camunda.bpm.dmn.engine.impl.DmnEvaluationException;
import org.camunda.bpm.engine.DecisionService;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.el.ExpressionManager;
import org.camunda.bpm.engine.impl.el.StartProcessVariableScope;
import org.camunda.bpm.engine.impl.scripting.engine.DefaultScriptEngineResolver;
import org.camunda.bpm.engine.spring.SpringExpressionManager;
import org.camunda.bpm.engine.variable.Variables;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.panjika.SystemTest;
import org.panjika.TestState;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.core.io.ClassPathResource;

@SystemTest
class ModelsTest {

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
    FormService forms;

    @Autowired
    DecisionService decisions;

    @Autowired
    ProcessEngineConfigurationImpl engine;

    @Autowired
    ApplicationContext context;

    @Autowired
    Probe probe;

    @Autowired
    Models models;

    Http http;
    String administrator;
    final String key = "probe-" + ThreadLocalRandom.current().nextInt(1_000_000, 9_999_999);

    @BeforeEach
    void administrator() {
        http = new Http(port);
        administrator = state.administrator();
    }

    /** A process of one element between start and end. */
    String process(String element) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
                    xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
                    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="M" targetNamespace="t">
                  <bpmn:process id="%s" isExecutable="true" camunda:historyTimeToLive="P1D">
                    <bpmn:startEvent id="S"/>
                    <bpmn:sequenceFlow id="a" sourceRef="S" targetRef="X"/>
                    %s
                    <bpmn:sequenceFlow id="b" sourceRef="X" targetRef="E"/>
                    <bpmn:endEvent id="E"/>
                  </bpmn:process>
                </bpmn:definitions>
                """
                .formatted(key, element);
    }

    String decision(String language, String expression) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="D" name="D" namespace="t"
                    xmlns:camunda="http://camunda.org/schema/1.0/dmn">
                  <decision id="%s" name="d" camunda:historyTimeToLive="P1D">
                    <variable id="v" name="answer"/>
                    <literalExpression id="l" expressionLanguage="%s"><text>%s</text></literalExpression>
                  </decision>
                </definitions>
                """
                .formatted(key, language, expression);
    }

    @Nested
    @DisplayName("a model runs no code of its own")
    class NoCode {

        @ParameterizedTest(name = "{0}")
        @DisplayName("it is refused at deployment, with the element named, and nothing is deployed")
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '~',
                value = {
                    "script task|<bpmn:scriptTask id='X' scriptFormat='javascript'><bpmn:script>1+1</bpmn:script></bpmn:scriptTask>",
                    "class|<bpmn:serviceTask id='X' camunda:class='java.lang.Object'/>",
                    "shell task|<bpmn:serviceTask id='X' camunda:type='shell'/>",
                    "mail task|<bpmn:serviceTask id='X' camunda:type='mail'/>",
                    "reflection|<bpmn:serviceTask id='X' camunda:expression='${\"\".getClass().forName(\"java.lang.Runtime\")}'/>",
                    "engine services|<bpmn:serviceTask id='X' camunda:expression='${execution.processEngineServices.runtimeService}'/>",
                    "another bean|<bpmn:serviceTask id='X' camunda:expression='${probe.hit()}'/>",
                    "another bean as delegate|<bpmn:serviceTask id='X' camunda:delegateExpression='${probe}'/>",
                    "a word that is kept|<bpmn:serviceTask id='X' camunda:expression='${lent.kept()}'/>",
                    "a getter|<bpmn:serviceTask id='X' camunda:expression='${lent.class}'/>",
                    "a chain of calls|<bpmn:serviceTask id='X' camunda:expression='${lent.plus(1, 2).getClass()}'/>",
                    "reflection in brackets|<bpmn:serviceTask id='X' camunda:expression='${\"\"[\"class\"]}'/>",
                    "reflection in a name|<bpmn:userTask id='X' name='${\"\".getClass()}'/>",
                    "reflection in a due date|<bpmn:userTask id='X' camunda:dueDate='${now().getClass()}'/>",
                    "listener by class|<bpmn:userTask id='X'><bpmn:extensionElements><camunda:taskListener class='java.lang.Object' event='create'/></bpmn:extensionElements></bpmn:userTask>",
                    "listener by expression|<bpmn:userTask id='X'><bpmn:extensionElements><camunda:executionListener expression='${probe.hit()}' event='start'/></bpmn:extensionElements></bpmn:userTask>",
                    "listener by script|<bpmn:userTask id='X'><bpmn:extensionElements><camunda:executionListener event='start'><camunda:script scriptFormat='javascript'>1</camunda:script></camunda:executionListener></bpmn:extensionElements></bpmn:userTask>",
                    "input by script|<bpmn:userTask id='X'><bpmn:extensionElements><camunda:inputOutput><camunda:inputParameter name='a'><camunda:script scriptFormat='javascript'>1</camunda:script></camunda:inputParameter></camunda:inputOutput></bpmn:extensionElements></bpmn:userTask>",
                    "input by expression|<bpmn:userTask id='X'><bpmn:extensionElements><camunda:inputOutput><camunda:inputParameter name='a'>${probe.hit()}</camunda:inputParameter></camunda:inputOutput></bpmn:extensionElements></bpmn:userTask>",
                    "connector|<bpmn:serviceTask id='X'><bpmn:extensionElements><camunda:connector><camunda:connectorId>http-connector</camunda:connectorId></camunda:connector></bpmn:extensionElements></bpmn:serviceTask>",
                    "injected field|<bpmn:serviceTask id='X' camunda:delegateExpression='${lent}'><bpmn:extensionElements><camunda:field name='a' stringValue='b'/></bpmn:extensionElements></bpmn:serviceTask>",
                    "script as loop condition|<bpmn:userTask id='X'><bpmn:multiInstanceLoopCharacteristics camunda:collection='${probe.hit()}'/></bpmn:userTask>",
                    "page of its own as form|<bpmn:userTask id='X' camunda:formKey='embedded:deployment:evil.html'/>",
                    "a class that makes the form|<bpmn:userTask id='X' camunda:formHandlerClass='java.lang.Object'/>",
                    "a class that judges a field|<bpmn:userTask id='X'><bpmn:extensionElements><camunda:formData><camunda:formField id='X' type='string'><camunda:validation><camunda:constraint name='validator' config='java.lang.Object'/></camunda:validation></camunda:formField></camunda:formData></bpmn:extensionElements></bpmn:userTask>",
                    "the same under the engine's older name|<bpmn:userTask id='X' xmlns:old='http://activiti.org/bpmn' old:formHandlerClass='java.lang.Object'/>",
                    "a shell under the older name|<bpmn:serviceTask id='X' xmlns:old='http://activiti.org/bpmn' old:type='shell'/>",
                    "a listener under the older name|<bpmn:userTask id='X'><bpmn:extensionElements><old:taskListener xmlns:old='http://activiti.org/bpmn' expression='${1}' event='create'/></bpmn:extensionElements></bpmn:userTask>",
                    "an expression beside an element|<bpmn:userTask id='X'><bpmn:extensionElements><camunda:inputOutput><camunda:inputParameter name='a'>${probe.hit()}<x xmlns='urn:x'/></camunda:inputParameter></camunda:inputOutput></bpmn:extensionElements></bpmn:userTask>",
                    "a script as what is waited for|<bpmn:intermediateCatchEvent id='X'><bpmn:conditionalEventDefinition><bpmn:condition xsi:type='bpmn:tFormalExpression' language='javascript'>true</bpmn:condition></bpmn:conditionalEventDefinition></bpmn:intermediateCatchEvent>",
                    "business rule by class|<bpmn:businessRuleTask id='X' camunda:class='java.lang.Object'/>"
                })
        void refused(String what, String element) {
            var answer = http.deploy(administrator, key + ".bpmn", process(element));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            assertThat(answer.body()).contains(" X>");
            assertThat(repository
                            .createProcessDefinitionQuery()
                            .processDefinitionKey(key)
                            .count())
                    .isZero();
            assertThat(probe.hits).hasValue(0);
        }

        @Test
        @DisplayName("a script as a condition is refused")
        void condition() {
            var flow = process("<bpmn:userTask id='X'/>")
                    .replace(
                            "targetRef=\"E\"/>",
                            "targetRef=\"E\"><bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\""
                                    + " language=\"javascript\">true</bpmn:conditionExpression></bpmn:sequenceFlow>");
            assertThat(http.deploy(administrator, key + ".bpmn", flow).statusCode())
                    .isEqualTo(400);
        }

        @ParameterizedTest
        @DisplayName("a decision in JavaScript, in Groovy or with reflection is refused")
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '~',
                value = {"javascript|1+1", "groovy|1+1", "juel|''.getClass()", "juel|${probe.hit()}"})
        void decisionsByCode(String language, String expression) {
            var answer = http.deploy(administrator, key + ".dmn", decision(language, expression));
            assertThat(answer.statusCode()).isEqualTo(400);
        }

        @ParameterizedTest
        @DisplayName("other files, broken ones and entities from outside are refused")
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '~',
                value = {
                    "evil.js|alert(1)",
                    "evil.html|<script>alert(1)</script>",
                    "evil.cmmn|<definitions/>",
                    "evil.bpmn|not xml",
                    "evil.bpmn|<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>",
                    "evil.form|{}"
                })
        void otherFiles(String name, String content) {
            assertThat(http.deploy(administrator, name, content).statusCode()).isEqualTo(400);
        }

        @Test
        @DisplayName("an official deploys nothing at all")
        void officials() {
            var office = Office.create(state);
            assertThat(http.deploy(office.head(), key + ".bpmn", process("<bpmn:userTask id='X'/>"))
                            .statusCode())
                    .isEqualTo(403);
        }
    }

    Object value(ExpressionManager expressions, String text, VariableScope scope) {
        return engine.getCommandExecutorTxRequired()
                .execute(command -> expressions.createExpression(text).getValue(scope));
    }

    @Nested
    @DisplayName("what slipped through the gate would be stopped where it runs")
    class SecondLine {

        @Test
        @DisplayName("no language has a script engine; control: this application has one for JavaScript")
        void scripts() {
            var stock = new DefaultScriptEngineResolver(new ScriptEngineManager());
            assertThat(stock.getScriptEngine("javascript", false)).isNotNull();
            assertThat(engine.getScriptEngineResolver().getScriptEngine("javascript", false))
                    .isNull();
        }

        @Test
        @DisplayName(
                "expressions reach no getter, no class and no other bean; control: the engine's own do, even with the bean hidden")
        void expressions() {
            var reflection = "${''.getClass().forName('java.lang.Runtime')}";
            var stock = new SpringExpressionManager(context, new HashMap<>());
            var scope = StartProcessVariableScope.getSharedInstance();
            assertThat(value(stock, reflection, scope)).isEqualTo(Runtime.class);
            var guarded = engine.getExpressionManager();
            for (var attack : new String[] {
                reflection, "${probe.hit()}", "${lent.kept()}", "${lent.class}", "${dataSource}", "${''.bytes}"
            }) {
                assertThatThrownBy(() -> value(guarded, attack, scope))
                        .as(attack)
                        .isInstanceOf(ProcessEngineException.class);
            }
            assertThat(value(guarded, "${lent.plus(1, '2')}", scope)).isEqualTo(3L);
            assertThat(probe.hits).hasValue(0);
        }

        @Test
        @DisplayName("an expression outside a case is not evaluated; control: the engine's own runs our bean")
        void outside() {
            var stock = new SpringExpressionManager(context);
            assertThat(value(stock, "${probe.hit()}", null)).isEqualTo("hit");
            probe.hits.set(0);
            assertThatThrownBy(() -> value(engine.getExpressionManager(), "${lent.plus(1, 2)}", null))
                    .hasMessageContaining("not allowed");
        }

        @Test
        @DisplayName("no class is instantiated for a model")
        void classes() {
            assertThatThrownBy(() -> engine.getArtifactFactory().getArtifact(Object.class))
                    .isInstanceOf(ProcessEngineException.class);
        }

        @Test
        @DisplayName("a decision without a named language is not evaluated as code either")
        void unnamedLanguage() {
            var answer = http.deploy(
                    administrator,
                    key + ".dmn",
                    decision("feel", "x")
                            .replace(" expressionLanguage=\"feel\"", "")
                            .replace("<text>x<", "<text>probe.hit()<"));
            if (answer.statusCode() == 200) {
                assertThatThrownBy(() -> decisions.evaluateDecisionByKey(key).evaluate())
                        .isInstanceOfAny(ProcessEngineException.class, DmnEvaluationException.class);
            }
            assertThat(probe.hits).hasValue(0);
        }
    }

    @Test
    @DisplayName("a model with words lent to it is deployed and runs: a delegate, a call, a variable, a list")
    void lent() {
        var answer = http.deploy(
                administrator,
                key + ".bpmn",
                process(
                                """
                        <bpmn:serviceTask id="X" camunda:delegateExpression="${lent}">
                          <bpmn:extensionElements><camunda:inputOutput>
                            <camunda:outputParameter name="sum">${lent.plus(line.first, 2) + 1}</camunda:outputParameter>
                            <camunda:outputParameter name="case">${execution.processBusinessKey}</camunda:outputParameter>
                          </camunda:inputOutput></bpmn:extensionElements>
                        </bpmn:serviceTask>
                        <bpmn:userTask id="Wait" camunda:candidateGroups="camunda-admin"/>
                        """)
                        .replace(
                                "targetRef=\"E\"",
                                "targetRef=\"Wait\"/><bpmn:sequenceFlow id=\"c\""
                                        + " sourceRef=\"Wait\" targetRef=\"E\""));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var started = runtime.startProcessInstanceByKey(
                key, "case-1", Variables.createVariables().putValue("line", new HashMap<>(Map.of("first", 4))));
        assertThat(runtime.getVariable(started.getId(), "sum")).isEqualTo(7L);
        assertThat(runtime.getVariable(started.getId(), "case")).isEqualTo("case-1");
    }

    @Nested
    @DisplayName("a process has all it binds in its own deployment")
    class Bound {

        final String form = "{\"id\": \"" + key + "-form\", \"type\": \"default\", \"components\": []}";
        final String process = process("<bpmn:userTask id='X' camunda:candidateGroups='camunda-admin' camunda:formRef='"
                + key + "-form' camunda:formRefBinding='deployment'/>");

        @Test
        @DisplayName("deployed alone, as the modelling tool does, it gets the newest form; running cases keep theirs")
        void completed() throws IOException {
            assertThat(http.deploy(administrator, key + ".form", form).statusCode())
                    .isEqualTo(200);
            assertThat(http.deploy(administrator, key + ".bpmn", process).statusCode())
                    .isEqualTo(200);
            runtime.startProcessInstanceByKey(key);
            http.deploy(administrator, key + ".form", form.replace("[]", "[{\"key\": \"later\"}]"));
            var task = tasks.createTaskQuery().processDefinitionKey(key).singleResult();
            assertThat(new String(forms.getDeployedTaskForm(task.getId()).readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(form);
        }

        @Test
        @DisplayName("a form that does not exist is named, and nothing is deployed")
        void missing() {
            var answer = http.deploy(administrator, key + ".bpmn", process);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("<userTask X>", "form '" + key + "-form'");
            var uses = process("<bpmn:businessRuleTask id='X' camunda:decisionRef='no-such-table'/>");
            assertThat(http.deploy(administrator, key + ".bpmn", uses).body())
                    .contains("<businessRuleTask X>", "decision 'no-such-table'");
        }

        @Test
        @DisplayName(
                "loaded from files: once, again only when one of its files changes, never over an administrator's version")
        void loaded() {
            Map<String, byte[]> files = new HashMap<>(Map.of(
                    key + ".bpmn", process.getBytes(StandardCharsets.UTF_8),
                    key + "-form.form", form.getBytes(StandardCharsets.UTF_8)));
            models.load(new Models.Files(files, Set.of()));
            assertThat(versions()).isEqualTo(1);
            models.load(new Models.Files(files, Set.of()));
            assertThat(versions()).isEqualTo(1);
            files.put(key + "-form.form", form.replace("[]", "[{}]").getBytes(StandardCharsets.UTF_8));
            models.load(new Models.Files(files, Set.of()));
            assertThat(versions()).isEqualTo(2);
            assertThat(http.deploy(administrator, key + ".bpmn", process.replace("'X'", "'X' name='New'"))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(versions()).isEqualTo(3);
            models.load(new Models.Files(files, Set.of()));
            assertThat(versions()).isEqualTo(3);
            var changed = new Models.Files(files, Set.of(key + ".bpmn"));
            models.load(changed);
            assertThat(versions())
                    .as("what is new in the folder is what somebody wants")
                    .isEqualTo(4);
            http.deploy(administrator, key + ".bpmn", process.replace("'X'", "'X' name='Newer'"));
            models.load(changed);
            assertThat(versions()).as("but only once").isEqualTo(5);
        }

        long versions() {
            return repository
                    .createProcessDefinitionQuery()
                    .processDefinitionKey(key)
                    .count();
        }
    }

    @Test
    @DisplayName("a table of limits that no day could be opened with is refused at deployment, with the figure named")
    void wrongLimits() throws IOException {
        var before = repository
                .createDecisionDefinitionQuery()
                .decisionDefinitionKey("day-cutoffs")
                .count();
        var table = new ClassPathResource("processes/day-cutoffs.dmn").getContentAsString(StandardCharsets.UTF_8);
        var mistyped = http.deploy(administrator, "day-cutoffs.dmn", table.replace("\"14:00\"", "\"14.00\""));
        assertThat(mistyped.statusCode()).isEqualTo(400);
        assertThat(mistyped.body()).contains("entryDue", "14.00");
        var overlapping = http.deploy(administrator, "day-cutoffs.dmn", table.replace("\"DEFAULT\"", "\"RJ\""));
        assertThat(overlapping.statusCode()).isEqualTo(400);
        assertThat(repository
                        .createDecisionDefinitionQuery()
                        .decisionDefinitionKey("day-cutoffs")
                        .count())
                .isEqualTo(before);
    }
}
