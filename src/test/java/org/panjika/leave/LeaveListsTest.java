package org.panjika.leave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.panjika.Calls.problem;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.panjika.Browser;
import org.panjika.Browser.FileField;
import org.panjika.SystemTest;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.LinkedMultiValueMap;

@SystemTest
@DisplayName("Kinds of leave and opening balances as lists, by administrators (RJ-2, BR-11, C1)")
class LeaveListsTest {

    private static final LocalDate DAY = LocalDate.of(2027, 3, 1);
    private static final Pattern CONFIRM = Pattern.compile("action=\"(/admin/imports/[0-9a-f-]{36})\"");
    private static final String HEADER =
            "regime,code,from,to,position,name,nameHi,nameVi,casual,account,credit,credited,lapses,longest,holidaysCount,rule\n";

    private static final String ONE_SIDED = "leave-joins-one-sided";

    private static int number;

    @LocalServerPort
    int port;

    @Autowired
    TestState state;

    @Autowired
    TestClock clock;

    @Autowired
    LeaveScene scene;

    @Autowired
    TestRestTemplate http;

    @Autowired
    JdbcClient jdbc;

    String administrator;
    /** That no other test has. */
    String regime;

    @BeforeEach
    void aRegime() {
        clock.set(DAY, "08:00");
        administrator = state.administrator();
        regime = "XA" + (char) ('A' + number++);
        jdbc.sql("insert into regime_setting (regime, name, value, rule) values (?, 'leaveRoute', 'BOTH', 'test')")
                .param(regime)
                .update();
    }

    private String row(String code, String from, String to, String account, String credited, String longest) {
        return String.join(
                        ",", regime, code, from, to, "1", "Casual", "आकस्मिक", "Ngắn", "yes", account, "YEARLY",
                        credited, "yes", longest, "no", "test")
                + "\n";
    }

    private String row(String from, String longest) {
        return row("CL", from, "", "CL", "7.5", longest);
    }

    @Test
    @DisplayName("what is exported is taken back and changes nothing")
    void thereAndBack() {
        var list = exported();
        assertThat(list).contains("BR,CL,,,1,Casual leave", "RJ,HPL", ",FULL,", "CL SCL CO");
        var report = take(list);
        assertThat(report)
                .containsEntry("applied", true)
                .containsEntry("created", 0)
                .containsEntry("updated", 0)
                .containsEntry("rejectedLines", 0);
        assertThat(report.get("unchanged")).isEqualTo(report.get("read"));
        assertThat(exported()).isEqualTo(list);
    }

    @Test
    @DisplayName(
            "of two kinds of a regime each may be joined to the other or neither, and child care follows maternity, earned and half-pay leave (domain 1.2, 2.3)")
    void joinedBothWays() {
        assertThat(jdbc.sql(
                                """
                                select a.regime || ': ' || a.code || ' ' || b.code
                                  from leave_type a
                                       join leave_type b on b.regime = a.regime and b.during && a.during
                                 where coalesce(b.code = any (a.joins), true) <> coalesce(a.code = any (b.joins), true)
                                """)
                        .query(String.class)
                        .list())
                .isEmpty();
        for (var regime : Map.of("RJ", "PL", "BR", "EL").entrySet()) {
            assertThat(jdbc.sql("select joins from leave_type where regime = ? and code = 'CCL'")
                            .param(regime.getKey())
                            .query((row, n) ->
                                    List.of((String[]) row.getArray("joins").getArray()))
                            .single())
                    .contains("ML", "HPL", "COM", "PTL", regime.getValue())
                    .doesNotContain("CL", "CO");
        }
    }

    @Test
    @DisplayName(
            "a list that joins one kind to another and not the other to the one is refused, also against a known row;"
                    + " changed together from a day on it is taken (domain 1.2, 2.3)")
    void oneSided() {
        assertThat(codes(joined("CL,,CO", "CO,,NONE"))).containsExactly(ONE_SIDED, ONE_SIDED);
        assertThat(joined("CL,,CO", "CO,,"))
                .as("one that names none may be joined to any")
                .containsEntry("created", 2);
        assertThat(codes(joined("SL,,NONE"))).containsExactly(ONE_SIDED);
        assertThat(codes(joined("CL,2027-04-01,NONE"))).containsExactly(ONE_SIDED);
        assertThat(joined("CL,2027-04-01,NONE", "CO,2027-04-01,NONE")).containsEntry("created", 2);
    }

    /** Takes rows of code, first day and what it may be joined to. */
    private Map<String, Object> joined(String... rows) {
        var list = new StringBuilder("regime,code,from,joins,position,name,nameHi,nameVi,holidaysCount,rule\n");
        for (var row : rows) list.append(regime).append(',').append(row).append(",1,a,b,c,no,r\n");
        return take(list.toString());
    }

    private String exported() {
        return http.withBasicAuth(administrator, TestState.PASSWORD)
                .getForObject("/api/v1/leave/types.csv", String.class);
    }

    @Test
    @DisplayName(
            "a state's own kinds: given, asked for and limited as the list says; changed from a day on, not before it")
    void aKindOfItsOwn() {
        assertThat(take(HEADER + row("", "3"))).containsEntry("created", 1);
        var school = scene.school(regime, DAY);
        assertThat(scene.balance(school.teacher(), "CL", DAY)).isEqualTo(7.5);
        assertThat(problem(scene.ask(school.teacher(), "CL", DAY, DAY.plusDays(3))))
                .isEqualTo("422 leave-too-long");
        scene.asked(school.teacher(), "CL", DAY, DAY.plusDays(2));

        assertThat(codes(take(HEADER + row("", "5")))).containsExactly("leave-kind-begun");
        assertThat(codes(take(HEADER + row("2027-02-28", "5")))).containsExactly("leave-kind-begun");
        var later = take(HEADER + row("", "3").replace("Casual", "Short leave") + row("2027-03-08", "5"));
        assertThat(later).containsEntry("created", 1).containsEntry("updated", 1);
        assertThat(kinds()).containsExactly("Short leave (,2027-03-08) longest 3", "Casual [2027-03-08,) longest 5");
        assertThat(take(HEADER + row("", "3").replace("Casual", "Short leave") + row("2027-03-08", "5")))
                .containsEntry("unchanged", 2);
        assertThat(problem(scene.ask(school.colleague(), "CL", DAY.plusDays(4), DAY.plusDays(7))))
                .isEqualTo("422 leave-too-long");
        scene.asked(school.colleague(), "CL", DAY.plusDays(7), DAY.plusDays(10));
    }

    @Test
    @DisplayName("a kind is ended by a day that has not passed, and not before leave that is asked for after it")
    void ended() {
        take(HEADER + row("", "3"));
        var school = scene.school(regime, DAY);
        var leave = scene.asked(school.teacher(), "CL", DAY.plusDays(9), DAY.plusDays(9));
        var past = HEADER + row("CL", "", "2027-02-27", "CL", "7.5", "3");
        var before = HEADER + row("CL", "", "2027-03-09", "CL", "7.5", "3");
        assertThat(codes(take(past))).containsExactly("leave-kind-begun");
        assertThat(codes(take(before))).containsExactly("leave-kind-in-use");
        scene.post(school.teacher(), leave, "withdraw");
        assertThat(take(before)).containsEntry("updated", 1);
        assertThat(problem(scene.ask(school.teacher(), "CL", DAY.plusDays(9), DAY.plusDays(9))))
                .isEqualTo("422 leave-not-admissible");
        scene.asked(school.teacher(), "CL", DAY.plusDays(8), DAY.plusDays(8));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "unknown-regime | NOWHERE,CL,,,1,a,b,c,no,,,,,,no,r",
                "code-malformed | REGIME,C1,,,1,a,b,c,no,,,,,,no,r",
                "missing | REGIME,CL,,,1,a,b,,no,,,,,,no,r",
                "missing | REGIME,CL,,,1,a,b,c,no,,YEARLY,7,,,no,r",
                "no-half-days | REGIME,CL,,,1,a,b,c,no,CL,YEARLY,7.3,,,no,r",
                "no-whole-number | REGIME,CL,,,first,a,b,c,no,,,,,,no,r",
                "no-whole-number | REGIME,CL,,,1,a,b,c,no,,,,,0,no,r",
                "unknown-leave-credit | REGIME,CL,,,1,a,b,c,no,CL,MONTHLY,7,,,no,r",
                "neither-yes-nor-no | REGIME,CL,,,1,a,b,c,no,,,,,,perhaps,r",
                "date-malformed | REGIME,CL,1.4.2027,,1,a,b,c,no,,,,,,no,r",
                "ends-before-it-begins | REGIME,CL,2027-04-02,2027-04-01,1,a,b,c,no,,,,,,no,r",
                "overlaps-leave-kind | REGIME,CL,2027-04-01,2027-05-02,1,a,b,c,no,,,,,,no,r;"
                        + "REGIME,CL,2027-05-01,,1,a,b,c,no,,,,,,no,r",
                "leave-account-differs | REGIME,CL,,,1,a,b,c,no,CL,YEARLY,7,yes,,no,r;"
                        + "REGIME,SL,,,1,a,b,c,no,CL,,,no,,no,r",
                "leave-account-credited-twice | REGIME,CL,,,1,a,b,c,no,CL,YEARLY,7,yes,,no,r;"
                        + "REGIME,SL,,,1,a,b,c,no,CL,ONCE,9,yes,,no,r",
                "duplicate-in-file | REGIME,CL,,,1,a,b,c,no,,,,,,no,r;REGIME,CL,,,1,a,b,c,no,,,,,,no,r"
            })
    @DisplayName("what cannot be is named, and nothing of the list is taken")
    void wrong(String code, String rows) {
        var report = take(HEADER + rows.replace("REGIME", regime).replace(";", "\n") + "\n");
        assertThat(codes(report)).containsOnly(code);
        assertThat(report).containsEntry("applied", false);
        assertThat(kinds()).isEmpty();
    }

    @Test
    @DisplayName("opening balances are previewed on the page, with what is wrong, and taken without the file being sent"
            + " again")
    void openingBalances() {
        var school = scene.school(DAY);
        var browser = Browser.loggedIn(port, administrator, TestState.PASSWORD);
        assertThat(browser.get("/admin/imports").body())
                .contains("Opening balances of leave", "/api/v1/leave/types.csv");
        var list = "employeeCode,account,days,asOf\n%s,EL,12.5,2027-02-15\nnobody,EL,1,2027-02-15\n"
                .formatted(school.teacher());
        var preview = browser.post(
                        "/admin/imports", Map.of("kind", "LEAVE_BALANCES"), FileField.csv("balances.csv", list))
                .body();
        assertThat(preview).contains("balances.csv", "no such employee");
        assertThat(openings(school.teacher())).isEmpty();
        var confirm = CONFIRM.matcher(preview);
        assertThat(confirm.find()).isTrue();
        assertThat(browser.post(confirm.group(1), Map.of("partial", "true")).body())
                .contains("data-tone=\"good\"");
        assertThat(openings(school.teacher())).containsExactly(25);
        assertThat(scene.balance(school.teacher(), "EL", DAY)).isEqualTo(12.5);
    }

    private List<Integer> openings(String who) {
        return jdbc.sql("select half_days from leave_entry e join staff s on s.id = e.staff_id"
                        + " where s.employee_code = ? and e.source = 'OPENING'")
                .param(who)
                .query(Integer.class)
                .list();
    }

    private List<String> kinds() {
        return jdbc.sql("select name || ' ' || during || ' longest ' || longest from leave_type where regime = ?"
                        + " order by during")
                .param(regime)
                .query(String.class)
                .list();
    }

    @SuppressWarnings("unchecked")
    private static List<String> codes(Map<String, Object> report) {
        return ((List<Map<String, Object>>) report.get("rejected"))
                .stream().map(r -> r.get("code").toString()).toList();
    }

    private Map<String, Object> take(String list) {
        var body = new LinkedMultiValueMap<String, Object>();
        body.add("file", new ByteArrayResource(list.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public String getFilename() {
                return "kinds.csv";
            }
        });
        return http.withBasicAuth(administrator, TestState.PASSWORD)
                .exchange(
                        "/api/v1/imports/leave-types",
                        HttpMethod.POST,
                        new HttpEntity<>(body),
                        new ParameterizedTypeReference<Map<String, Object>>() {})
                .getBody();
    }
}
