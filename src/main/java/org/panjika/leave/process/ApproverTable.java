package org.panjika.leave.process;

import java.util.Map;
import java.util.Optional;
import org.panjika.leave.Approvers;
import org.panjika.models.DecisionTables;
import org.springframework.stereotype.Component;

/** Reads the newest table of approvers, before there is a case. */
@Component
class ApproverTable implements Approvers {

    private final DecisionTables tables;

    ApproverTable(DecisionTables tables) {
        this.tables = tables;
    }

    @Override
    public String authority(Map<String, Object> facts) {
        return tables.now(
                "leave-approver", table -> Optional.ofNullable(table.rows(facts).<String>getSingleEntry())
                        .orElseThrow(() -> new IllegalStateException("nobody approves leave of " + facts)));
    }
}
