package org.panjika.correction;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.SystemTest;
import org.panjika.Tasklist;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.access.Caller;
import org.panjika.access.Callers;
import org.panjika.attendance.DayOpening;
import org.panjika.engine.Deployments;
import org.panjika.engine.Moves;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.ResponseEntity;
import org.springframework.util.LinkedMultiValueMap;

@SystemTest
@DisplayName("An administrator puts an authority between CBEO and CDEO: one triple, one row, one deployment")
class NewAuthorityTest {

    private static final String PROCESS = "attendance-correction";

    /** A Wednesday; every day of the next four weeks is a working day. */
    private static final LocalDate DAY = LocalDate.of(2027, 6, 2);

    @Autowired
    TestState state;

    @Autowired
    CorrectionScene scene;

    @Autowired
    Tasklist tasklist;

    @Autowired
    TestClock clock;

    @Autowired
    DayOpening opening;

    @Autowired
    TestRestTemplate http;

    @Autowired
    Callers callers;

    @Autowired
    Deployments deployments;

    @Autowired
    Moves moves;

    Caller administrator;
    CorrectionScene.Cluster cluster;
    String deo;
    int first;

    @BeforeEach
    void aDistrictWithSuchAnOffice() {
        clock.set(DAY, "11:00");
        administrator = callers.find(state.administrator()).orElseThrow();
        var offices = state.blockAtWork("RJ", DAY, 28);
        var office = state.officeBetween("DEO_ELEMENTARY", offices.block(), offices.district());
        deo = state.holder("HEAD", office);
        cluster = scene.cluster(offices);
        opening.open(DAY);
        first = newest();
    }

    @AfterEach
    void asBefore() {
        if (newest() == first + 1) {
            moves.goBack(
                    administrator,
                    PROCESS,
                    first,
                    Moves.Timers.KEPT,
                    "after a test that failed",
                    Map.of("DeoDecides", "CdeoDecides"));
        }
    }

    @Test
    @DisplayName("new requests walk through it, running ones are moved, and going back is one action")
    void deo() throws Exception {
        clock.set(DAY.plusDays(5), "10:00");
        var running = scene.asked(cluster.head(), cluster.school(), DAY, cluster.teacher());
        assertThat(tasklist.one(cluster.blockOfficer()).getTaskDefinitionKey()).isEqualTo("CbeoDecides");

        var model = model();
        var table = table();
        var alone = deploy(Map.of("attendance-correction.bpmn", model));
        assertThat(alone.getStatusCode().value()).isEqualTo(400);
        assertThat(alone.getBody()).contains("DeoDecides", "DEO_ELEMENTARY");
        assertThat(deploy(Map.of("correction-ladder.dmn", table)).getBody()).contains("correction-ladder-deo");
        var together = deploy(Map.of("attendance-correction.bpmn", model, "correction-ladder.dmn", table));
        assertThat(together.getStatusCode().value()).as(together.getBody()).isEqualTo(200);
        assertThat(newest()).isEqualTo(first + 1);

        moves.move(administrator, new Moves.Way(PROCESS, first, first + 1, Moves.Timers.KEPT), Map.of());
        moved();
        clock.set(DAY.plusDays(9), "10:00");
        scene.timers(running);
        assertThat(tasklist.one(deo).getTaskDefinitionKey()).isEqualTo("DeoDecides");
        assertThat(scene.find(cluster.head(), running)).containsEntry("authority", "DEO_ELEMENTARY");
        assertThat(tasklist.decide(deo, "approve")).isEqualTo(204);
        assertThat(scene.state(cluster.head(), running)).isEqualTo("APPROVED");
        assertThat(state.reads(cluster.teacher(), DAY)).isEqualTo("PRESENT PRESENT");

        Map<String, Object> late = scene.asked(cluster.head(), cluster.school(), DAY, cluster.colleague());
        assertThat(late).containsEntry("authority", "DEO_ELEMENTARY");
        assertThat(tasklist.one(deo).getTaskDefinitionKey()).isEqualTo("DeoDecides");

        moves.goBack(
                administrator,
                PROCESS,
                first,
                Moves.Timers.KEPT,
                "the office is closed",
                Map.of("DeoDecides", "CdeoDecides"));
        moved();
        assertThat(newest()).isEqualTo(first + 2);
        assertThat(tasklist.of(deo)).isEmpty();
        assertThat(tasklist.one(cluster.districtOfficer()).getTaskDefinitionKey())
                .isEqualTo("CdeoDecides");
        assertThat(tasklist.decide(cluster.districtOfficer(), "approve")).isEqualTo(204);
        assertThat(state.reads(cluster.colleague(), DAY)).isEqualTo("PRESENT PRESENT");
    }

    private void moved() {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> moves.progress(administrator, PROCESS).stream()
                .allMatch(Moves.Progress::done));
    }

    private int newest() {
        return deployments.versions(administrator, PROCESS).get(0).number();
    }

    /** As the modelling tool does it. */
    private ResponseEntity<String> deploy(Map<String, String> files) {
        var form = new LinkedMultiValueMap<String, Object>();
        form.add("deployment-name", "A district officer in between");
        form.add("deployment-source", "Camunda Modeler");
        form.add("enable-duplicate-filtering", "true");
        files.forEach(
                (name, content) -> form.add(name, new ByteArrayResource(content.getBytes(StandardCharsets.UTF_8)) {
                    @Override
                    public String getFilename() {
                        return name;
                    }
                }));
        return http.withBasicAuth(administrator.login(), TestState.PASSWORD)
                .postForEntity("/engine-rest/deployment/create", form, String.class);
    }

    /** The three of the CBEO copied, and the flows that led to the CDEO led there first. */
    private static String model() throws Exception {
        var model = new ClassPathResource("processes/attendance-correction.bpmn")
                .getContentAsString(StandardCharsets.UTF_8)
                .replaceAll("\\s*<bpmn:(incoming|outgoing)>[^<]*</bpmn:\\1>", "");
        var triple = new StringBuilder();
        for (var element : new String[] {
            "exclusiveGateway id=\"MayTheCbeoDecide\"",
            "userTask id=\"CbeoDecides\"",
            "boundaryEvent id=\"CbeoWindowPasses\"",
            "sequenceFlow id=\"CbeoMay\"",
            "sequenceFlow id=\"CbeoMayNot\"",
            "sequenceFlow id=\"AfterCbeosWindow\"",
            "sequenceFlow id=\"CbeoDecided\""
        }) {
            triple.append(element(model, element)
                    .replace("CBEO'", "DEO_ELEMENTARY'")
                    .replace("CBEO", "DEO")
                    .replace("Cbeo", "Deo"));
        }
        for (var flow : new String[] {"CbeoMayNot", "AfterCbeosWindow"}) {
            var before = element(model, "sequenceFlow id=\"" + flow + "\"");
            model = model.replace(before, before.replace("MayTheCdeoDecide", "MayTheDeoDecide"));
        }
        return model.replaceFirst(
                "(?=<bpmn:serviceTask id=\"WriteTheDecision\")",
                triple.toString().replace("$", "\\$"));
    }

    private static String element(String model, String start) {
        var from = model.indexOf("<bpmn:" + start);
        var name = start.substring(0, start.indexOf(' '));
        var whole = model.indexOf("/>", from);
        var nested = model.indexOf("<", from + 1);
        if (whole < nested) return model.substring(from, whole + 2);
        var end = "</bpmn:" + name + ">";
        return model.substring(from, model.indexOf(end, from) + end.length());
    }

    private static String table() throws Exception {
        var table = new ClassPathResource("processes/correction-ladder.dmn").getContentAsString(StandardCharsets.UTF_8);
        var from = table.indexOf("<rule id=\"correction-ladder-2\"");
        var end = table.indexOf("</rule>", from) + "</rule>".length();
        var row = table.substring(from, end)
                .replace("correction-ladder-2", "correction-ladder-deo")
                .replace("\"CBEO\"", "\"DEO_ELEMENTARY\"")
                .replace(">8<", ">15<");
        return table.substring(0, end) + row + table.substring(end);
    }
}
