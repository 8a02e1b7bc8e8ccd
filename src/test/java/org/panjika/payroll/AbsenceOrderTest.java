package org.panjika.payroll;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.panjika.attendance.Session;
import org.panjika.leave.LeaveType.AccountKey;
import org.panjika.payroll.AbsenceOrder.Due;
import org.panjika.payroll.AbsenceOrder.Lateness;
import org.panjika.payroll.AbsenceOrder.Step;
import org.panjika.payroll.Proposal.Kind;

@DisplayName(
        "Absence is taken from casual, then earned, then half-pay leave, then from pay; half days at each step (BR-18, C16)")
class AbsenceOrderTest {

    private static final LocalDate DAY = LocalDate.of(2027, 6, 7);
    private static final LocalDate YEAR = LocalDate.of(2027, 1, 1);

    private static final AbsenceOrder ORDER = new AbsenceOrder(List.of(
            new Step("CL", Pay.FULL, Lateness.ALWAYS),
            new Step("EL", Pay.FULL, Lateness.BY_HEAD),
            new Step("HPL", Pay.HALF, Lateness.NEVER),
            new Step("LWP", Pay.NONE, Lateness.NEVER)));

    @ParameterizedTest(name = "{0} half days absent with CL {1}, EL {2}, HPL {3}: {4}")
    @CsvSource({
        "4, 3, 10, 10, CL CL CL EL",
        "4, 3, 0, 10, CL CL CL HPL",
        "4, 3, 0, 0, CL CL CL LWP",
        "2, 0, 1, 1, EL HPL",
        "3, 0, 0, 0, LWP LWP LWP",
        "1, 30, 60, 40, CL"
    })
    void absence(int halfDays, int cl, int el, int hpl, String expected) {
        assertThat(taken(Kind.ABSENCE, false, halfDays, cl, el, hpl)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} late days with CL {1}, by the head {3}: {4}")
    @CsvSource({
        "2, 4, 10, false, CL CL",
        "2, 1, 10, false, CL",
        "2, 0, 10, false, ''",
        "2, 1, 10, true, CL EL",
        "2, 0, 0, true, ''"
    })
    @DisplayName("lateness alone never becomes leave without pay: with no casual leave left the head decides (BR-20)")
    void lateness(int days, int cl, int el, boolean byHead, String expected) {
        assertThat(taken(Kind.LATENESS, byHead, days, cl, el, 20)).isEqualTo(expected);
    }

    private static String taken(Kind kind, boolean byHead, int halfDays, int cl, int el, int hpl) {
        var left = Map.of("CL", cl, "EL", el, "HPL", hpl);
        var due = IntStream.range(0, halfDays)
                .mapToObj(
                        n -> new Due(UUID.randomUUID(), kind, 1, DAY.plusDays(n / 2), Session.values()[n % 2], byHead))
                .toList();
        return ORDER
                .take(
                        due,
                        (id, account, day) -> Optional.of(new AccountKey(id, account, YEAR)),
                        key -> left.get(key.account()))
                .stream()
                .map(t -> t.account())
                .collect(Collectors.joining(" "));
    }
}
