package org.panjika.payroll.process;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.RuntimeService;
import org.panjika.models.ProcessContract;
import org.panjika.payroll.PayCases;
import org.springframework.stereotype.Component;

/** One case for one month of an institution. */
@Component
class PayCaseStarter implements PayCases, ProcessContract {

    static final String PROCESS = "payroll-verification";

    private static final String DRAWAL_KNOWN = "drawal-known";

    private final RuntimeService runtime;

    PayCaseStarter(RuntimeService runtime) {
        this.runtime = runtime;
    }

    @Override
    public void start(List<Month> months) {
        for (var month : months) {
            runtime.startProcessInstanceByKey(
                    PROCESS,
                    key(month),
                    Map.of(
                            "institution",
                            month.institution(),
                            "month",
                            month.month().toString()));
        }
    }

    /** A case that waits for something else, or has ended, is left alone. */
    @Override
    public void drawalKnown(Month month) {
        runtime.createMessageCorrelation(DRAWAL_KNOWN)
                .processInstanceBusinessKey(key(month))
                .correlateAll();
    }

    @Override
    public String process() {
        return PROCESS;
    }

    @Override
    public Set<String> variables() {
        return Set.of("institution", "month", "outcome");
    }

    @Override
    public Set<String> messages() {
        return Set.of(DRAWAL_KNOWN);
    }

    private static String key(Month month) {
        return month.institution() + "/" + month.month();
    }
}
