package org.panjika.leave;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.panjika.SystemTest;
import org.panjika.TestState;
import org.panjika.leave.LeaveType.AccountKey;
import org.panjika.leave.LedgerEntry.Source;
import org.panjika.leave.jdbc.LedgerTable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestContextManager;
import org.springframework.transaction.support.TransactionTemplate;

@SystemTest
@Label("The ledger of leave in PostgreSQL, beside the one in memory (RJ-2)")
class LedgerTablePropertyTest {

    private static final LocalDate DAY = LocalDate.of(2027, 1, 1);
    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final int STEPS = 8;
    private static final AtomicInteger BALANCE = new AtomicInteger();

    @Autowired
    TestState state;

    @Autowired
    LedgerTable table;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transaction;

    private long staffId;

    /** The application of the other tests: this engine starts none by itself. */
    @BeforeProperty
    void aPerson() throws Exception {
        new TestContextManager(getClass()).prepareTestInstance(this);
        var code = state.staff(state.school(state.block("BR").block()));
        staffId = jdbc.sql("select id from staff where employee_code = ?")
                .param(code)
                .query(Long.class)
                .single();
    }

    @Property(tries = 1_000)
    @Label("whatever happens to a balance, both hold the same entries, and nothing that was written is gone or changed")
    void asInMemory(@ForAll long seed) {
        transaction.executeWithoutResult(status -> {
            compare(new Random(seed));
            // a thousand commits would wait for the disk
            status.setRollbackOnly();
        });
    }

    private void compare(Random random) {
        var key = new AccountKey(staffId, "T" + BALANCE.incrementAndGet(), DAY.minusYears(1));
        var floor = random.nextInt(4) == 0 ? -random.nextInt(6) : 0;
        var life = new LedgerLife(random, floor);
        var memory = table.lock(key, floor);
        for (int step = 0; step < STEPS; step++) {
            var move = life.next(DAY.plusDays(step));
            var stored = table.read(key, floor);
            var toStore = move.on(stored);
            if (move.step() == LedgerLife.Step.LAPSE) {
                table.lapse(move.day(), "test", NOW);
                assertThat(table.balance(key))
                        .as("%s, of all balances at once", move)
                        .isEqualTo(life.balance());
            } else if (!toStore.isEmpty()) {
                table.insert(key, toStore, "test", NOW);
            }
            memory = memory.with(move.on(memory));
            assertThat(stored.balance() + sum(toStore)).as("%s", move).isEqualTo(life.balance());
        }
        assertThat(facts(table.read(key, floor))).isEqualTo(facts(memory));
        assertThat(table.balance(key)).as("the balance is the sum").isEqualTo(life.balance());
    }

    private static int sum(List<LedgerEntry> entries) {
        return entries.stream().mapToInt(LedgerEntry::halfDays).sum();
    }

    /** What an entry says, whatever its number. */
    private record Fact(
            Source source, int halfDays, LocalDate day, Optional<UUID> request, Optional<Integer> reverses) {}

    private static List<Fact> facts(Ledger ledger) {
        var places = new HashMap<Long, Integer>();
        ledger.entries().forEach(e -> places.put(e.number(), places.size()));
        return ledger.entries().stream()
                .map(e -> new Fact(
                        e.source(),
                        e.halfDays(),
                        e.day(),
                        e.request(),
                        e.reverses().map(places::get)))
                .toList();
    }
}
