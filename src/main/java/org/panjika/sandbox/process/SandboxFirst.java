package org.panjika.sandbox.process;

import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.panjika.sandbox.SampleState;
import org.panjika.sandbox.SandboxOnly;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Makes the engine wait for the sandbox's clock and sample state: an engine that started on real time would take what was
 * deployed under a moved clock for the newest for ever.
 */
@Component
@SandboxOnly
@Order(Ordered.HIGHEST_PRECEDENCE)
class SandboxFirst extends AbstractProcessEnginePlugin {

    final SandboxClock clock;
    final SampleState state;

    SandboxFirst(SandboxClock clock, SampleState state) {
        this.clock = clock;
        this.state = state;
    }
}
