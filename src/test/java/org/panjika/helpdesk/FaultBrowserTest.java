package org.panjika.helpdesk;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.BrowserTest;
import org.panjika.SystemTest;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.attendance.DayOpening;
import org.panjika.helpdesk.Fault.Verdict;
import org.springframework.beans.factory.annotation.Autowired;

@SystemTest
@DisplayName("Technical faults in a browser (C15)")
class FaultBrowserTest extends BrowserTest {

    private static final LocalDate DAY = LocalDate.of(2027, 1, 20);

    @Autowired
    TestState state;

    @Autowired
    TestClock clock;

    @Autowired
    DayOpening opening;

    @Autowired
    Faults faults;

    TestState.Block block;
    String school;
    String teacher;
    String head;
    String officer;

    @BeforeEach
    void aSchool() {
        clock.set(DAY, "11:00");
        block = state.block("BR");
        state.workingDay(block.directorate(), DAY);
        school = state.school(block.block());
        teacher = state.staff(school);
        state.staff(school);
        head = state.holder("HEAD", school);
        officer = state.holder("HEAD", block.block());
        opening.open(DAY);
    }

    @Test
    @DisplayName(
            "one tap on the phone claims the own sessions of today; the page says what follows, in three languages")
    void oneTap() {
        var phone = browse(PHONE, "hi");
        logIn(phone, teacher, TestState.PASSWORD);
        phone.navigate("/mark");
        isForEverybody(phone);
        picture(phone, "fault-mark-phone-hi");
        phone.click("form[action='/faults'] button");
        assertThat(phone.locator("main .status[data-status=TO_BE_CONFIRMED]").count())
                .isEqualTo(1);
        isForEverybody(phone);
        picture(phone, "fault-claimed-phone-hi");
        phone.navigate("/faults");
        isForEverybody(phone);
        picture(phone, "faults-phone-hi");
        for (var language : new String[] {"en", "vi"}) {
            var page = browse(DESKTOP, language);
            logIn(page, teacher, TestState.PASSWORD);
            page.navigate("/faults");
            isForEverybody(page);
            picture(page, "faults-desktop-" + language);
        }
    }

    @Test
    @DisplayName("a head reports for the school with four inputs, and is told what is wrong with a period")
    void report() {
        var page = browse(PHONE, "en");
        logIn(page, head, TestState.PASSWORD);
        page.navigate("/faults");
        assertThat(page.locator(".claim :is(select, input:not([type=hidden]))").count())
                .isLessThanOrEqualTo(4);
        page.selectOption("select[name=scope]", "INSTITUTION " + school);
        page.selectOption("select[name=kind]", "POWER");
        page.fill("input[name=from]", DAY + "T12:00");
        page.fill("input[name=to]", DAY + "T10:00");
        page.click(".claim button");
        assertThat(page.locator("[role=alert]").count()).isEqualTo(1);
        isForEverybody(page);
        page.fill("input[name=from]", DAY + "T09:00");
        page.fill("input[name=to]", DAY + "T11:00");
        page.click(".claim button");
        assertThat(page.locator("h1").textContent()).isEqualTo("Electricity");
    }

    @Test
    @DisplayName("the head settles the school's lines like a roll, with the scan of the page")
    void settle() {
        for (var screen : new Screen[] {PHONE, DESKTOP}) {
            var id = confirmedFault();
            var page = browse(screen, screen.phone() ? "hi" : "en");
            logIn(page, head, TestState.PASSWORD);
            page.navigate("/faults/" + id);
            isForEverybody(page);
            page.locator("select[name^=FORENOON]").all().forEach(s -> s.selectOption("PRESENT"));
            page.locator("select[name^=AFTERNOON]").first().selectOption("ABSENT");
            picture(page, "fault-settle-" + (screen.phone() ? "phone-hi" : "desktop"));
            attach(page, "not a scan");
            page.click("section button");
            assertThat(page.locator("[role=alert]").count()).isEqualTo(1);
            assertThat(page.locator("select[name^=AFTERNOON]").first().inputValue())
                    .as("what was typed stays")
                    .isEqualTo("ABSENT");
            attach(page, "%PDF-1.7 page 20 of the register");
            page.click("section button");
            assertThat(page.locator("[role=alert]").count()).isZero();
            isForEverybody(page);
            assertThat(state.reads(teacher, DAY)).startsWith("PRESENT");
            aSchool();
        }
    }

    @Test
    @DisplayName("in the roll a session that reads TECHNICAL may still be filled in, and stays so if nobody does")
    void roll() {
        state.set(school, "attendanceMode", "ROLL");
        opening.open(DAY);
        confirmedFault();
        var page = browse(DESKTOP, "en");
        logIn(page, head, TestState.PASSWORD);
        page.navigate("/register");
        page.selectOption("select[name='FORENOON." + teacher + "']", "TOUR");
        page.click("button[value=review]");
        assertThat(page.locator("tr.changed").count()).isEqualTo(1);
        page.click("button[value=save]");
        assertThat(state.reads(teacher, DAY)).isEqualTo("TOUR TECHNICAL");
        picture(page, "fault-register-desktop");
    }

    private static void attach(Page page, String content) {
        page.setInputFiles(
                "input[type=file]",
                new FilePayload("page.pdf", "application/pdf", content.getBytes(StandardCharsets.UTF_8)));
    }

    /** Of the whole day for the whole school, confirmed by the block. */
    private UUID confirmedFault() {
        var page = browse(DESKTOP, "en");
        logIn(page, head, TestState.PASSWORD);
        page.navigate("/faults");
        page.selectOption("select[name=scope]", "INSTITUTION " + school);
        page.click(".claim button");
        var id = UUID.fromString(page.url().replaceAll(".*/", ""));
        faults.decide(id, officer, Verdict.CONFIRMED, Optional.empty());
        return id;
    }

    @Test
    @DisplayName(
            "PMU declares for any area by its code, in words; the block officer settles heads' lines school by school")
    void anyArea() {
        var other = state.school(block.block());
        state.holder("HEAD", other);
        var pmu = state.holder("PMU", block.directorate());
        opening.open(DAY);
        var page = browse(DESKTOP, "en");
        logIn(page, pmu, TestState.PASSWORD);
        page.navigate("/faults");
        isForEverybody(page);
        page.fill("input[name=under]", block.block());
        page.fill("textarea[name=text]", "The state data centre was dark");
        page.click(".claim button");
        assertThat(page.locator("main").textContent()).contains("The state data centre was dark", "Staff " + pmu);
        var url = page.url();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> state.reads(head, DAY)
                .equals("TECHNICAL TECHNICAL"));
        for (var screen : new Screen[] {PHONE, DESKTOP}) {
            var settling = browse(screen, screen.phone() ? "hi" : "en");
            logIn(settling, officer, TestState.PASSWORD);
            settling.navigate(url);
            var places = settling.locator("select[name=institution] option").count();
            if (screen.phone()) {
                assertThat(places).isEqualTo(2);
                settling.selectOption("select[name=institution]", other);
                settling.click("form[method=get] button");
            }
            isForEverybody(settling);
            picture(settling, "fault-places-" + (screen.phone() ? "phone-hi" : "desktop"));
            settling.locator("select[name^=FORENOON]").first().selectOption("PRESENT");
            settling.locator("select[name^=AFTERNOON]").first().selectOption("PRESENT");
            attach(settling, "%PDF-1.7 page 20 of the register");
            settling.click("section button");
            assertThat(settling.locator("[role=alert]").count()).isZero();
            assertThat(settling.locator("a[href*='/settlements/']").count()).isEqualTo(screen.phone() ? 1 : 2);
            isForEverybody(settling);
        }
        assertThat(state.reads(head, DAY)).isEqualTo("PRESENT PRESENT");
    }
}
