package org.panjika.leave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.attendance.Session;
import org.panjika.leave.LeaveSpan.DayKind;
import org.panjika.leave.LeaveSpan.HalfDay;
import org.panjika.problem.Refused;

@DisplayName("What a kind of leave demands, apart from its balance (domain 1.2, 2.3)")
class LeaveRulesTest {

    /** A Thursday, the last day before the winter vacation. */
    private static final LocalDate LAST = LocalDate.of(2026, 12, 24);

    /** A Monday, the first day after it. */
    private static final LocalDate FIRST = LocalDate.of(2027, 1, 4);

    /** Sundays and the winter are holidays. */
    private static SortedMap<LocalDate, DayKind> days() {
        var days = new TreeMap<LocalDate, DayKind>();
        LAST.minusDays(60).datesUntil(FIRST.plusDays(60)).forEach(d -> {
            var winter = d.isAfter(LAST) && d.isBefore(FIRST);
            days.put(d, winter || d.getDayOfWeek() == DayOfWeek.SUNDAY ? DayKind.HOLIDAY : DayKind.WORKING);
        });
        return days;
    }

    @Test
    @DisplayName("casual leave is not taken before, after or around a vacation")
    void besideVacation() {
        assertThat(casual(LeaveSpan.days(LAST, LAST))).contains("leave-beside-vacation");
        assertThat(casual(LeaveSpan.days(FIRST, FIRST))).contains("leave-beside-vacation");
        assertThat(casual(LeaveSpan.days(LAST, FIRST.plusDays(2)))).contains("leave-beside-vacation");
        assertThat(casual(LeaveSpan.days(LAST.minusDays(1), FIRST))).contains("leave-beside-vacation");
        assertThat(casual(LeaveSpan.days(LAST.minusDays(2), LAST.minusDays(1)))).isEmpty();
        assertThat(casual(LeaveSpan.days(LAST.minusDays(6), LAST.minusDays(2))))
                .as("over a Sunday")
                .isEmpty();
    }

    @Test
    @DisplayName("half a day is not beside a vacation if the other half of the day is worked")
    void halfDays() {
        assertThat(casual(half(LAST, Session.FORENOON))).isEmpty();
        assertThat(casual(half(LAST, Session.AFTERNOON))).contains("leave-beside-vacation");
        assertThat(casual(half(FIRST, Session.FORENOON))).contains("leave-beside-vacation");
        assertThat(casual(half(FIRST, Session.AFTERNOON))).isEmpty();
        assertThat(casual(new LeaveSpan(
                        new HalfDay(LAST.minusDays(1), Session.AFTERNOON), new HalfDay(LAST, Session.FORENOON))))
                .isEmpty();
        var days = days();
        days.put(LAST, DayKind.HALF);
        assertThat(refusal(0, Optional.empty(), days, half(LAST, Session.FORENOON)))
                .as("nobody works in the afternoon")
                .contains("leave-beside-vacation");
    }

    @Test
    @DisplayName("who is in service nobody knows since when has not served the years that a kind demands")
    void service() {
        var day = LeaveSpan.days(FIRST.plusDays(2), FIRST.plusDays(2));
        assertThat(refusal(1095, Optional.empty(), days(), day)).contains("leave-not-admissible");
        assertThat(refusal(1095, Optional.of(day.from().minusDays(1094)), days(), day))
                .contains("leave-not-admissible");
        assertThat(refusal(1095, Optional.of(day.from().minusDays(1095)), days(), day))
                .isEmpty();
        assertThat(refusal(0, Optional.empty(), days(), day)).isEmpty();
    }

    @Test
    @DisplayName("a document is compulsory from the third day of a stretch, though it is asked for in pieces")
    void documentOfAStretch() {
        var day = LAST.minusDays(10);
        var before = LeaveSpan.days(day, day.plusDays(1));
        assertThat(documented(before, LeaveSpan.days(day.plusDays(2), day.plusDays(2))))
                .contains("leave-document-required");
        assertThat(documented(before, LeaveSpan.days(day.plusDays(3), day.plusDays(4))))
                .isEmpty();
    }

    private static Optional<String> documented(LeaveSpan before, LeaveSpan span) {
        var type = casual(0, OptionalInt.of(3));
        return refusal(type, Optional.empty(), days(), List.of(new LeaveRules.Other(type, before)), span);
    }

    private static LeaveSpan half(LocalDate day, Session session) {
        return new LeaveSpan(new HalfDay(day, session), new HalfDay(day, session));
    }

    private static Optional<String> casual(LeaveSpan span) {
        return refusal(0, Optional.empty(), days(), span);
    }

    /** Why casual leave is refused, for which so many days of service are demanded. */
    private static Optional<String> refusal(
            int serviceDays, Optional<LocalDate> joined, SortedMap<LocalDate, DayKind> days, LeaveSpan span) {
        return refusal(casual(serviceDays, OptionalInt.empty()), joined, days, List.of(), span);
    }

    private static Optional<String> refusal(
            LeaveType type,
            Optional<LocalDate> joined,
            SortedMap<LocalDate, DayKind> days,
            List<LeaveRules.Other> others,
            LeaveSpan span) {
        var facts = new LeaveRules.Facts(Optional.empty(), joined, days, 7, others, 0, Map.of(), false);
        var count = span.count(days, List.of(), false);
        return Optional.ofNullable(
                        catchThrowableOfType(Refused.class, () -> LeaveRules.refuse(type, span, count, facts)))
                .map(refused -> refused.problem().code());
    }

    private static LeaveType casual(int serviceDays, OptionalInt documentFrom) {
        return new LeaveType(
                "BR",
                "CL",
                new LeaveType.Names("Casual leave", "आकस्मिक अवकाश", "Nghỉ phép ngắn"),
                true,
                Optional.of("CL"),
                true,
                1,
                LeaveYear.CALENDAR,
                true,
                0,
                OptionalInt.empty(),
                OptionalInt.empty(),
                false,
                true,
                Optional.empty(),
                false,
                documentFrom,
                Optional.empty(),
                serviceDays,
                OptionalInt.empty(),
                OptionalInt.empty(),
                false,
                List.of());
    }
}
