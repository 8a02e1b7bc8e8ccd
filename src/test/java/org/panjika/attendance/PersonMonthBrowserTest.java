package org.panjika.attendance;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.BrowserTest;
import org.panjika.Calls;
import org.panjika.SystemTest;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.springframework.beans.factory.annotation.Autowired;

@SystemTest
@DisplayName("A person's month in a browser (BR-20, C11)")
class PersonMonthBrowserTest extends BrowserTest {

    private static final LocalDate DAY = LocalDate.of(2026, 12, 21);

    @Autowired
    TestState state;

    @Autowired
    TestClock clock;

    @Autowired
    DayOpening opening;

    @Autowired
    MissingOuts missing;

    @Autowired
    Calls calls;

    @Autowired
    TaskService tasks;

    String school;
    String teacher;
    String head;

    @BeforeEach
    void aTeacherLateOnTwoDays() {
        var block = state.blockAtWork("BR", DAY, 3);
        school = state.school(block.block());
        teacher = state.staff(school);
        head = state.holder("HEAD", school);
        comes(DAY, "10:45");
        comes(DAY.plusDays(1), "09:42");
    }

    @Test
    @DisplayName(
            "the teacher sees the lateness on the page of the day and in the month, and asks; in Hindi, on a phone")
    void asks() {
        var page = browse(PHONE, "hi");
        logIn(page, teacher, TestState.PASSWORD);
        page.navigate("/mark");
        isForEverybody(page);
        picture(page, "mark-late-phone-hi");
        page.click("a[href*='/attendance/" + YearMonth.from(DAY) + "']");
        isForEverybody(page);
        picture(page, "person-month-phone-hi");
        var today = page.locator("#day-" + DAY.plusDays(1));
        today.locator("summary").click();
        today.locator("[name=reason]").fill("रेल विलंब से आई");
        isForEverybody(page);
        today.locator("form button").click();
        assertThat(page.locator("#day-" + DAY.plusDays(1)).textContent()).contains("रेल विलंब से आई");
        picture(page, "person-month-asked-phone-hi");
    }

    @Test
    @DisplayName("the head condones and permits from the month, reached from the register")
    void condones() {
        var page = browse(DESKTOP, "en");
        logIn(page, head, TestState.PASSWORD);
        page.navigate("/institutions/" + school + "/attendance/" + DAY.plusDays(1));
        page.click("a[href*='" + teacher + "']");
        isForEverybody(page);
        picture(page, "person-month-desktop");
        var row = page.locator("#day-" + DAY.plusDays(1));
        row.locator("summary").click();
        row.locator("[name=reason]").fill("Road under water");
        row.locator("form button").click();
        assertThat(page.locator("#day-" + DAY.plusDays(1)).textContent()).contains("Free day", "1 of 2", "Condoned");
        page.click("section summary");
        page.fill("section [name=day]", DAY.plusDays(2).toString());
        page.fill("section [name=reason]", "Election training");
        page.click("section form button");
        assertThat(page.locator("section ul").textContent()).contains("Election training");
        isForEverybody(page);
        picture(page, "person-month-condoned-desktop");
    }

    @Test
    @DisplayName("the head completes both tasks in Tasklist: the condonation, and the list with a missing School Out")
    void tasklist() {
        var teachers = browse(PHONE, "en");
        logIn(teachers, teacher, TestState.PASSWORD);
        teachers.navigate("/staff/" + teacher + "/attendance/" + YearMonth.from(DAY));
        var today = teachers.locator("#day-" + DAY.plusDays(1));
        today.locator("summary").click();
        today.locator("[name=reason]").fill("The bus broke down");
        today.locator("form button").click();
        missing.list(DAY);

        var page = browse(DESKTOP, "en");
        logIn(page, head, TestState.PASSWORD);
        open(page, task("lateness-condonation"));
        page.waitForSelector("text=The bus broke down");
        picture(page, "tasklist-lateness-desktop");
        page.click("label:has-text('Condone')");
        complete(page);
        gone("lateness-condonation");

        open(page, task("attendance-exception"));
        page.waitForSelector("text=No School Out");
        page.click("label:has-text('Each as chosen below')");
        page.locator("label:has-text('" + teacher + "')").nth(1).click();
        page.fill("textarea", "Left at noon");
        picture(page, "tasklist-missing-out-desktop");
        complete(page);
        gone("attendance-exception");

        teachers.reload();
        assertThat(teachers.locator("#day-" + DAY).textContent()).contains("Left at noon");
        isForEverybody(teachers);
        picture(teachers, "person-month-rejected-phone");
        teachers.locator("#day-" + DAY + " summary")
                .filter(new com.microsoft.playwright.Locator.FilterOptions().setHasText("Contest"))
                .click();
        var contest = teachers.locator("#day-" + DAY + " form:has([name=mark])");
        contest.locator("[name=reason]").fill("I left at four");
        contest.locator("button").click();
        assertThat(teachers.locator("#day-" + DAY).textContent()).contains("Contested");
    }

    @Test
    @DisplayName("a reason that is refused is still there, in the form where it was typed; so is a permission")
    void nothingLost() {
        var page = browse(PHONE, "en");
        logIn(page, head, TestState.PASSWORD);
        page.navigate("/staff/" + teacher + "/attendance/" + YearMonth.from(DAY));
        var long_ = "x".repeat(501);
        var row = page.locator("#day-" + DAY.plusDays(1));
        row.locator("summary").click();
        page.evaluate("document.querySelectorAll('[name=reason]').forEach(r => r.removeAttribute('maxlength'))");
        row.locator("[name=reason]").fill(long_);
        row.locator("form button").click();
        assertThat(page.locator("[role=alert]").isVisible()).isTrue();
        assertThat(row.locator("[name=reason]").isVisible()).isTrue();
        assertThat(row.locator("[name=reason]").inputValue()).isEqualTo(long_);
        assertThat(page.locator("section [name=reason]").isVisible()).isFalse();
        page.navigate("/staff/" + teacher + "/attendance/" + YearMonth.from(DAY));
        page.click("section summary");
        page.evaluate("document.querySelectorAll('[name=reason]').forEach(r => r.removeAttribute('maxlength'))");
        page.fill("section [name=day]", DAY.plusDays(2).toString());
        page.fill("section [name=reason]", long_);
        page.click("section form button");
        assertThat(page.inputValue("section [name=reason]")).isEqualTo(long_);
        assertThat(page.inputValue("section [name=day]"))
                .isEqualTo(DAY.plusDays(2).toString());
        picture(page, "person-month-refused-phone");
        isForEverybody(page);
    }

    private void comes(LocalDate day, String time) {
        clock.set(day, "09:00");
        opening.open(day);
        clock.set(day, time);
        assertThat(calls.mark(teacher, "IN", clock.instant()).getStatusCode().value())
                .isEqualTo(201);
    }

    private static void open(Page page, Task task) {
        page.navigate("/camunda/app/tasklist/default/#/?task=" + task.getId());
        page.click("text=Claim");
        page.waitForSelector(".fjs-container");
    }

    private static void complete(Page page) {
        page.click("button:has-text('Complete'):not([disabled])");
    }

    private Task task(String process) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> tasks(process), found -> found.size() == 1)
                .get(0);
    }

    private void gone(String process) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> tasks(process)
                .isEmpty());
    }

    private List<Task> tasks(String process) {
        return tasks.createTaskQuery()
                .processDefinitionKey(process)
                .processVariableValueEquals("institution", school)
                .list();
    }
}
