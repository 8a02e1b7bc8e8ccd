package org.panjika.leave.process;

import java.util.UUID;
import java.util.function.Supplier;
import org.panjika.leave.AskForLeave;
import org.panjika.leave.LeaveCases;
import org.panjika.models.CaseFollower;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/** An application whose case was ended waits for nobody. */
@Component
class FollowLeave implements CaseFollower {

    private final Supplier<AskForLeave> ask;

    FollowLeave(ObjectProvider<AskForLeave> ask) {
        this.ask = SingletonSupplier.of(ask::getObject);
    }

    @Override
    public String process() {
        return LeaveCases.PROCESS;
    }

    @Override
    public boolean waits(String businessKey) {
        return ask.get().waits(UUID.fromString(businessKey));
    }

    @Override
    public void ended(String businessKey, String by) {
        ask.get().ended(UUID.fromString(businessKey), by);
    }
}
