package org.panjika.payroll;

import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import org.panjika.organisation.Institutions;
import org.panjika.payroll.jdbc.AdjustmentTable;
import org.panjika.payroll.jdbc.StatementTable.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Finds what changed in months that were sent, and posts the adjustments, so that a debit is given back though the institution sends
 * nothing more (C17). Recent months are looked through every time, older ones of each institution within four weeks.
 */
@Service
public class LateChanges {

    private static final Logger log = LoggerFactory.getLogger(LateChanges.class);

    /** Statements looked through at once. */
    private static final int PORTION = 2_000;

    static final int RECENT_MONTHS = 3;

    private final Adjustments adjustments;
    private final AdjustmentTable table;
    private final Institutions institutions;
    private final TransactionTemplate apart;
    private final Clock clock;

    LateChanges(
            Adjustments adjustments,
            AdjustmentTable table,
            Institutions institutions,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.adjustments = adjustments;
        this.table = table;
        this.institutions = institutions;
        this.apart = new TransactionTemplate(transactions);
        this.apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.clock = clock;
    }

    /**
     * Each institution is a transaction of its own: one that cannot be adjusted now stops no other, and is found the next time. Done
     * twice it posts nothing more.
     *
     * @return how many adjustments were posted
     */
    public int post() {
        var running = YearMonth.now(clock);
        var turn = Math.floorMod(LocalDate.now(clock).toEpochDay(), AdjustmentTable.TURNS);
        var posted = 0;
        for (var sent = portion(0, running, turn); !sent.isEmpty(); sent = portion(last(sent), running, turn)) {
            for (var institution : changed(sent)) posted += post(institution);
        }
        return posted;
    }

    private List<Row> portion(long after, YearMonth running, int turn) {
        return table.sentAfter(after, running.minusMonths(RECENT_MONTHS), running, turn, PORTION);
    }

    private static long last(List<Row> sent) {
        return sent.get(sent.size() - 1).id();
    }

    private List<Long> changed(List<Row> sent) {
        return adjustments.changed(sent).stream()
                .map(Row::institutionId)
                .distinct()
                .toList();
    }

    private int post(long institution) {
        var of = institutions.find(institution).map(List::of).orElse(List.of());
        try {
            return apart.execute(status -> adjustments.post(of, "system"));
        } catch (DataAccessException | IllegalStateException e) {
            log.warn("the adjustments of institution {} are not posted: {}", institution, e.getMessage());
            return 0;
        }
    }
}
