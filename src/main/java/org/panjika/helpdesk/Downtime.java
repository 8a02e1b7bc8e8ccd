package org.panjika.helpdesk;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.panjika.attendance.DayOpening;
import org.panjika.attendance.FaultEffect;
import org.panjika.attendance.FaultPeriod;
import org.panjika.helpdesk.jdbc.FaultTable;
import org.panjika.helpdesk.jdbc.HeartbeatTable;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
import org.panjika.organisation.Setting;
import org.panjika.organisation.SettingsInForce;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sees that the system was down, and declares it (BR-19). While any copy runs and reaches its database, a heartbeat is written
 * every minute; the first one after a longer silence declares a fault from the last beat to now.
 */
@Component
public class Downtime {

    /** Who declares what nobody reported. */
    static final String SYSTEM = "system";

    private static final Logger log = LoggerFactory.getLogger(Downtime.class);

    private final HeartbeatTable heartbeat;
    private final FaultTable table;
    private final Faults faults;
    private final FaultEffect effect;
    private final DayOpening opening;
    private final Institutions institutions;
    private final SettingsInForce settings;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final Clock machine = Clock.systemUTC();
    private volatile boolean watching;

    Downtime(
            HeartbeatTable heartbeat,
            FaultTable table,
            Faults faults,
            FaultEffect effect,
            DayOpening opening,
            Institutions institutions,
            SettingsInForce settings,
            TransactionTemplate transaction,
            Clock clock) {
        this.heartbeat = heartbeat;
        this.table = table;
        this.faults = faults;
        this.effect = effect;
        this.opening = opening;
        this.institutions = institutions;
        this.settings = settings;
        this.transaction = transaction;
        this.clock = clock;
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        watching = true;
        try {
            opening.catchUp();
            beat();
        } catch (RuntimeException e) {
            // registers that can be filled now matter more than those that could not be; the next beat tries again
            log.error("Down-time before this start could not be judged", e);
        }
    }

    /**
     * Still there; after a silence, declares it. Also called when the sandbox's clock has been moved: a jump of the clock is no
     * silence. What fails, as while the database is away, is left to the next beat.
     */
    @Scheduled(fixedRateString = "PT1M", initialDelayString = "PT1M")
    public void beat() {
        if (watching) beat(machine.instant());
    }

    /**
     * Declares the silence since the last beat, if there was one. The two clocks agree on it: it began no earlier than the
     * last beat, and lasted no longer than the machine says.
     */
    void beat(Instant machineNow) {
        transaction.executeWithoutResult(status -> {
            var last = heartbeat.lockLast();
            var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            heartbeat.beat(now, machineNow);
            last.ifPresent(beat -> {
                var bySilence = now.minus(Duration.between(beat.machineAt(), machineNow));
                var from = bySilence.isAfter(beat.at()) ? bySilence : beat.at();
                if (from.isBefore(now)) institutions.roots().forEach(root -> declare(root, from, now));
            });
        });
    }

    private void declare(Institution root, Instant from, Instant to) {
        var minutes = settings.figure(root, Setting.DOWNTIME_MINUTES, LocalDate.now(clock));
        var silence = new FaultPeriod(UUID.randomUUID(), root.id(), true, Optional.empty(), from, to);
        if (Duration.between(from, to).toMinutes() < minutes
                || !effect.inWorkingHours(silence, minutes)
                || !effect.concernsAnybody(silence)) return;
        var fault = faults.declareDowntime(root, from, to);
        log.warn("The system was down from {} to {}; declared as fault {} for {}", from, to, fault.id(), root.code());
    }
}
