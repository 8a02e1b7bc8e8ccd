package org.panjika.payroll.process;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.camunda.bpm.dmn.engine.DmnDecisionRuleResult;
import org.panjika.models.DecisionTables;
import org.panjika.models.ModelsDeployed;
import org.panjika.payroll.AbsenceOrder;
import org.panjika.payroll.AbsenceOrder.Lateness;
import org.panjika.payroll.AbsenceOrder.Step;
import org.panjika.payroll.AbsenceOrders;
import org.panjika.payroll.Pay;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/** Reads the order from the deployed decision table. */
@Component
class AbsenceTable implements AbsenceOrders {

    private final DecisionTables tables;
    private final Function<String, AbsenceOrder> orders;

    AbsenceTable(DecisionTables tables) {
        this.tables = tables;
        this.orders = tables.kept(TABLE, AbsenceTable::read);
    }

    @Override
    public AbsenceOrder of(String regime) {
        return orders.apply(regime);
    }

    /** By a table that ends otherwise absence would be taken from nothing. */
    @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
    void judge(ModelsDeployed deployed) {
        tables.judge(deployed, TABLE, table -> Stream.of("BR", "RJ", "UP", "VN", "DEFAULT")
                .forEach(regime -> read(table, regime)));
    }

    private static AbsenceOrder read(DecisionTables.Table table, String regime) {
        List<Step> steps = table.rows(Map.of("regime", regime)).stream()
                .map(AbsenceTable::step)
                .toList();
        var last = steps.size() - 1;
        if (steps.isEmpty() || !steps.get(last).account().equals(AbsenceOrder.WITHOUT_PAY)) {
            throw new IllegalStateException("for " + regime + " the last row is not " + AbsenceOrder.WITHOUT_PAY);
        }
        return new AbsenceOrder(steps);
    }

    private static Step step(DmnDecisionRuleResult row) {
        return new Step(
                String.valueOf(row.<Object>getEntry("account")),
                Pay.valueOf(String.valueOf(row.<Object>getEntry("pay"))),
                Lateness.valueOf(String.valueOf(row.<Object>getEntry("lateness"))));
    }
}
