package org.panjika.leave;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.attendance.Session;
import org.panjika.leave.LeaveSpan.DayKind;
import org.panjika.leave.LeaveSpan.HalfDay;

@DisplayName("How leave is counted")
class LeaveSpanTest {

    private static final LocalDate MONDAY = LocalDate.of(2027, 3, 1);

    /** Sundays are holidays. */
    private static SortedMap<LocalDate, DayKind> weeks() {
        var days = new TreeMap<LocalDate, DayKind>();
        MONDAY.minusDays(60)
                .datesUntil(MONDAY.plusDays(60))
                .forEach(d -> days.put(d, d.getDayOfWeek() == DayOfWeek.SUNDAY ? DayKind.HOLIDAY : DayKind.WORKING));
        return days;
    }

    private static LeaveSpan span(int from, Session first, int to, Session last) {
        return new LeaveSpan(new HalfDay(MONDAY.plusDays(from), first), new HalfDay(MONDAY.plusDays(to), last));
    }

    @Test
    @DisplayName("every pair of half days of a week of work: as many half days as lie between, both included")
    void allPairs() {
        for (int first = 0; first < 12; first++) {
            for (int last = 0; last < 12; last++) {
                var from = HalfDay.of(MONDAY.toEpochDay() * 2 + first);
                var to = HalfDay.of(MONDAY.toEpochDay() * 2 + last);
                var span = LeaveSpan.between(from, to);
                assertThat(span.isPresent()).isEqualTo(first <= last);
                if (span.isEmpty()) continue;
                assertThat(span.get().count(weeks(), List.of(), true).halfDays())
                        .isEqualTo(last - first + 1);
                assertThat(span.get().count(weeks(), List.of(), false).halfDays())
                        .isEqualTo(last - first + 1);
            }
        }
    }

    @Test
    @DisplayName("a Sunday between two days of leave counts where holidays count, one before or after never does")
    void holidays() {
        var over = span(5, Session.FORENOON, 7, Session.AFTERNOON);
        assertThat(over.count(weeks(), List.of(), true).halfDays()).isEqualTo(6);
        assertThat(over.count(weeks(), List.of(), false).halfDays()).isEqualTo(4);
        assertThat(over.count(weeks(), List.of(), true).work()).hasSize(4);
        var before = span(-1, Session.FORENOON, 0, Session.AFTERNOON);
        assertThat(before.count(weeks(), List.of(), true).halfDays()).isEqualTo(2);
        var onlySunday = span(6, Session.FORENOON, 6, Session.AFTERNOON);
        assertThat(onlySunday.count(weeks(), List.of(), true).halfDays()).isZero();
    }

    @Test
    @DisplayName("the stretch runs from the holidays before to the holidays after: Monday to Saturday is 8 days")
    void running() {
        assertThat(span(0, Session.FORENOON, 5, Session.AFTERNOON)
                        .count(weeks(), List.of(), false)
                        .runningDays())
                .isEqualTo(8);
    }

    @Test
    @DisplayName("half a working day costs its forenoon only")
    void halfDay() {
        var days = weeks();
        days.put(MONDAY, DayKind.HALF);
        assertThat(LeaveSpan.days(MONDAY, MONDAY).count(days, List.of(), false).halfDays())
                .isEqualTo(1);
        assertThat(LeaveSpan.days(MONDAY, MONDAY.plusDays(1))
                        .count(days, List.of(), true)
                        .halfDays())
                .as("the free afternoon lies between")
                .isEqualTo(4);
    }

    @Test
    @DisplayName("a session in which the person worked is not counted")
    void worked() {
        var without = List.of(new HalfDay(MONDAY.plusDays(1), Session.FORENOON));
        assertThat(LeaveSpan.days(MONDAY, MONDAY.plusDays(1))
                        .count(weeks(), without, true)
                        .halfDays())
                .isEqualTo(3);
    }

    @Test
    @DisplayName("every pair of half days of one day and the next: what each contains, and what of it is left")
    void allPairsOfHalves() {
        for (int a = 0; a < 4; a++) {
            for (int b = a; b < 4; b++) {
                var span = new LeaveSpan(half(a), half(b));
                assertThat(span.wholeDays()).isEqualTo(a % 2 == 0 && b % 2 == 1);
                for (int h = 0; h < 4; h++) {
                    assertThat(span.contains(half(h))).isEqualTo(a <= h && h <= b);
                    if (h <= a || h > b) continue;
                    var left =
                            span.until(half(h)).count(weeks(), List.of(), true).halfDays();
                    assertThat(left).as("back at %s", half(h)).isEqualTo(h - a);
                }
            }
        }
    }

    @Test
    @DisplayName("every two spans of half days of two days: they overlap if and only if they share one of them")
    void allPairsOfSpans() {
        for (var one : spans()) {
            for (var other : spans()) {
                var shared = IntStream.range(0, 4)
                        .mapToObj(LeaveSpanTest::half)
                        .anyMatch(h -> one.contains(h) && other.contains(h));
                assertThat(one.overlaps(other)).as("%s, %s", one, other).isEqualTo(shared);
            }
        }
    }

    private static List<LeaveSpan> spans() {
        return IntStream.range(0, 4)
                .boxed()
                .flatMap(a -> IntStream.range(a, 4).mapToObj(b -> new LeaveSpan(half(a), half(b))))
                .toList();
    }

    @Test
    @DisplayName(
            "from Monday afternoon to Friday afternoon Tuesday to Friday are whole days; in two halves there is none")
    void wholeDaysWithin() {
        assertThat(span(0, Session.AFTERNOON, 4, Session.AFTERNOON).wholeDaysWithin())
                .contains(LeaveSpan.days(MONDAY.plusDays(1), MONDAY.plusDays(4)));
        assertThat(span(0, Session.FORENOON, 4, Session.FORENOON).wholeDaysWithin())
                .contains(LeaveSpan.days(MONDAY, MONDAY.plusDays(3)));
        assertThat(span(0, Session.AFTERNOON, 1, Session.FORENOON).wholeDaysWithin())
                .isEmpty();
        assertThat(span(0, Session.AFTERNOON, 0, Session.AFTERNOON).wholeDaysWithin())
                .isEmpty();
    }

    private static HalfDay half(int number) {
        return HalfDay.of(MONDAY.toEpochDay() * 2 + number);
    }

    @Test
    @DisplayName(
            "over 29 February there are three days of leave from 28 February to 1 March 2028, and two in 2027 (a Sunday between)")
    void leapDay() {
        assertThat(counted("2028-02-28", "2028-03-01")).isEqualTo(6);
        assertThat(counted("2028-02-29", "2028-02-29")).isEqualTo(2);
        assertThat(counted("2027-02-27", "2027-03-01")).isEqualTo(4);
        assertThat(HalfDay.of(HalfDay.of(LocalDate.of(2028, 2, 29).toEpochDay() * 2 + 1)
                                        .number()
                                + 1)
                        .day())
                .isEqualTo(LocalDate.of(2028, 3, 1));
    }

    private static int counted(String from, String to) {
        var days = new TreeMap<LocalDate, DayKind>();
        LocalDate.parse(from)
                .minusDays(9)
                .datesUntil(LocalDate.parse(to).plusDays(9))
                .forEach(d -> days.put(d, d.getDayOfWeek() == DayOfWeek.SUNDAY ? DayKind.HOLIDAY : DayKind.WORKING));
        return LeaveSpan.days(LocalDate.parse(from), LocalDate.parse(to))
                .count(days, List.of(), false)
                .halfDays();
    }

    @Test
    @DisplayName("leave years: 30 June and 1 July, 31 December and 1 January, 29 February")
    void years() {
        assertThat(LeaveYear.JULY.firstDay(LocalDate.of(2027, 6, 30))).isEqualTo(LocalDate.of(2026, 7, 1));
        assertThat(LeaveYear.JULY.firstDay(LocalDate.of(2027, 7, 1))).isEqualTo(LocalDate.of(2027, 7, 1));
        assertThat(LeaveYear.CALENDAR.firstDay(LocalDate.of(2027, 12, 31))).isEqualTo(LocalDate.of(2027, 1, 1));
        assertThat(LeaveYear.CALENDAR.firstDay(LocalDate.of(2028, 2, 29))).isEqualTo(LocalDate.of(2028, 1, 1));
        assertThat(LeaveYear.JULY.firstDay(LocalDate.of(2028, 2, 29))).isEqualTo(LocalDate.of(2027, 7, 1));
        assertThat(LeaveYear.JULY.firstDay(LocalDate.of(2028, 6, 30))).isEqualTo(LocalDate.of(2027, 7, 1));
    }
}
