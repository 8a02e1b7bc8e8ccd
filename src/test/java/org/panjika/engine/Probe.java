package org.panjika.engine;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.panjika.models.PersonsConcerned;
import org.panjika.models.UsableInModels;
import org.springframework.stereotype.Component;

/** A bean of ours that no model may use: whoever reaches it has broken in. Public, or the control cannot reach it either. */
@Component("probe")
public class Probe {

    final AtomicInteger hits = new AtomicInteger();

    public String hit() {
        hits.incrementAndGet();
        return "hit";
    }

    /** A bean lent to models, with one word lent and one kept. */
    @Component("lent")
    @UsableInModels
    public static class Lent implements JavaDelegate {

        @Override
        public void execute(DelegateExecution execution) {
            execution.setVariable("done", true);
        }

        @UsableInModels
        public long plus(long a, long b) {
            return a + b;
        }

        /** As if somebody were always faster. */
        @UsableInModels
        public String overtaken() {
            throw new OptimisticLockingException("overtaken");
        }

        public String kept() {
            return "kept";
        }
    }

    /** Says of a case of the tests' model whom it is about. */
    @Component
    static class CaseAboutSomebody implements PersonsConcerned {

        final Map<String, String> persons = new ConcurrentHashMap<>();

        @Override
        public String process() {
            return "test-decision";
        }

        @Override
        public Set<String> of(String businessKey) {
            return Set.of(persons.getOrDefault(businessKey, "nobody"));
        }
    }
}
