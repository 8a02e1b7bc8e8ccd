package org.panjika.oversight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.panjika.Calls.line;

import com.microsoft.playwright.Page;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.BrowserTest;
import org.panjika.Calls;
import org.panjika.SystemTest;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.attendance.DayOpening;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@SystemTest
@DisplayName("The deadline board in a browser")
class DeadlineBrowserTest extends BrowserTest {

    private static final LocalDate DAY = LocalDate.of(2026, 12, 17);

    @Autowired
    TestState state;

    @Autowired
    TestClock clock;

    @Autowired
    DayOpening opening;

    @Autowired
    Calls calls;

    @Autowired
    JdbcClient jdbc;

    TestState.Block block;
    String late;

    /** Five schools, three of them filled, one with a fault; thirty days of what was found at the deadlines. */
    @BeforeEach
    void aBlock() {
        clock.set(DAY, "12:30");
        block = state.block("RJ");
        state.workingDay(block.directorate(), DAY);
        for (int n = 0; n < 5; n++) {
            var school = state.school(block.block());
            var head = state.holder("HEAD", school);
            opening.open(DAY);
            if (n < 3) calls.roll(head, school, DAY, List.of(line(head, "PRESENT", "PRESENT")));
            if (n == 4) late = school;
        }
        jdbc.sql(
                        """
                        insert into attendance_deadline (day, office_id, kind, due, path, recorded_at, recorded_by, institutions, missed)
                        select d.day, i.id, k.kind, d.day + time '08:30', i.path, d.day + time '08:30', 'test', 5,
                               case k.kind when 'ENTRY' then extract(day from d.day)::int % 4 else extract(day from d.day)::int % 2 end
                          from institution i,
                               (select generate_series(:first::date, :last::date, interval '1 day')::date) d (day),
                               (values ('ENTRY'), ('CLOSING')) k (kind)
                         where i.code = :block and extract(isodow from d.day) < 7
                        """)
                .param("first", DAY.minusDays(29))
                .param("last", DAY.minusDays(1))
                .param("block", block.block())
                .update();
    }

    @Test
    @DisplayName(
            "from the state down to the block, on a phone and on a desk, before and after 14:00, in Hindi and English")
    void drillDown() {
        var director = state.holder("HEAD", block.directorate());
        for (var language : List.of("en", "hi")) {
            for (var screen : new Screen[] {PHONE, DESKTOP}) {
                clock.set(DAY, "12:30");
                var name = language + (screen.phone() ? "-phone" : "-desktop");
                var page = browse(screen, language);
                logIn(page, director, TestState.PASSWORD);
                page.navigate("/oversight/deadlines");
                look(page, "deadlines-state-" + name);
                page.click("text=CDEO " + block.district());
                page.click("text=CBEO " + block.block());
                look(page, "deadlines-block-before-" + name);
                assertThat(page.locator("main tbody .status[data-status=INCOMPLETE]")
                                .count())
                        .isEqualTo(4);
                clock.set(DAY, "14:20");
                page.reload();
                look(page, "deadlines-block-after-" + name);
                assertThat(page.locator("table.offices .status[data-status=ABSENT]")
                                .count())
                        .isEqualTo(2);
                assertThat(page.locator("svg.trend rect.met").count()).isGreaterThan(40);
                assertThat(page.locator("table.offices tbody tr").first().innerText())
                        .contains("SCHOOL");
                page.click("text=SCHOOL " + late);
                assertThat(page.url()).endsWith("/institutions/" + late + "/attendance/" + DAY);
            }
        }
    }

    private void look(Page page, String name) {
        isForEverybody(page);
        picture(page, name);
    }
}
