package org.panjika.payroll.process;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.camunda.bpm.dmn.engine.DmnDecisionRuleResult;
import org.camunda.bpm.engine.DecisionService;
import org.panjika.attendance.AttendanceProblem;
import org.panjika.models.ModelsDeployed;
import org.panjika.payroll.AbsenceOrder;
import org.panjika.payroll.AbsenceOrder.Lateness;
import org.panjika.payroll.AbsenceOrder.Step;
import org.panjika.payroll.AbsenceOrders;
import org.panjika.payroll.Pay;
import org.panjika.problem.Refused;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads the order from the deployed decision table; a changed table is in force within ten seconds. */
@Component
class AbsenceTable implements AbsenceOrders {

    private static final Duration MEMORY = Duration.ofSeconds(10);

    private final DecisionService decisions;
    /** Who reads a table leaves a trace in the engine's history, though the caller's transaction may only read. */
    private final TransactionTemplate apart;

    private final LoadingCache<String, AbsenceOrder> orders =
            Caffeine.newBuilder().expireAfterWrite(MEMORY).build(regime -> apart(() -> read(regime)));

    AbsenceTable(DecisionService decisions, PlatformTransactionManager transactions) {
        this.decisions = decisions;
        this.apart = new TransactionTemplate(transactions);
        this.apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    @Override
    public AbsenceOrder of(String regime) {
        return orders.get(regime);
    }

    /** A table by which absence would be taken from nothing is refused when it is deployed, not found when a month is sent. */
    @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
    void judge(ModelsDeployed deployed) {
        if (!deployed.defines(TABLE)) return;
        try {
            Stream.of("BR", "RJ", "UP", "VN", "DEFAULT").forEach(this::read);
        } catch (RuntimeException e) {
            var why = String.valueOf(e.getMessage()).replace('{', '(').replace('}', ')');
            throw new Refused(AttendanceProblem.LIMITS_NOT_UNDERSTOOD, Map.of("table", TABLE, "why", why));
        }
    }

    /** Only who may not write needs a second connection: of those who hold locks on the first, none waits for one. */
    private <T> T apart(Supplier<T> reading) {
        return TransactionSynchronizationManager.isCurrentTransactionReadOnly()
                ? apart.execute(status -> reading.get())
                : reading.get();
    }

    private AbsenceOrder read(String regime) {
        List<Step> steps =
                decisions.evaluateDecisionTableByKey(TABLE).variables(Map.of("regime", regime)).evaluate().stream()
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
