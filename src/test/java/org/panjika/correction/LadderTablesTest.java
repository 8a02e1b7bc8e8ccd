package org.panjika.correction;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.RepositoryService;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.panjika.SystemTest;
import org.panjika.TestState;
import org.panjika.correction.Ladder.Seat;
import org.panjika.correction.Ladder.Step;
import org.panjika.correction.Ladder.Tier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.ResponseEntity;
import org.springframework.util.LinkedMultiValueMap;

@SystemTest
@DisplayName("The deployed table of the ladder (RJ-7 to RJ-10, C12)")
class LadderTablesTest {

    private static final LocalDate DAY = LocalDate.of(2027, 3, 3);

    @Autowired
    LadderLimits limits;

    @Autowired
    RepositoryService repository;

    @Autowired
    TestRestTemplate http;

    @Autowired
    TestState state;

    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName("who decides on the days 0 1 2 7 8 9 22 23 24 400 after the day, the next day being a working day")
    @CsvSource({
        "ELEMENTARY, PEEO PEEO CBEO CBEO CBEO CDEO CDEO CDEO DIRECTORATE DIRECTORATE",
        "SECONDARY, CBEO CBEO CBEO CBEO CBEO CDEO CDEO CDEO DIRECTORATE DIRECTORATE",
        "CBEO, CDEO CDEO CDEO CDEO CDEO CDEO CDEO CDEO DIRECTORATE DIRECTORATE",
        "DEO_ELEMENTARY, CDEO CDEO CDEO CDEO CDEO CDEO CDEO CDEO DIRECTORATE DIRECTORATE",
        "DEO_SECONDARY, CDEO CDEO CDEO CDEO CDEO CDEO CDEO CDEO DIRECTORATE DIRECTORATE",
        "ADPC, CDEO CDEO CDEO CDEO CDEO CDEO CDEO CDEO DIRECTORATE DIRECTORATE",
        "DISTRICT_OFFICE, CDEO CDEO CDEO CDEO CDEO CDEO CDEO CDEO DIRECTORATE DIRECTORATE",
        "CDEO, DIRECTORATE DIRECTORATE DIRECTORATE DIRECTORATE DIRECTORATE DIRECTORATE DIRECTORATE DIRECTORATE"
                + " DIRECTORATE DIRECTORATE",
        "DIVISION, DIRECTORATE DIRECTORATE DIRECTORATE DIRECTORATE DIRECTORATE DIRECTORATE DIRECTORATE DIRECTORATE"
                + " DIRECTORATE DIRECTORATE",
        "STATE_OFFICE, DIRECTORATE DIRECTORATE DIRECTORATE DIRECTORATE DIRECTORATE DIRECTORATE DIRECTORATE DIRECTORATE"
                + " DIRECTORATE DIRECTORATE",
        "DIRECTORATE, DIRECTORATE DIRECTORATE DIRECTORATE DIRECTORATE DIRECTORATE DIRECTORATE DIRECTORATE DIRECTORATE"
                + " DIRECTORATE DIRECTORATE"
    })
    void windows(String kind, String expected) {
        assertThat(Stream.of(0, 1, 2, 7, 8, 9, 22, 23, 24, 400).map(days -> decides(kind, days, "", 0)))
                .containsExactly(expected.split(" "));
    }

    @ParameterizedTest(name = "{0}: the {1} has {2} a month")
    @DisplayName("a correction before the last of a month, the last, and one too many")
    @CsvSource({
        "ELEMENTARY, PEEO, 3, 1, CBEO",
        "ELEMENTARY, CBEO, 5, 8, CDEO",
        "ELEMENTARY, CDEO, 7, 23, DIRECTORATE",
        "SECONDARY, CBEO, 8, 1, CDEO",
        "SECONDARY, CDEO, 7, 9, DIRECTORATE",
        "CBEO, CDEO, 7, 1, DIRECTORATE",
        "DEO_ELEMENTARY, CDEO, 7, 1, DIRECTORATE",
        "DEO_SECONDARY, CDEO, 7, 23, DIRECTORATE",
        "ADPC, CDEO, 7, 23, DIRECTORATE",
        "DISTRICT_OFFICE, CDEO, 7, 2, DIRECTORATE"
    })
    void quotas(String kind, String authority, int quota, int days, String next) {
        assertThat(Stream.of(0, quota - 1, quota, quota + 1).map(used -> decides(kind, days, authority, used)))
                .containsExactly(authority, authority, next, next);
    }

    private String decides(String kind, int days, String authority, int used) {
        var tiers = limits.tiers(kind);
        var steps = new ArrayList<Step>();
        for (var name : limits.authorities()) {
            var tier = tiers.stream().filter(t -> t.authority().equals(name)).findFirst();
            var last = tier.flatMap(t -> Ladder.lastDay(t, DAY, workingDay(t)));
            steps.add(new Step(name, tier, last, name.equals(authority) ? used : 0, Seat.OPEN));
        }
        return Ladder.find(steps, DAY.plusDays(days)).decides().authority();
    }

    private static Optional<LocalDate> workingDay(Tier tier) {
        return tier.workingDays() == 0 ? Optional.empty() : Optional.of(DAY.plusDays(1));
    }

    private record Wrong(String name, UnaryOperator<String> of, String said) {

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Wrong> wrong() {
        return List.of(
                new Wrong("no row for the Directorate's own days", without(10), "The table has no row for kind = CDEO"),
                new Wrong("elementary schools without a top", without(4), "for ELEMENTARY the last row"),
                new Wrong("a top with a quota", entry(4, 3, "7"), "for ELEMENTARY the last row"),
                new Wrong("an authority twice", entry(2, 0, "\"PEEO\""), "for ELEMENTARY an authority is named twice"),
                new Wrong("a negative quota", entry(1, 3, "-1"), "quota"),
                new Wrong("half a day", entry(2, 1, "7.5"), "lastDay"),
                new Wrong("days beyond every calendar", entry(2, 1, "4294967297"), "lastDay"),
                new Wrong("a number as text", entry(2, 1, "\"8\""), "lastDay"),
                new Wrong("no number", entry(2, 3, "null"), "quota"),
                new Wrong("working days without an end", entry(1, 2, "\"any\""), "workingDays"),
                new Wrong("a year of working days", entry(1, 2, "365"), "workingDays"),
                new Wrong("a window below the top that never passes", entry(2, 1, "\"any\""), "the window of CBEO"),
                new Wrong("an office that is none", entry(2, 0, "\"CBE0\""), "CBE0"),
                new Wrong("block office above the district's", swapped(), "The table has “CDEO” before “CBEO”"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    @DisplayName(
            "a ladder that leaves somebody without an authority, or that nobody can count by, is refused with 400; the"
                    + " old one stays in force")
    void refused(Wrong wrong) throws IOException {
        var before = version();
        var answer = deploy(wrong.of().apply(table()));
        assertThat(answer.getStatusCode().value()).as(answer.getBody()).isEqualTo(400);
        assertThat(answer.getBody()).contains(wrong.said());
        assertThat(version()).isEqualTo(before);
        assertThat(decides("ELEMENTARY", 1, "", 0)).isEqualTo("PEEO");
    }

    @Test
    @DisplayName(
            "an authority that only offices know stands where it stands in their ladder, not above the Directorate")
    void merged() throws IOException {
        var division = entry(8, 0, "\"CDEO\"").apply(table());
        var row = rule(8).matcher(division);
        assertThat(row.find()).isTrue();
        var another = row.group()
                .replace("correction-ladder-8", "correction-ladder-8a")
                .replace("\"CDEO\"", "\"DIVISION\"")
                .replace("<text>23</text>", "<text>40</text>");
        var answer = deploy(Map.of(
                "correction-ladder.dmn",
                division.replace(row.group(), row.group() + another),
                "attendance-correction.bpmn",
                modelThatAsksAbout("DIVISION")));
        assertThat(answer.getStatusCode().value()).as(answer.getBody()).isEqualTo(200);
        var deployed = repository
                .createDecisionDefinitionQuery()
                .decisionDefinitionKey(LadderLimits.TABLE)
                .latestVersion()
                .singleResult();
        try {
            Awaitility.await("the new table is in force within ten seconds")
                    .atMost(Duration.ofSeconds(15))
                    .until(() -> limits.tiers("CBEO").size() == 3
                            && limits.authorities().equals(List.of("PEEO", "CBEO", "CDEO", "DIVISION", "DIRECTORATE")));
        } finally {
            repository.deleteDeployment(deployed.getDeploymentId(), true);
        }
        Awaitility.await("the old table is in force again")
                .atMost(Duration.ofSeconds(15))
                .until(() ->
                        limits.tiers("CBEO").size() == 2 && limits.authorities().size() == 4);
    }

    private static String table() throws IOException {
        return Files.readString(Path.of("processes", "correction-ladder.dmn"));
    }

    private static Pattern rule(int number) {
        return Pattern.compile("\\s*<rule id=\"correction-ladder-" + number + "\">.*?</rule>", Pattern.DOTALL);
    }

    private static UnaryOperator<String> without(int rule) {
        return table -> rule(rule).matcher(table).replaceFirst("");
    }

    private static UnaryOperator<String> entry(int rule, int output, String says) {
        var entry = Pattern.compile("(<outputEntry id=\"correction-ladder-" + rule + "-o" + output + "\"><text>)[^<]*");
        return table -> entry.matcher(table).replaceFirst("$1" + Matcher.quoteReplacement(says));
    }

    /** The block office's own row for secondary schools after the district's. */
    private static UnaryOperator<String> swapped() {
        return table -> {
            var block = rule(5).matcher(table);
            if (!block.find()) throw new IllegalStateException();
            var without = table.replace(block.group(), "");
            var district = rule(6).matcher(without);
            if (!district.find()) throw new IllegalStateException();
            return without.replace(district.group(), district.group() + block.group());
        };
    }

    private int version() {
        return repository
                .createDecisionDefinitionQuery()
                .decisionDefinitionKey(LadderLimits.TABLE)
                .latestVersion()
                .singleResult()
                .getVersion();
    }

    /** Level and row go together. */
    private static String modelThatAsksAbout(String authority) throws IOException {
        var question = "<camunda:property name=\"asked\" value=\"${correctionLadder.deadline('%s', requestId)}\"/>";
        return Files.readString(Path.of("processes", "attendance-correction.bpmn"))
                .replace("</camunda:properties>", question.formatted(authority) + "</camunda:properties>");
    }

    private ResponseEntity<String> deploy(String table) {
        return deploy(Map.of("correction-ladder.dmn", table));
    }

    private ResponseEntity<String> deploy(Map<String, String> files) {
        var parts = new LinkedMultiValueMap<String, Object>();
        parts.add("deployment-name", "a changed ladder");
        parts.add("deployment-source", "Camunda Modeler");
        files.forEach(
                (name, content) -> parts.add(name, new ByteArrayResource(content.getBytes(StandardCharsets.UTF_8)) {
                    @Override
                    public String getFilename() {
                        return name;
                    }
                }));
        return http.withBasicAuth(state.administrator(), TestState.PASSWORD)
                .postForEntity("/engine-rest/deployment/create", parts, String.class);
    }
}
