package org.panjika.correction.process;

import java.util.Set;
import java.util.UUID;
import org.panjika.correction.jdbc.CorrectionTable;
import org.panjika.models.PersonsConcerned;
import org.springframework.stereotype.Component;

/** A request concerns the people it is about, and who asked for the institution (C4). */
@Component
class CorrectionConcerns implements PersonsConcerned {

    private final CorrectionTable table;

    CorrectionConcerns(CorrectionTable table) {
        this.table = table;
    }

    @Override
    public String process() {
        return EngineCases.PROCESS;
    }

    @Override
    public Set<String> of(String businessKey) {
        return table.concernedLogins(UUID.fromString(businessKey));
    }
}
