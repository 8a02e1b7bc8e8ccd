package org.panjika.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.Browser;
import org.panjika.SystemTest;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.attendance.DayOpening;
import org.panjika.organisation.Institutions;
import org.panjika.organisation.Setting;
import org.panjika.organisation.Settings;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@SystemTest
@DisplayName("An administrator sets what differs from place to place, from a day on (C1, C14)")
class SettingPageTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);
    private static final LocalDate TOMORROW = TODAY.plusDays(1);

    @LocalServerPort
    int port;

    @Autowired
    TestState state;

    @Autowired
    TestClock clock;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    DayOpening opening;

    @Autowired
    Settings settings;

    @Autowired
    Institutions institutions;

    TestState.Block block;
    String school;
    String administrator;
    Browser browser;

    @BeforeEach
    void administrator() {
        clock.set(TODAY, "10:00");
        block = state.block("RJ");
        school = state.school(block.block());
        administrator = state.staff(block.directorate());
        jdbc.sql("update login set administrator = true where login = ?")
                .param(administrator)
                .update();
        browser = Browser.loggedIn(port, administrator, TestState.PASSWORD);
    }

    @Test
    @DisplayName(
            "a fence is set from tomorrow: how many read it is shown first, and today keeps what holds today (BR-2)")
    void fence() {
        var form = fence(block.district(), "300", TOMORROW);
        var preview = browser.post("/admin/settings/geofenceRadius", form).body();
        assertThat(preview).contains("What would follow", ">500<", ">300<", "<td class=\"number\">3</td>");
        assertThat(held(school, "geofenceRadius", TOMORROW)).isEqualTo("500");

        form.put("confirmed", "true");
        assertThat(browser.post("/admin/settings/geofenceRadius", form).statusCode())
                .isEqualTo(302);
        assertThat(held(school, "geofenceRadius", TODAY)).isEqualTo("500");
        assertThat(held(school, "geofenceRadius", TOMORROW)).isEqualTo("300");
        assertThat(browser.get("/admin/settings/geofenceRadius?institution=" + school)
                        .body())
                .contains("as in regime RJ", block.district(), administrator);

        clock.set(TOMORROW, "10:00");
        assertThat(browser.get("/admin/settings?institution=" + school).body())
                .contains(">300<", "CDEO " + block.district(), "from 24 Nov 2026", "by " + administrator)
                .contains("by default", "as in regime RJ");
    }

    @Test
    @DisplayName("words follow one another: one from the same day gives way, one taken back leaves what is said above")
    void words() {
        var at = institutions.find(block.district()).orElseThrow();
        say(at.code(), "700", TODAY.plusDays(30));
        say(at.code(), "300", TOMORROW);
        say(at.code(), "400", TOMORROW);
        settings.say(new Settings.Wish(Setting.GEOFENCE_RADIUS, at, Optional.empty(), TODAY.plusDays(60)), "x");
        say(at.code(), "800", TODAY.plusDays(40));

        assertThat(List.of(
                        held(school, "geofenceRadius", TOMORROW),
                        held(school, "geofenceRadius", TODAY.plusDays(30)),
                        held(school, "geofenceRadius", TODAY.plusDays(40)),
                        held(school, "geofenceRadius", TODAY.plusDays(60))))
                .containsExactly("400", "700", "800", "500");
        assertThat(jdbc.sql("select count(*) from setting_said f join institution i on i.id = f.institution_id"
                                + " where i.code = ? and f.name = 'geofenceRadius'")
                        .param(at.code())
                        .query(Integer.class)
                        .single())
                .isEqualTo(5);
    }

    @Test
    @DisplayName(
            "a value out of range, a day that is over and an unknown code are refused in the reader's language, nothing typed is lost")
    void refused() {
        assertThat(browser.post("/admin/settings/geofenceRadius", fence(block.district(), "7", TOMORROW))
                        .body())
                .contains("Allowed: 20 – 5000", "value=\"7\"", "role=\"alert\"");
        assertThat(browser.post("/admin/settings/payWindow", fence(block.district(), "NEXT 5-1", TOMORROW))
                        .body())
                .contains("not understood");
        assertThat(browser.post("/admin/settings/geofenceRadius", fence(block.district(), "300", TODAY.minusDays(1)))
                        .body())
                .contains("That day is over", "value=\"300\"");
        var nowhere = fence("NOWHERE1", "300", TOMORROW);
        nowhere.put("confirmed", "true");
        browser.post("/language", Map.of("lang", "hi"));
        assertThat(browser.post("/admin/settings/geofenceRadius", nowhere).body())
                .contains("ऐसी संस्था नहीं है", "value=\"NOWHERE1\"");
        assertThat(browser.get("/admin/settings?institution=NOWHERE1").body()).contains("ऐसी संस्था नहीं है");
        assertThat(held(school, "geofenceRadius", TOMORROW)).isEqualTo("500");
    }

    @Test
    @DisplayName("a regime names many settings at once; set from today, today's registers follow")
    void regimeToday() {
        opening.open(TODAY);
        assertThat(mode()).isEqualTo("ROLL");
        var form = fence(block.directorate(), "BR", TODAY);
        assertThat(browser.post("/admin/settings/regime", form).body())
                .contains(
                        "How attendance is taken", "Marks and roll", "How a month goes to pay", "List of those absent");
        form.put("confirmed", "true");
        browser.post("/admin/settings/regime", form);
        Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(mode())
                .isEqualTo("MARKS_AND_ROLL"));
    }

    @Test
    @DisplayName("a weekday becomes another kind of day from a day on, for whom it is said (C14)")
    void weeks() {
        var saturday = LocalDate.of(2026, 11, 28);
        var form = new HashMap<>(Map.of(
                "area",
                block.district(),
                "kind",
                "SCHOOL",
                "weekday",
                "SATURDAY",
                "dayKind",
                "HOLIDAY",
                "from",
                "" + TOMORROW));
        assertThat(browser.post("/admin/calendar", form).body())
                .contains("Within 92 days: 13 days become others, at 1 institutions", "Nobody’s pay changes");
        assertThat(dayKind(school, saturday)).isEqualTo("WORKING");

        form.put("confirmed", "true");
        assertThat(browser.post("/admin/calendar", form).statusCode()).isEqualTo(302);
        assertThat(dayKind(school, saturday)).isEqualTo("HOLIDAY");
        assertThat(dayKind(school, saturday.minusWeeks(1))).isEqualTo("WORKING");
        assertThat(dayKind(block.block(), saturday)).isEqualTo("WORKING");
        assertThat(browser.get("/admin/calendar?area=" + block.district()).body())
                .contains("CDEO " + block.district(), "Saturday", "24 Nov 2026", administrator);

        form.remove("dayKind");
        form.put("from", "" + saturday.plusWeeks(1));
        browser.post("/admin/calendar", form);
        assertThat(dayKind(school, saturday)).isEqualTo("HOLIDAY");
        assertThat(dayKind(school, saturday.plusWeeks(1))).isEqualTo("WORKING");

        form.put("from", "" + TODAY.minusDays(1));
        assertThat(browser.post("/admin/calendar", form).body()).contains("That day is over");
    }

    @Test
    @DisplayName("every setting that a regime names can be set here, with the values that are shipped")
    void shipped() {
        var shipped = jdbc.sql("select distinct name, value from regime_setting")
                .query((row, n) -> Map.entry(row.getString(1), row.getString(2)))
                .list();
        assertThat(shipped).hasSizeGreaterThan(Setting.values().length).allSatisfy(said -> {
            var setting = Setting.find(said.getKey()).orElseThrow();
            assertThat(setting.allowed().take(said.getValue())).isTrue();
        });
        assertThat(settings.choices(Setting.REGIME))
                .as("and those that other tests make")
                .contains("DEFAULT", "RJ", "BR", "UP", "VN");
    }

    @Test
    @DisplayName("a holiday of the pupils is a working day of the staff (C14)")
    void pupils() {
        jdbc.sql("insert into calendar_day (area_id, cadre, from_day, to_day, day_kind, name)"
                        + " select id, 'PUPILS', ?, ?, 'HOLIDAY', 'Results' from institution where code = ?")
                .params(TOMORROW, TOMORROW, school)
                .update();
        assertThat(dayKind(school, TOMORROW)).isEqualTo("WORKING");
    }

    @Test
    @DisplayName("hours change from a day on, of one season; two seasons that share days are refused")
    void hours() {
        var april = LocalDate.of(2027, 4, 1);
        var form = season(block.district(), "1", "4", "30", "9", "07:30", "13:00");
        assertThat(browser.post("/admin/calendar/hours", form).body())
                .contains(
                        "On 1 Apr 2027",
                        "09:30 – 12:45 – 16:00",
                        "07:30 – 10:15 – 13:00",
                        "<td class=\"number\">3</td>");
        form.put("confirmed", "true");
        assertThat(browser.post("/admin/calendar/hours", form).statusCode()).isEqualTo(302);
        assertThat(hours(school, april)).isEqualTo("07:30:00 13:00:00");
        assertThat(hours(school, TODAY)).isEqualTo("09:30:00 16:00:00");

        var summer = season(block.district(), "1", "5", "15", "5", "06:30", "12:00");
        assertThat(browser.post("/admin/calendar/hours", summer).body())
                .contains("Two seasons share days", "1 April", "30 September", "value=\"06:30\"");
        var overNewYear = season(block.district(), "1", "10", "31", "3", "10:00", "16:00");
        overNewYear.put("confirmed", "true");
        assertThat(browser.post("/admin/calendar/hours", overNewYear).statusCode())
                .isEqualTo(302);
        assertThat(hours(school, LocalDate.of(2027, 1, 5))).isEqualTo("10:00:00 16:00:00");

        assertThat(browser.post(
                                "/admin/calendar/hours",
                                season(block.district(), "1", "10", "31", "3", "16:00", "10:00"))
                        .body())
                .contains("not in order", "value=\"16:00\"");
        assertThat(browser.post(
                                "/admin/calendar/hours",
                                season(block.district(), "31", "4", "30", "9", "07:30", "13:00"))
                        .body())
                .contains("No such day of the year");
        assertThat(browser.get("/admin/calendar/hours?area=" + block.district()).body())
                .contains("1 Apr", "30 Sep", administrator);
    }

    private static Map<String, String> season(
            String area,
            String firstDay,
            String firstMonth,
            String lastDay,
            String lastMonth,
            String starts,
            String ends) {
        return new HashMap<>(Map.of(
                "area",
                area,
                "firstDay",
                firstDay,
                "firstMonth",
                firstMonth,
                "lastDay",
                lastDay,
                "lastMonth",
                lastMonth,
                "starts",
                starts,
                "boundary",
                "",
                "ends",
                ends,
                "from",
                "" + TOMORROW));
    }

    private static Map<String, String> fence(String institution, String value, LocalDate from) {
        return new HashMap<>(Map.of("institution", institution, "value", value, "from", from.toString()));
    }

    private void say(String institution, String value, LocalDate from) {
        settings.say(
                new Settings.Wish(
                        Setting.GEOFENCE_RADIUS,
                        institutions.find(institution).orElseThrow(),
                        Optional.of(value),
                        from),
                "x");
    }

    private String held(String institution, String name, LocalDate day) {
        return jdbc.sql("select f.value from settings_in_force(?) f join institution i on i.id = f.institution_id"
                        + " where i.code = ? and f.name = ?")
                .params(day, institution, name)
                .query(String.class)
                .single();
    }

    private String dayKind(String institution, LocalDate day) {
        return jdbc.sql("select distinct k.day_kind from calendar_on(?) k join institution i on i.id = k.institution_id"
                        + " where i.code = ?")
                .params(day, institution)
                .query(String.class)
                .single();
    }

    private String hours(String institution, LocalDate day) {
        return jdbc.sql(
                        "select t.starts || ' ' || t.ends from timings_on(?) t join institution i on i.id = t.institution_id"
                                + " where i.code = ?")
                .params(day, institution)
                .query(String.class)
                .single();
    }

    private String mode() {
        return jdbc.sql("select d.mode from institution_day d join institution i on i.id = d.institution_id"
                        + " where d.day = ? and i.code = ?")
                .params(TODAY, school)
                .query(String.class)
                .single();
    }
}
