package org.panjika;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Date;
import org.camunda.bpm.engine.impl.util.ClockUtil;

/** The clock of the tests: stands where a test puts it; the engine's clock with it. Monday 23 November 2026, 10:00, at first. */
public class TestClock extends Clock {

    private static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");

    private volatile Instant instant;

    TestClock() {
        set(LocalDate.of(2026, 11, 23), "10:00");
    }

    /** Local date and time in the state's zone. */
    public void set(LocalDate day, String time) {
        set(day.atTime(LocalTime.parse(time)).atZone(ZONE).toInstant());
    }

    public void set(Instant at) {
        instant = at;
        ClockUtil.setCurrentTime(Date.from(at));
    }

    @Override
    public ZoneId getZone() {
        return ZONE;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.fixed(instant, zone);
    }

    @Override
    public Instant instant() {
        return instant;
    }
}
