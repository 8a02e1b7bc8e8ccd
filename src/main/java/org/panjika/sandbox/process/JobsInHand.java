package org.panjika.sandbox.process;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.panjika.sandbox.SandboxOnly;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.stereotype.Component;

/** Counts what the engine's threads have been given and not yet done. */
@Component
@SandboxOnly
class JobsInHand implements BeanPostProcessor {

    private int inHand;

    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        if (name.equals("camundaTaskExecutor") && bean instanceof ThreadPoolTaskExecutor threads) {
            threads.setTaskDecorator(this::counted);
            threads.setRejectedExecutionHandler((refused, pool) -> {
                done();
                throw new RejectedExecutionException("the engine's threads have enough to do");
            });
        }
        return bean;
    }

    private Runnable counted(Runnable job) {
        given();
        return () -> {
            try {
                job.run();
            } finally {
                done();
            }
        };
    }

    private synchronized void given() {
        inHand++;
    }

    private synchronized void done() {
        inHand--;
        notifyAll();
    }

    /** Waits until nothing is in hand; false if that takes longer. */
    synchronized boolean awaitNone(Duration patience) throws InterruptedException {
        var deadline = System.nanoTime() + patience.toNanos();
        while (inHand > 0) {
            var left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            if (left <= 0) return false;
            wait(left);
        }
        return true;
    }
}
