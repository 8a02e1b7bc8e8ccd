package org.panjika.attendance.process;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.dmn.engine.DmnDecisionRuleResult;
import org.camunda.bpm.engine.DecisionService;
import org.camunda.bpm.engine.RepositoryService;
import org.panjika.attendance.AttendanceProblem;
import org.panjika.attendance.DayCutoff;
import org.panjika.attendance.Limits;
import org.panjika.attendance.Mark;
import org.panjika.attendance.MarkLimits;
import org.panjika.attendance.PunctualityLimits;
import org.panjika.attendance.jdbc.DayOpeningTable;
import org.panjika.models.ModelsDeployed;
import org.panjika.problem.Refused;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads the limits from the deployed decision tables; a changed table is in force within ten seconds. */
@Component
class LimitTables implements Limits {

    private static final Duration MEMORY = Duration.ofSeconds(10);

    private static final String MARKS = "geofence";
    private static final String PUNCTUALITY = "punctuality";

    private final DecisionService decisions;
    private final RepositoryService repository;
    private final DayOpeningTable opening;
    /** Who reads a table leaves a trace in the engine's history, though the caller's transaction may only read. */
    private final TransactionTemplate apart;

    private final LoadingCache<Mark.Mode, MarkLimits> marks =
            Caffeine.newBuilder().expireAfterWrite(MEMORY).build(mode -> readMarks(this::findApart, mode));

    private final LoadingCache<String, PunctualityLimits> punctuality =
            Caffeine.newBuilder().expireAfterWrite(MEMORY).build(regime -> readPunctuality(this::findApart, regime));

    private record Cutoff(String kind, String regime) {}

    /** Of one version of the table. */
    private record CutoffThen(String version, Cutoff of) {}

    private final LoadingCache<CutoffThen, DayCutoff> cutoffs =
            Caffeine.newBuilder().expireAfterWrite(MEMORY).build(then -> readCutoff(this::findApart, then.of()));

    LimitTables(
            DecisionService decisions,
            RepositoryService repository,
            DayOpeningTable opening,
            PlatformTransactionManager transactions) {
        this.decisions = decisions;
        this.repository = repository;
        this.opening = opening;
        this.apart = new TransactionTemplate(transactions);
        this.apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /** Finds the one row of a table for its keys. */
    private interface Tables {
        Optional<DmnDecisionRuleResult> find(String table, Map<String, Object> keys);
    }

    @Override
    public MarkLimits marks(Mark.Mode mode) {
        return marks.get(mode);
    }

    @Override
    public List<DayCutoff> dayCutoffs(Collection<String> regimes) {
        var version = repository
                .createDecisionDefinitionQuery()
                .decisionDefinitionKey(DAY_CUTOFFS)
                .latestVersion()
                .singleResult();
        return cutoffs(
                regimes,
                of -> version == null
                        ? readCutoff(this::findApart, of)
                        : cutoffs.get(new CutoffThen(version.getId(), of)));
    }

    @Override
    public PunctualityLimits punctuality(String regime) {
        return punctuality.get(regime);
    }

    /** A table that no day could be opened and no mark measured by is refused when it is deployed, not found at dawn. */
    @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
    void judge(ModelsDeployed deployed) {
        var regimes = new TreeSet<>(opening.regimes());
        regimes.add(DayCutoff.ELSEWHERE);
        judge(deployed, DAY_CUTOFFS, () -> cutoffs(regimes, of -> readCutoff(this::find, of)));
        judge(deployed, MARKS, () -> Stream.of(Mark.Mode.values()).forEach(mode -> readMarks(this::find, mode)));
        judge(deployed, PUNCTUALITY, () -> regimes.forEach(regime -> readPunctuality(this::find, regime)));
    }

    private static void judge(ModelsDeployed deployed, String table, Runnable reading) {
        if (!deployed.defines(table)) return;
        try {
            reading.run();
        } catch (RuntimeException e) {
            throw new Refused(AttendanceProblem.LIMITS_NOT_UNDERSTOOD, Map.of("table", table, "why", said(e)));
        }
    }

    /** Braces stand for fields in the texts of problems. */
    private static String said(RuntimeException e) {
        return String.valueOf(e.getMessage()).replace('{', '(').replace('}', ')');
    }

    private static MarkLimits readMarks(Tables tables, Mark.Mode mode) {
        var row = row(tables, MARKS, Map.of("mode", mode.name()));
        return new MarkLimits(
                number(row, "accuracyMetres"),
                Duration.ofSeconds(number(row, "fixAgeSeconds")),
                Duration.ofMinutes(number(row, "usualBeforeMinutes")),
                Duration.ofHours(number(row, "deliverWithinHours")),
                Duration.ofSeconds(number(row, "clockToleranceSeconds")));
    }

    private static PunctualityLimits readPunctuality(Tables tables, String regime) {
        var row = row(tables, PUNCTUALITY, Map.of("regime", regime));
        return new PunctualityLimits(
                yes(row, "applies"),
                number(row, "graceMinutes"),
                number(row, "halfLeaveFromMinutes"),
                number(row, "freeDays"),
                yes(row, "earlyOnlyFlagged"));
    }

    private static List<DayCutoff> cutoffs(Collection<String> regimes, Function<Cutoff, DayCutoff> one) {
        var all = new TreeSet<>(regimes);
        all.add(DayCutoff.ELSEWHERE);
        return all.stream()
                .flatMap(regime -> Stream.of("SCHOOL", "OFFICE").map(kind -> one.apply(new Cutoff(kind, regime))))
                .toList();
    }

    private static DayCutoff readCutoff(Tables tables, Cutoff of) {
        var row = tables.find(DAY_CUTOFFS, Map.of("kind", of.kind(), "regime", of.regime()))
                .orElseGet(() -> row(tables, DAY_CUTOFFS, Map.of("kind", of.kind(), "regime", DayCutoff.ELSEWHERE)));
        return new DayCutoff(
                of.kind(), of.regime(), time(row, "entryDue"), time(row, "closes"), number(row, "minutesAfterEnd"));
    }

    private static DmnDecisionRuleResult row(Tables tables, String table, Map<String, Object> keys) {
        return tables.find(table, keys)
                .orElseThrow(() -> new IllegalStateException("there is no row for "
                        + keys.values().stream().map(String::valueOf).sorted().collect(Collectors.joining(", "))));
    }

    private Optional<DmnDecisionRuleResult> findApart(String table, Map<String, Object> keys) {
        return apart.execute(status -> find(table, keys));
    }

    private Optional<DmnDecisionRuleResult> find(String table, Map<String, Object> keys) {
        return Optional.ofNullable(decisions
                .evaluateDecisionTableByKey(table)
                .variables(keys)
                .evaluate()
                .getSingleResult());
    }

    private static LocalTime time(DmnDecisionRuleResult row, String name) {
        var text = String.valueOf(row.<Object>getEntry(name));
        try {
            return LocalTime.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalStateException("%s is not a time such as 14:00 but %s".formatted(name, text), e);
        }
    }

    private static int number(DmnDecisionRuleResult row, String name) {
        if (row.<Object>getEntry(name) instanceof Number number && number.intValue() >= 0) return number.intValue();
        throw new IllegalStateException(
                "%s is not a whole number from 0 on but %s".formatted(name, row.<Object>getEntry(name)));
    }

    private static boolean yes(DmnDecisionRuleResult row, String name) {
        if (row.<Object>getEntry(name) instanceof Boolean yes) return yes;
        throw new IllegalStateException(
                "%s is neither true nor false but %s".formatted(name, row.<Object>getEntry(name)));
    }
}
