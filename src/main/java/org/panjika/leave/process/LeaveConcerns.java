package org.panjika.leave.process;

import java.util.Set;
import org.panjika.leave.LeaveCases;
import org.panjika.leave.jdbc.LeaveTable;
import org.panjika.models.CaseKey;
import org.panjika.models.PersonsConcerned;
import org.springframework.stereotype.Component;

/** Leave concerns the person who takes it (C4, RJ-4). */
@Component
class LeaveConcerns implements PersonsConcerned {

    private final LeaveTable table;

    LeaveConcerns(LeaveTable table) {
        this.table = table;
    }

    @Override
    public String process() {
        return LeaveCases.PROCESS;
    }

    /** Locked before the path of the case is written, in the order in which it is taken back. */
    @Override
    public Set<String> of(String businessKey) {
        return CaseKey.id(businessKey)
                .flatMap(table::lock)
                .map(l -> Set.of(l.person().employeeCode()))
                .orElse(Set.of());
    }
}
