package org.panjika.payroll;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;

@Label("An adjustment is a difference (C17)")
class PaidForPropertyTest {

    private static final Sessions MONTH = new Sessions((1L << 60) - 1);

    @Property(tries = 2_000)
    @Label("statement less what was sent less all adjustments is nothing, whatever changes and however often")
    void nothingIsLeft(@ForAll long seed) {
        var random = new Random(seed);
        var sent = any(random);
        var settled = sent;
        var now = sent;
        var balance = new long[PaidFor.As.values().length];
        for (int step = 0; step < 12; step++) {
            now = any(random);
            for (var change : settled.to(now, MONTH)) {
                settled = settled.with(change);
                balance[change.was().ordinal()] -= change.sessions().count();
                balance[change.becomes().ordinal()] += change.sessions().count();
            }
            assertThat(settled).isEqualTo(now);
            assertThat(settled.to(now, MONTH)).as("once").isEmpty();
        }
        assertThat(sent.full().count() + balance[PaidFor.As.FULL.ordinal()])
                .isEqualTo(now.full().count());
        assertThat(sent.half().count() + balance[PaidFor.As.HALF.ordinal()])
                .isEqualTo(now.half().count());
        assertThat(sent.none().count() + balance[PaidFor.As.NONE.ordinal()])
                .isEqualTo(now.none().count());
        assertThat(sent.held().count() + balance[PaidFor.As.HELD.ordinal()])
                .isEqualTo(now.held().count());
    }

    private static PaidFor any(Random random) {
        var sets = new long[5];
        for (int n = 0; n < 60; n++) sets[random.nextInt(5)] |= 1L << n;
        return new PaidFor(new Sessions(sets[0]), new Sessions(sets[1]), new Sessions(sets[2]), new Sessions(sets[3]));
    }
}
