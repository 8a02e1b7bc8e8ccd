package org.panjika.attendance.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.panjika.models.ProcessContract;
import org.panjika.models.UsableInModels;
import org.springframework.stereotype.Component;

/** Starts the day of every supervising office, set-wise and each once. */
@Component("startOfficeDays")
@UsableInModels
class StartOfficeDays implements JavaDelegate, ProcessContract.ByTheClock {

    static final String PROCESS = "day-opening";

    private final AttendanceDays days;

    StartOfficeDays(AttendanceDays days) {
        this.days = days;
    }

    @Override
    public void execute(DelegateExecution execution) {
        days.start();
    }

    @Override
    public String process() {
        return PROCESS;
    }
}
