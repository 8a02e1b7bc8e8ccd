package org.panjika.correction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.panjika.Calls.line;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.TaskService;
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
@DisplayName("Corrections of closed days in a browser (RJ-7 to RJ-10, C12)")
class CorrectionBrowserTest extends BrowserTest {

    /** A Wednesday in a month of its own; every day from two before it on is a working day. */
    private static final LocalDate DAY = LocalDate.of(2027, 4, 14);

    @Autowired
    TestState state;

    @Autowired
    Calls calls;

    @Autowired
    Tasklist tasklist;

    @Autowired
    TaskService tasks;

    @Autowired
    TestClock clock;

    @Autowired
    DayOpening opening;

    @Autowired
    JdbcClient jdbc;

    TestState.Block block;
    String school;
    String teacher;
    String colleague;
    String head;
    String peeo;
    String blockOfficer;

    @BeforeEach
    void aSchoolInACluster() {
        block = state.blockAtWork("RJ", DAY.minusDays(2), 10);
        state.holiday(block.directorate(), DAY.minusDays(3));
        var nodal = state.school(block.block());
        school = state.elementarySchool(nodal);
        teacher = state.staff(school);
        colleague = state.staff(school);
        state.elementarySchool(nodal);
        head = state.holder("HEAD", school);
        peeo = state.holder("HEAD", nodal);
        blockOfficer = state.holder("HEAD", block.block());
        state.holder("HEAD", block.district());
        for (var day = DAY.minusDays(3); !day.isAfter(DAY.plusDays(1)); day = day.plusDays(1)) {
            clock.set(day, "11:00");
            opening.open(day);
        }
        clock.set(DAY.plusDays(1), "10:00");
    }

    @Test
    @DisplayName(
            "on a phone the head sees each day of the month and who could correct it, asks, and follows the request")
    void ask() {
        for (var language : new String[] {"hi", "en"}) {
            var phone = browse(PHONE, language);
            logIn(phone, head, TestState.PASSWORD);
            phone.navigate("/institutions/" + school + "/attendance/" + DAY);
            phone.click("a[href^='/corrections/new']");
            assertThat(phone.locator("tbody tr .half select").count()).isEqualTo(6);
            phone.navigate("/corrections/new");
            assertThat(phone.locator("a.day[data-look=OPEN]").count()).isEqualTo(1);
            assertThat(look(phone, DAY).getAttribute("data-look")).isEqualTo("INCOMPLETE");
            assertThat(look(phone, DAY).locator("small").textContent()).isEqualTo("PEEO");
            assertThat(look(phone, DAY.minusDays(1)).locator("small").textContent())
                    .isEqualTo("CBEO");
            isForEverybody(phone);
            picture(phone, "correction-month-phone-" + language);
            look(phone, DAY).click();
            isForEverybody(phone);
            phone.selectOption("select[name='FORENOON." + teacher + "']", "TOUR");
            phone.check("input[value=FORGOTTEN]");
            phone.fill("textarea[name=reason]", "x".repeat(999));
            phone.click("button[name=fill]");
            assertThat(phone.inputValue("select[name='FORENOON." + teacher + "']"))
                    .isEqualTo("TOUR");
            assertThat(phone.inputValue("select[name='AFTERNOON." + colleague + "']"))
                    .isEqualTo("PRESENT");
            assertThat(phone.inputValue("textarea[name=reason]")).hasSize(999);
            phone.fill("textarea[name=reason]", "The roll was forgotten on the day of the fair");
            attach(phone, "not a scan");
            phone.click(".actions:last-child button");
            assertThat(phone.locator("[role=alert]").count()).isEqualTo(1);
            assertThat(phone.inputValue("select[name='FORENOON." + teacher + "']"))
                    .as("what was typed stays")
                    .isEqualTo("TOUR");
            attach(phone, "%PDF-1.7 order");
            picture(phone, "correction-ask-phone-" + language);
            isForEverybody(phone);
            phone.click(".actions:last-child button");
            assertThat(phone.locator(".path li[data-how=here]").count()).isEqualTo(1);
            assertThat(phone.locator(".path li[data-how=next]").textContent()).contains("CBEO");
            assertThat(phone.locator(".scans a").count()).isEqualTo(1);
            isForEverybody(phone);
            picture(phone, "correction-case-phone-" + language);
            phone.navigate("/corrections");
            isForEverybody(phone);
            picture(phone, "corrections-head-phone-" + language);
            phone.navigate("/corrections/new?institution=" + school + "&day=" + DAY);
            assertThat(phone.locator("form[action$='/join']").count()).isEqualTo(1);
            isForEverybody(phone);
            picture(phone, "correction-join-phone-" + language);
            phone.goBack();
            phone.locator(".cases a").first().click();
            phone.click("form[action$='/withdraw'] button");
            assertThat(phone.locator(".path li[data-how=withdrawn]").count()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName(
            "a day that is still open leads to its roll; an office that asks in the school's stead must attach a scan")
    void otherWays() {
        var page = browse(DESKTOP, "en");
        logIn(page, head, TestState.PASSWORD);
        page.navigate("/corrections/new?institution=" + school + "&day=" + DAY.plusDays(1));
        assertThat(page.locator("[role=alert]").count()).isEqualTo(1);
        isForEverybody(page);
        page.click("#form a[role=button]");
        assertThat(page.url()).endsWith("/institutions/" + school + "/attendance/" + DAY.plusDays(1));
        var office = browse(DESKTOP, "en");
        logIn(office, blockOfficer, TestState.PASSWORD);
        office.navigate("/corrections");
        office.fill("input[name=institution]", school);
        office.click(".stead button");
        look(office, DAY).click();
        assertThat(office.locator("input[type=file][required]").count()).isEqualTo(1);
        isForEverybody(office);
        picture(office, "correction-stead-desktop-en");
        office.selectOption("select[name='FORENOON." + head + "']", "PRESENT");
        office.check("input[value=OTHER]");
        office.fill("textarea[name=reason]", "The head has no network");
        attach(office, "%PDF-1.7 letter of the head");
        office.click(".actions:last-child button");
        assertThat(office.locator(".path li[data-how=asked]").textContent()).contains("written request");
    }

    @Test
    @DisplayName("in Tasklist the PEEO sees old and new side by side, and what he has seen goes with the decision")
    void tasklist() {
        earlier(4);
        asked(DAY, teacher);
        var task = tasklist.one(peeo);
        for (var language : new String[] {"hi", "en"}) {
            var page = browse(DESKTOP, language);
            logIn(page, peeo, TestState.PASSWORD);
            page.navigate("/camunda/app/tasklist/default/#/?task=" + task.getId());
            page.waitForSelector(".fjs-container table");
            assertThat(page.locator(".due-date [am-time-ago]").allInnerTexts())
                    .as("until when, in the list and beside the form")
                    .hasSize(2)
                    .doesNotContain("Invalid date");
            picture(page, "correction-tasklist-desktop-" + language);
        }
        var page = browse(DESKTOP, "en");
        logIn(page, peeo, TestState.PASSWORD);
        page.navigate("/camunda/app/tasklist/default/#/?task=" + task.getId());
        page.click("text=Claim");
        page.click(".unclaim");
        page.click("text=Claim");
        page.waitForSelector(".unclaim");
        page.click("[cam-tasklist-task-meta] .due-date");
        assertThat(page.locator("[cam-tasklist-task-meta] :is(.followup-date, .reset-due-date), .inline-editing")
                        .locator("visible=true")
                        .count())
                .as("a deadline is not the officer's to move")
                .isZero();
        var form = page.locator(".fjs-container");
        assertThat(form.locator("tbody tr").first().innerText()).contains(teacher, "Not marked", "Present");
        assertThat(form.locator("strong").allInnerTexts().toString()).contains("Far above its neighbours");
        var version = page.locator("input[id*=version], .fjs-form-field-textfield input")
                .first();
        assertThat(version.inputValue()).isEqualTo("1");
        assertThat(version.getAttribute("readonly")).isNotNull();
        page.click("label:has-text('Approve')");
        var sent =
                page.waitForRequest("**/submit-form", () -> page.click("button:has-text('Complete'):not([disabled])"));
        assertThat(sent.postData())
                .as("what a read-only field holds is sent too")
                .contains("\"version\"");
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> state.reads(teacher, DAY)
                .equals("PRESENT PRESENT"));
    }

    @Test
    @DisplayName(
            "an officer decides three requests of one school on one page, each for itself; what failed keeps its words")
    void decide() {
        for (var screen : new Screen[] {PHONE, DESKTOP}) {
            var language = screen.phone() ? "hi" : "en";
            earlier(4);
            var first = asked(DAY.minusDays(2), teacher);
            var second = asked(DAY.minusDays(1), colleague);
            clock.set(DAY.plusDays(2), "10:00");
            var third = asked(DAY, teacher);
            var page = browse(screen, language);
            logIn(page, blockOfficer, TestState.PASSWORD);
            page.navigate("/corrections");
            isForEverybody(page);
            picture(page, "corrections-officer-" + name(screen, language));
            page.click(".group header a");
            assertThat(page.locator(".decisions article").count()).isEqualTo(3);
            assertThat(page.locator(".history .message").count()).isEqualTo(2);
            isForEverybody(page);
            picture(page, "correction-decide-" + name(screen, language));
            page.check("input[name='decision." + first + "'][value=approve]");
            page.check("input[name='decision." + second + "'][value=reject]");
            page.check("input[name='decision." + third + "'][value=return]");
            page.fill("textarea[name='remark." + third + "']", "Attach the order");
            page.click(".decisions > .actions button");
            assertThat(page.locator(".outcomes .message[data-tone=good]").count())
                    .isEqualTo(1);
            assertThat(page.locator(".outcomes .message[data-tone=calm]").count())
                    .isEqualTo(1);
            assertThat(page.locator(".outcomes .message[data-tone=bad]").count())
                    .as("rejected without a remark")
                    .isEqualTo(1);
            assertThat(page.locator("input[name='decision." + second + "'][value=reject]")
                            .isChecked())
                    .isTrue();
            isForEverybody(page);
            picture(page, "correction-decided-" + name(screen, language));
            page.fill("textarea[name='remark." + second + "']", "She was not seen");
            page.click(".decisions > .actions button");
            assertThat(page.locator(".outcomes .message[data-tone=calm]").count())
                    .isEqualTo(1);
            assertThat(stateOf(first)).isEqualTo("APPROVED");
            assertThat(stateOf(second)).isEqualTo("REJECTED");
            assertThat(stateOf(third)).isEqualTo("RETURNED");
            mended(third, screen, language);
            page.navigate("/corrections/" + third);
            isForEverybody(page);
            picture(page, "correction-case-officer-" + name(screen, language));
            aSchoolInACluster();
        }
    }

    private void mended(UUID returned, Screen screen, String language) {
        var page = browse(screen, language);
        logIn(page, head, TestState.PASSWORD);
        page.navigate("/corrections/" + returned + "/resubmit");
        assertThat(page.inputValue("select[name='FORENOON." + teacher + "']")).isEqualTo("PRESENT");
        isForEverybody(page);
        picture(page, "correction-mend-" + name(screen, language));
        page.click(".actions:last-child button");
        assertThat(stateOf(returned)).isEqualTo("PENDING");
        page.navigate("/corrections");
        isForEverybody(page);
        picture(page, "corrections-head-" + name(screen, language));
    }

    @Test
    @DisplayName("a claimed task is decided from the page too; the head's own case is not")
    void guards() {
        clock.set(DAY.plusDays(2), "10:00");
        var request = asked(DAY, teacher);
        var page = browse(DESKTOP, "en");
        logIn(page, head, TestState.PASSWORD);
        page.navigate("/corrections/decide?institution=" + school);
        assertThat(page.locator(".decisions").count()).isZero();
        var task = tasklist.one(blockOfficer);
        tasks.claim(task.getId(), blockOfficer);
        var office = browse(DESKTOP, "en");
        logIn(office, blockOfficer, TestState.PASSWORD);
        office.navigate("/corrections/decide?institution=" + school);
        office.check("input[name='decision." + request + "'][value=approve]");
        office.click(".decisions > .actions button");
        assertThat(stateOf(request)).isEqualTo("APPROVED");
    }

    private static Locator look(Page page, LocalDate day) {
        return page.locator("a.day[href*='day=" + day + "']");
    }

    private static String name(Screen screen, String language) {
        return (screen.phone() ? "phone-" : "desktop-") + language;
    }

    private UUID asked(LocalDate day, String employeeCode) {
        var id = UUID.randomUUID();
        var answer = calls.post(
                head,
                "/corrections",
                Map.of(
                        "id",
                        id.toString(),
                        "institution",
                        school,
                        "day",
                        day.toString(),
                        "kind",
                        "FORGOTTEN",
                        "reason",
                        "The roll was forgotten, everybody was at the fair",
                        "lines",
                        List.of(line(employeeCode, "PRESENT", "PRESENT"))));
        assertThat(answer.getStatusCode().value()).as("%s", answer.getBody()).isEqualTo(201);
        return id;
    }

    /** Corrections of last month, approved by the CBEO, all of one person. */
    private void earlier(int count) {
        for (int i = 0; i < count; i++) {
            jdbc.sql(
                            """
                            with request as (
                              insert into correction_request (id, content_hash, recorded_at, recorded_by, institution_id, day)
                              select gen_random_uuid(), '', :at::timestamptz, :by, id, :day from institution where code = :school
                              returning id, entry_no, institution_id, day),
                            asked as (
                              insert into correction_submission (request_id, version, recorded_at, recorded_by, kind, reason)
                              select id, 1, :at::timestamptz, :by, 'OTHER', 'Earlier' from request),
                            named as (
                              insert into correction_line (request_id, version, staff_id, forenoon, forenoon_was, afternoon_was)
                              select r.id, 1, s.id, 'PRESENT', 'UNMARKED', 'PRESENT' from request r, staff s
                               where s.employee_code = :teacher)
                            insert into correction_case (request_id, entry_no, institution_id, day, state, version, authority, since)
                            select id, entry_no, institution_id, day, 'APPROVED', 1, 'CBEO', :at::timestamptz from request
                            """)
                    .param("at", clock.instant().minusSeconds(86_400L * 30).toString())
                    .param("by", head)
                    .param("day", DAY.minusDays(40L + i))
                    .param("school", school)
                    .param("teacher", teacher)
                    .update();
        }
    }

    private String stateOf(UUID request) {
        return jdbc.sql("select state from correction_case where request_id = ?")
                .param(request)
                .query(String.class)
                .single();
    }

    private static void attach(Page page, String content) {
        page.setInputFiles(
                "input[type=file]",
                new FilePayload("order.pdf", "application/pdf", content.getBytes(StandardCharsets.UTF_8)));
    }
}
