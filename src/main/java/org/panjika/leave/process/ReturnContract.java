package org.panjika.leave.process;

import java.util.Set;
import org.panjika.leave.LeaveCases;
import org.panjika.models.ProcessContract;
import org.springframework.stereotype.Component;

/** What {@link LeaveStarter} relies upon where a return from leave is asked for. */
@Component
class ReturnContract implements ProcessContract {

    @Override
    public String process() {
        return LeaveCases.RETURN;
    }

    @Override
    public Set<String> variables() {
        return Set.of(
                "requestId",
                "returnId",
                "institution",
                "kind",
                "category",
                "role",
                "regime",
                "type",
                "days",
                "overCeiling");
    }
}
