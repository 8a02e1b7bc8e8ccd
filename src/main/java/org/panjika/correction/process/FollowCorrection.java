package org.panjika.correction.process;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.panjika.correction.Corrections;
import org.panjika.models.CaseFollower;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Writes on a request's path which authority it has come to. */
@Component
class FollowCorrection implements CaseFollower {

    private final ObjectProvider<Corrections> corrections;

    FollowCorrection(ObjectProvider<Corrections> corrections) {
        this.corrections = corrections;
    }

    @Override
    public String process() {
        return EngineCases.PROCESS;
    }

    @Override
    public void reached(String businessKey, List<String> offices, Optional<Instant> due) {
        corrections.getObject().reached(UUID.fromString(businessKey), offices, due);
    }
}
