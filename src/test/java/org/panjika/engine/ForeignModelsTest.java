package org.panjika.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.panjika.SystemTest;
import org.panjika.TestState;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@SystemTest
@DisplayName("Whatever is deployed, ours or not: it is taken, or refused with a reason that can be read")
class ForeignModelsTest {

    @LocalServerPort
    int port;

    @Autowired
    TestState state;

    Http http;
    String administrator;
    final String key = "foreign-" + ThreadLocalRandom.current().nextInt(1_000_000, 9_999_999);

    @BeforeEach
    void administrator() {
        http = new Http(port);
        administrator = state.administrator();
    }

    @TestFactory
    @DisplayName("models of other tools, with what their vendors add")
    Stream<DynamicTest> otherTools() {
        var files = new LinkedHashMap<String, String>();
        files.put(
                "taken: default namespace, extensions of another vendor",
                otherTool(
                        true,
                        """
                <startEvent id="S"><extensionElements><signavio:meta xmlns:signavio="http://www.signavio.com" key="bgcolor" value="#fff"/></extensionElements></startEvent>
                <task id="T" name="Just a task"/><endEvent id="E"/>
                <sequenceFlow id="f1" sourceRef="S" targetRef="T"/><sequenceFlow id="f2" sourceRef="T" targetRef="E"/>"""));
        files.put(
                "taken: data objects, stores, groups, annotations, lanes",
                otherTool(
                        true,
                        """
                <laneSet id="L"><lane id="L1" name="Clerk"><flowNodeRef>S</flowNodeRef></lane></laneSet>
                <startEvent id="S"/><endEvent id="E"/><sequenceFlow id="f1" sourceRef="S" targetRef="E"/>
                <dataObject id="D"/><dataObjectReference id="DR" dataObjectRef="D"/><textAnnotation id="A"><text>note</text></textAnnotation>"""));
        files.put("refused: not meant to run", otherTool(false, "<startEvent id=\"S\"/>"));
        files.put("refused: nothing in it", otherTool(true, ""));
        files.put(
                "refused: a diagram of a choreography",
                """
                <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">
                <choreography id="C"/></definitions>""");
        files.put("refused: BPMN 1 of another tool", "<Package xmlns=\"http://www.wfmc.org/2008/XPDL2.1\" Id=\"p\"/>");
        files.put(
                "refused: words of the cloud engine",
                otherTool(
                        true,
                        """
                <startEvent id="S"/><endEvent id="E"/><sequenceFlow id="f1" sourceRef="S" targetRef="X"/><sequenceFlow id="f2" sourceRef="X" targetRef="E"/>
                <userTask id="X"><extensionElements><zeebe:userTask xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"/></extensionElements></userTask>"""));
        for (var element : new String[] {
            "<complexGateway id='X'/>",
            "<callActivity id='X'/>",
            "<sendTask id='X'/>",
            "<receiveTask id='X'/>",
            "<manualTask id='X'/>",
            "<businessRuleTask id='X'/>",
            "<adHocSubProcess id='X'/>",
            "<transaction id='X'/>",
            "<scriptTask id='X'/>",
            "<serviceTask id='X' implementation='##WebService'/>",
            "<inclusiveGateway id='X'/>",
            "<subProcess id='X'/>",
            "<userTask id='X' implementation='##unspecified'/>",
            "<intermediateThrowEvent id='X'><signalEventDefinition/></intermediateThrowEvent>",
            "<intermediateCatchEvent id='X'><conditionalEventDefinition/></intermediateCatchEvent>",
            "<serviceTask id='X'><standardLoopCharacteristics/></serviceTask>",
            "<serviceTask id='X' xmlns:activiti='http://activiti.org/bpmn' activiti:class='java.lang.Runtime'/>"
        }) {
            files.put(
                    element,
                    otherTool(
                            true,
                            "<startEvent id='S'/>" + element + "<endEvent id='E'/>"
                                    + "<sequenceFlow id='f1' sourceRef='S' targetRef='X'/><sequenceFlow id='f2' sourceRef='X' targetRef='E'/>"));
        }
        return files.entrySet().stream()
                .map(f -> DynamicTest.dynamicTest(
                        f.getKey(),
                        () -> isAnswered(f.getKey(), key + ".bpmn", f.getValue().getBytes(StandardCharsets.UTF_8))));
    }

    @TestFactory
    @DisplayName("files that are broken, hostile or nothing at all")
    Stream<DynamicTest> broken() {
        var good = otherTool(
                true, "<startEvent id='S'/><endEvent id='E'/><sequenceFlow id='f1' sourceRef='S' targetRef='E'/>");
        var files = new LinkedHashMap<String, byte[]>();
        files.put("refused: empty", new byte[0]);
        files.put("refused: not XML", bytes("a line of text"));
        files.put("refused: zeros", new byte[1000]);
        files.put("refused: a picture", new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
        files.put("refused: cut off", bytes(good.substring(0, good.length() / 2)));
        files.put("taken: UTF-16", good.replace("UTF-8", "UTF-16").getBytes(StandardCharsets.UTF_16));
        files.put("refused: UTF-16 that says UTF-8", good.getBytes(StandardCharsets.UTF_16LE));
        files.put("taken: with a byte order mark", bytes("\uFEFF" + good));
        files.put(
                "refused: a file of the server",
                bytes("<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>"));
        files.put("refused: a schema from elsewhere", bytes("<!DOCTYPE a SYSTEM 'http://localhost:1/a.dtd'><a/>"));
        files.put(
                "refused: a billion laughs", bytes("<!DOCTYPE a [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><a>&b;</a>"));
        files.put(
                "refused: five megabytes",
                bytes(good.replace("<startEvent id='S'/>", "<startEvent id='S'/>" + " ".repeat(5 << 20))));
        files.put(
                "refused: a name of 5,000 letters",
                bytes(good.replace("id='S'", "id='S' name='" + "x".repeat(5_000) + "'")));
        files.put(
                "refused: an id of 5,000 letters",
                bytes(good.replaceAll("['\"]S['\"]", "'" + "S".repeat(5_000) + "'")));
        files.put(
                "refused: a process's name of 5,000 letters",
                bytes(good.replace("<process", "<process name='" + "x".repeat(5_000) + "'")));
        files.put(
                "refused: a service described elsewhere",
                bytes(
                        good.replace(
                                "<process",
                                "<import importType='http://schemas.xmlsoap.org/wsdl/' location='http://localhost:1/a.wsdl' namespace='urn:a'/><process")));
        files.put("refused: 10,000 elements in each other", bytes("<a>".repeat(10_000) + "</a>".repeat(10_000)));
        files.put(
                "refused: an expression of 100,000 brackets",
                bytes(good.replace("id='S'", "id='S' name='${" + "(".repeat(100_000) + "'")));
        files.put("taken: 1,000 tasks in a row", bytes(row(1_000)));
        return Stream.of(".bpmn", ".dmn", ".form").flatMap(ending -> files.entrySet().stream()
                .map(f -> DynamicTest.dynamicTest(
                        ending + " " + f.getKey(),
                        () -> isAnswered(
                                ending.equals(".bpmn") ? f.getKey() : "refused: " + f.getKey(),
                                key + ending,
                                f.getValue()))));
    }

    @Test
    @DisplayName("a deployment by a name of 5,000 letters is refused with a reason")
    void deploymentName() {
        var good = bytes(otherTool(
                true, "<startEvent id='S'/><endEvent id='E'/><sequenceFlow id='f1' sourceRef='S' targetRef='E'/>"));
        var answer = http.deploy(administrator, "n".repeat(5_000), Map.of(key + ".bpmn", good));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("255");
    }

    @TestFactory
    @DisplayName("files by names that nobody gives a file")
    Stream<DynamicTest> names() {
        var good = bytes(otherTool(
                true, "<startEvent id='S'/><endEvent id='E'/><sequenceFlow id='f1' sourceRef='S' targetRef='E'/>"));
        return Stream.of(
                        "taken: ../../../etc/passwd.bpmn",
                        "taken: C:\\windows\\a.bpmn",
                        "refused: a.bpmn/",
                        "refused: " + "a".repeat(300) + ".bpmn",
                        "refused: .BPMN",
                        "taken: नमूना.bpmn",
                        "refused: a.bpmn.js")
                .map(what -> DynamicTest.dynamicTest(
                        what.substring(0, Math.min(60, what.length())),
                        () -> isAnswered(what, what.replaceFirst("^[a-z]+: ", ""), good)));
    }

    @TestFactory
    @DisplayName("decisions and forms of other tools")
    Stream<DynamicTest> decisions() {
        var dmn =
                "<definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/' xmlns:camunda='http://camunda.org/schema/1.0/dmn' id='D' name='d' namespace='n'>%s</definitions>";
        var decision = "<decision id='%s' name='d' camunda:historyTimeToLive='P1D'>%%s</decision>".formatted(key);
        var table = decision.formatted(
                "<decisionTable id='t' hitPolicy='%s'><input id='i'><inputExpression id='ie' typeRef='%s'><text>x</text></inputExpression></input><output id='o' name='y'/>"
                        + "<rule id='r'><inputEntry id='re'><text>%s</text></inputEntry><outputEntry id='ro'><text>1</text></outputEntry></rule></decisionTable>");
        return Map.of(
                        "refused: no decision", dmn.formatted(""),
                        "a text without a table", dmn.formatted(decision.formatted("")),
                        "taken: more than a comparison",
                                dmn.formatted(table.formatted("UNIQUE", "string", "starts with(?, \"a\")")),
                        "a table of dates",
                                dmn.formatted(table.formatted("FIRST", "date", "&lt; date(\"2027-01-01\")")),
                        "refused: half a comparison", dmn.formatted(table.formatted("UNIQUE", "integer", "&lt;")),
                        "a table that needs another that is not there",
                                dmn.formatted(
                                        decision.formatted(
                                                "<informationRequirement id='ir'><requiredDecision href='#no'/></informationRequirement>")),
                        "DMN 1.1",
                                dmn.formatted(table.formatted("UNIQUE", "string", "-"))
                                        .replace(
                                                "https://www.omg.org/spec/DMN/20191111/MODEL/",
                                                "http://www.omg.org/spec/DMN/20151101/dmn.xsd"))
                .entrySet()
                .stream()
                .map(f -> DynamicTest.dynamicTest(
                        f.getKey(), () -> isAnswered(f.getKey(), key + ".dmn", bytes(f.getValue()))));
    }

    private void isAnswered(String what, String file, byte[] content) throws Exception {
        var answer = http.deploy(administrator, Map.of(file, content));
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 400);
        if (what.startsWith("taken"))
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        if (what.startsWith("refused"))
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        if (answer.statusCode() == 400) {
            assertThat(new ObjectMapper()
                            .readTree(answer.body())
                            .path("message")
                            .asText())
                    .isNotBlank()
                    .doesNotContain("Exception", "null");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String row(int tasks) {
        var row = new StringBuilder("<startEvent id='T0'/>");
        for (int i = 1; i <= tasks; i++) {
            row.append("<manualTask id='T")
                    .append(i)
                    .append("'/><sequenceFlow id='f")
                    .append(i)
                    .append("' sourceRef='T")
                    .append(i - 1)
                    .append("' targetRef='T")
                    .append(i)
                    .append("'/>");
        }
        return otherTool(
                true, row + "<endEvent id='E'/><sequenceFlow id='last' sourceRef='T" + tasks + "' targetRef='E'/>");
    }

    private String otherTool(boolean executable, String content) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:c="http://camunda.org/schema/1.0/bpmn"
                    exporter="Another tool" targetNamespace="http://www.example.org/">
                  <process id="%s" isExecutable="%s" c:historyTimeToLive="P1D">%s</process>
                </definitions>"""
                .formatted(key, executable, content);
    }
}
