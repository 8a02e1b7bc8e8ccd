package org.panjika.correction.process;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.camunda.bpm.dmn.engine.DmnDecisionRuleResult;
import org.camunda.bpm.engine.DecisionService;
import org.panjika.attendance.AttendanceProblem;
import org.panjika.correction.Ladder.Tier;
import org.panjika.correction.LadderLimits;
import org.panjika.models.ModelsDeployed;
import org.panjika.organisation.Institution;
import org.panjika.problem.Refused;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads the ladder from the deployed decision table; a changed table is in force within ten seconds. */
@Component
class LadderTables implements LadderLimits {

    private static final Duration MEMORY = Duration.ofSeconds(10);

    /** What the table may say instead of a number. */
    private static final String NO_LIMIT = "any";

    private final DecisionService decisions;
    /** Who reads a table leaves a trace in the engine's history, though the caller's transaction may only read. */
    private final TransactionTemplate apart;

    private final LoadingCache<String, List<Tier>> tiers =
            Caffeine.newBuilder().expireAfterWrite(MEMORY).build(kind -> apart(() -> read(kind)));

    LadderTables(DecisionService decisions, PlatformTransactionManager transactions) {
        this.decisions = decisions;
        this.apart = new TransactionTemplate(transactions);
        this.apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    @Override
    public List<Tier> tiers(String kind) {
        return tiers.get(kind);
    }

    @Override
    public List<String> authorities() {
        return kinds().flatMap(kind -> tiers(kind).stream())
                .map(Tier::authority)
                .distinct()
                .toList();
    }

    /** A ladder that leaves somebody without an authority is refused when it is deployed, not found when a day is forgotten. */
    @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
    void judge(ModelsDeployed deployed) {
        if (!deployed.defines(TABLE)) return;
        try {
            kinds().forEach(this::read);
        } catch (RuntimeException e) {
            var why = String.valueOf(e.getMessage()).replace('{', '(').replace('}', ')');
            throw new Refused(AttendanceProblem.LIMITS_NOT_UNDERSTOOD, Map.of("table", TABLE, "why", why));
        }
    }

    /** Schools first: they know the authorities nearest to them. */
    private static Stream<String> kinds() {
        return Stream.concat(
                Arrays.stream(Institution.Category.values()).map(Enum::name),
                Arrays.stream(Institution.Kind.values())
                        .filter(k -> k != Institution.Kind.SCHOOL)
                        .map(Enum::name));
    }

    private <T> T apart(Supplier<T> reading) {
        return apart.execute(status -> reading.get());
    }

    private List<Tier> read(String kind) {
        var rows = decisions.evaluateDecisionTableByKey(TABLE).variables(Map.of("kind", kind)).evaluate().stream()
                .map(LadderTables::tier)
                .toList();
        if (rows.stream().map(Tier::authority).distinct().count() < rows.size()) {
            throw new IllegalStateException("for " + kind + " an authority is named twice");
        }
        var top = rows.isEmpty() ? Optional.<Tier>empty() : Optional.of(rows.get(rows.size() - 1));
        if (top.filter(t -> t.lastDay().isEmpty() && t.quota().isEmpty()).isEmpty()) {
            throw new IllegalStateException("for " + kind + " the last row is not without limits");
        }
        return rows;
    }

    private static Tier tier(DmnDecisionRuleResult row) {
        return new Tier(
                String.valueOf(row.<Object>getEntry("authority")),
                limit(row, "lastDay"),
                limit(row, "workingDays")
                        .orElseThrow(() -> new IllegalStateException("workingDays is not a whole number from 0 on")),
                limit(row, "quota"));
    }

    private static Optional<Integer> limit(DmnDecisionRuleResult row, String name) {
        var value = row.<Object>getEntry(name);
        if (NO_LIMIT.equals(value)) return Optional.empty();
        if (value instanceof Number number && number.intValue() >= 0) return Optional.of(number.intValue());
        throw new IllegalStateException(
                "%s is neither a whole number from 0 on nor \"%s\" but %s".formatted(name, NO_LIMIT, value));
    }
}
