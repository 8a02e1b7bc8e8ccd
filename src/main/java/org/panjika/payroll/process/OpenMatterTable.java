package org.panjika.payroll.process;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.panjika.models.DecisionTables;
import org.panjika.models.ModelsDeployed;
import org.panjika.payroll.OpenMatter.Kind;
import org.panjika.payroll.OpenMatter.Severity;
import org.panjika.payroll.OpenMatters.Severities;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/** Reads from the deployed table how much each open matter weighs. */
@Component
class OpenMatterTable implements Severities {

    private static final String TABLE = "payroll-open-matters";

    private final DecisionTables tables;
    private final Function<Kind, Severity> severities;

    OpenMatterTable(DecisionTables tables) {
        this.tables = tables;
        this.severities = tables.kept(TABLE, OpenMatterTable::read);
    }

    @Override
    public Severity of(Kind kind) {
        return severities.apply(kind);
    }

    @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
    void judge(ModelsDeployed deployed) {
        tables.judge(deployed, TABLE, table -> Stream.of(Kind.values()).forEach(kind -> read(table, kind)));
    }

    private static Severity read(DecisionTables.Table table, Kind kind) {
        return table.row(Map.of("matter", kind.name()))
                .map(row -> Severity.valueOf(row.getEntry("severity")))
                .orElseThrow(() -> new IllegalStateException("there is no row for " + kind));
    }
}
