package org.panjika.correction.process;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.panjika.correction.CorrectionDecisions;
import org.panjika.models.CaseFollower;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Writes on a request's path which authority it has come to. */
@Component
class FollowCorrection implements CaseFollower {

    private final ObjectProvider<CorrectionDecisions> decisions;

    FollowCorrection(ObjectProvider<CorrectionDecisions> decisions) {
        this.decisions = decisions;
    }

    @Override
    public String process() {
        return EngineCases.PROCESS;
    }

    @Override
    public void reached(String businessKey, List<String> offices, Optional<Instant> due) {
        decisions.getObject().reached(UUID.fromString(businessKey), offices, due);
    }
}
