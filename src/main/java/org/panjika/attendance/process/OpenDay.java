package org.panjika.attendance.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.panjika.attendance.DayOpening;
import org.panjika.models.UsableInModels;
import org.springframework.stereotype.Component;

/** Opens the registers of the day that begins, and of days on which the server was down. */
@Component("openDay")
@UsableInModels
class OpenDay implements JavaDelegate {

    private final DayOpening opening;

    OpenDay(DayOpening opening) {
        this.opening = opening;
    }

    @Override
    public void execute(DelegateExecution execution) {
        opening.catchUp();
    }
}
