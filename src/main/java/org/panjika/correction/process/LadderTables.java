package org.panjika.correction.process;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.camunda.bpm.dmn.engine.DmnDecisionRuleResult;
import org.camunda.bpm.engine.DecisionService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.dmn.DecisionEvaluationBuilder;
import org.panjika.attendance.AttendanceProblem;
import org.panjika.correction.Ladder.Tier;
import org.panjika.correction.LadderLimits;
import org.panjika.models.ModelsDeployed;
import org.panjika.organisation.Institution;
import org.panjika.organisation.OfficeKinds;
import org.panjika.problem.Refused;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads the ladder from the deployed decision table; a changed table is in force within ten seconds. */
@Component
class LadderTables implements LadderLimits {

    private static final Duration MEMORY = Duration.ofSeconds(10);

    /** What the table may say instead of a number. */
    private static final String NO_LIMIT = "any";

    private static final int MOST_REMEMBERED = 1_000;

    private static final int LARGEST = 9_999;
    private static final int MOST_WORKING_DAYS = 30;

    private final DecisionService decisions;
    private final RepositoryService repository;
    private final OfficeKinds kinds;
    /** Who reads a table leaves a trace in the engine's history, though the caller's transaction may only read. */
    private final TransactionTemplate apart;

    private final LoadingCache<String, String> newest =
            Caffeine.newBuilder().expireAfterWrite(MEMORY).build(this::newest);

    /** What a deployed table says never changes. */
    private final LoadingCache<Asked, List<Tier>> tiers =
            Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).build(asked -> apart(() -> read(asked)));

    /** A deployed table, and a kind of institution. */
    private record Asked(String definition, String kind) {}

    LadderTables(
            DecisionService decisions,
            RepositoryService repository,
            OfficeKinds kinds,
            PlatformTransactionManager transactions) {
        this.decisions = decisions;
        this.repository = repository;
        this.kinds = kinds;
        this.apart = new TransactionTemplate(transactions);
        this.apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    @Override
    public String kind(Institution institution) {
        return institution.category().map(Enum::name).orElseGet(() -> kinds.inTables(institution.kind()));
    }

    @Override
    public List<Tier> tiers(String kind) {
        return tiers.get(new Asked(newest.get(TABLE), kind));
    }

    private String newest(String table) {
        return repository
                .createDecisionDefinitionQuery()
                .decisionDefinitionKey(table)
                .latestVersion()
                .singleResult()
                .getId();
    }

    @Override
    public List<String> authorities() {
        return merged(kinds().map(this::tiers));
    }

    /** The ladders of all kinds as one: an authority that only some know stands before the one that follows it there. */
    private static List<String> merged(Stream<List<Tier>> ladders) {
        var all = new ArrayList<String>();
        ladders.forEach(ladder -> {
            var above = all.size();
            for (var tier : reversed(ladder)) {
                var known = all.indexOf(tier.authority());
                if (known < 0) all.add(above, tier.authority());
                else if (known >= above) {
                    throw new IllegalStateException(
                            tier.authority() + " stands below an authority here that it stands above elsewhere");
                } else above = known;
            }
        });
        return List.copyOf(all);
    }

    private static List<Tier> reversed(List<Tier> ladder) {
        var reversed = new ArrayList<>(ladder);
        Collections.reverse(reversed);
        return reversed;
    }

    /** A ladder that leaves somebody without an authority is refused when it is deployed, not found when a day is forgotten. */
    @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
    void judge(ModelsDeployed deployed) {
        if (!deployed.defines(TABLE)) return;
        try {
            merged(kinds().map(kind -> read(decisions.evaluateDecisionTableByKey(TABLE), kind)));
        } catch (RuntimeException e) {
            var why = String.valueOf(e.getMessage()).replace('{', '(').replace('}', ')');
            throw new Refused(AttendanceProblem.LIMITS_NOT_UNDERSTOOD, Map.of("table", TABLE, "why", why));
        }
    }

    /** Here at once; the other copies of the application have forgotten it within ten seconds. */
    @TransactionalEventListener
    void forget(ModelsDeployed deployed) {
        if (deployed.defines(TABLE)) newest.invalidateAll();
    }

    /** Schools first: they know the authorities nearest to them. */
    private static Stream<String> kinds() {
        return Stream.concat(
                Arrays.stream(Institution.Category.values()).map(Enum::name),
                Institution.Kind.NAMED.stream().filter(k -> !k.isSchool()).map(Institution.Kind::name));
    }

    /** Only who may not write needs a second connection: of those who hold locks on the first, none waits for one. */
    private <T> T apart(Supplier<T> reading) {
        return TransactionSynchronizationManager.isCurrentTransactionReadOnly()
                ? apart.execute(status -> reading.get())
                : reading.get();
    }

    private List<Tier> read(Asked asked) {
        return read(decisions.evaluateDecisionTableById(asked.definition()), asked.kind());
    }

    private List<Tier> read(DecisionEvaluationBuilder table, String kind) {
        var rows = table.variables(Map.of("kind", kind)).evaluate().stream()
                .map(this::tier)
                .toList();
        if (rows.stream().map(Tier::authority).distinct().count() < rows.size()) {
            throw new IllegalStateException("for " + kind + " an authority is named twice");
        }
        var last = rows.size() - 1;
        if (rows.isEmpty()
                || rows.get(last).lastDay().isPresent()
                || rows.get(last).quota().isPresent()) {
            throw new IllegalStateException("for " + kind + " the last row is not without limits");
        }
        rows.subList(0, last).stream()
                .filter(t -> t.lastDay().isEmpty())
                .findFirst()
                .ifPresent(t -> {
                    throw new IllegalStateException(
                            "for " + kind + " the window of " + t.authority() + " never passes");
                });
        return rows;
    }

    private Tier tier(DmnDecisionRuleResult row) {
        return new Tier(
                authority(row),
                limit(row, "lastDay"),
                limit(row, "workingDays")
                        .filter(n -> n <= MOST_WORKING_DAYS)
                        .orElseThrow(() ->
                                new IllegalStateException("workingDays is not a number up to " + MOST_WORKING_DAYS)),
                limit(row, "quota"));
    }

    private String authority(DmnDecisionRuleResult row) {
        var name = String.valueOf(row.<Object>getEntry("authority"));
        if (!kinds.functions().contains(name)) {
            throw new IllegalStateException("there is no office or charge " + name);
        }
        return name;
    }

    private static Optional<Integer> limit(DmnDecisionRuleResult row, String name) {
        var value = row.<Object>getEntry(name);
        if (NO_LIMIT.equals(value)) return Optional.empty();
        if (value instanceof Number n
                && n.doubleValue() == n.intValue()
                && n.intValue() >= 0
                && n.intValue() <= LARGEST) {
            return Optional.of(n.intValue());
        }
        throw new IllegalStateException("%s is neither a whole number from 0 to %d nor \"%s\" but %s"
                .formatted(name, LARGEST, NO_LIMIT, value));
    }
}
