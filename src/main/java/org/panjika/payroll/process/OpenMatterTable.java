package org.panjika.payroll.process;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import org.camunda.bpm.engine.DecisionService;
import org.panjika.models.ModelsDeployed;
import org.panjika.payroll.OpenMatter.Kind;
import org.panjika.payroll.OpenMatter.Severity;
import org.panjika.payroll.OpenMatters.Severities;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads from the deployed table how much each open matter weighs; a changed table is in force within ten seconds. */
@Component
class OpenMatterTable implements Severities {

    private static final String TABLE = "payroll-open-matters";

    private static final Duration MEMORY = Duration.ofSeconds(10);

    private final DecisionService decisions;
    /** Who reads a table leaves a trace in the engine's history, though the caller's transaction may only read. */
    private final TransactionTemplate apart;

    private final LoadingCache<Kind, Severity> severities =
            Caffeine.newBuilder().expireAfterWrite(MEMORY).build(kind -> apart(() -> read(kind)));

    OpenMatterTable(DecisionService decisions, PlatformTransactionManager transactions) {
        this.decisions = decisions;
        this.apart = new TransactionTemplate(transactions);
        this.apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    @Override
    public Severity of(Kind kind) {
        return severities.get(kind);
    }

    /** A table by which no form could be shown is refused when it is deployed. */
    @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
    void judge(ModelsDeployed deployed) {
        if (!deployed.defines(TABLE)) return;
        var read = new EnumMap<Kind, Severity>(Kind.class);
        for (var kind : Kind.values()) read.put(kind, read(kind));
    }

    /** Only who may not write needs a second connection: of those whose task holds the first, none waits for one. */
    private <T> T apart(Supplier<T> reading) {
        return TransactionSynchronizationManager.isCurrentTransactionReadOnly()
                ? apart.execute(status -> reading.get())
                : reading.get();
    }

    private Severity read(Kind kind) {
        var row = decisions
                .evaluateDecisionTableByKey(TABLE)
                .variables(Map.of("matter", kind.name()))
                .evaluate()
                .getSingleResult();
        if (row == null) throw new IllegalStateException("there is no row for " + kind);
        return Severity.valueOf(row.getEntry("severity"));
    }
}
