package org.panjika.sandbox.process;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.panjika.sandbox.SandboxOnly;
import org.panjika.sandbox.jdbc.ClockTable;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.stereotype.Component;

/**
 * The clock all code asks in the sandbox. It runs beside real time or stands still, goes forward only, is kept in the
 * database, and takes the engine's clock along.
 */
@Component
@SandboxOnly
@DependsOnDatabaseInitialization
public class SandboxClock extends Clock {

    private final ZoneId zone;
    private final ClockTable table;
    private final Clock real = Clock.systemUTC();
    private volatile ClockTable.Setting setting;

    SandboxClock(ZoneId zone, ClockTable table) {
        this.zone = zone;
        this.table = table;
        var now = real.instant();
        this.setting = table.find().orElseGet(() -> set(new ClockTable.Setting(now, true, now)));
        tellEngine(setting);
    }

    @Override
    public Instant instant() {
        var current = setting;
        return current.running() ? current.instant().plus(sinceSet(current)) : current.instant();
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new Elsewhere(this, other);
    }

    public boolean running() {
        return setting.running();
    }

    /** Stands still at a time from now on. */
    void freezeAt(Instant instant) {
        change(new ClockTable.Setting(instant.truncatedTo(ChronoUnit.MILLIS), false, real.instant()));
    }

    /** Runs on from a time. */
    void runFrom(Instant instant) {
        change(new ClockTable.Setting(instant, true, real.instant()));
    }

    private void change(ClockTable.Setting next) {
        setting = set(next);
        tellEngine(next);
    }

    private ClockTable.Setting set(ClockTable.Setting next) {
        table.set(next);
        return next;
    }

    private void tellEngine(ClockTable.Setting current) {
        if (current.running()) {
            ClockUtil.offset(
                    Duration.between(current.setAt(), current.instant()).toMillis());
        } else {
            ClockUtil.setCurrentTime(Date.from(current.instant()));
        }
    }

    private Duration sinceSet(ClockTable.Setting current) {
        return Duration.between(current.setAt(), real.instant());
    }

    /** The same clock, read in another zone. */
    private static final class Elsewhere extends Clock {

        private final SandboxClock clock;
        private final ZoneId zone;

        Elsewhere(SandboxClock clock, ZoneId zone) {
            this.clock = clock;
            this.zone = zone;
        }

        @Override
        public Instant instant() {
            return clock.instant();
        }

        @Override
        public ZoneId getZone() {
            return zone;
        }

        @Override
        public Clock withZone(ZoneId other) {
            return new Elsewhere(clock, other);
        }
    }
}
