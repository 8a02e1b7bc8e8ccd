package org.panjika.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.BrowserTest;
import org.panjika.SystemTest;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.springframework.beans.factory.annotation.Autowired;

@SystemTest
@DisplayName("Settings, weeks and hours in a browser")
class SettingBrowserTest extends BrowserTest {

    @Autowired
    TestState state;

    @Autowired
    TestClock clock;

    @Test
    @DisplayName(
            "from the start page to a fence, a weekday and hours that hold from tomorrow, on a small phone and a large screen")
    void settings() {
        clock.set(LocalDate.of(2026, 11, 23), "10:00");
        var block = state.block("RJ");
        var administrator = state.administrator();
        var page = browse(PHONE, "hi");
        logIn(page, administrator, TestState.PASSWORD);
        page.navigate("/");
        page.click("main a[href='/admin/settings']");
        page.fill("input[name=institution]", block.district());
        page.click("main form button");
        isForEverybody(page);
        page.click("a[href*='/admin/settings/geofenceRadius']");
        page.fill("input[name=value]", "300");
        page.click("article button");
        isForEverybody(page);
        picture(page, "setting-hi");
        page.click("button[name=confirmed]");
        assertThat(page.locator(".notice").count()).isEqualTo(1);
        assertThat(page.locator("tbody").last().textContent()).contains(block.district(), "300");

        page.navigate("/admin/calendar");
        page.fill("input[name=area]", block.district());
        page.click("article button");
        isForEverybody(page);
        picture(page, "weeks-hi");
        page.click("button[name=confirmed]");

        page.navigate("/admin/calendar/hours");
        page.fill("input[name=area]", block.district());
        page.fill("input[name=starts]", "07:30");
        page.fill("input[name=ends]", "13:00");
        page.click("article button");
        isForEverybody(page);
        picture(page, "hours-hi");
        assertThat(page.inputValue("article input[name=starts]")).isEqualTo("07:30");
        page.click("button[name=confirmed]");
        assertThat(page.locator("tbody").last().textContent()).contains(block.district(), "07:30 – 13:00");

        var desk = browse(DESKTOP, "en");
        logIn(desk, administrator, TestState.PASSWORD);
        desk.navigate("/admin/settings?institution=" + block.district());
        isForEverybody(desk);
        picture(desk, "settings-en");
    }
}
