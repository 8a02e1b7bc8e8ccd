package org.panjika.leave.process;

import java.util.Set;
import org.panjika.leave.LeaveCases;
import org.panjika.leave.jdbc.LeaveTable;
import org.panjika.models.CaseKey;
import org.panjika.models.PersonsConcerned;
import org.springframework.stereotype.Component;

/** An earlier return concerns the person whose leave it ends (C4). */
@Component
class ReturnConcerns implements PersonsConcerned {

    private final LeaveTable table;

    ReturnConcerns(LeaveTable table) {
        this.table = table;
    }

    @Override
    public String process() {
        return LeaveCases.RETURN;
    }

    @Override
    public Set<String> of(String businessKey) {
        return CaseKey.id(businessKey)
                .flatMap(table::findReturn)
                .flatMap(r -> table.find(r.application()))
                .map(l -> Set.of(l.person().employeeCode()))
                .orElse(Set.of());
    }
}
