package org.panjika.attendance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import org.panjika.attendance.Mark.Kind;
import org.panjika.attendance.Mark.Mode;
import org.panjika.attendance.MarkPolicy.Verdict;

@Label("Duty orders and marks, whichever comes first (BR-5)")
class DutyOrderPropertyTest {

    private static final LocalDate DAY = LocalDate.of(2027, 1, 5);
    private static final Instant STARTS = Instant.parse("2027-01-05T04:00:00Z");
    private static final WorkingHours HOURS = new WorkingHours(
            STARTS,
            STARTS.plus(Duration.ofMinutes(195)),
            STARTS.plus(Duration.ofMinutes(390)),
            STARTS.plus(Duration.ofMinutes(450)));
    private static final Attempt.Place PLACE =
            new Attempt.Place(1, "S", Attempt.Place.Mode.MARKS, false, 500, Optional.empty(), HOURS);
    private static final MarkLimits LIMITS = new MarkLimits(
            200, Duration.ofMinutes(5), Duration.ofHours(2), Duration.ofHours(72), Duration.ofMinutes(2));

    @Property
    @Label("what waits for the order when the marks come first is exactly what is accepted when the order comes first")
    void eitherWay(@ForAll long seed) {
        var random = new Random(seed);
        var order = order(random);
        var in = STARTS.plus(Duration.ofMinutes(random.nextInt(-90, 390)));
        var out = in.plus(Duration.ofMinutes(random.nextInt(1, 300)));

        var orderFirst = marks(List.of(order), in, out);
        var marksFirst = marks(List.of(), in, out);
        var day = new PersonDay(1, "T", DAY, PLACE, EnumSet.allOf(Session.class), marksFirst, List.of());
        for (int i = 0; i < 2; i++) {
            var settled = DutyOrders.settledBy(order, marksFirst.get(i), day);
            assertThat(settled)
                    .as("%s under %s", marksFirst.get(i), order)
                    .isEqualTo(orderFirst.get(i).doubts().isEmpty());
        }
    }

    private static List<Mark> marks(List<DutyOrder> orders, Instant in, Instant out) {
        var coming = mark(Kind.IN, in, List.of(), orders);
        return List.of(coming, mark(Kind.OUT, out, List.of(coming), orders));
    }

    private static Mark mark(Kind kind, Instant at, List<Mark> before, List<DutyOrder> orders) {
        var attempt = new Attempt(
                UUID.randomUUID(),
                new byte[0],
                "T",
                Set.of(),
                "T",
                kind,
                Mode.ON_DUTY,
                at,
                DAY,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        var verdict = MarkPolicy.judgeAll(attempt, PLACE, new MarkPolicy.Day(before, orders), LIMITS);
        return new Mark(
                attempt.id(),
                kind,
                Mode.ON_DUTY,
                at,
                "T",
                Set.copyOf(((Verdict.Recorded) verdict).doubts()),
                Optional.empty());
    }

    private static DutyOrder order(Random random) {
        var weekdays = new HashSet<DayOfWeek>();
        for (var weekday : DayOfWeek.values()) if (random.nextInt(4) > 0) weekdays.add(weekday);
        var from = DAY.minusDays(random.nextInt(-1, 4));
        return new DutyOrder(
                UUID.randomUUID(),
                1,
                1,
                "Elsewhere",
                from,
                from.plusDays(random.nextInt(6)),
                weekdays,
                List.of(EnumSet.of(Session.FORENOON), EnumSet.of(Session.AFTERNOON), EnumSet.allOf(Session.class))
                        .get(random.nextInt(3)),
                "1",
                List.of());
    }
}
