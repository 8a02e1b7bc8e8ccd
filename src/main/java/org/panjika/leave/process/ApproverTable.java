package org.panjika.leave.process;

import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.DecisionService;
import org.panjika.leave.Approvers;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads the newest table of approvers, before there is a case. */
@Component
class ApproverTable implements Approvers {

    private final DecisionService decisions;
    /** Who reads a table leaves a trace in the engine's history, for which a transaction that only reads is no place. */
    private final TransactionTemplate apart;

    ApproverTable(DecisionService decisions, PlatformTransactionManager transactions) {
        this.decisions = decisions;
        this.apart = new TransactionTemplate(transactions);
        this.apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    @Override
    public String authority(Map<String, Object> facts) {
        // A second connection only where there is no other way: many at once would wait for each other's.
        return TransactionSynchronizationManager.isCurrentTransactionReadOnly()
                ? apart.execute(status -> read(facts))
                : read(facts);
    }

    private String read(Map<String, Object> facts) {
        return Optional.ofNullable(decisions
                        .evaluateDecisionTableByKey("leave-approver")
                        .variables(facts)
                        .evaluate()
                        .<String>getSingleEntry())
                .orElseThrow(() -> new IllegalStateException("nobody approves leave of " + facts));
    }
}
