package org.panjika.attendance.process;

import java.util.Set;
import org.panjika.models.ProcessContract;
import org.springframework.stereotype.Component;

/** What {@link ExceptionStarter} relies upon. */
@Component
class ExceptionContract implements ProcessContract {

    @Override
    public String process() {
        return ExceptionStarter.PROCESS;
    }

    @Override
    public Set<String> variables() {
        return Set.of("requestId", "institution", "day");
    }

    @Override
    public Set<String> messages() {
        return Set.of(ExceptionStarter.FOR_THE_HEAD, ExceptionStarter.FOR_THE_OFFICE_ABOVE);
    }
}
