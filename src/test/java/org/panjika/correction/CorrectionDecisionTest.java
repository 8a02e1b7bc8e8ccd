package org.panjika.correction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.panjika.Calls.line;
import static org.panjika.Calls.ownMark;
import static org.panjika.Calls.position;
import static org.panjika.Calls.problem;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.Browser;
import org.panjika.Calls;
import org.panjika.SystemTest;
import org.panjika.Tasklist;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.access.Callers;
import org.panjika.attendance.DayOpening;
import org.panjika.correction.CorrectionHistory.Measure;
import org.panjika.problem.Refused;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;

@SystemTest
@DisplayName(
        "Who decides from a page is bound by the same rules as in Tasklist; a hint is given only far above the neighbours")
class CorrectionDecisionTest {

    private static final LocalDate DAY = LocalDate.of(2027, 6, 9);

    @Autowired
    TestState state;

    @Autowired
    Calls calls;

    @Autowired
    TestClock clock;

    @Autowired
    DayOpening opening;

    @Autowired
    CorrectionCases cases;

    @Autowired
    Callers callers;

    @Autowired
    Tasklist tasklist;

    @Autowired
    TestRestTemplate http;

    @Autowired
    ObjectMapper json;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    RuntimeService runtime;

    @LocalServerPort
    int port;

    String nodal;
    String school;
    String teacher;
    String head;
    String peeo;
    String blockOfficer;
    UUID request;

    @BeforeEach
    void aRequestThatWaitsForThePeeo() {
        clock.set(DAY, "11:00");
        var block = state.blockAtWork("RJ", DAY, 5);
        nodal = state.school(block.block());
        school = state.elementarySchool(nodal);
        teacher = state.staff(school);
        head = state.holder("HEAD", school);
        peeo = state.holder("HEAD", nodal);
        blockOfficer = state.holder("HEAD", block.block());
        opening.open(DAY);
        clock.set(DAY.plusDays(1), "10:00");
        request = UUID.randomUUID();
        var answer = calls.post(
                head,
                "/corrections",
                Map.of(
                        "id", request.toString(),
                        "institution", school,
                        "day", DAY.toString(),
                        "reason", "The roll was forgotten",
                        "lines", List.of(line(teacher, "PRESENT", "PRESENT"))));
        assertThat(answer.getBody()).containsEntry("authority", "PEEO");
    }

    @Test
    @DisplayName(
            "an office that does not have it, the head who asked, a decision not offered, no remark, an old version: refused")
    void refused() {
        assertThat(refusal(blockOfficer, "approve", Optional.empty(), 1)).isEqualTo("correction-not-pending");
        assertThat(refusal(head, "approve", Optional.empty(), 1)).isEqualTo("correction-not-pending");
        assertThat(refusal(peeo, "perhaps", Optional.empty(), 1)).isEqualTo("value-not-offered");
        assertThat(refusal(peeo, "reject", Optional.empty(), 1)).isEqualTo("answer-missing");
        assertThat(refusal(peeo, "approve", Optional.empty(), 2)).isEqualTo("request-changed");
        assertThat(state.reads(teacher, DAY)).isEqualTo("UNMARKED UNMARKED");
        cases.complete(callers.find(peeo).orElseThrow(), request, "approve", Optional.empty(), 1);
        assertThat(state.reads(teacher, DAY)).isEqualTo("PRESENT PRESENT");
    }

    @Test
    @DisplayName("C4: who is named in the request and has taken over the seat does not decide it")
    void ownCase() {
        state.handOver(peeo, teacher, "HEAD", nodal);
        assertThat(refusal(teacher, "approve", Optional.empty(), 1)).isEqualTo("concerned-in-case");
        assertThat(refusal(peeo, "approve", Optional.empty(), 1))
                .as("the seat is no longer his")
                .isEqualTo("correction-not-pending");
        assertThat(state.reads(teacher, DAY)).isEqualTo("UNMARKED UNMARKED");
    }

    @Test
    @DisplayName(
            "the form of the task shows the day's marks with their photographs, and the attempts that were refused")
    void evidence() throws IOException {
        clock.set(DAY, "09:20");
        var block = state.blockAtWork("BR", DAY, 2);
        var nodal = state.school(block.block());
        var school = state.elementarySchool(nodal);
        var teacher = state.staff(school);
        var head = state.holder("HEAD", school);
        var peeo = state.holder("HEAD", nodal);
        opening.open(DAY);
        var far = ownMark("IN", clock.instant());
        far.put("position", position(26.51, 5));
        far.put("photo", picture());
        assertThat(problem(calls.send(teacher, far))).isEqualTo("422 outside-geofence");
        clock.set(DAY, "09:25");
        var mark = ownMark("IN", clock.instant());
        mark.put("position", position(26.5, 5));
        mark.put("photo", picture());
        assertThat(calls.send(teacher, mark).getBody()).containsEntry("verdict", "ACCEPTED");
        clock.set(DAY.plusDays(1), "10:00");
        var answer = calls.post(
                head,
                "/corrections",
                Map.of(
                        "id", UUID.randomUUID().toString(),
                        "institution", school,
                        "day", DAY.toString(),
                        "reason", "The order of the tour came later",
                        "lines", List.of(line(teacher, "TOUR", "TOUR"))));
        assertThat(answer.getStatusCode().value()).as("%s", answer.getBody()).isEqualTo(201);
        var shown = tasklist.form(peeo, tasklist.one(peeo)).path("request").path("value");
        var traces = json.readTree(shown.asText()).path("traces");
        assertThat(traces).hasSize(2);
        assertThat(traces.get(0).path("what").asText()).contains("09:20", "1112 m", "Outside the school");
        assertThat(look(peeo, traces.get(0).path("photo").asText())).isEqualTo(picture());
        assertThat(traces.get(1).path("what").asText()).contains("09:25").doesNotContain("·");
        assertThat(look(peeo, traces.get(1).path("photo").asText())).isEqualTo(picture());
        var refusal = traces.get(0).path("photo").asText();
        assertThat(looked(state.staff(school), refusal).getStatusCode().value())
                .as("a colleague, as of a mark")
                .isEqualTo(404);
        assertThat(jdbc.sql("select recorded_by from photo_view where refusal = ?::bigint")
                        .param(refusal.split("/")[5])
                        .query(String.class)
                        .list())
                .as("who looked is on record")
                .containsExactly(peeo);
        var page = Browser.loggedIn(port, peeo, TestState.PASSWORD)
                .get("/corrections/decide?institution=" + school)
                .body();
        assertThat(page)
                .contains(
                        "09:20", "1112 m", refusal, traces.get(1).path("photo").asText());
    }

    private byte[] look(String who, String photograph) {
        var answer = looked(who, photograph);
        assertThat(answer.getStatusCode().value()).isEqualTo(200);
        return answer.getBody();
    }

    private ResponseEntity<byte[]> looked(String who, String photograph) {
        return http.withBasicAuth(who, TestState.PASSWORD).getForEntity(photograph, byte[].class);
    }

    @Test
    @DisplayName(
            "of several requests decided together one is halted: the others are decided, and the page says which was not and why")
    void oneHalted() {
        opening.open(DAY.plusDays(1));
        clock.set(DAY.plusDays(1), "20:00");
        var other = calls.post(
                        head,
                        "/corrections",
                        Map.of(
                                "id", UUID.randomUUID().toString(),
                                "institution", school,
                                "day", DAY.plusDays(1).toString(),
                                "reason", "The roll was forgotten",
                                "lines", List.of(line(teacher, "PRESENT", "PRESENT"))))
                .getBody();
        var halted = runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(request.toString())
                .singleResult()
                .getId();
        runtime.suspendProcessInstanceById(halted);
        try {
            var form = new HashMap<String, String>();
            form.put("institution", school);
            for (var id : List.of(request.toString(), other.get("id").toString())) {
                form.put("version." + id, "1");
                form.put("decision." + id, "approve");
            }
            var page = Browser.loggedIn(port, peeo, TestState.PASSWORD).post("/corrections/decide", form);
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).containsOnlyOnce("data-tone=\"good\"").contains("Halted by an administrator");
        } finally {
            runtime.activateProcessInstanceById(halted);
        }
        assertThat(state.reads(teacher, DAY.plusDays(1))).isEqualTo("PRESENT PRESENT");
        assertThat(state.reads(teacher, DAY)).isEqualTo("UNMARKED UNMARKED");
        cases.complete(callers.find(peeo).orElseThrow(), request, "approve", Optional.empty(), 1);
        assertThat(state.reads(teacher, DAY)).isEqualTo("PRESENT PRESENT");
    }

    private static byte[] picture() throws IOException {
        var out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB), "jpg", out);
        return out.toByteArray();
    }

    @Test
    @DisplayName("the head pages through more than thirty open requests, each of them once")
    void manyOpen() {
        jdbc.sql(
                        """
                        with wanted as materialized (
                          select gen_random_uuid() as id, r.institution_id, r.day - n as day, l.staff_id
                            from correction_request r join correction_line l on l.request_id = r.id, generate_series(1, 35) n
                           where r.id = :request),
                        request as (
                          insert into correction_request (id, content_hash, recorded_at, recorded_by, institution_id, day)
                          select id, '', :at::timestamptz, :head, institution_id, day from wanted
                          returning id, entry_no),
                        submission as (
                          insert into correction_submission (request_id, version, recorded_at, recorded_by, kind, reason)
                          select id, 1, :at::timestamptz, :head, 'FORGOTTEN', 'The roll was forgotten' from wanted),
                        line as (
                          insert into correction_line (request_id, version, staff_id, forenoon, forenoon_was, afternoon_was)
                          select id, 1, staff_id, 'PRESENT', 'UNMARKED', 'UNMARKED' from wanted)
                        insert into correction_case (request_id, entry_no, institution_id, day, state, version, authority, since)
                        select w.id, r.entry_no, w.institution_id, w.day, 'PENDING', 1, 'CBEO', :at::timestamptz
                          from wanted w join request r on r.id = w.id
                        """)
                .param("request", request)
                .param("at", clock.instant().toString())
                .param("head", head)
                .update();
        var browser = Browser.loggedIn(port, head, TestState.PASSWORD);
        var first = browser.get("/corrections").body();
        assertThat(links(first)).hasSize(30);
        var next = Pattern.compile("href=\"(/corrections\\?open=\\d+)\"").matcher(first);
        assertThat(next.find()).isTrue();
        var second = browser.get(next.group(1)).body();
        assertThat(links(second))
                .hasSize(6)
                .doesNotContainAnyElementsOf(links(first))
                .contains(request.toString());
        assertThat(second).doesNotContain("?open=");
    }

    private static Set<String> links(String page) {
        return Pattern.compile("href=\"/corrections/([0-9a-f-]{36})\"")
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    @Test
    @DisplayName("striking: at least 4, and more than 3 times the neighbours' mean")
    void striking() {
        var measure = new Measure(90, 4, 3);
        assertThat(measure.striking(3, 0)).isFalse();
        assertThat(measure.striking(4, 0)).isTrue();
        assertThat(measure.striking(6, 2)).isFalse();
        assertThat(measure.striking(7, 2)).isTrue();
    }

    private String refusal(String who, String decision, Optional<String> remark, int version) {
        var caller = callers.find(who).orElseThrow();
        return catchThrowableOfType(Refused.class, () -> cases.complete(caller, request, decision, remark, version))
                .problem()
                .code();
    }
}
