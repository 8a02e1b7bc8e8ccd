package org.panjika;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Every endpoint, called over HTTP as every role, for the own institution and for another's. An endpoint without a row
 * fails, and so does a row without an endpoint.
 *
 * <p>Rows stand in {@code src/test/resources/rights/<room>.txt}, words separated by spaces, {@code #} starts a comment:
 *
 * <pre>METHOD /path/{code} whose  anonymous teacher head officer other-officer administrator  [body]</pre>
 *
 * <p>{@code whose}: {@code own} or {@code other} where the path has {@code {code}} or {@code {employeeCode}} (both rows are
 * needed): the school of teacher and head, or the school in the other officer's block; else {@code -}. An outcome is
 * {@code in} (gets past the door: anything but 401, 403, 404 and a redirect to the login page), {@code login} (401 under
 * /api, else a redirect to the login page), or the status itself. The body is JSON under /api, a form elsewhere;
 * {@code {…}} in it is filled as in the path: {@code code}, {@code employeeCode} (the teacher
 * there), {@code colleague} (another, with whom nobody logs in), {@code day} and
 * {@code month} (today's), {@code id} (a new UUID), anything else 1. Calls are really made: choose a body that changes
 * nothing others need.
 */
@SystemTest
class RightsMatrixTest {

    enum Role {
        ANONYMOUS,
        TEACHER,
        HEAD,
        OFFICER,
        OTHER_OFFICER,
        ADMINISTRATOR
    }

    record Row(String method, String path, String whose, List<String> outcomes, String body) {

        String endpoint() {
            return method + " " + path;
        }
    }

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    @Autowired
    TestState state;

    @Autowired
    Clock clock;

    @LocalServerPort
    int port;

    /** Of each role's session; asked for once. */
    private final Map<Role, String> csrf = new EnumMap<>(Role.class);

    @Test
    @DisplayName(
            "every endpoint has its rows in the matrix, for the own institution and for another's, and every row its"
                    + " endpoint")
    void complete() throws IOException {
        var rows = rows();
        assertThat(sorted(rows.stream().map(Row::endpoint))).containsExactlyElementsOf(endpoints());
        assertThat(sorted(rows.stream().map(r -> r.endpoint() + " " + r.whose())))
                .as("own and other where the path names an institution or a person")
                .containsAll(endpoints().stream()
                        .flatMap(e -> e.contains("{code}") || e.contains("{employeeCode}")
                                ? Stream.of(e + " own", e + " other")
                                : Stream.of(e + " -"))
                        .toList());
    }

    @Test
    @DisplayName("everybody gets exactly where the matrix says")
    void asTheMatrixSays() throws IOException {
        var people = new People(state);
        var browsers = browsers(people);
        var wrong = new ArrayList<String>();
        for (var row : rows()) {
            for (var role : Role.values()) {
                var answer = call(row, role, people, browsers.get(role));
                var expected = row.outcomes().get(role.ordinal());
                if (!matches(expected, answer)) {
                    wrong.add("%s %s as %s: %s expected, was %d %s %s"
                            .formatted(
                                    row.endpoint(),
                                    row.whose(),
                                    role,
                                    expected,
                                    answer.statusCode(),
                                    answer.headers().firstValue("Location").orElse(""),
                                    answer.statusCode() < 500
                                            ? ""
                                            : answer.body().replaceAll("(?s)<.*?>|\\s+", " ")));
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static boolean matches(String expected, HttpResponse<String> answer) {
        var status = answer.statusCode();
        var location = answer.headers().firstValue("Location").orElse("");
        var toLogin = status == 401 || status == 302 && location.endsWith("/login");
        return switch (expected) {
            case "login" -> answer.request().uri().getPath().startsWith("/api/") ? status == 401 : toLogin;
            case "in" -> status < 500 && !toLogin && status != 403 && status != 404 && !location.endsWith("/password");
            default -> String.valueOf(status).equals(expected);
        };
    }

    private HttpResponse<String> call(Row row, Role role, People people, Browser browser) {
        var path = filled(row.path(), row, people);
        var api = path.startsWith("/api/");
        var request = browser.request(path)
                .header("Accept", api ? "application/json,*/*;q=0.1" : "text/html")
                .header("Content-Type", api ? "application/json" : "application/x-www-form-urlencoded");
        if (api && role != Role.ANONYMOUS) {
            request.header("Authorization", Browser.basic(login(role, people), TestState.PASSWORD));
        }
        if (!api && !row.method().equals("GET")) {
            request.header("X-CSRF-TOKEN", csrf.computeIfAbsent(role, of -> browser.csrf()));
        }
        var body = filled(row.body(), row, people);
        var method = row.method().equals("ANY") ? "GET" : row.method();
        return browser.send(
                request.method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    private String filled(String text, Row row, People people) {
        var place = row.whose().equals("other") ? people.otherSchool : people.school;
        var known = Map.of(
                "{code}",
                place.code,
                "{employeeCode}",
                place.teacher,
                "{colleague}",
                place.colleague,
                "{day}",
                LocalDate.now(clock).toString(),
                "{month}",
                YearMonth.now(clock).toString(),
                "{id}",
                UUID.randomUUID().toString());
        var filled = text;
        for (var entry : known.entrySet()) filled = filled.replace(entry.getKey(), entry.getValue());
        return filled.replaceAll("\\{\\*?[a-zA-Z]+}", "1");
    }

    private Map<Role, Browser> browsers(People people) {
        var browsers = new EnumMap<Role, Browser>(Role.class);
        for (var role : Role.values()) {
            browsers.put(
                    role,
                    role == Role.ANONYMOUS
                            ? new Browser(port)
                            : Browser.loggedIn(port, login(role, people), TestState.PASSWORD));
        }
        return browsers;
    }

    private static String login(Role role, People people) {
        return switch (role) {
            case ANONYMOUS -> throw new IllegalArgumentException();
            case TEACHER -> people.school.teacher;
            case HEAD -> people.school.head;
            case OFFICER -> people.officer;
            case OTHER_OFFICER -> people.otherOfficer;
            case ADMINISTRATOR -> people.administrator;
        };
    }

    private Set<String> endpoints() {
        return sorted(mappings.getHandlerMethods().entrySet().stream()
                .filter(e ->
                        !ErrorController.class.isAssignableFrom(e.getValue().getBeanType()))
                .flatMap(e -> endpoints(e.getKey())));
    }

    private static Set<String> sorted(Stream<String> texts) {
        return texts.collect(toCollection(TreeSet::new));
    }

    private static Stream<String> endpoints(RequestMappingInfo info) {
        var methods = info.getMethodsCondition().getMethods();
        var names = methods.isEmpty()
                ? Set.of("ANY")
                : methods.stream().map(RequestMethod::name).toList();
        return info.getPatternValues().stream()
                .map(p -> p.replaceAll("\\{([a-zA-Z]+):[^/]+}", "{$1}"))
                .flatMap(p -> names.stream().map(m -> m + " " + p));
    }

    private static List<Row> rows() throws IOException {
        var rows = new ArrayList<Row>();
        for (var file : new PathMatchingResourcePatternResolver().getResources("classpath*:rights/*.txt")) {
            file.getContentAsString(StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .map(RightsMatrixTest::row)
                    .forEach(rows::add);
        }
        return rows;
    }

    private static Row row(String line) {
        var words = line.split("\\s+", 10);
        assertThat(words).as(line).hasSizeGreaterThanOrEqualTo(9);
        return new Row(words[0], words[1], words[2], List.of(words).subList(3, 9), words.length > 9 ? words[9] : "");
    }

    /** Two blocks with a school each. */
    private static final class People {

        final String officer;
        final String otherOfficer;
        final String administrator;
        final Place school;
        final Place otherSchool;

        People(TestState state) {
            var block = state.block("BR").block();
            var otherBlock = state.block("BR").block();
            officer = state.holder("HEAD", block);
            otherOfficer = state.holder("HEAD", otherBlock);
            administrator = state.administrator();
            school = new Place(state, block);
            otherSchool = new Place(state, otherBlock);
        }
    }

    private static final class Place {

        final String code;
        final String head;
        final String teacher;
        final String colleague;

        Place(TestState state, String block) {
            code = state.school(block);
            head = state.holder("HEAD", code);
            teacher = state.staff(code);
            colleague = state.staff(code);
        }
    }
}
