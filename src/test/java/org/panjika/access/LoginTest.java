package org.panjika.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.panjika.Browser;
import org.panjika.SystemTest;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.access.jdbc.ThrottleTable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@SystemTest
@DisplayName("who gets in")
class LoginTest {

    private static final String ME = "/api/v1/me";
    private static final String OWN = "mangoes ripen in june";
    private static final LocalDate DAY = LocalDate.of(2027, 1, 11);

    @LocalServerPort
    int port;

    @Autowired
    TestState state;

    @Autowired
    TestClock clock;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Callers callers;

    @Autowired
    ThrottleTable throttle;

    String block;
    String school;
    String teacher;
    String head;

    @BeforeEach
    void aSchool() {
        clock.set(DAY, "10:00");
        block = state.block("BR").block();
        school = state.school(block);
        teacher = state.staff(school);
        head = state.holder("HEAD", school);
    }

    @Nested
    @DisplayName("people")
    class People {

        @Test
        @DisplayName("are sent from a page to the login page and from there back to that page")
        void backToThePage() {
            var browser = new Browser(port);
            assertThat(location(browser.get("/staff/logins?login=x"))).endsWith("/login");
            assertThat(location(login(browser, head, TestState.PASSWORD))).contains("/staff/logins?login=x");
        }

        @Test
        @DisplayName("asked by htmx for a piece of a page are sent to the login page as a whole")
        void htmx() {
            var browser = new Browser(port);
            var answer = browser.send(browser.request("/password").header("HX-Request", "true"));
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("HX-Redirect")).contains("/login");
        }

        @Test
        @DisplayName("get pages that run no script but ours and may use the camera and the position")
        void headers() {
            var headers = new Browser(port).get("/login").headers();
            assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'self'")
                    .doesNotContain("unsafe");
            assertThat(headers.firstValue("Permissions-Policy").orElseThrow())
                    .contains("camera=(self)", "geolocation=(self)");
        }

        @Test
        @DisplayName("who log out are out")
        void logout() {
            var browser = Browser.loggedIn(port, teacher, TestState.PASSWORD);
            assertThat(browser.get("/password").statusCode()).isEqualTo(200);
            browser.post("/logout", Map.of());
            assertThat(location(browser.get("/password"))).endsWith("/login");
        }

        @Test
        @DisplayName("who send a form without the token of the page change nothing")
        void csrf() {
            var browser = Browser.loggedIn(port, teacher, TestState.PASSWORD);
            var answer = browser.send(browser.request("/api/v1/me/password")
                    .header("Content-Type", "application/json")
                    .PUT(BodyPublishers.ofString(
                            "{\"current\":\"%s\",\"wanted\":\"%s\"}".formatted(TestState.PASSWORD, OWN))));
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains("urn:panjika:problem:csrf-token-missing");
            assertThat(me(teacher, TestState.PASSWORD).statusCode()).isEqualTo(200);
        }

        @Test
        @DisplayName("choose a language, which stays theirs on another device")
        void language() {
            var browser = Browser.loggedIn(port, teacher, TestState.PASSWORD);
            browser.post("/language", Map.of("lang", "hi"));
            assertThat(browser.get("/password").body()).contains("<html lang=\"hi\"", "पासवर्ड बदलें");
            assertThat(Browser.loggedIn(port, teacher, TestState.PASSWORD)
                            .get("/password")
                            .body())
                    .contains("<html lang=\"hi\"");
            assertThat(new Browser(port).get("/login").body()).contains("<html lang=\"en\"");
        }
    }

    @Nested
    @DisplayName("programs")
    class Programs {

        @Test
        @DisplayName("without a login get 401 and problem details in their language, never a redirect")
        void unauthenticated() {
            var browser = new Browser(port);
            var answer = browser.send(browser.request(ME).header("Accept-Language", "hi"));
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("application/problem+json");
            assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Basic realm=\"Panjika\"");
            assertThat(answer.body()).contains("urn:panjika:problem:not-authenticated", "शिक्षक आईडी");
        }

        @Test
        @DisplayName("learn who they are: posting, charges, what they may do")
        void whoAmI() {
            assertThat(me(head, TestState.PASSWORD).body())
                    .contains("\"login\":\"" + head, "\"code\":\"" + school, "\"HEAD\"", "ISSUE_ONE_TIME_PASSWORDS");
            assertThat(me(teacher, TestState.PASSWORD).body())
                    .contains("MARK_OWN_ATTENDANCE")
                    .doesNotContain("ISSUE_ONE_TIME_PASSWORDS");
        }

        @Test
        @DisplayName("cannot tell a wrong password from an unknown login")
        void oneAnswer() {
            var wrong = me(teacher, "wrong");
            var unknown = me("nobody" + teacher, "wrong");
            assertThat(wrong.statusCode()).isEqualTo(401);
            assertThat(wrong.body()).contains("urn:panjika:problem:wrong-credentials");
            assertThat(unknown.statusCode()).isEqualTo(401);
            assertThat(unknown.body()).isEqualTo(wrong.body());
        }

        @Test
        @DisplayName("with a login that cannot be one are refused like any other")
        void nonsense() {
            for (var login : List.of("a\u0000b", "' or 1=1", "x".repeat(5000), "अध्यापक")) {
                assertThat(me(login, "wrong").statusCode()).isIn(401, 429);
            }
        }

        @Test
        @DisplayName("with a wrong header do not count as the person of the session")
        void headerPrevails() {
            var browser = Browser.loggedIn(port, teacher, TestState.PASSWORD);
            assertThat(browser.get(ME).statusCode()).isEqualTo(200);
            for (var header : List.of("Bearer nonsense", "Digest x", Browser.basic(teacher, "wrong"))) {
                assertThat(browser.send(browser.request(ME).header("Authorization", header))
                                .statusCode())
                        .as(header)
                        .isEqualTo(401);
            }
        }

        @Test
        @DisplayName("get a token for 12 hours, of which only the hash is stored, and can end it")
        void token() throws Exception {
            var browser = new Browser(port);
            var answer = send("POST", "/api/v1/tokens", Browser.basic(teacher, TestState.PASSWORD));
            assertThat(answer.body()).contains("\"expiresAt\":\"2027-01-11T22:00:00+05:30\"");
            var token = found("\"token\":\"([^\"]+)\"", answer.body());
            assertThat(jdbc.sql("select hash from token where login = ?")
                            .param(teacher)
                            .query(byte[].class)
                            .single())
                    .isEqualTo(MessageDigest.getInstance("SHA-256").digest(token.getBytes("UTF-8")));

            assertThat(send("GET", ME, "Bearer " + token).statusCode()).isEqualTo(200);
            assertThat(send("POST", "/api/v1/tokens", "Bearer " + token).statusCode())
                    .as("a token begets no token")
                    .isEqualTo(401);
            clock.set(DAY, "22:00");
            assertThat(send("GET", ME, "Bearer " + token).statusCode()).isEqualTo(401);
            clock.set(DAY, "21:59");
            assertThat(send("DELETE", "/api/v1/tokens/current", "Bearer " + token)
                            .statusCode())
                    .isEqualTo(204);
            assertThat(send("GET", ME, "Bearer " + token).statusCode()).isEqualTo(401);
            assertThat(browser.get(ME).statusCode()).isEqualTo(401);
        }
    }

    @Nested
    @DisplayName("after failures")
    class Locks {

        @Test
        @DisplayName("five lock a login for 15 minutes, with the right password too, and say until when")
        void locked() {
            for (var n = 0; n < 5; n++)
                assertThat(me(teacher, "wrong").statusCode()).isEqualTo(401);
            var answer = me(teacher, TestState.PASSWORD);
            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(answer.headers().firstValue("Retry-After")).contains("900");
            assertThat(answer.body())
                    .contains("urn:panjika:problem:login-locked", "\"until\":\"2027-01-11T10:15:00+05:30\"");
            assertThat(events(teacher)).containsExactly("FAILED", "FAILED", "FAILED", "FAILED", "FAILED", "LOCKED");

            var page = new Browser(port);
            var refused =
                    page.get(location(login(page, teacher, TestState.PASSWORD)).replaceFirst("^.*(?=/login)", ""));
            assertThat(refused.body()).contains("10:15", "one-time password");

            clock.set(DAY, "10:15");
            assertThat(me(teacher, TestState.PASSWORD).statusCode()).isEqualTo(200);
        }

        @Test
        @DisplayName("an unknown login is locked in the same way")
        void unknown() {
            for (var n = 0; n < 5; n++)
                assertThat(me("nobody" + teacher, "x").statusCode()).isEqualTo(401);
            assertThat(me("nobody" + teacher, "x").statusCode()).isEqualTo(429);
        }

        @Test
        @DisplayName("what can be no login is never locked: no count is shared by all who mistype")
        void shared() {
            for (var n = 0; n < 6; n++) {
                for (var login : List.of("two words", "x".repeat(101))) {
                    assertThat(me(login, "wrong").statusCode()).isEqualTo(401);
                }
            }
            assertThat(jdbc.sql("select count(*) from login_throttle where subject like 'login:%(%'")
                            .query(Integer.class)
                            .single())
                    .isZero();
        }

        @Test
        @DisplayName("a right password in between makes the count start again")
        void startsAgain() {
            for (var n = 0; n < 4; n++) me(teacher, "wrong");
            login(new Browser(port), teacher, TestState.PASSWORD);
            for (var n = 0; n < 4; n++) me(teacher, "wrong");
            assertThat(me(teacher, TestState.PASSWORD).statusCode()).isEqualTo(200);
        }

        @Test
        @DisplayName("forty guesses at once are no more than five")
        void atOnce() throws Exception {
            var guesses = Executors.newFixedThreadPool(40);
            try {
                guesses.invokeAll(Collections.nCopies(40, (Callable<?>) () -> me(teacher, "wrong")));
            } finally {
                guesses.shutdown();
            }
            assertThat(events(teacher)).filteredOn("FAILED"::equals).hasSize(5);
        }

        @Test
        @DisplayName("a hundred from one address lock that address and no other")
        void remote() {
            jdbc.sql(
                            "insert into login_throttle (subject, failures, first_at) values ('remote:203.0.113.9', 99, ?)"
                                    + " on conflict (subject) do update set failures = 99, first_at = excluded.first_at, locked_until = null")
                    .param(java.time.OffsetDateTime.now(clock))
                    .update();
            var browser = new Browser(port);
            var form = Map.of("login", teacher, "password", "wrong");
            assertThat(location(browser.postFrom("203.0.113.9", "/login", form)))
                    .contains("failed");
            assertThat(location(browser.postFrom(
                            "203.0.113.9", "/login", Map.of("login", head, "password", TestState.PASSWORD))))
                    .as("and say so: nobody is sent to the head for it")
                    .contains("lockedAddress");
            assertThat(browser.get("/login?lockedAddress=2027-01-11T10:15:00%2B05:30")
                            .body())
                    .contains("this network: it is locked until 10:15");
            assertThat(me(head, TestState.PASSWORD).statusCode()).isEqualTo(200);
        }

        @Test
        @DisplayName("a program that goes on with an old password locks its login, not the address of all behind it")
        void oneProgram() {
            for (var n = 0; n < 5; n++) loginFrom("203.0.113.77", teacher, "old");
            for (var n = 0; n < 5; n++) {
                assertThat(loginFrom("203.0.113.77", teacher, "old")).contains("locked=");
            }
            assertThat(jdbc.sql("select failures from login_throttle where subject = 'remote:203.0.113.77'")
                            .query(Integer.class)
                            .single())
                    .isEqualTo(5);
            for (var n = 0; n < 3; n++) loginFrom("203.0.113.77", "nobody" + n + teacher, "guess");
            assertThat(jdbc.sql("select failures from login_throttle where subject = 'remote:203.0.113.77'")
                            .query(Integer.class)
                            .single())
                    .as("guesses at one login after another count")
                    .isEqualTo(8);
        }

        private String loginFrom(String address, String who, String password) {
            return location(new Browser(port).postFrom(address, "/login", Map.of("login", who, "password", password)));
        }

        @Test
        @DisplayName("a failure of an address counts for fifteen minutes, however many right logins come from there")
        void forgotten() {
            var subject = "remote:of " + teacher;
            var limit = Duration.ofMinutes(15);
            var start = clock.instant();
            throttle.attempt(subject, 3, start, limit);
            assertThat(throttle.attempt(subject, 3, start.plusSeconds(600), limit))
                    .contains(2);
            throttle.takeBack(subject);
            assertThat(throttle.attempt(subject, 3, start.plusSeconds(899), limit))
                    .contains(2);
            assertThat(throttle.attempt(subject, 3, start.plusSeconds(900), limit))
                    .contains(1);
        }
    }

    @Nested
    @DisplayName("the head and the forgotten password (BR-21)")
    class OneTime {

        @Test
        @DisplayName(
                "the head sees the logins of own staff and gives a one-time password, which must be changed at once")
        void wayOut() {
            for (var n = 0; n < 5; n++) me(teacher, "wrong");
            var elsewhere = state.staff(school);
            state.deputeOffPortal(elsewhere, "Census office");
            var deputed = state.staff(school);
            state.depute(deputed, state.school(block));
            var office = Browser.loggedIn(port, head, TestState.PASSWORD);
            assertThat(office.get("/staff/logins").body())
                    .contains(teacher, "locked", elsewhere)
                    .doesNotContain(deputed);
            var password = issue(office, teacher);
            assertThat(events(teacher)).contains("ONE_TIME_PASSWORD_ISSUED", "UNLOCKED");

            assertThat(me(teacher, TestState.PASSWORD).statusCode()).isEqualTo(401);
            var refused = me(teacher, password);
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).contains("urn:panjika:problem:password-change-required");

            var browser = new Browser(port);
            login(browser, teacher, password);
            assertThat(location(browser.get("/"))).endsWith("/password");
            assertThat(location(browser.get("/staff/logins"))).endsWith("/password");
            assertThat(browser.get("/assets/panjika.css").statusCode())
                    .as("the page of the change has its looks")
                    .isEqualTo(200);
            assertThat(location(change(browser, password, OWN))).endsWith("/");
            assertThat(location(browser.get("/staff/logins"))).isEmpty();
            assertThat(me(teacher, OWN).statusCode()).isEqualTo(200);
            assertThat(me(teacher, password).statusCode()).isEqualTo(401);
        }

        @Test
        @DisplayName("a one-time password that is not used within 72 hours is refused; the head gives another")
        void expires() {
            var office = Browser.loggedIn(port, head, TestState.PASSWORD);
            var password = issue(office, teacher);
            clock.set(DAY.plusDays(3), "09:59");
            assertThat(me(teacher, password).statusCode()).isEqualTo(403);
            clock.set(DAY.plusDays(3), "10:00");
            var refused = me(teacher, password);
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.body()).contains("urn:panjika:problem:one-time-password-expired", "Ask the head");
            assertThat(location(login(new Browser(port), teacher, password))).endsWith("/login?expired");
            var another = issue(Browser.loggedIn(port, head, TestState.PASSWORD), teacher);
            assertThat(me(teacher, another).statusCode()).isEqualTo(403);
        }

        @Test
        @DisplayName("who has never had a login gets one with the one-time password")
        void first() {
            jdbc.sql(
                            "insert into staff (employee_code, name, designation, cadre) values (?, 'New', 'Teacher', 'VACATION')")
                    .param("N" + teacher)
                    .update();
            jdbc.sql(
                            """
                            insert into posting (staff_id, institution_id, during)
                            select s.id, i.id, '[2020-01-01,)' from staff s, institution i
                             where s.employee_code = ? and i.code = ?
                            """)
                    .params("N" + teacher, school)
                    .update();
            var password = issue(Browser.loggedIn(port, head, TestState.PASSWORD), "N" + teacher);
            assertThat(me("N" + teacher, password).statusCode()).isEqualTo(403);
        }

        @Test
        @DisplayName("another school's head, a teacher and the office above cannot give one")
        void others() {
            var otherHead = state.holder("HEAD", state.school(state.block("BR").block()));
            assertThat(attempt(otherHead, teacher)).isEqualTo(404);
            assertThat(attempt(teacher, teacher)).isEqualTo(403);
            assertThat(attempt(state.holder("HEAD", block), teacher)).isEqualTo(403);
            assertThat(me(teacher, TestState.PASSWORD).statusCode()).isEqualTo(200);
        }

        @Test
        @DisplayName("nor for the DDO of the own office: who sends a statement of pay does not accept it (C16)")
        void notForTheDdo() {
            var ddo = state.holder("DDO", block);
            assertThat(attempt(state.holder("HEAD", block), ddo)).isEqualTo(403);
            assertThat(attempt(state.administrator(), ddo)).isEqualTo(200);
        }

        @Test
        @DisplayName("nobody climbs: the login of a colleague who also holds a higher office needs an administrator")
        void noClimbing() {
            state.charge(teacher, "HEAD", block);
            assertThat(attempt(head, teacher)).isEqualTo(403);
            assertThat(attempt(state.administrator(), teacher)).isEqualTo(200);
        }

        private int attempt(String by, String whose) {
            return Browser.loggedIn(port, by, TestState.PASSWORD)
                    .post("/staff/logins/one-time-password", Map.of("login", whose))
                    .statusCode();
        }

        @Test
        @DisplayName("nobody gives one to themselves: the own password is changed with the current one")
        void notToOneself() {
            assertThat(attempt(head, head)).isEqualTo(403);
            assertThat(attempt(state.administrator(), head)).isEqualTo(200);
            var administrator = state.administrator();
            assertThat(attempt(administrator, administrator)).isEqualTo(403);
        }

        private String issue(Browser office, String login) {
            var answer = office.post("/staff/logins/one-time-password", Map.of("login", login));
            assertThat(answer.headers().firstValue("Cache-Control").orElseThrow())
                    .contains("no-store");
            assertThat(answer.body()).as("a change of language would lose it").doesNotContain("class=\"languages\"");
            return found("<code>([^<]+)</code>", answer.body());
        }
    }

    @Nested
    @DisplayName("who has left the service or is suspended (C5)")
    class ServiceStates {

        @ParameterizedTest(name = "{0}")
        @ValueSource(strings = {"RETIRED", "RESIGNED", "DECEASED"})
        @DisplayName("cannot log in from that day on; sessions and tokens have ended")
        void left(String serviceState) {
            var browser = Browser.loggedIn(port, teacher, TestState.PASSWORD);
            var token = found(
                    "\"token\":\"([^\"]+)\"",
                    send("POST", "/api/v1/tokens", Browser.basic(teacher, TestState.PASSWORD))
                            .body());
            becomes(serviceState, teacher);
            assertThat(me(teacher, TestState.PASSWORD).statusCode()).isEqualTo(200);
            clock.set(DAY.plusDays(1), "10:00");
            callers.forgetAll();
            assertThat(location(browser.get("/password"))).endsWith("/login");
            assertThat(send("GET", ME, "Bearer " + token).statusCode()).isEqualTo(401);
            assertThat(me(teacher, TestState.PASSWORD).statusCode()).isEqualTo(401);
            assertThat(location(login(new Browser(port), teacher, TestState.PASSWORD)))
                    .endsWith("/login?failed");
        }

        @Test
        @DisplayName("a suspended head goes on reading and does not act")
        void suspended() {
            becomes("SUSPENDED", head);
            clock.set(DAY.plusDays(1), "10:00");
            callers.forgetAll();
            assertThat(send("GET", "/api/v1/institutions/" + school, Browser.basic(head, TestState.PASSWORD))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(Browser.loggedIn(port, head, TestState.PASSWORD)
                            .get("/staff/logins")
                            .statusCode())
                    .isEqualTo(403);
        }

        @Test
        @DisplayName("an administrator who is one no longer is logged out")
        void administrator() {
            jdbc.sql("update login set administrator = true where login = ?")
                    .param(teacher)
                    .update();
            var browser = Browser.loggedIn(port, teacher, TestState.PASSWORD);
            assertThat(browser.get("/admin/imports").statusCode()).isEqualTo(200);
            jdbc.sql("update login set administrator = false where login = ?")
                    .param(teacher)
                    .update();
            callers.forgetAll();
            assertThat(location(browser.get("/admin/imports"))).endsWith("/login");
        }

        /** From the next day on. */
        private void becomes(String serviceState, String who) {
            jdbc.sql("insert into service_state (staff_id, state, during)"
                            + " select id, ?, daterange(?, null) from staff where employee_code = ?")
                    .params(serviceState, DAY.plusDays(1), who)
                    .update();
        }
    }

    @Nested
    @DisplayName("a changed password")
    class Change {

        @Test
        @DisplayName("ends the other sessions and the tokens of the login; this session goes on")
        void endsTheOthers() {
            var here = Browser.loggedIn(port, teacher, TestState.PASSWORD);
            var elsewhere = Browser.loggedIn(port, teacher, TestState.PASSWORD);
            var token = found(
                    "\"token\":\"([^\"]+)\"",
                    send("POST", "/api/v1/tokens", Browser.basic(teacher, TestState.PASSWORD))
                            .body());
            assertThat(send("GET", ME, "Bearer " + token).statusCode()).isEqualTo(200);

            assertThat(location(change(here, TestState.PASSWORD, OWN))).endsWith("/");
            assertThat(here.get("/password").statusCode()).isEqualTo(200);
            assertThat(location(elsewhere.get("/password"))).endsWith("/login");
            assertThat(send("GET", ME, "Bearer " + token).statusCode()).isEqualTo(401);
            assertThat(me(teacher, TestState.PASSWORD).statusCode()).isEqualTo(401);
            assertThat(jdbc.sql("select password_hash from login where login = ?")
                            .param(teacher)
                            .query(String.class)
                            .single())
                    .startsWith("{bcrypt}$2a$10$");
        }

        @ParameterizedTest(name = "{0}: {1}")
        @CsvSource({
            "short,at least 10",
            "Password@123,guess",
            "1111111111,guess",
            "qwertyuiop,guess",
            "a test's own password,must differ",
        })
        @DisplayName("must be a sensible one")
        void rules(String wanted, String message) {
            var browser = Browser.loggedIn(port, teacher, TestState.PASSWORD);
            var answer = change(browser, TestState.PASSWORD, wanted);
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.body()).contains(message);
        }

        @Test
        @DisplayName("must not contain the Teacher ID")
        void withoutTheLogin() {
            var browser = Browser.loggedIn(port, teacher, TestState.PASSWORD);
            assertThat(change(browser, TestState.PASSWORD, "my own " + teacher).body())
                    .contains("must not contain the Teacher ID");
        }
    }

    private HttpResponse<String> change(Browser browser, String current, String wanted) {
        return browser.post("/password", Map.of("current", current, "wanted", wanted, "again", wanted));
    }

    private HttpResponse<String> login(Browser browser, String login, String password) {
        return browser.post("/login", Map.of("login", login, "password", password));
    }

    private HttpResponse<String> me(String login, String password) {
        return send("GET", ME, Browser.basic(login, password));
    }

    private HttpResponse<String> send(String method, String path, String authorization) {
        var browser = new Browser(port);
        return browser.send(
                browser.request(path).header("Authorization", authorization).method(method, BodyPublishers.noBody()));
    }

    private List<String> events(String login) {
        return new ArrayList<>(jdbc.sql("select kind from login_event where login = ? order by entry_no")
                .param(login)
                .query(String.class)
                .list());
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("");
    }

    private static String found(String pattern, String text) {
        var found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as(text).isTrue();
        return found.group(1);
    }
}
