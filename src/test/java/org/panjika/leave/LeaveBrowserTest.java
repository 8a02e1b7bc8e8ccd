package org.panjika.leave;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.LoadState;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.YearMonth;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.BrowserTest;
import org.panjika.SystemTest;
import org.panjika.Tasklist;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.attendance.DayOpening;
import org.springframework.beans.factory.annotation.Autowired;

@SystemTest
@DisplayName("Leave in a browser (RJ-2, BR-11)")
class LeaveBrowserTest extends BrowserTest {

    /** A Monday. */
    private static final LocalDate DAY = LocalDate.of(2027, 4, 5);

    @Autowired
    TestState state;

    @Autowired
    TestClock clock;

    @Autowired
    Tasklist tasklist;

    @Autowired
    DayOpening opening;

    String school;
    String teacher;
    String head;

    @BeforeEach
    void aSchool() {
        clock.set(DAY, "08:00");
        var block = state.blockAtWork("BR", DAY, 10);
        school = state.school(block.block());
        teacher = state.staff(school);
        state.staff(school);
        head = state.holder("HEAD", school);
        opening.open(DAY);
    }

    @Test
    @DisplayName(
            "on the phone with four inputs: the count, what is left after it and who decides are shown while it is typed")
    void ask() {
        for (var screen : new Screen[] {PHONE, DESKTOP}) {
            var name = screen.phone() ? "phone-hi" : "desktop-en";
            var page = browse(screen, screen.phone() ? "hi" : "en");
            logIn(page, teacher, TestState.PASSWORD);
            page.navigate("/leave");
            isForEverybody(page);
            assertThat(page.locator(
                                    "form[action='/leave'] :is(select, input:not([type=hidden]), textarea):not(details *)")
                            .count())
                    .isLessThanOrEqualTo(4);
            page.selectOption("select[name=type]", "CL");
            page.fill("input[name=from]", DAY.plusDays(screen.phone() ? 0 : 3).toString());
            page.fill("input[name=to]", DAY.plusDays(screen.phone() ? 1 : 3).toString());
            page.locator("input[name=to]").blur();
            page.waitForSelector("#outlook [data-tone=good]:has-text('%s')".formatted(screen.phone() ? "2.0" : "1.0"));
            assertThat(page.locator("#outlook").textContent()).contains("Staff " + head);
            page.fill("textarea[name=reason]", "A wedding in the family");
            picture(page, "leave-ask-" + name);
            page.click("form[action='/leave'] button");
            assertThat(page.locator("[data-status=TO_BE_CONFIRMED]").count()).isPositive();
            isForEverybody(page);
            picture(page, "leave-application-" + name);
            assertThat(tasklist.decide(head, "approve")).isEqualTo(204);
            page.navigate("/leave");
            page.locator(".balance summary").first().click();
            isForEverybody(page);
            picture(page, "leave-mine-" + name);
        }
        var page = browse(DESKTOP, "vi");
        logIn(page, teacher, TestState.PASSWORD);
        page.navigate("/leave");
        isForEverybody(page);
        picture(page, "leave-mine-desktop-vi");
    }

    @Test
    @DisplayName("what is wrong is said while it is typed, and what was typed stays")
    void wrong() {
        var page = browse(PHONE, "en");
        logIn(page, teacher, TestState.PASSWORD);
        page.navigate("/leave");
        page.selectOption("select[name=type]", "CL");
        page.fill("input[name=from]", DAY.toString());
        page.fill("input[name=to]", DAY.plusDays(12).toString());
        page.locator("input[name=to]").blur();
        page.waitForSelector("#outlook [data-tone=bad]");
        page.fill("textarea[name=reason]", "Too long");
        page.click("form[action='/leave'] button");
        assertThat(page.locator("[role=alert]").count()).isEqualTo(1);
        page.waitForLoadState(LoadState.NETWORKIDLE);
        assertThat(page.locator("#outlook [data-tone]").count()).as("said once").isZero();
        assertThat(page.locator("textarea[name=reason]").inputValue()).isEqualTo("Too long");
        isForEverybody(page);
        picture(page, "leave-wrong-phone-en");
    }

    @Test
    @DisplayName("the head sees who is away, and enters leave from paper with the guard file and a scan")
    void institution() {
        for (var screen : new Screen[] {PHONE, DESKTOP}) {
            var name = screen.phone() ? "phone-hi" : "desktop-en";
            var day = DAY.plusDays(screen.phone() ? 0 : 2).toString();
            var page = browse(screen, screen.phone() ? "hi" : "en");
            logIn(page, head, TestState.PASSWORD);
            page.navigate("/institutions/" + school + "/leave/" + YearMonth.from(DAY));
            isForEverybody(page);
            page.locator("details summary").first().click();
            page.selectOption("select[name=employeeCode]", teacher);
            page.selectOption("select[name=type]", "CL");
            page.fill("input[name=from]", day);
            page.fill("input[name=to]", day);
            page.fill("input[name=sanctionedByOffice]", "Head of the school");
            page.fill("input[name=guardFileReference]", "GF/12");
            page.setInputFiles(
                    "input[name=scan]",
                    new FilePayload(
                            "page.pdf",
                            "application/pdf",
                            "%PDF-1.7 a written application".getBytes(StandardCharsets.UTF_8)));
            picture(page, "leave-grant-" + name);
            page.click("details form button");
            assertThat(page.locator(".away td a[data-status=APPROVED]").count()).isEqualTo(screen.phone() ? 1 : 2);
            isForEverybody(page);
            picture(page, "leave-institution-" + name);
        }
        assertThat(state.reads(teacher, DAY)).isEqualTo("LEAVE LEAVE");
    }

    @Test
    @DisplayName("the office decides in Tasklist, and sees balance, who else is away and what went before")
    void tasklist() {
        var asked = browse(PHONE, "en");
        logIn(asked, teacher, TestState.PASSWORD);
        asked.navigate("/leave");
        asked.fill("textarea[name=reason]", "A wedding in the family");
        asked.click("form[action='/leave'] button");
        for (var language : new String[] {"en", "hi"}) {
            var page = browse(DESKTOP, language);
            logIn(page, head, TestState.PASSWORD);
            page.navigate("/camunda/app/tasklist/default/#/?task="
                    + tasklist.one(head).getId());
            page.waitForSelector("blockquote");
            assertThat(page.locator("blockquote").textContent()).isEqualTo("A wedding in the family");
            picture(page, "leave-task-desktop-" + language);
        }
    }
}
