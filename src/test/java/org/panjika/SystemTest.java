package org.panjika;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Clock;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.ManagementService;
import org.junit.jupiter.api.extension.ExtendWith;
import org.panjika.attendance.Cases;
import org.panjika.correction.CorrectionScene;
import org.panjika.leave.LeaveScene;
import org.panjika.payroll.PaperMonth;
import org.panjika.payroll.PayBooks;
import org.panjika.payroll.PayScene;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.context.event.EventListener;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.ContextConfiguration;

/**
 * A test against the whole running application: real PostgreSQL, real engine, the sample state, on a random port, at the
 * time of {@link TestClock}.
 *
 * <p>All such tests share one application; a test makes its own institutions and staff with {@link TestState}, which take part
 * until the class is over.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = "panjika.metrics.token=" + SystemTest.METRICS_TOKEN)
@AutoConfigureObservability(tracing = false)
@ActiveProfiles("sandbox")
@ContextConfiguration(initializers = FreshDataFolder.class)
@ExtendWith(TestState.OnlyOfThisClass.class)
@Import({
    TestState.class,
    Calls.class,
    Tasklist.class,
    Jobs.class,
    Cases.class,
    CorrectionScene.class,
    LeaveScene.class,
    PaperMonth.class,
    PayBooks.class,
    PayScene.class,
    ProcessCoverage.class,
    SystemTest.Time.class
})
public @interface SystemTest {

    String METRICS_TOKEN = "the token of a program that reads metrics";

    /** Puts the tests' clock in place of the sandbox's. */
    @TestConfiguration(proxyBeanMethods = false)
    class Time {
        static {
            // beside other work things take their time: what comes is tested, not when
            Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
        }

        @Bean
        @Primary
        TestClock testClock(@Qualifier("sandboxClock") Clock setBefore) {
            return new TestClock();
        }

        /** The tests' clock jumps from day to day: who wants a day to begin says so. */
        @EventListener(ApplicationStartedEvent.class)
        void noDayBeginsByItself(ApplicationStartedEvent started) {
            var management = started.getApplicationContext().getBean(ManagementService.class);
            management
                    .createJobDefinitionQuery()
                    .activityIdIn("EveryDay", "EveryNight")
                    .list()
                    .forEach(timer -> management.suspendJobDefinitionById(timer.getId(), true));
        }
    }
}
