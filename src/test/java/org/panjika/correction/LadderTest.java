package org.panjika.correction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.camunda.bpm.dmn.engine.DmnDecisionRuleResult;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.correction.Ladder.Reason;
import org.panjika.correction.Ladder.Seat;
import org.panjika.correction.Ladder.Skipped;
import org.panjika.correction.Ladder.Step;
import org.panjika.correction.Ladder.Tier;
import org.panjika.organisation.Institution;

@DisplayName("The ladder of corrections (RJ-7 to RJ-10, C12)")
class LadderTest {

    private static final LocalDate DAY = LocalDate.of(2027, 3, 3);

    private static final List<Seat> SEATS = List.of(Seat.values());

    /** Everybody who may sit on the three seats below the top. */
    private static final int SEATED = 64;

    /** From below to the top, as the order names them. */
    private static final List<String> AUTHORITIES = List.of("PEEO", "CBEO", "CDEO", "DIRECTORATE");

    /** The rows of the table for each kind of institution, by authority. */
    private static final Map<String, Map<String, Tier>> TABLE = new TreeMap<>();

    @BeforeAll
    static void readTheTable() throws IOException {
        var engine =
                DmnEngineConfiguration.createDefaultDmnEngineConfiguration().buildEngine();
        try (var file = Files.newInputStream(Path.of("processes", "correction-ladder.dmn"))) {
            var decision = engine.parseDecision(LadderLimits.TABLE, file);
            for (var kind : kinds()) {
                var rows = new TreeMap<String, Tier>();
                for (var row : engine.evaluateDecisionTable(decision, Map.of("kind", kind))) {
                    rows.put(
                            row.getEntry("authority"),
                            new Tier(
                                    row.getEntry("authority"),
                                    limit(row, "lastDay"),
                                    limit(row, "workingDays").orElseThrow(),
                                    limit(row, "quota")));
                }
                TABLE.put(kind, rows);
            }
        }
    }

    private static List<String> kinds() {
        return Stream.concat(
                        Arrays.stream(Institution.Category.values()).map(Enum::name),
                        Institution.Kind.NAMED.stream()
                                .filter(k -> !k.isSchool())
                                .map(Institution.Kind::name))
                .toList();
    }

    private static Optional<Integer> limit(DmnDecisionRuleResult row, String name) {
        return row.<Object>getEntry(name) instanceof Number n ? Optional.of(n.intValue()) : Optional.empty();
    }

    @Test
    @DisplayName("the table says what the order says: 1, 8 and 23 days; 3, 5 (secondary 8) and 7 times a month")
    void theOrdersFigures() {
        var elementary = List.of("PEEO 1 3", "CBEO 8 5", "CDEO 23 7", "DIRECTORATE any any");
        var secondary = List.of("CBEO 8 8", "CDEO 23 7", "DIRECTORATE any any");
        var belowCdeo = List.of("CDEO 23 7", "DIRECTORATE any any");
        var others = List.of("DIRECTORATE any any");
        var order = new TreeMap<String, List<String>>();
        order.put("ELEMENTARY", elementary);
        order.put("SECONDARY", secondary);
        for (var kind : List.of("CBEO", "DEO_ELEMENTARY", "DEO_SECONDARY", "ADPC", "DISTRICT_OFFICE")) {
            order.put(kind, belowCdeo);
        }
        for (var kind : List.of("CDEO", "DIVISION", "STATE_OFFICE", "DIRECTORATE")) order.put(kind, others);
        var table = new TreeMap<String, List<String>>();
        TABLE.forEach((kind, tiers) -> table.put(
                kind,
                AUTHORITIES.stream()
                        .filter(tiers::containsKey)
                        .map(a -> a + " " + word(tiers.get(a).lastDay()) + " "
                                + word(tiers.get(a).quota()))
                        .toList()));
        assertThat(table).isEqualTo(order);
        assertThat(TABLE.values().stream().flatMap(t -> t.values().stream()).filter(t -> t.workingDays() > 0))
                .as("C12: tier a alone waits for a working day")
                .containsExactly(TABLE.get("ELEMENTARY").get("PEEO"));
    }

    private static String word(Optional<Integer> limit) {
        return limit.map(String::valueOf).orElse("any");
    }

    @Test
    @DisplayName(
            "every day 0 to 400 × every kind × quota left or used × every seat open, vacant, concerned or away: one authority,"
                    + " the first that may, and the right reason for each before it")
    void everyCase() {
        var cases = 0;
        var days = DAY.datesUntil(DAY.plusDays(401)).toList();
        for (var kind : kinds()) {
            // the first working day is the next day, or the third after Saturday and a holiday on Monday
            var working = waitsForAWorkingDay(kind) ? List.of(1, 3) : List.of(1);
            for (int quotas = 0; quotas < 8; quotas++) {
                for (int seats = 0; seats < SEATED; seats++) {
                    for (int first : working) {
                        var c = new Case(kind, first, quotas, seats);
                        var steps = steps(c);
                        for (int back = 0; back <= 400; back++) check(c, steps, back, days.get(back));
                        cases += 401;
                    }
                }
            }
        }
        assertThat(cases).isEqualTo((11 + 1) * 8 * SEATED * 401);
    }

    private static boolean waitsForAWorkingDay(String kind) {
        return TABLE.get(kind).values().stream().anyMatch(tier -> tier.workingDays() > 0);
    }

    /**
     * @param working so many days after the day the institution works again
     * @param quotas a bit for each authority with a quota: it is used up
     * @param seats a digit to the base of 4 for each authority below the top, where it makes no difference who sits
     */
    private record Case(String kind, int working, int quotas, List<Seat> seats) {

        Case(String kind, int working, int quotas, int seats) {
            this(
                    kind,
                    working,
                    quotas,
                    IntStream.of(seats, seats / 4, seats / 16, seats + quotas)
                            .mapToObj(seat -> SEATS.get(seat % SEATS.size()))
                            .toList());
        }

        boolean usedUp(int authority) {
            return (quotas >> authority & 1) == 1;
        }
    }

    private static void check(Case c, List<Step> steps, int days, LocalDate today) {
        var answer = Ladder.find(steps, today);
        var skipped = new ArrayList<Skipped>(AUTHORITIES.size());
        var first = 0;
        for (var why = naive(c, days, first); why.isPresent(); why = naive(c, days, first)) {
            skipped.add(new Skipped(AUTHORITIES.get(first), why.get()));
            first++;
        }
        var decides = answer.decides().authority();
        if (!decides.equals(AUTHORITIES.get(first)) || !same(answer.skipped(), skipped)) {
            fail("%s, %d days back: %s decides, after %s; not %s, after %s"
                    .formatted(c, days, decides, answer.skipped(), AUTHORITIES.get(first), skipped));
        }
        if (!same(Ladder.below(decides, steps, today), skipped)) fail(c + ", " + days + " days back: below");
    }

    @Test
    @DisplayName(
            "on its way a request goes up only, whatever has become free below: every kind × quota left or used × every"
                    + " seat × every authority it has come to, around every edge of a window")
    void onlyUp() {
        for (var kind : kinds()) {
            for (int quotas = 0; quotas < 8; quotas++) {
                for (int seats = 0; seats < SEATED; seats++) {
                    var c = new Case(kind, 1, quotas, seats);
                    var steps = steps(c);
                    for (int back : new int[] {0, 1, 2, 8, 9, 23, 24}) {
                        for (int reached = -1; reached < 4; reached++) checkWay(c, steps, back, reached);
                    }
                }
            }
        }
    }

    /** @param reached -1: the request has come to nobody yet */
    private static void checkWay(Case c, List<Step> steps, int back, int reached) {
        var from = reached < 0 ? Optional.<String>empty() : Optional.of(AUTHORITIES.get(reached));
        for (int i = 0; i < AUTHORITIES.size(); i++) {
            var may = Ladder.mayTake(AUTHORITIES.get(i), from, steps, DAY.plusDays(back));
            if (may != (i >= reached && naive(c, back, i).isEmpty())) {
                fail("%s, %d days back, come to %s: %s may%s take it"
                        .formatted(c, back, from, AUTHORITIES.get(i), may ? "" : " not"));
            }
        }
    }

    @Test
    @DisplayName("C4: past a holder who is away today, and the reason is not that the seat is vacant")
    void away() {
        var steps = steps(new Case("ELEMENTARY", 1, 0, List.of(Seat.AWAY, Seat.AWAY, Seat.OPEN, Seat.OPEN)));
        var answer = Ladder.find(steps, DAY.plusDays(1));
        assertThat(answer.decides().authority()).isEqualTo("CDEO");
        assertThat(answer.skipped())
                .extracting(Skipped::reason)
                .containsExactly(Reason.NOBODY_ACTS, Reason.NOBODY_ACTS);
    }

    @Test
    @DisplayName("an office that the ladder does not know, of a task put in beside it, keeps nobody from deciding")
    void besideTheLadder() {
        var steps = steps(new Case("ELEMENTARY", 1, 0, 0));
        assertThat(Ladder.mayTake("PEEO", Optional.of("HEAD"), steps, DAY)).isTrue();
    }

    /** Millions of times: the records' own comparison takes longer than all else. */
    private static boolean same(List<Skipped> some, List<Skipped> others) {
        if (some.size() != others.size()) return false;
        for (int i = 0; i < some.size(); i++) {
            var one = some.get(i);
            var other = others.get(i);
            if (one.reason() != other.reason() || !one.authority().equals(other.authority())) return false;
        }
        return true;
    }

    private static List<Step> steps(Case c) {
        return IntStream.range(0, AUTHORITIES.size()).mapToObj(i -> step(c, i)).toList();
    }

    private static Step step(Case c, int authority) {
        var name = AUTHORITIES.get(authority);
        var tier = Optional.ofNullable(TABLE.get(c.kind()).get(name));
        var workingDay = tier.filter(t -> t.workingDays() > 0).map(t -> DAY.plusDays(c.working()));
        var used = tier.flatMap(Tier::quota)
                .map(quota -> c.usedUp(authority) ? quota : quota - 1)
                .orElse(0);
        return new Step(
                name,
                tier,
                tier.flatMap(t -> Ladder.lastDay(t, DAY, workingDay)),
                used,
                c.seats().get(authority));
    }

    /** The rules' table read word by word: why the authority may not. */
    private static Optional<Reason> naive(Case c, int days, int authority) {
        var row = TABLE.get(c.kind()).get(AUTHORITIES.get(authority));
        if (row == null) return Optional.of(Reason.NOT_FOR_THIS_KIND);
        if (authority == 3) return Optional.empty();
        var daysBack = days == 0 ? 1 : days;
        var stillTheFirstWorkingDay = authority == 0 && days <= c.working();
        if (daysBack > row.lastDay().orElseThrow() && !stillTheFirstWorkingDay)
            return Optional.of(Reason.WINDOW_PASSED);
        if (c.usedUp(authority)) return Optional.of(Reason.QUOTA_USED);
        return switch (c.seats().get(authority)) {
            case OPEN -> Optional.empty();
            case VACANT -> Optional.of(Reason.SEAT_VACANT);
            case CONCERNED -> Optional.of(Reason.CONCERNED);
            case AWAY -> Optional.of(Reason.NOBODY_ACTS);
        };
    }

    @Test
    @DisplayName("C12: the day itself, once closed, counts as one day back; a window of no days is never open")
    void dayZero() {
        assertThat(Ladder.daysBack(DAY, DAY)).isEqualTo(1);
        assertThat(Ladder.daysBack(DAY, DAY.plusDays(1))).isEqualTo(1);
        assertThat(Ladder.daysBack(DAY, DAY.plusDays(2))).isEqualTo(2);
        var never = new Tier("CBEO", Optional.of(0), 0, Optional.empty());
        var step = new Step("CBEO", Optional.of(never), Ladder.lastDay(never, DAY, Optional.empty()), 0, Seat.OPEN);
        assertThat(step.objection(DAY)).contains(Reason.WINDOW_PASSED);
    }

    @Test
    @DisplayName("a quota that was lowered below what is used is used up, and nothing is left of it")
    void lowered() {
        var tier = new Tier("CBEO", Optional.of(8), 0, Optional.of(3));
        var step = new Step("CBEO", Optional.of(tier), Optional.of(DAY.plusDays(8)), 5, Seat.OPEN);
        assertThat(step.left()).contains(0);
        assertThat(step.objection(DAY)).contains(Reason.QUOTA_USED);
    }

    @Test
    @DisplayName("a ladder without a top is a mistake, said loudly")
    void noTop() {
        assertThatThrownBy(() -> Ladder.find(List.of(), DAY)).isInstanceOf(IllegalStateException.class);
    }
}
