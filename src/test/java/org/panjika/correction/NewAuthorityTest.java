package org.panjika.correction;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.Browser;
import org.panjika.SystemTest;
import org.panjika.Tasklist;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.access.Caller;
import org.panjika.access.Callers;
import org.panjika.attendance.DayOpening;
import org.panjika.engine.Deployments;
import org.panjika.engine.Moves;
import org.panjika.organisation.Institutions;
import org.panjika.organisation.OfficeKinds;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.ResponseEntity;
import org.springframework.util.LinkedMultiValueMap;

@SystemTest
@DisplayName(
        "An administrator puts an authority that nobody knew between CBEO and CDEO: one kind of office, one triple, one row, one deployment")
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

    @Autowired
    OfficeKinds kinds;

    @Autowired
    Institutions institutions;

    @Autowired
    LadderLimits limits;

    @LocalServerPort
    int port;

    Caller administrator;
    TestState.Block offices;
    CorrectionScene.Cluster cluster;
    int first;

    @BeforeEach
    void aDistrict() {
        clock.set(DAY, "11:00");
        administrator = callers.find(state.administrator()).orElseThrow();
        offices = state.blockAtWork("RJ", DAY, 28);
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
                    Map.of("SdeoDecides", "CdeoDecides"));
        }
    }

    @Test
    @DisplayName("new requests walk through it, running ones are moved, and going back is one action")
    void newAuthority() throws Exception {
        clock.set(DAY.plusDays(5), "10:00");
        var running = scene.asked(cluster.head(), cluster.school(), DAY, cluster.teacher());
        assertThat(tasklist.one(cluster.blockOfficer()).getTaskDefinitionKey()).isEqualTo("CbeoDecides");

        var model = model();
        var table = table();
        assertThat(deploy(Map.of("attendance-correction.bpmn", model, "correction-ladder.dmn", table))
                        .getBody())
                .as("nobody knows such an office yet")
                .contains("SDEO1");
        var sdeo = anOfficeOfANewKind();
        var alone = deploy(Map.of("attendance-correction.bpmn", model));
        assertThat(alone.getStatusCode().value()).isEqualTo(400);
        assertThat(alone.getBody()).contains("SdeoDecides", "SDEO1");
        assertThat(deploy(Map.of("correction-ladder.dmn", table)).getBody()).contains("correction-ladder-sdeo");
        var together = deploy(Map.of("attendance-correction.bpmn", model, "correction-ladder.dmn", table));
        assertThat(together.getStatusCode().value()).as(together.getBody()).isEqualTo(200);
        assertThat(newest()).isEqualTo(first + 1);

        moves.move(administrator, new Moves.Way(PROCESS, first, first + 1, Moves.Timers.KEPT), Map.of());
        moved();
        clock.set(DAY.plusDays(9), "10:00");
        scene.timers(running);
        assertThat(tasklist.one(sdeo).getTaskDefinitionKey()).isEqualTo("SdeoDecides");
        assertThat(scene.find(cluster.head(), running)).containsEntry("authority", "SDEO1");
        assertThat(tasklist.decide(sdeo, "approve")).isEqualTo(204);
        assertThat(scene.state(cluster.head(), running)).isEqualTo("APPROVED");
        assertThat(state.reads(cluster.teacher(), DAY)).isEqualTo("PRESENT PRESENT");

        Map<String, Object> late = scene.asked(cluster.head(), cluster.school(), DAY, cluster.colleague());
        assertThat(late).containsEntry("authority", "SDEO1");
        assertThat(tasklist.one(sdeo).getTaskDefinitionKey()).isEqualTo("SdeoDecides");
        assertThat(Browser.loggedIn(port, cluster.head(), TestState.PASSWORD)
                        .get("/corrections/" + late.get("id"))
                        .body())
                .as("called by the name it was given")
                .contains("<strong>Officer of the subdivision</strong>");

        moves.goBack(
                administrator,
                PROCESS,
                first,
                Moves.Timers.KEPT,
                "the office is closed",
                Map.of("SdeoDecides", "CdeoDecides"));
        moved();
        assertThat(newest()).isEqualTo(first + 2);
        assertThat(tasklist.of(sdeo)).isEmpty();
        assertThat(tasklist.one(cluster.districtOfficer()).getTaskDefinitionKey())
                .isEqualTo("CdeoDecides");
        assertThat(tasklist.decide(cluster.districtOfficer(), "approve")).isEqualTo(204);
        assertThat(state.reads(cluster.colleague(), DAY)).isEqualTo("PRESENT PRESENT");
    }

    /** As an administrator does it: the kind, then a list with the office and with the block that comes under it. */
    private String anOfficeOfANewKind() {
        var page = Browser.loggedIn(port, administrator.login(), TestState.PASSWORD);
        var kind = Map.of(
                "code", "sdeo1",
                "rulesOf", "DISTRICT_OFFICE",
                "name", "Subdivisional education officer",
                "nameHi", "अनुमंडल शिक्षा पदाधिकारी",
                "nameVi", "Trưởng phòng giáo dục phân khu");
        assertThat(page.post("/admin/office-kinds", kind).body()).contains("data-tone=\"good\"", "SDEO1");
        assertThat(page.post("/admin/office-kinds", kind).body()).contains("data-tone=\"bad\"");
        var renamed = new HashMap<>(kind);
        renamed.put("name", "Officer of the subdivision");
        page.post("/admin/office-kinds/SDEO1/names", renamed);
        page.post("/admin/office-kinds/CDEO/names", renamed);
        assertThat(kinds.name("SDEO1", Locale.ENGLISH)).contains("Officer of the subdivision");
        assertThat(kinds.name("CDEO", Locale.ENGLISH)).as("one of the orders").isEmpty();
        var code = "SDEO1" + offices.block().substring("CBEO".length());
        var list = "code,kind,parent,name\n%s,SDEO1,%s,Subdivision\n%s,CBEO,%s,Block\n"
                .formatted(code, offices.district(), offices.block(), code);
        var form = new LinkedMultiValueMap<String, Object>();
        form.add("file", file("offices.csv", list));
        var report = http.withBasicAuth(administrator.login(), TestState.PASSWORD)
                .postForEntity("/api/v1/imports/institutions", form, String.class);
        assertThat(report.getStatusCode().value()).as(report.getBody()).isEqualTo(200);
        assertThat(limits.tiers(limits.kind(institutions.find(code).orElseThrow())))
                .as("its own staff: as the tables say of a district office")
                .isEqualTo(limits.tiers("DISTRICT_OFFICE"));
        assertThat(kinds.name("SDEO1", Locale.forLanguageTag("hi"))).hasValue("अनुमंडल शिक्षा पदाधिकारी");
        return state.holder("HEAD", code);
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
        form.add("deployment-name", "A subdivisional officer in between");
        form.add("deployment-source", "Camunda Modeler");
        form.add("enable-duplicate-filtering", "true");
        files.forEach((name, content) -> form.add(name, file(name, content)));
        return http.withBasicAuth(administrator.login(), TestState.PASSWORD)
                .postForEntity("/engine-rest/deployment/create", form, String.class);
    }

    private static ByteArrayResource file(String name, String content) {
        return new ByteArrayResource(content.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public String getFilename() {
                return name;
            }
        };
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
                    .replace("CBEO'", "SDEO1'")
                    .replace("CBEO", "SDEO1")
                    .replace("Cbeo", "Sdeo"));
        }
        for (var flow : new String[] {"CbeoMayNot", "AfterCbeosWindow"}) {
            var before = element(model, "sequenceFlow id=\"" + flow + "\"");
            model = model.replace(before, before.replace("MayTheCdeoDecide", "MayTheSdeoDecide"));
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
                .replace("correction-ladder-2", "correction-ladder-sdeo")
                .replace("\"CBEO\"", "\"SDEO1\"")
                .replace(">8<", ">15<");
        return table.substring(0, end) + row + table.substring(end);
    }
}
