package org.panjika.payroll;

import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.panjika.notices.Notice;
import org.panjika.notices.Notices;
import org.panjika.payroll.jdbc.NegativeListTable;
import org.panjika.payroll.jdbc.PayCaseTable;
import org.panjika.payroll.jdbc.PayCaseTable.Reminded;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** A month begins for all institutions: statements by one statement, cases by portions; and heads are reminded (RJ-13, C16). */
@Service
public class PayMonthStart {

    /** Cases started in one transaction: what a server that is stopped does again. */
    private static final int PORTION = 250;

    private final Statements statements;
    private final PayCaseTable table;
    private final PayCases cases;
    private final NegativeListTable lists;
    private final NegativeListStart listCases;
    private final Notices notices;
    private final Clock clock;

    PayMonthStart(
            Statements statements,
            PayCaseTable table,
            PayCases cases,
            NegativeListTable lists,
            NegativeListStart listCases,
            Notices notices,
            Clock clock) {
        this.statements = statements;
        this.table = table;
        this.cases = cases;
        this.lists = lists;
        this.listCases = listCases;
        this.notices = notices;
        this.clock = clock;
    }

    /**
     * Begins the last month and those before it that were missed since one was begun, and the running one where institutions send a
     * month while it lasts. Done twice it changes nothing.
     */
    @Transactional
    public void begin() {
        var running = YearMonth.from(today());
        var last = running.minusMonths(1);
        for (var month = table.newestBegun(last).orElse(last); month.isBefore(running); month = month.plusMonths(1)) {
            begin(month);
        }
        if (table.anySentWithin(today())) begin(running);
    }

    private void begin(YearMonth month) {
        statements.begin(month);
        table.schedule(month);
    }

    /** Whether the time of a statement has come that has no case. */
    public boolean anyToStart() {
        return table.anyToStart(today()) || lists.anyToStart(today());
    }

    /**
     * Starts the cases of a portion of them; then the lists of the absent, one for all statements of a block (BR-17).
     *
     * @return how many
     */
    @Transactional
    public int startPortion() {
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var taken = table.start(today(), PORTION, now);
        cases.start(taken);
        if (!taken.isEmpty()) return taken.size();
        var begun = lists.start(today(), now);
        listCases.start(begun);
        return begun.size();
    }

    /**
     * Reminds the heads who have not sent, or not approved the list that stands for it, on the days that {@code payReminders} names.
     *
     * @return how many
     */
    @Transactional
    public int remind() {
        var heads = table.toRemind(today());
        notices.tell(heads.stream().map(PayMonthStart::notice).toList());
        return heads.size();
    }

    private static Notice notice(Reminded head) {
        return new Notice(
                head.head(),
                head.list() ? "pay-list" : "pay-send",
                Map.of(
                        "school",
                        Map.of("en", head.name(), "hi", head.nameHi().orElse(head.name())),
                        "month",
                        head.month().month().toString(),
                        "due",
                        head.due()),
                (head.list() ? "/payroll/%s/offices/%s/negative-list" : "/payroll/%s/institutions/%s")
                        .formatted(head.month().month(), head.month().institution()));
    }

    private LocalDate today() {
        return LocalDate.now(clock);
    }
}
