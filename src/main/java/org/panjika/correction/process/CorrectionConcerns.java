package org.panjika.correction.process;

import java.util.Set;
import java.util.function.Supplier;
import org.panjika.correction.CorrectionDecisions;
import org.panjika.models.CaseKey;
import org.panjika.models.PersonsConcerned;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/** A request concerns the people it is about, and who asked for the institution (C4). */
@Component
class CorrectionConcerns implements PersonsConcerned {

    private final Supplier<CorrectionDecisions> decisions;

    CorrectionConcerns(ObjectProvider<CorrectionDecisions> decisions) {
        this.decisions = SingletonSupplier.of(decisions::getObject);
    }

    @Override
    public String process() {
        return EngineCases.PROCESS;
    }

    @Override
    public Set<String> of(String businessKey) {
        return CaseKey.id(businessKey).map(decisions.get()::concerned).orElse(Set.of());
    }
}
