package org.panjika.engine;

import org.camunda.bpm.engine.RepositoryService;
import org.panjika.TestState;

/** An office of the tests' own with somebody at its head. */
record Office(String code, String group, String head) {

    static Office create(TestState state) {
        var code = state.block("BR").block();
        return new Office(code, code.replace("CBEO", "CBEO_"), state.holder("HEAD", code));
    }

    /** Brings the model by which the head of an office decides something. */
    static void deployDecision(RepositoryService repository) {
        repository
                .createDeployment()
                .name("test-decision")
                .addClasspathResource("models/test-decision.bpmn")
                .addClasspathResource("models/test-decision.form")
                .enableDuplicateFiltering(false)
                .deploy();
    }
}
