package org.panjika.payroll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.panjika.payroll.PayScene.MONTH;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.BrowserTest;
import org.panjika.SystemTest;
import org.panjika.Tasklist;
import org.panjika.TestState;
import org.panjika.payroll.PayScene.Place;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@SystemTest
@DisplayName("A month in a browser, from statement to drawal (RJ-12, RJ-13, RJ-14, BR-17)")
class PayMonthBrowserTest extends BrowserTest {

    @Autowired
    PayScene scene;

    @Autowired
    PaperMonth paper;

    @Autowired
    TestState state;

    @Autowired
    Tasklist tasklist;

    @Autowired
    JdbcClient jdbc;

    @AfterEach
    void noCasesAreLeft() {
        scene.end();
    }

    @Test
    @DisplayName(
            "the head certifies and sends, the drawing officer accepts and enters the drawal by hand and by a list, the officer above sees it")
    void fromStatementToDrawal() {
        var place = scene.place("RJ");
        var deputed = state.staff(place.school());
        jdbc.sql(
                        """
                        insert into off_portal_day (day, staff_id, institution_id, place)
                        select ?, s.id, i.id, 'Census office' from staff s, institution i where s.employee_code = ? and i.code = ?
                        """)
                .params(MONTH.atDay(3), deputed, place.school())
                .update();
        scene.begin(place);
        scene.on(2, "10:00");
        certify(place, deputed);
        tasklist.decide(place.head(), "send");
        tasklist.decide(place.ddo(), "accept");
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

    private void certify(Place place, String deputed) {
        var page = browse(PHONE, "hi");
        logIn(page, place.head(), TestState.PASSWORD);
        page.navigate("/payroll/" + MONTH + "/institutions/" + place.school() + "/certificates");
        isForEverybody(page);
        page.click("summary");
        picture(page, "certificates-phone-hi");
        attach(page, "not a scan");
        page.click("article button");
        assertThat(page.locator("[role=alert]").count()).isEqualTo(1);
        attach(page, "%PDF-1.7 certificate of " + deputed);
        page.click("article button");
        assertThat(page.locator("[role=alert]").count()).isZero();
        assertThat(page.locator(".status[data-status=COMPLETE]").count()).isEqualTo(1);
        isForEverybody(page);
    }

    private void byHand(Page page, Place place) {
        page.selectOption("select[name='status." + place.teacher() + "']", "WITHHELD");
        page.click("form:has(select) button");
        assertThat(page.locator("[role=alert]").count())
                .as("a reason is needed")
                .isEqualTo(1);
        isForEverybody(page);
        page.selectOption("select[name='status." + place.teacher() + "']", "WITHHELD");
        page.fill("input[name='reason." + place.teacher() + "']", "जाँच");
        page.click("form:has(select) button");
        assertThat(page.locator("[role=alert]").count()).isZero();
        assertThat(scene.statement(place.school())).containsEntry("withheld", 1);
    }

    private void byList(Page page, Place place, String deputed) {
        var list =
                """
                institution,employee_code,status,reason,bill,date
                %1$s,%2$s,DRAWN,,B 17,2027-05-02
                %1$s,%3$s,%4$s,,B 17,2027-05-02
                """;
        for (var status : new String[] {"SOON", "PARTLY"}) {
            var filled = list.formatted(place.school(), place.head(), deputed, status);
            page.setInputFiles(
                    "input[type=file]",
                    new FilePayload("drawal.csv", "text/csv", filled.getBytes(StandardCharsets.UTF_8)));
            page.click("form:has(input[type=file]) button");
            assertThat(page.locator("[role=alert]").count()).isEqualTo(status.equals("SOON") ? 1 : 0);
        }
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
            page.click("summary >> nth=0");
            page.fill("input[name=reason] >> nth=0", "आदेश से ड्यूटी पर");
            attach(page, "%PDF-1.7 order");
            page.click("details[open] button");
            assertThat(page.locator("[role=alert]").count()).isZero();
            isForEverybody(page);
        }
        var page = browse(DESKTOP, "hi");
        logIn(page, place.officer(), TestState.PASSWORD);
        page.navigate(address);
        assertThat(page.locator("details").count()).as("both are struck").isZero();
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(com.microsoft.playwright.options.Media.PRINT));
        picture(page, "negative-list-print");
    }

    private static void attach(Page page, String content) {
        page.setInputFiles(
                "input[type=file] >> nth=0",
                new FilePayload("page.pdf", "application/pdf", content.getBytes(StandardCharsets.UTF_8)));
    }

    private static String name(Screen screen) {
        return (screen.phone() ? "phone" : "desktop") + "-hi";
    }
}
