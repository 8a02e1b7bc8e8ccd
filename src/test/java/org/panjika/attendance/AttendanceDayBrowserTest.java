package org.panjika.attendance;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.time.Duration;
import java.time.LocalDate;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.BrowserTest;
import org.panjika.Jobs;
import org.panjika.SystemTest;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.attendance.process.AttendanceDays;
import org.springframework.beans.factory.annotation.Autowired;

@SystemTest
@DisplayName("One whole day in a browser")
class AttendanceDayBrowserTest extends BrowserTest {

    /** A Sunday: nobody but the test's own people is expected. */
    private static final LocalDate DAY = LocalDate.of(2026, 12, 20);

    @Autowired
    TestState state;

    @Autowired
    TestClock clock;

    @Autowired
    DayOpening opening;

    @Autowired
    AttendanceDays days;

    @Autowired
    RuntimeService runtime;

    @Autowired
    Jobs jobs;

    @Autowired
    TaskService tasks;

    RunningDays running;
    TestState.Block block;
    String early;
    String late;
    String blockOfficer;
    String districtOfficer;

    @BeforeEach
    void aBlockOfThreeSchools() {
        running = new RunningDays(runtime, jobs, clock, DAY);
        clock.set(DAY, "08:00");
        block = state.block("RJ");
        state.workingDay(block.directorate(), DAY);
        early = state.holder("HEAD", state.school(block.block()));
        late = state.holder("HEAD", state.school(block.block()));
        state.holder("HEAD", state.school(block.block()));
        blockOfficer = state.holder("HEAD", block.block());
        districtOfficer = state.holder("HEAD", block.district());
        opening.open(DAY);
        days.start(DAY);
    }

    @AfterEach
    void noTimersAreLeft() {
        running.end();
    }

    @Test
    @DisplayName("entered in time, 14:00, told, chased, entered late, 17:00, closed")
    void aDay() {
        clock.set(DAY, "11:00");
        enterTheRoll(early);

        clock.set(DAY, "14:00");
        running.fire(block.block(), "EntryIsDue");
        var officer = browse(DESKTOP, "en");
        officer.route("**/locales/*.json*", neverComes -> {});
        logIn(officer, blockOfficer, TestState.PASSWORD);
        openTheTask(officer, block.block(), "ChaseTheMissing");
        assertThat(officer.locator(".fjs-container").innerText()).contains("0 / 2");
        assertThat(officer.locator(".fjs-container strong").count()).isEqualTo(2);
        assertThat(officer.locator("body").innerText())
                .as("its words are there though their file is late")
                .contains("Keyboard Shortcuts", "Claim")
                .doesNotContain("_TASK", "FOLLOW_UP");
        picture(officer, "attendance-day-1400-tasklist");

        clock.set(DAY, "14:20");
        var phone = browse(PHONE, "hi");
        logIn(phone, late, TestState.PASSWORD);
        phone.navigate("/notices");
        isForEverybody(phone);
        picture(phone, "notices-phone-hi");
        phone.click(".letter.unread");
        assertThat(phone.url()).endsWith("/attendance/" + DAY);
        enterTheRoll(late);
        openTheTask(officer, block.block(), "ChaseTheMissing");
        assertThat(officer.locator(".fjs-container strong").count()).isEqualTo(1);

        clock.set(DAY, "17:00");
        running.fire(block.block(), "DayCloses");
        running.fire(block.district(), "ClosingIsDue");
        phone.navigate("/register");
        assertThat(phone.locator("select").count()).isZero();
        var above = browse(DESKTOP, "en");
        logIn(above, districtOfficer, TestState.PASSWORD);
        openTheTask(above, block.district(), "LookIntoTheMissed");
        above.click("button:has-text('Claim')");
        assertThat(above.locator(".fjs-container").innerText()).contains("CBEO " + block.block());
        picture(above, "attendance-day-1700-tasklist");
        above.fill(".fjs-container textarea", "Asked the block office to explain");
        above.click("button:has-text('Complete')");
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(tasks.createTaskQuery()
                        .processInstanceBusinessKey(block.district() + "/" + DAY)
                        .taskDefinitionKey("LookIntoTheMissed")
                        .count())
                .isZero());
    }

    private void enterTheRoll(String head) {
        var phone = browse(PHONE, "en");
        logIn(phone, head, TestState.PASSWORD);
        phone.navigate("/register");
        phone.click("button[value=all-present]");
        phone.click("button[value=review]");
        phone.click("button[value=save]");
        assertThat(phone.locator("main .status[data-status=COMPLETE]").count()).isEqualTo(1);
    }

    private void openTheTask(Page page, String office, String what) {
        var task = tasks.createTaskQuery()
                .processInstanceBusinessKey(office + "/" + DAY)
                .taskDefinitionKey(what)
                .singleResult();
        // A page of its own each time: Tasklist that is loaded again while it loads forgets which task was asked for.
        page.navigate("about:blank");
        page.navigate("/camunda/app/tasklist/default/#/?task=" + task.getId());
        page.waitForSelector(".fjs-container strong", new Page.WaitForSelectorOptions().setTimeout(60_000));
    }
}
