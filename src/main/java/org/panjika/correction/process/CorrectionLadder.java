package org.panjika.correction.process;

import java.util.Date;
import java.util.UUID;
import java.util.function.Supplier;
import org.panjika.correction.CorrectionDecisions;
import org.panjika.models.UsableInModels;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/** What the model of corrections asks about an authority of the ladder (C12). */
@Component("correctionLadder")
@UsableInModels
class CorrectionLadder {

    private final Supplier<CorrectionDecisions> decisions;

    CorrectionLadder(ObjectProvider<CorrectionDecisions> decisions) {
        this.decisions = SingletonSupplier.of(decisions::getObject);
    }

    /**
     * Whether an authority may decide a request now: its window is open, a slot is left, its seat is held by somebody not
     * concerned, and the request has come to none above it.
     */
    @UsableInModels
    public boolean mayDecide(String authority, String requestId) {
        return decisions.get().mayDecide(authority, UUID.fromString(requestId));
    }

    /** Groups of the offices that decide for it. */
    @UsableInModels
    public String offices(String authority, String requestId) {
        return String.join(",", decisions.get().offices(authority, UUID.fromString(requestId)));
    }

    /** The moment its window has passed; nothing for an authority that may decide at any time. */
    @UsableInModels
    public Date deadline(String authority, String requestId) {
        return decisions
                .get()
                .deadline(authority, UUID.fromString(requestId))
                .map(Date::from)
                .orElse(null);
    }
}
