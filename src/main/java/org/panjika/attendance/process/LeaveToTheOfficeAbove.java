package org.panjika.attendance.process;

import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.panjika.attendance.ExceptionCases;
import org.panjika.models.UsableInModels;
import org.springframework.stereotype.Component;

/** The head was silent for as long as the model waits (C11). */
@Component("leaveToTheOfficeAbove")
@UsableInModels
class LeaveToTheOfficeAbove implements JavaDelegate {

    private final ExceptionCases cases;

    LeaveToTheOfficeAbove(ExceptionCases cases) {
        this.cases = cases;
    }

    @Override
    public void execute(DelegateExecution execution) {
        cases.leftByTheHead(UUID.fromString((String) execution.getVariable("requestId")));
    }
}
