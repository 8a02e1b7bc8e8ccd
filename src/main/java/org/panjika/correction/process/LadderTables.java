package org.panjika.correction.process;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.camunda.bpm.dmn.engine.DmnDecisionRuleResult;
import org.panjika.correction.Ladder.Tier;
import org.panjika.correction.LadderLimits;
import org.panjika.models.DecisionTables;
import org.panjika.models.ModelsDeployed;
import org.panjika.organisation.Institution;
import org.panjika.organisation.OfficeKinds;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/** Reads the ladder from the deployed decision table. */
@Component
class LadderTables implements LadderLimits {

    /** What the table may say instead of a number. */
    private static final String NO_LIMIT = "any";

    private static final int LARGEST = 9_999;
    private static final int MOST_WORKING_DAYS = 30;

    private final DecisionTables tables;
    private final OfficeKinds kinds;
    private final Function<String, List<Tier>> tiers;

    LadderTables(DecisionTables tables, OfficeKinds kinds) {
        this.tables = tables;
        this.kinds = kinds;
        this.tiers = tables.kept(TABLE, this::read);
    }

    @Override
    public String kind(Institution institution) {
        return institution.category().map(Enum::name).orElseGet(() -> kinds.inTables(institution.kind()));
    }

    @Override
    public List<Tier> tiers(String kind) {
        return tiers.apply(kind);
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

    /** A ladder that leaves somebody without an authority is no ladder. */
    @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
    void judge(ModelsDeployed deployed) {
        tables.judge(deployed, TABLE, table -> merged(kinds().map(kind -> read(table, kind))));
    }

    /** Schools first: they know the authorities nearest to them. */
    private static Stream<String> kinds() {
        return Stream.concat(
                Arrays.stream(Institution.Category.values()).map(Enum::name),
                Institution.Kind.NAMED.stream().filter(k -> !k.isSchool()).map(Institution.Kind::name));
    }

    private List<Tier> read(DecisionTables.Table table, String kind) {
        var rows = table.rows(Map.of("kind", kind)).stream().map(this::tier).toList();
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
