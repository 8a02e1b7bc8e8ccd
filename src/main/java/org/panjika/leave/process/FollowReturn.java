package org.panjika.leave.process;

import java.util.function.Supplier;
import org.panjika.leave.LeaveCases;
import org.panjika.leave.LeaveReturns;
import org.panjika.models.CaseFollower;
import org.panjika.models.CaseKey;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/** An earlier return whose case was ended waits for nobody. */
@Component
class FollowReturn implements CaseFollower {

    private final Supplier<LeaveReturns> returns;

    FollowReturn(ObjectProvider<LeaveReturns> returns) {
        this.returns = SingletonSupplier.of(returns::getObject);
    }

    @Override
    public String process() {
        return LeaveCases.RETURN;
    }

    @Override
    public boolean waits(String businessKey) {
        return CaseKey.id(businessKey).filter(returns.get()::waits).isPresent();
    }

    @Override
    public void ended(String businessKey, String by) {
        CaseKey.id(businessKey).ifPresent(id -> returns.get().ended(id, by));
    }
}
