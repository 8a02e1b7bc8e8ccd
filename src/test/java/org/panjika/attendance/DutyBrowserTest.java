package org.panjika.attendance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.BrowserTest;
import org.panjika.SystemTest;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.springframework.beans.factory.annotation.Autowired;

@SystemTest
@DisplayName("duty orders and offices outside the portal, on the page")
class DutyBrowserTest extends BrowserTest {

    private static final LocalDate DAY = LocalDate.of(2027, 1, 12);

    @Autowired
    TestState state;

    @Autowired
    TestClock clock;

    @Autowired
    DayOpening opening;

    String school;
    String teacher;
    String head;

    @BeforeEach
    void aBiharSchoolOnAWorkingDay() {
        clock.set(DAY, "09:50:30");
        var block = state.block("BR");
        state.workingDay(block.directorate(), DAY);
        school = state.school(block.block());
        teacher = state.staff(school);
        head = state.holder("HEAD", school);
        opening.open(DAY);
    }

    @Test
    @DisplayName(
            "the head enters an order with its scan; the person finds it on the page of a mark and marks under it (BR-5)")
    void order() {
        var page = browse(DESKTOP, "en");
        logIn(page, head, TestState.PASSWORD);
        page.navigate("/institutions/" + school + "/duty-orders");
        page.selectOption("[name=employeeCode]", teacher);
        page.fill("[name=place]", "District Election Office");
        page.check("[name=weekdays][value='2']");
        page.fill("[name=orderNumber]", "DEO/2027/14");
        page.setInputFiles(
                "[name=scan]",
                new FilePayload("order.pdf", "application/pdf", "%PDF-1.4 order".getBytes(StandardCharsets.UTF_8)));
        picture(page, "duty-orders-en-1-form");
        isForEverybody(page);
        page.click("form[enctype] button");
        assertThat(page.locator("ul.orders > li")).containsText("DEO/2027/14");
        assertThat(page.locator("ul.orders a")).hasAttribute("href", Pattern.compile("/attachments/[0-9a-f]{64}"));
        picture(page, "duty-orders-en-2-list");
        page.setViewportSize(PHONE.width(), PHONE.height());
        isForEverybodyInEachLanguage(page, "duty-orders-%s-3-phone");
        page.setViewportSize(DESKTOP.width(), DESKTOP.height());

        var phone = browse(PHONE, "en");
        logIn(phone, teacher, TestState.PASSWORD);
        phone.navigate("/mark");
        assertThat(phone.locator("details .orders")).containsText("DEO/2027/14");
        isForEverybodyInEachLanguage(phone, "duty-mark-%s-1-day");
        tap(phone, "[data-mode=ON_DUTY][data-mark=IN]");
        tap(phone, "[data-confirm]:enabled");
        assertThat(phone.locator(".receipt")).hasAttribute("data-tone", "good");
        tap(phone, "[data-again]");
        assertThat(phone.locator("[data-mark=IN].big")).isVisible();
        isForEverybodyInEachLanguage(phone, "duty-mark-%s-2-arrival");

        page.click("ul.orders form button");
        assertThat(page.locator("ul.orders form")).hasCount(0);
        assertThat(page.locator("ul.orders [data-status=ABSENT]")).isVisible();
    }

    @Test
    @DisplayName("an order that is not right comes back with everything that was typed, and says what is wrong")
    void wrong() {
        var page = browse(PHONE, "en");
        logIn(page, head, TestState.PASSWORD);
        page.navigate("/institutions/" + school + "/duty-orders");
        page.selectOption("[name=employeeCode]", teacher);
        page.fill("[name=place]", "District Election Office");
        page.fill("[name=to]", DAY.minusDays(3).toString());
        page.fill("[name=orderNumber]", "DEO/2027/15");
        page.setInputFiles(
                "[name=scan]",
                new FilePayload("order.pdf", "application/pdf", "%PDF-1.4 order".getBytes(StandardCharsets.UTF_8)));
        page.click("form[enctype] button");
        assertThat(page.locator("[role=alert] li")).hasCount(1);
        assertThat(page.locator("[name=place]")).hasValue("District Election Office");
        assertThat(page.locator("[name=employeeCode]")).hasValue(teacher);
        isForEverybodyInEachLanguage(page, "duty-orders-%s-4-wrong");
        assertThat(page.locator("[role=alert] li")).hasCount(1);
    }

    @Test
    @DisplayName(
            "at an office outside the portal: no photograph, no position, and the parent's head sees the month (RJ-12)")
    void offPortal() {
        state.deputeOffPortal(teacher, "District Election Office, Retgarh");
        opening.open(DAY);
        var page = browse(PHONE, "en");
        logIn(page, teacher, TestState.PASSWORD);
        page.navigate("/mark");
        assertThat(page.locator("h1")).containsText("Retgarh");
        isForEverybodyInEachLanguage(page, "off-portal-%s-1-day");
        tap(page, "[data-mark=IN]:visible");
        assertThat(page.locator("[data-place]")).isHidden();
        picture(page, "off-portal-en-2-preview");
        isForEverybody(page);
        tap(page, "[data-confirm]:enabled");
        assertThat(page.locator(".receipt")).hasAttribute("data-tone", "good");
        picture(page, "off-portal-en-3-receipt");
        tap(page, "[data-again]");
        tap(page, "[data-mark=OUT]:visible");
        tap(page, "[data-confirm]:enabled");
        assertThat(page.locator(".receipt")).hasAttribute("data-tone", "good");
        assertThat(page.textContent("html")).doesNotContain("??");

        var desk = browse(DESKTOP, "en");
        logIn(desk, head, TestState.PASSWORD);
        desk.navigate("/institutions/" + school + "/off-portal/" + YearMonth.from(DAY));
        assertThat(desk.locator("main")).containsText("09:50");
        isForEverybodyInEachLanguage(desk, "off-portal-%s-4-month");
        page.navigate("/staff/" + teacher + "/attendance/" + YearMonth.from(DAY));
        assertThat(page.locator("main")).containsText("Retgarh");
        isForEverybodyInEachLanguage(page, "off-portal-%s-5-own-month");
        desk.setViewportSize(PHONE.width(), PHONE.height());
        isForEverybody(desk);
    }

    private static void tap(Page page, String selector) {
        page.locator(selector).first().tap();
    }
}
