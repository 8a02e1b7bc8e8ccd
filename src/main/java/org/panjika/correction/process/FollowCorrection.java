package org.panjika.correction.process;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.panjika.correction.CorrectionDecisions;
import org.panjika.models.CaseFollower;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/** Writes on a request's path which authority it has come to. */
@Component
class FollowCorrection implements CaseFollower {

    private final Supplier<CorrectionDecisions> decisions;

    FollowCorrection(ObjectProvider<CorrectionDecisions> decisions) {
        this.decisions = SingletonSupplier.of(decisions::getObject);
    }

    @Override
    public String process() {
        return EngineCases.PROCESS;
    }

    @Override
    public void reached(String businessKey, List<String> offices, Optional<Instant> due) {
        decisions.get().reached(UUID.fromString(businessKey), offices, due);
    }
}
