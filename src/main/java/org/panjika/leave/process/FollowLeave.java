package org.panjika.leave.process;

import java.util.function.Supplier;
import org.panjika.leave.AskForLeave;
import org.panjika.leave.LeaveCases;
import org.panjika.models.CaseFollower;
import org.panjika.models.CaseKey;
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
        return CaseKey.id(businessKey).filter(ask.get()::waits).isPresent();
    }

    @Override
    public void ended(String businessKey, String by) {
        CaseKey.id(businessKey).ifPresent(id -> ask.get().ended(id, by));
    }
}
