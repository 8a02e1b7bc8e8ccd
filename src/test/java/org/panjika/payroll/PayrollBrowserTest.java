package org.panjika.payroll;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.BrowserTest;
import org.panjika.SystemTest;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.organisation.Institutions;
import org.springframework.beans.factory.annotation.Autowired;

@SystemTest
@DisplayName("The month's pay in a browser (RJ-13, C16, C17)")
class PayrollBrowserTest extends BrowserTest {

    /** Begins on a Tuesday; Sundays are free. */
    private static final YearMonth MONTH = YearMonth.of(2027, 6);

    @Autowired
    TestState state;

    @Autowired
    TestClock clock;

    @Autowired
    PaperMonth paper;

    @Autowired
    Proposals proposals;

    @Autowired
    Statements statements;

    @Autowired
    Adjustments adjustments;

    @Autowired
    Institutions institutions;

    String school;
    String teacher;
    String head;

    @BeforeEach
    void aMonthInASchool() {
        var block = state.block("BR");
        school = state.school(block.block());
        teacher = state.staff(school);
        head = state.holder("HEAD", school);
        paper.write(teacher, school, MONTH, "P P P P P - P A PA P P P - C C P P P P - U X ? T D P - P P P");
        paper.write(head, school, MONTH, "P P P P P - P P P P P P - P P P P P P - H H P P P P - P P P");
        for (int n = 0; n < 10; n++) {
            paper.write(
                    state.staff(school), school, MONTH, "P P P P P - P P P P P P - P P P P P P - P P P P P P - P P P");
        }
        clock.set(MONTH.atDay(10), "10:00");
        proposals.tell();
    }

    @Test
    @DisplayName(
            "the month like the paper register: days fit on a desk's screen and on paper, every figure opens to its days")
    void register() {
        clock.set(LocalDate.of(2027, 7, 1), "10:00");
        for (var screen : new Screen[] {DESKTOP, PHONE}) {
            var language = screen.phone() ? "hi" : "en";
            var page = browse(screen, language);
            logIn(page, head, TestState.PASSWORD);
            page.navigate("/payroll/" + MONTH + "/institutions/" + school);
            isForEverybody(page);
            picture(page, "payroll-month-" + (screen.phone() ? "phone-hi" : "desktop-en"));
            for (var sum : List.of("TOUR", "DUTY", "TECHNICAL", "DOUBTFUL", "UNMARKED")) {
                assertThat(page.locator("tr:has-text('%s') a[href$='#%s']".formatted(teacher, sum))
                                .textContent())
                        .as(sum)
                        .isEqualTo("1");
            }
            assertThat(page.locator("tr:has-text('%s') td a[href$='/proposals']".formatted(teacher))
                            .textContent())
                    .as("two days are proposed")
                    .isEqualTo("1½");
            page.locator("tr:has-text('%s') a[href$='#ABSENT']".formatted(teacher))
                    .click();
            assertThat(page.locator("#ABSENT time").count()).isEqualTo(2);
            assertThat(page.locator("#ABSENT time").first().isVisible())
                    .as("its days")
                    .isTrue();
            assertThat(page.locator("#FULL_PAY time").count())
                    .as("days of full pay too")
                    .isPositive();
            isForEverybody(page);
            picture(page, "payroll-person-" + (screen.phone() ? "phone-hi" : "desktop-en"));
        }
        var page = browse(DESKTOP, "hi");
        logIn(page, head, TestState.PASSWORD);
        page.navigate("/payroll/" + MONTH + "/institutions/" + school);
        for (var paper : List.of("A4", "A3")) {
            var pdf = page.pdf(new Page.PdfOptions()
                    .setFormat(paper)
                    .setPath(Path.of("target", "screenshots", "payroll-month-" + paper + "-hi.pdf"))
                    .setPreferCSSPageSize(true));
            var text = new String(pdf, StandardCharsets.ISO_8859_1);
            assertThat(text)
                    .as("points across " + paper)
                    .contains(paper.equals("A4") ? "/MediaBox [0 0 84" : "/MediaBox [0 0 119");
            assertThat(text.split("/MediaBox"))
                    .as("one sheet of twelve people, signatures and all")
                    .hasSize(2);
        }
        picture(page, "payroll-month-desktop-hi");
    }

    @Test
    @DisplayName(
            "told on the phone, contested with a document; the head waives; sent, corrected, adjusted: both see it")
    void contested() {
        var page = browse(PHONE, "hi");
        logIn(page, teacher, TestState.PASSWORD);
        page.navigate("/payroll/notices");
        isForEverybody(page);
        picture(page, "payroll-notices-phone-hi");
        page.locator("button[value=CONTEST]").first().click();
        assertThat(page.locator("[role=alert]").count()).as("why is missing").isEqualTo(1);
        page.locator("textarea[name=text]").first().fill("At the hospital with my son");
        page.locator("input[name=document]")
                .first()
                .setInputFiles(new FilePayload(
                        "paper.pdf", "application/pdf", "%PDF-1.7 a paper".getBytes(StandardCharsets.UTF_8)));
        page.locator("button[value=CONTEST]").first().click();
        assertThat(page.locator("blockquote").count()).isEqualTo(1);
        picture(page, "payroll-contested-phone-hi");

        var desk = browse(DESKTOP, "en");
        logIn(desk, head, TestState.PASSWORD);
        remarkIsKept(desk);
        desk.locator("article:has(blockquote) summary").click();
        desk.locator("article:has(blockquote) input[name=remark]").fill("Certificate seen");
        isForEverybody(desk);
        picture(desk, "payroll-proposals-desktop-en");
        desk.locator("article:has(blockquote) button[value=WAIVE]").click();
        assertThat(desk.locator("article:has(blockquote) [data-status=PRESENT]").count())
                .isEqualTo(1);

        var institution = institutions.find(school).orElseThrow();
        clock.set(LocalDate.of(2027, 7, 1), "10:00");
        statements.send(institution, MONTH, head, false);
        paper.day(teacher, school, MONTH.atDay(21), "P");
        adjustments.post(List.of(institution), head);
        desk.navigate("/payroll/" + MONTH + "/institutions/" + school);
        assertThat(desk.locator(".hash").textContent()).hasSize(64);
        picture(desk, "payroll-sent-desktop-en");
        desk.navigate("/payroll/2027-07/institutions/" + school);
        assertThat(desk.locator("h2").count()).as("adjustments").isEqualTo(1);
        page.navigate("/payroll/" + MONTH + "/me");
        isForEverybody(page);
        picture(page, "payroll-me-phone-hi");
    }

    /** Charged on a page of which the window is not over after all. */
    private void remarkIsKept(Page desk) {
        clock.set(MONTH.atDay(15), "10:00");
        desk.navigate("/payroll/" + MONTH + "/institutions/" + school + "/proposals");
        clock.set(MONTH.atDay(10), "11:00");
        var unheard = desk.locator("article:not(:has(blockquote))").first();
        unheard.locator("summary").click();
        unheard.locator("input[name=remark]").fill("Nobody saw her");
        unheard.locator("button[value=CHARGE]").click();
        assertThat(desk.locator("[role=alert]").count()).isEqualTo(1);
        assertThat(desk.locator("details[open] input[name=remark]").inputValue())
                .isEqualTo("Nobody saw her");
    }
}
