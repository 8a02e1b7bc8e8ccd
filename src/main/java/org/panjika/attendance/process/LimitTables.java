package org.panjika.attendance.process;

import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.dmn.engine.DmnDecisionRuleResult;
import org.panjika.attendance.DayCutoff;
import org.panjika.attendance.Limits;
import org.panjika.attendance.Mark;
import org.panjika.attendance.MarkLimits;
import org.panjika.attendance.PunctualityLimits;
import org.panjika.attendance.jdbc.DayOpeningTable;
import org.panjika.models.DecisionTables;
import org.panjika.models.DecisionTables.Table;
import org.panjika.models.ModelsDeployed;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/** Reads the limits from the deployed decision tables. */
@Component
class LimitTables implements Limits {

    private static final String MARKS = "geofence";
    private static final String PUNCTUALITY = "punctuality";

    private final DecisionTables tables;
    private final DayOpeningTable opening;
    private final Function<Mark.Mode, MarkLimits> marks;
    private final Function<String, PunctualityLimits> punctuality;
    private final Function<Cutoff, DayCutoff> cutoffs;

    private record Cutoff(String kind, String regime) {}

    LimitTables(DecisionTables tables, DayOpeningTable opening) {
        this.tables = tables;
        this.opening = opening;
        this.marks = tables.kept(MARKS, LimitTables::readMarks);
        this.punctuality = tables.kept(PUNCTUALITY, LimitTables::readPunctuality);
        this.cutoffs = tables.kept(DAY_CUTOFFS, LimitTables::readCutoff);
    }

    @Override
    public MarkLimits marks(Mark.Mode mode) {
        return marks.apply(mode);
    }

    @Override
    public List<DayCutoff> dayCutoffs(Collection<String> regimes) {
        tables.lookAgain(DAY_CUTOFFS);
        return cutoffs(regimes, cutoffs);
    }

    @Override
    public PunctualityLimits punctuality(String regime) {
        return punctuality.apply(regime);
    }

    /** By other tables no day could be opened and no mark measured. */
    @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
    void judge(ModelsDeployed deployed) {
        var regimes = new TreeSet<>(opening.regimes());
        regimes.add(DayCutoff.ELSEWHERE);
        tables.judge(deployed, DAY_CUTOFFS, table -> cutoffs(regimes, of -> readCutoff(table, of)));
        tables.judge(deployed, MARKS, table -> Stream.of(Mark.Mode.values()).forEach(mode -> readMarks(table, mode)));
        tables.judge(deployed, PUNCTUALITY, table -> regimes.forEach(regime -> readPunctuality(table, regime)));
    }

    private static MarkLimits readMarks(Table table, Mark.Mode mode) {
        var row = row(table, Map.of("mode", mode.name()));
        return new MarkLimits(
                number(row, "accuracyMetres"),
                Duration.ofSeconds(number(row, "fixAgeSeconds")),
                Duration.ofMinutes(number(row, "usualBeforeMinutes")),
                Duration.ofHours(number(row, "deliverWithinHours")),
                Duration.ofSeconds(number(row, "clockToleranceSeconds")));
    }

    private static PunctualityLimits readPunctuality(Table table, String regime) {
        var row = row(table, Map.of("regime", regime));
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

    private static DayCutoff readCutoff(Table table, Cutoff of) {
        var row = table.row(Map.of("kind", of.kind(), "regime", of.regime()))
                .orElseGet(() -> row(table, Map.of("kind", of.kind(), "regime", DayCutoff.ELSEWHERE)));
        return new DayCutoff(
                of.kind(), of.regime(), time(row, "entryDue"), time(row, "closes"), number(row, "minutesAfterEnd"));
    }

    private static DmnDecisionRuleResult row(Table table, Map<String, Object> keys) {
        return table.row(keys)
                .orElseThrow(() -> new IllegalStateException("there is no row for "
                        + keys.values().stream().map(String::valueOf).sorted().collect(Collectors.joining(", "))));
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
