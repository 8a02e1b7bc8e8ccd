package org.panjika.attendance;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Media;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.BrowserTest;
import org.panjika.SystemTest;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.springframework.beans.factory.annotation.Autowired;

@SystemTest
@DisplayName("Registers and completeness in a browser")
class RegisterBrowserTest extends BrowserTest {

    private static final LocalDate DAY = LocalDate.of(2026, 12, 11);

    @Autowired
    TestState state;

    @Autowired
    TestClock clock;

    @Autowired
    DayOpening opening;

    TestState.Block block;
    String school;
    String head;

    @BeforeEach
    void aSchoolWithFiveTeachers() {
        clock.set(DAY, "11:00");
        block = state.block("RJ");
        state.workingDay(block.directorate(), DAY);
        school = state.school(block.block());
        head = state.holder("HEAD", school);
        for (int i = 0; i < 5; i++) state.staff(school);
        state.staff(state.school(block.block()));
        opening.open(DAY);
    }

    @Test
    @DisplayName("the in-charge fills the roll on a phone: all present, look through, save; in Hindi; on paper")
    void roll() {
        var page = browse(PHONE, "hi");
        logIn(page, head, TestState.PASSWORD);
        page.navigate("/register");
        isForEverybody(page);
        page.click("button[value=all-present]");
        picture(page, "register-roll-phone-hi");
        page.click("button[value=review]");
        isForEverybody(page);
        picture(page, "register-review-phone-hi");
        page.click("button[value=save]");
        assertThat(page.locator("main .status[data-status=COMPLETE]").count()).isEqualTo(1);
        var desk = browse(DESKTOP, "en");
        logIn(desk, head, TestState.PASSWORD);
        desk.navigate("/register");
        isForEverybody(desk);
        picture(desk, "register-desktop");
        desk.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        picture(desk, "register-print");
        desk.pdf(new Page.PdfOptions()
                .setPreferCSSPageSize(true)
                .setPath(Path.of("target", "screenshots", "register.pdf")));
    }

    @Test
    @DisplayName("completeness and School Admin are usable on a phone and on a desk")
    void completeness() {
        state.set(school, "attendanceMode", "MARKS_AND_ROLL");
        opening.open(DAY);
        var officer = state.holder("HEAD", block.directorate());
        for (var screen : new Screen[] {PHONE, DESKTOP}) {
            var page = browse(screen, "en");
            logIn(page, officer, TestState.PASSWORD);
            page.navigate("/oversight/completeness");
            page.click("text=CDEO " + block.district());
            page.click("text=CBEO " + block.block());
            isForEverybody(page);
            picture(page, "completeness-" + (screen.phone() ? "phone" : "desktop"));
            var admin = browse(screen, "hi");
            logIn(admin, head, TestState.PASSWORD);
            admin.navigate("/school-admin");
            isForEverybody(admin);
            picture(admin, "school-admin-" + (screen.phone() ? "phone" : "desktop"));
        }
    }
}
