package org.panjika.attendance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.panjika.Calls.ownMark;
import static org.panjika.Calls.position;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.panjika.Calls;
import org.panjika.SystemTest;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.Together;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;

@SystemTest
@DisplayName("POST /attendance/marks")
class MarkApiTest {

    /** Metres north of the school, as degrees of latitude. */
    private static final double DEGREES_PER_METRE = Math.toDegrees(1 / 6_371_008.8);

    private static final LocalDate DAY = LocalDate.of(2026, 12, 1);

    @Autowired
    TestRestTemplate http;

    @Autowired
    TestState state;

    @Autowired
    Calls calls;

    @Autowired
    TestClock clock;

    @Autowired
    DayOpening opening;

    @Autowired
    JdbcClient jdbc;

    TestState.Block block;
    String school;
    String teacher;
    String head;

    @BeforeEach
    void aBiharSchoolOnAWorkingDay() {
        clock.set(DAY, "09:50");
        block = state.blockAtWork("BR", DAY);
        school = state.school(block.block());
        teacher = state.staff(school);
        head = state.holder("HEAD", school);
        opening.open(DAY);
    }

    @Test
    @DisplayName("inside the fence: 201 with a receipt, and the day reads PRESENT (BR-1, BR-3)")
    void accepted() {
        var answer = calls.send(teacher, mark("IN", 120, 20));
        assertThat(answer.getStatusCode().value()).isEqualTo(201);
        assertThat(answer.getBody()).containsEntry("verdict", "ACCEPTED").containsEntry("distanceMetres", 120);
        assertThat(answer.getBody().get("receipt").toString()).startsWith("261201-");
        assertThat(forenoon(teacher)).isEqualTo("PRESENT");
    }

    @ParameterizedTest(name = "{0} m away, accurate to {1} m: {2}")
    @CsvSource({
        "499.99, 0, 201 ACCEPTED",
        "499.99, 200, 201 ACCEPTED",
        "500.01, 0, 422 outside-geofence",
        "500.01, 200, 201 TO_BE_CONFIRMED",
        "0, 200, 201 ACCEPTED",
        "0, 201, 201 TO_BE_CONFIRMED",
        "510, 5, 422 outside-geofence",
        "510, 20, 201 TO_BE_CONFIRMED",
        "701, 200, 422 outside-geofence",
        "699, 200, 201 TO_BE_CONFIRMED",
        "4000, 5000, 201 TO_BE_CONFIRMED"
    })
    @DisplayName("the grading of a position at every edge (BR-2, C7)")
    void grading(double metres, double accuracy, String expected) {
        var answer = calls.send(teacher, mark("IN", metres, accuracy));
        var word = answer.getStatusCode().value() == 422
                ? answer.getBody().get("type").toString().replace("urn:panjika:problem:", "")
                : answer.getBody().get("verdict");
        assertThat(answer.getStatusCode().value() + " " + word).isEqualTo(expected);
        var shown = (int) answer.getBody().get("distanceMetres");
        assertThat(shown > 500).as("%d m are shown, of %s", shown, metres).isEqualTo(metres > 500);
    }

    @Test
    @DisplayName(
            "outside the fence I am told how far away I am; the attempt is kept as evidence, the day stays UNMARKED")
    void outside() {
        var answer = calls.send(teacher, mark("IN", 1340, 10));
        assertThat(answer.getStatusCode().value()).isEqualTo(422);
        assertThat(answer.getBody()).containsEntry("distanceMetres", 1340).containsEntry("radiusMetres", 500);
        assertThat(answer.getBody().get("detail").toString()).contains("1340").contains("500");
        assertThat(jdbc.sql("select problem from attendance_refusal where recorded_by = ?")
                        .param(teacher)
                        .query(String.class)
                        .list())
                .containsExactly("outside-geofence");
        assertThat(forenoon(teacher)).isEqualTo("UNMARKED");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"MOCKED", "STALE_FIX", "NO_POSITION"})
    @DisplayName("a position that cannot be judged waits for the head, and neither passes nor condemns (C7)")
    @SuppressWarnings("unchecked")
    void doubtful(String doubt) {
        var mark = mark("IN", 10, 10);
        var position = (Map<String, Object>) mark.get("position");
        switch (doubt) {
            case "MOCKED" -> position.put("mock", true);
            case "STALE_FIX" -> position.put("fixAgeSeconds", 301);
            default -> mark.remove("position");
        }
        var answer = calls.send(teacher, mark);
        assertThat(answer.getBody())
                .containsEntry("verdict", "TO_BE_CONFIRMED")
                .containsEntry("reasons", List.of(doubt));
        assertThat(forenoon(teacher)).isEqualTo("TO_BE_CONFIRMED");
    }

    @Test
    @DisplayName("a device that does not say how old its fix is took it for the mark; 300 s are not stale yet (C7)")
    @SuppressWarnings("unchecked")
    void ageOfTheFix() {
        var unsaid = mark("IN", 10, 10);
        ((Map<String, Object>) unsaid.get("position")).put("fixAgeSeconds", null);
        assertThat(calls.send(teacher, unsaid).getBody()).containsEntry("verdict", "ACCEPTED");
        var old = mark("OUT", 10, 10);
        ((Map<String, Object>) old.get("position")).put("fixAgeSeconds", 300);
        assertThat(calls.send(teacher, old).getBody()).containsEntry("verdict", "ACCEPTED");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource
    @DisplayName("a figure is no word and no time: 400 names the field, in a mark and in a batch")
    @SuppressWarnings("unchecked")
    void figures(String field, Object figure) {
        var mark = mark("IN", 0, 5);
        mark.put(field, figure);
        var single = calls.send(teacher, mark);
        assertThat(Calls.problem(single)).isEqualTo("400 bad-request");
        assertThat(single.getBody().get("errors").toString()).contains("field=" + field);
        var batch = calls.post(teacher, "/attendance/marks/batch", Map.of("marks", List.of(mark)));
        var result = ((List<Map<String, Object>>) batch.getBody().get("results")).get(0);
        assertThat(result)
                .containsEntry("status", 400)
                .containsEntry("errors", single.getBody().get("errors"));
    }

    static Stream<Arguments> figures() {
        return Stream.of(
                arguments("kind", 1),
                arguments("kind", "1"),
                arguments("mode", 0),
                arguments("capturedAt", 1_796_000_000),
                arguments("capturedAt", 1_796_000_000.5),
                arguments("sentAt", 0));
    }

    @Nested
    @DisplayName("idempotency and races")
    class Idempotency {

        @Test
        @DisplayName("the same mark again: 200 with the first answer; the same id with other content: 409")
        void again() {
            var mark = mark("IN", 100, 5);
            var first = calls.send(teacher, mark);
            var second = calls.send(teacher, mark);
            assertThat(second.getStatusCode().value()).isEqualTo(200);
            assertThat(second.getBody()).isEqualTo(first.getBody());
            mark.put("capturedAt", DAY + "T09:40:00+05:30");
            assertThat(calls.send(teacher, mark).getBody()).containsEntry("type", "urn:panjika:problem:id-reused");
        }

        @Test
        @DisplayName("a hundred simultaneous copies of one mark: one row, one answer")
        void hundredCopies() throws Exception {
            var mark = mark("IN", 100, 5);
            var answers = Together.copies(100, () -> calls.send(teacher, mark));
            assertThat(answers.stream()
                            .filter(a -> a.getStatusCode().value() == 201)
                            .count())
                    .isEqualTo(1);
            assertThat(answers.stream().map(ResponseEntity::getBody).distinct()).hasSize(1);
            assertThat(marksOf(teacher)).isEqualTo(1);
        }

        @Test
        @DisplayName("twice from two devices at once: one is recorded, the other told who marked (BR-8)")
        void twoDevices() throws Exception {
            var answers = Together.copies(40, () -> calls.send(teacher, mark("IN", 100, 5)));
            assertThat(answers.stream().map(a -> a.getStatusCode().value()))
                    .containsOnlyOnce(201)
                    .containsOnly(201, 409);
            assertThat(marksOf(teacher)).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("a batch answers each mark as the single call would, in order (BR-7)")
    @SuppressWarnings("unchecked")
    void batch() {
        var first = mark("IN", 0, 5);
        var batch = List.of(first, mark("IN", 0, 5), mark("OUT", 9000, 5), first);
        var answer = calls.post(teacher, "/attendance/marks/batch", Map.of("marks", batch));
        var results = (List<Map<String, Object>>) answer.getBody().get("results");
        assertThat(results.stream().map(r -> r.get("status"))).containsExactly(201, 409, 422, 200);
        assertThat(results.get(0)).containsEntry("id", first.get("id"));
    }

    @Test
    @DisplayName("who marked already is said by name, in the own language; programs have the login beside it (BR-8)")
    void byName() {
        jdbc.sql("update staff set name = 'Meera Sharma', name_hi = 'मीरा शर्मा' where employee_code = ?")
                .param(teacher)
                .update();
        calls.send(teacher, mark("IN", 0, 5));
        var again = inHindi(teacher, mark("IN", 0, 5)).getBody();
        assertThat(again)
                .containsEntry("type", "urn:panjika:problem:already-marked")
                .containsEntry("markedBy", teacher)
                .containsEntry("markedByName", "Meera Sharma");
        assertThat(again.get("detail").toString()).contains("मीरा शर्मा").doesNotContain(teacher);
    }

    @Test
    @DisplayName("the refusal is said in the caller's language")
    void language() {
        assertThat(inHindi(teacher, mark("IN", 1340, 10))
                        .getBody()
                        .get("detail")
                        .toString())
                .contains("1340")
                .containsPattern("[\\u0900-\\u097F]");
    }

    private ResponseEntity<Map<String, Object>> inHindi(String who, Map<String, Object> mark) {
        var headers = new HttpHeaders();
        headers.setAcceptLanguageAsLocales(List.of(java.util.Locale.forLanguageTag("hi")));
        return http.withBasicAuth(who, TestState.PASSWORD)
                .exchange(
                        "/api/v1/attendance/marks",
                        HttpMethod.POST,
                        new HttpEntity<>(mark, headers),
                        new ParameterizedTypeReference<>() {});
    }

    private Map<String, Object> mark(String kind, double metres, double accuracy) {
        var mark = ownMark(kind, clock.instant());
        mark.put("position", position(26.5 + metres * DEGREES_PER_METRE, accuracy));
        return mark;
    }

    private Map<String, Object> schoolAdmin(String employeeCode) {
        var mark = mark("IN", 0, 5);
        mark.put("mode", "SCHOOL_ADMIN");
        mark.put("employeeCode", employeeCode);
        return mark;
    }

    private String forenoon(String employeeCode) {
        return state.forenoon(employeeCode, DAY);
    }

    private long marksOf(String employeeCode) {
        return jdbc.sql(
                        "select count(*) from attendance_mark m join staff s on s.id = m.staff_id where s.employee_code = ?")
                .param(employeeCode)
                .query(Long.class)
                .single();
    }

    @Test
    @DisplayName(
            "a time of no calendar, a text the database cannot hold: said of that mark, the others of the batch are recorded")
    @SuppressWarnings("unchecked")
    void nonsense() {
        var farPast = mark("IN", 0, 5);
        farPast.put("capturedAt", "-999999-01-01T00:00:00Z");
        var farFuture = mark("IN", 0, 5);
        farFuture.put("capturedAt", "+999999-01-01T00:00:00Z");
        var skewed = mark("IN", 0, 5);
        skewed.put("sentAt", "+999999-01-01T00:00:00Z");
        var unwritable = mark("IN", 0, 5);
        unwritable.put("deviceId", "a\0b");
        for (var mark : List.of(farPast, farFuture, skewed, unwritable)) {
            assertThat(Calls.problem(calls.send(teacher, mark))).isEqualTo("422 invalid-fields");
        }
        assertThat(calls.send(teacher, farPast).getBody().toString()).contains("field=capturedAt");
        assertThat(calls.send(teacher, skewed).getBody().toString()).contains("field=sentAt");
        var answer = calls.post(
                teacher,
                "/attendance/marks/batch",
                Map.of("marks", Arrays.asList(farPast, unwritable, null, "IN", mark("IN", 0, 5))));
        var results = (List<Map<String, Object>>) answer.getBody().get("results");
        assertThat(results.stream().map(r -> r.get("status"))).containsExactly(422, 422, 400, 400, 201);
        var nowhere = mark("OUT", 0, 5);
        ((Map<?, ?>) nowhere.get("position")).remove("accuracyMetres");
        var unknown = mark("OUT", 0, 5);
        unknown.put("mode", "BY_POST");
        answer = calls.post(
                teacher, "/attendance/marks/batch", Map.of("marks", List.of(nowhere, unknown, mark("OUT", 0, 5))));
        results = (List<Map<String, Object>>) answer.getBody().get("results");
        assertThat(results.stream().map(r -> r.get("status"))).containsExactly(422, 400, 201);
        assertThat(results.get(0).get("errors").toString()).contains("position.accuracyMetres");
        assertThat(results.get(1)).containsEntry("id", unknown.get("id"));
        assertThat(results.get(1).get("errors").toString()).contains("mode");
    }

    @Test
    @DisplayName("copies of a refused mark in one batch are told the same")
    @SuppressWarnings("unchecked")
    void refusedTwice() {
        var far = mark("IN", 1340, 10);
        var answer = calls.post(teacher, "/attendance/marks/batch", Map.of("marks", List.of(far, far)));
        var results = (List<Map<String, Object>>) answer.getBody().get("results");
        assertThat(results).allSatisfy(r -> assertThat(r).containsEntry("distanceMetres", 1340));
    }
}
