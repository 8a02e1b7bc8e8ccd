package org.panjika.helpdesk.process;

import java.util.Set;
import java.util.UUID;
import org.panjika.helpdesk.jdbc.FaultTable;
import org.panjika.models.PersonsConcerned;
import org.springframework.stereotype.Component;

/** A fault concerns who reported it (C4). */
@Component
class FaultConcerns implements PersonsConcerned {

    private final FaultTable faults;

    FaultConcerns(FaultTable faults) {
        this.faults = faults;
    }

    @Override
    public String process() {
        return FaultStarter.PROCESS;
    }

    @Override
    public Set<String> of(String businessKey) {
        return faults.find(UUID.fromString(businessKey))
                .map(f -> Set.of(f.by()))
                .orElse(Set.of());
    }
}
