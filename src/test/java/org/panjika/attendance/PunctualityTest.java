package org.panjika.attendance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.panjika.attendance.Punctuality.Consequence;
import org.panjika.attendance.Punctuality.Day;
import org.panjika.attendance.Punctuality.Leniency;
import org.panjika.attendance.Punctuality.Reason;
import org.panjika.attendance.Punctuality.Verdict;

@DisplayName("What lateness costs (BR-20)")
class PunctualityTest {

    private static final PunctualityLimits BIHAR = new PunctualityLimits(true, 0, 60, 2, true);
    private static final PunctualityLimits NONE = new PunctualityLimits(false, 0, 0, 0, true);
    private static final LocalDate FIRST = LocalDate.of(2026, 12, 1);

    @ParameterizedTest(name = "{0} min late, condoned {1}: {2}, {3}")
    @CsvSource({
        "1,  false, HALF_CASUAL_LEAVE, NOT_CONDONED",
        "1,  true,  FREE_DAY,          FREE",
        "59, false, HALF_CASUAL_LEAVE, NOT_CONDONED",
        "59, true,  FREE_DAY,          FREE",
        "60, false, HALF_CASUAL_LEAVE, TOO_LATE",
        "60, true,  HALF_CASUAL_LEAVE, TOO_LATE",
        "61, true,  HALF_CASUAL_LEAVE, TOO_LATE"
    })
    @DisplayName("60 minutes or more are half a casual leave; less is free when permitted or condoned")
    void oneDay(int minutes, boolean condoned, Consequence consequence, Reason reason) {
        var verdict = Punctuality.judge(List.of(day(1, minutes, condoned))).get(0);
        assertThat(verdict.consequence()).isEqualTo(consequence);
        assertThat(verdict.reason()).isEqualTo(reason);
    }

    @Test
    @DisplayName("two days a month are free, each further one is half a casual leave")
    void twoFreeDays() {
        var verdicts = Punctuality.judge(List.of(day(9, 10, true), day(2, 10, true), day(5, 10, true)));
        assertThat(verdicts)
                .extracting(v -> v.day().day().getDayOfMonth() + " " + v.reason() + " " + v.freeDay())
                .containsExactly(
                        "2 FREE OptionalInt[1]", "5 FREE OptionalInt[2]", "9 FREE_DAYS_USED OptionalInt.empty");
    }

    @Test
    @DisplayName("a day of 60 minutes or more uses no free day, condoned or not")
    void tooLateUsesNoFreeDay() {
        var verdicts = Punctuality.judge(List.of(day(1, 75, true), day(2, 5, true), day(3, 5, true)));
        assertThat(verdicts).extracting(Verdict::reason).containsExactly(Reason.TOO_LATE, Reason.FREE, Reason.FREE);
    }

    @Test
    @DisplayName("permitted beforehand counts like condoned afterwards")
    void permitted() {
        var day = new Day(FIRST, 20, 0, Optional.of(Leniency.PERMITTED), BIHAR);
        assertThat(Punctuality.judge(List.of(day)).get(0).reason()).isEqualTo(Reason.FREE);
    }

    @Test
    @DisplayName("leaving early is flagged, not debited; a table may say otherwise")
    void early() {
        var early = new Day(FIRST, 0, 90, Optional.empty(), BIHAR);
        assertThat(Punctuality.judge(List.of(early)).get(0).reason()).isEqualTo(Reason.EARLY_ONLY);
        var strict = new Day(FIRST, 0, 90, Optional.empty(), new PunctualityLimits(true, 0, 60, 2, false));
        assertThat(Punctuality.judge(List.of(strict)).get(0).reason()).isEqualTo(Reason.TOO_LATE);
    }

    @Test
    @DisplayName("minutes of grace can be set; up to them nobody is late")
    void grace() {
        var limits = new PunctualityLimits(true, 10, 60, 2, true);
        assertThat(Punctuality.judge(List.of(new Day(FIRST, 10, 0, Optional.empty(), limits)))
                        .get(0)
                        .reason())
                .isEqualTo(Reason.WITHIN_GRACE);
        assertThat(Punctuality.judge(List.of(new Day(FIRST, 11, 0, Optional.empty(), limits)))
                        .get(0)
                        .reason())
                .isEqualTo(Reason.NOT_CONDONED);
    }

    @Test
    @DisplayName("outside Bihar's settings lateness costs nothing")
    void elsewhere() {
        var verdict = Punctuality.judge(List.of(new Day(FIRST, 200, 0, Optional.empty(), NONE)))
                .get(0);
        assertThat(verdict.consequence()).isEqualTo(Consequence.NONE);
        assertThat(verdict.reason()).isEqualTo(Reason.NO_RULE);
    }

    @Property
    @Label("never more free days than the table gives; 60 minutes are always half a leave; every day has one verdict")
    void bounds(@ForAll("months") List<Day> month) {
        var verdicts = Punctuality.judge(month);
        assertThat(verdicts).extracting(Verdict::day).containsExactlyInAnyOrderElementsOf(month);
        assertThat(verdicts.stream().filter(v -> v.consequence() == Consequence.FREE_DAY))
                .hasSizeLessThanOrEqualTo(BIHAR.freeDays())
                .allMatch(v -> v.day().leniency().isPresent() && v.day().lateMinutes() < 60);
        assertThat(verdicts.stream().filter(v -> v.day().lateMinutes() >= 60))
                .allMatch(v -> v.consequence() == Consequence.HALF_CASUAL_LEAVE);
        assertThat(verdicts.stream().filter(v -> v.day().lateMinutes() == 0))
                .allMatch(v -> v.consequence() == Consequence.NONE);
    }

    @Property
    @Label("the order in which days are told does not matter")
    void order(@ForAll("months") List<Day> month, @ForAll Random random) {
        var shuffled = new ArrayList<>(month);
        Collections.shuffle(shuffled, random);
        assertThat(Punctuality.judge(shuffled)).isEqualTo(Punctuality.judge(month));
    }

    @Property
    @Label("condoning one day more never costs more, and at most one half leave less")
    void kind(@ForAll("months") List<Day> month, @ForAll Random random) {
        if (month.isEmpty()) return;
        var kinder = new ArrayList<>(month);
        var at = random.nextInt(month.size());
        var one = month.get(at);
        kinder.set(
                at, new Day(one.day(), one.lateMinutes(), one.earlyMinutes(), Optional.of(Leniency.CONDONED), BIHAR));
        assertThat(cost(month) - cost(kinder)).isBetween(0L, 1L);
    }

    @Provide
    Arbitrary<List<Day>> months() {
        var day = Combinators.combine(
                        Arbitraries.integers().between(0, 30),
                        Arbitraries.integers().between(0, 120),
                        Arbitraries.integers().between(0, 120),
                        Arbitraries.of(Leniency.class).optional())
                .as((n, late, early, leniency) -> new Day(FIRST.plusDays(n), late, early, leniency, BIHAR));
        return day.list().uniqueElements(Day::day).ofMaxSize(31);
    }

    private static long cost(List<Day> month) {
        return Punctuality.judge(month).stream()
                .filter(v -> v.consequence() == Consequence.HALF_CASUAL_LEAVE)
                .count();
    }

    private static Day day(int dayOfMonth, int minutes, boolean condoned) {
        var leniency = condoned ? Optional.of(Leniency.CONDONED) : Optional.<Leniency>empty();
        return new Day(FIRST.withDayOfMonth(dayOfMonth), minutes, 0, leniency, BIHAR);
    }
}
