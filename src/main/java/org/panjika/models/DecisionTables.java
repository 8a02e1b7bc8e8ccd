package org.panjika.models;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.camunda.bpm.dmn.engine.DmnDecisionRuleResult;
import org.camunda.bpm.dmn.engine.DmnDecisionTableResult;
import org.camunda.bpm.engine.DecisionService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.DecisionDefinition;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The deployed decision tables, as rooms read them. One that is deployed here is in force at once, in the other copies of the
 * application within ten seconds.
 */
@Component
public class DecisionTables {

    private static final Duration MEMORY = Duration.ofSeconds(10);

    private static final int MOST_KEPT = 1_000;

    private final DecisionService decisions;
    private final RepositoryService repository;
    /** Who reads a table leaves a trace in the engine's history, though the caller's transaction may only read. */
    private final TransactionTemplate apart;

    private final LoadingCache<String, String> newest =
            Caffeine.newBuilder().expireAfterWrite(MEMORY).build(this::newest);

    DecisionTables(DecisionService decisions, RepositoryService repository, PlatformTransactionManager transactions) {
        this.decisions = decisions;
        this.repository = repository;
        this.apart = new TransactionTemplate(transactions);
        this.apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /** A table, which answers with the rows that its inputs meet. */
    public interface Table {

        DmnDecisionTableResult rows(Map<String, Object> inputs);

        /** The one row that is met, if any is; that several are is a fault of the table. */
        default Optional<DmnDecisionRuleResult> row(Map<String, Object> inputs) {
            return Optional.ofNullable(rows(inputs).getSingleResult());
        }
    }

    /** What the newest table says of a key; read once of each version, for what that says never changes. */
    public <K, V> Function<K, V> kept(String table, BiFunction<Table, K, V> read) {
        record Asked<K>(String definition, K key) {}
        LoadingCache<Asked<K>, V> answers = Caffeine.newBuilder()
                .maximumSize(MOST_KEPT)
                .build(asked -> apart(() -> read.apply(version(table, asked.definition()), asked.key())));
        return key -> answers.get(new Asked<>(newest.get(table), key));
    }

    /** What the newest table says. */
    public <T> T now(String table, Function<Table, T> read) {
        return apart(() -> read.apply(newestOf(table)));
    }

    /**
     * A table by which nothing could be decided is refused when it is deployed, not found when it is needed.
     *
     * @throws Refused {@code limits-not-understood}
     */
    public void judge(ModelsDeployed deployed, String table, Consumer<Table> reading) {
        if (!deployed.defines(table)) return;
        try {
            reading.accept(newestOf(table));
        } catch (RuntimeException e) {
            // braces stand for fields in the texts of problems
            var why = String.valueOf(e.getMessage()).replace('{', '(').replace('}', ')');
            throw new Refused(CommonProblem.LIMITS_NOT_UNDERSTOOD, Map.of("table", table, "why", why));
        }
    }

    /** What is asked next is said by the table that is in force now, wherever it was deployed. */
    public void lookAgain(String table) {
        newest.invalidate(table);
    }

    /** Before anybody follows the change. */
    @Order(Ordered.HIGHEST_PRECEDENCE)
    @TransactionalEventListener
    void forget(ModelsDeployed deployed) {
        newest.invalidateAll(deployed.definitions());
    }

    private Table newestOf(String table) {
        return inputs ->
                decisions.evaluateDecisionTableByKey(table).variables(inputs).evaluate();
    }

    /** A version; where an administrator has deleted it meanwhile, the newest that is left. */
    private Table version(String table, String definition) {
        var there = repository
                        .createDecisionDefinitionQuery()
                        .decisionDefinitionId(definition)
                        .count()
                == 1;
        return there
                ? inputs -> decisions
                        .evaluateDecisionTableById(definition)
                        .variables(inputs)
                        .evaluate()
                : newestOf(table);
    }

    private String newest(String table) {
        return Optional.ofNullable(repository
                        .createDecisionDefinitionQuery()
                        .decisionDefinitionKey(table)
                        .latestVersion()
                        .singleResult())
                .map(DecisionDefinition::getId)
                .orElseThrow(() -> new IllegalStateException("there is no table " + table));
    }

    /** Only who may not write needs a second connection: of those who hold locks on the first, none waits for one. */
    private <T> T apart(Supplier<T> reading) {
        return TransactionSynchronizationManager.isCurrentTransactionReadOnly()
                ? apart.execute(status -> reading.get())
                : reading.get();
    }
}
