package org.panjika.leave;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ManagementService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.panjika.CoversProcess;
import org.panjika.Jobs;
import org.panjika.SystemTest;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.Together;
import org.panjika.leave.LeaveType.AccountKey;
import org.panjika.leave.jdbc.LedgerTable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.LinkedMultiValueMap;

@SystemTest
@CoversProcess("leave-accrual")
@DisplayName("What leave years and years of service give and take, for a state at once (RJ-2)")
class AccrualTest {

    private static final LocalDate NEW_YEAR = LocalDate.of(2027, 1, 1);

    @Autowired
    TestState state;

    @Autowired
    TestClock clock;

    @Autowired
    Jobs jobs;

    @Autowired
    ManagementService management;

    @Autowired
    HistoryService history;

    @Autowired
    Accrual accrual;

    @Autowired
    LedgerTable ledger;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    TestRestTemplate http;

    String school;

    @BeforeEach
    void aSchool() {
        clock.set(NEW_YEAR, "00:20");
    }

    private String person(String regime, String joined, String cadre) {
        school = state.school(state.block(regime).block());
        var code = state.staff(school);
        jdbc.sql("update staff set joined_on = ?::date, cadre = ? where employee_code = ?")
                .params(joined, cadre, code)
                .update();
        return code;
    }

    @Test
    @DisplayName("at 00:20 everybody gets what is due, once")
    void everyNight() {
        var code = person("BR", "2012-07-02", "VACATION");
        var timer = management
                .createJobQuery()
                .processDefinitionKey("leave-accrual")
                .timers()
                .singleResult();
        jobs.carryOut(timer);
        Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(
                        history.createHistoricProcessInstanceQuery()
                                .processDefinitionKey("leave-accrual")
                                .completed()
                                .count())
                .isPositive());
        assertThat(balances(code)).isEqualTo(Map.of("CL", 32, "EL", 30, "HPL", 40));
        accrual.run();
        assertThat(balances(code)).isEqualTo(Map.of("CL", 32, "EL", 30, "HPL", 40));
    }

    @Test
    @DisplayName("after thousands have been credited at once on a connection, one debit does not read all accounts")
    void oneAfterMany() {
        transaction.executeWithoutResult(status -> {
            status.setRollbackOnly();
            jdbc.sql("insert into staff (employee_code, name, designation, cadre)"
                            + " select 'MANY' || n, 'Many', 'Teacher', 'VACATION' from generate_series(1, 3000) n")
                    .update();
            enter("CREDIT", "MANY%");
            enter("CREDIT", "MANY%", "2028-01-01");
            var before = wholeReads();
            enter("DUTY", "MANY77");
            assertThat(wholeReads()).isEqualTo(before);
        });
    }

    private void enter(String source, String employeeCodes) {
        enter(source, employeeCodes, "2027-01-01");
    }

    private void enter(String source, String employeeCodes, String day) {
        jdbc.sql(
                        """
                        insert into leave_entry (recorded_at, recorded_by, staff_id, account, period, source, half_days, day)
                        select current_timestamp, 'test', id, 'CL', '2027-01-01', ?, 2, ?::date from staff where employee_code like ?
                        """)
                .params(source, day, employeeCodes)
                .update();
    }

    /** How often this transaction has read all accounts. */
    private int wholeReads() {
        return jdbc.sql("select seq_scan from pg_stat_xact_user_tables where relid = 'leave_account'::regclass")
                .query(Integer.class)
                .single();
    }

    @ParameterizedTest(name = "{0}, joined {1}, {2}: casual leave of {3} half days, earned leave of {4}")
    @CsvSource({
        "BR, 2012-07-02, VACATION, 32, 30",
        "BR, 2012-07-02, NON_VACATION, 32, 60",
        // from the month of joining on, 16 days a year are 1.33 a month (domain 1.2)
        "BR, 2026-11-15, VACATION, 5, 5",
        "BR, 2026-12-31, VACATION, 3, 3",
        // July to June, 15 days
        "RJ, 2012-07-02, VACATION, 30, 30",
        "RJ, 2026-12-15, NON_VACATION, 18, 5",
        "UP, 2012-07-02, VACATION, 28, 2"
    })
    @DisplayName("the leave year gives what the regime says, pro rata in the year of joining")
    void proRata(String regime, String joined, String cadre, int casual, int earned) {
        var code = person(regime, joined, cadre);
        clock.set(LocalDate.of(2026, 12, 31), "00:20");
        accrual.run();
        var found = balances(code);
        assertThat(found).containsEntry("CL", casual).containsEntry(regime.equals("RJ") ? "PL" : "EL", earned);
    }

    @Test
    @DisplayName("earned leave stops at 300 days; what was at the cap is not made up for later")
    void cap() {
        var code = person("BR", "2012-07-02", "NON_VACATION");
        var key = new AccountKey(staffId(code), "EL", LeaveYear.ALWAYS);
        opening(code, "EL", "295", "2026-12-31");
        accrual.run();
        assertThat(balances(code)).containsEntry("EL", 600);
        transaction.executeWithoutResult(status -> ledger.insert(
                key,
                ledger.lock(key, 0).take(100, NEW_YEAR, UUID.randomUUID()).orElseThrow(),
                "test",
                clock.instant()));
        accrual.run();
        assertThat(balances(code)).containsEntry("EL", 500);
    }

    @Test
    @DisplayName(
            "each completed year of service gives 20 days of half-pay leave, also of service that began on 29 February")
    void completedYears() {
        var code = person("RJ", "2024-02-29", "VACATION");
        clock.set(LocalDate.of(2027, 2, 27), "00:20");
        accrual.run();
        assertThat(balances(code)).containsEntry("HPL", 40);
        clock.set(LocalDate.of(2027, 3, 1), "00:20");
        accrual.run();
        assertThat(balances(code)).containsEntry("HPL", 80);
        clock.set(LocalDate.of(2028, 2, 29), "00:20");
        accrual.run();
        assertThat(balances(code)).containsEntry("HPL", 120);
    }

    @ParameterizedTest(name = "{0} at the end of February 2028")
    @CsvSource({"BR, 32, 2027-12-31", "RJ, 30, 2027-06-30"})
    @DisplayName("a leave year with a 29 February gives once and lapses once; on that day nothing is given or lost")
    void leapYear(String regime, int casual, LocalDate before) {
        var code = person(regime, "2012-07-02", "NON_VACATION");
        clock.set(before.plusDays(1), "00:20");
        accrual.run();
        var given = balances(code);
        assertThat(given).containsEntry("CL", casual);
        for (var day : List.of("2028-02-28", "2028-02-29", "2028-03-01")) {
            clock.set(LocalDate.parse(day), "00:20");
            accrual.run();
            assertThat(balances(code)).as(day).containsEntry("CL", casual);
        }
        assertThat(lapsed(code)).isEmpty();
        clock.set(before.plusYears(1).plusDays(1), "00:20");
        accrual.run();
        assertThat(lapsed(code)).containsExactly(-casual);
        assertThat(balances(code)).containsEntry("CL", casual);
    }

    private List<Integer> lapsed(String code) {
        return jdbc.sql("select half_days from leave_entry e join staff s on s.id = e.staff_id"
                        + " where s.employee_code = ? and e.source = 'LAPSE'")
                .param(code)
                .query(Integer.class)
                .list();
    }

    @Test
    @DisplayName("two lists with another opening balance of one person at once: one counts, whole")
    void openingsAtOnce() throws Exception {
        for (int round = 0; round < 5; round++) {
            var code = person("BR", "2012-07-02", "VACATION");
            accrual.run();
            var answers = Together.all(
                    2,
                    List.<Callable<String>>of(
                            () -> opening(code, "EL", "100", "2026-12-31"),
                            () -> opening(code, "EL", "7", "2026-12-30")));
            assertThat(answers.stream().filter(a -> a.contains("\"created\":1")))
                    .as("%s", answers)
                    .hasSize(1);
            assertThat(jdbc.sql("select half_days from leave_entry e join staff s on s.id = e.staff_id"
                                    + " where s.employee_code = ? and e.source = 'OPENING'")
                            .param(code)
                            .query(Integer.class)
                            .list())
                    .hasSize(1);
            accrual.run();
            assertThat(balances(code).get("EL")).isIn(200 + 30, 14 + 30);
        }
    }

    @Test
    @DisplayName("730 days of child care once in service, for women; casual leave lapses with its year")
    void onceAndLapse() {
        var code = person("RJ", "2012-07-02", "VACATION");
        jdbc.sql("update staff set gender = 'F' where employee_code = ?")
                .param(code)
                .update();
        accrual.run();
        assertThat(balances(code)).containsEntry("CCL", 1460).containsEntry("CL", 30);
        clock.set(LocalDate.of(2027, 7, 1), "00:20");
        accrual.run();
        assertThat(balances(code)).containsEntry("CCL", 1460).containsEntry("CL", 30);
        assertThat(lapsed(code)).containsExactly(-30);
    }

    @Test
    @DisplayName(
            "opening balances from a list hold what was due by then; the next leave year gives again; wrong rows are named")
    void opening() {
        var code = person("BR", "2012-07-02", "VACATION");
        clock.set(LocalDate.of(2026, 11, 20), "10:00");
        assertThat(opening(code, "CL", "3.5", "2026-11-15")).contains("\"created\":1");
        assertThat(opening(code, "CL", "3.5", "2026-11-15")).contains("\"unchanged\":1");
        assertThat(opening(code, "CL", "4", "2026-11-15")).contains("ledger-has-begun");
        assertThat(opening(code, "XY", "4", "2026-11-15")).contains("unknown-leave-account");
        assertThat(opening(code, "EL", "4.25", "2026-11-15")).contains("no-half-days");
        assertThat(opening("nobody", "EL", "4", "2026-11-15")).contains("unknown-staff");
        assertThat(opening(code, "EL", "4", "2026-11-21")).as("to come").contains("day-not-come");
        assertThat(opening(code, "EL", "4", "2026-02-29")).as("no such day").contains("date-malformed");
        assertThat(opening(code, "EL", "4", "+20226-11-01"))
                .as("a day of no calendar, with its line")
                .contains("date-malformed");
        assertThat(balances(code)).doesNotContainKey("EL");
        accrual.run();
        assertThat(balances(code)).containsEntry("CL", 7);
        clock.set(NEW_YEAR, "00:20");
        accrual.run();
        assertThat(balances(code)).containsEntry("CL", 32);
    }

    @Test
    @DisplayName("looking at the balances of a past day gives nothing that was not due")
    void pastDay() {
        var code = person("BR", "2012-07-02", "VACATION");
        accrual.run();
        for (var day : List.of("2021-05-01", "2022-05-01", "2024-12-31")) {
            http.withBasicAuth(code, TestState.PASSWORD)
                    .getForObject("/api/v1/staff/" + code + "/leave/balances?on=" + day, String.class);
        }
        assertThat(balances(code)).isEqualTo(Map.of("CL", 32, "EL", 30, "HPL", 40));
    }

    @Test
    @DisplayName("a day of joining put right gives no second year of half-pay leave, and no second 730 days")
    void joinedPutRight() {
        var code = person("RJ", "2012-07-02", "VACATION");
        jdbc.sql("update staff set gender = 'F' where employee_code = ?")
                .param(code)
                .update();
        accrual.run();
        jdbc.sql("update staff set joined_on = '2012-07-12' where employee_code = ?")
                .param(code)
                .update();
        accrual.run();
        assertThat(balances(code)).containsEntry("CCL", 1460).containsEntry("HPL", 40);
        clock.set(LocalDate.of(2027, 7, 12), "00:20");
        accrual.run();
        assertThat(balances(code)).containsEntry("HPL", 80);
    }

    @Test
    @DisplayName("of whom no day of joining is known joined with the first posting, whatever the last one is")
    void postedAnew() {
        var code = person("RJ", "2012-07-02", "VACATION");
        jdbc.sql("update staff set joined_on = null, gender = 'F' where employee_code = ?")
                .param(code)
                .update();
        accrual.run();
        post(code, state.school(state.block("RJ").block()), LocalDate.of(2026, 12, 20));
        accrual.run();
        assertThat(balances(code)).containsEntry("CCL", 1460).containsEntry("HPL", 40);
    }

    @Test
    @DisplayName("who comes from another regime gets of the new leave year what is left of it, as one who joins")
    void fromAnotherRegime() {
        var code = person("RJ", "2012-07-02", "NON_VACATION");
        clock.set(LocalDate.of(2026, 11, 1), "00:20");
        accrual.run();
        assertThat(balances(code)).containsEntry("CL", 30);
        post(code, state.school(state.block("BR").block()), LocalDate.of(2026, 11, 15));
        clock.set(LocalDate.of(2026, 11, 15), "00:20");
        accrual.run();
        assertThat(balances(code)).containsEntry("CL", 30 + 5).containsEntry("EL", 10);
    }

    @Test
    @DisplayName("opening balances that come after the first night take the place of what the rules gave by then")
    void openingAfterCredit() {
        var code = person("BR", "2012-07-02", "VACATION");
        accrual.run();
        assertThat(opening(code, "CL", "3.5", "2027-01-01")).contains("\"created\":1");
        assertThat(opening(code, "CL", "3.5", "2027-01-01")).contains("\"unchanged\":1");
        assertThat(opening(code, "EL", "100", "2026-12-31")).contains("\"created\":1");
        accrual.run();
        assertThat(balances(code)).containsEntry("CL", 7).containsEntry("EL", 230);
    }

    private void post(String code, String to, LocalDate from) {
        jdbc.sql("update posting set during = daterange(lower(during), ?) where staff_id = ? and upper_inf(during)")
                .params(from, staffId(code))
                .update();
        jdbc.sql("insert into posting (staff_id, institution_id, during)"
                        + " select ?, id, daterange(?, null) from institution where code = ?")
                .params(staffId(code), from, to)
                .update();
    }

    private String opening(String code, String account, String days, String on) {
        var body = new LinkedMultiValueMap<String, Object>();
        body.add(
                "file",
                new ByteArrayResource(
                        ("employee_code,account,days,as_of\n" + code + "," + account + "," + days + "," + on + "\n")
                                .getBytes()) {
                    @Override
                    public String getFilename() {
                        return "balances.csv";
                    }
                });
        return http.withBasicAuth(state.administrator(), TestState.PASSWORD)
                .postForObject("/api/v1/imports/leave-balances", body, String.class);
    }

    private long staffId(String code) {
        return jdbc.sql("select id from staff where employee_code = ?")
                .param(code)
                .query(Long.class)
                .single();
    }

    /** Half days by account; of leave years the one of the clock's day, and of what is over nothing. */
    private Map<String, Integer> balances(String code) {
        var found = new java.util.HashMap<String, Integer>();
        jdbc.sql("select a.account, sum(a.balance) as balance from leave_account a join staff s on s.id = a.staff_id"
                        + " where s.employee_code = ? group by 1")
                .param(code)
                .query(row -> {
                    found.put(row.getString("account"), row.getInt("balance"));
                });
        return found;
    }
}
