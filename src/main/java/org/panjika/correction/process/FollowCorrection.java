package org.panjika.correction.process;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.panjika.correction.CorrectionDecisions;
import org.panjika.correction.CorrectionRequests;
import org.panjika.models.CaseFollower;
import org.panjika.models.CaseKey;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/** Writes on a request's path which authority it has come to, and that its case was ended. */
@Component
class FollowCorrection implements CaseFollower {

    private final Supplier<CorrectionDecisions> decisions;
    private final Supplier<CorrectionRequests> requests;

    FollowCorrection(ObjectProvider<CorrectionDecisions> decisions, ObjectProvider<CorrectionRequests> requests) {
        this.decisions = SingletonSupplier.of(decisions::getObject);
        this.requests = SingletonSupplier.of(requests::getObject);
    }

    @Override
    public String process() {
        return EngineCases.PROCESS;
    }

    @Override
    public void reached(String businessKey, List<String> offices, Optional<Instant> due) {
        CaseKey.id(businessKey).ifPresent(id -> decisions.get().reached(id, offices, due));
    }

    @Override
    public boolean waits(String businessKey) {
        return CaseKey.id(businessKey).filter(decisions.get()::waits).isPresent();
    }

    @Override
    public void ended(String businessKey, String by) {
        CaseKey.id(businessKey).ifPresent(id -> requests.get().ended(id, by));
    }
}
