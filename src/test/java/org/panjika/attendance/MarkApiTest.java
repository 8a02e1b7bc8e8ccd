package org.panjika.attendance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.panjika.Calls.ownMark;
import static org.panjika.Calls.position;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.panjika.Calls;
import org.panjika.ReferenceData;
import org.panjika.SystemTest;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.Together;
import org.panjika.problem.Refused;
import org.panjika.storage.Photograph;
import org.panjika.storage.PhotographLimits;
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

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource({
        "latitude, 90.5",
        "latitude, -1000",
        "longitude, 181",
        "longitude, 1e300",
        "accuracyMetres, -1",
        "fixAgeSeconds, -1"
    })
    @DisplayName("a position that is none on Earth is refused, and the attempt kept")
    @SuppressWarnings("unchecked")
    void impossible(String field, double value) {
        var mark = mark("IN", 10, 10);
        ((Map<String, Object>) mark.get("position")).put(field, value);
        assertThat(Calls.problem(calls.send(teacher, mark))).isEqualTo("422 impossible-position");
        assertThat(refusalsOf(teacher)).containsExactly("impossible-position");
        assertThat(forenoon(teacher)).isEqualTo("UNMARKED");
    }

    @Test
    @DisplayName("coordinates under suspicion decide nothing, however far away")
    void suspectCoordinates() {
        jdbc.sql("update institution set coordinate_quality = 'SUSPECT' where code = ?")
                .param(school)
                .update();
        assertThat(calls.send(teacher, mark("IN", 90_000, 5)).getBody())
                .containsEntry("reasons", List.of("SUSPECT_COORDINATES"));
    }

    @Test
    @DisplayName("where photographs are required there is no School In without one (BR-4)")
    void photoRequired() {
        state.set(school, "photo", "REQUIRED");
        opening.open(DAY);
        var answer = calls.send(teacher, mark("IN", 0, 5));
        assertThat(answer.getBody()).containsEntry("type", "urn:panjika:problem:photo-required");
        assertThat(calls.send(teacher, mark("OUT", 0, 5)).getStatusCode().value())
                .isEqualTo(201);
    }

    @Test
    @DisplayName("a photograph of 7 bytes is refused, and nothing is half-written")
    void sevenBytes() throws IOException {
        var mark = mark("IN", 0, 5);
        mark.put("photo", new byte[] {1, 2, 3, 4, 5, 6, 7});
        assertThat(calls.send(teacher, mark).getBody()).containsEntry("type", "urn:panjika:problem:photo-unreadable");
        mark.put("photo", picture("png"));
        assertThat(calls.send(teacher, mark).getBody()).containsEntry("type", "urn:panjika:problem:photo-unreadable");
        assertThat(forenoon(teacher)).isEqualTo("UNMARKED");
        assertThat(refusalsOf(teacher))
                .as("the attempts are kept")
                .containsExactly("photo-unreadable", "photo-unreadable");
    }

    @Test
    @DisplayName(
            "whatever comes as a photograph: kept with its pixels, or refused in the caller's language with the attempt on record and nothing else written")
    void anyPhotograph() throws IOException {
        var pictures = new LinkedHashMap<String, byte[]>();
        var good = picture("jpg");
        pictures.put("empty", new byte[0]);
        pictures.put("cut in the middle", Arrays.copyOf(good, good.length / 2));
        pictures.put("a bomb: 65,500 pixels square", withSides(good, 65_500));
        pictures.put("1,281 pixels", large(1281, 8));
        pictures.put("201 KB", Arrays.copyOf(good, 201 * 1024));
        try (var files = Files.walk(ReferenceData.need("images"))) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                pictures.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        var who = teacher;
        var refused = 0;
        for (var picture : pictures.entrySet()) {
            var mark = ownMark("IN", clock.instant());
            mark.put("position", position(26.5, 5));
            mark.put("photo", picture.getValue());
            var expected = fault(picture.getValue());
            var answer = inHindi(who, mark);
            if (expected.isEmpty()) {
                assertThat(answer.getStatusCode().value()).as(picture.getKey()).isEqualTo(201);
                who = state.staff(school);
                opening.open(DAY);
                refused = 0;
                continue;
            }
            assertThat(Calls.problem(answer)).as(picture.getKey()).isEqualTo("422 " + expected.get());
            assertThat(answer.getBody().get("detail").toString())
                    .as(picture.getKey())
                    .containsPattern("[\\u0900-\\u097F]");
            assertThat(forenoon(who)).as(picture.getKey()).isEqualTo("UNMARKED");
            assertThat(marksOf(who)).as(picture.getKey()).isZero();
            assertThat(refusalsOf(who)).as(picture.getKey()).hasSize(++refused).endsWith(expected.get());
        }
        assertThat(pictures).hasSizeGreaterThan(40);
    }

    private static Optional<String> fault(byte[] picture) {
        try {
            Photograph.read(picture, new PhotographLimits(200 * 1024, 1280));
            return Optional.empty();
        } catch (Refused refused) {
            return Optional.of(refused.problem().code());
        }
    }

    /** The same picture, which says that it is larger. */
    private static byte[] withSides(byte[] jpeg, int pixels) {
        var lying = jpeg.clone();
        for (var at = 2; ; at += 2 + ((lying[at + 2] & 0xFF) << 8 | lying[at + 3] & 0xFF)) {
            if (lying[at + 1] != (byte) 0xC0) continue;
            for (var side : new int[] {at + 5, at + 7}) {
                lying[side] = (byte) (pixels >> 8);
                lying[side + 1] = (byte) pixels;
            }
            return lying;
        }
    }

    private static byte[] large(int width, int height) throws IOException {
        var out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "jpg", out);
        return out.toByteArray();
    }

    private List<String> refusalsOf(String employeeCode) {
        return jdbc.sql("select problem from attendance_refusal r join staff s on s.id = r.staff_id"
                        + " where s.employee_code = ? order by r.entry_no")
                .param(employeeCode)
                .query(String.class)
                .list();
    }

    @Test
    @DisplayName(
            "a photograph is shown to the person and the offices above, and who looked is on record; to nobody else (C3)")
    void photographs() throws IOException {
        var mark = mark("IN", 0, 5);
        mark.put("photo", picture("jpg"));
        assertThat(calls.send(teacher, mark).getStatusCode().value()).isEqualTo(201);
        var path = "/attendance/marks/" + mark.get("id");
        var officer = state.holder("HEAD", block.block());
        var reader = state.staff(block.block());
        jdbc.sql(
                        """
                        insert into charge (staff_id, kind, institution_id, basis, during, may_act)
                        select s.id, 'DM', i.id, 'SUBSTANTIVE', daterange('2020-01-01', null), false
                          from staff s, institution i where s.employee_code = ? and i.code = ?
                        """)
                .params(reader, block.block())
                .update();
        for (var who : List.of(teacher, head, officer))
            assertThat(look(who, path)).as(who).isEqualTo(200);
        var elsewhere = state.holder("HEAD", state.school(block.block()));
        assertThat(look(state.staff(school), path)).as("a colleague").isEqualTo(404);
        assertThat(look(elsewhere, path)).as("the head of another school").isEqualTo(404);
        assertThat(look(reader, path)).as("a DM reads without photographs").isEqualTo(403);
        assertThat(jdbc.sql("select recorded_by from photo_view where mark_id = ?::uuid order by entry_no")
                        .param(mark.get("id"))
                        .query(String.class)
                        .list())
                .containsExactly(teacher, head, officer);
    }

    @Test
    @DisplayName(
            "who has left is read by the head of the school where the days were worked, and by administrators (BR-15)")
    void hasLeft() {
        calls.send(teacher, mark("IN", 0, 5));
        jdbc.sql(
                        "update posting p set during = daterange(lower(during), ?) from staff s where s.id = p.staff_id and s.employee_code = ?")
                .params(DAY.plusDays(1), teacher)
                .update();
        clock.set(DAY.plusDays(1), "10:00");
        var month = "/staff/" + teacher + "/attendance/" + java.time.YearMonth.from(DAY);
        assertThat(calls.get(head, month).getBody().toString()).contains(DAY.toString());
        assertThat(calls.get(state.administrator(), month).getStatusCode().value())
                .isEqualTo(200);
        var elsewhere = state.holder("HEAD", state.school(block.block()));
        assertThat(calls.get(elsewhere, month).getStatusCode().value()).isEqualTo(404);
    }

    private int look(String who, String path) {
        return http.withBasicAuth(who, TestState.PASSWORD)
                .getForEntity("/api/v1" + path + "/photo", byte[].class)
                .getStatusCode()
                .value();
    }

    private static byte[] picture(String format) throws IOException {
        var out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB), format, out);
        return out.toByteArray();
    }

    @Test
    @DisplayName("the head marks a colleague who has no phone, and cannot mark one who has marked (BR-6, BR-8)")
    void schoolAdmin() {
        var colleague = state.staff(school);
        opening.open(DAY);
        assertThat(calls.send(head, schoolAdmin(colleague)).getStatusCode().value())
                .isEqualTo(201);
        assertThat(calls.send(teacher, mark("IN", 0, 5)).getStatusCode().value())
                .isEqualTo(201);
        var refused = calls.send(head, schoolAdmin(teacher));
        assertThat(refused.getStatusCode().value()).isEqualTo(409);
        assertThat(refused.getBody())
                .containsEntry("type", "urn:panjika:problem:already-marked")
                .containsEntry("markedBy", teacher);
    }

    @Test
    @DisplayName("nobody marks staff of another's school; nobody but a head marks others")
    void anothersSchool() {
        var stranger = state.staff(state.school(block.block()));
        opening.open(DAY);
        assertThat(calls.send(head, schoolAdmin(stranger)).getBody())
                .containsEntry("type", "urn:panjika:problem:not-posted-here");
        assertThat(calls.send(teacher, schoolAdmin(head)).getBody())
                .containsEntry("type", "urn:panjika:problem:not-posted-here");
    }

    @Test
    @DisplayName(
            "an OUT from before the IN is a slip: it does not stand in the way of the one that is made on leaving (C8)")
    void outBeforeIn() {
        calls.send(teacher, mark("IN", 0, 5));
        var slip = schoolAdminOut();
        slip.put("capturedAt", clock.instant().minus(Duration.ofHours(1)).toString());
        assertThat(calls.send(head, slip).getStatusCode().value()).isEqualTo(201);
        clock.set(DAY, "16:00");
        assertThat(calls.send(head, schoolAdminOut()).getStatusCode().value()).isEqualTo(201);
        assertThat(calls.send(head, schoolAdminOut()).getStatusCode().value()).isEqualTo(409);
    }

    private Map<String, Object> schoolAdminOut() {
        var out = schoolAdmin(teacher);
        out.put("kind", "OUT");
        return out;
    }

    @Test
    @DisplayName("a later own OUT replaces an earlier one; the head's OUT does not replace the own (C8)")
    void laterOut() {
        calls.send(teacher, mark("IN", 0, 5));
        clock.set(DAY, "15:00");
        assertThat(calls.send(teacher, mark("OUT", 0, 5)).getStatusCode().value())
                .isEqualTo(201);
        clock.set(DAY, "16:00");
        assertThat(calls.send(teacher, mark("OUT", 0, 5)).getStatusCode().value())
                .isEqualTo(201);
        var byHead = schoolAdmin(teacher);
        byHead.put("kind", "OUT");
        assertThat(calls.send(head, byHead).getStatusCode().value()).isEqualTo(409);
    }

    @Test
    @DisplayName("duty elsewhere has no fence and waits for the head without an order (BR-5)")
    void onDuty() {
        var mark = mark("IN", 40_000, 5);
        mark.put("mode", "ON_DUTY");
        assertThat(calls.send(teacher, mark).getBody()).containsEntry("reasons", List.of("NO_DUTY_ORDER"));
    }

    @Nested
    @DisplayName("time")
    class Time {

        @Test
        @DisplayName("72 hours late is accepted, a second more is too old, a future mark is refused (C10)")
        void window() {
            clock.set(DAY.plusDays(3), "09:50");
            var justInTime = mark("IN", 0, 5);
            justInTime.put("capturedAt", DAY + "T09:50:00+05:30");
            assertThat(calls.send(teacher, justInTime).getStatusCode().value()).isEqualTo(201);
            var tooOld = mark("OUT", 0, 5);
            tooOld.put("capturedAt", DAY + "T09:49:59+05:30");
            assertThat(calls.send(teacher, tooOld).getBody()).containsEntry("type", "urn:panjika:problem:too-old");
            var future = mark("IN", 0, 5);
            future.put("capturedAt", DAY.plusDays(3) + "T09:53:00+05:30");
            assertThat(calls.send(teacher, future).getBody())
                    .containsEntry("type", "urn:panjika:problem:captured-in-future");
        }

        @Test
        @DisplayName("after 17:00 IN is closed, OUT is not; what was captured before closing is accepted (C10)")
        void closing() {
            clock.set(DAY, "17:30");
            var late = mark("IN", 0, 5);
            late.put("capturedAt", DAY + "T17:00:00+05:30");
            assertThat(calls.send(teacher, late).getBody()).containsEntry("type", "urn:panjika:problem:day-closed");
            var before = mark("IN", 0, 5);
            before.put("capturedAt", DAY + "T09:45:00+05:30");
            assertThat(calls.send(teacher, before).getBody()).containsEntry("verdict", "ACCEPTED");
            var out = mark("OUT", 0, 5);
            out.put("capturedAt", DAY + "T17:20:00+05:30");
            assertThat(calls.send(teacher, out).getBody()).containsEntry("verdict", "ACCEPTED");
        }

        @Test
        @DisplayName("the device's clock is corrected by its measured offset (C9)")
        void offset() {
            var mark = mark("IN", 0, 5);
            mark.put("capturedAt", DAY + "T11:50:00+05:30");
            mark.put("sentAt", DAY + "T11:51:00+05:30");
            assertThat(calls.send(teacher, mark).getStatusCode().value()).isEqualTo(201);
            assertThat(jdbc.sql("select captured_at = ?::timestamptz from attendance_mark where recorded_by = ?")
                            .params(DAY + "T09:49:00+05:30", teacher)
                            .query(Boolean.class)
                            .single())
                    .isTrue();
        }

        @Test
        @DisplayName("on a holiday: not a working day, with the holiday's name (C8)")
        void holiday() {
            var holiday = LocalDate.of(2026, 12, 2);
            state.holiday(school, holiday);
            clock.set(holiday, "09:50");
            opening.open(holiday);
            var answer = calls.send(teacher, mark("IN", 0, 5));
            assertThat(answer.getBody())
                    .containsEntry("type", "urn:panjika:problem:not-a-working-day")
                    .containsEntry("holiday", "Made for a test");
            var elsewhere = state.school(block.block());
            state.holiday(elsewhere, holiday);
            for (var stranger : List.of(state.staff(elsewhere), "nobody" + teacher)) {
                var mark = mark("IN", 0, 5);
                mark.put("mode", "SCHOOL_ADMIN");
                mark.put("employeeCode", stranger);
                assertThat(calls.send(head, mark).getBody())
                        .as("whose the person is, is judged before the day")
                        .containsEntry("type", "urn:panjika:problem:not-posted-here");
            }
        }

        @Test
        @DisplayName("a word of no closed set: its field and the words that are, in a mark and in a batch")
        void unknownWord() {
            var mark = mark("INN", 0, 5);
            var error = Map.of(
                    "field",
                    "kind",
                    "code",
                    "not-one-of",
                    "message",
                    "This word is not known here. Known are: IN, OUT",
                    "allowed",
                    List.of("IN", "OUT"));
            var single = calls.send(teacher, mark);
            assertThat(Calls.problem(single)).isEqualTo("400 bad-request");
            assertThat(single.getBody()).containsEntry("errors", List.of(error));
            var batch = calls.post(teacher, "/attendance/marks/batch", Map.of("marks", List.of(mark)));
            assertThat(batch.getBody().get("results").toString()).contains("field=kind", "allowed=[IN, OUT]");
            var inside = mark("IN", 0, 5);
            inside.put("position", Map.of("latitude", "north", "longitude", 84, "accuracyMetres", 5));
            assertThat(calls.send(teacher, inside).getBody().get("errors").toString())
                    .contains("field=position.latitude", "code=invalid");
        }
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
        assertThat(results.stream().map(r -> r.get("status"))).containsExactly(422, 422, 422, 422, 201);
        var nowhere = mark("OUT", 0, 5);
        ((Map<?, ?>) nowhere.get("position")).remove("accuracyMetres");
        var unknown = mark("OUT", 0, 5);
        unknown.put("mode", "BY_POST");
        answer = calls.post(
                teacher, "/attendance/marks/batch", Map.of("marks", List.of(nowhere, unknown, mark("OUT", 0, 5))));
        results = (List<Map<String, Object>>) answer.getBody().get("results");
        assertThat(results.stream().map(r -> r.get("status"))).containsExactly(422, 422, 201);
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
