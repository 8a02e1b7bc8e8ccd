package org.panjika.sandbox;

import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.panjika.payroll.PastMonths;
import org.panjika.sandbox.jdbc.SamplePayTable;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * The pay of the made-up state's last month, recorded at the first start once it is due: nearly everywhere sent, accepted and drawn, so
 * that a newcomer's tasks are those of today.
 */
@Component
@SandboxOnly
@Order(3)
class SamplePay implements InitializingBean, ApplicationRunner {

    /** Of so many schools one is left to be verified, and of so many others one whose drawal is not entered yet. */
    private static final int OPEN = 20;

    private static final int UNDRAWN = 9;

    private final PastMonths months;
    private final SamplePayTable table;
    private final Clock clock;

    /** @param state is there before anything is taken of it */
    SamplePay(SampleState state, PastMonths months, SamplePayTable table, Clock clock) {
        this.months = months;
        this.table = table;
        this.clock = clock;
    }

    /** Before the engine's own clock begins the month, which it does as soon as it runs. */
    @Override
    public void afterPropertiesSet() {
        if (!table.anyBegun()) months.take(last(), every(OPEN, table.schools()));
    }

    /** After {@link SampleHistory}, which fills the registers. */
    @Override
    public void run(ApplicationArguments arguments) {
        if (!table.anySent()) months.record(last(), every(UNDRAWN, table.schools()));
    }

    private YearMonth last() {
        return YearMonth.from(LocalDate.now(clock)).minusMonths(1);
    }

    private static Set<String> every(int n, List<String> schools) {
        return IntStream.range(0, schools.size())
                .filter(i -> i % n == n - 1)
                .mapToObj(schools::get)
                .collect(Collectors.toSet());
    }
}
