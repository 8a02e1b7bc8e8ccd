package org.panjika.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.panjika.access.Callers;
import org.panjika.leave.Accrual;
import org.panjika.leave.AskForLeave;
import org.panjika.leave.LeaveRequest;
import org.panjika.leave.LeaveSpan;
import org.panjika.problem.Refused;
import org.panjika.sandbox.jdbc.SampleLeaveTable;
import org.panjika.storage.Scans;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Leave of the made-up state, invented at the first start: what some people came with, and a few applications. */
@Component
@SandboxOnly
@Order(2)
class SampleLeave implements ApplicationRunner {

    private static final Logger log = LoggerFactory.getLogger(SampleLeave.class);

    /** So far ahead a day is looked for on which leave can be taken. */
    private static final int SOON = 5;

    private final SampleLeaveTable table;
    private final Accrual accrual;
    private final AskForLeave ask;
    private final Scans scans;
    private final Callers callers;
    private final Clock clock;

    SampleLeave(SampleLeaveTable table, Accrual accrual, AskForLeave ask, Scans scans, Callers callers, Clock clock) {
        this.table = table;
        this.accrual = accrual;
        this.ask = ask;
        this.scans = scans;
        this.callers = callers;
        this.clock = clock;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        if (table.anyEntry()) return;
        var today = LocalDate.now(clock);
        table.opening(SampleFile.rows("leave-balances"), today, clock.instant());
        accrual.run();
        for (var row : SampleFile.rows("leave-applications")) {
            var who = String.valueOf(row.get("staff"));
            table.workingDay(who, today.plusDays(Long.parseLong(String.valueOf(row.get("from_day")))), SOON)
                    .ifPresent(day -> tryToAsk(
                            who,
                            day,
                            String.valueOf(row.get("type")),
                            String.valueOf(row.get("reason")),
                            Optional.ofNullable(row.get("entered_by")).map(String::valueOf)));
        }
    }

    /** In some weeks of the year, as before a vacation, the rules do not allow it; then the sample is without it. */
    private void tryToAsk(String who, LocalDate day, String type, String reason, Optional<String> enteredBy) {
        try {
            ask(who, day, type, reason, enteredBy);
        } catch (Refused refused) {
            log.info("The made-up state is without leave of {} on {}: {}", who, day, refused.getMessage());
        }
    }

    private void ask(String who, LocalDate day, String type, String reason, Optional<String> enteredBy) {
        var request = new LeaveRequest(
                UUID.nameUUIDFromBytes((who + day).getBytes(StandardCharsets.UTF_8)),
                type,
                LeaveSpan.days(day, day),
                reason,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());
        if (enteredBy.isEmpty()) {
            ask.apply(callers.find(who).orElseThrow(), request);
            return;
        }
        var scan = scans.keep(enteredBy.get(), "%PDF-1.4 a written application".getBytes(StandardCharsets.UTF_8));
        var today = LocalDate.now(clock);
        var paper = new LeaveRequest.Paper(
                today,
                "Head of the school",
                today,
                Optional.empty(),
                "GF/2026/7",
                scan.hash().hex());
        ask.enter(callers.find(enteredBy.get()).orElseThrow(), who, request, paper);
    }
}
