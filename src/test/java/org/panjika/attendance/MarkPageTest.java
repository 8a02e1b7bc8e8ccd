package org.panjika.attendance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.Geolocation;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.panjika.BrowserTest;
import org.panjika.SystemTest;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.storage.ContentHash;
import org.panjika.storage.FileStore;
import org.panjika.storage.Photograph;
import org.panjika.storage.PhotographLimits;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@SystemTest
@DisplayName("the page of a mark")
class MarkPageTest extends BrowserTest {

    private static final LocalDate DAY = LocalDate.of(2026, 12, 2);
    private static final String MARKS = "**/api/v1/attendance/marks";

    @Autowired
    TestState state;

    @Autowired
    TestClock clock;

    @Autowired
    DayOpening opening;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    FileStore files;

    TestState.Block block;
    String school;
    String teacher;

    private final List<String> complaints = new ArrayList<>();

    @BeforeEach
    void aBiharSchoolOnAWorkingDay() {
        clock.set(DAY, "09:50:30");
        block = state.block("BR");
        state.workingDay(block.directorate(), DAY);
        school = state.school(block.block());
        teacher = state.staff(school);
        opening.open(DAY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "hi", "vi"})
    @DisplayName("School In: photo, date, time and distance before sending, then a receipt (BR-1 to BR-4, UP-4)")
    void schoolIn(String language) {
        var page = open(language);
        picture(page, "mark-" + language + "-1-day");
        isForEverybody(page);

        tap(page, "[data-mark=IN]:visible");
        assertThat(page.locator("[data-shutter]")).isEnabled();
        picture(page, "mark-" + language + "-2-camera");
        isForEverybody(page);

        tap(page, "[data-shutter]");
        assertThat(visible(page, "[data-when]")).containsText("2026");
        assertThat(visible(page, "[data-when]")).containsText("09:50");
        assertThat(visible(page, "[data-where]")).containsText("12");
        assertThat(page.locator("[data-position-note]")).hasAttribute("data-tone", "good");
        picture(page, "mark-" + language + "-3-preview");
        isForEverybody(page);

        tap(page, "[data-confirm]");
        assertThat(page.locator("[data-number]")).hasText(java.util.regex.Pattern.compile("261202-[0-9A-Z]+"));
        assertThat(page.locator(".receipt")).hasAttribute("data-tone", "good");
        picture(page, "mark-" + language + "-4-receipt");
        isForEverybody(page);

        tap(page, "[data-again]");
        assertThat(page.locator("[data-mark=OUT]").first()).isVisible();
        assertThat(page.locator(".today")).containsText("09:50");
        picture(page, "mark-" + language + "-5-day");
        assertThat(page.textContent("html")).doesNotContain("??");
        assertThat(complaints).isEmpty();
    }

    @Test
    @DisplayName("from login to receipt: 2 inputs and 4 taps, of at most 4 and 6")
    void fewTaps() {
        var page = browse(PHONE, "en");
        page.navigate("/mark");
        page.fill("[name=login]:visible", teacher);
        page.fill("[name=password]:visible", TestState.PASSWORD);
        tap(page, "main form button:visible");
        tap(page, "[data-mark=IN]:visible");
        tap(page, "[data-shutter]:enabled");
        tap(page, "[data-confirm]:enabled");
        assertThat(page.locator("[data-number]")).isVisible();
    }

    @Test
    @DisplayName("the photograph is a small clean JPEG, kept by its hash (BR-4)")
    void photograph() {
        var page = open("en");
        mark(page);
        var photo = jdbc.sql("select photo from attendance_mark where recorded_by = ?")
                .param(teacher)
                .query(byte[].class)
                .single();
        var kept = files.read(new ContentHash(photo)).orElseThrow();
        assertThat(kept.length).isBetween(1_000, 200 * 1024);
        assertThat(Photograph.read(kept, new PhotographLimits(200 * 1024, 1280)).width())
                .isBetween(300, 1280);
    }

    @Test
    @DisplayName("School Out needs no photograph: two taps (BR-3)")
    void schoolOut() {
        var page = open("en");
        mark(page);
        clock.set(DAY, "16:05:30");
        page.navigate("/mark");
        tap(page, "[data-mark=OUT]:visible");
        tap(page, "[data-confirm]:enabled");
        assertThat(page.locator("[data-number]")).isVisible();
        tap(page, "[data-again]");
        assertThat(page.locator(".today")).containsText("16:05");
        assertThat(kinds()).containsExactly("IN", "OUT");
        picture(page, "mark-en-6-both");
    }

    @Test
    @DisplayName("outside the fence the page says how far away, before and after sending (BR-2)")
    void outside() {
        var page = open("hi");
        page.context().setGeolocation(new Geolocation(26.5 + 1340 / 111_195.0, 84.5).setAccuracy(10));
        tap(page, "[data-mark=IN]:visible");
        tap(page, "[data-shutter]:enabled");
        assertThat(page.locator("[data-position-note]")).hasAttribute("data-tone", "bad");
        assertThat(page.locator("[data-position-note]")).containsText("1.3");
        assertThat(page.locator("[data-position-note]")).containsText("500");
        picture(page, "mark-hi-outside");
        isForEverybody(page);
        tap(page, "[data-confirm]");
        assertThat(page.locator(".receipt")).hasAttribute("data-tone", "bad");
        assertThat(page.locator(".receipt")).containsText("1340");
        picture(page, "mark-hi-refused");
        isForEverybody(page);
        assertThat(kinds()).isEmpty();
    }

    @Test
    @DisplayName("without permission for the position the page says so, and the mark waits for the head (C7)")
    void positionDenied() {
        var page = open("en");
        page.evaluate(
                "navigator.geolocation.watchPosition = (found, trouble) => setTimeout(trouble, 50, {code: 1, PERMISSION_DENIED: 1})");
        tap(page, "[data-mark=IN]:visible");
        tap(page, "[data-shutter]:enabled");
        assertThat(page.locator("[data-position-note]")).containsText("may not use your position");
        picture(page, "mark-en-no-position");
        tap(page, "[data-confirm]:enabled");
        assertThat(page.locator(".receipt")).hasAttribute("data-tone", "wait");
        assertThat(page.locator("[data-reasons] li")).hasCount(1);
        picture(page, "mark-en-to-be-confirmed");
        isForEverybody(page);
    }

    @Test
    @DisplayName("a poor position is called poor, and may be sent all the same (C7)")
    void poorPosition() {
        var page = open("vi");
        page.context().setGeolocation(new Geolocation(26.5, 84.5).setAccuracy(900));
        tap(page, "[data-mark=IN]:visible");
        tap(page, "[data-shutter]:enabled");
        assertThat(page.locator("[data-position-note]")).hasAttribute("data-tone", "wait");
        tap(page, "[data-confirm]:enabled");
        assertThat(page.locator(".receipt")).hasAttribute("data-tone", "wait");
        assertThat(page.locator("[data-reasons] li")).hasCount(1);
        picture(page, "mark-vi-poor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NotAllowedError", "NotFoundError", "NotReadableError"})
    @DisplayName("a camera that is denied, missing or busy is named, and a way on")
    void cameraTrouble(String error) {
        var page = open("en");
        page.evaluate(
                "name => navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', name))",
                error);
        tap(page, "[data-mark=IN]:visible");
        assertThat(page.locator("[data-camera-trouble]"))
                .containsText(Map.of(
                                "NotAllowedError", "may not use the camera",
                                "NotFoundError", "No camera was found",
                                "NotReadableError", "Another app")
                        .get(error));
        picture(page, "mark-en-camera-" + error);
        isForEverybody(page);
        tap(page, "[data-step=camera] [data-cancel]");
        assertThat(page.locator("[data-mark=IN]").first()).isVisible();
    }

    @Test
    @DisplayName("no network: the mark is kept on the phone, and sent once when there is one")
    void offline() {
        var page = open("en");
        tap(page, "[data-mark=IN]:visible");
        tap(page, "[data-shutter]:enabled");
        page.context().setOffline(true);
        tap(page, "[data-confirm]:enabled");
        assertThat(page.locator(".receipt")).hasAttribute("data-tone", "wait");
        assertThat(page.locator(".receipt")).containsText("kept on this phone");
        picture(page, "mark-en-queued");
        assertThat(kinds()).isEmpty();
        page.context().setOffline(false);
        assertThat(page.locator("[data-number]")).isVisible();
        assertThat(kinds()).containsExactly("IN");
    }

    @Test
    @DisplayName("an answer that got lost: the page asks again with the same id, and there is one mark")
    void answerLost() {
        var page = open("en");
        page.route(
                MARKS,
                route -> {
                    route.fetch();
                    route.abort();
                },
                new Page.RouteOptions().setTimes(1));
        tap(page, "[data-mark=IN]:visible");
        tap(page, "[data-shutter]:enabled");
        tap(page, "[data-confirm]:enabled");
        assertThat(page.locator(".receipt")).hasAttribute("data-tone", "wait");
        page.navigate("/mark");
        assertThat(page.locator("[data-mark=OUT]").first()).isVisible();
        assertThat(page.locator("[data-queue]")).isHidden();
        assertThat(kinds()).containsExactly("IN");
    }

    @Test
    @DisplayName("a mark of one person is never sent by another who uses the same phone")
    void sharedPhone() {
        var page = open("en");
        page.route(MARKS, Route::abort);
        tap(page, "[data-mark=IN]:visible");
        tap(page, "[data-shutter]:enabled");
        tap(page, "[data-confirm]:enabled");
        assertThat(page.locator(".receipt")).hasAttribute("data-tone", "wait");
        page.unroute(MARKS);
        page.context().clearCookies();
        var colleague = state.staff(school);
        opening.open(DAY);
        logIn(page, colleague, TestState.PASSWORD);
        page.navigate("/mark");
        assertThat(page.locator("[data-queue]")).isHidden();
        page.context().clearCookies();
        logIn(page, teacher, TestState.PASSWORD);
        page.navigate("/mark");
        assertThat(page.locator("[data-mark=OUT]").first()).isVisible();
        assertThat(kinds()).containsExactly("IN");
    }

    @Test
    @DisplayName("when there is nothing to mark the page says why: holiday, closed day, roll")
    void nothingToMark() {
        clock.set(DAY, "18:30");
        var page = open("en");
        assertThat(page.textContent("main")).contains("The day is closed");
        picture(page, "mark-en-closed");

        var holiday = DAY.plusDays(1);
        state.holiday(block.directorate(), holiday);
        opening.open(holiday);
        clock.set(holiday, "09:50");
        page.navigate("/mark");
        assertThat(page.textContent("main")).contains("not a working day").contains("Made for a test");
        picture(page, "mark-en-holiday");

        state.set(block.directorate(), "attendanceMode", "ROLL");
        var rollDay = DAY.plusDays(2);
        state.workingDay(block.directorate(), rollDay);
        opening.open(rollDay);
        clock.set(rollDay, "09:50");
        page.navigate("/mark");
        assertThat(page.textContent("main")).contains("the in-charge enters");
        isForEverybody(page);
    }

    @Test
    @DisplayName("the head marks a colleague, nobody else may (BR-6)")
    void colleague() {
        var head = state.holder("HEAD", school);
        opening.open(DAY);
        var page = browse(PHONE, "en");
        logIn(page, head, TestState.PASSWORD);
        page.navigate("/mark?for=" + teacher);
        assertThat(page.textContent("main")).contains("You are marking for").contains(teacher);
        tap(page, "[data-mark=IN]:visible");
        tap(page, "[data-shutter]:enabled");
        picture(page, "mark-en-colleague");
        tap(page, "[data-confirm]:enabled");
        assertThat(page.locator("[data-number]")).isVisible();
        tap(page, "[data-again]");
        page.waitForURL("**/school-admin?institution=" + school);

        var answer = open("en").request().get("/mark?for=" + head);
        assertThat(answer.status()).isEqualTo(403);
    }

    @Test
    @DisplayName("the page weighs less than 150 KB compressed")
    void weight() {
        var page = open("hi");
        var bytes = (Integer)
                page.evaluate(
                        """
                [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
                  .filter(e => !e.name.includes('/api/')).reduce((sum, e) => sum + e.encodedBodySize, 0)""");
        assertThat(bytes).isBetween(10_000, 150 * 1024);
    }

    @Test
    @DisplayName("while a mark is being sent there is no way back, and the answer is shown")
    void noWayBackWhileSending() {
        var page = open("en");
        page.route(MARKS, route -> {
            assertThat(page.locator("[data-step=preview] [data-cancel]")).isDisabled();
            assertThat(page.locator("[data-retake]")).isDisabled();
            route.resume();
        });
        mark(page);
        assertThat(page.locator("[data-step=preview] [data-cancel]")).isEnabled();
    }

    @Test
    @DisplayName("a browser that keeps nothing says so; the mark is sent as long as the page stays open")
    void keepsNothing() {
        var page = browse(PHONE, "en");
        page.addInitScript(
                "Object.defineProperty(window, 'indexedDB', {get() { throw new DOMException('', 'SecurityError'); }})");
        logIn(page, teacher, TestState.PASSWORD);
        page.navigate("/mark");
        tap(page, "[data-mark=IN]:visible");
        tap(page, "[data-shutter]:enabled");
        page.context().setOffline(true);
        tap(page, "[data-confirm]:enabled");
        assertThat(page.locator(".receipt")).containsText("Leave this page open");
        page.context().setOffline(false);
        assertThat(page.locator("[data-number]")).isVisible();
        assertThat(kinds()).containsExactly("IN");
    }

    @Test
    @DisplayName("a mark that waited too long, or is refused when it arrives, is named on the page")
    void lostMarks() {
        var page = open("en");
        page.route(MARKS, Route::abort);
        tap(page, "[data-mark=IN]:visible");
        tap(page, "[data-shutter]:enabled");
        tap(page, "[data-confirm]:enabled");
        assertThat(page.locator(".receipt")).containsText("kept on this phone");
        page.evaluate(
                """
                () => new Promise(done => {
                  indexedDB.open('panjika', 1).onsuccess = opened => {
                    const marks = opened.target.result.transaction('marks', 'readwrite').objectStore('marks');
                    marks.getAll().onsuccess = all => {
                      const [mark] = all.target.result;
                      const old = {...mark, id: crypto.randomUUID(), at: mark.at - 73 * 3_600_000};
                      mark.body.position.latitude += 1;
                      marks.put(old);
                      marks.put(mark).onsuccess = done;
                    };
                  };
                })""");
        page.unroute(MARKS);
        page.navigate("/mark");
        assertThat(page.locator("[data-lost] p")).hasCount(2);
        assertThat(page.locator("[data-lost]")).containsText("within 72 hours");
        assertThat(page.locator("[data-lost]")).containsText("m from your school");
        assertThat(page.locator("[data-queue]")).isHidden();
        picture(page, "mark-en-lost");
        isForEverybody(page);
    }

    private Page open(String language) {
        var page = browse(PHONE, language);
        page.onConsoleMessage(m -> note(m));
        logIn(page, teacher, TestState.PASSWORD);
        page.navigate("/mark");
        return page;
    }

    private void note(ConsoleMessage message) {
        if (message.type().equals("error")) complaints.add(message.text());
    }

    private void mark(Page page) {
        tap(page, "[data-mark=IN]:visible");
        tap(page, "[data-shutter]:enabled");
        tap(page, "[data-confirm]:enabled");
        assertThat(page.locator("[data-number]")).isVisible();
    }

    private static void tap(Page page, String selector) {
        page.locator(selector).first().tap();
    }

    private static Locator visible(Page page, String selector) {
        return page.locator(selector + ":visible").first();
    }

    private List<String> kinds() {
        return jdbc.sql("select kind from attendance_mark where recorded_by = ? order by entry_no")
                .param(teacher)
                .query(String.class)
                .list();
    }
}
