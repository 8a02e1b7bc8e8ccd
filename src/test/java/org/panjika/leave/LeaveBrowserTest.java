package org.panjika.leave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.panjika.leave.LeaveScene.path;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.LoadState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.BrowserTest;
import org.panjika.Calls;
import org.panjika.SystemTest;
import org.panjika.Tasklist;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.attendance.DayOpening;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@SystemTest
@DisplayName("Leave in a browser (RJ-2, BR-11)")
class LeaveBrowserTest extends BrowserTest {

    /** A Monday. */
    private static final String ASK = "form[action='/leave'] ";

    private static final LocalDate DAY = LocalDate.of(2027, 4, 5);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Autowired
    TestState state;

    @Autowired
    TestClock clock;

    @Autowired
    Tasklist tasklist;

    @Autowired
    DayOpening opening;

    @Autowired
    LeaveScene scene;

    @Autowired
    Calls calls;

    @Autowired
    JdbcClient jdbc;

    String school;
    String teacher;
    String colleague;
    String head;

    @BeforeEach
    void aSchool() {
        clock.set(DAY, "08:00");
        var block = state.blockAtWork("BR", DAY, 10);
        school = state.school(block.block());
        teacher = state.staff(school);
        colleague = state.staff(school);
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
            page.fill(
                    ASK + "input[name=from]",
                    DAY.plusDays(screen.phone() ? 0 : 3).toString());
            page.fill(
                    ASK + "input[name=to]", DAY.plusDays(screen.phone() ? 1 : 3).toString());
            page.locator(ASK + "input[name=to]").blur();
            page.waitForSelector(
                    "#outlook [data-tone=good]:has-text('%s')".formatted(screen.phone() ? "2 दिन" : "1 day"));
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
        page.fill(ASK + "input[name=from]", DAY.toString());
        page.fill(ASK + "input[name=to]", DAY.plusDays(12).toString());
        page.locator(ASK + "input[name=to]").blur();
        page.waitForSelector("#outlook [data-tone=bad]");
        page.fill("textarea[name=reason]", "Too long");
        page.locator(ASK + "summary").click();
        page.setInputFiles(ASK + "input[name=document]", pdf());
        page.click(ASK + "button");
        assertThat(page.locator(ASK + "input[name=documents]").count())
                .as("what was sent is kept")
                .isEqualTo(1);
        assertThat(page.locator("[role=alert]").count()).isEqualTo(1);
        page.waitForLoadState(LoadState.NETWORKIDLE);
        assertThat(page.locator("#outlook [data-tone]").count()).as("said once").isZero();
        assertThat(page.locator("textarea[name=reason]").inputValue()).isEqualTo("Too long");
        isForEverybody(page);
        picture(page, "leave-wrong-phone-en");
        page.click(".languages button[value=hi]");
        assertThat(page.url())
                .as("the answer to a form is said once; the form is there again")
                .endsWith("/leave");
        assertThat(page.locator("html").getAttribute("lang")).isEqualTo("hi");
    }

    @Test
    @DisplayName("returned, it is mended on its page: dates, kind and document; the head hears who will not come")
    void returned() {
        var page = browse(PHONE, "hi");
        logIn(page, teacher, TestState.PASSWORD);
        var leave = scene.asked(teacher, "CL", DAY.plusDays(5), DAY.plusDays(5));
        assertThat(tasklist.decide(head, "return", "Until which day?")).isEqualTo(204);
        page.navigate(LeaveScene.path(leave));
        isForEverybody(page);
        picture(page, "leave-returned-phone-hi");
        page.fill("input[name=to]", DAY.plusDays(40).toString());
        page.locator("section summary").first().click();
        page.setInputFiles("input[name=document]", pdf());
        page.click("form:has(input[value=again]) button");
        assertThat(page.locator("[role=alert]").count()).isEqualTo(1);
        assertThat(page.inputValue("input[name=to]")).isEqualTo(DAY.plusDays(40).toString());
        page.fill("input[name=to]", DAY.plusDays(6).toString());
        page.click("form:has(input[value=again]) button");
        assertThat(scene.find(teacher, leave)).containsEntry("state", "PENDING").containsEntry("days", 2.0);
        assertThat(page.locator("dd a[href*=attachments]").count()).isEqualTo(1);
        page.navigate("/leave");
        page.locator("main > details summary").first().click();
        page.fill("form[action='/leave/intimations'] input[name=text]", "बुखार है");
        isForEverybody(page);
        picture(page, "leave-intimation-phone-hi");
        page.click("form[action='/leave/intimations'] button");
        assertThat(scene.told(head)).contains("leave-intimated");
    }

    @Test
    @DisplayName("at the top, where no seat is above, administrators decide: the page says so (C4)")
    void atTheTop() {
        var director = state.holder("HEAD", state.blockAtWork("RJ", DAY, 10).directorate());
        var page = browse(DESKTOP, "en");
        logIn(page, director, TestState.PASSWORD);
        page.navigate("/leave");
        page.fill(ASK + "input[name=from]", DAY.toString());
        page.locator(ASK + "input[name=from]").blur();
        page.waitForSelector("#outlook [data-tone=good]:has-text('Administrator')");
    }

    private static FilePayload pdf() {
        return new FilePayload(
                "page.pdf", "application/pdf", "%PDF-1.7 a written application".getBytes(StandardCharsets.UTF_8));
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
            page.setInputFiles("input[name=scan]", pdf());
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
        state.set(school, "leaveCeilingSecondary", "0");
        scene.approved(teacher, head, "CL", DAY.plusDays(3), DAY.plusDays(4));
        scene.approved(colleague, head, "CL", DAY, DAY);
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
            var form = page.locator(".fjs-container").textContent();
            assertThat(form)
                    .as("what is left")
                    .contains(language.equals("en") ? "Left of this kind: 14 days" : "इस प्रकार का शेष: 14 दिन");
            assertThat(form)
                    .as("who else is away")
                    .containsPattern("Staff " + colleague + "[^:]*: Casual leave / आकस्मिक अवकाश, 05-04-2027");
            assertThat(form).as("what went before").contains("आकस्मिक अवकाश, 08-04-2027 – 09-04-2027");
            picture(page, "leave-task-desktop-" + language);
        }
    }

    @Test
    @DisplayName(
            "over marked sessions the head chooses each in Tasklist: the forenoon was worked, the afternoon is leave (C13)")
    void chooses() {
        clock.set(DAY, "09:20");
        assertThat(calls.mark(teacher, "IN", clock.instant()).getStatusCode().value())
                .isEqualTo(201);
        scene.asked(teacher, "CL", DAY, DAY);
        openTask(browse(DESKTOP, "hi"), "leave-choice-desktop-hi", ".fjs-form-field-checklist");
        var page = browse(DESKTOP, "en");
        openTask(page, "leave-choice-desktop-en", ".fjs-form-field-checklist");
        page.click("text=Claim");
        var lists = page.locator(".fjs-form-field-checklist");
        lists.nth(0).locator("label:has-text('Afternoon')").click();
        lists.nth(1).locator("label:has-text('Forenoon')").click();
        page.click("label:has-text('Approve')");
        picture(page, "leave-chosen-desktop-en");
        page.click("button:has-text('Complete'):not([disabled])");
        await().atMost(PATIENCE).until(() -> tasklist.of(head).isEmpty());
        assertThat(state.reads(teacher, DAY)).isEqualTo("PRESENT LEAVE");
    }

    @Test
    @DisplayName(
            "who came to work on leave is asked to end it, and one tap does; days that are over wait for the head's word (C13)")
    void ends() {
        var leave = scene.approved(teacher, head, "CL", DAY, DAY.plusDays(4));
        clock.set(DAY.plusDays(1), "09:20");
        opening.open(DAY.plusDays(1));
        calls.mark(teacher, "IN", clock.instant());
        await().atMost(PATIENCE).until(() -> scene.told(head).contains("leave-marked-office"));
        jdbc.sql("insert into leave_uncharged (application_id, day) values (?::uuid, ?)")
                .params(leave.get("id"), DAY.plusDays(3))
                .update();
        var phone = browse(PHONE, "hi");
        logIn(phone, teacher, TestState.PASSWORD);
        phone.navigate("/notices");
        isForEverybody(phone);
        picture(phone, "leave-notices-phone-hi");
        phone.navigate(path(leave));
        assertThat(phone.locator("section[data-tone=wait] button").count()).isEqualTo(1);
        isForEverybody(phone);
        picture(phone, "leave-curtail-phone-hi");
        var heads = browse(DESKTOP, "en");
        logIn(heads, head, TestState.PASSWORD);
        heads.navigate(path(leave));
        isForEverybody(heads);
        picture(heads, "leave-curtail-desktop-en");

        clock.set(DAY.plusDays(2), "08:00");
        opening.open(DAY.plusDays(2));
        phone.reload();
        phone.click("section[data-tone=wait] button");
        assertThat(phone.locator("[data-tone=wait]").count())
                .as("waits for the head")
                .isPositive();
        assertThat(scene.find(teacher, leave)).containsEntry("days", 2.0);
        isForEverybody(phone);
        picture(phone, "leave-return-asked-phone-hi");
        openTask(browse(DESKTOP, "hi"), "leave-return-desktop-hi", ".fjs-container strong");
        var page = browse(DESKTOP, "en");
        openTask(page, "leave-return-desktop-en", ".fjs-container strong");
        page.click("text=Claim");
        page.click("label:has-text('Agree')");
        page.click("button:has-text('Complete'):not([disabled])");
        await().atMost(PATIENCE).until(() -> tasklist.of(head).isEmpty());
        assertThat(scene.find(teacher, leave)).containsEntry("days", 1.0);
        phone.reload();
        assertThat(phone.locator("section[data-tone=wait]").count()).isZero();
        isForEverybody(phone);
        picture(phone, "leave-ended-phone-hi");
    }

    private void openTask(Page page, String name, String shows) {
        logIn(page, head, TestState.PASSWORD);
        page.navigate(
                "/camunda/app/tasklist/default/#/?task=" + tasklist.one(head).getId());
        page.waitForSelector(shows);
        picture(page, name);
    }
}
