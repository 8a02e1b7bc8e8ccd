package org.panjika.access;

import java.time.Clock;
import java.time.LocalDate;
import org.panjika.access.jdbc.ThrottleTable;
import org.panjika.access.jdbc.TokenTable;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Removes what has expired; any number of copies may do so at once. */
@Component
class Sweeper {

    private final TokenTable tokens;
    private final ThrottleTable throttle;
    private final AccessSettings settings;
    private final Clock clock;

    Sweeper(TokenTable tokens, ThrottleTable throttle, AccessSettings settings, Clock clock) {
        this.tokens = tokens;
        this.throttle = throttle;
        this.settings = settings;
        this.clock = clock;
    }

    @Scheduled(initialDelay = 5, fixedDelay = 60, timeUnit = java.util.concurrent.TimeUnit.MINUTES)
    void sweep() {
        tokens.sweep(clock.instant());
        tokens.sweepOfThoseWhoLeft(LocalDate.now(clock));
        throttle.sweep(clock.instant().minus(settings.lockedFor()));
    }
}
