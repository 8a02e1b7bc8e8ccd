package org.panjika.helpdesk.process;

import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.RuntimeService;
import org.panjika.helpdesk.Fault;
import org.panjika.helpdesk.FaultCases;
import org.panjika.models.ProcessContract;
import org.springframework.stereotype.Component;

/** One case for one fault, however large its area. */
@Component
class FaultStarter implements FaultCases, ProcessContract {

    static final String PROCESS = "technical-fault";

    private final RuntimeService runtime;

    FaultStarter(RuntimeService runtime) {
        this.runtime = runtime;
    }

    @Override
    public void start(Fault fault) {
        var id = fault.id().toString();
        var variables = Map.<String, Object>of(
                "requestId", id, "institution", fault.institution().code());
        runtime.startProcessInstanceByKey(PROCESS, id, variables);
    }

    @Override
    public String process() {
        return PROCESS;
    }

    @Override
    public Set<String> variables() {
        return Set.of("requestId", "institution");
    }
}
