package org.panjika.payroll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.panjika.payroll.PayScene.MONTH;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.Browser;
import org.panjika.BrowserTest;
import org.panjika.Calls;
import org.panjika.SheetRows;
import org.panjika.SystemTest;
import org.panjika.Tasklist;
import org.panjika.TestState;
import org.panjika.attendance.DayOpening;
import org.panjika.organisation.Institutions;
import org.panjika.payroll.PayScene.Place;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@SystemTest
@DisplayName("A month in a browser, from marks to drawal (RJ-12, RJ-13, RJ-14, BR-17)")
class PayMonthBrowserTest extends BrowserTest {

    /** Where a line of the list of the absent can still be struck. */
    private static final String STRIKE = "details:has(input[name=scan])";

    @Autowired
    PayScene scene;

    @Autowired
    PaperMonth paper;

    @Autowired
    TestState state;

    @Autowired
    Tasklist tasklist;

    @Autowired
    PayBooks books;

    @Autowired
    Proposals proposals;

    @Autowired
    Adjustments adjustments;

    @Autowired
    Institutions institutions;

    @Autowired
    DayOpening opening;

    @Autowired
    Calls calls;

    @AfterEach
    void noCasesAreLeft() {
        scene.end();
    }

    @LocalServerPort
    int ownPort;

    @Test
    @DisplayName(
            "from a teacher's marks to the drawal: a day forgotten, one late, one on leave; notice and reply; head and drawing officer in Tasklist; what is corrected later is adjusted")
    void fromMarksToDrawal() {
        var place = scene.onTheFirst();
        var deputed = state.staff(place.school());
        state.deputeOffPortal(deputed, "Census office");
        marks(place);
        restOfTheMonth(place);
        replies(place);
        scene.on(1, "00:20");
        scene.begin(place);
        scene.on(2, "10:00");
        certify(place, deputed);
        inTasklist(place.head(), "Verified", "payroll-head-tasklist");
        Awaitility.await()
                .until(() -> "SENT".equals(scene.statement(place.school()).get("state")));
        assertThat(scene.statement(place.school())).containsEntry("people", 3).containsEntry("held", 1);
        assertThat(books.charges(place.teacher(), MONTH))
                .as("half a day for lateness")
                .isEqualTo("CL");
        inTasklist(place.ddo(), "Accept", "payroll-ddo-tasklist");
        Awaitility.await()
                .until(() -> "ACCEPTED".equals(scene.statement(place.school()).get("state")));
        corrected(place);
        for (var screen : new Screen[] {PHONE, DESKTOP}) {
            var page = browse(screen, "hi");
            logIn(page, place.ddo(), TestState.PASSWORD);
            page.navigate("/payroll/" + MONTH + "/drawal?institution=" + place.school());
            isForEverybody(page);
            picture(page, "drawal-" + name(screen));
            if (screen.phone()) byHand(page, place);
            else byList(page, place, deputed);
        }
        assertThat(scene.statement(place.school()))
                .containsEntry("drawn", 1)
                .containsEntry("partly", 1)
                .containsEntry("withheld", 1);
        Awaitility.await().until(() -> !scene.hasCase(place.school()));
        for (var screen : new Screen[] {PHONE, DESKTOP}) {
            var page = browse(screen, "hi");
            logIn(page, place.officer(), TestState.PASSWORD);
            page.navigate("/payroll/" + MONTH);
            isForEverybody(page);
            picture(page, "pay-monitor-" + name(screen));
            assertThat(page.locator(".tile").count()).isEqualTo(5);
        }
    }

    /** Thursday in time, Friday not at all, Saturday 75 minutes late, and leave for Monday asked for and granted. */
    private void marks(Place place) {
        for (int day : new int[] {1, 2, 3}) {
            scene.in(day, "08:00");
            opening.open(MONTH.atDay(day));
            if (day == 2) continue;
            var phone = browse(PHONE, "hi");
            logIn(phone, place.teacher(), TestState.PASSWORD);
            scene.in(day, day == 1 ? "09:20" : "10:45");
            mark(phone, "[data-mark=IN]", "[data-shutter]:enabled", "[data-confirm]:enabled");
            scene.in(day, "16:05");
            mark(phone, "[data-mark=OUT]", "[data-confirm]:enabled");
            if (day == 3) askForLeave(phone, MONTH.atDay(5));
        }
        tasklist.decide(place.head(), "approve");
        scene.in(5, "08:00");
        opening.open(MONTH.atDay(5));
        assertThat(state.reads(place.teacher(), MONTH.atDay(5))).isEqualTo("LEAVE LEAVE");
    }

    private static void mark(Page phone, String... taps) {
        phone.navigate("/mark");
        for (var tap : taps) phone.locator(tap + ":visible").first().tap();
        phone.waitForSelector("[data-number]");
    }

    private static void askForLeave(Page phone, LocalDate day) {
        phone.navigate("/leave");
        phone.selectOption("select[name=type]", "CL");
        phone.fill("input[name=from]", day.toString());
        phone.fill("input[name=to]", day.toString());
        phone.fill("textarea[name=reason]", "विवाह");
        phone.click("form[action='/leave'] button");
    }

    private void restOfTheMonth(Place place) {
        paper.write(place.head(), place.school(), MONTH, PayScene.PRESENT);
        paper.write(place.teacher(), place.school(), MONTH, "- - - - -" + PayScene.PRESENT.substring(9));
    }

    /** Told on Tuesday of both days: the lateness is accepted, the day that was forgotten contested. */
    private void replies(Place place) {
        scene.in(6, "07:00");
        proposals.tell();
        scene.in(6, "19:00");
        var first = calls.get(place.teacher(), "/payroll/notices?limit=1").getBody();
        var second = calls.get(place.teacher(), "/payroll/notices?limit=1&after=" + first.get("next"))
                .getBody();
        assertThat((List<?>) first.get("items")).hasSize(1).isNotEqualTo(second.get("items"));
        assertThat(second).containsEntry("next", null);
        var phone = browse(PHONE, "hi");
        logIn(phone, place.teacher(), TestState.PASSWORD);
        phone.navigate("/payroll/notices");
        isForEverybody(phone);
        picture(phone, "payroll-told-phone-hi");
        phone.locator("article >> nth=0").locator("button[value=ACCEPT]").click();
        var forgotten = phone.locator("article >> nth=1");
        forgotten.locator("textarea").fill("पढ़ाया, पर चिह्नित करना भूल गई");
        forgotten.locator("button[value=CONTEST]").click();
        assertThat(phone.locator("blockquote").count()).isEqualTo(1);
        assertThat(phone.locator("form textarea").count())
                .as("both are answered")
                .isZero();
    }

    private void inTasklist(String who, String word, String name) {
        var task = tasklist.one(who);
        var page = browse(DESKTOP, "en");
        logIn(page, who, TestState.PASSWORD);
        page.navigate("/camunda/app/tasklist/default/#/?task=" + task.getId());
        page.click("text=Claim");
        page.waitForSelector(".fjs-container");
        picture(page, name + "-desktop-en");
        page.click("label:has-text('" + word + "')");
        page.click("button:has-text('Complete'):not([disabled])");
    }

    /** Friday is corrected by the directorate, a month later: an arrear in the open month, which both sides see. */
    private void corrected(Place place) {
        scene.on(3, "10:00");
        var director = state.holder("HEAD", place.block().directorate());
        var friday = MONTH.atDay(2);
        var asked = calls.post(
                place.head(),
                "/corrections",
                Map.of(
                        "id",
                        UUID.randomUUID().toString(),
                        "institution",
                        place.school(),
                        "day",
                        friday.toString(),
                        "kind",
                        "FORGOTTEN",
                        "reason",
                        "She taught that day",
                        "lines",
                        List.of(Calls.line(place.teacher(), "PRESENT", "PRESENT"))));
        assertThat(asked.getStatusCode().value()).as("%s", asked.getBody()).isEqualTo(201);
        assertThat(tasklist.decide(director, "approve")).isEqualTo(204);
        Awaitility.await().until(() -> state.reads(place.teacher(), friday).equals("PRESENT PRESENT"));
        adjustments.post(List.of(institutions.find(place.school()).orElseThrow()), place.head());
        assertThat(books.adjusted(place.teacher(), MONTH)).isEqualTo("2027-05 ARREAR HELD>FULL 2 CORRECTION");
        var phone = browse(PHONE, "hi");
        logIn(phone, place.teacher(), TestState.PASSWORD);
        phone.navigate("/payroll/" + MONTH + "/me");
        isForEverybody(phone);
        picture(phone, "payroll-adjusted-phone-hi");
        opensTheCorrection(phone);
        var desk = browse(DESKTOP, "en");
        logIn(desk, place.head(), TestState.PASSWORD);
        desk.navigate("/payroll/" + MONTH.plusMonths(1) + "/institutions/" + place.school());
        assertThat(desk.locator("h2").count())
                .as("adjustments of earlier months")
                .isEqualTo(1);
        picture(desk, "payroll-adjusted-desktop-en");
        supplement(place);
    }

    /** Who sees an adjustment sees what it comes from (C17). */
    private static void opensTheCorrection(Page page) {
        var answer = page.waitForNavigation(
                () -> page.locator("a[href^='/corrections/']").click());
        assertThat(answer.status()).isEqualTo(200);
    }

    /** What is adjusted with a month is a list for who draws the pay (C17). */
    private void supplement(Place place) {
        var address = "/payroll/" + MONTH.plusMonths(1) + "/adjustments";
        var whose = "?under=" + place.block().block();
        for (var screen : new Screen[] {PHONE, DESKTOP}) {
            var page = browse(screen, "hi");
            logIn(page, place.ddo(), TestState.PASSWORD);
            page.navigate(address + whose);
            assertThat(page.locator("tbody tr").count()).isEqualTo(1);
            isForEverybody(page);
            picture(page, "payroll-supplement-" + name(screen));
            opensTheCorrection(page);
        }
        var program = Browser.loggedIn(ownPort, place.ddo(), TestState.PASSWORD);
        var rows = SheetRows.ofCsv(program.download(address + ".csv" + whose));
        assertThat(rows).isEqualTo(SheetRows.ofXlsx(program.download(address + ".xlsx" + whose)));
        assertThat(rows).hasSize(2);
        assertThat(rows.get(1)).contains(place.teacher(), MONTH.toString(), "ARREAR", "HELD", "FULL", "CORRECTION");
        assertThat(program.get(address + "?under=" + place.block().district()).statusCode())
                .as("another's")
                .isEqualTo(404);
    }

    private void certify(Place place, String deputed) {
        var page = browse(PHONE, "hi");
        logIn(page, place.head(), TestState.PASSWORD);
        page.navigate("/payroll/" + MONTH + "/institutions/" + place.school() + "/certificates");
        isForEverybody(page);
        page.click("summary");
        picture(page, "certificates-phone-hi");
        page.locator("input[name=absent]").first().check();
        page.fill("input[name=remark]", "पुष्ट");
        attach(page, "not a scan");
        page.click("article button");
        assertThat(page.locator("[role=alert]").count()).isEqualTo(1);
        assertThat(page.inputValue("input[name=remark]")).as("nothing is lost").isEqualTo("पुष्ट");
        assertThat(page.locator("input[name=absent]").first().isChecked()).isTrue();
        page.locator("input[name=absent]").first().uncheck();
        attach(page, "%PDF-1.7 certificate of " + deputed);
        page.click("article button");
        assertThat(page.locator("[role=alert]").count()).isZero();
        assertThat(page.locator(".status[data-status=COMPLETE]").count()).isEqualTo(1);
        isForEverybody(page);
    }

    private void byHand(Page page, Place place) {
        page.selectOption("select[name='status." + place.teacher() + "']", "WITHHELD");
        page.selectOption("select[name='status." + place.head() + "']", "DRAWN");
        page.click("form:has(select) button");
        assertThat(page.locator("[role=alert]").count())
                .as("a reason is needed")
                .isEqualTo(1);
        isForEverybody(page);
        page.fill("input[name='reason." + place.teacher() + "']", "जाँच");
        page.click("form:has(select) button");
        assertThat(page.locator("[role=alert]").count()).isZero();
        assertThat(scene.statement(place.school()))
                .as("what was chosen before the refusal")
                .containsEntry("withheld", 1)
                .containsEntry("drawn", 1);
        page.fill("input[name=bill]", "B 16");
        page.click("form:has(select) button");
        assertThat(page.inputValue("input[name='bill." + place.head() + "']"))
                .as("the bill is known later")
                .isEqualTo("B 16");
        assertThat(page.inputValue("input[name='bill." + place.teacher() + "']"))
                .as("withheld is in no bill")
                .isEmpty();
        whyIsSeenAbove(place);
    }

    private void whyIsSeenAbove(Place place) {
        var officer = Browser.loggedIn(ownPort, place.officer(), TestState.PASSWORD);
        assertThat(officer.get("/payroll/" + MONTH + "/institutions/" + place.school())
                        .body())
                .contains("जाँच");
        var lines = SheetRows.ofCsv(officer.download("/payroll/" + MONTH + "/lines.csv"));
        var reason = lines.get(0).indexOf("drawal_reason");
        assertThat(reason).as("new columns come last").isEqualTo(lines.get(0).size() - 1);
        assertThat(lines)
                .filteredOn(l -> l.contains(place.teacher()))
                .isNotEmpty()
                .allSatisfy(l -> assertThat(l.get(reason)).isEqualTo("जाँच"));
    }

    private void byList(Page page, Place place, String deputed) {
        var list =
                """
                institution,employee_code,status,reason,bill,date
                %s,%s,DRAWN,,B 17,2027-05-02
                %s,%s,%s,,B 17,2027-05-02
                """;
        send(page, list.formatted(place.school(), place.head(), place.school(), deputed, "SOON"));
        assertThat(page.textContent("[role=alert]")).contains("line 3 status");
        send(page, list.formatted(place.school(), place.head(), "10019999", deputed, "PARTLY"));
        assertThat(page.textContent("[role=alert]")).as("a mistyped code").contains("line 3 institution");
        send(page, list.formatted(place.school(), place.head(), place.school(), deputed, "WITHHELD"));
        assertThat(page.textContent("[role=alert]")).contains("line 3 reason");
        send(page, list.formatted(place.school(), place.head(), place.school(), deputed, "PARTLY") + "\"never closed");
        assertThat(page.textContent("[role=alert]")).as("cannot be read").contains("4");
        send(page, list.formatted(place.school(), place.head(), place.school(), deputed, "PARTLY") + "a,b,,,,,more");
        assertThat(page.textContent("[role=alert]")).as("a comma too many").contains("line 4");
        send(page, list.formatted(place.school(), place.head(), place.school(), deputed, "PARTLY") + place.school());
        assertThat(page.locator("[role=alert]").count())
                .as("empty cells at the end may be missing")
                .isZero();
    }

    private static void send(Page page, String list) {
        page.setInputFiles(
                "input[type=file]", new FilePayload("drawal.csv", "text/csv", list.getBytes(StandardCharsets.UTF_8)));
        page.click("form:has(input[type=file]) button");
    }

    @Test
    @DisplayName("the block officer strikes a line of the list with reason and evidence, and prints the list in Hindi")
    void negativeList() {
        var place = scene.place("BR");
        paper.day(place.teacher(), place.school(), MONTH.atDay(8), "A");
        paper.day(place.head(), place.school(), MONTH.atDay(9), "PA");
        scene.begin(place);
        scene.on(2, "10:00");
        var address = "/payroll/" + MONTH + "/offices/" + place.block().block() + "/negative-list";
        for (var screen : new Screen[] {PHONE, DESKTOP}) {
            var page = browse(screen, "hi");
            logIn(page, place.officer(), TestState.PASSWORD);
            page.navigate(address);
            isForEverybody(page);
            picture(page, "negative-list-" + name(screen));
            page.click(STRIKE + " summary >> nth=0");
            isForEverybody(page);
            picture(page, "negative-list-strike-" + name(screen));
            page.fill("details[open] input[name=reason]", "आदेश से ड्यूटी पर");
            attach(page, "details[open] input[type=file]", "no evidence");
            page.selectOption("details[open] select[name=reads]", "DUTY");
            page.click("details[open] button");
            assertThat(page.locator("[role=alert]").count()).isEqualTo(1);
            assertThat(page.inputValue("details[open] input[name=reason]")).isEqualTo("आदेश से ड्यूटी पर");
            assertThat(page.inputValue("details[open] select[name=reads]")).isEqualTo("DUTY");
            attach(page, "details[open] input[type=file]", "%PDF-1.7 order");
            page.click("details[open] button");
            assertThat(page.locator("[role=alert]").count()).isZero();
            isForEverybody(page);
        }
        var page = browse(DESKTOP, "hi");
        logIn(page, place.officer(), TestState.PASSWORD);
        page.navigate(address);
        assertThat(page.locator(STRIKE).count()).as("both are struck").isZero();
        assertThat(page.locator("details").count()).as("and can be put back").isEqualTo(2);
        page.navigate("/camunda/app/tasklist/default/#/?task="
                + tasklist.of(place.officer(), "BeoVerifies").get(0).getId());
        assertThat(page.waitForSelector(".fjs-container a[href*='/negative-list/evidence/']")
                        .innerText())
                .as("each leads to its evidence")
                .isEqualTo("साक्ष्य");
        assertThat(page.locator(".fjs-container a[href*='/negative-list/evidence/']")
                        .count())
                .isEqualTo(2);
        picture(page, "negative-list-tasklist");
        page.navigate(address);
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(com.microsoft.playwright.options.Media.PRINT));
        picture(page, "negative-list-print");
    }

    private static void attach(Page page, String content) {
        attach(page, "input[type=file] >> nth=0", content);
    }

    private static void attach(Page page, String input, String content) {
        page.setInputFiles(
                input, new FilePayload("page.pdf", "application/pdf", content.getBytes(StandardCharsets.UTF_8)));
    }

    private static String name(Screen screen) {
        return (screen.phone() ? "phone" : "desktop") + "-hi";
    }
}
