package org.panjika.leave.process;

import java.util.Set;
import java.util.UUID;
import org.panjika.leave.LeaveCases;
import org.panjika.leave.jdbc.LeaveTable;
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
        return table.findReturn(UUID.fromString(businessKey))
                .flatMap(r -> table.find(r.application()))
                .map(l -> Set.of(l.person().employeeCode()))
                .orElse(Set.of());
    }
}
