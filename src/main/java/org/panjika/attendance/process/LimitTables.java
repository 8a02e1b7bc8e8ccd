package org.panjika.attendance.process;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.camunda.bpm.dmn.engine.DmnDecisionRuleResult;
import org.camunda.bpm.engine.DecisionService;
import org.panjika.attendance.DayCutoff;
import org.panjika.attendance.Limits;
import org.panjika.attendance.Mark;
import org.panjika.attendance.MarkLimits;
import org.panjika.attendance.PunctualityLimits;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads the limits from the deployed decision tables; a changed table is in force within ten seconds. */
@Component
class LimitTables implements Limits {

    private static final Duration MEMORY = Duration.ofSeconds(10);

    private final DecisionService decisions;
    /** Who reads a table leaves a trace in the engine's history, though the caller's transaction may only read. */
    private final TransactionTemplate apart;

    private final LoadingCache<Mark.Mode, MarkLimits> marks =
            Caffeine.newBuilder().expireAfterWrite(MEMORY).build(this::readMarks);

    private final LoadingCache<String, PunctualityLimits> punctuality =
            Caffeine.newBuilder().expireAfterWrite(MEMORY).build(this::readPunctuality);

    LimitTables(DecisionService decisions, PlatformTransactionManager transactions) {
        this.decisions = decisions;
        this.apart = new TransactionTemplate(transactions);
        this.apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    @Override
    public MarkLimits marks(Mark.Mode mode) {
        return marks.get(mode);
    }

    @Override
    public List<DayCutoff> dayCutoffs(Collection<String> regimes) {
        var all = new TreeSet<>(regimes);
        all.add(DayCutoff.ELSEWHERE);
        return all.stream()
                .flatMap(regime -> Stream.of("SCHOOL", "OFFICE").map(kind -> readCutoff(kind, regime)))
                .toList();
    }

    @Override
    public PunctualityLimits punctuality(String regime) {
        return punctuality.get(regime);
    }

    private MarkLimits readMarks(Mark.Mode mode) {
        var row = find("geofence", Map.of("mode", mode.name())).orElseThrow();
        return new MarkLimits(
                number(row, "accuracyMetres"),
                Duration.ofSeconds(number(row, "fixAgeSeconds")),
                Duration.ofMinutes(number(row, "usualBeforeMinutes")),
                Duration.ofHours(number(row, "deliverWithinHours")),
                Duration.ofSeconds(number(row, "clockToleranceSeconds")));
    }

    private PunctualityLimits readPunctuality(String regime) {
        var row = find("punctuality", Map.of("regime", regime)).orElseThrow();
        return new PunctualityLimits(
                yes(row, "applies"),
                number(row, "graceMinutes"),
                number(row, "halfLeaveFromMinutes"),
                number(row, "freeDays"),
                yes(row, "earlyOnlyFlagged"));
    }

    private DayCutoff readCutoff(String kind, String regime) {
        var row = find("day-cutoffs", Map.of("kind", kind, "regime", regime))
                .or(() -> find("day-cutoffs", Map.of("kind", kind, "regime", DayCutoff.ELSEWHERE)))
                .orElseThrow(() -> new IllegalStateException("day-cutoffs has no row for " + kind));
        return new DayCutoff(
                kind,
                regime,
                LocalTime.parse((String) row.getEntry("entryDue")),
                LocalTime.parse((String) row.getEntry("closes")),
                number(row, "minutesAfterEnd"));
    }

    private Optional<DmnDecisionRuleResult> find(String table, Map<String, Object> keys) {
        return apart.execute(status -> Optional.ofNullable(decisions
                .evaluateDecisionTableByKey(table)
                .variables(keys)
                .evaluate()
                .getSingleResult()));
    }

    private static int number(DmnDecisionRuleResult row, String name) {
        return ((Number) row.getEntry(name)).intValue();
    }

    private static boolean yes(DmnDecisionRuleResult row, String name) {
        return (Boolean) row.getEntry(name);
    }
}
